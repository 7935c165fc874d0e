//! What is exported reads as what it was.

use super::*;
use crate::testing::{folder, registry, row};
use crate::{Options, Store};
use std::net::IpAddr;
use thymus_record::query::{Filter, parse};
use thymus_record::{Declared as _, Interval, Timestamp};

/// A record with all that is hard to write.
#[derive(thymus_record::Record)]
#[record(kind = "hard", protocol = "TEST")]
struct Hard {
    /// When.
    ts: Timestamp,
    /// A text.
    text: Option<String>,
    /// Texts.
    texts: Vec<String>,
    /// From where.
    #[record(name = "id.orig_h")]
    host: Option<IpAddr>,
    /// How long.
    duration: Option<Interval>,
    /// Whether.
    flag: Option<bool>,
    /// Numbers.
    counts: Vec<u64>,
}

fn tsv(rows: &[Row]) -> String {
    let mut out = Vec::new();
    let mut log = ZeekTsv::begin(Hard::declaration(), &mut out).unwrap();
    rows.iter().for_each(|row| log.write(row).unwrap());
    String::from_utf8(out).unwrap()
}

#[test]
fn a_log_has_zeeks_header_types_and_escapes() {
    let hard = Hard {
        ts: Timestamp(1_700_000_000_123_456_000),
        text: Some("tab\there\\x, \u{1}é".to_owned()),
        texts: vec!["a,b".to_owned(), "-".to_owned(), String::new()],
        host: Some("10.0.0.1".parse().unwrap()),
        duration: Some(Interval(-1_500_000_007)),
        flag: Some(true),
        counts: vec![1, 2],
    };
    let none = Hard {
        text: None,
        texts: Vec::new(),
        host: None,
        duration: None,
        flag: None,
        counts: Vec::new(),
        ..hard_of(5)
    };
    let lines = tsv(&[Row::of(&hard), Row::of(&none), row(1)]);
    let lines: Vec<&str> = lines.lines().collect();
    assert_eq!(
        lines,
        [
            "#separator \\x09",
            "#set_separator\t,",
            "#empty_field\t(empty)",
            "#unset_field\t-",
            "#path\thard",
            "#fields\tts\ttext\ttexts\tid.orig_h\tduration\tflag\tcounts",
            "#types\ttime\tstring\tvector[string]\taddr\tinterval\tbool\tvector[count]",
            "1700000000.123456\ttab\\x09here\\\\x, \\x01é\ta\\x2cb,\\x2d,(empty)\t10.0.0.1\t-1.500000007\tT\t1,2",
            "0.000000\t-\t-\t-\t-\t-\t-",
        ]
    );
}

fn hard_of(nanoseconds: i64) -> Hard {
    let ts = Timestamp(nanoseconds / 1000 * 1000);
    Hard { ts, text: None, texts: Vec::new(), host: None, duration: None, flag: None, counts: Vec::new() }
}

#[test]
fn texts_that_look_like_something_else_are_escaped() {
    for (text, wanted) in
        [("-", "\\x2d"), ("(empty)", "\\x28empty)"), ("#fields", "\\x23fields"), ("", "(empty)")]
    {
        let hard = Hard { text: Some(text.to_owned()), ..hard_of(0) };
        assert_eq!(tsv(&[Row::of(&hard)]).lines().last().unwrap().split('\t').nth(1), Some(wanted));
    }
}

#[test]
fn every_record_is_one_line_of_json() {
    let directory = folder("export");
    let store =
        Store::open(&directory, registry(), Options { background: false, ..Options::default() }).unwrap();
    let rows: Vec<Row> = (0..2500).map(row).collect();
    store.append(&rows).unwrap();
    let filter = Filter::bind(&parse("size:>=100").unwrap(), &registry()).unwrap();
    let search = Search { order: crate::Order::OldestFirst, ..Search::new(&filter) };
    let mut out = Vec::new();
    let done = ndjson(&store, &search, &mut out).unwrap();
    assert_eq!(done, Exported { records: 2400, next: None });
    let text = String::from_utf8(out).unwrap();
    let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(first["_kind"], "event");
    assert_eq!(first["_id"], rows[100].id().to_string());
    assert_eq!(first["name"], "Name100.job");
    assert_eq!(text.lines().count(), 2400);
    let mut out = Vec::new();
    zeek_json(&store, &Search { after: None, ..search }, &mut out).unwrap();
    let line = String::from_utf8(out).unwrap();
    assert_eq!(line.lines().next(), Some("{\"ts\":1700000100.000000,\"name\":\"Name100.job\",\"size\":100}"));
    let mut out = Vec::new();
    let done = ZeekTsv::begin(registry().kinds()[0], &mut out).unwrap().write_all(&store, &search).unwrap();
    assert_eq!(done.records, 2400);
    let mut failing = Failing;
    assert!(matches!(ndjson(&store, &search, &mut failing), Err(StoreError::Output(_))));
}

/// A writer that fails.
struct Failing;

impl Write for Failing {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::Error::other("no"))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_record_without_values_is_still_json() {
    let empty = Row::new(registry().kinds()[0], Vec::new());
    let mut line = Vec::new();
    write_ndjson(&empty, &mut line);
    let back: serde_json::Value = serde_json::from_slice(&line).unwrap();
    assert_eq!(back["_kind"], "event");
}
