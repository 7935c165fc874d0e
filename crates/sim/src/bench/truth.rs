//! What a capture was made to hold, to be compared with what is found in it.

use std::collections::BTreeMap;

/// Counts of records by kind, by kind and the value of a field, and sums of a field: `dns`,
/// `dns rcode_name NXDOMAIN`, `conn orig_bytes in all`.
#[derive(Clone, Debug, Default)]
pub struct Truth {
    counts: BTreeMap<String, u64>,
    /// Packets in the capture.
    pub packets: u64,
    /// Bytes of the capture file.
    pub bytes: u64,
}

impl Truth {
    pub(super) fn add(&mut self, kind: &str, count: u64) {
        match self.counts.get_mut(kind) {
            Some(known) => *known += count,
            None => {
                self.counts.insert(kind.to_owned(), count);
            }
        }
    }

    /// One record of this kind with this value in this field.
    pub(super) fn note(&mut self, kind: &str, field: &str, value: &str) {
        self.add(&format!("{kind} {field} {value}"), 1);
    }

    /// Adds to the sum of this field over all records of this kind.
    pub(super) fn sum(&mut self, kind: &str, field: &str, value: u64) {
        self.add(&format!("{kind} {field} in all"), value);
    }

    /// All counts, by name.
    pub fn counts(&self) -> impl Iterator<Item = (&str, u64)> {
        self.counts.iter().map(|(name, count)| (name.as_str(), *count))
    }

    /// The count of this name.
    #[must_use]
    pub fn count(&self, name: &str) -> u64 {
        self.counts.get(name).copied().unwrap_or(0)
    }
}
