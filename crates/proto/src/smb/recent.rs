//! What was told of late, so that the same is not told again and again.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hash};
use thymus_record::{Interval, Timestamp};

/// At most this many things of a flow are remembered as told; then all are forgotten and may be told once more.
const RECENT_MAX: usize = 2048;

/// How long something counts as told after it was last seen, as in Zeek.
const RECENT_LIFE: Interval = Interval::from_seconds(180);

/// What was told, as hashes.
#[derive(Debug, Default)]
pub(super) struct Recent(BTreeMap<u64, Timestamp>);

impl Recent {
    /// Whether this was not told of late; from now on it is.
    pub(super) fn is_news(&mut self, now: Timestamp, what: impl Hash) -> bool {
        let hash = foldhash::fast::FixedState::with_seed(0x5eed).hash_one(what);
        if self.0.len() >= RECENT_MAX {
            self.0.clear();
        }
        match self.0.insert(hash, now) {
            Some(last) => now - last > RECENT_LIFE,
            None => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_news_again_after_three_minutes_of_silence() {
        let mut recent = Recent::default();
        let at = |seconds| Timestamp::from_parts(seconds, 0);
        assert!(recent.is_news(at(0), ("open", "a")));
        assert!(recent.is_news(at(0), ("open", "b")));
        assert!(!recent.is_news(at(100), ("open", "a")));
        assert!(!recent.is_news(at(280), ("open", "a")), "seeing it keeps it known");
        assert!(recent.is_news(at(461), ("open", "a")));
    }
}
