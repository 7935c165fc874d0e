//! One process reads a store while another writes to it, seals, puts splits together and forgets.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use thymus_record::query::{Filter, parse};
use thymus_record::{Declared as _, Record, Registry, Row, Timestamp, Value};
use thymus_store::{EventStore, Options, Order, Retention, Search, Store};

const DIRECTORY: &str = "THYMUS_STORE_BESIDE_DIRECTORY";
const BYTES_MAX: &str = "THYMUS_STORE_BESIDE_BYTES";
/// How often the store is opened beside the writer.
const LOOKS: usize = 80;
/// What the writer waits between two batches, so that the store does not outgrow those who look at all of it.
const BETWEEN_BATCHES: Duration = Duration::from_millis(3);

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

fn registry() -> Registry {
    Registry::new([Event::declaration()], [])
}

fn row(number: u64) -> Row {
    // A thousand records a day, so that there are days to put together and to forget.
    let ts = Timestamp::from_parts(1_700_000_000 + number as i64 * 86, 0);
    Row::of(&Event { ts, number, name: format!("name {}.job", number % 100) })
}

/// The process that writes until it is killed. Run as a test it does nothing.
#[test]
fn child() {
    let Some(directory) = std::env::var_os(DIRECTORY) else { return };
    let bytes_max = std::env::var(BYTES_MAX).ok().map(|text| text.parse().unwrap());
    let options = Options {
        seal_rows: 200,
        seal_after: Duration::from_millis(20),
        sync_every: Duration::from_millis(5),
        log_kept_bytes: 0,
        retention: Retention { bytes_max, ..Retention::default() },
        ..Options::default()
    };
    let store = Store::open(Path::new(&directory), registry(), options).unwrap();
    let mut out = std::io::stdout();
    for batch in 0.. {
        let rows: Vec<Row> = (batch * 10..batch * 10 + 10).map(row).collect();
        store.append(&rows).unwrap();
        writeln!(out, "acknowledged {}", batch * 10 + 10).unwrap();
        out.flush().unwrap();
        std::thread::sleep(BETWEEN_BATCHES);
    }
}

struct Writer {
    child: Child,
    acknowledged: Arc<AtomicU64>,
    directory: PathBuf,
}

impl Writer {
    fn start(name: &str, bytes_max: Option<u64>) -> Self {
        let directory = std::env::temp_dir().join(format!("thymus-store-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&directory);
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "child", "--nocapture", "--test-threads", "1"]).env(DIRECTORY, &directory);
        if let Some(bytes) = bytes_max {
            command.env(BYTES_MAX, bytes.to_string());
        }
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let acknowledged = Arc::new(AtomicU64::new(0));
        let output = BufReader::new(child.stdout.take().unwrap());
        let told = acknowledged.clone();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if let Some(number) =
                    line.rsplit_once("acknowledged ").and_then(|(_, number)| number.parse().ok())
                {
                    told.store(number, Ordering::SeqCst);
                }
            }
        });
        while acknowledged.load(Ordering::SeqCst) == 0 {
            assert!(child.try_wait().unwrap().is_none(), "the writer ended before it wrote anything");
            std::thread::sleep(Duration::from_millis(5));
        }
        Self { child, acknowledged, directory }
    }

    /// Opens the store beside it. Gives the numbers of all records in order, and what was acknowledged before.
    fn look(&self) -> (Vec<u64>, u64) {
        let acknowledged = self.acknowledged.load(Ordering::SeqCst);
        let store = Store::open_read_only(&self.directory, registry(), Options::default()).unwrap();
        let first = numbers(&store);
        let statistics = store.statistics().unwrap();
        assert_eq!((statistics.repairs.as_slice(), statistics.damaged.len()), ([].as_slice(), 0));
        std::thread::sleep(Duration::from_millis(15));
        assert!(first == numbers(&store), "what a reader sees does not change");
        (first, acknowledged)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

fn numbers(store: &Store) -> Vec<u64> {
    let filter = Filter::bind(&parse("*.job").unwrap(), &registry()).unwrap();
    let mut numbers = Vec::new();
    let mut after = None;
    loop {
        let search = Search { order: Order::OldestFirst, limit: 10_000, after, ..Search::new(&filter) };
        let page = store.search(&search).unwrap();
        assert_eq!(page.partial, None);
        numbers.extend(page.rows.iter().map(|row| match row.get("number") {
            Value::Count(number) => number,
            other => panic!("{other:?}"),
        }));
        after = page.next;
        if after.is_none() {
            return numbers;
        }
    }
}

#[test]
fn a_reader_finds_everything_that_was_acknowledged() {
    let writer = Writer::start("beside", None);
    let mut before = 0;
    for look in 0..LOOKS {
        let (found, acknowledged) = writer.look();
        let count = found.len() as u64;
        assert!(count >= acknowledged.max(before), "look {look}: {count} of {acknowledged}");
        assert!(found.iter().copied().eq(0..count), "look {look}: all once, in order, without a gap");
        before = count;
    }
    assert!(before > 1000, "the writer wrote {before} records while it was looked at");
}

#[test]
fn a_reader_finds_its_way_while_the_oldest_are_forgotten() {
    let writer = Writer::start("beside-forgetting", Some(60_000));
    let mut least = 0;
    for look in 0..LOOKS {
        let (found, acknowledged) = writer.look();
        assert!(found.windows(2).all(|pair| pair[0] < pair[1]), "look {look}: all once, in order");
        assert!(found.last().is_some_and(|last| last + 1 >= acknowledged), "look {look}: {acknowledged}");
        least = least.max(found[0]);
    }
    assert!(least > 0, "the oldest were forgotten meanwhile");
}
