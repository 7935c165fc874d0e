//! Arbitrary queries, asked of a record that says arbitrary text.
//!
//! The first line is the query, the rest is the text. Nothing may panic or take long, what is printed parses to the same
//! query and gives the same answer, and a prefilter never loses a record.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use thymus_record::query::{Filter, complete, parse, tokens};
use thymus_record::{Declared, Id, Interval, Mac, OwnedValue, Port, Record, Registry, Row, Timestamp};

/// A field of every type.
#[derive(Record)]
#[record(kind = "conn", protocol = "CONN")]
struct Conn {
    /// A moment.
    ts: Timestamp,
    /// An id.
    uid: Id,
    /// An address.
    #[record(name = "id.orig_h")]
    address: std::net::IpAddr,
    /// A port.
    #[record(name = "id.resp_p")]
    port: Port,
    /// A length of time.
    duration: Interval,
    /// A count.
    #[record(unit = "bytes")]
    size: u64,
    /// An integer.
    offset: i64,
    /// A number.
    score: f64,
    /// True or false.
    flag: bool,
    /// A hardware address.
    mac: Mac,
    /// Text.
    name: String,
    /// Texts.
    names: Vec<String>,
    /// A number here, a text there.
    version: u64,
}

/// Another kind.
#[derive(Record)]
#[record(kind = "smb_files", protocol = "SMB")]
struct SmbFiles {
    /// A moment.
    ts: Timestamp,
    /// Text.
    name: String,
    /// A text here, a number there.
    version: String,
}

static REGISTRY: LazyLock<Registry> =
    LazyLock::new(|| Registry::new([Conn::declaration(), SmbFiles::declaration()], std::iter::empty()));

fn rows(text: &str) -> [Row; 2] {
    let time = Timestamp(1_795_292_100_000_000_000);
    let conn = Row::named(
        Conn::declaration(),
        [
            ("ts", OwnedValue::Time(time)),
            ("uid", OwnedValue::Id(Id::flow(7))),
            ("id.orig_h", OwnedValue::Address([10, 1, 2, 3].into())),
            ("id.resp_p", OwnedValue::Port(445)),
            ("size", OwnedValue::Count(text.len() as u64)),
            ("name", OwnedValue::text(text)),
        ],
    );
    let file = SmbFiles { ts: time, name: text.to_lowercase(), version: text.chars().rev().collect() };
    [conn, Row::of(&file)]
}

fuzz_target!(|input: &str| {
    let (text, said) = input.split_once('\n').unwrap_or((input, "AV.job"));
    for cursor in [0, text.len() / 2, text.len()] {
        for offer in complete(text, cursor, &REGISTRY) {
            assert!(text.get(offer.replaces).is_some(), "an offer that does not fit in");
        }
    }
    let query = match parse(text) {
        Ok(query) => query,
        Err(error) => return drop(error.render()),
    };
    let printed = query.to_string();
    let again = parse(&printed).expect("what is printed parses");
    assert_eq!(again, query, "{printed}");
    let filter = match Filter::bind(&query, &REGISTRY) {
        Ok(filter) => filter,
        Err(error) => return drop(error.render()),
    };
    let again = Filter::bind(&again, &REGISTRY).expect("what is printed has the same fields");
    for row in rows(said) {
        let found = filter.matches(&row);
        assert_eq!(again.matches(&row), found, "{printed}");
        if found {
            let line: Vec<String> = tokens(&row.message()).collect();
            assert!(filter.required_tokens().iter().all(|token| line.contains(token)), "a token that is not needed");
            let kind = REGISTRY.kinds().iter().position(|schema| schema.kind == row.kind());
            assert!(filter.kinds().is_none_or(|kinds| kind.is_some_and(|kind| kinds.contains(&kind))));
        }
    }
});
