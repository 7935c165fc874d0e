//! Reading a store beside the one who writes it.

use super::Store;
use crate::testing::{folder, registry, row};
use crate::{Aggregation, EventStore as _, Limit, Options, Retention, Search, StoreError};
use std::path::Path;
use thymus_record::query::{Filter, parse};
use thymus_record::{Interval, Row};

fn options() -> Options {
    Options { background: false, ..Options::default() }
}

fn rows(range: std::ops::Range<i64>) -> Vec<Row> {
    range.map(row).collect()
}

fn read_only(directory: &Path) -> Store {
    Store::open_read_only(directory, registry(), options()).unwrap()
}

fn count(store: &Store) -> u64 {
    let filter = Filter::bind(&parse("*.job").unwrap(), &registry()).unwrap();
    store.aggregate(&Search::new(&filter), &Aggregation::count()).unwrap().records
}

/// Every file below a directory with its length and when it was changed.
fn files(directory: &Path) -> Vec<(std::path::PathBuf, u64, std::time::SystemTime)> {
    let mut found = Vec::new();
    let mut folders = vec![directory.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let (path, data) = entry.map(|entry| (entry.path(), entry.metadata().unwrap())).unwrap();
            match data.is_dir() {
                true => folders.push(path),
                false => found.push((path, data.len(), data.modified().unwrap())),
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_reader_sees_what_was_there_when_it_came_whatever_the_writer_does_then() {
    let directory = folder("reading");
    let limit = Limit { age_max: Some(Interval::from_seconds(5)), bytes_max: None };
    let retention = Retention { every_kind: limit, ..Retention::default() };
    let writer = Store::open(&directory, registry(), Options { retention, ..options() }).unwrap();
    for number in 0..10 {
        writer.append(&rows(number * 10..number * 10 + 10)).unwrap();
        if number < 8 {
            writer.seal().unwrap();
        }
    }
    let reader = read_only(&directory);
    assert!(reader.is_read_only() && !writer.is_read_only());
    assert_eq!(count(&reader), 100);
    assert_eq!(reader.durable(), writer.durable());
    writer.append(&rows(100..200)).unwrap();
    writer.seal().unwrap();
    writer.compact().unwrap();
    writer.release(writer.durable());
    assert_eq!((count(&reader), count(&read_only(&directory))), (100, 200));
    assert!(writer.expire(row(10_000_000).ts()).unwrap().records > 0);
    assert_eq!((count(&reader), count(&read_only(&directory))), (100, 0));
    assert_eq!(reader.get(row(3).id()).unwrap().map(|row| row.id()), Some(row(3).id()));
}

#[test]
fn a_reader_changes_nothing() {
    let directory = folder("reading-changes");
    let writer = Store::open(&directory, registry(), options()).unwrap();
    writer.append(&rows(0..50)).unwrap();
    writer.seal().unwrap();
    writer.append(&rows(50..60)).unwrap();
    drop(writer);
    // As a crash leaves it: half a batch, half a split.
    let log =
        std::fs::read_dir(directory.join("log")).unwrap().map(|entry| entry.unwrap().path()).max().unwrap();
    let length = std::fs::metadata(&log).unwrap().len();
    std::fs::OpenOptions::new().write(true).open(&log).unwrap().set_len(length - 1).unwrap();
    std::fs::write(directory.join("splits/event/0000000000000077.new"), b"half").unwrap();
    let before = files(&directory);
    let reader = read_only(&directory);
    assert_eq!(count(&reader), 50);
    for refused in [
        reader.append(&rows(0..1)).map(drop),
        reader.append_soon(&rows(0..1)).map(drop),
        reader.expire(row(0).ts()).map(drop),
        reader.seal(),
        reader.compact(),
    ] {
        assert!(matches!(refused, Err(StoreError::ReadOnly { .. })));
    }
    reader.release(reader.durable());
    reader.flush().unwrap();
    assert_eq!(reader.verify().unwrap().findings, []);
    drop(reader);
    assert_eq!(files(&directory), before);
}

#[test]
fn a_view_that_is_gone_or_wrong_is_done_without() {
    let directory = folder("reading-view");
    let writer = Store::open(&directory, registry(), options()).unwrap();
    for number in 0..9 {
        writer.append(&rows(number * 10..number * 10 + 10)).unwrap();
        writer.seal().unwrap();
    }
    writer.compact().unwrap();
    writer.append(&rows(90..100)).unwrap();
    let view = directory.join("view");
    let old = std::fs::read(&view).unwrap();
    for damage in ["gone", "cut", "wrong"] {
        match damage {
            "gone" => std::fs::remove_file(&view).unwrap(),
            "cut" => std::fs::write(&view, &old[..old.len() / 2]).unwrap(),
            _ => std::fs::write(&view, vec![7; 100]).unwrap(),
        }
        let reader = read_only(&directory);
        assert_eq!(count(&reader), 100, "{damage}");
        assert_eq!(reader.statistics().unwrap().repairs.len(), 1, "{damage}");
    }
    let mut later = old;
    later[15] = 9;
    std::fs::write(&view, later).unwrap();
    let opened = Store::open_read_only(&directory, registry(), options());
    assert!(matches!(opened.err(), Some(StoreError::Version { found: 9, .. })));
    drop(writer);
    Store::open(&directory, registry(), options()).unwrap();
    assert_eq!(read_only(&directory).statistics().unwrap().repairs, [""; 0], "opening it makes it anew");
}

#[test]
fn where_no_store_is_there_is_nothing_to_read() {
    let directory = folder("reading-nothing");
    let opened = Store::open_read_only(&directory, registry(), options());
    assert!(matches!(opened.err(), Some(StoreError::NoStore { .. })));
    assert_eq!(files(&directory), []);
}
