//! Writing the log.

use super::read::first_of;
use super::{HEAD, KEPT_FILES_MAX};
use crate::Result;
use crate::api::{LogStatistics, Sequence};
use crate::error::failed;
use crate::names::Names;
use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thymus_record::Registry;
use xxhash_rust::xxh3::xxh3_64;

/// What the log needs of a disk. Tests have one that is full.
pub(crate) trait Disk: Send + Sync {
    /// Makes a new file.
    fn create(&self, path: &Path) -> io::Result<Arc<dyn LogFile>>;
}

/// A file of the log.
pub(crate) trait LogFile: Send + Sync {
    /// Appends bytes.
    fn append(&self, bytes: &[u8]) -> io::Result<()>;
    /// Makes everything that was appended survive a crash.
    fn sync(&self) -> io::Result<()>;
    /// Takes back what is behind this length.
    fn truncate(&self, length: u64) -> io::Result<()>;
}

/// The disk of this machine.
pub(crate) struct RealDisk;

impl Disk for RealDisk {
    fn create(&self, path: &Path) -> io::Result<Arc<dyn LogFile>> {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        file.set_len(0)?;
        if let Some(folder) = path.parent() {
            File::open(folder)?.sync_all()?;
        }
        Ok(Arc::new(file))
    }
}

impl LogFile for File {
    fn append(&self, bytes: &[u8]) -> io::Result<()> {
        let mut file = self;
        file.write_all(bytes)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_data()
    }

    fn truncate(&self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }
}

/// The log while it is written.
pub(crate) struct Log {
    folder: PathBuf,
    disk: Arc<dyn Disk>,
    head: Vec<u8>,
    open: Option<Open>,
    /// Files that are full: the last sequence in each, where it is, how long it is.
    full: VecDeque<(Sequence, PathBuf, u64)>,
    /// Files that are full and were not synced.
    unsynced: Vec<(PathBuf, Arc<dyn LogFile>)>,
    last: Sequence,
    keep: Keep,
}

/// What of the log is kept although it is in splits, for whoever goes through it again.
#[derive(Clone, Copy, Default)]
struct Keep {
    /// The last batch that is in splits, with all before it.
    sealed: Sequence,
    /// The last batch that nobody wants to go through again.
    released: Sequence,
    /// How many bytes of what is sealed and not released are kept.
    bytes_max: u64,
    /// How many batches went because of that before they were released.
    given_up: u64,
}

struct Open {
    path: PathBuf,
    file: Arc<dyn LogFile>,
    length: u64,
}

impl Log {
    /// A log in this folder that goes on behind a sequence. `full` are the files that are there: the last sequence in each.
    pub(crate) fn new(
        folder: &Path,
        disk: Arc<dyn Disk>,
        registry: &Registry,
        last: Sequence,
        full: Vec<(Sequence, PathBuf)>,
        kept_bytes_max: u64,
    ) -> Result<Self> {
        let names = serde_json::to_vec(&Names::of(registry))
            .map_err(io::Error::other)
            .map_err(failed("write", folder))?;
        let names = zstd::bulk::compress(&names, 3).map_err(failed("compress", folder))?;
        let mut head = HEAD.to_vec();
        head.extend_from_slice(&(names.len() as u32).to_le_bytes());
        head.extend_from_slice(&xxh3_64(&names).to_le_bytes());
        head.extend_from_slice(&names);
        let length = |path: &Path| std::fs::metadata(path).map_or(0, |data| data.len());
        let full = full.into_iter().map(|(last, path)| (last, length(&path), path));
        let full = full.map(|(last, length, path)| (last, path, length)).collect();
        let keep = Keep { bytes_max: kept_bytes_max, ..Keep::default() };
        Ok(Self { folder: folder.to_owned(), disk, head, open: None, full, unsynced: Vec::new(), last, keep })
    }

    /// The sequence that the next batch gets.
    pub(crate) fn next(&self) -> Sequence {
        Sequence(self.last.0 + 1)
    }

    /// The sequence of the last batch.
    pub(crate) fn last(&self) -> Sequence {
        self.last
    }

