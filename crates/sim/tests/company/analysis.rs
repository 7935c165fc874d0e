//! Packets to records, as the program has them, and captures for other programs.

use serde_json::Value;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use thymus_proto::{Engine, Settings};
use thymus_record::Record;
use thymus_sim::Company;
use thymus_wire::{Interval, LinkType, Timestamp};

/// A record as JSON, with its kind in `kind`.
pub(crate) type Row = Value;

/// What the engine finds in a window.
pub(crate) fn records(company: &Company, window: Range<Timestamp>) -> Vec<Row> {
    let rows = Arc::new(Mutex::new(Vec::new()));
    let sink = {
        let rows = Arc::clone(&rows);
        move |record: &dyn Record| {
            let mut json = Vec::new();
            record.write_json(&mut json);
            let mut row: Value = serde_json::from_slice(&json).expect("records are JSON");
            row["kind"] = record.schema().kind.into();
            rows.lock().expect("no test panics while it notes a record").push(row);
        }
    };
    let mut engine = Engine::new(Settings::default(), Box::new(sink));
    let mut packets = company.packets(window);
    let mut ordinal = 0;
    while let Some((time, frame)) = packets.next() {
        engine.packet(time, ordinal, LinkType::ETHERNET, frame, frame.len() as u32, None);
        ordinal += 1;
    }
    assert_eq!(packets.overruns(), 0, "an activity takes longer than it may");
    engine.finish();
    drop(engine);
    std::mem::take(&mut *rows.lock().expect("nobody panicked"))
}

/// The records of this kind.
pub(crate) fn of_kind<'a>(rows: &'a [Row], kind: &str) -> Vec<&'a Row> {
    rows.iter().filter(|row| row["kind"] == kind).collect()
}

/// The text of a field as JSON shows it; lists as JSON.
pub(crate) fn text(row: &Row, field: &str) -> String {
    match &row[field] {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// From so many seconds before a moment to so many after it.
pub(crate) fn around(time: Timestamp, before: i64, after: i64) -> Range<Timestamp> {
    time - Interval::from_seconds(before)..time + Interval::from_seconds(after)
}

/// A folder of one test.
pub(crate) fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::remove_dir_all(&path).ok();
    fs::create_dir_all(&path).expect("the folder can be made");
    path
}

/// Writes a window as a capture with times in nanoseconds.
pub(crate) fn capture(company: &Company, window: Range<Timestamp>, path: &Path) {
    let mut bytes = Vec::new();
    bytes.extend_from_slice(&0xa1b2_3c4d_u32.to_le_bytes());
    bytes.extend_from_slice(&[2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend_from_slice(&262_144_u32.to_le_bytes());
    bytes.extend_from_slice(&1_u32.to_le_bytes());
    let mut packets = company.packets(window);
    while let Some((time, frame)) = packets.next() {
        let length = frame.len() as u32;
        for number in [time.seconds() as u32, time.subsecond_nanos() as u32, length, length] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.extend_from_slice(frame);
    }
    fs::write(path, bytes).expect("the capture can be written");
}
