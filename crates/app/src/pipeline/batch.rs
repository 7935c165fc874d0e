//! Packets and records on their way between threads, many at a time.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use thymus_capture::Packet;
use thymus_record::{Record, Row, Schema, Sink};
use thymus_wire::{LinkType, Timestamp};

/// A batch of packets is handed on when it has this many bytes.
const PACKET_BYTES: usize = 1 << 20;

/// Or this many packets.
const PACKETS: usize = 4096;

/// Packets, copied once and read by every worker.
#[derive(Default)]
pub(super) struct PacketBatch {
    bytes: Vec<u8>,
    packets: Vec<Held>,
}

/// One packet of a batch, without its bytes.
#[derive(Clone, Copy)]
pub(super) struct Held {
    pub(super) timestamp: Timestamp,
    pub(super) ordinal: u64,
    pub(super) link: LinkType,
    pub(super) wire_length: u32,
    pub(super) vlan: Option<u16>,
    pub(super) worker: u32,
    /// The other workers learn from it too.
    pub(super) for_all: bool,
    start: u32,
    length: u32,
}

impl PacketBatch {
    /// Adds a packet that this worker analyses and, if `for_all`, the others learn from.
    pub(super) fn push(&mut self, packet: &Packet<'_>, worker: usize, for_all: bool) {
        let start = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        self.bytes.extend_from_slice(packet.bytes);
        self.packets.push(Held {
            timestamp: packet.timestamp,
            ordinal: packet.ordinal,
            link: packet.link,
            wire_length: packet.wire_length,
            vlan: packet.vlan,
            worker: u32::try_from(worker).unwrap_or(0),
            for_all,
            start,
            length: u32::try_from(packet.bytes.len()).unwrap_or(0),
        });
    }

    /// The batch without its packets, its memory ready for the next ones.
    pub(super) fn emptied(mut self) -> Self {
        self.bytes.clear();
        self.packets.clear();
        self
    }

    pub(super) fn is_full(&self) -> bool {
        self.bytes.len() >= PACKET_BYTES || self.packets.len() >= PACKETS
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Held, &[u8])> {
        self.packets.iter().map(|held| {
            let end = held.start as usize + held.length as usize;
            (*held, self.bytes.get(held.start as usize..end).unwrap_or_default())
        })
    }
}

/// Records as JSON lines, in the order in which they came, each with the packet that caused it; and as rows where
/// somebody follows them.
#[derive(Default)]
pub(super) struct RecordBatch {
    pub(super) lines: Vec<u8>,
    pub(super) entries: Vec<Entry>,
    /// Empty, or as many as there are entries.
    pub(super) rows: Vec<Row>,
}

/// One line of a batch.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) ordinal: u64,
    pub(super) kind: u16,
    pub(super) end: u32,
}

impl RecordBatch {
    /// The batch without its records, its memory ready for the next ones.
    pub(super) fn emptied(mut self) -> Self {
        self.lines.clear();
        self.entries.clear();
        self.rows.clear();
        self
    }

    /// The lines with their entries.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Entry, &[u8])> {
        let mut start = 0;
        self.entries.iter().map(move |entry| {
            let line = self.lines.get(start..entry.end as usize).unwrap_or_default();
            start = entry.end as usize;
            (*entry, line)
        })
    }
}

/// Where an engine's records wait for the batch to be handed on.
#[derive(Clone, Default)]
pub(super) struct Tray {
    batch: Arc<Mutex<RecordBatch>>,
    ordinal: Arc<AtomicU64>,
}

impl Tray {
    /// The records that come now are caused by this packet.
    pub(super) fn caused_by(&self, ordinal: u64) {
        self.ordinal.store(ordinal, Ordering::Relaxed);
    }

    /// Takes what waits, giving an empty batch to fill next.
    pub(super) fn take(&self, empty: RecordBatch) -> RecordBatch {
        std::mem::replace(&mut *self.batch.lock().unwrap_or_else(PoisonError::into_inner), empty)
    }

    /// The engine's end of the tray.
    pub(super) fn sink(&self, wanted: Wanted) -> TraySink {
        TraySink { tray: self.clone(), wanted }
    }
}

/// The engine's end of a tray.
pub(super) struct TraySink {
    tray: Tray,
    wanted: Wanted,
}

/// What is wanted of the records that an engine makes.
#[derive(Clone)]
pub(crate) struct Wanted {
    pub(super) kinds: Kinds,
    /// Each as a line of JSON.
    pub(super) lines: bool,
    /// Each as a row.
    pub(super) rows: bool,
}

impl Sink for TraySink {
    fn accept(&mut self, record: &dyn Record) {
        let kind = self.wanted.kinds.number(record.schema());
        let mut batch = self.tray.batch.lock().unwrap_or_else(PoisonError::into_inner);
        if self.wanted.lines {
            record.write_json(&mut batch.lines);
            batch.lines.push(b'\n');
        }
        if self.wanted.rows {
            batch.rows.push(Row::of(record));
        }
        let end = u32::try_from(batch.lines.len()).unwrap_or(u32::MAX);
        batch.entries.push(Entry { ordinal: self.tray.ordinal.load(Ordering::Relaxed), kind, end });
    }
}

/// The kinds of record by number.
#[derive(Clone)]
pub(super) struct Kinds {
    numbers: HashMap<usize, u16>,
    names: Vec<&'static str>,
}

impl Kinds {
    pub(super) fn all() -> Self {
        let registry = crate::registry::registry();
        let schemas = registry.kinds();
        let address = |schema: &'static Schema| std::ptr::from_ref(schema).addr();
        let numbers =
            schemas.iter().enumerate().map(|(n, schema)| (address(schema), u16::try_from(n).unwrap_or(0)));
        Self { numbers: numbers.collect(), names: schemas.iter().map(|schema| schema.kind).collect() }
    }

    pub(super) fn names(&self) -> &[&'static str] {
        &self.names
    }

    pub(super) fn number(&self, schema: &'static Schema) -> u16 {
        let number = self.numbers.get(&std::ptr::from_ref(schema).addr());
        debug_assert!(number.is_some(), "{} is not in the registry", schema.kind);
        number.copied().unwrap_or(0)
    }
}
