//! What the store answers is what asking every record would answer: in memory, in splits, and after these were put together.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "a test fails by panicking, and its modules are nobody else's"
)]

mod naive;
mod questions;
mod rows;

use questions::{aggregation, filter, leaves, text};
use rows::{BASE, Chance, registry};
use std::path::PathBuf;
use thymus_record::query::Filter;
use thymus_record::{Row, Timestamp};
use thymus_store::{Aggregation, Budget, Cursor, EventStore, Options, Order, Search, Sort, Store, TimeRange};

fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("thymus-store-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    path
}

fn options() -> Options {
    Options { background: false, ..Options::default() }
}

/// Rows that are all different, as the store keeps them.
fn different_rows(chance: &mut Chance, count: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    while rows.len() < count {
        let row = chance.row();
        let mut values = Vec::new();
        row.encode_values(&mut values);
        if seen.insert((row.kind(), values)) {
            rows.push(row);
        }
    }
    rows
}

fn search_all(store: &Store, search: Search<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut after: Option<Cursor> = None;
    loop {
        let page = store.search(&Search { after, ..search }).unwrap();
        assert!(page.rows.len() <= search.limit);
        assert_eq!(page.partial, None);
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return rows;
        }
    }
}

struct Checked<'a> {
    store: &'a Store,
    rows: &'a [Row],
    text: &'a str,
    filter: &'a Filter,
    range: TimeRange,
}

impl Checked<'_> {
    fn search(&self, order: Order, limit: usize) {
        let search = Search { range: self.range, order, limit, ..Search::new(self.filter) };
        let found = search_all(self.store, search);
        let wanted = naive::passing(self.rows, self.filter, self.range);
        let found_ids: Vec<u64> = found.iter().map(|row| row.id().0).collect();
        assert_eq!(found_ids, naive::ids(&wanted, order), "{} {order:?} {limit}", self.text);
        let mut found: Vec<String> = found.iter().map(naive::said).collect();
        let mut wanted: Vec<String> = wanted.into_iter().map(naive::said).collect();
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted, "{}", self.text);
    }

    fn figures(&self, aggregation: &Aggregation) {
        let search = Search { range: self.range, ..Search::new(self.filter) };
        let table = self.store.aggregate(&search, aggregation).unwrap();
        let passing = naive::passing(self.rows, self.filter, self.range);
        assert_eq!(table.records, passing.len() as u64, "{}", self.text);
        let groups = naive::groups(&passing, aggregation);
        assert_eq!(table.groups, groups.len() as u64, "{} {aggregation:?}", self.text);
        let wanted = naive::sorted(groups.clone(), aggregation.sort);
        assert_eq!(table.rows.len(), wanted.len().min(aggregation.limit));
        for (row, (keys, cells)) in table.rows.iter().zip(&wanted) {
            let context = || format!("{} {aggregation:?}\n{:?}\n{wanted:?}", self.text, table.rows);
            if let Sort::Metric(metric) = aggregation.sort {
                // Sums of fractions may come in another order than to the last bit; equal ones are told apart by keys.
                assert!(naive::same(row.cells[metric], cells[metric]), "{}", context());
            } else {
                assert_eq!(format!("{:?}", row.keys), format!("{keys:?}"), "{}", context());
            }
            let own = groups.iter().find(|(keys, _)| format!("{keys:?}") == format!("{:?}", row.keys));
            let own = own.unwrap_or_else(|| panic!("{}", context()));
            let same = row.cells.iter().zip(&own.1).all(|(found, wanted)| naive::same(*found, *wanted));
            assert!(same, "{}", context());
        }
    }
}

fn range(chance: &mut Chance) -> TimeRange {
    if chance.one_in(2) {
        return TimeRange::ALL;
    }
    let (one, other) = (chance.time(), chance.time());
    TimeRange { from: one.min(other), to: one.max(other) }
}

fn check(store: &Store, rows: &[Row], chance: &mut Chance, questions: usize) {
    let registry = registry();
    for number in 0..questions {
        let text = text(chance, number % 4);
        let filter = filter(&text, &registry);
        let checked = Checked { store, rows, text: &text, filter: &filter, range: range(chance) };
        let order = if chance.one_in(2) { Order::NewestFirst } else { Order::OldestFirst };
        checked.search(order, *chance.pick(&[1, 7, 1000]));
        checked.figures(&aggregation(chance));
    }
    for row in rows.iter().filter(|row| row.id().0.is_multiple_of(7)) {
        let found = store.get(row.id()).unwrap().expect("the record is there");
        assert_eq!(found.id(), row.id());
    }
}

