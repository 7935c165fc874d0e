//! How much may come out of one archive and the archives within it.

/// So much may come out of compressed entries of one archive, those of archives in it counted too, in bytes.
const INFLATED_BYTES_MAX: u64 = 4 << 30;

/// So much may come out of one compressed entry, in bytes.
pub(super) const ENTRY_INFLATED_BYTES_MAX: u64 = 1 << 30;

/// Beyond the free bytes no archive may grow by more than this factor.
const INFLATED_RATIO_MAX: u64 = 200;

/// What may come out before the ratio counts, in bytes.
const INFLATED_FREE_BYTES: u64 = 1 << 20;

/// At most so many entries of one archive are read, those of archives in it counted too.
pub(super) const ENTRIES_MAX: u32 = 16_384;

/// What has come out of an outermost archive.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Budget {
    read_bytes: u64,
    inflated_bytes: u64,
    entries: u32,
    spent: bool,
}

impl Budget {
    /// Bytes of the outermost archive came.
    pub(super) fn read(&mut self, length: usize) {
        self.read_bytes = self.read_bytes.saturating_add(length as u64);
    }

    /// Whether nothing more may come out.
    pub(super) fn is_spent(&self) -> bool {
        self.spent
    }

    /// Bytes come out of an entry. False when they are too many.
    pub(super) fn inflated(&mut self, length: usize) -> bool {
        self.inflated_bytes = self.inflated_bytes.saturating_add(length as u64);
        self.spent |= self.inflated_bytes > INFLATED_BYTES_MAX
            || (self.inflated_bytes > INFLATED_FREE_BYTES
                && self.inflated_bytes > self.read_bytes.saturating_mul(INFLATED_RATIO_MAX));
        !self.spent
    }

    /// An entry begins. False when it is one too many.
    pub(super) fn entry(&mut self) -> bool {
        self.entries = self.entries.saturating_add(1);
        self.spent |= self.entries > ENTRIES_MAX;
        !self.spent
    }
}
