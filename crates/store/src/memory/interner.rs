//! Values by number: the same value is kept once.

use hashbrown::HashTable;
use std::hash::{BuildHasher as _, Hash};

/// Seeded, because attackers choose names.
type Seed = foldhash::fast::RandomState;

/// Values of one type by the order in which they came.
pub(crate) struct Interner<T> {
    values: Vec<T>,
    places: HashTable<u32>,
    seed: Seed,
}

/// Texts by the order in which they came, all in one piece of memory.
pub(crate) struct Texts {
    bytes: String,
    ends: Vec<usize>,
    places: HashTable<u32>,
    seed: Seed,
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self { values: Vec::new(), places: HashTable::new(), seed: Seed::default() }
    }
}

impl<T: Copy + Eq + Hash> Interner<T> {
    pub(crate) fn number(&mut self, value: T) -> u32 {
        let Self { values, places, seed } = self;
        let hash = seed.hash_one(value);
        if let Some(found) = places.find(hash, |place| values.get(*place as usize) == Some(&value)) {
            return *found;
        }
        let place = values.len() as u32;
        values.push(value);
        places.insert_unique(hash, place, |place| {
            values.get(*place as usize).map_or(0, |value| seed.hash_one(value))
        });
        place
    }

    pub(crate) fn values(&self) -> &[T] {
        &self.values
    }
}

impl Default for Texts {
    fn default() -> Self {
        Self { bytes: String::new(), ends: Vec::new(), places: HashTable::new(), seed: Seed::default() }
    }
}

impl Texts {
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        let Self { bytes, ends, places, seed } = self;
        let hash = seed.hash_one(text);
        if let Some(found) = places.find(hash, |place| text_at(bytes, ends, *place) == text) {
            return *found;
        }
        let place = ends.len() as u32;
        bytes.push_str(text);
        ends.push(bytes.len());
        places.insert_unique(hash, place, |place| seed.hash_one(text_at(bytes, ends, *place)));
        place
    }

    pub(crate) fn len(&self) -> u32 {
        self.ends.len() as u32
    }

    pub(crate) fn get(&self, number: u32) -> &str {
        text_at(&self.bytes, &self.ends, number)
    }

    /// About how much memory they take.
    pub(crate) fn size(&self) -> usize {
        self.bytes.len() + self.ends.len() * (size_of::<usize>() + 8)
    }
}

fn text_at<'a>(bytes: &'a str, ends: &[usize], number: u32) -> &'a str {
    let number = number as usize;
    let start = number.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    ends.get(number).and_then(|end| bytes.get(start..*end)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_kept_once() {
        let mut texts = Texts::default();
        let numbers: Vec<u32> = ["a", "", "b", "a", ""].iter().map(|text| texts.number(text)).collect();
        assert_eq!(numbers, [0, 1, 2, 0, 1]);
        assert_eq!((0..3).map(|number| texts.get(number)).collect::<Vec<_>>(), ["a", "", "b"]);
        assert_eq!(texts.get(3), "", "never given");
        for number in 0..5000u32 {
            assert_eq!(texts.number(&number.to_string()), number + 3);
        }
        let mut numbers = Interner::default();
        assert_eq!([7u64, 8, 7].map(|value| numbers.number(value)), [0, 1, 0]);
        assert_eq!(numbers.values(), [7, 8]);
    }
}
