//! Event time: how far it has come, and which records are out of it.

use crate::options::{STRAY, STRAYS_MAX};
use serde::{Deserialize, Serialize};

/// How far event time has come.
///
/// It follows the records, but not one record, nor a few, whose time is more than an hour from that of all others: clocks of sources of logs
/// are wrong at times. A number of them in a row are believed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Clock {
    /// The latest time that is believed.
    newest: Option<i64>,
    /// The times of the records of the moment that are all ahead, or all behind.
    ahead: Vec<i64>,
    behind: Vec<i64>,
}

/// What a record's time means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Within reach of the clock.
    InTime,
    /// Far ahead of it; the clock does not follow.
    Ahead,
    /// Far ahead, as were those before it: the clock has followed.
    Jumped,
    /// Far behind what was taken already.
    Behind,
    /// Far behind, as were those before it: the clock has gone back.
    Reset,
}

impl Clock {
    /// Takes note of a record's time. `taken` is the time of the last record that was taken out of order's reach.
    pub(crate) fn note(&mut self, time: i64, taken: i64) -> Verdict {
        let Some(newest) = self.newest else {
            self.newest = Some(time);
            let is_behind = taken.saturating_sub(time) > STRAY.0;
            return if is_behind { Verdict::Reset } else { Verdict::InTime };
        };
        if time.saturating_sub(newest) > STRAY.0 {
            return self.note_ahead(time);
        }
        if taken.saturating_sub(time) > STRAY.0 {
            return self.note_behind(time);
        }
        self.ahead.clear();
        self.behind.clear();
        self.newest = Some(newest.max(time));
        Verdict::InTime
    }

    fn note_ahead(&mut self, time: i64) -> Verdict {
        self.behind.clear();
        self.ahead.push(time);
        if self.ahead.len() < STRAYS_MAX {
            return Verdict::Ahead;
        }
        // The least of them: one that is wrong by years does not take the others with it.
        self.newest = self.ahead.iter().copied().min();
        self.ahead.clear();
        Verdict::Jumped
    }

    fn note_behind(&mut self, time: i64) -> Verdict {
        self.ahead.clear();
        self.behind.push(time);
        if self.behind.len() < STRAYS_MAX {
            return Verdict::Behind;
        }
        self.newest = self.behind.iter().copied().max();
        self.behind.clear();
        Verdict::Reset
    }

    /// The input has ended: the next one may begin at any time, also before.
    pub(crate) fn end(&mut self) {
        *self = Self::default();
    }

    /// Event time is at least this, whatever records say.
    pub(crate) fn advance(&mut self, time: i64) {
        self.newest = Some(self.newest.map_or(time, |newest| newest.max(time)));
    }

    /// Records before this moment may be taken: no other is expected to come.
    pub(crate) fn horizon(&self, lateness: i64) -> i64 {
        self.newest.map_or(i64::MIN, |newest| newest.saturating_sub(lateness))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000_000_000;

    #[test]
    fn few_records_do_not_move_the_clock_and_many_do() {
        let mut clock = Clock::default();
        assert_eq!(clock.note(0, i64::MIN), Verdict::InTime);
        for _ in 1..STRAYS_MAX {
            assert_eq!(clock.note(9 * HOUR, 0), Verdict::Ahead);
        }
        assert_eq!(clock.horizon(0), 0);
        assert_eq!(clock.note(1, 0), Verdict::InTime, "and all is forgotten");
        for _ in 1..STRAYS_MAX {
            assert_eq!(clock.note(9 * HOUR, 0), Verdict::Ahead);
        }
        assert_eq!(clock.note(99_999 * HOUR, 0), Verdict::Jumped);
        assert_eq!(clock.horizon(0), 9 * HOUR, "not where the one wrong clock is");
    }

    #[test]
    fn the_clock_goes_back_if_all_say_so() {
        let mut clock = Clock::default();
        assert_eq!(clock.note(100 * HOUR, i64::MIN), Verdict::InTime);
        assert_eq!(
            clock.note(10 * HOUR, i64::MIN),
            Verdict::InTime,
            "nothing was taken yet: it can be put in order"
        );
        for _ in 1..STRAYS_MAX {
            assert_eq!(clock.note(10 * HOUR, 100 * HOUR), Verdict::Behind);
        }
        assert_eq!(clock.note(10 * HOUR, 100 * HOUR), Verdict::Reset);
        assert_eq!(clock.horizon(0), 10 * HOUR);
    }
}
