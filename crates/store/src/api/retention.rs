//! How long and how much is kept.

use std::collections::BTreeMap;
use thymus_record::Interval;

/// How long and how much is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    /// What holds for kinds that are not named.
    pub every_kind: Limit,
    /// What holds for single kinds instead.
    pub kinds: BTreeMap<String, Limit>,
    /// The most bytes that all records together may take on the disk; the oldest go first, of whatever kind.
    pub bytes_max: Option<u64>,
}

/// How long and how much of one kind is kept. `None` is without limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limit {
    /// The greatest age. A record is gone a day after it has reached it, at the latest, if expiry runs that often.
    pub age_max: Option<Interval>,
    /// The most bytes on the disk.
    pub bytes_max: Option<u64>,
}

/// What was forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dropped {
    /// How many records.
    pub records: u64,
    /// How many bytes on the disk.
    pub bytes: u64,
    /// How many files.
    pub files: u64,
}

impl Retention {
    /// What holds for this kind.
    #[must_use]
    pub fn limit(&self, kind: &str) -> Limit {
        self.kinds.get(kind).copied().unwrap_or(self.every_kind)
    }
}

impl std::ops::AddAssign for Dropped {
    fn add_assign(&mut self, other: Self) {
        self.records += other.records;
        self.bytes += other.bytes;
        self.files += other.files;
    }
}
