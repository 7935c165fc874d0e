//! A field's value, borrowed from its record.

use crate::{Id, Interval, Mac, Timestamp};
use std::net::IpAddr;

/// A field's value. Copying it copies no text.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "the variants are those of `Type`")]
pub enum Value<'a> {
    Absent,
    Bool(bool),
    Count(u64),
    Int(i64),
    Double(f64),
    Time(Timestamp),
    Interval(Interval),
    Address(IpAddr),
    Port(u16),
    Text(&'a str),
    Mac(Mac),
    Id(Id),
    List(List<'a>),
}

/// Several values of one type, borrowed.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "the variants are those of `Type`")]
pub enum List<'a> {
    Bools(&'a [bool]),
    Counts(&'a [u64]),
    Ints(&'a [i64]),
    Doubles(&'a [f64]),
    Intervals(&'a [Interval]),
    Addresses(&'a [IpAddr]),
    Texts(&'a [String]),
    Names(&'a [&'static str]),
    Ids(&'a [Id]),
}

impl<'a> List<'a> {
    /// How many values there are.
    #[must_use]
    pub fn len(self) -> usize {
        match self {
            Self::Bools(list) => list.len(),
            Self::Counts(list) => list.len(),
            Self::Ints(list) => list.len(),
            Self::Doubles(list) => list.len(),
            Self::Intervals(list) => list.len(),
            Self::Addresses(list) => list.len(),
            Self::Texts(list) => list.len(),
            Self::Names(list) => list.len(),
            Self::Ids(list) => list.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The value at this place; [`Value::Absent`] past the end.
    #[must_use]
    pub fn get(self, index: usize) -> Value<'a> {
        match self {
            Self::Bools(list) => list.get(index).map(|&value| Value::Bool(value)),
            Self::Counts(list) => list.get(index).map(|&value| Value::Count(value)),
            Self::Ints(list) => list.get(index).map(|&value| Value::Int(value)),
            Self::Doubles(list) => list.get(index).map(|&value| Value::Double(value)),
            Self::Intervals(list) => list.get(index).map(|&value| Value::Interval(value)),
            Self::Addresses(list) => list.get(index).map(|&value| Value::Address(value)),
            Self::Texts(list) => list.get(index).map(|value| Value::Text(value)),
            Self::Names(list) => list.get(index).map(|&value| Value::Text(value)),
            Self::Ids(list) => list.get(index).map(|&value| Value::Id(value)),
        }
        .unwrap_or(Value::Absent)
    }

    /// The values in order.
    pub fn iter(self) -> impl Iterator<Item = Value<'a>> {
        (0..self.len()).map(move |index| self.get(index))
    }
}
