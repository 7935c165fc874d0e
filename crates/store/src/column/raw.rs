//! Values as numbers that sort alike, for columns.

use thymus_record::{Id, Interval, Mac, Timestamp, Type, Value};

const SIGN: u64 = 1 << 63;

/// What a column of some type is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Numbers that sort like the values.
    Number,
    /// Places in a dictionary of texts.
    Text,
    /// Places in a dictionary of IP addresses.
    Address,
    /// Places in a dictionary of hardware addresses.
    Mac,
}

/// The type of a single value, and whether the field holds several.
pub(crate) fn element(kind: Type) -> (Type, bool) {
    match kind {
        Type::List(element) => (*element, true),
        plain => (plain, false),
    }
}

/// What a column of this type is made of.
pub(crate) fn class(kind: Type) -> Class {
    match element(kind).0 {
        Type::Text => Class::Text,
        Type::Address => Class::Address,
        Type::Mac => Class::Mac,
        _ => Class::Number,
    }
}

/// The number of a value whose class is [`Class::Number`], and that of a hardware address.
pub(crate) fn to_raw(value: Value<'_>) -> Option<u64> {
    Some(match value {
        Value::Bool(value) => value.into(),
        Value::Count(value) => value,
        Value::Port(value) => value.into(),
        Value::Int(value) => signed(value),
        Value::Time(value) => signed(value.0),
        Value::Interval(value) => signed(value.0),
        Value::Double(value) => double(value),
        Value::Id(value) => value.number,
        Value::Mac(value) => mac(value),
        _ => return None,
    })
}

/// The value of a number. `prefix` is that of ids.
pub(crate) fn from_raw(raw: u64, kind: Type, prefix: u8) -> Value<'static> {
    match kind {
        Type::Bool => Value::Bool(raw != 0),
        Type::Count => Value::Count(raw),
        Type::Port => Value::Port(raw as u16),
        Type::Int => Value::Int(unsigned(raw)),
        Type::Time => Value::Time(Timestamp(unsigned(raw))),
        Type::Interval => Value::Interval(Interval(unsigned(raw))),
        Type::Double => Value::Double(undouble(raw)),
        Type::Id => Value::Id(Id { prefix, number: raw }),
        Type::Mac => Value::Mac(unmac(raw)),
        Type::Text | Type::Address | Type::List(_) => Value::Absent,
    }
}

/// A signed number as an unsigned one that sorts alike.
pub(crate) fn signed(value: i64) -> u64 {
    value.cast_unsigned() ^ SIGN
}

/// Back from [`signed`].
pub(crate) fn unsigned(raw: u64) -> i64 {
    (raw ^ SIGN).cast_signed()
}

/// A double as an unsigned number that sorts alike, negative zero below zero. Every bit comes back.
pub(crate) fn double(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits & SIGN == 0 { bits ^ SIGN } else { !bits }
}

fn undouble(raw: u64) -> f64 {
    f64::from_bits(if raw & SIGN == 0 { !raw } else { raw ^ SIGN })
}

fn mac(value: Mac) -> u64 {
    let [a, b, c, d, e, f] = value.0;
    u64::from_be_bytes([0, 0, a, b, c, d, e, f])
}

pub(crate) fn unmac(raw: u64) -> Mac {
    let [_, _, a, b, c, d, e, f] = raw.to_be_bytes();
    Mac([a, b, c, d, e, f])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn back(value: Value<'static>, kind: Type) -> Value<'static> {
        from_raw(to_raw(value).unwrap(), kind, b'C')
    }

    proptest! {
        #[test]
        fn numbers_come_back_and_sort_alike(a: i64, b: i64, x: f64, y: f64) {
            prop_assert_eq!(back(Value::Int(a), Type::Int), Value::Int(a));
            prop_assert_eq!(signed(a).cmp(&signed(b)), a.cmp(&b));
            let Value::Double(again) = back(Value::Double(x), Type::Double) else { panic!() };
            prop_assert_eq!(again.to_bits(), x.to_bits());
            if let Some(order) = x.partial_cmp(&y).filter(|order| order.is_ne()) {
                prop_assert_eq!(double(x).cmp(&double(y)), order);
            }
        }

        #[test]
        fn names_and_hardware_addresses_come_back(number: u64, bytes: [u8; 6]) {
            prop_assert_eq!(back(Value::Id(Id::flow(number)), Type::Id), Value::Id(Id::flow(number)));
            prop_assert_eq!(back(Value::Mac(Mac(bytes)), Type::Mac), Value::Mac(Mac(bytes)));
        }
    }

    #[test]
    fn a_nan_keeps_its_bits() {
        let odd = f64::from_bits(0x7ff8_0000_0000_1234);
        let Value::Double(again) = back(Value::Double(odd), Type::Double) else { panic!() };
        assert_eq!(again.to_bits(), odd.to_bits());
    }
}
