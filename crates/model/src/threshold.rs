//! Comparisons of a measure with a number.

use crate::quantity::{Amount, ONE, duration, number};
use thymus_record::Interval;

/// What a measure must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// How it compares.
    pub comparison: Comparison,
    /// With what; a length of time in seconds.
    pub amount: Amount,
    /// Whether a length of time was written.
    pub is_duration: bool,
    /// As it was written.
    pub text: String,
}

/// How a measure compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `>`
    Over,
    /// `>=`
    AtLeast,
    /// `=`
    Exactly,
    /// `<=`
    AtMost,
    /// `<`
    Under,
}

/// The ways to write comparisons; of two that begin alike the longer one first.
const WRITTEN: &[(&str, Comparison)] = &[
    (">=", Comparison::AtLeast),
    ("<=", Comparison::AtMost),
    (">", Comparison::Over),
    ("<", Comparison::Under),
    ("=", Comparison::Exactly),
    ("at least ", Comparison::AtLeast),
    ("at most ", Comparison::AtMost),
    ("over ", Comparison::Over),
    ("under ", Comparison::Under),
    ("exactly ", Comparison::Exactly),
];

impl Threshold {
    /// At least one: `> 0`.
    #[must_use]
    pub fn any() -> Self {
        Self { comparison: Comparison::Over, amount: 0, is_duration: false, text: "> 0".to_owned() }
    }

    /// Reads a comparison; nothing where it is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text == "none" {
            let comparison = Comparison::Exactly;
            return Some(Self { comparison, amount: 0, is_duration: false, text: text.to_owned() });
        }
        let (start, comparison) = WRITTEN.iter().find(|(start, _)| text.starts_with(start))?;
        let value = text.get(start.len()..)?.trim();
        let time = |length: Interval| (Amount::from(length.0), true);
        let plain = || number(value).map(|amount| (amount, false));
        let (amount, is_duration) = plain().or_else(|| duration(value).map(time))?;
        Some(Self { comparison: *comparison, amount, is_duration, text: text.to_owned() })
    }

    /// Whether a measure passes.
    #[must_use]
    pub fn passes(&self, measure: Amount) -> bool {
        match self.comparison {
            Comparison::Over => measure > self.amount,
            Comparison::AtLeast => measure >= self.amount,
            Comparison::Exactly => measure == self.amount,
            Comparison::AtMost => measure <= self.amount,
            Comparison::Under => measure < self.amount,
        }
    }

    /// Whether more makes it pass. The others, upper bounds, set nothing off by themselves.
    #[must_use]
    pub fn is_lower_bound(&self) -> bool {
        matches!(self.comparison, Comparison::Over | Comparison::AtLeast)
    }

    /// The least whole number that passes a lower bound.
    #[must_use]
    pub fn least_count(&self) -> u64 {
        let floor = self.amount.div_euclid(ONE);
        let exact = self.amount.rem_euclid(ONE) == 0;
        let least = match self.comparison {
            Comparison::AtLeast if exact => floor,
            Comparison::Over | Comparison::AtLeast => floor + 1,
            _ => 0,
        };
        u64::try_from(least.max(0)).unwrap_or(u64::MAX)
    }

    /// Whether everything passes that can be measured at all, nothing being the least.
    #[must_use]
    pub fn is_always_passed(&self) -> bool {
        self.comparison == Comparison::AtLeast && self.amount <= 0
    }

    /// Whether nothing passes that can be measured.
    #[must_use]
    pub fn is_never_passed(&self) -> bool {
        self.comparison == Comparison::Under && self.amount <= 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_are_read_as_signs_and_as_words() {
        for (text, passes, fails) in [
            ("> 10", 11, 10),
            (">= 10", 10, 9),
            ("= 3", 3, 2),
            ("< 3", 2, 3),
            ("<=3", 3, 4),
            ("over 10", 11, 10),
            ("at least 10", 10, 9),
            ("under 3", 2, 3),
            ("at most 3", 3, 4),
            ("exactly 0", 0, 1),
            ("none", 0, 1),
            ("> 5m", 301, 300),
        ] {
            let threshold = Threshold::read(text).unwrap();
            assert!(threshold.passes(passes * ONE) && !threshold.passes(fails * ONE), "{text}");
        }
        for wrong in ["", "10", "=> 10", "> ten", "more", "> ", "about 5"] {
            assert_eq!(Threshold::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_least_count_that_passes() {
        let least = |text| Threshold::read(text).unwrap().least_count();
        assert_eq!((least("> 10"), least(">= 10"), least("> 2.5"), least(">= 2.5")), (11, 10, 3, 3));
    }
}
