//! What a store does when things go wrong, and how it puts them right.

use super::*;
use crate::api::{Limit, Retention};
use crate::log::{Disk, LogFile, RealDisk};
use crate::testing::{folder, odd_row, registry, row};
use crate::{Search, StoreError};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use thymus_record::query::{Filter, parse};
use thymus_record::{Interval, Record as _};

fn options() -> Options {
    Options { background: false, ..Options::default() }
}

fn open(directory: &Path) -> Store {
    Store::open(directory, registry(), options()).unwrap()
}

fn rows(range: std::ops::Range<i64>) -> Vec<Row> {
    range.map(row).collect()
}

/// The sizes of all records, in order: a record's size is its number.
fn sizes(store: &Store) -> Vec<i64> {
    let filter = Filter::bind(&parse("*").unwrap(), &registry()).unwrap();
    let search = Search { order: crate::Order::OldestFirst, limit: 10_000, ..Search::new(&filter) };
    let page = store.search(&search).unwrap();
    let mut sizes: Vec<i64> = page
        .rows
        .iter()
        .map(|row| format!("{:?}", row.get("size")))
        .map(|text| text.trim_start_matches("Count(").trim_end_matches(')').parse().unwrap_or(-1))
        .collect();
    sizes.sort_unstable();
    sizes
}

#[test]
fn what_was_appended_is_there_after_opening_again() {
    let directory = folder("reopen");
    let store = open(&directory);
    store.append(&rows(0..100)).unwrap();
    store.seal().unwrap();
    store.append(&rows(100..150)).unwrap();
    assert_eq!(store.durable(), Sequence(2));
    drop(store);
    let store = open(&directory);
    assert_eq!(sizes(&store), (0..150).collect::<Vec<_>>());
    assert_eq!(store.statistics().unwrap().repairs, [""; 0]);
    assert_eq!(store.append(&rows(150..151)).unwrap(), Sequence(3));
}

#[test]
fn a_record_given_again_is_kept_once_wherever_it_is() {
    let directory = folder("duplicates");
    let store = open(&directory);
    let twice: Vec<Row> = rows(0..10).into_iter().chain(rows(0..10)).collect();
    store.append(&twice).unwrap();
    store.append(&rows(5..15)).unwrap();
    store.seal().unwrap();
    store.append(&rows(0..20)).unwrap();
    assert_eq!(sizes(&store), (0..20).collect::<Vec<_>>());
    assert_eq!(store.statistics().unwrap().duplicates, 10 + 5 + 15);
    drop(store);
    assert_eq!(sizes(&open(&directory)), (0..20).collect::<Vec<_>>());
}

#[test]
fn records_of_the_same_id_that_differ_are_both_kept() {
    let directory = folder("same-id");
    let store = open(&directory);
    let one = row(1);
    let values = vec![one.value(0).into(), thymus_record::OwnedValue::text("other"), one.value(2).into()];
    let other = Row::restored(one.schema(), one.id(), values, Vec::new());
    store.append(&[one.clone(), other.clone()]).unwrap();
    store.seal().unwrap();
    store.append(&[one.clone(), other]).unwrap();
    assert_eq!(sizes(&store), [1, 1]);
    assert!(store.get(one.id()).unwrap().is_some());
    assert!(store.get(RecordId(one.id().0 + 1)).unwrap().is_none());
}

#[test]
fn rows_that_no_column_can_say_come_back_as_they_were() {
    let directory = folder("odd");
    let store = open(&directory);
    let odd = odd_row(7);
    store.append(&[row(6), odd.clone(), row(8)]).unwrap();
    let check = |store: &Store| {
        let found = store.get(odd.id()).unwrap().unwrap();
        assert_eq!(format!("{found:?}"), format!("{odd:?}"));
    };
    check(&store);
    store.seal().unwrap();
    check(&store);
    drop(store);
    let store = open(&directory);
    check(&store);
    assert_eq!(store.verify().unwrap().findings, []);
}

#[test]
fn a_directory_is_open_once() {
    let directory = folder("lock");
    let store = open(&directory);
    assert!(matches!(Store::open(&directory, registry(), options()), Err(StoreError::InUse { .. })));
    drop(store);
    open(&directory);
}

