//! Taking records in.

use super::chunk::Key;
use super::handle::Handle;
use super::page::guarded;
use super::{Durability, Inner};
use crate::api::Sequence;
use crate::log::Batch;
use crate::part::content;
use crate::{Result, StoreError};
use std::collections::HashSet;
use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard, PoisonError};
use thymus_record::Row;

/// The most records that one call may append.
pub const APPEND_ROWS_MAX: usize = 1 << 18;
/// The most bytes that they may have, uncompressed.
const APPEND_BYTES_MAX: usize = 512 << 20;
/// How much more than a split's worth memory may hold before appending waits for the disk.
const BACKLOG: u64 = 4;

impl Inner {
    /// Takes records in: into the log, not yet synced, and into memory.
    pub(super) fn take_in(&self, rows: &[Row]) -> Result<Sequence> {
        let limit = |what, found: usize, most: usize| match found > most {
            true => Err(StoreError::Limit { what, found: found as u64, most: most as u64 }),
            false => Ok(()),
        };
        limit("the number of records to append at once", rows.len(), APPEND_ROWS_MAX)?;
        let (mut batch, numbered) = self.encode(rows)?;
        limit("the size in bytes of the records to append at once", batch.size(), APPEND_BYTES_MAX)?;
        self.wait_for_room()?;

        let mut log = self.log();
        let fresh = self.fresh(rows, &numbered)?;
        let again = fresh.iter().filter(|fresh| !**fresh).count();
        if again > 0 {
            self.duplicates.fetch_add(again as u64, Ordering::Relaxed);
            batch.keep(|number| fresh.get(number).copied().unwrap_or(false));
        }
        if batch.len() == 0 {
            return Ok(log.last());
        }
        let packed = batch.pack(log.next()).map_err(crate::error::failed("compress", &self.directory))?;
        let sequence = self.write_to_log(&mut log, &packed)?;
        let full = self.remember(rows, &numbered, &fresh, sequence);
        drop(log);
        if full {
            self.seal_soon()?;
        }
        Ok(sequence)
    }

