//! How many different values there are over a sliding window.

use super::estimate::Estimate;
use super::{Reading, Window, whole};
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How many values are kept in a plain list.
const FEW: usize = 32;

/// How many values are known one by one. Beyond, their number is an estimate, and at least this.
pub(crate) const EXACT_MAX: usize = 4096;

/// Different values over a sliding window. Values are hashes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Distinct {
    length: i64,
    /// How many records there were.
    records: Window,
    values: Values,
    estimate: Option<Box<Estimate>>,
}

/// The values with the time each was last seen.
#[derive(Clone, Debug, Serialize, Deserialize)]
enum Values {
    /// In the order of these times.
    Few(Vec<(i64, u64)>),
    Many(Many),
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "BTreeSet<(i64, u64)>", into = "BTreeSet<(i64, u64)>")]
struct Many {
    last_seen: HashMap<u64, i64, foldhash::fast::RandomState>,
    in_order: BTreeSet<(i64, u64)>,
}

impl From<BTreeSet<(i64, u64)>> for Many {
    fn from(in_order: BTreeSet<(i64, u64)>) -> Self {
        Self { last_seen: in_order.iter().map(|(time, value)| (*value, *time)).collect(), in_order }
    }
}

impl From<Many> for BTreeSet<(i64, u64)> {
    fn from(many: Many) -> Self {
        many.in_order
    }
}

impl Many {
    fn see(&mut self, time: i64, value: u64) {
        if let Some(before) = self.last_seen.insert(value, time) {
            self.in_order.remove(&(before, value));
        }
        self.in_order.insert((time, value));
    }

    fn forget_first(&mut self) {
        if let Some((_, value)) = self.in_order.pop_first() {
            self.last_seen.remove(&value);
        }
    }
}

impl Distinct {
    pub(crate) fn new(length: i64) -> Self {
        Self { length, records: Window::coarse(length), values: Values::Few(Vec::new()), estimate: None }
    }

    /// Adds the values of a record. Times do not go backwards.
    pub(crate) fn add(&mut self, time: i64, values: &[u64]) {
        self.expire(time);
        self.records.count(time);
        values.iter().for_each(|value| self.see(time, *value));
    }

    fn see(&mut self, time: i64, value: u64) {
        match &mut self.values {
            Values::Few(few) => {
                few.retain(|(_, known)| *known != value);
                few.push((time, value));
                if few.len() > FEW {
                    let mut many = Many::default();
                    few.iter().for_each(|(time, value)| many.see(*time, *value));
                    self.values = Values::Many(many);
                }
            }
            Values::Many(many) => {
                many.see(time, value);
                if many.in_order.len() > EXACT_MAX {
                    if self.estimate.is_none() {
                        let mut estimate = Box::new(Estimate::new(self.length));
                        many.in_order.iter().for_each(|(time, value)| estimate.see(*time, *value));
                        self.estimate = Some(estimate);
                    }
                    many.forget_first();
                }
            }
        }
        if let Some(estimate) = &mut self.estimate {
            estimate.see(time, value);
        }
    }

    /// Forgets what is not in the window at this moment.
    pub(crate) fn expire(&mut self, now: i64) {
        let end = now.saturating_sub(self.length);
        self.records.expire(now);
        match &mut self.values {
            Values::Few(few) => few.retain(|(time, _)| *time > end),
            Values::Many(many) => {
                while many.in_order.first().is_some_and(|(time, _)| *time <= end) {
                    many.forget_first();
                }
            }
        }
        if self.known() == 0 {
            self.values = Values::Few(Vec::new());
        }
        if let Some(estimate) = &mut self.estimate {
            estimate.expire(end);
            if estimate.is_empty() || self.known() < EXACT_MAX {
                // Whatever was forgotten beyond the values known one by one was seen before them, and is out of the window too.
                self.estimate = None;
            }
        }
    }

    fn known(&self) -> usize {
        match &self.values {
            Values::Few(few) => few.len(),
            Values::Many(many) => many.in_order.len(),
        }
    }

    pub(crate) fn read(&self) -> Reading {
        let known = self.known() as u64;
        let count = self.estimate.as_ref().map_or(known, |estimate| estimate.count().max(known));
        Reading { amount: whole(count), about: self.estimate.is_some(), ..self.records.read() }
    }

    pub(crate) fn cells(&self) -> usize {
        let values = match &self.values {
            Values::Few(few) => few.len(),
            Values::Many(many) => many.in_order.len() * 4,
        };
        self.records.cells() + values + self.estimate.as_ref().map_or(0, |estimate| estimate.cells())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn values_are_counted_exactly(seen in prop::collection::vec((0i64..5, 0u64..90), 1..600)) {
            let mut distinct = Distinct::new(50);
            let mut all: Vec<(i64, u64)> = Vec::new();
            let mut now = 0;
            for (step, value) in seen {
                now += step;
                all.push((now, value));
                distinct.add(now, &[value]);
                let in_window = all.iter().filter(|(time, _)| *time > now - 50);
                let exact: BTreeSet<u64> = in_window.map(|(_, value)| *value).collect();
                prop_assert_eq!(distinct.read().amount, whole(exact.len() as u64));
                prop_assert!(!distinct.read().about);
            }
        }
    }

    #[test]
    fn beyond_what_is_known_one_by_one_there_is_an_estimate() {
        let mut distinct = Distinct::new(1_000_000);
        for value in 0..60_000u64 {
            distinct.add(value as i64, &[xxhash_rust::xxh3::xxh3_64(&value.to_le_bytes())]);
            if value == EXACT_MAX as u64 - 1 {
                assert!(!distinct.read().about);
            }
        }
        let reading = distinct.read();
        assert!(reading.about);
        let count = (reading.amount / thymus_model::ONE) as i64;
        assert!((count - 60_000).abs() < 6_000, "{count} is not about 60,000");
        distinct.expire(1_060_000);
        assert_eq!(distinct.read().amount, 0);
        assert!(!distinct.read().about);
    }
}
