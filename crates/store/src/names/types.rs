//! Types of values by name, as they are written beside what is stored.

use serde::{Deserialize, Serialize};
use thymus_record::{List, Type, Value};

/// A [`Type`] that can be written down. A type that this program does not know is kept as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct StoredType(String);

impl StoredType {
    pub(crate) fn of(kind: Type) -> Self {
        Self(match kind {
            Type::List(element) => format!("list of {}", word(*element)),
            plain => word(plain).to_owned(),
        })
    }

    /// The type, if this program has it.
    pub(crate) fn read(&self) -> Option<Type> {
        match self.0.strip_prefix("list of ") {
            Some(element) => PLAIN.iter().find(|kind| word(**kind) == element).map(Type::List),
            None => PLAIN.iter().copied().find(|kind| word(*kind) == self.0),
        }
    }
}

impl PartialEq<Type> for StoredType {
    fn eq(&self, other: &Type) -> bool {
        self.read() == Some(*other)
    }
}

static PLAIN: [Type; 11] = [
    Type::Bool,
    Type::Count,
    Type::Int,
    Type::Double,
    Type::Time,
    Type::Interval,
    Type::Address,
    Type::Port,
    Type::Text,
    Type::Mac,
    Type::Id,
];

fn word(kind: Type) -> &'static str {
    match kind {
        Type::Bool => "bool",
        Type::Count => "count",
        Type::Int => "int",
        Type::Double => "double",
        Type::Time => "time",
        Type::Interval => "interval",
        Type::Address => "address",
        Type::Port => "port",
        Type::Text => "text",
        Type::Mac => "mac",
        Type::Id => "id",
        Type::List(_) => "list",
    }
}

/// Whether a value is absent or of this type.
pub(crate) fn fits(value: Value<'_>, kind: Type) -> bool {
    match (value, kind) {
        (Value::Absent, _)
        | (Value::Bool(_), Type::Bool)
        | (Value::Count(_), Type::Count)
        | (Value::Int(_), Type::Int)
        | (Value::Double(_), Type::Double)
        | (Value::Time(_), Type::Time)
        | (Value::Interval(_), Type::Interval)
        | (Value::Address(_), Type::Address)
        | (Value::Port(_), Type::Port)
        | (Value::Text(_), Type::Text)
        | (Value::Mac(_), Type::Mac)
        | (Value::Id(_), Type::Id) => true,
        (Value::List(list), Type::List(element)) => list_fits(list, *element),
        _ => false,
    }
}

fn list_fits(list: List<'_>, element: Type) -> bool {
    matches!(
        (list, element),
        (List::Bools(_), Type::Bool)
            | (List::Counts(_), Type::Count)
            | (List::Ints(_), Type::Int)
            | (List::Doubles(_), Type::Double)
            | (List::Intervals(_), Type::Interval)
            | (List::Addresses(_), Type::Address)
            | (List::Texts(_) | List::Names(_), Type::Text)
            | (List::Ids(_), Type::Id)
    )
}
