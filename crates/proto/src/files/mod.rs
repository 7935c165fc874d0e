//! Files: content carried by any protocol, put together, named by what it is, hashed and kept.
//!
//! An analyzer opens a file with [`Context::file_open`], gives it bytes in order or by offset, tells of holes, and
//! closes it; at the flow's end what is still open is closed for it. Each file becomes one `files` record; one that
//! defines a scheduled job becomes a `scheduled_job` record too, and each entry of one that is an archive becomes a
//! `files` record.

mod archive;
mod assembly;
mod content;
mod definition;
mod digest;
mod keep;
mod kind;
mod open;
mod record;
#[cfg(test)]
mod tests;

pub use keep::FileStore;
pub(crate) use open::Files;
pub use record::File;

use crate::Context;
use content::{Tray, Wanted};
use definition::Definition;
use open::OpenFile;
use record::Close;
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
    /// Bytes that were seen, those that came again not counted.
    pub seen_bytes: u64,
    /// Bytes known to be missing.
    pub missing_bytes: u64,
    /// Of the missing bytes, those that were given up because too much waited for them.
    pub overflow_bytes: u64,
    /// MD5 in lower-case hexadecimal, if hashing is on and no hole is known.
    pub md5: Option<String>,
    /// SHA-1 likewise.
    pub sha1: Option<String>,
    /// SHA-256 likewise.
    pub sha256: Option<String>,
}

impl Context<'_> {
    /// Begins a file.
    pub fn file_open(&mut self, start: FileStart) -> FileToken {
        let id = self.next_file_id();
        let mine = !self.hub.muted;
        let content = mine && self.hub.files.tray.store.is_some();
        let wanted = Wanted { digests: mine && self.hub.settings.hash_files, content, entries: mine };
        let token = self.hub.files.insert(OpenFile::new(self.head(), id, start, wanted));
        self.shared.open_files.push(token.slot);
        self.tell_of_limits();
        token
    }

    /// The next bytes of a file.
    pub fn file_data(&mut self, file: &FileToken, bytes: &[u8]) {
        self.with_file(file, |file, tray| file.push(bytes, tray));
    }

    /// Bytes of a file that belong at `offset`; they may come in any order and again. Where bytes overlap, those that
    /// came first stay.
    pub fn file_data_at(&mut self, file: &FileToken, offset: u64, bytes: &[u8]) {
        self.with_file(file, |file, tray| file.push_at(offset, bytes, tray));
    }

    /// The next `length` bytes of the file will not come.
    pub fn file_gap(&mut self, file: &FileToken, length: u64) {
        self.with_file(file, |file, tray| file.hole(length, tray));
    }

    /// The file's name, learned after it was opened.
    pub fn file_name(&mut self, file: &FileToken, name: String) {
        self.with_file(file, |file, _| file.start.filename = Some(name));
    }

    /// How long the file is, learned after it was opened.
    pub fn file_total(&mut self, file: &FileToken, total_bytes: u64) {
        self.with_file(file, |file, _| file.start.total_bytes = Some(total_bytes));
    }

    /// The file that this one was found in.
    pub fn file_parent(&mut self, file: &FileToken, parent: Id) {
        self.with_file(file, |file, _| file.parent = Some(parent));
    }

    /// What reads the file's content, in Zeek's names: `X509`, `OCSP_REPLY`, `PE`.
    pub fn file_analyzer(&mut self, file: &FileToken, analyzer: &'static str) {
        self.with_file(file, |file, _| {
            if !file.analyzers.contains(&analyzer) {
                file.analyzers.push(analyzer);
            }
        });
    }

    /// What kind of file it is, where the protocol leaves no doubt. It stands whatever the content looks like.
    pub fn file_mime_hint(&mut self, file: &FileToken, mime_type: &'static str) {
        self.with_file(file, |file, _| file.content.facts.mime_type = Some(mime_type));
    }

    /// What is known of the file so far. Its kind is known after the first 4096 bytes or at its end, its digests at its
    /// end.
    #[must_use]
    pub fn file_facts(&self, file: &FileToken) -> FileFacts {
        self.hub.files.facts(file).cloned().unwrap_or_default()
    }

    /// Ends a file: it becomes a record.
    pub fn file_close(&mut self, file: FileToken) -> FileFacts {
        if let Some(place) = self.shared.open_files.iter().rposition(|slot| *slot == file.slot) {
            self.shared.open_files.swap_remove(place);
        }
        self.close_slot(file.slot, false)
    }

    /// Ends the files that their analyzer left open, in the order in which they were opened.
    pub(crate) fn close_open_files(&mut self) {
        for slot in std::mem::take(&mut self.shared.open_files) {
            self.close_slot(slot, true);
        }
    }

    fn with_file(&mut self, token: &FileToken, act: impl FnOnce(&mut OpenFile, &mut Tray)) {
        let now = self.now;
        self.hub.files.with(token, |file, tray| {
            file.last = now;
            tray.now = now;
            act(file, tray);
        });
        self.tell_of_limits();
        self.report_found(false);
    }

    fn tell_of_limits(&mut self) {
        if let Some(name) = self.hub.files.tray.reached.take() {
            self.weird("FILE", name, 0);
        }
    }

    fn close_slot(&mut self, slot: u32, timed_out: bool) -> FileFacts {
        let Some(mut file) = self.hub.files.remove(slot) else { return FileFacts::default() };
        self.hub.files.tray.now = self.now;
        let definition = file.finish(&mut self.hub.files.tray);
        self.report_found(timed_out);
        self.report(&file, definition, timed_out);
        self.tell_of_limits();
        file.content.facts
    }

    /// Tells of what was found in other files and is over, and of what was wrong there.
    fn report_found(&mut self, timed_out: bool) {
        let tray = &mut self.hub.files.tray;
        if tray.found.is_empty() && tray.anomalies.is_empty() {
            return;
        }
        let (found, anomalies) = (std::mem::take(&mut tray.found), std::mem::take(&mut tray.anomalies));
        for (file, definition) in found {
            self.report(&file, definition, timed_out);
        }
        for anomaly in anomalies {
            self.weird_about("ZIP", anomaly.name, anomaly.offset, anomaly.found);
        }
    }

    /// Makes the records of a file that is over.
    fn report(&mut self, file: &OpenFile, definition: Option<Box<Definition>>, timed_out: bool) {
        let sender = if file.start.from == Side::Originator { file.head.orig_h } else { file.head.resp_h };
        let local_orig = self.settings().is_local(sender);
        let record = File::new(file, &Close { local_orig, timed_out });
        self.emit(&record);
        let keeping = file.content.keeping;
        if keeping.given_bytes > 0
            && let Some(store) = &mut self.hub.files.tray.store
        {
            store.finish(&record, !keeping.cut);
        }
        let job = definition.and_then(|definition| {
            definition.read(file.head, file.start.source, file.id, file.start.filename.clone())
        });
        if let Some(job) = job {
            self.emit(&job);
        }
    }
}
