//! Percentiles of many numbers in little memory: a histogram whose steps grow by a hundredth.

use std::collections::BTreeMap;

/// Each step ends this many times as far from zero as it begins: the middle is off by at most 1 %.
const GROWTH: f64 = 1.02;
/// What is nearer to zero counts as zero.
const LEAST: f64 = 1e-9;

/// A histogram of numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sketch {
    /// How many numbers there are in each step: by the step, negative numbers below, zero in the middle.
    steps: BTreeMap<i32, u64>,
    count: u64,
    least: f64,
    greatest: f64,
}

impl Sketch {
    pub(crate) fn add(&mut self, number: f64) {
        if number.is_nan() {
            return;
        }
        (self.least, self.greatest) = match self.count {
            0 => (number, number),
            _ => (self.least.min(number), self.greatest.max(number)),
        };
        self.count += 1;
        *self.steps.entry(step(number)).or_default() += 1;
    }

    /// The number that this share of the numbers does not exceed.
    pub(crate) fn percentile(&self, share: f64) -> Option<f64> {
        let wanted = ((self.count as f64 * share.clamp(0.0, 1.0)).ceil() as u64).max(1);
        let mut seen = 0;
        for (step, count) in &self.steps {
            seen += count;
            if seen >= wanted {
                return Some(middle(*step).clamp(self.least, self.greatest));
            }
        }
        None
    }
}

/// Numbers up to 1e308 have 36,000 steps on either side of zero.
fn step(number: f64) -> i32 {
    let distance = number.abs();
    if distance < LEAST {
        return 0;
    }
    let step = ((distance.min(f64::MAX).ln() - LEAST.ln()) / GROWTH.ln()).floor() as i32 + 1;
    if number < 0.0 { -step } else { step }
}

fn middle(step: i32) -> f64 {
    if step == 0 {
        return 0.0;
    }
    let start = LEAST * GROWTH.powi(step.abs() - 1);
    let middle = start * (1.0 + GROWTH) / 2.0;
    if step < 0 { -middle } else { middle }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn percentiles_are_off_by_a_hundredth_at_most(
            mut numbers in prop::collection::vec(-1e9f64..1e12, 1..300), share in 0.0f64..=1.0,
        ) {
            let mut sketch = Sketch::default();
            numbers.iter().for_each(|number| sketch.add(*number));
            numbers.sort_by(f64::total_cmp);
            let place = ((numbers.len() as f64 * share).ceil() as usize).max(1) - 1;
            let (found, wanted) = (sketch.percentile(share).unwrap(), numbers[place]);
            prop_assert!((found - wanted).abs() <= wanted.abs() * 0.0101 + LEAST, "{found} for {wanted}");
        }
    }

    #[test]
    fn of_nothing_there_is_none() {
        assert_eq!(Sketch::default().percentile(0.5), None);
        let mut sketch = Sketch::default();
        sketch.add(f64::NAN);
        sketch.add(f64::INFINITY);
        assert!(sketch.percentile(0.5).is_some());
        sketch.add(f64::MAX);
        assert!(sketch.percentile(0.1).is_some_and(|least| least > 1e300));
    }
}
