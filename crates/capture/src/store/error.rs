//! What can go wrong with a packet store.

use std::io;
use std::path::{Path, PathBuf};

/// Why the packet store could not do something.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The operating system refused something.
    #[error("packet store: cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On which file or directory.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// Another process, or another part of this one, writes to the store.
    #[error("packet store {} is being written to by another process", path.display())]
    InUse {
        /// The store's directory.
        path: PathBuf,
    },
    /// A file was written by a later version of this program.
    #[error("{} has version {found} of the packet store's format, this program knows version 1", path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// The version it says it has.
        found: u8,
    },
    /// The packet has more bytes than captures may have.
    #[error("a packet longer than 256 KiB cannot be stored")]
    PacketTooLong,
    /// Whoever takes the extracted packets failed.
    #[error("packets could not be handed on: {0}")]
    Output(io::Error),
    /// The thread that writes to the disk is gone, which only a bug brings about.
    #[error("the thread that writes the packet store has ended")]
    WriterGone,
}

/// Says what was tried on which file.
pub(super) fn failed(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    move |source| StoreError::Io { action, path: path.to_owned(), source }
}
