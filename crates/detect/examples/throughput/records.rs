//! The records of a capture.

use std::error::Error;
use std::path::Path;
use std::sync::{Arc, Mutex};
use thymus_capture::{Item, Source};
use thymus_proto::{Engine, Settings};
use thymus_record::{Record, Row};

/// At most this many: they are all held in memory.
const RECORDS_MAX: usize = 1_000_000;

pub(super) fn of(capture: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
    let rows = Arc::new(Mutex::new(Vec::new()));
    let sink = {
        let rows = Arc::clone(&rows);
        move |record: &dyn Record| {
            if let Ok(mut rows) = rows.lock()
                && rows.len() < RECORDS_MAX
            {
                rows.push(Row::of(record));
            }
        }
    };
    let settings = Settings { hash_files: false, ..Settings::default() };
    let mut engine = Engine::new(settings, Box::new(sink));
    let mut source = Source::open(&[capture.to_path_buf()])?;
    while let Some(item) = source.next()? {
        let Item::Packet(packet) = item else { continue };
        engine.packet(
            packet.timestamp,
            packet.ordinal,
            packet.link,
            packet.bytes,
            packet.wire_length,
            packet.vlan,
        );
    }
    engine.finish();
    drop(engine);
    let rows = rows.lock().map(|mut rows| std::mem::take(&mut *rows));
    Ok(rows.unwrap_or_default())
}
