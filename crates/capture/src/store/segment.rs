//! The segment being written, and those already there: rolling over, retention, recovery at the start.

use std::collections::VecDeque;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use thymus_wire::{Interval, Timestamp};

use super::block::Block;
use super::error::{StoreError, failed};
use super::layout::{self, FILE_HEADER_BYTES, FileHeader, INDEX_MAGIC, SEGMENT_MAGIC, Sealed, Span};
use super::recovery;

/// After how many bytes the disk is made to keep up.
const SYNC_EVERY_BYTES: u64 = 32 * 1024 * 1024;

/// All segments of a store, the last of which may be growing.
pub(super) struct Segments {
    directory: PathBuf,
    limits: Limits,
    sealed: VecDeque<SealedSegment>,
    growing: Option<Growing>,
    next_sequence: u64,
}

/// When segments roll over and go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// The most bytes all files may have together.
    pub(super) store_bytes: u64,
    /// How many bytes of packets a segment takes.
    pub(super) segment_bytes: u64,
    /// How long a time a segment takes, so that those too old can go.
    pub(super) segment_span: Option<Interval>,
}

/// A segment that no packet will be added to.
#[derive(Clone, Copy, Debug)]
pub(super) struct SealedSegment {
    pub(super) sequence: u64,
    pub(super) bytes: u64,
    pub(super) span: Span,
}

/// A segment being written.
struct Growing {
    sequence: u64,
    packets: Appended,
    index: Appended,
    span: Span,
    /// How many bytes of packets the disk is known to have.
    synced: u64,
    /// The index entry being put together, reused.
    entry: Vec<u8>,
}

/// A file that bytes are appended to, whole or not at all.
struct Appended {
    file: File,
    path: PathBuf,
    length: u64,
}

impl Segments {
    /// Takes stock of a directory and recovers what an earlier process left unfinished.
    pub(super) fn open(directory: &Path, limits: Limits) -> Result<Self, StoreError> {
        let mut sealed = VecDeque::new();
        let sequences = list(directory)?;
        for sequence in &sequences {
            if let Some(segment) = recovery::settle(directory, *sequence)? {
                sealed.push_back(segment);
            }
        }
        recovery::remove_stray_indices(directory)?;
        let next_sequence = sequences.last().map_or(0, |last| last.saturating_add(1));
        Ok(Self { directory: directory.to_owned(), limits, sealed, growing: None, next_sequence })
    }

    /// Writes a block. When the disk is full, older segments make room, as if the store's limit were smaller.
    pub(super) fn write(&mut self, block: &mut Block) -> Result<(), StoreError> {
        block.seal();
        self.roll_over(block.span)?;
        self.make_room(block.room_needed())?;
        loop {
            match self.try_write(block) {
                Err(StoreError::Io { source, .. }) if is_disk_full(&source) && !self.sealed.is_empty() => {
                    self.remove_oldest()?;
                }
                result => return result,
            }
        }
    }

    /// Removes segments whose packets are all older than `oldest`; also the growing one, if no packet came since.
    pub(super) fn expire(&mut self, oldest: Timestamp) -> Result<(), StoreError> {
        if self.growing.as_ref().is_some_and(|growing| growing.span.last < oldest) {
            self.seal()?;
        }
        while self.sealed.front().is_some_and(|segment| segment.span.last < oldest) {
            self.remove_oldest()?;
        }
        Ok(())
    }

    /// Has the operating system put everything on the disk.
    pub(super) fn sync(&self) -> Result<(), StoreError> {
        self.growing.as_ref().map_or(Ok(()), Growing::sync)
    }

    /// Has the disk keep up, lest gigabytes wait in memory for it.
    pub(super) fn keep_up(&mut self) -> Result<(), StoreError> {
        match &mut self.growing {
            Some(growing) if growing.packets.length - growing.synced >= SYNC_EVERY_BYTES => {
                growing.synced = growing.packets.length;
                growing.sync()
            }
            _ => Ok(()),
        }
    }

    /// Ends the growing segment. It counts even where that fails: recovery will look at it.
    pub(super) fn seal(&mut self) -> Result<(), StoreError> {
        let Some(growing) = self.growing.take() else { return Ok(()) };
        let Growing { sequence, span, .. } = growing;
        self.sealed.push_back(SealedSegment { sequence, bytes: growing.bytes(), span });
        growing.sync()?;
        seal_index(&growing.index.file, &growing.index.path, sequence, span, growing.packets.length)
    }

    /// How many segments there are, how many bytes they have, and from when on.
    pub(super) fn stock(&self) -> (u64, u64, Span) {
        let mut span = self.growing.as_ref().map_or(Span::NONE, |growing| growing.span);
        self.sealed.iter().for_each(|segment| span.include(segment.span));
        (self.sealed.len() as u64 + u64::from(self.growing.is_some()), self.bytes(), span)
    }

