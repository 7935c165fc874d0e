//! A row put together from columns.

use super::{Part, Slot};
use crate::names::convert;
use thymus_record::query::Place;
use thymus_record::{OwnedValue, Record as _, RecordId, Registry, Row};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// The row of this number.
pub(crate) fn row_of(part: &dyn Part, registry: &Registry, number: u32) -> Row {
    if let Some(row) = part.odd().get(&number) {
        return row.clone();
    }
    let schema = part.schema();
    let kind = part.kind();
    let values = schema
        .fields
        .iter()
        .enumerate()
        .map(|(field, declared)| value(part.slot(Place::Field { kind, field }), number, declared.kind));
    let facts = registry.facts().iter().enumerate().filter_map(|(fact, declared)| {
        let value = value(part.slot(Place::Fact(fact)), number, declared.kind);
        (!matches!(value, OwnedValue::Absent)).then_some((*declared, value))
    });
    Row::restored(schema, RecordId(part.id(number)), values.collect(), facts.collect())
}

fn value(slot: Slot<'_>, number: u32, kind: thymus_record::Type) -> OwnedValue {
    match slot {
        Slot::Absent => OwnedValue::Absent,
        Slot::Column(column) => column.value(number),
        Slot::Converted(column) => convert(column.value(number), kind),
    }
}

/// What tells rows of the same id apart: a hash of the kind and the values. Facts are not the record.
pub(crate) fn content(row: &Row) -> u64 {
    let mut values = Vec::with_capacity(row.schema().fields.len() * 8);
    row.encode_values(&mut values);
    content_of(row.kind(), &values)
}

/// The same of values that are encoded already.
pub(crate) fn content_of(kind: &str, values: &[u8]) -> u64 {
    xxh3_64_with_seed(values, xxh3_64(kind.as_bytes()))
}

/// A row as the log has it: values, then facts.
pub(crate) fn encoded(row: &Row, registry: &Registry) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(row.schema().fields.len() * 8);
    row.encode_values(&mut bytes);
    row.encode_facts(registry, &mut bytes);
    bytes
}
