//! Opening a store, and putting right what a crash left.

use super::handle::{Handle, OpenSplits};
use super::{Durability, Inner, Options, State};
use crate::api::Sequence;
use crate::catalogue::{Catalogue, Change, Contents, SplitEntry, SplitPath, list, path_of, rebuild};
use crate::error::failed;
use crate::log::{Batch, Log, RealDisk, read_all};
use crate::{Result, StoreError};
use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, RwLock};
use thymus_record::{Registry, Row};

pub(super) const SPLITS: &str = "splits";
pub(super) const LOG: &str = "log";
pub(super) const CATALOGUE: &str = "catalogue.redb";
const LOCK: &str = "lock";

/// Opens the store of a directory.
pub(super) fn open(directory: &Path, registry: Registry, options: Options) -> Result<Inner> {
    let folder = |name: &str| {
        let path = directory.join(name);
        std::fs::create_dir_all(&path).map_err(failed("create", &path)).map(|()| path)
    };
    let (splits_folder, log_folder) = (folder(SPLITS)?, folder(LOG)?);
    let lock = lock(directory)?;
    let mut repairs = Vec::new();
    let (files, unfinished) = list(&splits_folder)?;
    for path in unfinished {
        std::fs::remove_file(&path).map_err(failed("remove", &path))?;
        repairs.push(format!("{}: never finished, removed", path.display()));
    }
    let (mut catalogue, contents) = catalogue(directory, &files, &mut repairs)?;
    let greatest =
        files.iter().map(|file| file.number).chain(contents.splits.iter().map(|split| split.number)).max();
    let contents = agree(&mut catalogue, contents, &files, &splits_folder, &mut repairs)?;
    catalogue.show();
    let log = Log::new(&log_folder, Arc::new(RealDisk), &registry, contents.applied, Vec::new(), 0)?;
    let next_split = greatest.unwrap_or(0) + 1;
    let parts = Parts { directory, contents: &contents, next_split, log, catalogue, lock: Some(lock) };
    let mut inner = Inner::new(parts, registry, options);
    inner.replay_at_start(&log_folder, contents.applied, &mut repairs)?;
    inner.repairs = repairs;
    Ok(inner)
}

/// What a store is made of when it is opened.
pub(super) struct Parts<'a> {
    pub directory: &'a Path,
    pub contents: &'a Contents,
    pub next_split: u64,
    pub log: Log,
    pub catalogue: Catalogue,
    /// `None` if the store is only read.
    pub lock: Option<File>,
}

impl Inner {
    pub(super) fn new(parts: Parts<'_>, registry: Registry, options: Options) -> Self {
        let folder = parts.directory.join(SPLITS);
        let handles = parts.contents.splits.iter().map(|entry| {
            let path = path_of(&folder, &entry.kind, entry.number);
            Arc::new(Handle::new(entry.clone(), path))
        });
        let state = State { splits: Arc::new(handles.collect()), ..State::default() };
        let durable = Durability { through: parts.contents.applied, ..Durability::default() };
        Self {
            directory: parts.directory.to_owned(),
            registry,
            options,
            log: Mutex::new(parts.log),
            state: RwLock::new(state),
            catalogue: Mutex::new(parts.catalogue),
            sealing: Mutex::default(),
            compacting: Mutex::default(),
            open_splits: OpenSplits::default(),
            next_split: AtomicU64::new(parts.next_split),
            durable: Mutex::new(durable),
            became_durable: std::sync::Condvar::new(),
            signals: super::background::Signals::default(),
            duplicates: AtomicU64::new(0),
            repairs: Vec::new(),
            lock: parts.lock,
        }
    }
}

fn lock(directory: &Path) -> Result<File> {
    let path = directory.join(LOCK);
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(failed("open", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path: directory.to_owned() }),
        Err(TryLockError::Error(error)) => Err(failed("lock", &path)(error)),
    }
}

