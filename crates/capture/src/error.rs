//! What can go wrong with a capture, and whose fault it is.

use std::io;
use std::path::PathBuf;

/// Why a capture could not be read on. Everything before the damage has been handed out already.
#[derive(Debug, thiserror::Error)]
pub enum CaptureError {
    /// The input ends inside a header, packet or block: a capture cut short while it was written or copied.
    #[error("the capture is cut short: it ends inside the record that begins at byte {offset}")]
    Truncated {
        /// Where the incomplete record begins, in bytes of the decompressed input.
        offset: u64,
    },
    /// A record contradicts the format or a limit of this reader.
    #[error("the capture is damaged at byte {offset}: {what}")]
    Malformed {
        /// Where the record begins, in bytes of the decompressed input.
        offset: u64,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The input is no capture.
    #[error("this is no pcap or pcapng capture: it looks like {looks_like}")]
    UnknownFormat {
        /// What its first bytes suggest instead.
        looks_like: &'static str,
    },
    /// A file or directory could not be opened.
    #[error("cannot open {}: {source}", path.display())]
    Open {
        /// The path as given or found.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A directory has more files or levels than this reader walks through.
    #[error("{} has {what}", path.display())]
    DirectoryTooLarge {
        /// Where the walk stopped.
        path: PathBuf,
        /// Which limit was reached.
        what: &'static str,
    },
    /// The operating system or the decompressor failed while reading.
    #[error("reading failed after byte {offset}: {source}")]
    Io {
        /// How many bytes of the decompressed input had been read.
        offset: u64,
        /// What failed.
        source: io::Error,
    },
}
