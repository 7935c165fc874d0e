//! Values by which records are put together.

use std::net::IpAddr;
use thymus_record::{Id, Interval, Mac, OwnedValue, Timestamp, Value};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// A single value that can be compared with others, first by type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Key {
    Bool(bool),
    Count(u64),
    Int(i64),
    /// As [`crate::column::double`] has it.
    Double(u64),
    Time(i64),
    Interval(i64),
    Address(IpAddr),
    Port(u16),
    Text(Box<str>),
    Mac(Mac),
    Id(Id),
}

impl Key {
    /// `None` for lists and what is absent.
    pub(crate) fn of(value: Value<'_>) -> Option<Self> {
        Some(match value {
            Value::Bool(value) => Self::Bool(value),
            Value::Count(value) => Self::Count(value),
            Value::Int(value) => Self::Int(value),
            Value::Double(value) => Self::Double(crate::column::double(value)),
            Value::Time(value) => Self::Time(value.0),
            Value::Interval(value) => Self::Interval(value.0),
            Value::Address(value) => Self::Address(value),
            Value::Port(value) => Self::Port(value),
            Value::Text(value) => Self::Text(value.into()),
            Value::Mac(value) => Self::Mac(value),
            Value::Id(value) => Self::Id(value),
            Value::Absent | Value::List(_) => return None,
        })
    }

    pub(crate) fn into_value(self) -> OwnedValue {
        match self {
            Self::Bool(value) => OwnedValue::Bool(value),
            Self::Count(value) => OwnedValue::Count(value),
            Self::Int(value) => OwnedValue::Int(value),
            Self::Double(raw) => crate::column::from_raw(raw, thymus_record::Type::Double, 0).into(),
            Self::Time(value) => OwnedValue::Time(Timestamp(value)),
            Self::Interval(value) => OwnedValue::Interval(Interval(value)),
            Self::Address(value) => OwnedValue::Address(value),
            Self::Port(value) => OwnedValue::Port(value),
            Self::Text(value) => OwnedValue::Text(value),
            Self::Mac(value) => OwnedValue::Mac(value),
            Self::Id(value) => OwnedValue::Id(value),
        }
    }
}

/// A hash of a single value: what different values are told apart by, one wrong in millions of millions.
pub(crate) fn hash(value: Value<'_>) -> Option<u64> {
    let number = |tag: u64, number: u64| xxh3_64_with_seed(&number.to_le_bytes(), tag);
    Some(match value {
        Value::Text(text) => xxh3_64(text.as_bytes()),
        Value::Bool(value) => number(1, value.into()),
        Value::Count(value) => number(2, value),
        Value::Int(value) => number(3, value.cast_unsigned()),
        Value::Double(value) => number(4, crate::column::double(value)),
        Value::Time(value) => number(5, value.0.cast_unsigned()),
        Value::Interval(value) => number(6, value.0.cast_unsigned()),
        Value::Port(value) => number(7, value.into()),
        Value::Mac(value) => xxh3_64_with_seed(&value.0, 8),
        Value::Id(value) => number(9 + u64::from(value.prefix), value.number),
        Value::Address(IpAddr::V4(value)) => xxh3_64_with_seed(&value.octets(), 300),
        Value::Address(IpAddr::V6(value)) => xxh3_64_with_seed(&value.octets(), 301),
        Value::Absent | Value::List(_) => return None,
    })
}
