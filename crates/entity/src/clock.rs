//! How far event time has come, so that a few wrong times do not carry it away.

use crate::limits::Limits;
use serde::{Deserialize, Serialize};

/// Times further ahead than this are not believed at once.
const JUMP: i64 = 3_600 * 1_000_000_000;

/// So many records in a row that are ahead are believed.
const JUMP_RECORDS: u32 = 64;

/// The time up to which evidence came. It only says what is too old to be put in order any more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Clock {
    now: Option<i64>,
    ahead: u32,
    /// The least of the times ahead.
    ahead_from: i64,
}

impl Clock {
    /// A record of this time came.
    pub(crate) fn advance(&mut self, time: i64) {
        let Some(now) = self.now else {
            self.now = Some(time);
            return;
        };
        if time <= now.saturating_add(JUMP) {
            self.now = Some(now.max(time));
            self.ahead = self.ahead.saturating_sub(1);
            return;
        }
        self.ahead_from = if self.ahead == 0 { time } else { self.ahead_from.min(time) };
        self.ahead += 1;
        if self.ahead >= JUMP_RECORDS {
            self.now = Some(self.ahead_from);
            self.ahead = 0;
        }
    }

    /// The time up to which evidence came.
    pub(crate) fn now(&self) -> i64 {
        self.now.unwrap_or(i64::MIN)
    }

    /// Evidence from before this time comes too late.
    pub(crate) fn horizon(&self, limits: &Limits) -> i64 {
        self.now().saturating_sub(limits.lateness.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = JUMP;

    #[test]
    fn a_few_records_from_the_future_move_nothing_and_a_gap_does() {
        let mut clock = Clock::default();
        clock.advance(10);
        for _ in 0..10 {
            clock.advance(100 * HOUR);
            clock.advance(20);
        }
        assert_eq!(clock.now(), 20);
        for number in 0..i64::from(JUMP_RECORDS) {
            clock.advance(5 * HOUR + number);
        }
        assert_eq!(clock.now(), 5 * HOUR);
        clock.advance(5 * HOUR + 77);
        assert_eq!(clock.now(), 5 * HOUR + 77);
        clock.advance(3);
        assert_eq!(clock.now(), 5 * HOUR + 77, "it never runs back");
    }
}
