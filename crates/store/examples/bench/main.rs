//! Measures the event store: `bench DIRECTORY [--records N] [--days N] [--full] [--seed N] [--keep]`.
//!
//! With `--keep` nothing is written, and what is in the directory is searched. Times of searches are those on the processor, the least
//! of several runs, so that other programs on the machine disturb them little; the time that making the records takes is measured
//! apart and taken off.
#![allow(clippy::disallowed_methods, reason = "a measurement reads the clock")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "no product code"
)]

mod kinds;
mod shape;

use shape::{Maker, START, Shape};
use std::path::Path;
use std::time::{Duration, Instant};
use thymus_record::query::{Filter, parse};
use thymus_record::{Interval, Registry, Row, Timestamp};
use thymus_store::{Aggregation, EventStore, Group, Metric, Options, Order, Search, Sort, Store, TimeRange};

const BATCH: usize = 1000;
const RUNS: usize = 7;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let directory =
        arguments.next().expect("bench DIRECTORY [--records N] [--days N] [--full] [--seed N] [--keep]");
    let mut shape = Shape { records: 5_000_000, days: 30, full: false, seed: 1 };
    let mut keep = false;
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().and_then(|text| text.parse().ok()).expect("a number");
        match argument.as_str() {
            "--records" => shape.records = number(),
            "--days" => shape.days = number(),
            "--seed" => shape.seed = number(),
            "--full" => shape.full = true,
            "--keep" => keep = true,
            other => panic!("{other:?} is no option"),
        }
    }
    let directory = Path::new(&directory);
    let registry = kinds::registry();
    if !keep {
        let _ = std::fs::remove_dir_all(directory);
        write(directory, &registry, shape);
    }
    read(directory, registry, shape);
}

fn write(directory: &Path, registry: &Registry, shape: Shape) {
    let before = busy();
    let made: usize = Maker::new(shape).map(|row| usize::from(row.id().0 > 0)).sum();
    let making = busy() - before;
    println!("{made} records; making them takes {:.2} microseconds each", micros(making, shape));

    // First without threads, so that what ingest needs can be told from what putting splits together needs.
    let options = Options { background: false, ..Options::default() };
    let store = Store::open(directory, registry.clone(), options).unwrap();
    let (before, begin) = (busy(), Instant::now());
    let mut worst = Duration::ZERO;
    let mut rows: Vec<Row> = Vec::with_capacity(BATCH);
    for row in Maker::new(shape) {
        rows.push(row);
        if rows.len() == BATCH {
            let begin = Instant::now();
            store.append_soon(&rows).unwrap();
            worst = worst.max(begin.elapsed());
            rows.clear();
        }
    }
    store.append(&rows).unwrap();
    store.seal().unwrap();
    let ingest = (busy() - before).saturating_sub(making);
    println!(
        "ingest: {:.2} microseconds of processor a record, {:.0} records a second and core; {:.1} s by the clock; longest append {:.0} ms",
        micros(ingest, shape),
        1e6 / micros(ingest, shape),
        begin.elapsed().as_secs_f64(),
        worst.as_secs_f64() * 1e3,
    );
    let before = busy();
    store.compact().unwrap();
    let compact = busy() - before;
    println!("putting splits together: {:.2} microseconds a record", micros(compact, shape));
    println!("both: {:.0} records a second and core", 1e6 / micros(ingest + compact, shape));
    drop(store);
    println!("memory so far: {}", memory());
}

fn read(directory: &Path, registry: Registry, shape: Shape) {
    let begin = Instant::now();
    let store =
        Store::open(directory, registry, Options { background: false, ..Options::default() }).unwrap();
    println!("opened in {:.1} ms", begin.elapsed().as_secs_f64() * 1e3);
    let statistics = store.statistics().unwrap();
    let bytes: u64 = statistics.kinds.iter().map(|kind| kind.bytes).sum();
    for kind in &statistics.kinds {
        println!(
            "{}: {} records in {} splits, {:.1} bytes each",
            kind.kind,
            kind.records,
            kind.splits,
            kind.bytes as f64 / kind.records as f64
        );
    }
    println!("{:.1} bytes a record", bytes as f64 / shape.records as f64);
    println!("the log keeps {} MB besides", statistics.log.bytes / 1_000_000);
    searches(&store, shape);
    figures(&store);
    println!("memory: {}", memory());
}

fn filter(store: &Store, text: &str) -> Filter {
    Filter::bind(&parse(text).unwrap(), store.registry()).unwrap()
}

