//! What tests of this crate share.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use thymus_record::{OwnedValue, Record, Registry, Row, Timestamp};

/// A new empty folder.
pub(crate) fn folder(name: &str) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("thymus-store-{name}-{}-{number}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("a temporary folder can be made");
    path
}

/// Something that happened.
#[derive(Record)]
#[record(kind = "event", protocol = "TEST")]
pub(crate) struct Event {
    /// When.
    pub ts: Timestamp,
    /// What.
    pub name: String,
    /// How much.
    pub size: u64,
}

/// The kinds of these tests.
pub(crate) fn registry() -> Registry {
    use thymus_record::Declared as _;
    Registry::new([Event::declaration()], [])
}

/// A row of its own for each number, a second after the one before.
pub(crate) fn row(number: i64) -> Row {
    let ts = Timestamp::from_parts(1_700_000_000 + number, 0);
    Row::of(&Event { ts, name: format!("Name{number}.job"), size: number as u64 })
}

/// A value that no column of these kinds can say.
pub(crate) fn odd_row(number: i64) -> Row {
    let ts = Timestamp::from_parts(1_700_000_000 + number, 0);
    let fields = [("ts", OwnedValue::Time(ts)), ("name", OwnedValue::Count(7))];
    Row::named(registry().kinds()[0], fields)
}