#[test]
fn a_kind_that_is_unknown_is_refused_before_anything_is_kept() {
    let directory = folder("unknown");
    let store = Store::open(&directory, Registry::default(), options()).unwrap();
    assert!(matches!(store.append(&rows(0..3)), Err(StoreError::UnknownKind { kind: "event" })));
    assert_eq!(store.statistics().unwrap().kinds, []);
    let many: Vec<Row> = std::iter::repeat_with(|| row(1)).take(APPEND_ROWS_MAX + 1).collect();
    assert!(matches!(open(&folder("many")).append(&many), Err(StoreError::Limit { .. })));
}

#[test]
fn a_lost_catalogue_is_made_anew() {
    let directory = folder("catalogue-lost");
    let store = open(&directory);
    for number in 0..10 {
        store.append(&rows(number * 10..number * 10 + 10)).unwrap();
        store.seal().unwrap();
    }
    store.compact().unwrap();
    store.append(&rows(100..105)).unwrap();
    drop(store);
    for damage in ["gone", "garbage", "empty", "cut"] {
        let catalogue = directory.join("catalogue.redb");
        let bytes = std::fs::read(&catalogue).unwrap();
        match damage {
            "empty" => std::fs::write(&catalogue, b"").unwrap(),
            "cut" => std::fs::write(&catalogue, &bytes[..bytes.len() / 3]).unwrap(),
            "gone" => std::fs::remove_file(&catalogue).unwrap(),
            _ => std::fs::write(&catalogue, vec![0x55; 20_000]).unwrap(),
        }
        let store = open(&directory);
        assert_eq!(sizes(&store), (0..105).collect::<Vec<_>>(), "{damage}");
        assert!(!store.statistics().unwrap().repairs.is_empty());
        assert_eq!(store.verify().unwrap().findings, []);
    }
}

#[test]
fn splits_taken_over_by_others_do_not_come_back_with_a_new_catalogue() {
    let directory = folder("replaced");
    let store = open(&directory);
    let mut kept = Vec::new();
    for number in 0..8 {
        store.append(&rows(number * 10..number * 10 + 10)).unwrap();
        store.seal().unwrap();
    }
    for file in std::fs::read_dir(directory.join("splits/event")).unwrap() {
        let path = file.unwrap().path();
        kept.push((path.clone(), std::fs::read(&path).unwrap()));
    }
    store.compact().unwrap();
    drop(store);
    // As if the crash had come before the old files were deleted, and had taken the catalogue with it.
    for (path, bytes) in kept {
        std::fs::write(path, bytes).unwrap();
    }
    std::fs::remove_file(directory.join("catalogue.redb")).unwrap();
    let store = open(&directory);
    assert_eq!(sizes(&store), (0..80).collect::<Vec<_>>());
    assert_eq!(store.statistics().unwrap().kinds[0].splits, 1);
}

#[test]
fn files_of_a_crash_are_cleared_away_and_missing_ones_are_told() {
    let directory = folder("crash");
    let store = open(&directory);
    store.append(&rows(0..10)).unwrap();
    store.seal().unwrap();
    drop(store);
    let folder = directory.join("splits/event");
    std::fs::write(folder.join("0000000000000099.new"), b"half").unwrap();
    std::fs::write(folder.join("0000000000000098.split"), b"no split").unwrap();
    let store = open(&directory);
    assert_eq!(store.statistics().unwrap().repairs.len(), 2);
    assert_eq!(sizes(&store), (0..10).collect::<Vec<_>>());
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    drop(store);
    std::fs::remove_file(std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path()).unwrap();
    let store = open(&directory);
    assert_eq!(sizes(&store), [0; 0]);
    assert!(store.statistics().unwrap().repairs[0].contains("10 records"));
    store.append(&rows(0..3)).unwrap();
    assert_eq!(sizes(&store), [0, 1, 2]);
}

#[test]
fn a_damaged_split_is_passed_over_and_named() {
    let directory = folder("damaged");
    let store = open(&directory);
    store.append(&rows(0..50)).unwrap();
    store.seal().unwrap();
    store.append(&rows(50..60)).unwrap();
    drop(store);
    let path = std::fs::read_dir(directory.join("splits/event")).unwrap().next().unwrap().unwrap().path();
    let whole = std::fs::read(&path).unwrap();
    let filter = Filter::bind(&parse("name3.job OR size:>5").unwrap(), &registry()).unwrap();
    for at in (16..whole.len() - 32).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xff;
        std::fs::write(&path, &bytes).unwrap();
        let store = open(&directory);
        let page = store.search(&Search::new(&filter)).unwrap();
        assert!(page.rows.len() >= 10, "what is in memory is found");
        let found = store.verify().unwrap();
        // Only the padding between sections, which is zeros, belongs to none.
        assert!(found.findings.len() == 1 || whole[at] == 0, "byte {at}: {found:?}");
        drop(store);
    }
}

