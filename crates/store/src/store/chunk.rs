//! What was appended and is in no split yet.

use crate::api::Sequence;
use crate::memory::MemoryPart;
use crate::part::Part;
use std::collections::BTreeMap;
use std::collections::HashSet;
use thymus_record::{Record as _, Registry, Row};

/// What tells records apart: the id, and a hash of what is said. Ids alone have too few bits of hash for records of the same
/// millisecond.
pub(crate) type Key = (u64, u64);

/// Records in memory.
#[derive(Default)]
pub(crate) struct Chunk {
    /// Those of each kind, by its place in the registry.
    pub parts: BTreeMap<usize, MemoryPart>,
    /// All of them.
    pub keys: HashSet<Key, foldhash::fast::RandomState>,
    /// How many there are.
    pub rows: u32,
    /// The last batch of which some are here.
    pub through: Sequence,
}

impl Chunk {
    /// Adds a record that is not here yet.
    pub(crate) fn add(&mut self, kind: usize, row: &Row, key: Key, registry: &Registry) {
        let part = self.parts.entry(kind).or_insert_with(|| MemoryPart::new(kind, row.schema(), registry));
        part.push(row, registry);
        self.keys.insert(key);
        self.rows += 1;
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// About how many bytes they take.
    pub(crate) fn size(&self) -> usize {
        self.parts.values().map(MemoryPart::size).sum::<usize>() + self.keys.len() * 24
    }

    /// The parts, to be searched.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &dyn Part> {
        self.parts.values().map(|part| part as &dyn Part)
    }
}
