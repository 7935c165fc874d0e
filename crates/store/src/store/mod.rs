//! The store in a directory of this machine.

mod append;
mod background;
mod chunk;
mod compact;
mod figures;
mod handle;
mod inspect;
mod open;
mod options;
mod page;
mod reading;
#[cfg(test)]
mod reading_tests;
mod replay;
mod retain;
mod seal;
#[cfg(test)]
mod tests;

pub use append::APPEND_ROWS_MAX;
pub use options::Options;

use crate::api::{Aggregation, Dropped, Page, Replayed, Search, Sequence, Statistics, Table, Verification};
use crate::catalogue::Catalogue;
use crate::log::Log;
use crate::part::{Part, content, row_of};
use crate::{EventStore, Result, StoreError};
use background::{Signals, Threads};
use chunk::Chunk;
use handle::{Handle, OpenSplits};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use thymus_record::{RecordId, Registry, Row, Timestamp};

/// How many chunks searches may make of what is in memory before it is sealed: a search takes what was appended so that appending
/// goes on beside it.
const CHUNKS_MAX: usize = 64;

/// The event store in a directory of this machine.
///
/// # What is kept once
/// A record that is given again, with the same id and the same values, is kept once, whenever it is given: in one batch, after a
/// crash, or when a capture is imported a second time. The facts that came with it first stay. Records of the same id that say
/// different things (an id has 22 bits of hash for all that happens in a millisecond) are different records.
pub struct Store {
    inner: Arc<Inner>,
    threads: Threads,
}

/// What the threads of a store share.
pub(crate) struct Inner {
    directory: PathBuf,
    registry: Registry,
    options: Options,
    log: Mutex<Log>,
    state: RwLock<State>,
    catalogue: Mutex<Catalogue>,
    /// Held by whoever seals; and whoever compacts holds the other.
    sealing: Mutex<()>,
    compacting: Mutex<()>,
    open_splits: OpenSplits,
    next_split: AtomicU64,
    durable: Mutex<Durability>,
    became_durable: Condvar,
    signals: Signals,
    duplicates: AtomicU64,
    repairs: Vec<String>,
    /// Nobody else may write to the directory while this is locked; `None` if the store is only read.
    lock: Option<File>,
}

/// What is found now.
#[derive(Default)]
pub(crate) struct State {
    /// What is appended to.
    tail: Chunk,
    /// What is not appended to any more, oldest first.
    frozen: Vec<Arc<Chunk>>,
    /// What is on the disk.
    splits: Arc<Vec<Arc<Handle>>>,
    /// How many records of the oldest chunks are being sealed.
    sealing: u64,
    /// Splits that are being put together, and must not go away meanwhile.
    busy: Vec<u64>,
}

/// What survives a crash.
#[derive(Default)]
struct Durability {
    through: Sequence,
    /// Whether a thread is making more of it so.
    syncing: bool,
    /// Set after a sync that failed: batches up to this one are safe only once they are in splits.
    doubt: Sequence,
}

impl Store {
    /// Opens the store of a directory, or begins one. What a crash left is put right; [`crate::Statistics::repairs`] says what.
    ///
    /// # Errors
    /// If another process has it open, if a later version of this program wrote it, or if the disk fails.
    pub fn open(directory: &Path, registry: Registry, options: Options) -> Result<Self> {
        let inner = Arc::new(open::open(directory, registry, options)?);
        let threads = Threads::start(&inner)?;
        Ok(Self { inner, threads })
    }

    /// Opens the store of a directory to be read only, also while another process writes to it. It shows the store as it was at one
    /// moment of opening it, whatever happens to it afterwards; nothing in the directory is changed, and nobody is held up.
    ///
    /// What would change the store fails with [`StoreError::ReadOnly`]. What was appended later is found by opening it again,
    /// which reads some tens of thousands of records from the log at most.
    ///
    /// # Errors
    /// If there is no store there, if a later version of this program wrote it, or if the disk fails.
    pub fn open_read_only(directory: &Path, registry: Registry, options: Options) -> Result<Self> {
        let inner = Arc::new(reading::open(directory, &registry, &options)?);
        Ok(Self { inner, threads: Threads::default() })
    }

    /// Whether it was opened to be read only.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.inner.is_read_only()
    }

    /// The kinds and facts that it was opened with.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.inner.registry
    }

    /// Puts what is in memory into splits now.
    ///
    /// # Errors
    /// If the disk refuses it.
    pub fn seal(&self) -> Result<()> {
        self.inner.may_change()?;
        self.inner.seal()
    }
}

impl Store {
    /// Puts splits together until the rules say that all is well, in this thread. With threads in the background this happens
    /// by itself.
    ///
    /// # Errors
    /// If the disk refuses it, or a split is damaged; that one is passed over from then on.
    pub fn compact(&self) -> Result<()> {
        self.inner.may_change()?;
        while self.inner.compact_once()? {}
        Ok(())
    }
}

impl EventStore for Store {
    fn append(&self, rows: &[Row]) -> Result<Sequence> {
        self.inner.may_change()?;
        let sequence = self.inner.take_in(rows)?;
        self.inner.sync_through(sequence)?;
        Ok(sequence)
    }

