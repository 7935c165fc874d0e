//! Ranges that may overlap into points from which a value holds.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// Everything from `first` to `last`, both included.
#[derive(Clone, Debug)]
pub(crate) struct Range<T> {
    pub(crate) first: u128,
    pub(crate) last: u128,
    pub(crate) value: T,
}

/// From an address on, until the next point, this holds; nothing where there is none.
pub(crate) type Points<T> = Vec<(u128, Option<T>)>;

/// Where ranges overlap, the shortest one counts, since it says more about the address than those around it.
pub(crate) fn flatten<T: Copy + PartialEq>(ranges: &[Range<T>]) -> Points<T> {
    let mut order: Vec<usize> = (0..ranges.len()).collect();
    order.sort_by_key(|&index| (ranges[index].first, ranges[index].last));
    let bounds: BTreeSet<u128> =
        ranges.iter().flat_map(|range| [range.first, range.last.saturating_add(1)]).collect();
    let mut open = BinaryHeap::new();
    let mut next = order.into_iter().peekable();
    let mut points: Points<T> = Vec::new();
    for bound in bounds {
        while let Some(index) = next.next_if(|&index| ranges[index].first <= bound) {
            let range = &ranges[index];
            open.push(Reverse((range.last - range.first, range.first, index)));
        }
        while open.peek().is_some_and(|Reverse((_, _, index))| ranges[*index].last < bound) {
            open.pop();
        }
        let value = open.peek().map(|Reverse((_, _, index))| ranges[*index].value);
        if points.last().is_none_or(|(_, before)| *before != value) {
            points.push((bound, value));
        }
    }
    points
}

/// Both tables in one: a point wherever either changes.
pub(crate) fn join<A: Copy + PartialEq, B: Copy + PartialEq>(
    one: &Points<A>,
    other: &Points<B>,
) -> Points<(Option<A>, Option<B>)> {
    let bounds: BTreeSet<u128> =
        one.iter().map(|(at, _)| *at).chain(other.iter().map(|(at, _)| *at)).collect();
    let (mut ones, mut others) = (one.iter().peekable(), other.iter().peekable());
    let (mut a, mut b) = (None, None);
    let mut points = Vec::new();
    for bound in bounds {
        if let Some((_, value)) = ones.next_if(|(at, _)| *at == bound) {
            a = *value;
        }
        if let Some((_, value)) = others.next_if(|(at, _)| *at == bound) {
            b = *value;
        }
        points.push((bound, Some((a, b))));
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(first: u128, last: u128, value: char) -> Range<char> {
        Range { first, last, value }
    }

    #[test]
    fn the_shortest_range_counts_and_gaps_stay_gaps() {
        let ranges = [range(10, 99, 'a'), range(20, 29, 'b'), range(25, 25, 'c'), range(120, 129, 'a')];
        let points = flatten(&ranges);
        let expected = [
            (10, Some('a')),
            (20, Some('b')),
            (25, Some('c')),
            (26, Some('b')),
            (30, Some('a')),
            (100, None),
            (120, Some('a')),
            (130, None),
        ];
        assert_eq!(points, expected);
    }

    #[test]
    fn ranges_that_cross_are_cut_where_they_do() {
        let points = flatten(&[range(0, 19, 'a'), range(10, 24, 'b')]);
        assert_eq!(points, [(0, Some('a')), (10, Some('b')), (25, None)]);
    }

    #[test]
    fn joined_tables_change_where_either_does() {
        let points = join(&vec![(1, Some('a')), (9, None)], &vec![(5, Some(1)), (9, None)]);
        let expected =
            [(1, Some((Some('a'), None))), (5, Some((Some('a'), Some(1)))), (9, Some((None, None)))];
        assert_eq!(points, expected);
    }
}