/// The catalogue; made anew from the splits if it is gone or cannot be read.
fn catalogue(
    directory: &Path,
    files: &[SplitPath],
    repairs: &mut Vec<String>,
) -> Result<(Catalogue, Contents)> {
    let path = directory.join(CATALOGUE);
    match Catalogue::open(&path) {
        // One that knows nothing has lost what it knew, or it comes from before the first split: either way the splits know.
        Ok((catalogue, contents)) if contents != Contents::default() || files.is_empty() => {
            return Ok((catalogue, contents));
        }
        Ok(_) => repairs.push(format!("{}: it was gone or empty", path.display())),
        Err(StoreError::Catalogue { what, .. }) => {
            let aside = directory.join(format!("{CATALOGUE}.damaged"));
            std::fs::rename(&path, &aside).map_err(failed("rename", &path))?;
            repairs.push(format!(
                "{}: it could not be read ({what}) and lies in {} now",
                path.display(),
                aside.display()
            ));
        }
        Err(error) => return Err(error),
    }
    let (mut catalogue, _) = Catalogue::open(&path)?;
    let splits = rebuild(files);
    repairs.push(format!("the catalogue was made anew from {} of {} splits", splits.len(), files.len()));
    catalogue.change(&Change { add: &splits, ..Change::default() })?;
    Ok((catalogue, Contents { splits, applied: Sequence(0) }))
}

/// Makes the catalogue and the disk agree: files that the catalogue does not know were never finished or are done with.
fn agree(
    catalogue: &mut Catalogue,
    contents: Contents,
    files: &[SplitPath],
    folder: &Path,
    repairs: &mut Vec<String>,
) -> Result<Contents> {
    let known: BTreeSet<u64> = contents.splits.iter().map(|split| split.number).collect();
    for file in files.iter().filter(|file| !known.contains(&file.number)) {
        std::fs::remove_file(&file.path).map_err(failed("remove", &file.path))?;
        repairs.push(format!("{}: not in the catalogue, removed", file.path.display()));
    }
    let there: BTreeSet<u64> = files.iter().map(|file| file.number).collect();
    let (splits, gone): (Vec<SplitEntry>, Vec<SplitEntry>) =
        contents.splits.into_iter().partition(|split| there.contains(&split.number));
    for split in &gone {
        let path = path_of(folder, &split.kind, split.number);
        repairs.push(format!("{}: the file is gone, and {} records with it", path.display(), split.rows));
    }
    if !gone.is_empty() {
        let remove: Vec<u64> = gone.iter().map(|split| split.number).collect();
        catalogue.change(&Change { remove: &remove, ..Change::default() })?;
    }
    Ok(Contents { splits, applied: contents.applied })
}

impl Inner {
    /// Takes what the log has, and splits do not, into memory.
    fn replay_at_start(&mut self, folder: &Path, applied: Sequence, repairs: &mut Vec<String>) -> Result<()> {
        let replay =
            read_all(folder, &self.registry, applied, |sequence, rows| self.take_back(&rows, sequence))?;
        let (files, empty): (Vec<_>, Vec<_>) =
            replay.files.into_iter().partition(|(last, _)| *last > Sequence(0));
        for (_, path) in empty {
            // The next batch may begin a file of the same name.
            std::fs::remove_file(&path).map_err(failed("remove", &path))?;
        }
        for (_, path) in files.iter().filter(|(last, _)| *last > applied) {
            // What the process that is gone had written and not synced was read from memory; now it survives too.
            File::open(path).and_then(|file| file.sync_all()).map_err(failed("sync", path))?;
        }
        let kept = self.options.log_kept_bytes;
        let log = Log::new(folder, Arc::new(RealDisk), &self.registry, replay.last, files, kept)?;
        self.log = Mutex::new(log);
        let sealed = std::mem::replace(&mut self.durable().through, replay.last);
        self.log().sealed(sealed.max(applied));
        repairs.extend(replay.repairs);
        Ok(())
    }

    pub(super) fn take_back(&self, rows: &[Row], sequence: Sequence) -> Result<()> {
        let mut batch = Batch::default();
        let mut numbered = Vec::with_capacity(rows.len());
        for row in rows {
            let kind = self.kind(row.kind())?;
            let content = batch.add(kind, row, &self.registry);
            numbered.push((kind, (row.id().0, content)));
        }
        let fresh = self.fresh(rows, &numbered)?;
        if self.remember(rows, &numbered, &fresh, sequence) && !self.is_read_only() {
            self.seal_frozen()?;
        }
        Ok(())
    }
}
