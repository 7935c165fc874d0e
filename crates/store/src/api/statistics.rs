//! What a store holds, and what is wrong with it.

use super::Sequence;
use std::path::PathBuf;
use thymus_record::Timestamp;

/// What a store holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statistics {
    /// Each kind that has records, by name.
    pub kinds: Vec<KindStatistics>,
    /// The log.
    pub log: LogStatistics,
    /// Records that were given again and not kept twice, since the store was opened.
    pub duplicates: u64,
    /// What was put right when the store was opened, in words.
    pub repairs: Vec<String>,
    /// Files that cannot be read and are passed over.
    pub damaged: Vec<PathBuf>,
}

/// What a store holds of one kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KindStatistics {
    /// The kind's name.
    pub kind: String,
    /// Whether the program knows the kind. Records of a kind that is gone are kept but not found.
    pub known: bool,
    /// How many records, those in memory included.
    pub records: u64,
    /// How many of them are in memory, not yet in a split.
    pub records_in_memory: u64,
    /// In how many splits the others are.
    pub splits: u64,
    /// How many bytes the splits take.
    pub bytes: u64,
    /// The time of the earliest record.
    pub from: Option<Timestamp>,
    /// The time of the latest record.
    pub to: Option<Timestamp>,
}

/// The log: what is in no split yet, and what is kept to be gone through again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogStatistics {
    /// How many files.
    pub files: u64,
    /// How many bytes.
    pub bytes: u64,
    /// The first batch that is there; `None` if there is none.
    pub first: Option<Sequence>,
    /// The last batch that was taken in.
    pub last: Sequence,
    /// How many batches were deleted before they were released, since the store was opened, because the log was larger than
    /// [`crate::Options::log_kept_bytes`] or the disk was full. Where nothing was ever released none are counted.
    pub given_up: u64,
}

/// What a look at everything has found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verification {
    /// How many records were read.
    pub records: u64,
    /// How many files were read.
    pub files: u64,
    /// How many bytes.
    pub bytes: u64,
    /// What is wrong, in words. Empty if nothing is.
    pub findings: Vec<Finding>,
}

/// Something that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub what: String,
}
