//! Which rows have values, and where in the column these lie.

use std::ops::Range;
use tantivy::columnar::ColumnValues;
use tantivy::columnar::column_index::{OptionalIndex, Set as _};

/// Which rows have values, and where in the column these lie.
#[derive(Clone, Copy)]
pub(crate) enum Presence<'a> {
    /// Each row has one value, at the place of its number.
    Full,
    /// Each row whose bit is set has one value, at the place of its number.
    Bits(&'a [u64]),
    /// Each row of the index has one value; the values lie one after the other.
    Optional(&'a OptionalIndex),
    /// A row's values begin here and end where the next row's begin.
    Starts {
        /// Where each row's values begin; rows at the end without values are left out.
        starts: &'a [u32],
        /// How many values there are.
        values: u32,
    },
    /// Each row of the index has several values, or each row if there is no index; where they begin is a column itself.
    Lists {
        /// Which rows have values.
        index: Option<&'a OptionalIndex>,
        /// Where the values of each of them begin, and behind the last where they end.
        starts: &'a dyn ColumnValues<u64>,
    },
}

impl Presence<'_> {
    /// Where the values of a row lie.
    pub(crate) fn places(&self, row: u32) -> Range<u32> {
        match self {
            Self::Full => row..row + 1,
            Self::Bits(words) => {
                let word = words.get(row as usize / 64).copied().unwrap_or(0);
                if word >> (row % 64) & 1 == 1 { row..row + 1 } else { 0..0 }
            }
            Self::Optional(index) => index.rank_if_exists(row).map_or(0..0, |place| place..place + 1),
            Self::Starts { starts, values } => {
                let row = row as usize;
                let Some(start) = starts.get(row).copied() else { return 0..0 };
                start..starts.get(row + 1).copied().unwrap_or(*values)
            }
            Self::Lists { index, starts } => {
                let place = match index {
                    Some(index) => index.rank_if_exists(row),
                    None => Some(row),
                };
                place.map_or(0..0, |place| starts.get_val(place) as u32..starts.get_val(place + 1) as u32)
            }
        }
    }
}
