//! About how many different things were seen, in 32 bytes.

/// How many bits there are.
const BITS: u32 = 256;

/// Linear counting (Whang, Vander-Zanden and Taylor 1990): every thing sets one bit, and from how many are still clear follows
/// how many there were. Exact to a few in a hundred up to some hundreds; all bits set is [`Distinct::ESTIMATE_MAX`].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Distinct([u64; 4]);

impl Distinct {
    /// What all bits set count as: there may have been many more.
    pub(super) const ESTIMATE_MAX: u64 = 1420;

    pub(super) fn add(&mut self, hash: u64) {
        if let Some(word) = self.0.get_mut((hash >> 6 & 3) as usize) {
            *word |= 1 << (hash & 63);
        }
    }

    pub(super) fn estimate(&self) -> u64 {
        let clear: u32 = self.0.iter().map(|word| word.count_zeros()).sum();
        if clear == 0 {
            return Self::ESTIMATE_MAX;
        }
        let (bits, clear) = (f64::from(BITS), f64::from(clear));
        (bits * (bits / clear).ln()).round() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn estimates_are_close() {
        for count in [0u64, 1, 2, 10, 100, 254, 500] {
            let mut distinct = Distinct::default();
            (0..count).for_each(|thing| distinct.add(crate::context::mix(thing, 5)));
            let (low, high) = (count - count / 8, count + count / 8);
            assert!((low..=high).contains(&distinct.estimate()), "{} of {count}", distinct.estimate());
        }
    }

    #[test]
    fn a_multitude_is_the_most_that_is_told() {
        let mut distinct = Distinct::default();
        (0..100_000).for_each(|thing| distinct.add(crate::context::mix(thing, 5)));
        assert_eq!(distinct.estimate(), Distinct::ESTIMATE_MAX);
    }
}