    fn append_soon(&self, rows: &[Row]) -> Result<Sequence> {
        self.inner.may_change()?;
        self.inner.take_in(rows)
    }

    fn durable(&self) -> Sequence {
        self.inner.durable().through
    }

    fn flush(&self) -> Result<Sequence> {
        self.inner.flush()
    }

    fn search(&self, search: &Search<'_>) -> Result<Page> {
        self.inner.page(search)
    }

    fn aggregate(&self, search: &Search<'_>, aggregation: &Aggregation) -> Result<Table> {
        self.inner.aggregate(search, aggregation)
    }

    fn get(&self, id: RecordId) -> Result<Option<Row>> {
        self.inner.get(id)
    }

    fn replay(&self, after: Sequence, take: &mut dyn FnMut(Sequence, Row)) -> Result<Replayed> {
        self.inner.replay(after, take)
    }

    fn release(&self, through: Sequence) {
        if !self.inner.is_read_only() {
            self.inner.log().release(through);
        }
    }

    fn expire(&self, now: Timestamp) -> Result<Dropped> {
        self.inner.may_change()?;
        self.inner.expire(now)
    }

    fn statistics(&self) -> Result<Statistics> {
        Ok(self.inner.statistics())
    }

    fn verify(&self) -> Result<Verification> {
        self.inner.verify()
    }
}

impl Drop for Store {
    /// Ends the threads. What was acknowledged is on the disk; what was not has its chance here.
    fn drop(&mut self) {
        self.threads.stop(&self.inner.signals);
        let _ = self.inner.flush();
    }
}

impl Inner {
    pub(crate) fn is_read_only(&self) -> bool {
        self.lock.is_none()
    }

    fn may_change(&self) -> Result<()> {
        match self.is_read_only() {
            true => Err(StoreError::ReadOnly { path: self.directory.clone() }),
            false => Ok(()),
        }
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn splits_folder(&self) -> PathBuf {
        self.directory.join(open::SPLITS)
    }

    /// Calls with everything in memory and on the disk, as it is at one moment.
    fn with_all<R>(&self, take: impl FnOnce(&[&dyn Part], &[Arc<Handle>]) -> R) -> R {
        self.set_apart();
        let state = self.read();
        let frozen = state.frozen.clone();
        let splits = state.splits.clone();
        if !self.is_read_only() {
            self.open_splits.trim(&splits);
        }
        if state.tail.is_empty() {
            // The usual case: nothing is held up while the search goes on.
            drop(state);
            let parts: Vec<&dyn Part> = frozen.iter().flat_map(|chunk| chunk.parts()).collect();
            return take(&parts, &splits);
        }
        let parts: Vec<&dyn Part> =
            frozen.iter().flat_map(|chunk| chunk.parts()).chain(state.tail.parts()).collect();
        take(&parts, &splits)
    }

    /// Sets apart what is appended to, so that it can be searched without holding anybody up.
    fn set_apart(&self) {
        let mut state = self.write();
        if !state.tail.is_empty() && state.frozen.len() < CHUNKS_MAX {
            state.freeze();
        }
    }

    fn get(&self, id: RecordId) -> Result<Option<Row>> {
        self.with_all(|parts, splits| {
            let mut found: Vec<Row> = Vec::new();
            for part in parts {
                let rows = (0..part.rows()).filter(|row| part.id(*row) == id.0);
                found.extend(rows.map(|row| row_of(*part, &self.registry, row)));
            }
            for handle in splits.iter().filter(|handle| handle.overlaps(id.0, id.0)) {
                let Some(split) = handle.open(&self.registry, &self.open_splits)? else { continue };
                found.extend(page::guarded(handle, || self.rows_of_id(&*split, id)).unwrap_or_default());
            }
            found.sort_by_cached_key(|row| std::cmp::Reverse(content(row)));
            Ok(found.into_iter().next())
        })
    }

    /// The rows of a sorted part that have this id.
    fn rows_of_id(&self, part: &dyn Part, id: RecordId) -> Vec<Row> {
        let (mut low, mut high) = (0, part.rows());
        while low < high {
            let middle = low + (high - low) / 2;
            if part.id(middle) <= id.0 { high = middle } else { low = middle + 1 }
        }
        let rows = (low..part.rows()).take_while(|row| part.id(*row) == id.0);
        rows.map(|row| row_of(part, &self.registry, row)).collect()
    }
}

impl State {
    /// Sets apart what is appended to.
    fn freeze(&mut self) {
        if !self.tail.is_empty() {
            let tail = std::mem::take(&mut self.tail);
            self.frozen.push(Arc::new(tail));
        }
    }

    /// How many records are in memory that nobody is sealing.
    fn rows_unsealed(&self) -> u64 {
        self.rows_in_memory().saturating_sub(self.sealing)
    }

    /// How many records are in memory.
    fn rows_in_memory(&self) -> u64 {
        let frozen = self.frozen.iter().map(|chunk| u64::from(chunk.rows)).sum::<u64>();
        frozen + u64::from(self.tail.rows)
    }
}