#[test]
fn retention_drops_what_is_old_and_what_is_too_much() {
    let directory = folder("retention");
    let day = 86_400;
    let limit = Limit { age_max: Some(Interval::from_seconds(2 * day)), bytes_max: None };
    let retention = Retention { every_kind: limit, ..Retention::default() };
    let store = Store::open(&directory, registry(), Options { retention, ..options() }).unwrap();
    for number in 0..6 {
        store.append(&rows(number * day..number * day + 20)).unwrap();
        store.seal().unwrap();
    }
    let now = row(5 * day).ts();
    let dropped = store.expire(now).unwrap();
    assert_eq!((dropped.records, dropped.files), (60, 3));
    assert_eq!(sizes(&store).len(), 60);
    assert_eq!(store.expire(now).unwrap().records, 0);
    drop(store);

    let bytes_max = Some(1);
    let retention = Retention { bytes_max, ..Retention::default() };
    let store = Store::open(&directory, registry(), Options { retention, ..options() }).unwrap();
    assert_eq!(store.expire(now).unwrap().records, 60);
    store.append(&rows(0..5)).unwrap();
    store.seal().unwrap();
    assert_eq!(sizes(&store), [0; 0], "what is too much goes as soon as it is sealed");
}

#[test]
fn a_split_of_many_days_loses_only_what_is_old() {
    let directory = folder("rewrite");
    let day = 86_400;
    let limit = Limit { age_max: Some(Interval::from_seconds(10 * day)), bytes_max: None };
    let retention = Retention { every_kind: limit, ..Retention::default() };
    let store = Store::open(&directory, registry(), Options { retention, ..options() }).unwrap();
    store.append(&(0..40).map(|number| row(number * day)).collect::<Vec<_>>()).unwrap();
    store.seal().unwrap();
    let dropped = store.expire(row(39 * day).ts()).unwrap();
    assert_eq!(dropped.records, 29);
    assert_eq!(sizes(&store).len(), 11);
    let text = std::fs::read_dir(directory.join("splits/event")).unwrap();
    assert_eq!(text.count(), 1);
}

/// A disk that can be full.
struct Tight {
    full: Arc<AtomicBool>,
}

struct TightFile {
    file: Arc<dyn LogFile>,
    full: Arc<AtomicBool>,
}

impl Disk for Tight {
    fn create(&self, path: &Path) -> io::Result<Arc<dyn LogFile>> {
        Ok(Arc::new(TightFile { file: RealDisk.create(path)?, full: self.full.clone() }))
    }
}

impl LogFile for TightFile {
    fn append(&self, bytes: &[u8]) -> io::Result<()> {
        if self.full.load(Ordering::Relaxed) {
            // Part of it is written, as it would be.
            self.file.append(&bytes[..bytes.len() / 2])?;
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.file.append(bytes)
    }

    fn sync(&self) -> io::Result<()> {
        self.file.sync()
    }

    fn truncate(&self, length: u64) -> io::Result<()> {
        self.file.truncate(length)
    }
}

fn tighten(store: &Store, directory: &Path) -> Arc<AtomicBool> {
    let full = Arc::new(AtomicBool::new(false));
    let disk = Arc::new(Tight { full: full.clone() });
    let last = store.inner.log().last();
    let log = Log::new(&directory.join("log"), disk, &registry(), last, Vec::new(), 0).unwrap();
    *store.inner.log() = log;
    full
}

#[test]
fn a_full_disk_costs_the_oldest_and_then_says_so() {
    let directory = folder("full");
    let store = Store::open(&directory, registry(), Options { room_bytes: 1, ..options() }).unwrap();
    for number in 0..3 {
        store.append(&rows(number * 10..number * 10 + 10)).unwrap();
        store.seal().unwrap();
    }
    let full = tighten(&store, &directory);
    store.append(&rows(30..31)).unwrap();
    full.store(true, Ordering::Relaxed);
    let error = store.append(&rows(31..40)).unwrap_err();
    let StoreError::DiskFull { dropped_bytes, .. } = error else { panic!("{error}") };
    assert!(dropped_bytes > 0);
    let left = sizes(&store);
    assert!(left.len() < 31 && left.contains(&30) && !left.contains(&31), "{left:?}");
    assert!(!left.contains(&0), "the oldest went first");
    full.store(false, Ordering::Relaxed);
    store.append(&rows(31..40)).unwrap();
    assert!(sizes(&store).contains(&39));
    drop(store);
    let store = open(&directory);
    assert_eq!(store.statistics().unwrap().repairs, [""; 0], "nothing half written is left");
    assert!((30..40).all(|number| sizes(&store).contains(&number)));
}

/// A disk that does not sync.
struct Unsafe {
    broken: Arc<AtomicBool>,
}

struct UnsafeFile {
    file: Arc<dyn LogFile>,
    broken: Arc<AtomicBool>,
}

impl Disk for Unsafe {
    fn create(&self, path: &Path) -> io::Result<Arc<dyn LogFile>> {
        Ok(Arc::new(UnsafeFile { file: RealDisk.create(path)?, broken: self.broken.clone() }))
    }
}

impl LogFile for UnsafeFile {
    fn append(&self, bytes: &[u8]) -> io::Result<()> {
        self.file.append(bytes)
    }

