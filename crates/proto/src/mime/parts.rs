//! Content that becomes files: whole bodies and the parts of multiparts.

use super::{MimeEvents, PartHead};
use crate::files::{FileStart, FileToken};
use crate::{Context, Side};
use thymus_record::Id;

/// At most this many files of one message are named in its record; the others become files all the same.
const FILES_NAMED_MAX: usize = 15;

/// The files that a message carried.
#[derive(Debug, Default)]
pub(crate) struct FileList {
    /// The files' names in Thymus.
    pub(crate) fuids: Vec<Id>,
    /// What the sender called those that have a name.
    pub(crate) filenames: Vec<String>,
    /// The kinds of those whose kind was recognised.
    pub(crate) mime_types: Vec<&'static str>,
    overflowed: bool,
}

/// Makes files of content, one after the other. A file is opened by its first byte, so that none is empty.
#[derive(Debug)]
pub(crate) struct PartFiles {
    source: &'static str,
    from: Side,
    /// What is known of the file to come.
    next: Option<NextFile>,
    open: Option<FileToken>,
    pub(crate) list: FileList,
}

#[derive(Debug, Default)]
pub(crate) struct NextFile {
    pub(crate) depth: u32,
    pub(crate) filename: Option<String>,
    pub(crate) total_bytes: Option<u64>,
}

impl PartFiles {
    /// Files that `source` carries from this side.
    pub(crate) fn new(source: &'static str, from: Side) -> Self {
        Self { source, from, next: None, open: None, list: FileList::default() }
    }

    /// Content follows that is a file of its own.
    pub(crate) fn begin(
        &mut self,
        cx: &mut Context<'_>,
        depth: u32,
        filename: Option<String>,
        total: Option<u64>,
    ) {
        self.end(cx);
        self.next = Some(NextFile { depth, filename, total_bytes: total });
    }

    /// The next bytes of the file.
    pub(crate) fn data(&mut self, cx: &mut Context<'_>, bytes: &[u8]) {
        if let Some(next) = self.next.take() {
            self.open(cx, next);
        }
        if let Some(file) = &self.open {
            cx.file_data(file, bytes);
        }
    }

    /// Bytes of the file that will not come.
    pub(crate) fn gap(&mut self, cx: &mut Context<'_>, length: u64) {
        if let Some(next) = self.next.take() {
            self.open(cx, next);
        }
        if let Some(file) = &self.open {
            cx.file_gap(file, length);
        }
    }

    /// The file is over.
    pub(crate) fn end(&mut self, cx: &mut Context<'_>) {
        self.next = None;
        let Some(file) = self.open.take() else { return };
        let facts = cx.file_close(file);
        if !self.list.overflowed {
            self.list.mime_types.extend(facts.mime_type);
        }
    }

    fn open(&mut self, cx: &mut Context<'_>, next: NextFile) {
        let start = FileStart {
            source: self.source,
            from: self.from,
            depth: next.depth,
            filename: next.filename.clone(),
            total_bytes: next.total_bytes,
        };
        let file = cx.file_open(start);
        if self.list.fuids.len() < FILES_NAMED_MAX {
            self.list.fuids.push(file.id);
            self.list.filenames.extend(next.filename);
        } else if !std::mem::replace(&mut self.list.overflowed, true) {
            cx.weird(self.source, "max_files_per_message_exceeded", 0);
        }
        self.open = Some(file);
    }
}

/// What becomes of the entities that a reader finds: every leaf a file.
pub(crate) struct Parts<'a, 'c> {
    pub(crate) cx: &'a mut Context<'c>,
    pub(crate) files: &'a mut PartFiles,
    /// The protocol that carries them, for anomalies.
    pub(crate) protocol: &'static str,
    /// The depth of the files, where it is not that of the parts.
    pub(crate) depth: Option<u32>,
}

impl MimeEvents for Parts<'_, '_> {
    fn field(&mut self, _: usize, _: &[u8], _: &[u8]) {}

    fn begin(&mut self, part: &PartHead) {
        let depth = self.depth.unwrap_or_else(|| u32::try_from(part.depth).unwrap_or(u32::MAX));
        self.files.begin(self.cx, depth, part.filename.clone(), None);
    }

    fn data(&mut self, bytes: &[u8]) {
        self.files.data(self.cx, bytes);
    }

    fn gap(&mut self, length: u64) {
        self.files.gap(self.cx, length);
    }

    fn end(&mut self) {
        self.files.end(self.cx);
    }

    fn weird(&mut self, name: &'static str) {
        self.cx.weird(self.protocol, name, 0);
    }
}
