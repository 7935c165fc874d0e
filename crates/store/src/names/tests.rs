//! Rows that outlive the program that wrote them.

use super::*;
use std::net::IpAddr;
use thymus_record::{Declared as _, Interval, OwnedList, Record, Timestamp, Type, Value};

/// As it was.
#[derive(Record)]
#[record(kind = "thing", protocol = "T")]
struct Then {
    /// When.
    ts: Timestamp,
    /// Goes away.
    gone: String,
    /// Becomes a count.
    size: i64,
    /// Becomes a list.
    name: String,
    /// Stays.
    host: IpAddr,
}

/// As it is.
#[derive(Record)]
#[record(kind = "thing", protocol = "T")]
struct Now {
    /// When.
    ts: Timestamp,
    /// Stays, elsewhere.
    host: IpAddr,
    /// Was an integer.
    size: u64,
    /// Is new.
    extra: Option<u64>,
    /// Was one text.
    name: Vec<String>,
}

#[test]
fn a_row_is_read_by_the_names_of_its_time() {
    let then = Registry::new([Then::declaration()], []);
    let now = Registry::new([Now::declaration()], []);
    let host: IpAddr = "10.0.0.1".parse().unwrap();
    let old = Then { ts: Timestamp(1), gone: "x".to_owned(), size: 7, name: "a".to_owned(), host };
    let row = Row::of(&old);
    let mut bytes = Vec::new();
    row.encode_values(&mut bytes);
    row.encode_facts(&then, &mut bytes);

    let translation = Translation::new(&Names::of(&then), &now);
    let schema = translation.schema(0).unwrap();
    let back = Row::decode(
        schema,
        &now,
        &mut bytes.as_slice(),
        Some(row.id()),
        |number| translation.field(0, number),
        |number| translation.fact(number),
    )
    .unwrap();
    let back = translation.settle(0, back);
    assert_eq!(back.id(), row.id());
    assert_eq!(back.get("host"), Value::Address(host));
    assert_eq!(back.get("size"), Value::Count(7));
    assert_eq!(back.get("extra"), Value::Absent);
    assert_eq!(OwnedValue::from(back.get("name")), OwnedValue::List(OwnedList::Texts(vec!["a".to_owned()])));
}

#[test]
fn a_kind_that_is_gone_has_no_schema() {
    let then = Registry::new([Then::declaration()], []);
    let translation = Translation::new(&Names::of(&then), &Registry::default());
    assert!(translation.schema(0).is_none());
    assert!(translation.schema(1).is_none(), "never was");
}

#[test]
fn conversions_lose_nothing_or_give_nothing() {
    let same = |value: OwnedValue, kind: Type, wanted: OwnedValue| assert_eq!(convert(value, kind), wanted);
    same(OwnedValue::Int(-1), Type::Count, OwnedValue::Absent);
    same(OwnedValue::Count(70_000), Type::Port, OwnedValue::Absent);
    same(OwnedValue::Count(443), Type::Port, OwnedValue::Port(443));
    same(OwnedValue::Double(2.5), Type::Int, OwnedValue::Absent);
    same(OwnedValue::Double(2.0), Type::Int, OwnedValue::Int(2));
    same(OwnedValue::text("10.0.0.1"), Type::Address, OwnedValue::Address("10.0.0.1".parse().unwrap()));
    same(OwnedValue::Address("::1".parse().unwrap()), Type::Text, OwnedValue::text("::1"));
    same(OwnedValue::Count(5), Type::Interval, OwnedValue::Interval(Interval(5)));
    let two = OwnedValue::List(OwnedList::Counts(vec![1, 2]));
    same(two.clone(), Type::Count, OwnedValue::Absent);
    same(
        two,
        Type::List(&Type::Text),
        OwnedValue::List(OwnedList::Texts(vec!["1".to_owned(), "2".to_owned()])),
    );
}

#[test]
fn types_are_written_by_name() {
    let text = serde_json::to_string(&StoredType::of(Type::List(&Type::Text))).unwrap();
    assert_eq!(text, "\"list of text\"");
    let back: StoredType = serde_json::from_str(&text).unwrap();
    assert_eq!(back.read(), Some(Type::List(&Type::Text)));
    let unknown: StoredType = serde_json::from_str("\"colour\"").unwrap();
    assert_eq!(unknown.read(), None);
}
