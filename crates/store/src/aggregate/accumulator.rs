//! One figure of one group while it is worked out.

use super::sketch::Sketch;
use crate::DISTINCT_MAX;
use crate::api::{Cell, Metric};
use std::collections::HashSet;
use thymus_record::Value;

const NANOSECONDS: f64 = 1e9;

/// One figure of one group.
#[derive(Clone, Debug)]
pub(crate) enum Accumulator {
    Count(u64),
    Distinct(HashSet<u64, foldhash::fast::FixedState>),
    Sum(Sum),
    Mean(Sum),
    Min(Option<f64>),
    Max(Option<f64>),
    Percentile(Box<Sketch>, f64),
}

/// A sum. Whole numbers and lengths of time are added exactly, in whatever order they come.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    count: u64,
    whole: i128,
    nanoseconds: i128,
    fractions: f64,
}

impl Accumulator {
    pub(crate) fn new(metric: &Metric) -> Self {
        match metric {
            Metric::Count => Self::Count(0),
            Metric::Distinct(_) => Self::Distinct(HashSet::default()),
            Metric::Sum(_) => Self::Sum(Sum::default()),
            Metric::Mean(_) => Self::Mean(Sum::default()),
            Metric::Min(_) => Self::Min(None),
            Metric::Max(_) => Self::Max(None),
            Metric::Percentile(_, share) => Self::Percentile(Box::default(), *share),
        }
    }

    /// Takes in so many records.
    pub(crate) fn count(&mut self, records: u64) {
        if let Self::Count(count) = self {
            *count += records;
        }
    }

    /// Takes in the hash of a value; says whether it could not be kept. `kept` is how many are kept by all groups.
    pub(crate) fn distinct(&mut self, hash: u64, kept: &mut usize) -> bool {
        let Self::Distinct(hashes) = self else { return false };
        if *kept >= DISTINCT_MAX {
            return !hashes.contains(&hash);
        }
        *kept += usize::from(hashes.insert(hash));
        false
    }

    /// Takes in a single value.
    pub(crate) fn value(&mut self, value: Value<'_>) {
        match self {
            Self::Count(_) | Self::Distinct(_) => {}
            Self::Sum(sum) | Self::Mean(sum) => sum.add(value),
            Self::Min(least) => {
                if let Some(number) = number(value) {
                    *least = Some(least.map_or(number, |least| least.min(number)));
                }
            }
            Self::Max(greatest) => {
                if let Some(number) = number(value) {
                    *greatest = Some(greatest.map_or(number, |greatest| greatest.max(number)));
                }
            }
            Self::Percentile(sketch, _) => {
                if let Some(number) = number(value) {
                    sketch.add(number);
                }
            }
        }
    }

    pub(crate) fn cell(&self) -> Cell {
        let of = |number: Option<f64>| number.map_or(Cell::None, Cell::Number);
        match self {
            Self::Count(count) => Cell::Count(*count),
            Self::Distinct(hashes) => Cell::Count(hashes.len() as u64),
            Self::Sum(sum) => of((sum.count > 0).then(|| sum.total())),
            Self::Mean(sum) => of((sum.count > 0).then(|| sum.total() / sum.count as f64)),
            Self::Min(number) | Self::Max(number) => of(*number),
            Self::Percentile(sketch, share) => of(sketch.percentile(*share)),
        }
    }
}

impl Sum {
    fn add(&mut self, value: Value<'_>) {
        match value {
            Value::Count(value) => self.whole += i128::from(value),
            Value::Port(value) => self.whole += i128::from(value),
            Value::Int(value) => self.whole += i128::from(value),
            Value::Interval(value) => self.nanoseconds += i128::from(value.0),
            Value::Double(value) => self.fractions += value,
            _ => return,
        }
        self.count += 1;
    }

    fn total(&self) -> f64 {
        self.whole as f64 + self.nanoseconds as f64 / NANOSECONDS + self.fractions
    }
}

/// A value as a number; times and lengths of time in seconds.
fn number(value: Value<'_>) -> Option<f64> {
    Some(match value {
        Value::Count(value) => value as f64,
        Value::Port(value) => value.into(),
        Value::Int(value) => value as f64,
        Value::Double(value) if !value.is_nan() => value,
        Value::Time(value) => value.0 as f64 / NANOSECONDS,
        Value::Interval(value) => value.0 as f64 / NANOSECONDS,
        _ => return None,
    })
}
