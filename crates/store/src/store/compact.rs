//! Putting splits together while the store is used.

use super::Inner;
use super::handle::Handle;
use super::seal::Origin;
use crate::api::Dropped;
use crate::catalogue::{Change, SplitEntry};
use crate::compact::{NANOSECONDS_PER_DAY, cuts, day, next_job};
use crate::part::Part;
use crate::split::Split;
use crate::{Result, StoreError};
use std::sync::{Arc, PoisonError};
use thymus_record::{RecordId, Timestamp};

/// Splits that live for days are packed well.
const LEVEL_OF_OLD: i32 = 6;

impl Inner {
    /// Puts splits together once, if the rules say so. Says whether it did.
    pub(super) fn compact_once(&self) -> Result<bool> {
        let _one_at_a_time = self.compacting.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(handles) = self.next_job() else { return Ok(false) };
        let result = self.merge(&handles, |_| true);
        self.write().busy.clear();
        result?;
        Ok(true)
    }

    /// The splits that are to become one. They are busy then.
    fn next_job(&self) -> Option<Vec<Arc<Handle>>> {
        let mut state = self.write();
        let usable: Vec<&Arc<Handle>> = state
            .splits
            .iter()
            .filter(|handle| !handle.is_damaged() && self.registry.kind(&handle.entry.kind).is_some())
            .collect();
        let entries: Vec<&SplitEntry> = usable.iter().map(|handle| &handle.entry).collect();
        let latest = entries.iter().map(|entry| entry.to).max()?;
        let outdated =
            || usable.iter().find(|handle| handle.is_outdated()).map(|handle| vec![handle.entry.number]);
        let job = next_job(&entries, latest).or_else(outdated)?;
        let handles =
            usable.into_iter().filter(|handle| job.contains(&handle.entry.number)).cloned().collect();
        state.busy = job;
        Some(handles)
    }

    /// Puts the rows of splits whose ids are wanted into new ones instead. All are of one kind. Says what went.
    pub(super) fn merge(
        &self,
        handles: &[Arc<Handle>],
        wanted: impl Fn(u64) -> bool + Copy,
    ) -> Result<Dropped> {
        let mut splits: Vec<Arc<Split>> = Vec::with_capacity(handles.len());
        for handle in handles {
            match handle.open(&self.registry, &self.open_splits) {
                Ok(Some(split)) => splits.push(split),
                Ok(None) => return Ok(Dropped::default()),
                Err(error @ StoreError::Damaged { .. }) => {
                    handle.mark_damaged();
                    return Err(error);
                }
                Err(error) => return Err(error),
            }
        }
        let parts: Vec<&dyn Part> = splits.iter().map(|split| &**split as &dyn Part).collect();
        let replaced: Vec<u64> = handles.iter().map(|handle| handle.entry.number).collect();
        let made = self.write_pieces(&parts, &replaced, wanted);
        let Ok(made) = made else {
            // Damage that was not seen before panics inside the columns.
            handles
                .iter()
                .zip(&splits)
                .filter(|(_, split)| split.is_damaged())
                .for_each(|(handle, _)| handle.mark_damaged());
            return made.map(|_| Dropped::default());
        };
        let sum = |of: fn(&SplitEntry) -> u64| {
            let before: u64 = handles.iter().map(|handle| of(&handle.entry)).sum();
            before.saturating_sub(made.iter().map(|handle| of(&handle.entry)).sum())
        };
        let dropped = Dropped { records: sum(|entry| entry.rows), bytes: sum(|entry| entry.bytes), files: 0 };
        self.replace(handles, made)?;
        Ok(dropped)
    }

    fn write_pieces(
        &self,
        parts: &[&dyn Part],
        replaced: &[u64],
        wanted: impl Fn(u64) -> bool + Copy,
    ) -> Result<Vec<Handle>> {
        let pieces = pieces(parts, wanted);
        let mut made = Vec::with_capacity(pieces.len());
        for (from, to) in &pieces {
            let inside = |id: u64| *from <= id && id < *to && wanted(id);
            let origin = || Origin { replaces: replaced.to_vec(), pieces: pieces.len() as u32 };
            let write = || self.write_split(parts, origin(), inside, LEVEL_OF_OLD);
            let written =
                std::panic::catch_unwind(std::panic::AssertUnwindSafe(write)).unwrap_or_else(|_| {
                    let path = self.splits_folder();
                    Err(crate::error::damaged(
                        &path,
                        format!("one of the splits {replaced:?} cannot be read"),
                    ))
                });
            match written {
                Ok(handle) => made.extend(handle),
                Err(error) => {
                    made.iter().for_each(|handle: &Handle| drop(std::fs::remove_file(&handle.path)));
                    return Err(error);
                }
            }
        }
        Ok(made)
    }

    /// Lets searches find new splits instead of old ones, and deletes those. A crash before the catalogue is changed leaves the old
    /// ones.
    fn replace(&self, old: &[Arc<Handle>], made: Vec<Handle>) -> Result<()> {
        let added: Vec<SplitEntry> = made.iter().map(|handle| handle.entry.clone()).collect();
        let removed: Vec<u64> = old.iter().map(|handle| handle.entry.number).collect();
        if let Err(error) =
            self.change_catalogue(&Change { add: &added, remove: &removed, ..Change::default() })
        {
            made.iter().for_each(|handle| drop(std::fs::remove_file(&handle.path)));
            return Err(error);
        }
        self.exchange(&removed, made);
        self.delete(old);
        Ok(())
    }

    /// Gives splits up. The files go first: on a full disk that is what makes room for the catalogue. A crash in between is told
    /// as files that are gone.
    pub(super) fn give_up(&self, old: &[Arc<Handle>]) -> Result<()> {
        let removed: Vec<u64> = old.iter().map(|handle| handle.entry.number).collect();
        self.exchange(&removed, Vec::new());
        self.delete(old);
        self.change_catalogue(&Change { remove: &removed, ..Change::default() })
    }

    fn exchange(&self, removed: &[u64], made: Vec<Handle>) {
        let mut state = self.write();
        let kept = state.splits.iter().filter(|handle| !removed.contains(&handle.entry.number)).cloned();
        state.splits = Arc::new(kept.chain(made.into_iter().map(Arc::new)).collect());
    }

    fn delete(&self, old: &[Arc<Handle>]) {
        for handle in old {
            handle.retire(&self.registry, &self.open_splits);
            // One that stays is removed at the next start, since the catalogue does not know it.
            let _ = std::fs::remove_file(&handle.path);
        }
    }
}

/// The ranges of ids that become splits of their own, the end not included but for the last there is. In each is a row that is
/// wanted, if any is.
fn pieces(parts: &[&dyn Part], wanted: impl Fn(u64) -> bool) -> Vec<(u64, u64)> {
    let mut days: std::collections::BTreeMap<i64, u64> = std::collections::BTreeMap::new();
    for part in parts {
        for id in (0..part.rows()).map(|row| part.id(row)).filter(|id| wanted(*id)) {
            *days.entry(day(RecordId(id).time().0)).or_default() += 1;
        }
    }
    let days: Vec<(i64, u64)> = days.into_iter().rev().collect();
    let mut pieces = Vec::new();
    let mut end = u64::MAX;
    for cut in cuts(&days) {
        let start = RecordId::first_at(Timestamp(cut.saturating_mul(NANOSECONDS_PER_DAY))).0;
        pieces.push((start, end));
        end = start;
    }
    pieces.push((0, end));
    pieces
}
