//! What is done with the bytes of a file once they are in order: counted, named, hashed, kept, read as a job.

use super::assembly::Piece;
use super::definition::{self, Definition};
use super::digest::Digests;
use super::keep::{FileStore, Keeping};
use super::{FileFacts, kind};
use thymus_record::Id;

/// So many buffers for first bytes are used again.
const BUFFERS_MAX: usize = 64;

/// What the files of one worker share.
#[derive(Default)]
pub(super) struct Tray {
    pub(super) store: Option<Box<dyn FileStore>>,
    /// How much of each file the store gets, in bytes.
    pub(super) keep_bytes_max: u64,
    /// Bytes of all files that wait for those before them.
    pub(super) waiting: usize,
    /// How many definitions of jobs are being collected.
    pub(super) definitions: usize,
    /// Limits that were reached, to be told by who can.
    pub(super) reached: Option<&'static str>,
    buffers: Vec<Vec<u8>>,
}

/// One file's bytes so far.
pub(super) struct Content {
    id: Id,
    pub(super) facts: FileFacts,
    /// The first bytes, until the kind is known.
    first: Vec<u8>,
    kind_known: bool,
    digests: Option<Box<Digests>>,
    definition: Option<Box<Definition>>,
    pub(super) keeping: Keeping,
}

/// What is wanted of a file's content.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub(super) digests: bool,
    pub(super) content: bool,
}

impl Content {
    pub(super) fn new(id: Id, wanted: Wanted) -> Self {
        Self {
            id,
            facts: FileFacts::default(),
            first: Vec::new(),
            kind_known: false,
            digests: wanted.digests.then(Box::default),
            definition: None,
            keeping: Keeping { stopped: !wanted.content, ..Keeping::default() },
        }
    }

    /// Takes what comes next.
    pub(super) fn take(&mut self, piece: Piece<'_>, tray: &mut Tray) {
        match piece {
            Piece::Bytes(bytes) => self.bytes(bytes, tray),
            Piece::Hole(length) => self.hole(length, tray),
        }
    }

    fn bytes(&mut self, bytes: &[u8], tray: &mut Tray) {
        self.facts.seen_bytes = self.facts.seen_bytes.saturating_add(bytes.len() as u64);
        if !self.kind_known {
            self.look_at(bytes, tray);
        } else if let Some(definition) = &mut self.definition {
            definition.push(bytes);
        }
        if let Some(digests) = &mut self.digests {
            digests.update(bytes);
        }
        let room = self.keeping.room(bytes.len(), tray.keep_bytes_max);
        if let (Some(store), Some(kept)) = (&mut tray.store, bytes.get(..room))
            && room > 0
        {
            store.content(self.id, kept);
        }
    }

    /// The file has no digest with a hole in it, and what comes after the hole is not kept.
    fn hole(&mut self, length: u64, tray: &mut Tray) {
        self.facts.missing_bytes = self.facts.missing_bytes.saturating_add(length);
        self.name(tray);
        self.digests = None;
        self.keeping.stopped = true;
        self.keeping.cut = true;
        if let Some(definition) = &mut self.definition {
            definition.cut();
        }
    }

    fn look_at(&mut self, bytes: &[u8], tray: &mut Tray) {
        if self.first.is_empty() && bytes.len() >= kind::LOOK_BYTES {
            return self.name_by(bytes, tray);
        }
        if self.first.capacity() == 0 {
            self.first = tray.buffers.pop().unwrap_or_default();
        }
        let taken = bytes.len().min(kind::LOOK_BYTES.saturating_sub(self.first.len()));
        let (now, rest) = bytes.split_at_checked(taken).unwrap_or_default();
        self.first.extend_from_slice(now);
        if self.first.len() >= kind::LOOK_BYTES {
            self.name(tray);
            if let Some(definition) = &mut self.definition {
                definition.push(rest);
            }
        }
    }

    /// Names the file by what there is of its first bytes.
    fn name(&mut self, tray: &mut Tray) {
        if self.kind_known {
            return;
        }
        let mut first = std::mem::take(&mut self.first);
        self.name_by(&first, tray);
        if first.capacity() > 0 && tray.buffers.len() < BUFFERS_MAX {
            first.clear();
            tray.buffers.push(first);
        }
    }

    fn name_by(&mut self, bytes: &[u8], tray: &mut Tray) {
        self.kind_known = true;
        self.facts.mime_type = self.facts.mime_type.or_else(|| kind::mime_type(bytes));
        let Some(definition) = Definition::begin(bytes) else { return };
        if tray.definitions >= definition::DEFINITIONS_MAX {
            tray.reached = Some("scheduled_job_limit_reached");
            return;
        }
        tray.definitions += 1;
        self.definition = Some(Box::new(definition));
    }

    /// Nothing more will come. Returns the job that the file defines.
    pub(super) fn finish(&mut self, tray: &mut Tray) -> Option<Box<Definition>> {
        self.name(tray);
        if let Some(digests) = self.digests.take()
            && self.facts.seen_bytes > 0
        {
            let digests = digests.finish();
            self.facts.md5 = Some(digests.md5);
            self.facts.sha1 = Some(digests.sha1);
            self.facts.sha256 = Some(digests.sha256);
        }
        let definition = self.definition.take()?;
        tray.definitions = tray.definitions.saturating_sub(1);
        Some(definition)
    }
}
