//! Forgetting.

use super::Inner;
use super::handle::Handle;
use crate::Result;
use crate::api::Dropped;
use crate::catalogue::SplitEntry;
use crate::retain::{judge, oldest};
use std::sync::{Arc, PoisonError};
use thymus_record::{RecordId, Timestamp};

impl Inner {
    /// Forgets what retention says is too old or too much.
    pub(super) fn expire(&self, now: Timestamp) -> Result<Dropped> {
        let _one_at_a_time = self.compacting.lock().unwrap_or_else(PoisonError::into_inner);
        let verdict = {
            let state = self.read();
            let entries: Vec<&SplitEntry> = state.splits.iter().map(|handle| &handle.entry).collect();
            judge(&entries, &self.options.retention, Some(now))
        };
        let mut dropped = self.drop_splits(&verdict.drop)?;
        for (number, cut) in verdict.rewrite {
            dropped += self.drop_before(number, cut)?;
        }
        Ok(dropped)
    }

    /// Forgets what is too much, after something was added.
    pub(super) fn keep_within_size(&self) -> Result<Dropped> {
        let verdict = {
            let state = self.read();
            let entries: Vec<&SplitEntry> = state.splits.iter().map(|handle| &handle.entry).collect();
            judge(&entries, &self.options.retention, None)
        };
        self.drop_splits(&verdict.drop)
    }

    /// Gives up the oldest records, at least so many bytes of them.
    pub(super) fn make_room(&self, bytes: u64) -> Result<Dropped> {
        let numbers = {
            let state = self.read();
            let free = state.splits.iter().filter(|handle| !state.busy.contains(&handle.entry.number));
            let entries: Vec<&SplitEntry> = free.map(|handle| &handle.entry).collect();
            oldest(&entries, bytes.saturating_mul(2).max(self.options.room_bytes))
        };
        self.drop_splits(&numbers)
    }

    /// Drops these splits, but for those that are being put together.
    fn drop_splits(&self, numbers: &[u64]) -> Result<Dropped> {
        let old: Vec<Arc<Handle>> = {
            let state = self.read();
            let wanted = |number: &u64| numbers.contains(number) && !state.busy.contains(number);
            state.splits.iter().filter(|handle| wanted(&handle.entry.number)).cloned().collect()
        };
        if old.is_empty() {
            return Ok(Dropped::default());
        }
        self.give_up(&old)?;
        Ok(Dropped {
            records: old.iter().map(|handle| handle.entry.rows).sum(),
            bytes: old.iter().map(|handle| handle.entry.bytes).sum(),
            files: old.len() as u64,
        })
    }

    /// Writes a split again without what is older than a time.
    fn drop_before(&self, number: u64, cut: Timestamp) -> Result<Dropped> {
        let found = self.read().splits.iter().find(|handle| handle.entry.number == number).cloned();
        let Some(handle) = found else { return Ok(Dropped::default()) };
        let first = RecordId::first_at(cut).0;
        self.merge(std::slice::from_ref(&handle), |id| id >= first)
    }
}
