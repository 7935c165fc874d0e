//! What a capture was made to hold, to be compared with what is found in it.

use std::collections::BTreeMap;

/// Counts of records by kind, and by kind and the value of a field: `dns`, `dns rcode_name NXDOMAIN`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Truth {
    counts: BTreeMap<String, u64>,
    /// Packets in the capture.
    pub(crate) packets: u64,
    /// Bytes of the capture file.
    pub(crate) bytes: u64,
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

    /// All counts, by name.
    pub(crate) fn counts(&self) -> impl Iterator<Item = (&str, u64)> {
        self.counts.iter().map(|(name, count)| (name.as_str(), *count))
    }

    /// The count of this name.
    pub(crate) fn count(&self, name: &str) -> u64 {
        self.counts.get(name).copied().unwrap_or(0)
    }
}
