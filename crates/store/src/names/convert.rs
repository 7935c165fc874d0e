//! A value of one type as a value of another.

use super::types::fits;
use thymus_record::{Id, Interval, OwnedList, OwnedValue, Timestamp, Type, Value};

/// The value as this type has it; absent where the type cannot say the same.
///
/// Whole numbers, ports, times and lengths of time go into each other where they fit. Everything can become text, and text
/// what it reads as. A single value becomes a list of one, and a list of one a single value.
pub(crate) fn convert(value: OwnedValue, kind: Type) -> OwnedValue {
    if fits(value.borrow(), kind) {
        return value;
    }
    match (&value, kind) {
        (OwnedValue::List(list), Type::List(element)) => {
            let values = list.borrow().iter().map(|value| convert(value.into(), *element));
            list_of(*element, values.filter(|value| !matches!(value, OwnedValue::Absent)))
        }
        (OwnedValue::List(list), plain) => match list.borrow().len() {
            1 => convert(list.borrow().get(0).into(), plain),
            _ => OwnedValue::Absent,
        },
        (_, Type::List(element)) => {
            let value = convert(value, *element);
            list_of(*element, (!matches!(value, OwnedValue::Absent)).then_some(value).into_iter())
        }
        (_, Type::Text) => print(value.borrow()).map_or(OwnedValue::Absent, OwnedValue::text),
        (OwnedValue::Text(text), plain) => read(text, plain),
        _ => number(value.borrow(), kind),
    }
}

/// Several values of one type; absent if there is none, or if no list of this type exists.
fn list_of(element: Type, values: impl Iterator<Item = OwnedValue>) -> OwnedValue {
    macro_rules! collect {
        ($list:ident, $value:ident $(, $own:expr)?) => {{
            let list: Vec<_> = values
                .filter_map(|value| match value {
                    OwnedValue::$value(value) => Some($($own)?(value)),
                    _ => None,
                })
                .collect();
            if list.is_empty() { OwnedValue::Absent } else { OwnedValue::List(OwnedList::$list(list)) }
        }};
    }
    match element {
        Type::Bool => collect!(Bools, Bool, std::convert::identity),
        Type::Count => collect!(Counts, Count, std::convert::identity),
        Type::Int => collect!(Ints, Int, std::convert::identity),
        Type::Double => collect!(Doubles, Double, std::convert::identity),
        Type::Interval => collect!(Intervals, Interval, std::convert::identity),
        Type::Address => collect!(Addresses, Address, std::convert::identity),
        Type::Text => collect!(Texts, Text, String::from),
        Type::Id => collect!(Ids, Id, std::convert::identity),
        Type::Time | Type::Port | Type::Mac | Type::List(_) => OwnedValue::Absent,
    }
}

/// The whole number in a value.
fn whole(value: Value<'_>) -> Option<i128> {
    Some(match value {
        Value::Bool(value) => value.into(),
        Value::Count(value) => value.into(),
        Value::Int(value) => value.into(),
        Value::Port(value) => value.into(),
        Value::Time(value) => value.0.into(),
        Value::Interval(value) => value.0.into(),
        Value::Double(value) if value.fract() == 0.0 && value.abs() < 9e15 => value as i128,
        _ => return None,
    })
}

fn number(value: Value<'_>, kind: Type) -> OwnedValue {
    let Some(whole) = whole(value) else { return OwnedValue::Absent };
    of_whole(whole, kind).unwrap_or(OwnedValue::Absent)
}

fn of_whole(whole: i128, kind: Type) -> Option<OwnedValue> {
    Some(match kind {
        Type::Count => OwnedValue::Count(whole.try_into().ok()?),
        Type::Int => OwnedValue::Int(whole.try_into().ok()?),
        Type::Port => OwnedValue::Port(whole.try_into().ok()?),
        Type::Time => OwnedValue::Time(Timestamp(whole.try_into().ok()?)),
        Type::Interval => OwnedValue::Interval(Interval(whole.try_into().ok()?)),
        Type::Double if whole.unsigned_abs() < 1 << 53 => OwnedValue::Double(whole as f64),
        Type::Bool if whole == 0 || whole == 1 => OwnedValue::Bool(whole == 1),
        _ => return None,
    })
}

fn read(text: &str, kind: Type) -> OwnedValue {
    let value = match kind {
        Type::Bool => text.parse().ok().map(OwnedValue::Bool),
        Type::Double => text.parse().ok().map(OwnedValue::Double),
        Type::Address => text.parse().ok().map(OwnedValue::Address),
        Type::Id => Id::parse(text).map(OwnedValue::Id),
        Type::Count | Type::Int | Type::Port => text.parse().ok().and_then(|whole| of_whole(whole, kind)),
        _ => None,
    };
    value.unwrap_or(OwnedValue::Absent)
}

/// A single value as text.
fn print(value: Value<'_>) -> Option<String> {
    Some(match value {
        Value::Bool(value) => value.to_string(),
        Value::Count(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Double(value) => value.to_string(),
        Value::Port(value) => value.to_string(),
        Value::Address(value) => value.to_string(),
        Value::Mac(value) => value.to_string(),
        Value::Id(value) => value.to_string(),
        Value::Text(text) => text.to_owned(),
        Value::Absent | Value::Time(_) | Value::Interval(_) | Value::List(_) => return None,
    })
}