fn searches(store: &Store, shape: Shape) {
    let day = 86_400_000_000_000;
    let middle = START.0 + shape.days as i64 / 2 * day;
    let hour = TimeRange { from: Timestamp(middle), to: Timestamp(middle + day / 24) };
    let minutes = TimeRange { from: Timestamp(middle), to: Timestamp(middle + 120_000_000_000) };
    for (name, text, range, limit) in [
        ("*.JOB AND SMB, all rows", "*.JOB AND SMB", TimeRange::ALL, 10_000),
        ("AV.job AND SMB, all rows", "AV.job AND SMB", TimeRange::ALL, 10_000),
        ("everything, first page", "*", TimeRange::ALL, 100),
        ("smb, first page", "smb", TimeRange::ALL, 100),
        ("smb, first page of an hour", "smb", hour, 100),
        ("10.0.5.5 AND 445, first page", "10.0.5.5 AND 445", TimeRange::ALL, 100),
        ("an address, two minutes", "id.orig_h:10.0.0.77", minutes, 100),
        ("resp_bytes:>40MB, first page", "resp_bytes:>40MB", TimeRange::ALL, 100),
        ("NOT found, first page", "rcode_name:NXDOMAIN AND NOT *.com", TimeRange::ALL, 100),
        ("a phrase, first page", "\"Not Modified\"", TimeRange::ALL, 100),
        ("a word that is nowhere", "cobaltstrike", TimeRange::ALL, 100),
        ("*zzzz* that is nowhere", "*zzzz*", TimeRange::ALL, 100),
        ("*cloud*, first page", "*cloud*", TimeRange::ALL, 100),
    ] {
        let filter = filter(store, text);
        let search = Search { range, limit, ..Search::new(&filter) };
        let (cold, least, page) = timed(|| store.search(&search).unwrap());
        println!("{name}: {} rows in {least:.2} ms, first time {cold:.1} ms", page.rows.len());
    }
    let everything = filter(store, "*");
    let oldest = Search { order: Order::OldestFirst, ..Search::new(&everything) };
    let (cold, least, _) = timed(|| store.search(&oldest).unwrap());
    println!("everything, oldest page: {least:.2} ms, first time {cold:.1} ms");
    let first = store.search(&oldest).unwrap().rows.remove(0);
    let (cold, least, _) = timed(|| store.get(first.id()).unwrap());
    println!("one record by its id: {least:.3} ms, first time {cold:.2} ms");
}

fn figures(store: &Store) {
    let hour = Interval::from_seconds(3600);
    let pairs = Aggregation {
        groups: vec![Group::Field("id.orig_h".to_owned())],
        metrics: vec![
            Metric::Distinct("id.resp_h".to_owned()),
            Metric::Percentile("resp_bytes".to_owned(), 0.95),
        ],
        sort: Sort::Metric(0),
        limit: 10,
    };
    for (name, text, aggregation) in [
        ("count of *cloud*", "*cloud*", Aggregation::count()),
        ("count of *oft*", "*oft*", Aggregation::count()),
        ("count of query:*softsoft*", "query:*softsoft*", Aggregation::count()),
        ("count of 10.0.5.5 AND 445", "10.0.5.5 AND 445", Aggregation::count()),
        ("count of resp_bytes:>10MB", "resp_bytes:>10MB", Aggregation::count()),
        ("count of name:/^sync.*dll$/", "name:/^sync.*dll$/", Aggregation::count()),
        ("top 10 of service", "*", Aggregation::top("service", 10)),
        ("top 10 of id.orig_h", "*", Aggregation::top("id.orig_h", 10)),
        ("top 10 of query", "*", Aggregation::top("query", 10)),
        ("top 10 of id.resp_h of smb", "smb", Aggregation::top("id.resp_h", 10)),
        ("hours of everything", "*", Aggregation::histogram(hour)),
        ("hours of smb", "smb", Aggregation::histogram(hour)),
        ("hours of *.job", "*.job", Aggregation::histogram(hour)),
        ("different peers and p95 by source, conn", "kind:conn", pairs),
    ] {
        let filter = filter(store, text);
        let search = Search::new(&filter);
        let (cold, least, table) = timed(|| store.aggregate(&search, &aggregation).unwrap());
        println!(
            "{name}: {least:.2} ms, first time {cold:.1} ms ({} records, {} groups)",
            table.records, table.groups
        );
    }
}

/// The first time by the clock, the least time of several on the processor, both in milliseconds, and the last answer. On an idle
/// machine the least time by the clock is the same as that on the processor, since everything is in memory by then.
fn timed<R>(mut ask: impl FnMut() -> R) -> (f64, f64, R) {
    let mut once = || {
        let (begin, before) = (Instant::now(), on_processor());
        let answer = ask();
        ((on_processor() - before).as_secs_f64() * 1e3, begin.elapsed().as_secs_f64() * 1e3, answer)
    };
    let (mut least, cold, mut answer) = once();
    for _ in 1..RUNS {
        let (time, _, again) = once();
        least = least.min(time);
        answer = again;
    }
    (cold, least, answer)
}

/// How long this thread was on a processor, as the scheduler counts it.
fn on_processor() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(text.split_whitespace().next().unwrap().parse().unwrap())
}

fn micros(time: Duration, shape: Shape) -> f64 {
    time.as_secs_f64() * 1e6 / shape.records as f64
}

/// User and system time of all threads.
fn busy() -> Duration {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = text.rsplit_once(')').unwrap().1.split_whitespace().collect();
    let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    Duration::from_millis(ticks * 10)
}

/// What the kernel says of the memory of this process.
fn memory() -> String {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let wanted = ["VmHWM", "VmRSS", "RssAnon", "RssFile"];
    let lines = text.lines().filter(|line| wanted.iter().any(|name| line.starts_with(name)));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(", ")
}
