//! What must be true of one value.

use super::TextTest;
use crate::{Id, Mac, Value};
use std::net::IpAddr;

/// What must be true of a value. A list passes if one of its values does; an absent value never passes.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueTest {
    /// It is there.
    Present,
    /// It is this.
    Bool(bool),
    /// It lies in one of these ranges. For counts, integers and ports; times and intervals in nanoseconds.
    Integers(Ranges<i128>),
    /// It lies in one of these ranges. No NaN does.
    Doubles(Ranges<f64>),
    /// It is one of these addresses.
    Addresses(AddressRanges),
    /// It is one of these, sorted.
    Macs(Box<[Mac]>),
    /// It is one of these, sorted.
    Ids(Box<[Id]>),
    /// It is text and passes; or it is an address, hardware address or id, and passes as it is printed.
    Text(TextTest),
}

/// Ranges of values, both ends included; sorted, none touching another.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranges<T>(Box<[(T, T)]>);

/// Ranges of addresses: IPv4 and IPv6 apart, as numbers in host order.
#[derive(Clone, Debug, PartialEq)]
pub struct AddressRanges {
    /// IPv4 addresses.
    pub v4: Ranges<u32>,
    /// IPv6 addresses.
    pub v6: Ranges<u128>,
}

impl<T: Copy + PartialOrd> Ranges<T> {
    /// These ranges in order, those that overlap joined, those that end before they begin left out.
    #[must_use]
    pub fn new(ranges: impl IntoIterator<Item = (T, T)>) -> Self {
        let mut sorted: Vec<_> = ranges.into_iter().filter(|(low, high)| low <= high).collect();
        sorted.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or(std::cmp::Ordering::Equal));
        let mut joined: Vec<(T, T)> = Vec::with_capacity(sorted.len());
        for (low, high) in sorted {
            match joined.last_mut() {
                Some(last) if low <= last.1 => last.1 = if last.1 < high { high } else { last.1 },
                _ => joined.push((low, high)),
            }
        }
        Self(joined.into_boxed_slice())
    }

    /// Whether a value lies in one of them.
    #[must_use]
    pub fn contains(&self, value: T) -> bool {
        let place = self.0.partition_point(|(_, high)| *high < value);
        self.0.get(place).is_some_and(|(low, high)| *low <= value && value <= *high)
    }

    /// The ranges in order, both ends included.
    #[must_use]
    pub fn as_slice(&self) -> &[(T, T)] {
        &self.0
    }

    /// Whether there is none, so that nothing can pass.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl AddressRanges {
    /// Whether an address lies in one of them.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match address {
            IpAddr::V4(address) => self.v4.contains(address.to_bits()),
            IpAddr::V6(address) => self.v6.contains(address.to_bits()),
        }
    }

    /// Whether no address can pass.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty()
    }
}

impl ValueTest {
    /// Whether a value passes.
    #[must_use]
    pub fn matches(&self, value: Value<'_>) -> bool {
        match (self, value) {
            (_, Value::Absent) => false,
            (_, Value::List(list)) => list.iter().any(|value| self.matches(value)),
            (Self::Present, _) => true,
            (Self::Bool(wanted), Value::Bool(value)) => *wanted == value,
            (Self::Integers(ranges), value) => integer(value).is_some_and(|value| ranges.contains(value)),
            (Self::Doubles(ranges), Value::Double(value)) => ranges.contains(value),
            (Self::Addresses(ranges), Value::Address(value)) => ranges.contains(value),
            (Self::Macs(wanted), Value::Mac(value)) => wanted.binary_search(&value).is_ok(),
            (Self::Ids(wanted), Value::Id(value)) => wanted.binary_search(&value).is_ok(),
            (Self::Text(test), value) => test.matches_value(value),
            _ => false,
        }
    }
}

/// The number that ranges of integers are about.
fn integer(value: Value<'_>) -> Option<i128> {
    Some(match value {
        Value::Count(value) => value.into(),
        Value::Int(value) => value.into(),
        Value::Port(value) => value.into(),
        Value::Time(value) => value.0.into(),
        Value::Interval(value) => value.0.into(),
        _ => return None,
    })
}
