//! Which of a few thousand rows that lie side by side are meant.

use std::ops::Range;

/// How many rows are looked at together: few enough for the processor's nearest cache, many enough to loop over.
pub(crate) const CHUNK: u32 = 4096;

const WORDS: usize = CHUNK as usize / 64;

/// Which rows of a chunk are meant, counted from the chunk's first.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Mask([u64; WORDS]);

impl Mask {
    /// None.
    pub(crate) const EMPTY: Self = Self([0; WORDS]);

    /// These, at most [`CHUNK`].
    pub(crate) fn range(range: Range<u32>) -> Self {
        let mut mask = Self::EMPTY;
        for (word, start) in mask.0.iter_mut().zip((0..).step_by(64)) {
            let from = range.start.clamp(start, start + 64) - start;
            let to = range.end.clamp(start, start + 64) - start;
            if from < to {
                let below = |bits: u32| if bits == 64 { u64::MAX } else { (1 << bits) - 1 };
                *word = below(to) & !below(from);
            }
        }
        mask
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub(crate) fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    pub(crate) fn set(&mut self, row: u32) {
        if let Some(word) = self.0.get_mut(row as usize / 64) {
            *word |= 1 << (row % 64);
        }
    }

    pub(crate) fn clear(&mut self, row: u32) {
        if let Some(word) = self.0.get_mut(row as usize / 64) {
            *word &= !(1 << (row % 64));
        }
    }

    #[cfg(test)]
    pub(crate) fn has(&self, row: u32) -> bool {
        self.0.get(row as usize / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    pub(crate) fn and(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
    }

    pub(crate) fn and_not(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= !other);
    }

    pub(crate) fn or(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    /// The rows, least first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().zip((0u32..).step_by(64)).flat_map(|(word, start)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros();
                    rest &= rest - 1;
                    start + bit
                })
            })
        })
    }

    /// The words with their first rows, to be changed.
    pub(crate) fn words_mut(&mut self) -> impl Iterator<Item = (u32, &mut u64)> {
        (0u32..).step_by(64).zip(self.0.iter_mut())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_sets() {
        let mut mask = Mask::range(60..130);
        assert_eq!(mask.count(), 70);
        assert_eq!(mask.iter().next(), Some(60));
        assert_eq!(mask.iter().last(), Some(129));
        mask.clear(60);
        mask.and_not(&Mask::range(62..129));
        assert_eq!(mask.iter().collect::<Vec<_>>(), [61, 129]);
        mask.or(&Mask::range(4095..4096));
        mask.and(&Mask::range(100..CHUNK));
        assert_eq!(mask.iter().collect::<Vec<_>>(), [129, 4095]);
        assert!(mask.has(4095) && !mask.has(61));
        assert_eq!(Mask::range(0..CHUNK).count(), CHUNK);
        assert!(Mask::range(5..5).is_empty());
    }
}
