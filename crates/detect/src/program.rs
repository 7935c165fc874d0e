//! A model made ready to run: names have become places.

use crate::key::KeyReader;
use smallvec::SmallVec;
use std::sync::Arc;
use thymus_model::{Amount, Component, Exception, Measure, Model, ONE};
use thymus_record::query::{Place, fold};
use thymus_record::{Record as _, Registry, Row, Value};

/// How many combinations of values a record may have that are counted as distinct.
const COMBINATIONS_MAX: usize = 64;

/// A model made ready to run.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) model: Arc<Model>,
    pub(crate) parts: Vec<ProgramPart>,
    /// The exceptions that are about the model.
    pub(crate) exceptions: Vec<Arc<Exception>>,
    /// Which of them look at records.
    pub(crate) record_exceptions: Vec<usize>,
}

/// A component made ready to run.
#[derive(Debug)]
pub(crate) struct ProgramPart {
    pub(crate) key: KeyReader,
    measured: Vec<FieldReader>,
    /// It speaks for a breach.
    pub(crate) speaks_for: bool,
    /// Its threshold is a lower bound: it fires by itself.
    pub(crate) fires: bool,
}

/// Where a field is in records of each kind.
#[derive(Debug)]
struct FieldReader {
    is_kind: bool,
    places: Vec<Option<Place>>,
}

impl Program {
    pub(crate) fn new(model: Arc<Model>, exceptions: &[Arc<Exception>], registry: &Registry) -> Self {
        let parts = model.components.iter().enumerate().map(|(place, component)| ProgramPart {
            key: KeyReader::new(&component.per, &component.share, registry),
            measured: measured_fields(component)
                .iter()
                .map(|name| FieldReader::new(name, registry))
                .collect(),
            speaks_for: model.when.speaks_for(place),
            fires: component.threshold.is_lower_bound(),
        });
        let parts = parts.collect();
        let exceptions: Vec<_> =
            exceptions.iter().filter(|found| found.is_about(&model.id)).map(Arc::clone).collect();
        let about_records =
            |exception: &Exception| exception.any_record.is_some() || exception.every_record.is_some();
        let places =
            exceptions.iter().enumerate().filter(|(_, found)| about_records(found)).map(|(place, _)| place);
        let record_exceptions = places.collect();
        Self { model, parts, exceptions, record_exceptions }
    }
}

fn measured_fields(component: &Component) -> Vec<Box<str>> {
    match &component.measure {
        Measure::Count => Vec::new(),
        Measure::Sum(field) | Measure::Mean(field) => vec![field.clone()],
        Measure::Distinct(fields) => fields.clone(),
    }
}

impl ProgramPart {
    /// Whether it can set the model off.
    pub(crate) fn sets_off(&self) -> bool {
        self.speaks_for && self.fires
    }

    /// The amount that a record adds.
    pub(crate) fn amount(&self, row: &Row, kind: usize, registry: &Registry) -> Option<Amount> {
        let value = self.measured.first()?.read(row, kind, registry);
        Some(match value {
            Value::Count(count) => Amount::from(count) * ONE,
            Value::Int(number) => Amount::from(number) * ONE,
            Value::Double(number) if number.is_finite() => (number * ONE as f64) as Amount,
            Value::Interval(length) => Amount::from(length.0),
            _ => return None,
        })
    }

    /// The values that a record adds, as hashes.
    pub(crate) fn values(
        &self,
        row: &Row,
        kind: usize,
        registry: &Registry,
        seed: u64,
    ) -> SmallVec<[u64; 2]> {
        let mut combinations: SmallVec<[Vec<u8>; 2]> = SmallVec::new();
        combinations.push(Vec::with_capacity(32));
        for field in &self.measured {
            let mut next: SmallVec<[Vec<u8>; 2]> = SmallVec::new();
            each(field.read(row, kind, registry), &mut |value| {
                for start in combinations.iter().take(COMBINATIONS_MAX.saturating_sub(next.len())) {
                    let mut bytes = start.clone();
                    push_value(&mut bytes, value);
                    next.push(bytes);
                }
            });
            combinations = next;
        }
        combinations.iter().map(|bytes| xxhash_rust::xxh3::xxh3_64_with_seed(bytes, seed)).collect()
    }
}

impl FieldReader {
    fn new(name: &str, registry: &Registry) -> Self {
        let fact = registry.fact_index(name).map(Place::Fact);
        let places =
            registry.kinds().iter().enumerate().map(|(kind, schema)| {
                schema.index_of(name).map(|field| Place::Field { kind, field }).or(fact)
            });
        Self { is_kind: name == "kind", places: places.collect() }
    }

    fn read<'r>(&self, row: &'r Row, kind: usize, registry: &Registry) -> Value<'r> {
        match self.places.get(kind).copied().flatten() {
            Some(Place::Field { field, .. }) => row.value(field),
            Some(Place::Fact(fact)) => {
                registry.facts().get(fact).map_or(Value::Absent, |fact| row.fact(fact))
            }
            None if self.is_kind => Value::Text(row.kind()),
            None => Value::Absent,
        }
    }
}

/// Calls for every value that is there: all of a list.
fn each<'v>(value: Value<'v>, call: &mut dyn FnMut(Value<'v>)) {
    match value {
        Value::Absent => {}
        Value::List(list) => {
            for value in list.iter() {
                call(value);
            }
        }
        value => call(value),
    }
}

/// Appends what tells values apart; texts in lower case.
fn push_value(bytes: &mut Vec<u8>, value: Value<'_>) {
    bytes.push(0);
    match value {
        Value::Text(text) if text.is_ascii() => {
            bytes.extend(text.bytes().map(|byte| byte.to_ascii_lowercase()))
        }
        Value::Text(text) => bytes.extend_from_slice(fold(text).as_bytes()),
        Value::Count(number) => bytes.extend_from_slice(&number.to_le_bytes()),
        Value::Int(number) => bytes.extend_from_slice(&number.to_le_bytes()),
        Value::Port(number) => bytes.extend_from_slice(&number.to_le_bytes()),
        Value::Bool(value) => bytes.push(u8::from(value)),
        Value::Double(number) => bytes.extend_from_slice(&number.to_bits().to_le_bytes()),
        Value::Time(time) => bytes.extend_from_slice(&time.0.to_le_bytes()),
        Value::Interval(length) => bytes.extend_from_slice(&length.0.to_le_bytes()),
        Value::Address(std::net::IpAddr::V4(address)) => bytes.extend_from_slice(&address.octets()),
        Value::Address(std::net::IpAddr::V6(address)) => bytes.extend_from_slice(&address.octets()),
        Value::Mac(address) => bytes.extend_from_slice(&address.0),
        Value::Id(id) => bytes.extend_from_slice(&id.digits()),
        Value::Absent | Value::List(_) => {}
    }
}