#[test]
fn answers_are_those_of_every_record() {
    for seed in 0..12 {
        let mut chance = Chance(seed);
        let directory = folder(&format!("agreement-{seed}"));
        let seal_rows = *chance.pick(&[20, 60, 100_000]);
        let options = Options { seal_rows, ..options() };
        let store = Store::open(&directory, registry(), options.clone()).unwrap();
        let rows = different_rows(&mut chance, 400);
        let mut kept = 0;
        while kept < rows.len() {
            let end = (kept + 1 + chance.below(60)).min(rows.len());
            store.append(&rows[kept..end]).unwrap();
            kept = end;
            match chance.below(6) {
                0 => store.seal().unwrap(),
                1 => store.compact().unwrap(),
                _ => {}
            }
            if chance.one_in(3) {
                check(&store, &rows[..kept], &mut chance, 4);
            }
        }
        check(&store, &rows, &mut chance, 40);
        store.seal().unwrap();
        check(&store, &rows, &mut chance, 20);
        store.compact().unwrap();
        check(&store, &rows, &mut chance, 40);
        assert_eq!(store.verify().unwrap().findings, []);
        drop(store);
        let store = Store::open(&directory, registry(), options).unwrap();
        assert_eq!(store.statistics().unwrap().repairs, [""; 0]);
        check(&store, &rows, &mut chance, 10);
        drop(store);
        std::fs::remove_dir_all(directory).unwrap();
    }
}

#[test]
fn every_leaf_alone_in_memory_and_on_the_disk() {
    let mut chance = Chance(77);
    let directory = folder("leaves");
    let store = Store::open(&directory, registry(), options()).unwrap();
    let rows = different_rows(&mut chance, 600);
    store.append(&rows).unwrap();
    let registry = registry();
    // What the store promises to answer as asking every record would: at least two hundred questions, besides those of chance.
    assert!(leaves().count() * 2 >= 200);
    let check = || {
        for leaf in leaves() {
            for text in [leaf.clone(), format!("NOT ({leaf})")] {
                let filter = filter(&text, &registry);
                let checked = Checked {
                    store: &store,
                    rows: &rows,
                    text: &text,
                    filter: &filter,
                    range: TimeRange::ALL,
                };
                checked.search(Order::NewestFirst, 1000);
                checked.figures(&Aggregation::count());
            }
        }
    };
    check();
    store.seal().unwrap();
    check();
    drop(store);
    std::fs::remove_dir_all(directory).unwrap();
}

#[test]
fn a_large_split_lists_the_rows_of_values_and_answers_the_same() {
    let mut chance = Chance(5);
    let directory = folder("large");
    let store = Store::open(&directory, registry(), options()).unwrap();
    let rows = different_rows(&mut chance, 60_000);
    for rows in rows.chunks(5000) {
        store.append(rows).unwrap();
    }
    store.seal().unwrap();
    let registry = registry();
    for text in [
        "name:name7.job",
        "name39.job",
        "10.0.0.1 AND *.job",
        "*.job AND NOT smb",
        "id.orig_h:10.0.0.0/8 AND bytes:>1000 AND service:*.com",
        "digest:d41d8cd98f00b204e9800998ecf8427e AND 2001:db8::1",
        "\"cmd /c whoami\" AND kind:flow",
        "names:(name1.job AND name2.job)",
    ] {
        let filter = filter(text, &registry);
        let from = Timestamp(BASE + 1_000_000_000_000);
        for range in [TimeRange::ALL, TimeRange { from, to: TimeRange::ALL.to }] {
            let checked = Checked { store: &store, rows: &rows, text, filter: &filter, range };
            checked.search(Order::NewestFirst, 5000);
            checked.search(Order::OldestFirst, 5000);
            checked.figures(&Aggregation::top("names", 5));
        }
    }
    assert_eq!(store.verify().unwrap().records, 60_000);
    drop(store);
    std::fs::remove_dir_all(directory).unwrap();
}

#[test]
fn a_search_that_runs_out_of_its_budget_goes_on_where_it_ended() {
    let mut chance = Chance(9);
    let directory = folder("budget");
    let store = Store::open(&directory, registry(), options()).unwrap();
    let rows = different_rows(&mut chance, 3000);
    for rows in rows.chunks(500) {
        store.append(rows).unwrap();
        store.seal().unwrap();
    }
    let registry = registry();
    for (text, order) in
        [("bytes:>1000", Order::NewestFirst), ("\"a b\"", Order::OldestFirst), ("zz", Order::NewestFirst)]
    {
        let filter = filter(text, &registry);
        let budget = Budget { records_max: 300, stop: &|| false };
        let mut found = Vec::new();
        let mut pages = 0;
        let mut after = None;
        loop {
            let page = store.search(&Search { order, after, budget, ..Search::new(&filter) }).unwrap();
            found.extend(page.rows.iter().map(|row| row.id().0));
            assert!(page.examined <= 300 + 4096);
            pages += 1;
            assert!(pages < 1000, "{text} goes round in circles");
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let wanted = naive::passing(&rows, &filter, TimeRange::ALL);
        assert_eq!(found, naive::ids(&wanted, order), "{text}");
    }
    drop(store);
    std::fs::remove_dir_all(directory).unwrap();
}
