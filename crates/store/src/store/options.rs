//! How a store behaves.

use crate::api::Retention;
use std::time::Duration;

/// How a store behaves. The defaults suit a sensor and an import alike.
#[derive(Clone, Debug)]
pub struct Options {
    /// How long and how much is kept.
    pub retention: Retention,
    /// How many records are gathered in memory before they become a split.
    pub seal_rows: u32,
    /// How many bytes they may take there; reached first by long texts.
    pub seal_bytes: usize,
    /// How long they stay there at most.
    pub seal_after: Duration,
    /// How soon what [`crate::EventStore::append_soon`] took survives a crash.
    pub sync_every: Duration,
    /// Whether threads seal, sync, and put splits together. Without them that happens in [`crate::Store::seal`] and
    /// [`crate::Store::compact`] only, and when memory is full, in whatever thread appends.
    pub background: bool,
    /// How many bytes of the log are kept at most after its records went into splits, for [`crate::EventStore::replay`]; what
    /// [`crate::EventStore::release`] names goes at once.
    pub log_kept_bytes: u64,
    /// How many bytes of the oldest records are dropped at least when the disk is full.
    pub room_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            retention: Retention::default(),
            seal_rows: 1 << 16,
            seal_bytes: 48 << 20,
            seal_after: Duration::from_secs(30),
            sync_every: Duration::from_millis(100),
            background: true,
            log_kept_bytes: 256 << 20,
            room_bytes: 64 << 20,
        }
    }
}
