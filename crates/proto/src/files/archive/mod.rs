//! ZIP archives, read as they pass: each entry becomes a file of its own, whatever protocol carried the archive.
//!
//! Entries are taken from their local headers in the order in which they stand; the directory at the end is not read,
//! because nothing before it is kept. What cannot be read (encrypted, compressed in another way) is named and passed over.

mod budget;
mod entry;
mod parser;
#[cfg(test)]
mod tests;

pub(super) use budget::Budget;
pub(super) use entry::Tools;
pub(super) use parser::is_archive;

use super::FileStart;
use super::content::{Origin, Tray};
use super::open::OpenFile;
use crate::context::mix;
use entry::{Entry, Outcome};
use parser::{End, Found, LocalHeader};
use thymus_record::Id;

/// Archives in archives are read down to this depth.
pub(super) const ARCHIVE_DEPTH_MAX: u32 = 3;

/// At most this many archives of one worker are read at once; each takes some 50 KiB while it inflates.
pub(super) const ARCHIVES_MAX: usize = 512;

/// The longest local header that is read, name and extra fields included. Writers that align content pad with up to
/// 16 KiB.
const HEADER_BYTES_MAX: usize = 24 * 1024;

/// What waits is filled up to this much at least, so that content in which descriptors seem to stand is not read byte by
/// byte.
const TOP_UP_BYTES: usize = 4096;

/// So much of an entry's name is kept.
const NAME_BYTES_MAX: usize = 1024;

/// Compression methods that are undone (§4.4.5).
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// A rule broken in an archive or a limit reached, to be told by who can.
pub(super) struct Anomaly {
    pub(super) name: &'static str,
    /// Where in the archive.
    pub(super) offset: u64,
    /// What was found.
    pub(super) found: Option<String>,
}

/// An archive that is passing.
pub(super) struct Archive {
    origin: Origin,
    stage: Stage,
    /// The entry whose content is coming; none while content is passed over.
    entry: Option<Entry>,
    /// A descriptor follows the entry.
    descriptor: bool,
    /// The beginning of a record that waits for its rest.
    kept: Vec<u8>,
    needed: usize,
    offset: u64,
    entries: u32,
    /// The anomalies told, each once.
    told: Vec<&'static str>,
    /// Of the outermost archive only.
    budget: Budget,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Record,
    /// Content, of which so many bytes are left.
    Content(u64),
    /// Content that ends where it says itself or where a descriptor stands; so many bytes have passed.
    OpenContent(u64),
    Descriptor,
    Done,
}

/// What was done with the bytes shown.
enum Step {
    Took(usize),
    /// So many are needed, more than there are.
    Need(usize),
}

impl Archive {
    pub(super) fn new(origin: Origin) -> Self {
        Self {
            origin,
            stage: Stage::Record,
            entry: None,
            descriptor: false,
            kept: Vec::new(),
            needed: 0,
            offset: 0,
            entries: 0,
            told: Vec::new(),
            budget: Budget::default(),
        }
    }

    /// The next bytes.
    pub(super) fn push(&mut self, bytes: &[u8], tray: &mut Tray) {
        if self.stage == Stage::Done {
            return;
        }
        self.with_budget(tray, |archive, tray| {
            if archive.origin.depth == 0 {
                tray.budget.read(bytes.len());
            }
            archive.read(bytes, tray);
        });
    }

    /// The next `length` bytes will not come. What is after them can be told from content only if the entry's length was
    /// known.
    pub(super) fn hole(&mut self, length: u64, tray: &mut Tray) {
        self.with_budget(tray, |archive, tray| match archive.stage {
            Stage::Content(left) if left >= length => archive.hole_in_content(length, left - length, tray),
            _ => archive.stop(tray),
        });
    }

    fn hole_in_content(&mut self, length: u64, left: u64, tray: &mut Tray) {
        self.offset = self.offset.saturating_add(length);
        self.stage = Stage::Content(left);
        match &mut self.entry {
            Some(entry) if !entry.is_deflated() => entry.hole(length, tray),
            _ => self.end_entry(false, tray),
        }
        if left == 0 {
            self.end_entry(true, tray);
            self.stage = self.after_content();
        }
    }

    /// Nothing more will come.
    pub(super) fn finish(&mut self, tray: &mut Tray) {
        self.with_budget(tray, Self::stop);
    }

