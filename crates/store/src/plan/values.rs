//! A set of places of a dictionary.

/// How many places are searched one by one rather than looked up in bits.
const FEW: usize = 16;

/// A set of places of a dictionary.
pub(crate) enum ValueSet {
    /// From this place up to before that.
    Run(u64, u64),
    /// These, sorted.
    Few(Vec<u32>),
    /// A bit for each place.
    Bits {
        /// The bits.
        words: Vec<u64>,
        /// The places, sorted.
        places: Vec<u32>,
    },
}

impl ValueSet {
    /// A set of these places.
    pub(crate) fn new(mut places: Vec<u32>) -> Self {
        places.sort_unstable();
        places.dedup();
        match (places.first(), places.last()) {
            (Some(first), Some(last)) if places.len() as u64 == u64::from(last - first) + 1 => {
                Self::Run((*first).into(), u64::from(*last) + 1)
            }
            (_, Some(last)) if places.len() > FEW => {
                let mut words = vec![0u64; *last as usize / 64 + 1];
                for place in &places {
                    if let Some(word) = words.get_mut(*place as usize / 64) {
                        *word |= 1 << (place % 64);
                    }
                }
                Self::Bits { words, places }
            }
            _ => Self::Few(places),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Run(from, to) => from >= to,
            Self::Few(places) => places.is_empty(),
            Self::Bits { .. } => false,
        }
    }

    pub(crate) fn contains(&self, place: u64) -> bool {
        match self {
            Self::Run(from, to) => *from <= place && place < *to,
            Self::Few(places) => places.iter().any(|known| u64::from(*known) == place),
            Self::Bits { words, .. } => {
                words.get((place / 64) as usize).is_some_and(|word| word >> (place % 64) & 1 == 1)
            }
        }
    }

    /// How many places there are.
    pub(crate) fn len(&self) -> u64 {
        match self {
            Self::Run(from, to) => to.saturating_sub(*from),
            Self::Few(places) | Self::Bits { places, .. } => places.len() as u64,
        }
    }

    /// The places in order.
    pub(crate) fn iter(&self) -> Box<dyn Iterator<Item = u32> + '_> {
        match self {
            Self::Run(from, to) => Box::new(*from as u32..*to as u32),
            Self::Few(places) | Self::Bits { places, .. } => Box::new(places.iter().copied()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn has_what_was_put_in(places in prop::collection::btree_set(0u32..200, 0..60)) {
            let set = ValueSet::new(places.iter().rev().copied().collect());
            prop_assert_eq!(set.is_empty(), places.is_empty());
            prop_assert_eq!(set.len(), places.len() as u64);
            prop_assert_eq!(set.iter().collect::<Vec<_>>(), places.iter().copied().collect::<Vec<_>>());
            for place in 0..210 {
                prop_assert_eq!(set.contains(place.into()), places.contains(&place));
            }
        }
    }
}
