//! Rows that no columns can say, as they are: their number in the split, then the row as the log has it.

use super::bytes::{read_number, write_number};
use crate::names::{Names, Translation};
use crate::part::encoded;
use std::collections::BTreeMap;
use thymus_record::{RecordId, Registry, Row};

/// The bytes of such rows. The names of all kinds and facts are with them, since rows are read by number.
pub(crate) fn pack_odd(rows: &BTreeMap<u32, Row>, registry: &Registry) -> Vec<u8> {
    let names = serde_json::to_vec(&Names::of(registry)).unwrap_or_default();
    let mut out = Vec::new();
    write_number(&mut out, names.len() as u64);
    out.extend_from_slice(&names);
    for (number, row) in rows {
        write_number(&mut out, (*number).into());
        write_number(&mut out, row.id().0);
        let bytes = encoded(row, registry);
        write_number(&mut out, bytes.len() as u64);
        out.extend_from_slice(&bytes);
    }
    out
}

/// The rows back; `None` if the bytes are damaged.
pub(crate) fn unpack_odd(mut bytes: &[u8], kind: &str, registry: &Registry) -> Option<BTreeMap<u32, Row>> {
    let length = usize::try_from(read_number(&mut bytes)?).ok()?;
    let (names, mut bytes) = bytes.split_at_checked(length)?;
    let names: Names = serde_json::from_slice(names).ok()?;
    let translation = Translation::new(&names, registry);
    let number = names.kinds.iter().position(|stored| stored.kind == kind)?;
    let schema = translation.schema(number)?;
    let mut rows = BTreeMap::new();
    while !bytes.is_empty() {
        let place = u32::try_from(read_number(&mut bytes)?).ok()?;
        let id = RecordId(read_number(&mut bytes)?);
        let length = usize::try_from(read_number(&mut bytes)?).ok()?;
        let (mut row, rest) = bytes.split_at_checked(length)?;
        bytes = rest;
        let field = |field| translation.field(number, field);
        let fact = |fact| translation.fact(fact);
        let row = Row::decode(schema, registry, &mut row, Some(id), field, fact).ok()?;
        rows.insert(place, translation.settle(number, row));
    }
    Some(rows)
}