    /// The rows as they go into the log; and the place of the kind of each, and what tells it apart.
    fn encode(&self, rows: &[Row]) -> Result<(Batch, Vec<(usize, Key)>)> {
        let mut batch = Batch::default();
        let mut numbered = Vec::with_capacity(rows.len());
        let mut before: Option<(&'static str, usize)> = None;
        for row in rows {
            let name = row.kind();
            let kind = match before {
                Some((known, kind)) if std::ptr::eq(known, name) => kind,
                _ => self.kind(name)?,
            };
            before = Some((name, kind));
            let content = batch.add(kind, row, &self.registry);
            numbered.push((kind, (row.id().0, content)));
        }
        Ok((batch, numbered))
    }

    pub(super) fn kind(&self, name: &'static str) -> Result<usize> {
        let found = self.registry.kinds().binary_search_by_key(&name, |schema| schema.kind);
        found.map_err(|_| StoreError::UnknownKind { kind: name })
    }

    /// Which of the rows are not in the store yet.
    pub(super) fn fresh(&self, rows: &[Row], numbered: &[(usize, Key)]) -> Result<Vec<bool>> {
        let ids = || numbered.iter().map(|(_, (id, _))| *id);
        let (first, last) = (ids().min().unwrap_or(0), ids().max().unwrap_or(0));
        let state = self.read();
        let splits: Vec<Arc<Handle>> =
            state.splits.iter().filter(|handle| handle.overlaps(first, last)).cloned().collect();
        let mut seen: HashSet<Key, foldhash::fast::RandomState> = HashSet::default();
        let mut fresh = Vec::with_capacity(rows.len());
        for (_, key) in numbered {
            let in_memory =
                state.tail.keys.contains(key) || state.frozen.iter().any(|chunk| chunk.keys.contains(key));
            fresh.push(!in_memory && seen.insert(*key));
        }
        drop(state);
        for handle in splits {
            self.forget_known(&handle, rows, numbered, &mut fresh)?;
        }
        Ok(fresh)
    }

    /// Takes those rows out of the fresh ones that a split has.
    fn forget_known(
        &self,
        handle: &Handle,
        rows: &[Row],
        numbered: &[(usize, Key)],
        fresh: &mut [bool],
    ) -> Result<()> {
        for ((row, (_, (id, said))), fresh) in rows.iter().zip(numbered).zip(fresh) {
            if !*fresh || !handle.overlaps(*id, *id) || row.kind() != handle.entry.kind {
                continue;
            }
            let split = match handle.open(&self.registry, &self.open_splits) {
                Ok(Some(split)) => split,
                // What cannot be read cannot say that it has the record.
                Ok(None) | Err(StoreError::Damaged { .. }) => return Ok(()),
                Err(error) => return Err(error),
            };
            let known = guarded(handle, || {
                let ids = split.ids();
                let place = ids.first_below(id.saturating_add(1));
                place < ids.len()
                    && ids.get(place) == *id
                    && self.rows_of_id(&*split, row.id()).iter().any(|known| content(known) == *said)
            });
            *fresh = !known.unwrap_or(false);
        }
        Ok(())
    }

    /// Writes a batch. If there is no room for it, what the log keeps of records that are in splits goes first, then the oldest
    /// records.
    fn write_to_log(&self, log: &mut crate::log::Log, packed: &[u8]) -> Result<Sequence> {
        let written = match log.append(packed) {
            Err(StoreError::DiskFull { .. }) if log.give_up_sealed() => log.append(packed),
            other => other,
        };
        match written {
            Err(StoreError::DiskFull { path, .. }) => {
                let dropped = self.make_room(packed.len() as u64)?;
                match log.append(packed) {
                    Err(StoreError::DiskFull { .. }) => {
                        Err(StoreError::DiskFull { path, dropped_bytes: dropped.bytes })
                    }
                    other => other,
                }
            }
            other => other,
        }
    }

    /// Puts rows into memory, where searches find them. Says whether there are enough for splits.
    pub(super) fn remember(
        &self,
        rows: &[Row],
        numbered: &[(usize, Key)],
        fresh: &[bool],
        sequence: Sequence,
    ) -> bool {
        let mut state = self.write();
        for ((row, (kind, key)), _) in rows.iter().zip(numbered).zip(fresh).filter(|(_, fresh)| **fresh) {
            state.tail.add(*kind, row, *key, &self.registry);
        }
        state.tail.through = sequence;
        let full = state.rows_unsealed() >= u64::from(self.options.seal_rows)
            || state.tail.size() >= self.options.seal_bytes;
        if full {
            state.freeze();
        }
        full
    }

    /// Waits while memory holds much more than it should, because the disk does not keep up.
    fn wait_for_room(&self) -> Result<()> {
        let most = u64::from(self.options.seal_rows) * BACKLOG;
        while self.read().rows_in_memory() >= most {
            match self.options.background {
                true => self.signals.wait_for_seal(),
                false => self.seal()?,
            }
            if let Some(error) = self.signals.seal_error() {
                return Err(error);
            }
        }
        Ok(())
    }

    fn seal_soon(&self) -> Result<()> {
        match self.options.background {
            true => self.signals.ask_to_seal(),
            false => self.seal()?,
        }
        Ok(())
    }

    /// Returns when a batch, and all before it, survive a crash. Whoever comes first syncs for all who wait.
    pub(super) fn sync_through(&self, wanted: Sequence) -> Result<Sequence> {
        let mut durable = self.durable();
        loop {
            if durable.through >= wanted {
                return Ok(durable.through);
            }
            if durable.syncing {
                durable = self.became_durable.wait(durable).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            durable.syncing = true;
            drop(durable);
            let synced = self.sync_now();
            durable = self.durable();
            durable.syncing = false;
            self.became_durable.notify_all();
            let (written, result) = synced;
            match result {
                Err(error) => {
                    durable.doubt = durable.doubt.max(written);
                    return Err(error);
                }
                Ok(()) if durable.doubt == Sequence(0) => durable.through = durable.through.max(written),
                Ok(()) => {
                    drop(durable);
                    self.write().freeze();
                    self.seal()?;
                    durable = self.durable();
                }
            }
        }
    }

    /// Syncs the log; gives the last batch that is in it.
    fn sync_now(&self) -> (Sequence, Result<()>) {
        let (last, unsynced) = {
            let mut log = self.log();
            (log.last(), log.take_unsynced())
        };
        for (path, file) in unsynced {
            if let Err(error) = file.sync() {
                // What the system could not write it may have forgotten, and say nothing of it the next time: the file is
                // not to be gone on with, and what is in memory is safe only in splits.
                self.log().rotate();
                return (last, Err(crate::error::failed("sync", &path)(error)));
            }
        }
        (last, Ok(()))
    }

    pub(super) fn durable(&self) -> MutexGuard<'_, Durability> {
        self.durable.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn flush(&self) -> Result<Sequence> {
        if self.is_read_only() {
            return Ok(self.durable().through);
        }
        let last = self.log().last();
        self.sync_through(last)
    }
}
