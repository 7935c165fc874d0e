//! In which order the rows of several parts go into a split.

use crate::part::{Part, content, row_of};
use std::cmp::Reverse;
use thymus_record::Registry;

/// A row of one of several parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Address {
    /// The part's place.
    pub part: u32,
    /// The row's number in it.
    pub row: u32,
}

/// All rows whose id is wanted: the greatest id first, rows of the same id by what they say. A row that is there twice is
/// taken once.
pub(crate) fn order(
    parts: &[&dyn Part],
    registry: &Registry,
    wanted: impl Fn(u64) -> bool,
) -> Vec<(u64, Address)> {
    let mut rows = Vec::with_capacity(parts.iter().map(|part| part.rows() as usize).sum());
    for (number, part) in (0u32..).zip(parts) {
        let of_part = (0..part.rows()).map(|row| (part.id(row), Address { part: number, row }));
        rows.extend(of_part.filter(|(id, _)| wanted(*id)));
    }
    // Stable, and quick over parts that are sorted already.
    rows.sort_by_key(|(id, _)| Reverse(*id));
    let same_id = |a: &(u64, Address), b: &(u64, Address)| a.0 == b.0;
    if rows.windows(2).all(|pair| matches!(pair, [a, b] if !same_id(a, b))) {
        return rows;
    }
    let mut sorted = Vec::with_capacity(rows.len());
    for run in rows.chunk_by(same_id) {
        if run.len() == 1 {
            sorted.extend_from_slice(run);
            continue;
        }
        let said = |address: Address| {
            let part = parts.get(address.part as usize);
            part.map_or(0, |part| content(&row_of(*part, registry, address.row)))
        };
        let mut run: Vec<_> = run.iter().map(|(id, address)| (said(*address), *id, *address)).collect();
        run.sort_by_key(|(said, ..)| Reverse(*said));
        run.dedup_by_key(|(said, ..)| *said);
        sorted.extend(run.into_iter().map(|(_, id, address)| (id, address)));
    }
    sorted
}
