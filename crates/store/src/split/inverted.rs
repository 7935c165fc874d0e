//! Which rows have each value of a dictionary.
//!
//! Two sections: where the rows of each value end, as a column of numbers; and the rows themselves, each as its distance from
//! the one before, in LEB128.

use super::bytes::{read_number, write_number};
use super::codec::{load_numbers, save_numbers};
use std::sync::Arc;
use tantivy::columnar::ColumnValues;
use tantivy::directory::OwnedBytes;

/// Which rows have each value of a dictionary.
pub(crate) struct Inverted {
    ends: Arc<dyn ColumnValues<u64>>,
    rows: OwnedBytes,
}

/// The bytes of both sections for a column whose values are in the order of rows. `values` calls with each row and number.
pub(crate) fn pack(
    distinct: u32,
    values: impl Fn(&mut dyn FnMut(u32, u64)),
) -> std::io::Result<(Vec<u8>, Vec<u8>)> {
    let mut counts = vec![0u32; distinct as usize + 1];
    values(&mut |_, number| {
        if let Some(count) = counts.get_mut(number as usize + 1) {
            *count += 1;
        }
    });
    let mut sum = 0;
    for count in &mut counts {
        sum += *count;
        *count = sum;
    }
    let starts = counts.clone();
    let mut sorted = vec![0u32; sum as usize];
    values(&mut |row, number| {
        if let Some(next) = counts.get_mut(number as usize) {
            if let Some(place) = sorted.get_mut(*next as usize) {
                *place = row;
            }
            *next += 1;
        }
    });
    let mut ends = Vec::with_capacity(distinct as usize);
    let mut bytes = Vec::new();
    for number in 0..distinct as usize {
        let from = starts.get(number).copied().unwrap_or(0) as usize;
        let to = starts.get(number + 1).copied().unwrap_or(0) as usize;
        let mut next = 0;
        for row in sorted.get(from..to).unwrap_or_default() {
            // A list may hold a value twice.
            if *row >= next {
                write_number(&mut bytes, u64::from(*row - next));
                next = *row + 1;
            }
        }
        ends.push(bytes.len() as u64);
    }
    Ok((save_numbers(&ends)?, bytes))
}

impl Inverted {
    /// `None` if the bytes cannot be these sections.
    pub(crate) fn open(ends: OwnedBytes, rows: OwnedBytes) -> Option<Self> {
        Some(Self { ends: load_numbers(ends)?, rows })
    }

    fn span(&self, number: u32) -> Option<&[u8]> {
        if number >= self.ends.num_vals() {
            return None;
        }
        let start = number.checked_sub(1).map_or(0, |before| self.ends.get_val(before));
        self.rows.get(usize::try_from(start).ok()?..usize::try_from(self.ends.get_val(number)).ok()?)
    }

    /// At most how many rows have a value.
    pub(crate) fn at_most(&self, number: u32) -> u32 {
        self.span(number).map_or(0, |span| span.len() as u32)
    }

    /// Appends the rows that have a value, least first.
    pub(crate) fn rows(&self, number: u32, out: &mut Vec<u32>) {
        let mut span = self.span(number).unwrap_or_default();
        let mut next = 0u32;
        while let Some(distance) = read_number(&mut span) {
            let row = next.saturating_add(distance as u32);
            out.push(row);
            next = row.saturating_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn gives_the_rows_of_each_value(numbers in prop::collection::vec((0u64..20, 0u64..20), 0..300)) {
            let (ends, rows) = pack(20, |take| {
                for (row, (one, other)) in numbers.iter().enumerate() {
                    take(row as u32, *one);
                    take(row as u32, *other);
                }
            })
            .unwrap();
            let inverted = Inverted::open(OwnedBytes::new(ends), OwnedBytes::new(rows)).unwrap();
            for number in 0..20u32 {
                let wanted: Vec<u32> = numbers
                    .iter()
                    .enumerate()
                    .filter(|(_, (one, other))| *one == u64::from(number) || *other == u64::from(number))
                    .map(|(row, _)| row as u32)
                    .collect();
                let mut found = Vec::new();
                inverted.rows(number, &mut found);
                prop_assert!(inverted.at_most(number) as usize >= wanted.len());
                prop_assert_eq!(found, wanted);
            }
            let mut none = Vec::new();
            inverted.rows(20, &mut none);
            prop_assert!(none.is_empty());
        }
    }
}
