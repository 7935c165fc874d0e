//! A field's value, owned.

use crate::{Id, Interval, List, Mac, Timestamp, Value};
use std::net::IpAddr;

/// A field's value, owned. [`Value`] is the borrowed form.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs, reason = "the variants are those of `Type`")]
pub enum OwnedValue {
    #[default]
    Absent,
    Bool(bool),
    Count(u64),
    Int(i64),
    Double(f64),
    Time(Timestamp),
    Interval(Interval),
    Address(IpAddr),
    Port(u16),
    Text(Box<str>),
    Mac(Mac),
    Id(Id),
    List(OwnedList),
}

/// Several values of one type, owned. [`List`] is the borrowed form.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the variants are those of `Type`")]
pub enum OwnedList {
    Bools(Vec<bool>),
    Counts(Vec<u64>),
    Ints(Vec<i64>),
    Doubles(Vec<f64>),
    Intervals(Vec<Interval>),
    Addresses(Vec<IpAddr>),
    Texts(Vec<String>),
    Ids(Vec<Id>),
}

impl OwnedValue {
    /// The value, borrowed.
    #[must_use]
    pub fn borrow(&self) -> Value<'_> {
        match self {
            Self::Absent => Value::Absent,
            Self::Bool(value) => Value::Bool(*value),
            Self::Count(value) => Value::Count(*value),
            Self::Int(value) => Value::Int(*value),
            Self::Double(value) => Value::Double(*value),
            Self::Time(value) => Value::Time(*value),
            Self::Interval(value) => Value::Interval(*value),
            Self::Address(value) => Value::Address(*value),
            Self::Port(value) => Value::Port(*value),
            Self::Text(value) => Value::Text(value),
            Self::Mac(value) => Value::Mac(*value),
            Self::Id(value) => Value::Id(*value),
            Self::List(list) => Value::List(list.borrow()),
        }
    }

    /// A text.
    #[must_use]
    pub fn text(text: impl Into<Box<str>>) -> Self {
        Self::Text(text.into())
    }
}

impl OwnedList {
    /// The values, borrowed.
    #[must_use]
    pub fn borrow(&self) -> List<'_> {
        match self {
            Self::Bools(list) => List::Bools(list),
            Self::Counts(list) => List::Counts(list),
            Self::Ints(list) => List::Ints(list),
            Self::Doubles(list) => List::Doubles(list),
            Self::Intervals(list) => List::Intervals(list),
            Self::Addresses(list) => List::Addresses(list),
            Self::Texts(list) => List::Texts(list),
            Self::Ids(list) => List::Ids(list),
        }
    }
}

impl From<Value<'_>> for OwnedValue {
    fn from(value: Value<'_>) -> Self {
        match value {
            Value::Absent => Self::Absent,
            Value::Bool(value) => Self::Bool(value),
            Value::Count(value) => Self::Count(value),
            Value::Int(value) => Self::Int(value),
            Value::Double(value) => Self::Double(value),
            Value::Time(value) => Self::Time(value),
            Value::Interval(value) => Self::Interval(value),
            Value::Address(value) => Self::Address(value),
            Value::Port(value) => Self::Port(value),
            Value::Text(value) => Self::Text(value.into()),
            Value::Mac(value) => Self::Mac(value),
            Value::Id(value) => Self::Id(value),
            Value::List(list) => Self::List(list.into()),
        }
    }
}

impl From<List<'_>> for OwnedList {
    fn from(list: List<'_>) -> Self {
        match list {
            List::Bools(list) => Self::Bools(list.to_vec()),
            List::Counts(list) => Self::Counts(list.to_vec()),
            List::Ints(list) => Self::Ints(list.to_vec()),
            List::Doubles(list) => Self::Doubles(list.to_vec()),
            List::Intervals(list) => Self::Intervals(list.to_vec()),
            List::Addresses(list) => Self::Addresses(list.to_vec()),
            List::Texts(list) => Self::Texts(list.to_vec()),
            List::Names(list) => Self::Texts(list.iter().map(|name| (*name).to_owned()).collect()),
            List::Ids(list) => Self::Ids(list.to_vec()),
        }
    }
}
