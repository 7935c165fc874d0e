//! Splits that belong to the store, opened when they are needed.

use crate::Result;
use crate::catalogue::SplitEntry;
use crate::split::Split;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use thymus_record::Registry;

/// How many splits are kept open. An open one costs some kilobytes and a mapping; opening one, some ten microseconds.
const OPEN_MAX: u64 = 2048;

/// A split that belongs to the store.
pub(crate) struct Handle {
    /// What the catalogue says of it.
    pub entry: SplitEntry,
    /// Its file.
    pub path: PathBuf,
    open: Mutex<Option<Arc<Split>>>,
    used: AtomicU64,
    damaged: AtomicBool,
    /// It does not belong to the store any more, and its file may be gone.
    retired: AtomicBool,
}

/// Counts what is open.
#[derive(Default)]
pub(crate) struct OpenSplits {
    count: AtomicU64,
    clock: AtomicU64,
}

impl Handle {
    pub(crate) fn new(entry: SplitEntry, path: PathBuf) -> Self {
        Self {
            entry,
            path,
            open: Mutex::default(),
            used: AtomicU64::new(0),
            damaged: AtomicBool::new(false),
            retired: AtomicBool::new(false),
        }
    }

    /// The split, open; `None` if the program does not know its kind, or if it was retired without being readable.
    pub(crate) fn open(&self, registry: &Registry, opened: &OpenSplits) -> Result<Option<Arc<Split>>> {
        self.used.store(opened.clock.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(split) = &*open {
            return Ok(Some(split.clone()));
        }
        let split = match Split::open(&self.path, registry) {
            Err(_) if self.retired.load(Ordering::Relaxed) => None,
            split => split?.map(Arc::new),
        };
        if split.is_some() {
            opened.count.fetch_add(1, Ordering::Relaxed);
        }
        (*open).clone_from(&split);
        Ok(split)
    }

    /// Whether it is open, and is slower to search than it could be.
    pub(crate) fn is_outdated(&self) -> bool {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.as_ref().is_some_and(|split| split.is_outdated())
    }

    /// Lets go of it; searches that go on keep it.
    pub(crate) fn close(&self, opened: &OpenSplits) {
        if self.open.lock().unwrap_or_else(PoisonError::into_inner).take().is_some() {
            opened.count.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// To be called before its file goes: searches that began before keep it open, and find what was there when they began.
    pub(crate) fn retire(&self, registry: &Registry, opened: &OpenSplits) {
        // One that cannot be opened is passed over by them as well.
        let kept = self.open(registry, opened);
        self.retired.store(true, Ordering::Relaxed);
        if matches!(kept, Ok(Some(_))) {
            opened.count.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// Whether ids of this range may be in it.
    pub(crate) fn overlaps(&self, first: u64, last: u64) -> bool {
        self.entry.first_id <= last && first <= self.entry.last_id
    }

    pub(crate) fn mark_damaged(&self) {
        self.damaged.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_damaged(&self) -> bool {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        self.damaged.load(Ordering::Relaxed) || open.as_ref().is_some_and(|split| split.is_damaged())
    }
}

impl OpenSplits {
    /// Closes those that were not used for longest if too many are open.
    pub(crate) fn trim(&self, handles: &[Arc<Handle>]) {
        if self.count.load(Ordering::Relaxed) <= OPEN_MAX {
            return;
        }
        let mut by_use: Vec<_> = handles.iter().collect();
        by_use.sort_by_key(|handle| handle.used.load(Ordering::Relaxed));
        by_use.iter().take(handles.len() / 4).for_each(|handle| handle.close(self));
    }
}
