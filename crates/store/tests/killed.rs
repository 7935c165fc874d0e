//! A process that is killed at any moment loses nothing that it acknowledged, keeps nothing twice, and its store opens by itself.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "a test fails by panicking, and its modules are nobody else's"
)]

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use thymus_record::query::{Filter, parse};
use thymus_record::{Declared as _, Record, Registry, Row, Timestamp};
use thymus_store::{Aggregation, Cell, EventStore, Metric, Options, Search, Sort, Store};

const ROUNDS: u64 = 100;
const DIRECTORY: &str = "THYMUS_STORE_KILLED_DIRECTORY";
const SEED: &str = "THYMUS_STORE_KILLED_SEED";

/// Something that happened.
#[derive(Record)]
#[record(kind = "event", protocol = "TEST")]
struct Event {
    /// When.
    ts: Timestamp,
    /// Its number; none is given twice.
    number: u64,
    /// What.
    name: String,
}

/// Something else that happened.
#[derive(Record)]
#[record(kind = "other", protocol = "TEST")]
struct Other {
    /// When.
    ts: Timestamp,
    /// Its number.
    number: u64,
}

fn registry() -> Registry {
    Registry::new([Event::declaration(), Other::declaration()], [])
}

fn row(number: u64) -> Row {
    // Ten days of seconds, over and over, so that there are days to put together.
    let ts = Timestamp::from_parts(1_700_000_000 + (number * 977 % 864_000) as i64, 0);
    match number % 3 {
        0 => Row::of(&Other { ts, number }),
        _ => Row::of(&Event { ts, number, name: format!("name {}.job", number % 100) }),
    }
}

fn open(directory: &Path) -> Store {
    let options = Options {
        seal_rows: 300,
        seal_after: Duration::from_millis(20),
        sync_every: Duration::from_millis(5),
        ..Options::default()
    };
    Store::open(directory, registry(), options).expect("the store opens by itself")
}

/// How many records there are, how many different numbers, and the greatest.
fn figures(store: &Store) -> (u64, u64, u64) {
    let filter = Filter::bind(&parse("*").unwrap(), &registry()).unwrap();
    let metrics =
        vec![Metric::Count, Metric::Distinct("number".to_owned()), Metric::Max("number".to_owned())];
    let wanted = Aggregation { groups: Vec::new(), metrics, sort: Sort::Key, limit: 1 };
    let table = store.aggregate(&Search::new(&filter), &wanted).unwrap();
    match table.rows[0].cells.as_slice() {
        [Cell::Count(count), Cell::Count(different), Cell::Number(greatest)] => {
            (*count, *different, *greatest as u64)
        }
        _ => (0, 0, 0),
    }
}

fn chance(seed: u64) -> u64 {
    let value = (seed ^ 0x9e37_79b9_7f4a_7c15).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (value ^ (value >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 11
}

/// The process that is killed. Run as a test it does nothing.
#[test]
fn child() {
    let Some(directory) = std::env::var_os(DIRECTORY) else { return };
    let seed: u64 = std::env::var(SEED).unwrap().parse().unwrap();
    let store = open(Path::new(&directory));
    let (count, ..) = figures(&store);
    let mut next = count;
    let mut out = std::io::stdout();
    for batch in 0.. {
        let rows: Vec<Row> = (0..1 + chance(seed + batch) % 12).map(|offset| row(next + offset)).collect();
        let last = match chance(seed * 7 + batch) % 4 {
            0 => store.append_soon(&rows).unwrap(),
            1 => {
                store.append_soon(&rows).unwrap();
                store.flush().unwrap()
            }
            _ => store.append(&rows).unwrap(),
        };
        next += rows.len() as u64;
        // What was appended soon is acknowledged a little later.
        if store.durable() >= last {
            writeln!(out, "acknowledged {next}").unwrap();
        }
        out.flush().unwrap();
    }
}

fn run_and_kill(directory: &Path, seed: u64) -> u64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--test-threads", "1"])
        .env(DIRECTORY, directory)
        .env(SEED, seed.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let reader = std::thread::spawn(move || {
        let lines = output.lines().map_while(Result::ok);
        let numbers = lines
            .filter_map(|line| line.rsplit_once("acknowledged ").and_then(|(_, number)| number.parse().ok()));
        numbers.last().unwrap_or(0u64)
    });
    std::thread::sleep(Duration::from_millis(10 + chance(seed) % 190));
    // SIGKILL: nothing runs any more.
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap()
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_kept_twice() {
    let directory: PathBuf = std::env::temp_dir().join(format!("thymus-store-killed-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&directory);
    std::fs::create_dir_all(&directory).unwrap();
    let mut known = 0;
    for round in 0..ROUNDS {
        let acknowledged = run_and_kill(&directory, round);
        // Somebody who only reads sees what is found when it is opened again.
        let read = match directory.join("log").is_dir() {
            true => {
                Some(figures(&Store::open_read_only(&directory, registry(), Options::default()).unwrap()))
            }
            false => None,
        };
        let store = open(&directory);
        let (count, different, greatest) = figures(&store);
        assert!(
            read.is_none_or(|read| read == (count, different, greatest)),
            "round {round}: {read:?} were read"
        );
        assert_eq!(count, different, "round {round}: records were kept twice");
        assert!(
            count >= acknowledged.max(known),
            "round {round}: {count} of {} are left",
            acknowledged.max(known)
        );
        if count > 0 {
            assert_eq!(greatest, count - 1, "round {round}: there is a gap");
        }
        known = count;
        if round % 10 == 9 {
            assert_eq!(store.verify().unwrap().findings, [], "round {round}");
        }
    }
    assert!(known > 0, "no process lived long enough to append anything");
    std::fs::remove_dir_all(directory).unwrap();
}
