//! Records over a sliding window: how many, and what a field of them adds up to.

use super::{Reading, whole};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use thymus_model::Amount;

/// How many records every window keeps one by one.
const EXACT_MIN: usize = 256;

/// How many records a window keeps one by one at most. A count is decided exactly up to this threshold.
const EXACT_MAX: usize = 65_536;

/// How many a window keeps one by one whose count decides nothing.
const EXACT_COARSE: usize = 16;

/// Into how many slices the rest of a window is cut.
const SLICES: i64 = 64;

/// Records over a sliding window.
///
/// The latest records are kept one by one, up to a number that decides the threshold exactly: a count passes `> N` if the latest N + 1 are
/// in the window. Older ones are added up in slices of a 64th of the window.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Window {
    length: i64,
    exact_max: usize,
    /// When the latest records were.
    times: VecDeque<i64>,
    /// What their fields say, if something is added up at all.
    amounts: VecDeque<Option<Amount>>,
    slices: VecDeque<Slice>,
    total: Total,
}

/// What records of a slice of time add up to.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Slice {
    number: i64,
    first: i64,
    last: i64,
    total: Total,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Total {
    records: u64,
    with_amount: u64,
    sum: Amount,
}

impl Total {
    fn of(amount: Option<Amount>) -> Self {
        Self { records: 1, with_amount: u64::from(amount.is_some()), sum: amount.unwrap_or(0) }
    }

    fn add(&mut self, other: Self) {
        self.records += other.records;
        self.with_amount += other.with_amount;
        self.sum = self.sum.saturating_add(other.sum);
    }

    fn take(&mut self, other: Self) {
        self.records = self.records.saturating_sub(other.records);
        self.with_amount = self.with_amount.saturating_sub(other.with_amount);
        self.sum = self.sum.saturating_sub(other.sum);
    }
}

impl Window {
    /// A window that decides thresholds up to this count exactly.
    pub(crate) fn new(length: i64, least_count: u64) -> Self {
        let wanted = usize::try_from(least_count).unwrap_or(usize::MAX);
        Self::with_exact(length, wanted.clamp(EXACT_MIN, EXACT_MAX))
    }

    /// A window whose count decides nothing.
    pub(crate) fn coarse(length: i64) -> Self {
        Self::with_exact(length, EXACT_COARSE)
    }

    fn with_exact(length: i64, exact_max: usize) -> Self {
        Self {
            length,
            exact_max,
            times: VecDeque::new(),
            amounts: VecDeque::new(),
            slices: VecDeque::new(),
            total: Total::default(),
        }
    }

    /// Adds a record. Times do not go backwards.
    pub(crate) fn count(&mut self, time: i64) {
        self.times.push_back(time);
        self.total.add(Total::of(None));
        self.slice_off();
        self.expire(time);
    }

    /// Adds a record with what its field says. A window is either counted or added up.
    pub(crate) fn add(&mut self, time: i64, amount: Option<Amount>) {
        self.times.push_back(time);
        self.amounts.push_back(amount);
        self.total.add(Total::of(amount));
        self.slice_off();
        self.expire(time);
    }

    /// Moves the oldest record into a slice if there are too many.
    fn slice_off(&mut self) {
        if self.times.len() <= self.exact_max {
            return;
        }
        let Some((time, total)) = self.pop() else { return };
        let number = time.div_euclid((self.length / SLICES).max(1));
        match self.slices.back_mut() {
            Some(slice) if slice.number == number => {
                slice.total.add(total);
                slice.last = time;
            }
            _ => self.slices.push_back(Slice { number, first: time, last: time, total }),
        }
    }

    fn pop(&mut self) -> Option<(i64, Total)> {
        let time = self.times.pop_front()?;
        Some((time, Total::of(self.amounts.pop_front().flatten())))
    }

    /// Forgets what is not in the window at this moment.
    pub(crate) fn expire(&mut self, now: i64) {
        let end = now.saturating_sub(self.length);
        while let Some(slice) = self.slices.front().filter(|slice| slice.last <= end) {
            self.total.take(slice.total);
            self.slices.pop_front();
        }
        while self.times.front().is_some_and(|time| *time <= end) {
            if let Some((_, total)) = self.pop() {
                self.total.take(total);
            }
        }
    }

    /// How many records there are.
    pub(crate) fn read(&self) -> Reading {
        let first = self.slices.front().map(|slice| slice.first);
        Reading {
            amount: whole(self.total.records),
            records: self.total.records,
            since: first.or_else(|| self.times.front().copied()).unwrap_or(0),
            about: !self.slices.is_empty(),
        }
    }

    pub(crate) fn sum(&self) -> Amount {
        self.total.sum
    }

    /// The mean over the records that have the field; nothing where none has.
    pub(crate) fn mean(&self) -> Amount {
        self.total.sum.checked_div(Amount::from(self.total.with_amount)).unwrap_or(0)
    }

    pub(crate) fn cells(&self) -> usize {
        self.times.len().div_ceil(2) + self.amounts.len() * 2 + self.slices.len() * 5
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_window_forgets_its_end() {
        let mut window = Window::new(10, 1);
        window.add(0, Some(5));
        window.add(4, None);
        window.add(10, Some(7));
        assert_eq!(
            (window.read().records, window.sum(), window.mean()),
            (2, 7, 7),
            "the record at 0 is 10 ago"
        );
        window.expire(14);
        assert_eq!((window.read().records, window.read().since), (1, 10));
    }

    proptest! {
        /// Decisions are exact however many records there are.
        #[test]
        fn counts_are_decided_exactly(steps in prop::collection::vec(0i64..4, 1..700), least in 1u64..400) {
            let mut window = Window::new(500, least);
            let mut all = Vec::new();
            let mut now = 0;
            for step in steps {
                now += step;
                all.push(now);
                window.count(now);
                let exact = all.iter().filter(|time| **time > now - 500).count() as u64;
                let reading = window.read();
                prop_assert_eq!(reading.records >= least, exact >= least);
                if reading.about {
                    // A slice is a 64th of the window, at most 8 long, with at most 4 records at a moment.
                    prop_assert!(reading.records.abs_diff(exact) <= exact / 10 + 8);
                } else {
                    prop_assert_eq!(reading.records, exact);
                }
            }
        }
    }
}
