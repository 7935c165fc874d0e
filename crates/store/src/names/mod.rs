//! What numbers meant when they were written: the kinds, fields and facts of then, and what they are today.
//!
//! Rows are stored by number (a kind's place in the registry, a field's in its schema), and programs change. Every log and every
//! split has the names and types of its time beside it. Reading goes by name: a field that is gone is passed over, a new one is
//! absent, one of another type is converted where that loses nothing ([`convert`]).

mod convert;
#[cfg(test)]
mod tests;
mod types;

pub(crate) use convert::convert;
pub(crate) use types::{StoredType, fits};

use serde::{Deserialize, Serialize};
use thymus_record::{Field, OwnedValue, Record as _, Registry, Row, Schema};

/// A field as it was when something was stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredField {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: StoredType,
}

/// A kind as it was when something was stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredKind {
    /// Its name.
    pub kind: String,
    /// Its fields, in order.
    pub fields: Vec<StoredField>,
}

/// All kinds and facts of a registry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Names {
    /// The kinds, by number.
    pub kinds: Vec<StoredKind>,
    /// The facts, by number.
    pub facts: Vec<StoredField>,
}

/// What the numbers of a [`Names`] mean today.
pub(crate) struct Translation {
    kinds: Vec<Option<KindTranslation>>,
    facts: Vec<Option<usize>>,
    retyped_facts: bool,
}

/// What the numbers of one kind mean today.
pub(crate) struct KindTranslation {
    schema: &'static Schema,
    fields: Vec<Option<usize>>,
    retyped: bool,
}

impl StoredField {
    pub(crate) fn of(field: &Field) -> Self {
        Self { name: field.name.to_owned(), kind: StoredType::of(field.kind) }
    }
}

impl StoredKind {
    pub(crate) fn of(schema: &Schema) -> Self {
        Self { kind: schema.kind.to_owned(), fields: schema.fields.iter().map(StoredField::of).collect() }
    }
}

impl Names {
    pub(crate) fn of(registry: &Registry) -> Self {
        Self {
            kinds: registry.kinds().iter().map(|schema| StoredKind::of(schema)).collect(),
            facts: registry.facts().iter().map(|field| StoredField::of(field)).collect(),
        }
    }
}

impl Translation {
    pub(crate) fn new(names: &Names, registry: &Registry) -> Self {
        let kinds = names.kinds.iter().map(|kind| KindTranslation::new(kind, registry)).collect();
        let facts: Vec<_> = names.facts.iter().map(|fact| registry.fact_index(&fact.name)).collect();
        let retyped_facts = names.facts.iter().zip(&facts).any(|(then, now)| {
            now.and_then(|now| registry.facts().get(now)).is_some_and(|now| then.kind != now.kind)
        });
        Self { kinds, facts, retyped_facts }
    }

    /// What the kind of this number is today; `None` if it is gone.
    pub(crate) fn kind(&self, number: usize) -> Option<&KindTranslation> {
        self.kinds.get(number)?.as_ref()
    }

    /// The kind's schema of today.
    pub(crate) fn schema(&self, number: usize) -> Option<&'static Schema> {
        self.kind(number).map(|kind| kind.schema)
    }

    /// The place of a field in the schema of today.
    pub(crate) fn field(&self, kind: usize, number: usize) -> Option<usize> {
        self.kind(kind)?.fields.get(number).copied().flatten()
    }

    /// The place of a fact in the registry of today.
    pub(crate) fn fact(&self, number: usize) -> Option<usize> {
        self.facts.get(number).copied().flatten()
    }

    /// Gives the values of a row that was read by these names the types of today.
    pub(crate) fn settle(&self, kind: usize, row: Row) -> Row {
        if !self.retyped_facts && !self.kind(kind).is_some_and(|kind| kind.retyped) {
            return row;
        }
        let schema = row.schema();
        let values = schema.fields.iter().enumerate();
        let values =
            values.map(|(index, field)| convert(OwnedValue::from(row.value(index)), field.kind)).collect();
        let facts = row.facts().map(|(field, value)| (field, convert(OwnedValue::from(value), field.kind)));
        let facts = facts.filter(|(_, value)| !matches!(value, OwnedValue::Absent)).collect();
        Row::restored(schema, row.id(), values, facts)
    }
}

impl KindTranslation {
    fn new(kind: &StoredKind, registry: &Registry) -> Option<Self> {
        let schema = registry.kind(&kind.kind)?;
        let fields: Vec<_> = kind.fields.iter().map(|field| schema.index_of(&field.name)).collect();
        let retyped = kind.fields.iter().zip(&fields).any(|(then, now)| {
            now.and_then(|now| schema.fields.get(now)).is_some_and(|now| then.kind != now.kind)
        });
        Some(Self { schema, fields, retyped })
    }
}
