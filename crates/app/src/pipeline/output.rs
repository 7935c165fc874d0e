//! Records to files: one NDJSON file a kind.

use super::batch::{Kinds, RecordBatch};
use anyhow::{Context as _, Result};
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What of one kind waits before it is written.
const BUFFER_BYTES: usize = 256 * 1024;

/// Writes records and counts them.
pub(crate) struct Output {
    directory: Option<PathBuf>,
    kinds: Kinds,
    files: Vec<KindFile>,
    at_once: bool,
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
        Ok(Self { directory: directory.map(PathBuf::from), kinds, files, at_once: false })
    }

    /// Whoever reads the files sees each batch as soon as it is there, at the price of more and smaller writes.
    pub(crate) fn written_at_once(mut self) -> Self {
        self.at_once = true;
        self
    }

    pub(super) fn kinds(&self) -> Kinds {
        self.kinds.clone()
    }

    /// Writes one batch of each worker, merged in the order of the packets that caused the records.
    pub(super) fn write(&mut self, batches: &[RecordBatch]) -> Result<()> {
        match batches {
            [one] => one.iter().try_for_each(|(entry, line)| self.line(entry.kind, line)),
            several => self.merge(several),
        }?;
        if self.at_once { self.flush_all() } else { Ok(()) }
    }

    /// Each worker's lines are in order; of lines of the same packet those of the first worker come first.
    fn merge(&mut self, batches: &[RecordBatch]) -> Result<()> {
        let mut lines: Vec<_> = batches.iter().map(|batch| batch.iter().peekable()).collect();
        loop {
            let next = lines.iter_mut().enumerate().filter_map(|(worker, lines)| {
                let (entry, _) = lines.peek()?;
                Some((entry.ordinal, worker))
            });
            let Some((_, worker)) = next.min() else { return Ok(()) };
            if let Some((entry, line)) = lines.get_mut(worker).and_then(Iterator::next) {
                self.line(entry.kind, line)?;
            }
        }
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
        self.flush_all()?;
        let counts = self.kinds.names().iter().zip(&self.files).map(|(name, file)| (*name, file.records));
        Ok(counts.filter(|(_, records)| *records > 0).collect())
    }
}
