//! The values of a column as numbers.

use super::raw::{signed, unsigned};
use crate::split::Ids;
use tantivy::columnar::ColumnValues;
use thymus_record::RecordId;

/// The values of a column as numbers.
#[derive(Clone, Copy)]
pub(crate) enum Values<'a> {
    /// In memory.
    Slice(&'a [u64]),
    /// On the disk.
    Stored(&'a dyn ColumnValues<u64>),
    /// On the disk, as distances from something that the row's id says. Only where every row has one value.
    Relative {
        /// The distances.
        stored: &'a dyn ColumnValues<u64>,
        /// The ids.
        ids: &'a Ids,
        /// From what they are counted.
        base: Base,
    },
}

/// What a number is counted from, so that little of it must be kept: ids begin with the time in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    /// The time of the id, for times: what is left are the nanoseconds below a millisecond.
    Time,
    /// The part of the id that is time, for ids of flows and files, which begin with the time too.
    Name,
}

/// The lowest bits of an id are no time.
const NAME_MASK: u64 = !((1 << 22) - 1);

impl Base {
    /// The number without its base.
    pub(crate) fn apart(self, raw: u64, id: u64) -> u64 {
        signed(match self {
            Self::Time => unsigned(raw).wrapping_sub(RecordId(id).time().0),
            Self::Name => raw.wrapping_sub(id & NAME_MASK).cast_signed(),
        })
    }

    /// The number with its base.
    pub(crate) fn together(self, stored: u64, id: u64) -> u64 {
        let distance = unsigned(stored);
        match self {
            Self::Time => signed(distance.wrapping_add(RecordId(id).time().0)),
            Self::Name => distance.cast_unsigned().wrapping_add(id & NAME_MASK),
        }
    }
}

impl Values<'_> {
    /// The number at a place; zero past the end.
    pub(crate) fn get(&self, place: u32) -> u64 {
        match self {
            Self::Slice(values) => values.get(place as usize).copied().unwrap_or(0),
            Self::Stored(values) if place < values.num_vals() => values.get_val(place),
            Self::Relative { stored, ids, base } if place < stored.num_vals() => {
                base.together(stored.get_val(place), ids.get(place))
            }
            _ => 0,
        }
    }

    /// The numbers from a place on.
    pub(crate) fn run(&self, start: u32, out: &mut [u64]) {
        match self {
            Self::Stored(values) if start as usize + out.len() <= values.num_vals() as usize => {
                values.get_range(start.into(), out);
            }
            _ => out.iter_mut().zip(start..).for_each(|(out, place)| *out = self.get(place)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_base_comes_off_and_on_again(raw: u64, id: u64) {
            for base in [Base::Time, Base::Name] {
                prop_assert_eq!(base.together(base.apart(raw, id), id), raw);
            }
        }
    }
}