    /// Appends a batch that was packed for [`Self::next`]. On error nothing of it is left in the log.
    pub(crate) fn append(&mut self, packed: &[u8]) -> Result<Sequence> {
        let next = self.next();
        let open = match &mut self.open {
            Some(open) => open,
            None => {
                let path = self.folder.join(format!("{:020}.log", next.0));
                let file = self.disk.create(&path).map_err(failed("create", &path))?;
                let open = Open { path, file, length: 0 };
                if let Err(error) = open.file.append(&self.head) {
                    let _ = std::fs::remove_file(&open.path);
                    return Err(failed("write", &open.path)(error));
                }
                self.open.insert(Open { length: self.head.len() as u64, ..open })
            }
        };
        if let Err(error) = open.file.append(packed) {
            let error = failed("write", &open.path)(error);
            if open.file.truncate(open.length).is_err() {
                // What is behind the last whole batch does no harm at the end of a file.
                self.rotate();
            }
            return Err(error);
        }
        open.length += packed.len() as u64;
        self.last = next;
        Ok(next)
    }

    /// The files that hold what is not yet sure to survive a crash, to be synced without holding on to the log. What is full
    /// is not given again.
    pub(crate) fn take_unsynced(&mut self) -> Vec<(PathBuf, Arc<dyn LogFile>)> {
        let open = self.open.as_ref().map(|open| (open.path.clone(), open.file.clone()));
        self.unsynced.drain(..).chain(open).collect()
    }

    /// Ends the file; the next batch begins another.
    pub(crate) fn rotate(&mut self) {
        if let Some(open) = self.open.take() {
            self.unsynced.push((open.path.clone(), open.file));
            self.full.push_back((self.last, open.path, open.length));
        }
    }

    /// Notes that batches up to this one are in splits.
    pub(crate) fn sealed(&mut self, through: Sequence) {
        self.keep.sealed = self.keep.sealed.max(through);
        self.delete_done();
    }

    /// Notes that nobody wants to go through batches up to this one again.
    pub(crate) fn release(&mut self, through: Sequence) {
        self.keep.released = self.keep.released.max(through);
        self.delete_done();
    }

    /// Deletes what is sealed although it was not released, because the room is needed. Says whether there was any.
    pub(crate) fn give_up_sealed(&mut self) -> bool {
        let kept = std::mem::take(&mut self.keep.bytes_max);
        let files = self.full.len();
        self.delete_done();
        self.keep.bytes_max = kept;
        self.full.len() < files
    }

    /// Deletes files in which there is nothing but batches that are sealed and released, or sealed and too much.
    fn delete_done(&mut self) {
        let Keep { sealed, released, bytes_max, .. } = self.keep;
        let is_sealed = |file: &&(Sequence, PathBuf, u64)| file.0 <= sealed;
        let (mut files, mut bytes) =
            self.full.iter().take_while(is_sealed).fold((0, 0), |sum, file| (sum.0 + 1, sum.1 + file.2));
        while let Some((last, path, length)) = self.full.front() {
            let is_too_much = bytes > bytes_max || files > KEPT_FILES_MAX;
            if *last > sealed || (*last > released && !is_too_much) {
                return;
            }
            if *last > released && released > Sequence(0) {
                let first = first_of(path).map_or(last.0, |first| first.0).max(released.0 + 1);
                self.keep.given_up += (last.0 + 1).saturating_sub(first);
            }
            bytes -= length;
            files -= 1;
            // A file that stays is found again at the next start.
            let _ = std::fs::remove_file(path);
            self.full.pop_front();
        }
    }

    pub(crate) fn statistics(&self) -> LogStatistics {
        let open = self.open.as_ref().map_or(0, |open| open.length);
        let paths =
            self.full.iter().map(|(_, path, _)| path).chain(self.open.as_ref().map(|open| &open.path));
        LogStatistics {
            files: self.full.len() as u64 + u64::from(self.open.is_some()),
            bytes: self.full.iter().map(|(_, _, length)| length).sum::<u64>() + open,
            first: paths.filter_map(|path| first_of(path)).min(),
            last: self.last,
            given_up: self.keep.given_up,
        }
    }
}
