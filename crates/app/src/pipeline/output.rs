//! Records to files: one NDJSON file a kind.

use super::batch::{Entry, Kinds, RecordBatch, Wanted};
use anyhow::{Context as _, Result};
use std::fs::File;
use std::io::Write as _;
use std::iter::Peekable;
use std::path::{Path, PathBuf};
use thymus_record::{Record as _, Row, Timestamp};

/// What of one kind waits before it is written.
const BUFFER_BYTES: usize = 256 * 1024;

/// Goes on with the records after they are written: who they are about, what they mean, where they are kept.
pub(crate) trait Follower: Send {
    /// Takes a record, in the order of the packets. What it raises in turn goes to `raised` and is written as well.
    fn follow(&mut self, row: Row, raised: &mut Vec<Row>) -> Result<()>;

    /// What there is to do when nothing came for a while; `now` is the time of the machine.
    fn idle(&mut self, now: Timestamp, raised: &mut Vec<Row>) -> Result<()>;

    /// There is no more. What is still raised goes to `raised`.
    fn finish(&mut self, raised: &mut Vec<Row>) -> Result<()>;
}

/// Writes records and counts them.
pub(crate) struct Output {
    directory: Option<PathBuf>,
    kinds: Kinds,
    files: Vec<KindFile>,
    at_once: bool,
    follower: Option<Box<dyn Follower>>,
    raised: Vec<Row>,
}

#[derive(Default)]
struct KindFile {
    buffer: Vec<u8>,
    file: Option<File>,
    records: u64,
}

impl Output {
    /// Writes below `directory`, which is made if it is missing; without one the records are only counted.
    pub(crate) fn create(directory: Option<&Path>) -> Result<Self> {
        if let Some(directory) = directory {
            std::fs::create_dir_all(directory)
                .with_context(|| format!("cannot make {}", directory.display()))?;
        }
        let kinds = Kinds::all();
        let files = kinds.names().iter().map(|_| KindFile::default()).collect();
        Ok(Self {
            directory: directory.map(PathBuf::from),
            kinds,
            files,
            at_once: false,
            follower: None,
            raised: Vec::new(),
        })
    }

    /// Whoever reads the files sees each batch as soon as it is there, at the price of more and smaller writes.
    pub(crate) fn written_at_once(mut self) -> Self {
        self.at_once = true;
        self
    }

    /// Hands every record on to this follower too.
    pub(crate) fn followed_by(mut self, follower: Box<dyn Follower>) -> Self {
        self.follower = Some(follower);
        self
    }

    pub(super) fn wanted(&self) -> Wanted {
        let kinds = self.kinds.clone();
        Wanted { kinds, lines: self.directory.is_some(), rows: self.follower.is_some() }
    }

    /// Writes one batch of each worker, merged in the order of the packets that caused the records.
    pub(super) fn write(&mut self, batches: &mut [RecordBatch]) -> Result<()> {
        let mut rows: Vec<_> = batches.iter_mut().map(|batch| std::mem::take(&mut batch.rows)).collect();
        let mut rows: Vec<_> = rows.iter_mut().map(|rows| rows.drain(..)).collect();
        let mut order = Merge::of(batches);
        while let Some((worker, kind, line)) = order.next() {
            self.line(kind, line)?;
            if let Some(row) = rows.get_mut(worker).and_then(Iterator::next) {
                self.follow(row)?;
            }
        }
        if self.at_once { self.flush_all() } else { Ok(()) }
    }

    fn follow(&mut self, row: Row) -> Result<()> {
        let Some(follower) = &mut self.follower else { return Ok(()) };
        follower.follow(row, &mut self.raised)?;
        self.write_raised()
    }

    /// Lets the follower do what is due when no record comes.
    pub(super) fn idle(&mut self, now: Timestamp) -> Result<()> {
        let Some(follower) = &mut self.follower else { return Ok(()) };
        follower.idle(now, &mut self.raised)?;
        self.write_raised()?;
        if self.at_once { self.flush_all() } else { Ok(()) }
    }

    fn write_raised(&mut self) -> Result<()> {
        let mut line = Vec::new();
        for row in std::mem::take(&mut self.raised) {
            line.clear();
            row.write_json(&mut line);
            line.push(b'\n');
            self.line(self.kinds.number(row.schema()), &line)?;
        }
        Ok(())
    }

    fn flush_all(&mut self) -> Result<()> {
        (0..self.files.len()).try_for_each(|kind| self.flush(kind))
    }

    fn line(&mut self, kind: u16, line: &[u8]) -> Result<()> {
        let Some(file) = self.files.get_mut(usize::from(kind)) else { return Ok(()) };
        file.records += 1;
        if self.directory.is_none() {
            return Ok(());
        }
        file.buffer.extend_from_slice(line);
        if file.buffer.len() >= BUFFER_BYTES { self.flush(usize::from(kind)) } else { Ok(()) }
    }

    fn flush(&mut self, kind: usize) -> Result<()> {
        let (Some(directory), Some(file), Some(name)) =
            (&self.directory, self.files.get_mut(kind), self.kinds.names().get(kind))
        else {
            return Ok(());
        };
        if file.buffer.is_empty() {
            return Ok(());
        }
        let path = directory.join(format!("{name}.ndjson"));
        let failed = || format!("cannot write {}", path.display());
        let mut open = match file.file.take() {
            Some(open) => open,
            None => File::create(&path).with_context(failed)?,
        };
        open.write_all(&file.buffer).with_context(failed)?;
        file.buffer.clear();
        file.file = Some(open);
        Ok(())
    }

    /// Writes what is left. Returns how many records of each kind there were.
    pub(crate) fn finish(mut self) -> Result<Vec<(&'static str, u64)>> {
        if let Some(mut follower) = self.follower.take() {
            follower.finish(&mut self.raised)?;
            self.write_raised()?;
        }
        self.flush_all()?;
        let counts = self.kinds.names().iter().zip(&self.files).map(|(name, file)| (*name, file.records));
        Ok(counts.filter(|(_, records)| *records > 0).collect())
    }
}

/// The records of several workers in the order of the packets that caused them.
///
/// Each worker's records are in order; of records of the same packet those of the first worker come first.
struct Merge<'b, I: Iterator<Item = (Entry, &'b [u8])>> {
    batches: Vec<Peekable<I>>,
}

impl<'b> Merge<'b, Box<dyn Iterator<Item = (Entry, &'b [u8])> + 'b>> {
    fn of(batches: &'b [RecordBatch]) -> Self {
        let boxed = |batch: &'b RecordBatch| -> Box<dyn Iterator<Item = _> + 'b> { Box::new(batch.iter()) };
        Self { batches: batches.iter().map(|batch| boxed(batch).peekable()).collect() }
    }

    /// The next record: its worker, its kind, its line.
    fn next(&mut self) -> Option<(usize, u16, &'b [u8])> {
        let heads = self.batches.iter_mut().enumerate().filter_map(|(worker, records)| {
            let (entry, _) = records.peek()?;
            Some((entry.ordinal, worker))
        });
        let (_, worker) = heads.min()?;
        let (entry, line) = self.batches.get_mut(worker)?.next()?;
        Some((worker, entry.kind, line))
    }
}