    fn sync(&self) -> io::Result<()> {
        // As Linux does: what is lost is told once.
        match self.broken.swap(false, Ordering::Relaxed) {
            true => Err(io::Error::other("bad sector")),
            false => self.file.sync(),
        }
    }

    fn truncate(&self, length: u64) -> io::Result<()> {
        self.file.truncate(length)
    }
}

#[test]
fn what_could_not_be_synced_is_acknowledged_only_once_it_is_in_a_split() {
    let directory = folder("unsynced");
    let store = open(&directory);
    let broken = Arc::new(AtomicBool::new(true));
    let disk = Arc::new(Unsafe { broken });
    *store.inner.log() =
        Log::new(&directory.join("log"), disk, &registry(), Sequence(0), Vec::new(), 0).unwrap();
    assert!(store.append(&rows(0..5)).is_err());
    assert_eq!(store.durable(), Sequence(0));
    // The same again is no harm.
    assert_eq!(store.append(&rows(0..5)).unwrap(), Sequence(1));
    assert_eq!(store.durable(), Sequence(1));
    assert_eq!(store.statistics().unwrap().kinds[0].splits, 1, "it is in a split");
    assert_eq!(sizes(&store), [0, 1, 2, 3, 4]);
}

#[test]
fn threads_seal_sync_and_put_together_by_themselves() {
    let directory = folder("threads");
    let short = std::time::Duration::from_millis(20);
    let options = Options {
        seal_rows: 50,
        seal_after: short,
        sync_every: short,
        log_kept_bytes: 0,
        ..Options::default()
    };
    let store = Store::open(&directory, registry(), options).unwrap();
    let mut last = Sequence(0);
    for number in 0..40 {
        last = store.append_soon(&rows(number * 20..number * 20 + 20)).unwrap();
        assert_eq!(sizes(&store).len() as i64, number * 20 + 20, "found at once");
    }
    for _ in 0..500 {
        let statistics = store.statistics().unwrap();
        let of_kind = &statistics.kinds[0];
        if store.durable() == last && of_kind.records_in_memory == 0 && of_kind.splits < 15 {
            assert_eq!(statistics.log.files, 0, "the log is done with");
            assert_eq!(sizes(&store).len(), 800);
            return;
        }
        std::thread::sleep(short);
    }
    panic!("{:?}", store.statistics().unwrap());
}

/// Every record that is replayed after a batch, as its number of batch and its own.
fn replayed(store: &Store, after: u64) -> (Vec<(u64, i64)>, crate::Replayed) {
    let mut given = Vec::new();
    let told = store.replay(Sequence(after), &mut |sequence, row| {
        let text = format!("{:?}", row.get("size"));
        given.push((sequence.0, text.trim_start_matches("Count(").trim_end_matches(')').parse().unwrap()));
    });
    (given, told.unwrap())
}

#[test]
fn what_came_after_a_batch_is_given_in_the_order_in_which_it_came() {
    let directory = folder("replay");
    let store = open(&directory);
    // Later records first: the order is that of appending, not of time.
    for number in (0..5).rev() {
        store.append(&rows(number * 2..number * 2 + 2)).unwrap();
        if number == 2 {
            store.seal().unwrap();
        }
    }
    let wanted = [(1, 8), (1, 9), (2, 6), (2, 7), (3, 4), (3, 5), (4, 2), (4, 3), (5, 0), (5, 1)];
    assert_eq!(replayed(&store, 0).0, wanted);
    let (given, told) = replayed(&store, 2);
    assert_eq!(given, wanted[4..]);
    assert_eq!(told, crate::Replayed { records: 6, through: Sequence(5), missing: 0 });
    store.seal().unwrap();
    store.compact().unwrap();
    drop(store);
    let store = open(&directory);
    assert_eq!(replayed(&store, 0).0, wanted, "what is in splits is still there");
    assert_eq!(
        replayed(&store, 5),
        (Vec::new(), crate::Replayed { through: Sequence(5), ..Default::default() })
    );
    assert_eq!(store.append(&rows(20..21)).unwrap(), Sequence(6));
    assert_eq!(replayed(&store, 4).0, [(5, 0), (5, 1), (6, 20)]);
    let reader = Store::open_read_only(&directory, registry(), options()).unwrap();
    assert_eq!(replayed(&reader, 4).0, [(5, 0), (5, 1), (6, 20)]);
}

#[test]
fn what_was_released_goes_and_what_is_not_sealed_stays() {
    let directory = folder("release");
    let store = open(&directory);
    for number in 0..4 {
        store.append(&rows(number * 10..number * 10 + 10)).unwrap();
        if number < 3 {
            store.seal().unwrap();
        }
    }
    assert_eq!(store.statistics().unwrap().log.files, 4);
    store.release(Sequence(2));
    let log = store.statistics().unwrap().log;
    assert_eq!((log.files, log.first, log.last, log.given_up), (2, Some(Sequence(3)), Sequence(4), 0));
    let (given, told) = replayed(&store, 1);
    assert_eq!((given.len(), told.missing), (20, 1));
    store.release(Sequence(4));
    assert_eq!(store.statistics().unwrap().log.files, 1, "the last is in no split");
    drop(store);
    let store = open(&directory);
    assert_eq!(sizes(&store), (0..40).collect::<Vec<_>>());
    assert_eq!(replayed(&store, 3).0.len(), 10);
}

#[test]
fn a_log_that_nobody_releases_does_not_grow_without_end() {
    let directory = folder("log-kept");
    let store = Store::open(&directory, registry(), Options { log_kept_bytes: 3000, ..options() }).unwrap();
    store.release(Sequence(5));
    for number in 0..40 {
        store.append(&rows(number * 10..number * 10 + 10)).unwrap();
        store.seal().unwrap();
    }
    let log = store.statistics().unwrap().log;
    assert!(log.bytes <= 3000 && log.files > 1, "{log:?}");
    let first = log.first.unwrap().0;
    assert_eq!(log.given_up, first - 1 - 5, "what was released is not counted");
    let (given, told) = replayed(&store, 5);
    assert_eq!((told.missing, given.first().map(|given| given.0)), (log.given_up, Some(first)));
    assert_eq!(sizes(&store).len(), 400, "no record is lost");
}

#[test]
fn a_file_of_the_log_that_a_crash_left_empty_does_not_take_the_next_one_with_it() {
    let directory = folder("log-empty");
    let store = open(&directory);
    for number in 0..3 {
        store.append(&rows(number..number + 1)).unwrap();
    }
    drop(store);
    let empty = directory.join("log").join(format!("{:020}.log", 4));
    std::fs::write(&empty, b"thymus l").unwrap();
    let store = open(&directory);
    // What is sealed now are the first three batches; the fourth comes while they are.
    store.inner.write().freeze();
    store.append(&rows(3..4)).unwrap();
    store.inner.seal_frozen().unwrap();
    drop(store);
    assert_eq!(sizes(&open(&directory)), [0, 1, 2, 3]);
}

#[test]
fn a_full_disk_costs_the_log_that_is_sealed_before_any_record() {
    let directory = folder("full-log");
    let store = open(&directory);
    let full = tighten(&store, &directory);
    store.inner.log().release(Sequence(1));
    let kept = Log::new(
        &directory.join("log"),
        Arc::new(Tight { full: full.clone() }),
        &registry(),
        Sequence(0),
        Vec::new(),
        1 << 20,
    );
    *store.inner.log() = kept.unwrap();
    store.append(&rows(0..10)).unwrap();
    store.seal().unwrap();
    assert_eq!(store.statistics().unwrap().log.files, 1);
    full.store(true, Ordering::Relaxed);
    // This disk stays full, so that records go too in the end; but the log went first.
    assert!(store.append(&rows(10..20)).is_err());
    assert_eq!(store.statistics().unwrap().log.files, 0);
}
