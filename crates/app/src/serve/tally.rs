//! What was read and seen since the program was started.

use crate::capture::Counters;
use crate::clock;
use crate::registry::registry;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use thymus_record::{Schema, Timestamp};

/// What was read and seen since the program was started.
pub(super) struct Tally {
    pub(super) started: Timestamp,
    pub(super) sources: Vec<Arc<Source>>,
    kinds: Vec<Kind>,
}

/// What is read from.
pub(super) struct Source {
    pub(super) name: String,
    pub(super) kind: SourceKind,
    pub(super) counters: Arc<Counters>,
    problem: Mutex<Option<String>>,
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SourceKind {
    Interface,
    Directory,
}

struct Kind {
    schema: &'static Schema,
    records: AtomicU64,
    last_seen: AtomicI64,
}

/// What was seen of one kind of record.
pub(super) struct Seen {
    pub(super) schema: &'static Schema,
    pub(super) records: u64,
    pub(super) last_seen: Timestamp,
}

impl Source {
    pub(super) fn new(name: String, kind: SourceKind) -> Arc<Self> {
        Arc::new(Self { name, kind, counters: Arc::default(), problem: Mutex::default() })
    }

    /// Something is wrong with it: told once on standard error, and in its health until it is put right.
    pub(super) fn is_wrong(&self, what: String) {
        let mut problem = self.problem.lock().unwrap_or_else(PoisonError::into_inner);
        if problem.as_ref() != Some(&what) {
            eprintln!("thymus: {}: {what}", self.name);
        }
        *problem = Some(what);
    }

    /// Nothing is wrong with it any more.
    pub(super) fn is_right(&self) {
        *self.problem.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// What is wrong with it.
    pub(super) fn problem(&self) -> Option<String> {
        self.problem.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl SourceKind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Interface => "interface",
            Self::Directory => "directory",
        }
    }
}

impl Tally {
    pub(super) fn new(sources: Vec<Arc<Source>>) -> Self {
        let kinds = registry().kinds().iter().map(|schema| Kind {
            schema,
            records: AtomicU64::new(0),
            last_seen: AtomicI64::new(i64::MIN),
        });
        Self { started: clock::now(), sources, kinds: kinds.collect() }
    }

    /// A record was made.
    pub(super) fn saw(&self, kind: &str, ts: Timestamp) {
        // The registry's kinds are in the order of their names, and so are these.
        let Ok(place) = self.kinds.binary_search_by_key(&kind, |kind| kind.schema.kind) else { return };
        if let Some(kind) = self.kinds.get(place) {
            kind.records.fetch_add(1, Ordering::Relaxed);
            kind.last_seen.fetch_max(ts.0, Ordering::Relaxed);
        }
    }

    /// What was seen of each kind of which there were records.
    pub(super) fn seen(&self) -> Vec<Seen> {
        let seen = self.kinds.iter().map(|kind| Seen {
            schema: kind.schema,
            records: kind.records.load(Ordering::Relaxed),
            last_seen: Timestamp(kind.last_seen.load(Ordering::Relaxed)),
        });
        seen.filter(|seen| seen.records > 0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_counted_for_itself() {
        let tally = Tally::new(Vec::new());
        tally.saw("conn", Timestamp(5));
        tally.saw("conn", Timestamp(3));
        tally.saw("no such kind", Timestamp(9));
        let seen = tally.seen();
        assert_eq!(seen.len(), 1);
        assert_eq!((seen[0].schema.kind, seen[0].records, seen[0].last_seen), ("conn", 2, Timestamp(5)));
    }
}