    fn bytes(&self) -> u64 {
        let sealed: u64 = self.sealed.iter().map(|segment| segment.bytes).sum();
        sealed + self.growing.as_ref().map_or(0, Growing::bytes)
    }

    fn try_write(&mut self, block: &mut Block) -> Result<(), StoreError> {
        let growing = match self.growing.take() {
            Some(growing) => growing,
            None => Growing::create(&self.directory, self.next_sequence)?,
        };
        let growing = self.growing.insert(growing);
        self.next_sequence = growing.sequence.saturating_add(1);
        growing.write(block)
    }

    fn roll_over(&mut self, coming: Span) -> Result<(), StoreError> {
        let Some(growing) = &self.growing else { return Ok(()) };
        let mut span = growing.span;
        span.include(coming);
        let is_long = self.limits.segment_span.is_some_and(|longest| span.last - span.first > longest);
        if is_long || growing.packets.length >= self.limits.segment_bytes { self.seal() } else { Ok(()) }
    }

    fn make_room(&mut self, bytes: u64) -> Result<(), StoreError> {
        while self.bytes().saturating_add(bytes) > self.limits.store_bytes && !self.sealed.is_empty() {
            self.remove_oldest()?;
        }
        Ok(())
    }

    /// Readers that have the files open go on reading them; the bytes go when the last of them is done.
    fn remove_oldest(&mut self) -> Result<(), StoreError> {
        let Some(oldest) = self.sealed.pop_front() else { return Ok(()) };
        remove(&layout::packets_path(&self.directory, oldest.sequence))?;
        remove(&layout::index_path(&self.directory, oldest.sequence))
    }
}

/// The numbers of all segments in a directory, in order.
pub(super) fn list(directory: &Path) -> Result<Vec<u64>, StoreError> {
    let mut sequences = Vec::new();
    for entry in fs::read_dir(directory).map_err(failed("list", directory))? {
        let path = entry.map_err(failed("list", directory))?.path();
        sequences.extend(layout::sequence_of(&path, "packets"));
    }
    sequences.sort_unstable();
    Ok(sequences)
}

/// Removes a file, if it is there.
pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed("remove", path)(error)),
        _ => Ok(()),
    }
}

fn is_disk_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

impl Growing {
    fn create(directory: &Path, sequence: u64) -> Result<Self, StoreError> {
        let create = |path: PathBuf, magic| {
            let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&path);
            let mut file = Appended { file: file.map_err(failed("create", &path))?, path, length: 0 };
            file.append(&FileHeader::new(magic, sequence).bytes())?;
            Ok(file)
        };
        Ok(Self {
            sequence,
            // The index comes first: a reader that finds packets finds their index too.
            index: create(layout::index_path(directory, sequence), INDEX_MAGIC)?,
            packets: create(layout::packets_path(directory, sequence), SEGMENT_MAGIC)?,
            span: Span::NONE,
            synced: 0,
            entry: Vec::new(),
        })
    }

    fn bytes(&self) -> u64 {
        self.packets.length + self.index.length
    }

    /// Packets first, then their index entry: what the index names is there.
    fn write(&mut self, block: &Block) -> Result<(), StoreError> {
        let offset = self.packets.length;
        self.packets.append(block.bytes())?;
        block.index(offset, &mut self.entry);
        if let Err(error) = self.index.append(&self.entry) {
            self.packets.cut(offset);
            return Err(error);
        }
        self.span.include(block.span);
        Ok(())
    }

    fn sync(&self) -> Result<(), StoreError> {
        self.packets.sync()?;
        self.index.sync()
    }
}

/// Writes into the header of an index what its segment has in all.
pub(super) fn seal_index(
    file: &File,
    path: &Path,
    sequence: u64,
    span: Span,
    packet_bytes: u64,
) -> Result<(), StoreError> {
    let sealed = Some(Sealed { span, packet_bytes });
    let header = FileHeader { sealed, ..FileHeader::new(INDEX_MAGIC, sequence) };
    file.write_all_at(&header.bytes(), 0).map_err(failed("write to", path))?;
    debug_assert_eq!(header.bytes().len(), FILE_HEADER_BYTES, "the header keeps its size when sealed");
    Ok(())
}

impl Appended {
    fn append(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        match self.file.write_all(bytes) {
            Ok(()) => {
                self.length += bytes.len() as u64;
                Ok(())
            }
            Err(error) => {
                self.cut(self.length);
                Err(failed("write to", &self.path)(error))
            }
        }
    }

    /// Takes back what was written after `length`. Should that fail too, recovery takes the rest for torn.
    fn cut(&mut self, length: u64) {
        use std::io::{Seek, SeekFrom};
        self.length = length;
        let _ = self.file.set_len(length);
        let _ = self.file.seek(SeekFrom::Start(length));
    }

    fn sync(&self) -> Result<(), StoreError> {
        self.file.sync_data().map_err(failed("sync", &self.path))
    }
}
