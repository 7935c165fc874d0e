//! Event time: the moment a packet was seen, never the moment it is processed.

use std::fmt;
use std::ops::{Add, Sub};

/// Nanoseconds since 1970-01-01 00:00:00 UTC. Signed, so that damaged captures cannot wrap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

/// A length of time in nanoseconds; negative where clocks ran backwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval(pub i64);

const NANOS_PER_SECOND: i64 = 1_000_000_000;

impl Timestamp {
    /// Builds a time from whole seconds and nanoseconds, saturating at the ends of the range.
    #[must_use]
    pub fn from_parts(seconds: i64, nanoseconds: i64) -> Self {
        Self(seconds.saturating_mul(NANOS_PER_SECOND).saturating_add(nanoseconds))
    }

    /// Whole seconds since the epoch, rounded down.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(NANOS_PER_SECOND)
    }

    /// The nanoseconds past [`Self::seconds`], `0..1_000_000_000`.
    #[must_use]
    pub fn subsecond_nanos(self) -> i64 {
        self.0.rem_euclid(NANOS_PER_SECOND)
    }
}

impl Interval {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// An interval of whole seconds.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(NANOS_PER_SECOND))
    }

    /// An interval of whole milliseconds.
    #[must_use]
    pub const fn from_millis(milliseconds: i64) -> Self {
        Self(milliseconds.saturating_mul(1_000_000))
    }
}

impl Sub for Timestamp {
    type Output = Interval;
    fn sub(self, earlier: Self) -> Interval {
        Interval(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Interval> for Timestamp {
    type Output = Self;
    fn add(self, interval: Interval) -> Self {
        Self(self.0.saturating_add(interval.0))
    }
}

impl Sub<Interval> for Timestamp {
    type Output = Self;
    fn sub(self, interval: Interval) -> Self {
        Self(self.0.saturating_sub(interval.0))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:06}", self.seconds(), self.subsecond_nanos() / 1000)
    }
}
