//! The log of what is in no split yet: every batch is written here before it is acknowledged, and read back after a crash.
//!
//! A folder of files, each named after the first batch in it:
//!
//! ```text
//! "thymus log\0\0\0\0\0\1"                            16 bytes, the last of them the version
//! length of the names, xxh3 of them                   u32, u64
//! names                                               what numbers of kinds, fields and facts mean; JSON, compressed with zstd
//! per batch: length, rows, sequence, length unpacked, xxh3 of these and the rows    u32, u32, u64, u32, u64
//! rows, compressed with zstd: kind in LEB128, id in 8 bytes, values, facts
//! ```
//! All numbers are little-endian. A batch that is cut short or does not have its checksum was never acknowledged, if it is the last.
//!
//! Batches that are in splits stay here for a while, so that whoever remembers a batch can go through what came after it, in the order
//! in which it came: [`crate::EventStore::replay`].

mod batch;
mod file;
mod read;
#[cfg(test)]
mod tests;

pub(crate) use batch::Batch;
#[cfg(test)]
pub(crate) use file::{Disk, LogFile};
pub(crate) use file::{Log, RealDisk};
#[cfg(test)]
pub(crate) use read::Replay;
pub(crate) use read::read_all;

/// The version of the format of logs that this program writes. It reads all up to it.
pub(crate) const VERSION: u32 = 1;

const HEAD: &[u8; 16] = b"thymus log\0\0\0\0\0\x01";
/// How many files are kept of what is sealed: on a quiet network each holds half a minute.
const KEPT_FILES_MAX: u64 = 4096;
const BATCH_HEAD: usize = 28;
/// A batch that claims to be larger is damaged.
const BATCH_BYTES_MAX: usize = 1 << 30;
const NAMES_BYTES_MAX: usize = 64 << 20;