    /// The outermost archive lends its budget to those within it.
    fn with_budget(&mut self, tray: &mut Tray, act: impl FnOnce(&mut Self, &mut Tray)) {
        let outermost = self.origin.depth == 0;
        if outermost {
            tray.budget = self.budget;
        }
        act(self, tray);
        if outermost {
            self.budget = tray.budget;
        }
    }

    fn read(&mut self, mut bytes: &[u8], tray: &mut Tray) {
        while !bytes.is_empty() && self.stage != Stage::Done {
            if self.kept.is_empty() {
                let taken = self.steps(bytes, tray);
                bytes = bytes.get(taken..).unwrap_or_default();
                self.kept.extend_from_slice(bytes);
                return;
            }
            let wanted = self.needed.max(TOP_UP_BYTES).saturating_sub(self.kept.len()).min(bytes.len());
            let (now, rest) = bytes.split_at_checked(wanted).unwrap_or_default();
            self.kept.extend_from_slice(now);
            bytes = rest;
            if self.kept.len() >= self.needed {
                let mut kept = std::mem::take(&mut self.kept);
                let taken = self.steps(&kept, tray);
                kept.drain(..taken.min(kept.len()));
                self.kept = kept;
            }
        }
    }

    /// Reads on as far as it goes; returns how far. What is left waits for more, and is less than what is needed.
    fn steps(&mut self, bytes: &[u8], tray: &mut Tray) -> usize {
        let mut taken = 0;
        loop {
            let left = bytes.get(taken..).unwrap_or_default();
            if left.is_empty() {
                return taken;
            }
            match self.step(left, tray) {
                _ if tray.budget.is_spent() => self.stop(tray),
                Step::Took(length) => {
                    taken += length;
                    self.offset = self.offset.saturating_add(length as u64);
                }
                Step::Need(length) if length <= HEADER_BYTES_MAX => {
                    self.needed = length;
                    return taken;
                }
                Step::Need(_) => self.fail("archive_header_too_large", tray),
            }
            if self.stage == Stage::Done {
                return bytes.len();
            }
        }
    }

    fn step(&mut self, bytes: &[u8], tray: &mut Tray) -> Step {
        match self.stage {
            Stage::Record => self.record(bytes, tray),
            Stage::Content(left) => Step::Took(self.content(bytes, left, tray)),
            Stage::OpenContent(passed) => self.open_content(bytes, passed, tray),
            Stage::Descriptor => self.pass_descriptor(bytes, tray),
            Stage::Done => Step::Took(bytes.len()),
        }
    }

    fn record(&mut self, bytes: &[u8], tray: &mut Tray) -> Step {
        match parser::record(bytes) {
            Found::Need(length) => return Step::Need(length),
            Found::Mark if self.entries == 0 && self.offset == 0 => return Step::Took(4),
            Found::Entry(header, length) => {
                self.begin(&header, tray);
                return Step::Took(length);
            }
            Found::Directory => self.stop(tray),
            Found::Mark | Found::Unknown => self.fail("archive_unexpected_bytes", tray),
        }
        Step::Took(bytes.len())
    }

    fn begin(&mut self, header: &LocalHeader<'_>, tray: &mut Tray) {
        if !tray.budget.entry() {
            return self.tell("archive_entry_limit_reached", None, tray);
        }
        self.entries = self.entries.saturating_add(1);
        let file = self.file(header, tray);
        self.descriptor = header.descriptor;
        self.stage = header.compressed_bytes.map_or(Stage::OpenContent(0), Stage::Content);
        let entry = match header.method {
            DEFLATED if !header.encrypted && header.compressed_bytes != Some(0) => {
                Entry::deflated(file, tray)
            }
            _ => Entry::stored(file),
        };
        self.entry = Some(entry);
        let readable = matches!(header.method, STORED | DEFLATED);
        if header.encrypted {
            self.tell("archive_entry_encrypted", Some(name(header)), tray);
        } else if !readable {
            self.tell("archive_method_unsupported", Some(format!("method {}", header.method)), tray);
        }
        if header.encrypted || !readable || header.compressed_bytes == Some(0) {
            self.end_entry(true, tray);
        }
        if self.stage == Stage::Content(0) {
            self.stage = self.after_content();
        }
    }

