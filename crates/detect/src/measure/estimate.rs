//! An estimate of how many different values there are over a sliding window.
//!
//! HyperLogLog (Flajolet et al. 2007) with 512 registers: a standard error of 4.6 %. The window is cut into slices with registers of their own;
//! the estimate is over the union of those that are in the window, so that it lags by up to an eighth of the window.

use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// How many bits of a value choose its register.
const REGISTER_BITS: u32 = 9;

/// How many registers there are.
const REGISTERS: usize = 1 << REGISTER_BITS;

/// Into how many slices the window is cut.
const SLICES: i64 = 8;

/// An estimate of how many different values there are.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Estimate {
    slice_length: i64,
    slices: VecDeque<Slice>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Slice {
    number: i64,
    registers: Vec<u8>,
}

impl Estimate {
    pub(super) fn new(length: i64) -> Self {
        Self { slice_length: (length / SLICES).max(1), slices: VecDeque::new() }
    }

    /// Takes note of a value. Times do not go backwards.
    pub(super) fn see(&mut self, time: i64, value: u64) {
        let number = time.div_euclid(self.slice_length);
        if self.slices.back().is_none_or(|slice| slice.number != number) {
            self.slices.push_back(Slice { number, registers: vec![0; REGISTERS] });
        }
        let register = usize::try_from(value >> (64 - REGISTER_BITS)).unwrap_or(0);
        // The bit at the end bounds the run of zeros.
        let run = ((value << REGISTER_BITS) | (1 << (REGISTER_BITS - 1))).leading_zeros() + 1;
        let run = u8::try_from(run).unwrap_or(u8::MAX);
        if let Some(known) = self.slices.back_mut().and_then(|slice| slice.registers.get_mut(register)) {
            *known = (*known).max(run);
        }
    }

    /// Forgets slices that ended before this moment.
    pub(super) fn expire(&mut self, end: i64) {
        let length = self.slice_length;
        let ended = |slice: &Slice| slice.number.saturating_add(1).saturating_mul(length) <= end;
        while self.slices.front().is_some_and(ended) {
            self.slices.pop_front();
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.slices.is_empty()
    }

    /// About how many different values there are.
    pub(super) fn count(&self) -> u64 {
        let mut union = vec![0u8; REGISTERS];
        for slice in &self.slices {
            union.iter_mut().zip(&slice.registers).for_each(|(known, run)| *known = (*known).max(*run));
        }
        let registers = REGISTERS as f64;
        let sum: f64 = union.iter().map(|run| 2f64.powi(-i32::from(*run))).sum();
        let bias = 0.7213 / (1.0 + 1.079 / registers);
        let raw = bias * registers * registers / sum;
        let empty = union.iter().filter(|run| **run == 0).count();
        let small = raw <= 2.5 * registers && empty > 0;
        let estimate = if small { registers * (registers / empty as f64).ln() } else { raw };
        estimate.round() as u64
    }

    pub(super) fn cells(&self) -> usize {
        self.slices.len() * (REGISTERS / 16 + 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_estimate_is_near() {
        for wanted in [5_000u64, 20_000, 200_000] {
            let mut estimate = Estimate::new(i64::MAX / 2);
            for value in 0..wanted {
                estimate.see(0, xxhash_rust::xxh3::xxh3_64(&value.to_le_bytes()));
            }
            let count = estimate.count();
            assert!(count.abs_diff(wanted) < wanted / 7, "{count} is not about {wanted}");
        }
    }
}
