//! The thread that writes: content to its place, a line to the index, what is too old off the disk.

use super::feed::{End, FileNumber, Message};
use super::index::{self, ENTRIES_MAX, Entry, IndexWriter};
use super::layout::{ContentId, Layout, make_directory, make_file};
use anyhow::{Context as _, Result, bail};
use crossbeam_channel::{Receiver, RecvTimeoutError};
use ring::digest::{Context as Digest, SHA256, digest};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// So long nothing comes until lines of the index that wait are written: others read it meanwhile.
const QUIET_AFTER: Duration = Duration::from_millis(200);

/// What was kept.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Kept {
    /// Files, those that were there already included.
    pub(crate) files: u64,
    /// Bytes of content that were new.
    pub(crate) new_bytes: u64,
    /// Files that were not kept because the disk was behind.
    pub(crate) left_out: u64,
}

/// The store, open for writing.
pub(super) struct Writer {
    layout: Layout,
    bytes_max: u64,
    index: IndexWriter,
    contents: HashMap<ContentId, Held>,
    by_age: BTreeSet<(i64, ContentId)>,
    bytes: u64,
    coming: HashMap<FileNumber, Coming>,
    kept: Kept,
    /// Held as long as the store is open.
    _lock: File,
}

#[derive(Clone, Copy)]
struct Held {
    bytes: u64,
    last_seen_ns: i64,
}

/// Content that is still coming.
struct Coming {
    path: PathBuf,
    file: File,
    bytes: u64,
}

impl Writer {
    pub(super) fn open(layout: Layout, bytes_max: u64) -> Result<Self> {
        make_directory(layout.root())?;
        let lock = lock(&layout.lock())?;
        remove_leftovers(&layout)?;
        let entries = index::read(&layout)?;
        let index = IndexWriter::open(&layout, entries.len())?;
        let mut writer = Self {
            bytes_max,
            index,
            contents: HashMap::new(),
            by_age: BTreeSet::new(),
            bytes: 0,
            coming: HashMap::new(),
            kept: Kept::default(),
            _lock: lock,
            layout,
        };
        writer.load(&entries)?;
        writer.make_room()?;
        Ok(writer)
    }

    /// What is on the disk counts; the index tells when it was seen.
    fn load(&mut self, entries: &[Entry]) -> Result<()> {
        let mut last_seen: HashMap<ContentId, i64> = HashMap::new();
        for entry in entries {
            if let Some(id) = entry.content() {
                let last = last_seen.entry(id).or_insert(entry.time_ns);
                *last = (*last).max(entry.time_ns);
            }
        }
        for (id, bytes) in self.layout.contents()? {
            let last_seen_ns = last_seen.get(&id).copied().unwrap_or(i64::MIN);
            self.hold(id, Held { bytes, last_seen_ns });
        }
        Ok(())
    }

    /// Writes what comes until nobody sends any more. After a failure the rest is let go, so that nobody waits for it.
    pub(super) fn run(mut self, messages: &Receiver<Message>) -> Result<Kept> {
        let mut failure = None;
        loop {
            let done = match messages.recv_timeout(QUIET_AFTER) {
                Ok(message) if failure.is_none() => self.take(message),
                Err(RecvTimeoutError::Timeout) if failure.is_none() => self.index.flush(),
                Ok(_) | Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => break,
            };
            failure = done.err();
        }
        match failure {
            Some(error) => Err(error),
            None => self.index.flush().map(|()| self.kept),
        }
    }

    fn take(&mut self, message: Message) -> Result<()> {
        match message {
            Message::Piece(number, bytes) => self.piece(number, &bytes),
            Message::End(end) => self.end(*end),
            Message::Abandon(number) => self.abandon(number),
        }
    }

    fn piece(&mut self, number: FileNumber, bytes: &[u8]) -> Result<()> {
        let coming = match self.coming.entry(number) {
            std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::hash_map::Entry::Vacant(entry) => {
                let path = self.layout.temporary().join(number.to_string());
                let file = make_file(&path).with_context(|| format!("cannot write {}", path.display()))?;
                entry.insert(Coming { path, file, bytes: 0 })
            }
        };
        coming.bytes += bytes.len() as u64;
        coming.file.write_all(bytes).with_context(|| format!("cannot write {}", coming.path.display()))
    }

    fn abandon(&mut self, number: FileNumber) -> Result<()> {
        self.kept.left_out += 1;
        match self.coming.remove(&number) {
            Some(coming) => remove(&coming.path),
            None => Ok(()),
        }
    }

