//! What was written behind a field's name, as a test of values of one type.

use crate::query::moment::{self, Moment};
use crate::query::quantity::{self, Exact};
use crate::query::scan::parse_mac;
use crate::query::types::{element, is_ordered};
use crate::query::{AddressRanges, Limit, Operand, Ranges, TextTest, ValueTest};
use crate::{Field, Id, Type};
use std::net::IpAddr;

/// Why a type has no such value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is no value of the type.
    Value,
    /// Values of the type cannot be asked about so.
    Operation(&'static str),
    /// The range ends before it begins.
    Reversed,
}

/// The test of a field's values. `text` is the operand as a test of text, if it can be one.
///
/// A test that nothing can pass (`port:>70000`) has no ranges.
pub(super) fn value_test(
    operand: &Operand,
    text: Option<&TextTest>,
    field: &Field,
) -> Result<ValueTest, Refusal> {
    let kind = element(field.kind);
    match operand {
        Operand::Glob(_) | Operand::Regex(_) => {
            let has_text = matches!(kind, Type::Text | Type::Address | Type::Mac | Type::Id);
            let operation =
                if matches!(operand, Operand::Glob(_)) { "a wildcard" } else { "a regular expression" };
            text.filter(|_| has_text).cloned().map(ValueTest::Text).ok_or(Refusal::Operation(operation))
        }
        Operand::Range(None, None) => Ok(ValueTest::Present),
        Operand::Range(..) if !is_ordered(kind) => Err(Refusal::Operation("a comparison")),
        Operand::Range(low, high) => range(low.as_ref(), high.as_ref(), field),
        Operand::Word(value) | Operand::Phrase(value) | Operand::Exact(value) if kind != Type::Text => {
            equal(value, field).ok_or(Refusal::Value)
        }
        Operand::Word(_) | Operand::Phrase(_) | Operand::Exact(_) => {
            text.cloned().map(ValueTest::Text).ok_or(Refusal::Value)
        }
    }
}

/// Whether nothing can pass a test.
pub(super) fn is_impossible(test: &ValueTest) -> bool {
    match test {
        ValueTest::Integers(ranges) => ranges.is_empty(),
        ValueTest::Doubles(ranges) => ranges.is_empty(),
        ValueTest::Addresses(ranges) => ranges.is_empty(),
        _ => false,
    }
}

fn equal(value: &str, field: &Field) -> Option<ValueTest> {
    Some(match element(field.kind) {
        Type::Bool => ValueTest::Bool(truth(value)?),
        Type::Double => {
            let number = double(value)?;
            ValueTest::Doubles(Ranges::new([(number, number)]))
        }
        Type::Address => ValueTest::Addresses(network(value)?),
        Type::Mac => ValueTest::Macs([parse_mac(value)?].into()),
        Type::Id => ValueTest::Ids([Id::parse(value)?].into()),
        Type::Text | Type::List(_) => return None,
        Type::Count | Type::Int | Type::Port | Type::Time | Type::Interval => {
            let value = Extent::of(value, field)?;
            let ranges = Ranges::new([clamped(field.kind, (value.first, value.last))]);
            (!ranges.is_empty()).then_some(ValueTest::Integers(ranges))?
        }
    })
}

fn truth(value: &str) -> Option<bool> {
    let is = |words: [&str; 3]| words.iter().any(|word| word.eq_ignore_ascii_case(value));
    if is(["true", "t", "yes"]) {
        return Some(true);
    }
    is(["false", "f", "no"]).then_some(false)
}

/// A number that is not infinite. The standard library reads `inf` and `nan` too.
fn double(value: &str) -> Option<f64> {
    let plain = value.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    value.parse().ok().filter(|number: &f64| plain && number.is_finite())
}

/// The whole numbers that a value of an ordered type stands for. Empty (`last < first`) for 1.5 of a count.
struct Extent {
    first: i128,
    last: i128,
    /// The smallest that is larger than what was written, and the largest that is smaller.
    above: i128,
    below: i128,
}

impl Extent {
    fn of(value: &str, field: &Field) -> Option<Self> {
        match element(field.kind) {
            Type::Time => moment::parse(value).map(|Moment { first, last }| Self::between(first, last)),
            Type::Interval => quantity::duration(value).map(|length| Self::between(length, length)),
            Type::Port => quantity::number(value).map(Self::exactly),
            _ => count(value, field.unit).map(Self::exactly),
        }
    }

    fn between(first: i128, last: i128) -> Self {
        Self { first, last, above: last.saturating_add(1), below: first.saturating_sub(1) }
    }

    fn exactly(number: Exact) -> Self {
        let (floor, ceiling) = (number.floor(), number.ceiling());
        Self { first: ceiling, last: floor, above: floor.saturating_add(1), below: ceiling.saturating_sub(1) }
    }
}

/// A number of things. Of a field that counts seconds or the like, lengths of time too.
fn count(value: &str, unit: Option<&str>) -> Option<Exact> {
    let Some(nanoseconds) = unit.and_then(quantity::nanoseconds_of_unit) else {
        return quantity::size(value);
    };
    // `5m` of seconds are five minutes, not five million.
    let length = || Exact::counted(quantity::duration(value)?, nanoseconds);
    quantity::number(value).or_else(length).or_else(|| quantity::size(value))
}

