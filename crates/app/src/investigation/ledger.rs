//! Records on their way into the store, many at a time.

use crate::registry::registry;
use anyhow::{Context as _, Result};
use std::sync::Arc;
use thymus_detect::{BreachRecord, KIND};
use thymus_record::query::Filter;
use thymus_record::{Row, Timestamp, Value};
use thymus_store::{EventStore as _, Search, Sequence, Store, StoreError, TimeRange};

/// So many records are handed on at once while they come fast.
const ROWS_AT_ONCE: usize = 4096;

/// What to do when the disk is full although the oldest records were given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WhenFull {
    /// Say so and end: what is imported can be imported again.
    Fail,
    /// Say so and go on: what is not kept is still looked at.
    GoOn,
}

/// Keeps records in a store.
pub(crate) struct Ledger {
    store: Arc<Store>,
    when_full: WhenFull,
    waiting: Vec<Row>,
    last: Sequence,
    /// How many records were not kept since the disk was found full.
    lost: u64,
}

impl Ledger {
    pub(super) fn new(store: Arc<Store>, when_full: WhenFull) -> Self {
        Self {
            store,
            when_full,
            waiting: Vec::with_capacity(ROWS_AT_ONCE),
            last: Sequence::default(),
            lost: 0,
        }
    }

    /// Keeps a record: soon, or when [`Self::hand_on`] is called.
    pub(super) fn keep(&mut self, row: Row) -> Result<()> {
        self.waiting.push(row);
        if self.waiting.len() >= ROWS_AT_ONCE { self.hand_on() } else { Ok(()) }
    }

    /// Whether this breach was raised before: on the same records, by whoever knew less or more of whose they are.
    pub(super) fn has_breach(&mut self, breach: &BreachRecord) -> Result<bool> {
        let same = |row: &Row| row.kind() == KIND && row.get("breach_id") == Value::Id(breach.breach_id);
        if self.waiting.iter().any(same) {
            return Ok(true);
        }
        let query = format!("kind:{KIND} AND breach_id:={}", breach.breach_id);
        let filter = Filter::parse(&query, registry()).context("a breach cannot be looked for")?;
        let range = TimeRange { from: breach.ts, to: Timestamp(breach.ts.0.saturating_add(1)) };
        let found = self.store.search(&Search { range, limit: 1, ..Search::new(&filter) });
        Ok(!found.context("a breach cannot be looked for")?.rows.is_empty())
    }

    /// Hands on what waits; searches find it from then on, and in a fraction of a second it survives a crash.
    pub(super) fn hand_on(&mut self) -> Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        match self.store.append_soon(&self.waiting) {
            Ok(sequence) => {
                self.last = sequence;
                self.there_is_room();
            }
            Err(error @ StoreError::DiskFull { .. }) if self.when_full == WhenFull::GoOn => {
                self.is_full(&error)
            }
            Err(error) => return Err(error).context("the records cannot be kept"),
        }
        self.waiting.clear();
        Ok(())
    }

    /// Returns when everything survives a crash, and says how far that is.
    pub(super) fn flush(&mut self) -> Result<Sequence> {
        self.hand_on()?;
        match self.store.flush() {
            Err(error @ StoreError::DiskFull { .. }) if self.when_full == WhenFull::GoOn => {
                self.is_full(&error);
                Ok(self.last)
            }
            other => other.context("the records cannot be kept"),
        }
    }

    /// Says that what is known goes as far as this batch, so that it need not be read again.
    pub(super) fn release(&self, through: Sequence) {
        self.store.release(through);
    }

    fn is_full(&mut self, error: &StoreError) {
        if self.lost == 0 {
            eprintln!("thymus: {error}; records are looked at but not kept until there is room");
        }
        self.lost += self.waiting.len() as u64;
    }

    fn there_is_room(&mut self) {
        if self.lost > 0 {
            eprintln!("thymus: there is room on the disk again; {} records were not kept", self.lost);
            self.lost = 0;
        }
    }
}