    fn end(&mut self, end: End) -> Result<()> {
        let id = match end.file.sha256.as_deref().filter(|_| end.complete).and_then(ContentId::parse) {
            Some(id) => id,
            None => self.digest(&end)?,
        };
        let known = self.contents.contains_key(&id);
        let begun = self.coming.contains_key(&end.number);
        let bytes = self.coming.get(&end.number).map_or(0, |coming| coming.bytes) + end.rest.len() as u64;
        if known {
            if let Some(coming) = self.coming.remove(&end.number) {
                remove(&coming.path)?;
            }
        } else if bytes <= self.bytes_max {
            self.piece(end.number, &end.rest)?;
            self.put(end.number, &id)?;
            self.kept.new_bytes += bytes;
        } else {
            return if begun { self.abandon(end.number) } else { Ok(()) };
        }
        self.note(&end, id, bytes)
    }

    /// Moves content to its place.
    fn put(&mut self, number: FileNumber, id: &ContentId) -> Result<()> {
        let Some(coming) = self.coming.remove(&number) else { return Ok(()) };
        let path = self.layout.content(id);
        let failed = || format!("cannot write {}", path.display());
        make_directory(path.parent().unwrap_or(&path)).with_context(failed)?;
        std::fs::rename(&coming.path, &path).with_context(failed)
    }

    fn note(&mut self, end: &End, id: ContentId, bytes: u64) -> Result<()> {
        let entry = Entry::of(&end.file, &id, bytes, end.complete);
        self.hold(id, Held { bytes, last_seen_ns: entry.time_ns });
        self.kept.files += 1;
        self.index.append(&entry)?;
        self.make_room()?;
        if self.index.entries > ENTRIES_MAX { self.shorten_index() } else { Ok(()) }
    }

    fn hold(&mut self, id: ContentId, mut held: Held) {
        if let Some(before) = self.contents.remove(&id) {
            self.by_age.remove(&(before.last_seen_ns, id.clone()));
            self.bytes -= before.bytes;
            held.last_seen_ns = held.last_seen_ns.max(before.last_seen_ns);
        }
        self.bytes += held.bytes;
        self.by_age.insert((held.last_seen_ns, id.clone()));
        self.contents.insert(id, held);
    }

    /// Removes what was seen longest ago until the rest fits.
    fn make_room(&mut self) -> Result<()> {
        while self.bytes > self.bytes_max
            && let Some((_, id)) = self.by_age.pop_first()
        {
            if let Some(held) = self.contents.remove(&id) {
                self.bytes -= held.bytes;
            }
            remove(&self.layout.content(&id))?;
        }
        Ok(())
    }

    /// Keeps the newer half of the lines, and of those the ones whose content is still there.
    fn shorten_index(&mut self) -> Result<()> {
        self.index.flush()?;
        let mut entries = index::read(&self.layout)?;
        entries.drain(..entries.len().saturating_sub(ENTRIES_MAX / 2));
        let there: HashSet<&ContentId> = self.contents.keys().collect();
        entries.retain(|entry| entry.content().is_some_and(|id| there.contains(&id)));
        self.index = IndexWriter::write_new(&self.layout, &entries)?;
        Ok(())
    }

    /// The digest of content that came without one, or that is not all of its file.
    fn digest(&self, end: &End) -> Result<ContentId> {
        let sum = match self.coming.get(&end.number) {
            None => digest(&SHA256, &end.rest),
            Some(coming) => {
                let failed = || format!("cannot read {}", coming.path.display());
                let mut sum = Digest::new(&SHA256);
                digest_file(&coming.path, &mut sum).with_context(failed)?;
                sum.update(&end.rest);
                sum.finish()
            }
        };
        ContentId::of(sum.as_ref()).context("a SHA-256 has 32 bytes")
    }
}

/// Adds a file's bytes to a digest.
fn digest_file(path: &Path, sum: &mut Digest) -> std::io::Result<()> {
    let mut file = File::open(path)?;
    let mut buffer = vec![0; 256 * 1024];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(()),
            length => sum.update(buffer.get(..length).unwrap_or_default()),
        }
    }
}

fn lock(path: &Path) -> Result<File> {
    let file = make_file(path).with_context(|| format!("cannot write {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => bail!("another process is keeping files there"),
        Err(std::fs::TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("cannot lock {}", path.display()))
        }
    }
}

/// Removes what a process that was killed left half written.
fn remove_leftovers(layout: &Layout) -> Result<()> {
    let temporary = layout.temporary();
    if temporary.exists() {
        std::fs::remove_dir_all(&temporary)
            .with_context(|| format!("cannot remove {}", temporary.display()))?;
    }
    make_directory(&temporary).with_context(|| format!("cannot make {}", temporary.display()))
}

fn remove(path: &Path) -> Result<()> {
    std::fs::remove_file(path).with_context(|| format!("cannot remove {}", path.display()))
}