    /// The file that an entry is.
    fn file(&mut self, header: &LocalHeader<'_>, tray: &mut Tray) -> Box<OpenFile> {
        if header.name.len() > NAME_BYTES_MAX {
            self.tell("archive_name_too_long", None, tray);
        }
        let Origin { id, from, depth, wanted, mut head } = self.origin;
        head.ts = tray.now;
        let start = FileStart {
            source: "ZIP",
            from,
            depth: depth.saturating_add(1),
            filename: (!header.is_folder()).then(|| name(header)),
            total_bytes: header.content_bytes,
        };
        let own_id = Id::file(mix(id.number, self.entries.into()));
        let mut file = OpenFile::new(head, own_id, start, wanted);
        file.parent = Some(id);
        file.within_archives(depth.saturating_add(1));
        Box::new(file)
    }

    /// Content whose length is known; returns how much of these bytes is of it.
    fn content(&mut self, bytes: &[u8], left: u64, tray: &mut Tray) -> usize {
        let length = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
        let now = bytes.get(..length).unwrap_or_default();
        let left = left.saturating_sub(length as u64);
        match self.entry.as_mut().map(|entry| entry.push(now, tray)) {
            None | Some(Outcome::More) => {}
            Some(Outcome::Ended(_)) => self.end_entry(true, tray),
            Some(Outcome::Failed(why)) => {
                self.tell(why, None, tray);
                self.end_entry(false, tray);
            }
        }
        self.stage = Stage::Content(left);
        if left == 0 {
            let deflated = self.entry.as_ref().is_some_and(Entry::is_deflated);
            if deflated && !tray.budget.is_spent() {
                self.tell("archive_entry_damaged", None, tray);
            }
            self.end_entry(!deflated, tray);
            self.stage = self.after_content();
        }
        length
    }

    /// Content whose length is not known: deflated content says where it ends, before other content's end a descriptor is
    /// looked for.
    fn open_content(&mut self, bytes: &[u8], passed: u64, tray: &mut Tray) -> Step {
        if let Some(entry) = self.entry.as_mut().filter(|entry| entry.is_deflated()) {
            match entry.push(bytes, tray) {
                Outcome::More => return Step::Took(bytes.len()),
                Outcome::Failed(why) => self.fail(why, tray),
                Outcome::Ended(length) => {
                    self.end_entry(true, tray);
                    self.stage = Stage::Descriptor;
                    return Step::Took(length);
                }
            }
            return Step::Took(bytes.len());
        }
        let (length, over) = match parser::find_descriptor(bytes, passed) {
            End::Need(length) => return Step::Need(length),
            End::NotWithin(length) => (length, false),
            End::After(length) => (length, true),
        };
        if let Some(entry) = &mut self.entry {
            entry.push(bytes.get(..length).unwrap_or_default(), tray);
        }
        self.stage = Stage::OpenContent(passed.saturating_add(length as u64));
        if over {
            self.end_entry(true, tray);
            self.stage = Stage::Descriptor;
        }
        Step::Took(length)
    }

    fn after_content(&self) -> Stage {
        if self.descriptor { Stage::Descriptor } else { Stage::Record }
    }

    fn pass_descriptor(&mut self, bytes: &[u8], tray: &mut Tray) -> Step {
        if bytes.len() < parser::DESCRIPTOR_VIEW_BYTES {
            return Step::Need(parser::DESCRIPTOR_VIEW_BYTES);
        }
        let Some(length) = parser::descriptor_length(bytes) else {
            self.fail("archive_unexpected_bytes", tray);
            return Step::Took(bytes.len());
        };
        self.stage = Stage::Record;
        Step::Took(length)
    }

    fn end_entry(&mut self, whole: bool, tray: &mut Tray) {
        if let Some(entry) = self.entry.take() {
            entry.end(whole, tray);
        }
    }

    /// Reads no further, because something is wrong.
    fn fail(&mut self, why: &'static str, tray: &mut Tray) {
        self.tell(why, None, tray);
        self.stop(tray);
    }

    /// Reads no further.
    fn stop(&mut self, tray: &mut Tray) {
        self.end_entry(false, tray);
        self.stage = Stage::Done;
        self.kept = Vec::new();
    }

    fn tell(&mut self, name: &'static str, found: Option<String>, tray: &mut Tray) {
        if !self.told.contains(&name) {
            self.told.push(name);
            tray.anomalies.push(Anomaly { name, offset: self.offset, found });
        }
    }
}

/// An entry's name as text, as much of it as is kept.
fn name(header: &LocalHeader<'_>) -> String {
    let kept = header.name.get(..NAME_BYTES_MAX).unwrap_or(header.name);
    String::from_utf8_lossy(kept).into_owned()
}
