//! Where records wait until they can be taken in order.

use smallvec::SmallVec;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use thymus_record::{Record as _, RecordId, Row};

/// The components that want a record.
pub(crate) type Matched = SmallVec<[u32; 4]>;

/// A record that waits.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    pub(crate) row: Arc<Row>,
    pub(crate) matched: Matched,
}

/// The place of a record in the order of time.
pub(crate) type Place = (i64, RecordId);

/// Records in the order of their time and id, each once.
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    /// Nearly always there is one record of an id; two that differ are put in the order of their bytes.
    places: BTreeMap<Place, SmallVec<[Waiting; 1]>>,
    length: usize,
}

impl Buffer {
    /// Puts a record in its place; false if it is there already.
    pub(crate) fn insert(&mut self, time: i64, waiting: Waiting) -> bool {
        let there = self.places.entry((time, waiting.row.id())).or_default();
        if there.is_empty() {
            there.push(waiting);
            self.length += 1;
            return true;
        }
        let bytes = content(&waiting.row);
        if there.iter().any(|known| content(&known.row) == bytes) {
            return false;
        }
        let at = there.iter().position(|known| content(&known.row) > bytes).unwrap_or(there.len());
        there.insert(at, waiting);
        self.length += 1;
        true
    }

    /// The time of the first record.
    pub(crate) fn first(&self) -> Option<i64> {
        self.places.first_key_value().map(|((time, _), _)| *time)
    }

    /// Takes the first record.
    pub(crate) fn pop(&mut self) -> Option<(Place, Waiting)> {
        let mut entry = self.places.first_entry()?;
        let place = *entry.key();
        let waiting = entry.get_mut().remove(0);
        if entry.get().is_empty() {
            entry.remove();
        }
        self.length -= 1;
        Some((place, waiting))
    }

    pub(crate) fn len(&self) -> usize {
        self.length
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (i64, &Waiting)> {
        self.places.iter().flat_map(|((time, _), there)| there.iter().map(|waiting| (*time, waiting)))
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Waiting> {
        self.places.values_mut().flatten()
    }
}

/// What tells records of one id apart.
fn content(row: &Row) -> Vec<u8> {
    let mut bytes = row.schema().kind.as_bytes().to_vec();
    row.encode_values(&mut bytes);
    bytes
}

/// The ids of records that were taken lately.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recent {
    in_order: VecDeque<RecordId>,
    known: hashbrown::HashSet<RecordId, foldhash::fast::RandomState>,
}

impl Recent {
    /// Takes note of an id, and forgets the oldest if there are more than allowed.
    pub(crate) fn note(&mut self, id: RecordId, length_max: usize) {
        if self.known.insert(id) {
            self.in_order.push_back(id);
            if self.in_order.len() > length_max
                && let Some(oldest) = self.in_order.pop_front()
            {
                self.known.remove(&oldest);
            }
        }
    }

    pub(crate) fn has(&self, id: RecordId) -> bool {
        self.known.contains(&id)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = RecordId> + '_ {
        self.in_order.iter().copied()
    }
}
