//! Where the content of files goes, if it is kept.

use super::File;
use thymus_record::Id;

/// Keeps the content of files. What it does with the bytes is its own matter; nothing here touches a disk.
pub trait FileStore: Send {
    /// The next bytes of a file, in order, beginning with its first.
    fn content(&mut self, file: Id, bytes: &[u8]);

    /// A file is over of which there was content. `complete`: the content given is all that the file had, as far as is
    /// known; where not, it is the file's beginning, up to a hole or to the limit.
    fn finish(&mut self, file: &File, complete: bool);
}

/// How much of a file has been given to the store.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Keeping {
    /// Nothing more is to be given.
    pub(super) stopped: bool,
    /// Something that was seen was not given.
    pub(super) cut: bool,
    pub(super) given_bytes: u64,
}

impl Keeping {
    /// How much of a piece of this length is to be given under the limit.
    pub(super) fn room(&mut self, length: usize, limit: u64) -> usize {
        if self.stopped {
            self.cut = true;
            return 0;
        }
        let room = usize::try_from(limit.saturating_sub(self.given_bytes)).unwrap_or(usize::MAX).min(length);
        self.given_bytes += room as u64;
        if room < length {
            self.stopped = true;
            self.cut = true;
        }
        room
    }
}
