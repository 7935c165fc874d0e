//! The groups of all parts together.

use super::accumulator::Accumulator;
use super::key::Key;
use crate::GROUPS_MAX;
use crate::api::{Aggregation, Cell, Sort, Stopped, Table, TableRow};
use std::cmp::Ordering;
use std::collections::HashMap;

/// The keys of a group.
pub(crate) type Keys = Vec<Key>;

/// The groups of all parts together.
pub(crate) struct Totals<'a> {
    aggregation: &'a Aggregation,
    /// Seeded, because attackers choose the keys.
    places: HashMap<Keys, usize, foldhash::fast::RandomState>,
    groups: Vec<Vec<Accumulator>>,
    /// How many different values are kept by all groups.
    distinct: usize,
    /// How many records passed.
    pub records: u64,
    /// Set if something could not be kept.
    pub partial: Option<Stopped>,
}

impl<'a> Totals<'a> {
    pub(crate) fn new(aggregation: &'a Aggregation) -> Self {
        let mut totals = Self {
            aggregation,
            places: HashMap::default(),
            groups: Vec::new(),
            distinct: 0,
            records: 0,
            partial: None,
        };
        if aggregation.groups.is_empty() {
            totals.place(Keys::new());
        }
        totals
    }

    /// The place of a group; `None` if there are too many.
    pub(crate) fn place(&mut self, keys: Keys) -> Option<usize> {
        if let Some(place) = self.places.get(&keys) {
            return Some(*place);
        }
        if self.groups.len() >= GROUPS_MAX {
            self.partial = Some(Stopped::Groups);
            return None;
        }
        self.groups.push(self.aggregation.metrics.iter().map(Accumulator::new).collect());
        self.places.insert(keys, self.groups.len() - 1);
        Some(self.groups.len() - 1)
    }

    /// Counts records of a group.
    pub(crate) fn count(&mut self, place: usize, records: u64) {
        for accumulator in self.groups.get_mut(place).into_iter().flatten() {
            accumulator.count(records);
        }
    }

    /// The accumulator of a metric of a group.
    pub(crate) fn metric(&mut self, place: usize, metric: usize) -> Option<&mut Accumulator> {
        self.groups.get_mut(place)?.get_mut(metric)
    }

    /// Takes the hash of a value in.
    pub(crate) fn distinct(&mut self, place: usize, metric: usize, hash: u64) {
        let Self { groups, distinct, partial, .. } = self;
        let accumulator = groups.get_mut(place).and_then(|group| group.get_mut(metric));
        if accumulator.is_some_and(|accumulator| accumulator.distinct(hash, distinct)) {
            *partial = Some(Stopped::Groups);
        }
    }

    /// The table.
    pub(crate) fn finish(self) -> Table {
        let groups = self.groups.len() as u64;
        let cells: Vec<Vec<Cell>> =
            self.groups.iter().map(|group| group.iter().map(Accumulator::cell).collect()).collect();
        let mut rows: Vec<(Keys, usize)> = self.places.into_iter().collect();
        let cell = |place: usize, metric: usize| {
            cells.get(place).and_then(|row| row.get(metric)).copied().unwrap_or_default()
        };
        let compare = |a: &(Keys, usize), b: &(Keys, usize)| match self.aggregation.sort {
            Sort::Key => a.0.cmp(&b.0),
            Sort::Metric(metric) => {
                compare_cells(cell(b.1, metric), cell(a.1, metric)).then_with(|| a.0.cmp(&b.0))
            }
        };
        let limit = self.aggregation.limit;
        if limit < rows.len() {
            // Only what is wanted need be sorted.
            if let Some(last) = limit.checked_sub(1) {
                rows.select_nth_unstable_by(last, compare);
            }
            rows.truncate(limit);
        }
        rows.sort_unstable_by(compare);
        let rows = rows.into_iter().map(|(keys, place)| TableRow {
            keys: keys.into_iter().map(Key::into_value).collect(),
            cells: cells.get(place).cloned().unwrap_or_default(),
        });
        Table { rows: rows.collect(), groups, records: self.records, partial: self.partial, examined: 0 }
    }
}

/// What is none is least.
fn compare_cells(a: Cell, b: Cell) -> Ordering {
    let number = |cell: Cell| match cell {
        Cell::None => None,
        Cell::Count(count) => Some(count as f64),
        Cell::Number(number) => Some(number),
    };
    match (a, b) {
        (Cell::Count(a), Cell::Count(b)) => a.cmp(&b),
        _ => match (number(a), number(b)) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        },
    }
}
