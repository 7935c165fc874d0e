//! From memory to the disk.

use super::Inner;
use super::chunk::Chunk;
use super::handle::Handle;
use crate::api::Sequence;
use crate::catalogue::{Change, SplitEntry, entry, path_of};
use crate::error::failed;
use crate::part::Part;
use crate::split::{SplitPlan, order};
use crate::{Result, StoreError};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

/// Splits from memory live for minutes; they are packed quickly.
const LEVEL_OF_NEW: i32 = 1;

/// Whose rows a split takes over.
#[derive(Default)]
pub(super) struct Origin {
    /// The numbers of those splits.
    pub replaces: Vec<u64>,
    /// How many splits take them over together.
    pub pieces: u32,
}

impl Inner {
    /// Puts everything that is in memory into splits.
    pub(super) fn seal(&self) -> Result<()> {
        self.write().freeze();
        let result = self.seal_frozen();
        self.signals.sealed(&result);
        result
    }

    /// Puts what is not appended to any more into splits.
    pub(super) fn seal_frozen(&self) -> Result<()> {
        let _one_at_a_time = self.sealing.lock().unwrap_or_else(PoisonError::into_inner);
        let chunks = {
            // What is appended from here on goes into another file of the log, so that this one can go.
            let mut log = self.log();
            log.rotate();
            let mut state = self.write();
            state.sealing = state.frozen.iter().map(|chunk| u64::from(chunk.rows)).sum();
            state.frozen.clone()
        };
        let result = match self.seal_chunks(&chunks) {
            Err(StoreError::DiskFull { .. }) if self.log().give_up_sealed() => self.seal_chunks(&chunks),
            other => other,
        };
        let result = match result {
            Err(StoreError::DiskFull { .. }) => {
                let bytes = chunks.iter().map(|chunk| chunk.size() as u64).sum();
                let dropped = self.make_room(bytes)?;
                self.seal_chunks(&chunks).map_err(|error| match error {
                    StoreError::DiskFull { path, .. } => {
                        StoreError::DiskFull { path, dropped_bytes: dropped.bytes }
                    }
                    other => other,
                })
            }
            other => other,
        };
        self.write().sealing = 0;
        result
    }

    fn seal_chunks(&self, chunks: &[Arc<Chunk>]) -> Result<()> {
        let Some(through) = chunks.iter().map(|chunk| chunk.through).max() else { return Ok(()) };
        let kinds: BTreeSet<usize> = chunks.iter().flat_map(|chunk| chunk.parts.keys().copied()).collect();
        let mut handles = Vec::with_capacity(kinds.len());
        let written: Result<()> = kinds.iter().try_for_each(|kind| {
            let of_kind = chunks.iter().filter_map(|chunk| chunk.parts.get(kind));
            let parts: Vec<&dyn Part> = of_kind.map(|part| part as &dyn Part).collect();
            handles.extend(self.write_split(&parts, Origin::default(), |_| true, LEVEL_OF_NEW)?);
            Ok(())
        });
        let added: Vec<SplitEntry> = handles.iter().map(|handle| handle.entry.clone()).collect();
        let change = Change { add: &added, applied: Some(through), ..Change::default() };
        if let Err(error) = written.and_then(|()| self.change_catalogue(&change)) {
            for handle in &handles {
                let _ = std::fs::remove_file(&handle.path);
            }
            return Err(error);
        }
        self.publish(handles, chunks.len(), through);
        self.keep_within_size()?;
        Ok(())
    }

    /// Lets searches find splits instead of the chunks that they were made of.
    fn publish(&self, handles: Vec<Handle>, chunks: usize, through: Sequence) {
        let mut state = self.write();
        let sealed = chunks.min(state.frozen.len());
        state.frozen.drain(..sealed);
        let all = state.splits.iter().cloned().chain(handles.into_iter().map(Arc::new)).collect();
        state.splits = Arc::new(all);
        state.sealing = 0;
        drop(state);
        let mut durable = self.durable();
        durable.through = durable.through.max(through);
        if through >= durable.doubt {
            durable.doubt = Sequence(0);
        }
        drop(durable);
        self.became_durable.notify_all();
        self.log().sealed(through);
        self.signals.ask_to_compact();
    }

    pub(super) fn change_catalogue(&self, change: &Change<'_>) -> Result<()> {
        self.catalogue.lock().unwrap_or_else(PoisonError::into_inner).change(change)
    }

    /// Writes the rows of parts of one kind whose ids are wanted as a split; `None` if there are none. The catalogue does not
    /// know of it yet.
    pub(super) fn write_split(
        &self,
        parts: &[&dyn Part],
        origin: Origin,
        wanted: impl Fn(u64) -> bool,
        level: i32,
    ) -> Result<Option<Handle>> {
        let Some(kind) = parts.first().map(|part| part.schema().kind) else { return Ok(None) };
        let order = order(parts, &self.registry, wanted);
        if order.is_empty() {
            return Ok(None);
        }
        let number = self.next_split.fetch_add(1, Ordering::Relaxed);
        let path = path_of(&self.splits_folder(), kind, number);
        let folder = path.parent().unwrap_or(Path::new(""));
        std::fs::create_dir_all(folder).map_err(failed("create", folder))?;
        let unfinished = path.with_extension("new");
        let Origin { replaces, pieces } = origin;
        let plan = SplitPlan { parts, order: &order, registry: &self.registry, replaces, pieces, level };
        let written = plan.write(&unfinished).and_then(|written| {
            std::fs::rename(&unfinished, &path).map_err(failed("rename", &unfinished))?;
            std::fs::File::open(folder)
                .and_then(|folder| folder.sync_all())
                .map_err(failed("sync", folder))?;
            Ok(written)
        });
        let (manifest, bytes) = written.inspect_err(|_| {
            let _ = std::fs::remove_file(&unfinished);
        })?;
        Ok(Some(Handle::new(entry(number, &manifest, bytes), path)))
    }
}
