//! What is done with the bytes of a file once they are in order: counted, named, hashed, kept, read as a job.

use super::archive::{ARCHIVE_DEPTH_MAX, ARCHIVES_MAX, Anomaly, Archive, Budget, Tools, is_archive};
use super::assembly::Piece;
use super::definition::{self, Definition};
use super::digest::{Hashing, Ticket};
use super::keep::{FileStore, Keeping};
use super::open::OpenFile;
use super::{FileFacts, kind};
use crate::Head;
use thymus_flow::Side;
use thymus_record::{Id, Timestamp};

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
    /// The time of the packet at hand.
    pub(super) now: Timestamp,
    /// Files found in others that are over, with the jobs that they define.
    pub(super) found: Vec<(Box<OpenFile>, Option<Box<Definition>>)>,
    /// What was wrong in archives, to be told by who can.
    pub(super) anomalies: Vec<Anomaly>,
    /// What the archive at hand may still give.
    pub(super) budget: Budget,
    pub(super) tools: Tools,
    hashing: Hashing,
    /// How many archives are being read.
    archives: usize,
    buffers: Vec<Vec<u8>>,
}

/// One file's bytes so far.
pub(super) struct Content {
    origin: Origin,
    pub(super) facts: FileFacts,
    /// The first bytes, until the kind is known.
    first: Vec<u8>,
    kind_known: bool,
    /// Where its digests are being taken, if they are.
    digests: Option<Ticket>,
    inside: Option<Inside>,
    pub(super) keeping: Keeping,
}

/// What the content is read as.
enum Inside {
    Definition(Box<Definition>),
    Archive(Box<Archive>),
}

/// Whose content it is, which what is found in it inherits.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    pub(super) head: Head,
    pub(super) id: Id,
    pub(super) from: Side,
    /// How many archives it was found in, each in the other.
    pub(super) depth: u32,
    pub(super) wanted: Wanted,
}

/// What is wanted of a file's content.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub(super) digests: bool,
    pub(super) content: bool,
    pub(super) entries: bool,
}

impl Content {
    pub(super) fn new(origin: Origin) -> Self {
        let wanted = origin.wanted;
        Self {
            origin,
            facts: FileFacts::default(),
            first: Vec::new(),
            kind_known: false,
            digests: wanted.digests.then(Ticket::default),
            inside: None,
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
        } else {
            self.look_inside(bytes, tray);
        }
        if let Some(digests) = &mut self.digests {
            tray.hashing.update(digests, bytes);
        }
        let room = self.keeping.room(bytes.len(), tray.keep_bytes_max);
        if let (Some(store), Some(kept)) = (&mut tray.store, bytes.get(..room))
            && room > 0
        {
            store.content(self.origin.id, kept);
        }
    }

    /// The file has no digest with a hole in it, and what comes after the hole is not kept.
    fn hole(&mut self, length: u64, tray: &mut Tray) {
        self.facts.missing_bytes = self.facts.missing_bytes.saturating_add(length);
        self.name(tray);
        match &mut self.inside {
            None => {}
            Some(Inside::Definition(definition)) => definition.cut(),
            Some(Inside::Archive(archive)) => archive.hole(length, tray),
        }
        self.break_off(tray);
    }

    /// What has come is not the whole, of `total_bytes` where that is known; the rest will not come.
    pub(super) fn cut_short(&mut self, total_bytes: Option<u64>, tray: &mut Tray) {
        let missing = total_bytes.unwrap_or(0).saturating_sub(self.facts.seen_bytes);
        if missing > 0 {
            return self.hole(missing, tray);
        }
        self.break_off(tray);
    }

    fn break_off(&mut self, tray: &mut Tray) {
        if let Some(digests) = self.digests.take() {
            tray.hashing.forget(digests);
        }
        self.keeping.stopped = true;
        self.keeping.cut = true;
    }

    /// How many archives it was found in.
    pub(super) fn within_archives(&mut self, depth: u32) {
        self.origin.depth = depth;
    }

    /// Whether it is read as an archive.
    pub(super) fn is_archive(&self) -> bool {
        matches!(self.inside, Some(Inside::Archive(_)))
    }

    fn look_inside(&mut self, bytes: &[u8], tray: &mut Tray) {
        match &mut self.inside {
            None => {}
            Some(Inside::Definition(definition)) => definition.push(bytes),
            Some(Inside::Archive(archive)) => archive.push(bytes, tray),
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
            self.look_inside(rest, tray);
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
        if is_archive(bytes) {
            return self.begin_archive(bytes, tray);
        }
        let Some(definition) = Definition::begin(bytes) else { return };
        if tray.definitions >= definition::DEFINITIONS_MAX {
            tray.reached = Some("scheduled_job_limit_reached");
            return;
        }
        tray.definitions += 1;
        self.inside = Some(Inside::Definition(Box::new(definition)));
    }

    fn begin_archive(&mut self, bytes: &[u8], tray: &mut Tray) {
        if !self.origin.wanted.entries {
            return;
        }
        if self.origin.depth >= ARCHIVE_DEPTH_MAX {
            tray.reached = Some("archives_nested_too_deep");
            return;
        }
        if tray.archives >= ARCHIVES_MAX {
            tray.reached = Some("archive_limit_reached");
            return;
        }
        tray.archives += 1;
        let mut archive = Box::new(Archive::new(self.origin));
        archive.push(bytes, tray);
        self.inside = Some(Inside::Archive(archive));
    }

    /// Nothing more will come. Returns the job that the file defines.
    pub(super) fn finish(&mut self, tray: &mut Tray) -> Option<Box<Definition>> {
        self.name(tray);
        if let Some(ticket) = self.digests.take()
            && let Some(digests) = tray.hashing.finish(ticket)
        {
            self.facts.md5 = Some(digests.md5);
            self.facts.sha1 = Some(digests.sha1);
            self.facts.sha256 = Some(digests.sha256);
        }
        match self.inside.as_mut()? {
            Inside::Archive(archive) => {
                archive.finish(tray);
                tray.archives = tray.archives.saturating_sub(1);
                None
            }
            Inside::Definition(_) => {
                tray.definitions = tray.definitions.saturating_sub(1);
                let Some(Inside::Definition(definition)) = self.inside.take() else { return None };
                Some(definition)
            }
        }
    }
}
