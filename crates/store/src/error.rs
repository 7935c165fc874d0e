//! What can go wrong with an event store.

use std::io;
use std::path::{Path, PathBuf};

/// Why the store could not do something.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The operating system refused something.
    #[error(
        "event store: cannot {action} {}: {source}; check that it may be read and written, and that the disk is well",
        path.display()
    )]
    Io {
        /// What was tried.
        action: &'static str,
        /// On which file or directory.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The disk is full, and what may be dropped has been dropped. The store stays usable: what it holds can be searched, and
    /// appending works again once there is room.
    #[error(
        "event store: the disk of {} is full; {dropped_bytes} bytes of the oldest records were dropped and that was not \
         enough: free space there or lower the limits of retention",
        path.display()
    )]
    DiskFull {
        /// What could not be written.
        path: PathBuf,
        /// How much was given up for it.
        dropped_bytes: u64,
    },
    /// The store was opened to be read only.
    #[error(
        "event store {} is open to be read only; add to it through the process that writes to it, or end that one first",
        path.display()
    )]
    ReadOnly {
        /// The store's directory.
        path: PathBuf,
    },
    /// There is no store where one was to be read.
    #[error("there is no event store in {}; name the directory that records were written to", path.display())]
    NoStore {
        /// The directory.
        path: PathBuf,
    },
    /// The store could not be read because its files kept changing.
    #[error("event store {}: its files kept changing while they were read; try again", path.display())]
    Moving {
        /// The store's directory.
        path: PathBuf,
    },
    /// Another process has the store open for writing.
    #[error(
        "event store {} is being written to by another process; end that one first, or open the store to be read only",
        path.display()
    )]
    InUse {
        /// The store's directory.
        path: PathBuf,
    },
    /// A file was written by a later version of this program.
    #[error(
        "{} has version {found} of the event store's format, this program knows versions up to {known}; use the newer program",
        path.display()
    )]
    Version {
        /// The file.
        path: PathBuf,
        /// The version that it says it has.
        found: u32,
        /// The latest version that this program reads.
        known: u32,
    },
    /// A file does not hold what its checksums promise. The records in it cannot be read; all others can.
    #[error(
        "event store: {} is damaged: {what}; all other records are found. Put a copy in its place if there is one, or delete it \
         while nobody has the store open",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The catalogue's own store failed.
    #[error(
        "event store: the catalogue {} failed: {what}; if it fails again after the store was opened again, move it away while nobody \
         has the store open: it is made anew from the splits",
        path.display()
    )]
    Catalogue {
        /// The catalogue.
        path: PathBuf,
        /// What it said.
        what: String,
    },
    /// A row of a kind that is not in the registry that the store was opened with: a mistake of the caller.
    #[error("event store: no kind {kind:?} in the registry that the store was opened with; declare it there")]
    UnknownKind {
        /// The row's kind.
        kind: &'static str,
    },
    /// A field to count, sum or group by that no kind has.
    #[error("no kind of record has a field {name:?}; name one that a kind declares")]
    UnknownField {
        /// The name that was given.
        name: String,
    },
    /// What was asked exceeds a limit.
    #[error("{what} is {found}, at most {most} is allowed; ask for less at once")]
    Limit {
        /// What exceeds it.
        what: &'static str,
        /// How much it is.
        found: u64,
        /// How much it may be.
        most: u64,
    },
    /// Whoever takes exported records failed.
    #[error("records could not be handed on: {0}; see to what takes them and export again")]
    Output(io::Error),
    /// A thread of the store is gone, which only a bug brings about.
    #[error("a thread of the event store has ended: {0}; open the store again, nothing acknowledged is lost")]
    ThreadGone(String),
}

/// What most functions of this crate give back.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Says what was tried on which file.
pub(crate) fn failed(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    move |source| match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            StoreError::DiskFull { path: path.to_owned(), dropped_bytes: 0 }
        }
        _ => StoreError::Io { action, path: path.to_owned(), source },
    }
}

/// Says that a file is not what it should be.
pub(crate) fn damaged(path: &Path, what: impl Into<String>) -> StoreError {
    StoreError::Damaged { path: path.to_owned(), what: what.into() }
}
