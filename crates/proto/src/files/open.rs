//! The open files of one worker.

use super::assembly::Assembly;
use super::content::{Content, Origin, Tray, Wanted};
use super::{FileFacts, FileStart, FileStore, FileToken};
use crate::Head;
use thymus_record::{Id, Timestamp};

/// At most this many files of one worker are open at once; content of more is not followed.
const OPEN_FILES_MAX: usize = 16_384;

/// Bytes of all files of one worker that wait for those before them.
const WAITING_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The slot of a file that is not followed.
const NO_SLOT: u32 = u32::MAX;

/// The open files of one worker.
#[derive(Default)]
pub(crate) struct Files {
    open: Vec<Option<Box<OpenFile>>>,
    free: Vec<u32>,
    pub(super) tray: Tray,
}

/// One open file.
pub(super) struct OpenFile {
    pub(super) head: Head,
    pub(super) id: Id,
    pub(super) start: FileStart,
    pub(super) last: Timestamp,
    pub(super) parent: Option<Id>,
    pub(super) analyzers: Vec<&'static str>,
    assembly: Assembly,
    pub(super) content: Content,
}

impl OpenFile {
    pub(super) fn new(head: Head, id: Id, start: FileStart, wanted: Wanted) -> Self {
        let content = Content::new(Origin { head, id, from: start.from, depth: 0, wanted });
        Self {
            head,
            id,
            start,
            last: head.ts,
            parent: None,
            analyzers: Vec::new(),
            assembly: Assembly::default(),
            content,
        }
    }

    pub(super) fn push(&mut self, bytes: &[u8], tray: &mut Tray) {
        let Self { assembly, content, .. } = self;
        let before = assembly.waiting();
        let given_up = assembly.push(bytes, &mut |piece| content.take(piece, tray));
        self.account(before, given_up, tray);
    }

    pub(super) fn push_at(&mut self, offset: u64, bytes: &[u8], tray: &mut Tray) {
        let Self { assembly, content, .. } = self;
        let before = assembly.waiting();
        let given_up = assembly.insert(offset, bytes, &mut |piece| content.take(piece, tray));
        self.account(before, given_up, tray);
    }

    pub(super) fn hole(&mut self, length: u64, tray: &mut Tray) {
        let Self { assembly, content, .. } = self;
        let before = assembly.waiting();
        assembly.hole(length, &mut |piece| content.take(piece, tray));
        self.account(before, 0, tray);
    }

    /// It was found in so many archives, each in the other.
    pub(super) fn within_archives(&mut self, depth: u32) {
        self.content.within_archives(depth);
    }

    /// The rest of it will not come.
    pub(super) fn cut_short(&mut self, tray: &mut Tray) {
        self.content.cut_short(self.start.total_bytes, tray);
    }

    /// Keeps the sum of what waits; the file that exceeds it gives up its holes.
    fn account(&mut self, before: usize, mut given_up: u64, tray: &mut Tray) {
        let Self { assembly, content, .. } = self;
        while tray.waiting.saturating_sub(before).saturating_add(assembly.waiting()) > WAITING_BYTES_MAX
            && assembly.waiting() > 0
        {
            given_up = given_up.saturating_add(assembly.give_up(&mut |piece| content.take(piece, tray)));
        }
        tray.waiting = tray.waiting.saturating_sub(before).saturating_add(assembly.waiting());
        if given_up > 0 {
            content.facts.overflow_bytes = content.facts.overflow_bytes.saturating_add(given_up);
            tray.reached = Some("file_reassembly_overflow");
        }
    }

    /// Nothing more will come.
    pub(super) fn finish(&mut self, tray: &mut Tray) -> Option<Box<super::definition::Definition>> {
        let Self { assembly, content, .. } = self;
        tray.waiting = tray.waiting.saturating_sub(assembly.waiting());
        assembly.finish(&mut |piece| content.take(piece, tray));
        content.finish(tray)
    }
}

impl Files {
    /// Gives the first `bytes_max` bytes of each file to `store`.
    pub(crate) fn keep(&mut self, store: Box<dyn FileStore>, bytes_max: u64) {
        self.tray.store = Some(store);
        self.tray.keep_bytes_max = bytes_max;
    }

    /// Takes in a file. One too many is not followed, and its token leads nowhere.
    pub(super) fn insert(&mut self, file: OpenFile) -> FileToken {
        let id = file.id;
        let file = Some(Box::new(file));
        if let Some(slot) = self.free.pop()
            && let Some(place) = self.open.get_mut(slot as usize)
        {
            *place = file;
            return FileToken { id, slot };
        }
        if self.open.len() >= OPEN_FILES_MAX {
            self.tray.reached = Some("open_file_limit_reached");
            return FileToken { id, slot: NO_SLOT };
        }
        self.open.push(file);
        FileToken { id, slot: u32::try_from(self.open.len() - 1).unwrap_or(NO_SLOT) }
    }

    /// Does something with a file that is followed.
    pub(super) fn with(&mut self, token: &FileToken, act: impl FnOnce(&mut OpenFile, &mut Tray)) {
        if let Some(Some(file)) = self.open.get_mut(token.slot as usize)
            && file.id == token.id
        {
            act(file, &mut self.tray);
        }
    }

    pub(super) fn facts(&self, token: &FileToken) -> Option<&FileFacts> {
        let file = self.open.get(token.slot as usize)?.as_ref()?;
        (file.id == token.id).then_some(&file.content.facts)
    }

    pub(super) fn remove(&mut self, slot: u32) -> Option<Box<OpenFile>> {
        let file = self.open.get_mut(slot as usize)?.take()?;
        self.free.push(slot);
        Some(file)
    }
}
