//! What a store holds, and whether it is whole.

use super::Inner;
use super::handle::Handle;
use super::page::guarded;
use crate::api::{Finding, KindStatistics, Statistics, Verification};
use crate::catalogue::list;
use crate::part::{Part, row_of};
use crate::split::{Manifest, Split, SplitFile};
use crate::{Result, StoreError};
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use thymus_record::{Record as _, RecordId, Row, Timestamp};

impl Inner {
    pub(super) fn statistics(&self) -> Statistics {
        let mut kinds: BTreeMap<String, KindStatistics> = BTreeMap::new();
        let mut damaged = Vec::new();
        let state = self.read();
        for handle in state.splits.iter() {
            let entry = &handle.entry;
            let of_kind = self.of_kind(&mut kinds, &entry.kind);
            of_kind.records += entry.rows;
            of_kind.splits += 1;
            of_kind.bytes += entry.bytes;
            widen(of_kind, Timestamp(entry.from), Timestamp(entry.to));
            if handle.is_damaged() {
                damaged.push(handle.path.clone());
            }
        }
        let chunks = state.frozen.iter().map(|chunk| &**chunk).chain([&state.tail]);
        for part in chunks.flat_map(|chunk| chunk.parts.values()) {
            let of_kind = self.of_kind(&mut kinds, part.schema.kind);
            of_kind.records += u64::from(part.rows());
            of_kind.records_in_memory += u64::from(part.rows());
            let times = || part.ids.iter().map(|id| RecordId(*id).time());
            if let (Some(from), Some(to)) = (times().min(), times().max()) {
                widen(of_kind, from, to);
            }
        }
        drop(state);
        Statistics {
            kinds: kinds.into_values().collect(),
            log: self.log().statistics(),
            duplicates: self.duplicates.load(Ordering::Relaxed),
            repairs: self.repairs.clone(),
            damaged,
        }
    }

    fn of_kind<'k>(
        &self,
        kinds: &'k mut BTreeMap<String, KindStatistics>,
        kind: &str,
    ) -> &'k mut KindStatistics {
        kinds.entry(kind.to_owned()).or_insert_with(|| KindStatistics {
            kind: kind.to_owned(),
            known: self.registry.kind(kind).is_some(),
            ..KindStatistics::default()
        })
    }

    /// Reads everything. What is appended, or put together, meanwhile does not disturb it.
    pub(super) fn verify(&self) -> Result<Verification> {
        let _nothing_is_put_together =
            self.compacting.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut found = Verification::default();
        let splits = self.read().splits.clone();
        for handle in splits.iter() {
            found.files += 1;
            match self.verify_split(handle) {
                Ok((records, bytes)) => {
                    found.records += records;
                    found.bytes += bytes;
                }
                Err(what) => {
                    handle.mark_damaged();
                    found.findings.push(Finding { path: handle.path.clone(), what });
                }
            }
        }
        let (files, _) = list(&self.splits_folder())?;
        let now = self.read().splits.clone();
        for file in files {
            let known =
                |handles: &[std::sync::Arc<Handle>]| handles.iter().any(|handle| handle.path == file.path);
            // What was sealed just now is in the second list.
            // What is only read may be older than what the writer has done since.
            if !known(&splits) && !known(&now) && !self.is_read_only() && file.path.exists() {
                let what = "the catalogue does not know this file".to_owned();
                found.findings.push(Finding { path: file.path, what });
            }
        }
        found.records += self.read().rows_in_memory();
        Ok(found)
    }

    /// How many records and bytes a split has; or what is wrong with it.
    fn verify_split(&self, handle: &Handle) -> Result<(u64, u64), String> {
        let said = |error: StoreError| error.to_string();
        let (file, manifest) = SplitFile::open::<Manifest>(&handle.path).map_err(said)?;
        for section in manifest.sections() {
            file.check(section).map_err(said)?;
        }
        let entry = &handle.entry;
        if (u64::from(manifest.rows), &manifest.kind, file.len()) != (entry.rows, &entry.kind, entry.bytes) {
            return Err("it is not what the catalogue says it is".to_owned());
        }
        let Some(split) = Split::open(&handle.path, &self.registry).map_err(said)? else {
            return Ok((entry.rows, entry.bytes));
        };
        let read = || verify_rows(&split, |row| row_of(&split, &self.registry, row));
        guarded(handle, read).unwrap_or_else(|| Err("its columns cannot be read".to_owned()))?;
        match split.is_damaged() {
            true => Err("its columns cannot be read".to_owned()),
            false => Ok((entry.rows, entry.bytes)),
        }
    }
}

/// Whether the rows are in order and are what their ids say.
fn verify_rows(split: &Split, row: impl Fn(u32) -> Row) -> Result<(), String> {
    let mut before = u64::MAX;
    for number in 0..split.rows() {
        let row = row(number);
        let id = row.id().0;
        if id > before {
            return Err(format!("row {number} is not in the order of ids"));
        }
        if RecordId::first_at(row.ts()).time() != row.id().time() && !split.is_outdated() {
            return Err(format!("row {number} has the time of {} and the id {}", row.ts().0, row.id()));
        }
        if row.schema().kind != split.manifest().kind {
            return Err(format!("row {number} is of another kind"));
        }
        before = id;
    }
    Ok(())
}

fn widen(of_kind: &mut KindStatistics, from: Timestamp, to: Timestamp) {
    of_kind.from = Some(of_kind.from.map_or(from, |known| known.min(from)));
    of_kind.to = Some(of_kind.to.map_or(to, |known| known.max(to)));
}
