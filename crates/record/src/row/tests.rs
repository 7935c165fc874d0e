//! What a row keeps, and that it comes back from bytes as it was.

use super::*;
use crate::{Fields, Interval, Mac, Registry, Type};
use proptest::prelude::*;
use std::sync::LazyLock;

/// One field of every type.
#[derive(Record)]
#[record(kind = "all_types", protocol = "TEST")]
struct AllTypes {
    /// When.
    ts: Timestamp,
    /// A yes or no.
    flag: Option<bool>,
    /// A count.
    count: u64,
    /// An integer.
    int: i64,
    /// A number.
    double: f64,
    /// A length of time.
    length: Interval,
    /// An address.
    address: std::net::IpAddr,
    /// A text.
    text: String,
    /// A hardware address.
    mac: Mac,
    /// A flow.
    uid: Id,
    /// Several texts.
    texts: Vec<String>,
    /// Several addresses.
    addresses: Vec<std::net::IpAddr>,
    /// Several counts.
    counts: Vec<u64>,
}

/// A fact.
#[derive(Fields)]
struct Facts {
    /// Who.
    #[record(name = "source.device")]
    device: String,
}

static FACTS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let mut fields = Vec::new();
    Facts::describe(&mut fields);
    fields
});

fn registry() -> Registry {
    use crate::Declared as _;
    Registry::new([AllTypes::declaration()], FACTS.iter())
}

fn record(text: String, count: u64, int: i64, flag: Option<bool>, texts: Vec<String>) -> AllTypes {
    AllTypes {
        ts: Timestamp(1_700_000_000_123_456_789),
        flag,
        count,
        int,
        double: 0.5,
        length: Interval(-5),
        address: "2001:db8::1".parse().unwrap(),
        text,
        mac: Mac([1, 2, 3, 4, 5, 6]),
        uid: Id::flow(7),
        texts,
        addresses: vec!["10.0.0.1".parse().unwrap(), "::1".parse().unwrap()],
        counts: vec![0, u64::MAX],
    }
}

fn json(record: &dyn Record) -> String {
    let mut out = Vec::new();
    record.write_json(&mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn a_row_says_what_its_record_said() {
    let record = record("AV.job".to_owned(), 3, -3, Some(true), vec!["a".to_owned()]);
    let row = Row::of(&record);
    assert_eq!(json(&row), json(&record));
    assert_eq!(row.message(), record.message());
    assert_eq!(row.id().time(), Timestamp(1_700_000_000_123_000_000));
    assert_eq!(RecordId::parse(&row.id().to_string()), Some(row.id()));
}

#[test]
fn facts_follow_the_fields_and_leave_the_id_alone() {
    let registry = registry();
    let mut row = Row::of(&record(String::new(), 0, 0, None, Vec::new()));
    let id = row.id();
    row.set_fact(registry.facts()[0], OwnedValue::text("pc-17"));
    assert_eq!(row.id(), id);
    assert_eq!(row.get("source.device"), Value::Text("pc-17"));
    assert!(json(&row).ends_with(r#","source.device":"pc-17"}"#));
    assert_eq!(registry.facts()[0].kind, Type::Text);
    row.set_fact(registry.facts()[0], OwnedValue::Absent);
    assert_eq!(row.facts().count(), 0);
}

#[test]
fn ids_sort_by_time_and_tell_records_apart() {
    let early = RecordId::new(Timestamp(5_000_000), u64::MAX);
    let late = RecordId::new(Timestamp(6_000_000), 0);
    assert!(early < late);
    assert_eq!(RecordId::first_at(Timestamp(-1)).time(), Timestamp(0), "before 1970");
    let one = Row::of(&record("a".to_owned(), 0, 0, None, Vec::new()));
    let other = Row::of(&record("b".to_owned(), 0, 0, None, Vec::new()));
    assert_ne!(one.id(), other.id());
}

proptest! {
    #[test]
    fn rows_come_back_from_bytes(
        text in ".{0,40}", count: u64, int: i64, flag: Option<bool>, texts in prop::collection::vec(".{0,9}", 0..4),
    ) {
        let registry = registry();
        let mut row = Row::of(&record(text, count, int, flag, texts));
        row.set_fact(registry.facts()[0], OwnedValue::text("pc-17"));
        let mut bytes = Vec::new();
        row.encode_values(&mut bytes);
        row.encode_facts(&registry, &mut bytes);
        let mut rest = bytes.as_slice();
        let back = Row::decode(row.schema(), &registry, &mut rest, None, Some, Some).unwrap();
        prop_assert_eq!(json(&back), json(&row));
        prop_assert_eq!(back.id(), row.id());
        prop_assert!(rest.is_empty());
    }

    #[test]
    fn no_bytes_make_it_panic_or_grow(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let registry = registry();
        let schema = registry.kind("all_types").unwrap();
        let _ = Row::decode(schema, &registry, &mut bytes.as_slice(), None, Some, Some);
    }
}
