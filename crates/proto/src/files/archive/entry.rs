//! The content of one entry of an archive.

use super::budget::ENTRY_INFLATED_BYTES_MAX;
use crate::files::content::Tray;
use crate::files::open::OpenFile;
use flate2::{Decompress, FlushDecompress, Status};

/// Inflated bytes are handed on in pieces of at most this size.
const OUTPUT_BYTES: usize = 16 * 1024;

/// So many inflaters and buffers for what they give are used again by one worker.
const TOOLS_MAX: usize = 4;

/// An entry whose content is coming.
pub(super) struct Entry {
    file: Box<OpenFile>,
    inflater: Option<Decompress>,
    inflated_bytes: u64,
}

/// What inflating needs, used again.
#[derive(Default)]
pub(crate) struct Tools {
    inflaters: Vec<Decompress>,
    outputs: Vec<Vec<u8>>,
}

/// How inflating a piece went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// All was read; more is to come.
    More,
    /// The content ended after so many bytes.
    Ended(usize),
    /// The entry cannot be read on, and why.
    Failed(&'static str),
}

impl Entry {
    /// An entry that is stored as it is.
    pub(super) fn stored(file: Box<OpenFile>) -> Self {
        Self { file, inflater: None, inflated_bytes: 0 }
    }

    /// An entry that is deflated.
    pub(super) fn deflated(file: Box<OpenFile>, tray: &mut Tray) -> Self {
        let inflater = tray.tools.inflaters.pop().unwrap_or_else(|| Decompress::new(false));
        Self { file, inflater: Some(inflater), inflated_bytes: 0 }
    }

    pub(super) fn is_deflated(&self) -> bool {
        self.inflater.is_some()
    }

    /// The next bytes of the archive that belong to the entry.
    pub(super) fn push(&mut self, bytes: &[u8], tray: &mut Tray) -> Outcome {
        self.file.last = tray.now;
        if self.inflater.is_none() {
            self.file.push(bytes, tray);
            return Outcome::More;
        }
        let mut output = tray.tools.outputs.pop().unwrap_or_else(|| Vec::with_capacity(OUTPUT_BYTES));
        let outcome = self.inflate(bytes, &mut output, tray);
        if tray.tools.outputs.len() < TOOLS_MAX {
            tray.tools.outputs.push(output);
        }
        outcome
    }

    fn inflate(&mut self, bytes: &[u8], output: &mut Vec<u8>, tray: &mut Tray) -> Outcome {
        let Some(inflater) = &mut self.inflater else { return Outcome::More };
        let mut used = 0;
        loop {
            output.clear();
            let before = inflater.total_in();
            let rest = bytes.get(used..).unwrap_or_default();
            let Ok(status) = inflater.decompress_vec(rest, output, FlushDecompress::None) else {
                return Outcome::Failed("archive_entry_damaged");
            };
            let read = usize::try_from(inflater.total_in() - before).unwrap_or(usize::MAX);
            used = used.saturating_add(read);
            self.inflated_bytes = self.inflated_bytes.saturating_add(output.len() as u64);
            if !tray.budget.inflated(output.len()) {
                return Outcome::Failed("archive_bomb");
            }
            self.file.push(output, tray);
            if self.inflated_bytes > ENTRY_INFLATED_BYTES_MAX {
                return Outcome::Failed("archive_entry_too_large");
            }
            if status == Status::StreamEnd {
                return Outcome::Ended(used);
            }
            let stuck = read == 0 && output.is_empty();
            if stuck || tray.budget.is_spent() || (used >= bytes.len() && output.len() < output.capacity()) {
                return Outcome::More;
            }
        }
    }

    /// So many bytes of a stored entry will not come.
    pub(super) fn hole(&mut self, length: u64, tray: &mut Tray) {
        self.file.last = tray.now;
        self.file.hole(length, tray);
    }

    /// Nothing more will come. `whole`: all has come.
    pub(super) fn end(self, whole: bool, tray: &mut Tray) {
        let Self { mut file, inflater, .. } = self;
        if let Some(mut inflater) = inflater
            && tray.tools.inflaters.len() < TOOLS_MAX
        {
            inflater.reset(false);
            tray.tools.inflaters.push(inflater);
        }
        if !whole {
            file.cut_short(tray);
        }
        let definition = file.finish(tray);
        tray.found.push((file, definition));
    }
}
