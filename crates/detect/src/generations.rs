//! A map that forgets what was used longest ago.

use hashbrown::HashMap;
use hashbrown::hash_map::RawEntryMut;

type Map<V> = HashMap<Box<str>, V, foldhash::fast::RandomState>;

/// A map in two generations: what is used moves to the young one; when that is full it becomes the old one, and the old one is
/// dropped. What was used longest ago goes first, nearly, at no cost per use.
#[derive(Debug)]
pub(crate) struct Generations<V> {
    young: Map<V>,
    old: Map<V>,
}

impl<V> Default for Generations<V> {
    fn default() -> Self {
        Self { young: Map::default(), old: Map::default() }
    }
}

impl<V> Generations<V> {
    /// What is there, moved among the young.
    pub(crate) fn get(&mut self, key: &str) -> Option<&mut V> {
        if !self.young.contains_key(key) {
            let (key, value) = self.old.remove_entry(key)?;
            self.young.insert(key, value);
        }
        self.young.get_mut(key)
    }

    /// What is there, or is made now, among the young.
    pub(crate) fn get_or_insert(&mut self, key: &str, make: impl FnOnce() -> V) -> &mut V {
        match self.young.raw_entry_mut().from_key(key) {
            RawEntryMut::Occupied(entry) => entry.into_mut(),
            RawEntryMut::Vacant(entry) => {
                let value = self.old.remove(key).unwrap_or_else(make);
                entry.insert(key.into(), value).1
            }
        }
    }

    /// How many there are, and how many of them are young.
    pub(crate) fn len(&self) -> (usize, usize) {
        (self.young.len() + self.old.len(), self.young.len())
    }

    /// Makes the young old and drops the old, but for those that are to be kept.
    pub(crate) fn rotate(&mut self, keep: impl Fn(&V) -> bool, mut dropped: impl FnMut(V)) {
        let old = std::mem::replace(&mut self.old, std::mem::take(&mut self.young));
        for (key, value) in old {
            if keep(&value) {
                self.young.insert(key, value);
            } else {
                dropped(value);
            }
        }
    }

    /// Drops what is not to be kept.
    pub(crate) fn retain(&mut self, keep: impl Fn(&V) -> bool, mut dropped: impl FnMut(&V)) {
        for map in [&mut self.young, &mut self.old] {
            map.retain(|_, value| {
                let kept = keep(value);
                if !kept {
                    dropped(value);
                }
                kept
            });
        }
    }

    /// Changes all.
    pub(crate) fn for_each(&mut self, mut change: impl FnMut(&mut V)) {
        self.young.values_mut().chain(self.old.values_mut()).for_each(&mut change);
    }

    /// Both generations, the young first, each in the order of its keys.
    pub(crate) fn in_order(&self) -> [Vec<(&str, &V)>; 2] {
        [&self.young, &self.old].map(|map| {
            let mut entries: Vec<(&str, &V)> = map.iter().map(|(key, value)| (&**key, value)).collect();
            entries.sort_unstable_by_key(|(key, _)| *key);
            entries
        })
    }

    /// What [`Self::in_order`] gave.
    pub(crate) fn from_entries(
        young: impl IntoIterator<Item = (Box<str>, V)>,
        old: impl IntoIterator<Item = (Box<str>, V)>,
    ) -> Self {
        Self { young: young.into_iter().collect(), old: old.into_iter().collect() }
    }
}