fn range(low: Option<&Limit>, high: Option<&Limit>, field: &Field) -> Result<ValueTest, Refusal> {
    match element(field.kind) {
        Type::Double => doubles(low, high),
        Type::Address => addresses(low, high),
        _ => integers(low, high, field),
    }
}

fn integers(low: Option<&Limit>, high: Option<&Limit>, field: &Field) -> Result<ValueTest, Refusal> {
    let read = |limit: Option<&Limit>| {
        let extent = limit.map(|limit| Extent::of(&limit.text, field).ok_or(Refusal::Value)).transpose()?;
        Ok(extent.map(|extent| (extent, limit.is_some_and(|limit| limit.inclusive))))
    };
    let (low, high) = (read(low)?, read(high)?);
    if let (Some((low, _)), Some((high, _))) = (&low, &high)
        && low.below > high.below
        && low.above > high.above
    {
        return Err(Refusal::Reversed);
    }
    let first =
        low.map_or(i128::MIN, |(extent, inclusive)| if inclusive { extent.first } else { extent.above });
    let last =
        high.map_or(i128::MAX, |(extent, inclusive)| if inclusive { extent.last } else { extent.below });
    Ok(ValueTest::Integers(Ranges::new([clamped(field.kind, (first, last))])))
}

/// The part of a range that values of the type can have.
fn clamped(kind: Type, (first, last): (i128, i128)) -> (i128, i128) {
    let (least, most) = match element(kind) {
        Type::Count => (0, u64::MAX.into()),
        Type::Port => (0, u16::MAX.into()),
        _ => (i64::MIN.into(), i64::MAX.into()),
    };
    (first.max(least), last.min(most))
}

fn doubles(low: Option<&Limit>, high: Option<&Limit>) -> Result<ValueTest, Refusal> {
    let read = |limit: &Limit| double(&limit.text).ok_or(Refusal::Value);
    let first = low.map(read).transpose()?;
    let last = high.map(read).transpose()?;
    if first.zip(last).is_some_and(|(first, last)| first > last) {
        return Err(Refusal::Reversed);
    }
    let exclusive = |limit: Option<&Limit>| limit.is_some_and(|limit| !limit.inclusive);
    let first = first.map_or(f64::NEG_INFINITY, |first| if exclusive(low) { first.next_up() } else { first });
    let last = last.map_or(f64::INFINITY, |last| if exclusive(high) { last.next_down() } else { last });
    Ok(ValueTest::Doubles(Ranges::new([(first, last)])))
}

/// Reads an address or a network: `10.0.0.0/8`. Bits behind the prefix do not matter.
pub(super) fn network(value: &str) -> Option<AddressRanges> {
    let (address, prefix) = match value.split_once('/') {
        Some((address, prefix))
            if (1..=3).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_digit()) =>
        {
            (address.parse().ok()?, Some(prefix.parse::<u32>().ok()?))
        }
        Some(_) => return None,
        None => (value.parse().ok()?, None),
    };
    match address {
        IpAddr::V4(address) => {
            let free = 32u32.checked_sub(prefix.unwrap_or(32))?;
            let mask = u32::MAX.checked_shl(free).unwrap_or(0);
            let first = address.to_bits() & mask;
            Some(AddressRanges { v4: Ranges::new([(first, first | !mask)]), v6: Ranges::new([]) })
        }
        IpAddr::V6(address) => {
            let free = 128u32.checked_sub(prefix.unwrap_or(128))?;
            let mask = u128::MAX.checked_shl(free).unwrap_or(0);
            let first = address.to_bits() & mask;
            Some(AddressRanges { v4: Ranges::new([]), v6: Ranges::new([(first, first | !mask)]) })
        }
    }
}

/// A range of addresses of one family, to which an open end belongs too.
fn addresses(low: Option<&Limit>, high: Option<&Limit>) -> Result<ValueTest, Refusal> {
    let read = |limit: &Limit| limit.text.parse::<IpAddr>().map_err(|_| Refusal::Value);
    let (first, last) = (low.map(read).transpose()?, high.map(read).transpose()?);
    let is_v4 = first.or(last).is_some_and(|address| address.is_ipv4());
    if first.zip(last).is_some_and(|(first, last)| first.is_ipv4() != last.is_ipv4()) {
        return Err(Refusal::Value);
    }
    if first.zip(last).is_some_and(|(first, last)| first > last) {
        return Err(Refusal::Reversed);
    }
    let bits = |address: IpAddr| match address {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits(),
    };
    let largest = if is_v4 { u128::from(u32::MAX) } else { u128::MAX };
    let inclusive = |limit: Option<&Limit>| limit.is_none_or(|limit| limit.inclusive);
    let first = if inclusive(low) {
        first.map_or(Some(0), |a| Some(bits(a)))
    } else {
        first.and_then(|a| bits(a).checked_add(1))
    };
    let last = if inclusive(high) {
        last.map_or(Some(largest), |a| Some(bits(a)))
    } else {
        last.and_then(|a| bits(a).checked_sub(1))
    };
    let range = first.zip(last).filter(|(first, last)| first <= last);
    let narrow = |bits: u128| u32::try_from(bits).ok();
    let v4 = range.filter(|_| is_v4).and_then(|(first, last)| narrow(first).zip(narrow(last)));
    Ok(ValueTest::Addresses(AddressRanges { v4: Ranges::new(v4), v6: Ranges::new(range.filter(|_| !is_v4)) }))
}
