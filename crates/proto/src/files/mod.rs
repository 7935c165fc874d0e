//! Files: content carried by any protocol, put together, named by what it is, hashed and kept.
//!
//! An analyzer opens a file with [`Context::file_open`], gives it bytes in order or by offset, tells of holes, and
//! closes it; at the flow's end what is still open is closed for it. Each file becomes one `files` record.

mod record;

pub use record::File;

use crate::{Context, Head};
use thymus_flow::Side;
use thymus_record::Id;

/// What is known of a file when its first byte comes.
#[derive(Clone, Debug)]
pub struct FileStart {
    /// The protocol that carries it, as in Zeek: `HTTP`, `SMB`, `FTP_DATA`, `SMTP`, `SSL`.
    pub source: &'static str,
    /// Who sends it.
    pub from: Side,
    /// How deep it stands in its carrier (the part of a message, the request of a connection).
    pub depth: u32,
    /// Its name, if it has one.
    pub filename: Option<String>,
    /// How long it is, if that was announced.
    pub total_bytes: Option<u64>,
}

/// An open file. Give it back to [`Context::file_close`].
#[derive(Debug, PartialEq, Eq)]
pub struct FileToken {
    /// The file's name (`fuid`).
    pub id: Id,
    slot: u32,
}

/// What a file came to.
#[derive(Clone, Debug, Default)]
pub struct FileFacts {
    /// Its kind, by content.
    pub mime_type: Option<&'static str>,
    /// Bytes that were seen.
    pub seen_bytes: u64,
    /// Bytes known to be missing.
    pub missing_bytes: u64,
    /// MD5 in lower-case hexadecimal, if hashing is on and the content is whole.
    pub md5: Option<String>,
    /// SHA-1 likewise.
    pub sha1: Option<String>,
    /// SHA-256 likewise.
    pub sha256: Option<String>,
}

/// The open files of one worker.
#[derive(Default)]
pub(crate) struct Files {
    open: Vec<Option<OpenFile>>,
    free: Vec<u32>,
}

struct OpenFile {
    head: Head,
    id: Id,
    start: FileStart,
    facts: FileFacts,
}

impl Context<'_> {
    /// Begins a file.
    pub fn file_open(&mut self, start: FileStart) -> FileToken {
        let id = self.next_file_id();
        let file = OpenFile { head: self.head(), id, start, facts: FileFacts::default() };
        let slot = self.hub.files.insert(file);
        self.shared.open_files.push(slot);
        FileToken { id, slot }
    }

    /// The next bytes of a file.
    pub fn file_data(&mut self, file: &FileToken, bytes: &[u8]) {
        if let Some(file) = self.hub.files.get_mut(file.slot) {
            file.facts.seen_bytes = file.facts.seen_bytes.saturating_add(bytes.len() as u64);
        }
    }

    /// Bytes of a file that belong at `offset`; they may come in any order and again.
    pub fn file_data_at(&mut self, file: &FileToken, offset: u64, bytes: &[u8]) {
        let _ = offset;
        self.file_data(file, bytes);
    }

    /// The next `length` bytes of the file will not come.
    pub fn file_gap(&mut self, file: &FileToken, length: u64) {
        if let Some(file) = self.hub.files.get_mut(file.slot) {
            file.facts.missing_bytes = file.facts.missing_bytes.saturating_add(length);
        }
    }

    /// The file's name, learned after it was opened.
    pub fn file_name(&mut self, file: &FileToken, name: String) {
        if let Some(file) = self.hub.files.get_mut(file.slot) {
            file.start.filename = Some(name);
        }
    }

    /// What is known of the file so far; its kind is known after the first bytes.
    #[must_use]
    pub fn file_facts(&self, file: &FileToken) -> FileFacts {
        self.hub.files.get(file.slot).map(|file| file.facts.clone()).unwrap_or_default()
    }

    /// Ends a file: it becomes a record.
    pub fn file_close(&mut self, file: FileToken) -> FileFacts {
        self.shared.open_files.retain(|slot| *slot != file.slot);
        self.close_slot(file.slot)
    }

    /// Ends the files that their analyzer left open.
    pub(crate) fn close_open_files(&mut self) {
        for slot in std::mem::take(&mut self.shared.open_files) {
            self.close_slot(slot);
        }
    }

    fn close_slot(&mut self, slot: u32) -> FileFacts {
        let Some(file) = self.hub.files.remove(slot) else { return FileFacts::default() };
        let record = File::new(&file.head, file.id, &file.start, &file.facts, self.now);
        self.emit(&record);
        file.facts
    }
}

impl Files {
    fn insert(&mut self, file: OpenFile) -> u32 {
        if let Some(slot) = self.free.pop()
            && let Some(place) = self.open.get_mut(slot as usize)
        {
            *place = Some(file);
            return slot;
        }
        self.open.push(Some(file));
        u32::try_from(self.open.len() - 1).unwrap_or(u32::MAX)
    }

    fn get(&self, slot: u32) -> Option<&OpenFile> {
        self.open.get(slot as usize)?.as_ref()
    }

    fn get_mut(&mut self, slot: u32) -> Option<&mut OpenFile> {
        self.open.get_mut(slot as usize)?.as_mut()
    }

    fn remove(&mut self, slot: u32) -> Option<OpenFile> {
        let file = self.open.get_mut(slot as usize)?.take()?;
        self.free.push(slot);
        Some(file)
    }
}
