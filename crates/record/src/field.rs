//! Which Rust types a record's field may have.

use crate::{Id, Interval, List, Mac, Timestamp, Type, Value};
use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

/// A Rust type that a record's field may have.
pub trait FieldValue {
    /// What the schema says of it.
    const TYPE: Type;

    /// Its value, borrowed.
    fn value(&self) -> Value<'_>;
}

/// A type of which a field may hold several.
pub trait Element: Sized {
    /// What the schema says of a list of it.
    const LIST: Type;

    /// Several of it, borrowed.
    fn list(values: &[Self]) -> List<'_>;
}

macro_rules! plain {
    ($($type:ty, $kind:ident, |$value:ident| $make:expr;)*) => {$(
        impl FieldValue for $type {
            const TYPE: Type = Type::$kind;
            #[inline]
            fn value(&self) -> Value<'_> {
                let $value = self;
                $make
            }
        }
    )*};
}

plain! {
    bool, Bool, |value| Value::Bool(*value);
    u8, Count, |value| Value::Count(u64::from(*value));
    u16, Count, |value| Value::Count(u64::from(*value));
    u32, Count, |value| Value::Count(u64::from(*value));
    u64, Count, |value| Value::Count(*value);
    usize, Count, |value| Value::Count(*value as u64);
    i32, Int, |value| Value::Int(i64::from(*value));
    i64, Int, |value| Value::Int(*value);
    f64, Double, |value| Value::Double(*value);
    Timestamp, Time, |value| Value::Time(*value);
    Interval, Interval, |value| Value::Interval(*value);
    IpAddr, Address, |value| Value::Address(*value);
    Ipv4Addr, Address, |value| Value::Address(IpAddr::V4(*value));
    Ipv6Addr, Address, |value| Value::Address(IpAddr::V6(*value));
    String, Text, |value| Value::Text(value);
    Box<str>, Text, |value| Value::Text(value);
    Arc<str>, Text, |value| Value::Text(value);
    Cow<'static, str>, Text, |value| Value::Text(value);
    &'static str, Text, |value| Value::Text(value);
    Mac, Mac, |value| Value::Mac(*value);
    Id, Id, |value| Value::Id(*value);
}

macro_rules! elements {
    ($($type:ty, $list:ident, $kind:ident;)*) => {$(
        impl Element for $type {
            const LIST: Type = Type::List(&Type::$kind);
            #[inline]
            fn list(values: &[Self]) -> List<'_> {
                List::$list(values)
            }
        }
    )*};
}

elements! {
    bool, Bools, Bool;
    u64, Counts, Count;
    i64, Ints, Int;
    f64, Doubles, Double;
    Interval, Intervals, Interval;
    IpAddr, Addresses, Address;
    String, Texts, Text;
    &'static str, Names, Text;
    Id, Ids, Id;
}

impl<T: Element> FieldValue for Vec<T> {
    const TYPE: Type = T::LIST;
    #[inline]
    fn value(&self) -> Value<'_> {
        if self.is_empty() { Value::Absent } else { Value::List(T::list(self)) }
    }
}

impl<T: FieldValue> FieldValue for Option<T> {
    const TYPE: Type = T::TYPE;
    #[inline]
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Absent, FieldValue::value)
    }
}

/// A port, to tell it from other 16-bit numbers in schemas and queries.
impl FieldValue for crate::id::Port {
    const TYPE: Type = Type::Port;
    #[inline]
    fn value(&self) -> Value<'_> {
        Value::Port(self.0)
    }
}
