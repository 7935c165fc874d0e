//! A record held on to: what it said, owned, whatever its Rust type was.
//!
//! Records come from their makers borrowed ([`crate::Record`] behind a reference). What is to be kept, sent to another
//! thread, stored or read back from the store is a [`Row`]: the same schema, the same values, an id, and the facts that
//! later stages add about it (who had that address, how rare it is).

mod codec;
mod owned;
#[cfg(test)]
mod tests;

pub use codec::DecodeError;
pub use owned::{OwnedList, OwnedValue};

use crate::{Field, Id, Record, Schema, Timestamp, Value, json, message};
use std::fmt;

/// The name of a record: time-ordered, and the same whenever the same input is read again.
///
/// The upper 42 bits are the record's time in milliseconds since 1970, so that an id tells where to look; the lower 22
/// are a hash of everything the record says. As text it is an [`Id`] with the letter `R`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(pub u64);

/// How many bits of a [`RecordId`] are a hash.
const HASH_BITS: u32 = 22;

/// The largest time that an id can hold, in milliseconds: the year 2109.
const LATEST_MILLISECONDS: i64 = (1 << (64 - HASH_BITS)) - 1;

/// A record, owned.
#[derive(Clone)]
pub struct Row {
    schema: &'static Schema,
    id: RecordId,
    values: Box<[OwnedValue]>,
    facts: Vec<(&'static Field, OwnedValue)>,
}

impl RecordId {
    /// The id of a record of this time whose content has this hash.
    #[must_use]
    pub fn new(ts: Timestamp, hash: u64) -> Self {
        let milliseconds = ts.0.div_euclid(1_000_000).clamp(0, LATEST_MILLISECONDS);
        Self(milliseconds.unsigned_abs() << HASH_BITS | hash >> (64 - HASH_BITS))
    }

    /// The time of the record, down to the millisecond.
    #[must_use]
    pub fn time(self) -> Timestamp {
        Timestamp(i64::try_from(self.0 >> HASH_BITS).unwrap_or(0) * 1_000_000)
    }

    /// The least id that a record of this time can have.
    #[must_use]
    pub fn first_at(ts: Timestamp) -> Self {
        Self::new(ts, 0)
    }

    /// Reads an id back from its text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Id::parse(text).filter(|id| id.prefix == b'R').map(|id| Self(id.number))
    }
}

impl From<RecordId> for Id {
    fn from(id: RecordId) -> Self {
        Self { prefix: b'R', number: id.0 }
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Id::from(*self), f)
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Row {
    /// A copy of a record.
    #[must_use]
    pub fn of(record: &dyn Record) -> Self {
        let schema = record.schema();
        let values = (0..schema.fields.len()).map(|index| record.value(index).into()).collect();
        Self::with_values(schema, values)
    }

    /// A record of this kind with these values, in the order of the schema's fields; missing ones are absent.
    #[must_use]
    pub fn new(schema: &'static Schema, mut values: Vec<OwnedValue>) -> Self {
        values.resize(schema.fields.len(), OwnedValue::Absent);
        Self::with_values(schema, values.into_boxed_slice())
    }

    /// A record of this kind with the values of these fields; names that the kind lacks are left out.
    #[must_use]
    pub fn named<'n>(
        schema: &'static Schema,
        fields: impl IntoIterator<Item = (&'n str, OwnedValue)>,
    ) -> Self {
        let mut values = vec![OwnedValue::Absent; schema.fields.len()];
        for (name, value) in fields {
            if let Some(place) = schema.index_of(name).and_then(|index| values.get_mut(index)) {
                *place = value;
            }
        }
        Self::with_values(schema, values.into_boxed_slice())
    }

    /// A record that comes back from where it was kept, under the id that it had there.
    #[must_use]
    pub fn restored(
        schema: &'static Schema,
        id: RecordId,
        mut values: Vec<OwnedValue>,
        facts: Vec<(&'static Field, OwnedValue)>,
    ) -> Self {
        values.resize(schema.fields.len(), OwnedValue::Absent);
        Self { schema, id, values: values.into_boxed_slice(), facts }
    }

    fn with_values(schema: &'static Schema, values: Box<[OwnedValue]>) -> Self {
        let mut row = Self { schema, id: RecordId(0), values, facts: Vec::new() };
        row.id = RecordId::new(row.ts(), row.content_hash());
        row
    }

    /// The record's name.
    #[must_use]
    pub fn id(&self) -> RecordId {
        self.id
    }

    /// The record's time: its field `ts`, 1970 where it has none.
    #[must_use]
    pub fn ts(&self) -> Timestamp {
        match self.get("ts") {
            Value::Time(ts) => ts,
            _ => Timestamp(0),
        }
    }

    /// The record's kind.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.schema.kind
    }

    /// The facts that were added about the record.
    pub fn facts(&self) -> impl Iterator<Item = (&'static Field, Value<'_>)> {
        self.facts.iter().map(|(field, value)| (*field, value.borrow()))
    }

    /// The fact of this field; [`Value::Absent`] if none was added.
    #[must_use]
    pub fn fact(&self, field: &'static Field) -> Value<'_> {
        let found = self.facts.iter().find(|(known, _)| std::ptr::eq(*known, field));
        found.map_or(Value::Absent, |(_, value)| value.borrow())
    }

    /// Adds a fact, or replaces what was known. An absent value takes it away. The id stays: facts are not the record.
    pub fn set_fact(&mut self, field: &'static Field, value: OwnedValue) {
        self.facts.retain(|(known, _)| !std::ptr::eq(*known, field));
        if !matches!(value, OwnedValue::Absent) {
            self.facts.push((field, value));
        }
    }

    /// The value of the field or fact with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Value<'_> {
        match self.schema.index_of(name) {
            Some(index) => self.value(index),
            None => self
                .facts
                .iter()
                .find(|(field, _)| field.name == name)
                .map_or(Value::Absent, |(_, value)| value.borrow()),
        }
    }
}

impl Record for Row {
    fn schema(&self) -> &'static Schema {
        self.schema
    }

    fn value(&self, index: usize) -> Value<'_> {
        self.values.get(index).map_or(Value::Absent, OwnedValue::borrow)
    }

    /// The record with its facts behind its own fields.
    fn write_json(&self, out: &mut Vec<u8>) {
        let start = out.len();
        let own = self.schema.fields.iter().zip(&self.values).map(|(field, value)| (field.name, value));
        let facts = self.facts.iter().map(|(field, value)| (field.name, value));
        for (name, value) in own.chain(facts) {
            json::write_named(out, name, value.borrow());
        }
        json::close_object(out, start);
    }

    fn message(&self) -> String {
        message::line(self.schema, |index| self.value(index))
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Vec::new();
        self.write_json(&mut text);
        write!(f, "{} {} {}", self.id, self.schema.kind, String::from_utf8_lossy(&text))
    }
}
