//! What was told before: only what is new, changed or long ago is worth a record.

use super::distinct::Distinct;
use hashbrown::HashMap;
use std::collections::VecDeque;
use std::hash::Hash;
use thymus_record::{Interval, Timestamp};

/// What is told again becomes a record again after this long.
pub(crate) const REPEAT_AFTER: Interval = Interval::from_seconds(600);

/// Or when it has been left out this often; then ten times as often, and so on.
const REPEAT_AFTER_LEFT_OUT: u64 = 100;

/// What changes more often than this without a quiet time of [`REPEAT_AFTER`] makes no more records.
const CHANGES_MAX: u8 = 10;

/// So many things are remembered; the one whose record is the oldest goes first.
pub(crate) const SIGHTINGS_MAX: usize = 65_536;

/// At most this many records come of one protocol in a minute of event time.
pub(crate) const RECORDS_PER_MINUTE_MAX: u32 = 3_000;

/// What is known of each `K`, namely `V`, and when that became a record.
pub(crate) struct Sightings<K, V> {
    known: HashMap<K, Sighting<V>, foldhash::fast::FixedState>,
    /// In the order of their records; those that have a newer record are skipped when their turn comes.
    order: VecDeque<(u64, K)>,
    records: u64,
    window: Window,
}

struct Sighting<V> {
    said: V,
    recorded: Timestamp,
    /// The number of its latest record.
    record: u64,
    left_out: u64,
    repeat_at: u64,
    changes: u8,
    targets: Distinct,
}

/// Whether something is worth a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen<V> {
    /// It is.
    New(News<V>),
    /// It was told before, or a limit was reached before.
    Known,
    /// This is the first that a limit keeps from becoming a record: which limit.
    Limit(&'static str),
}

/// What is new of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct News<V> {
    /// What was known before, if it is something else.
    pub(crate) previous: Option<V>,
    /// How often the same was told since the last record without becoming one.
    pub(crate) left_out: u64,
    /// About how many different targets there were since the last record, this one's included; none where none was named.
    pub(crate) targets: Option<u64>,
}

impl<K, V> Default for Sightings<K, V> {
    fn default() -> Self {
        Self { known: HashMap::default(), order: VecDeque::new(), records: 0, window: Window::default() }
    }
}

impl<K: Copy + Eq + Hash, V: Copy + PartialEq> Sightings<K, V> {
    /// Something was said of `key`, and, if given, to or about a target with this hash.
    pub(crate) fn see(&mut self, now: Timestamp, key: K, said: V, target: Option<u64>) -> Seen<V> {
        let mut targets = Distinct::default();
        let (mut changes, mut repeat_at) = (0, REPEAT_AFTER_LEFT_OUT);
        let mut news = News { previous: None, left_out: 0, targets: None };
        if let Some(sighting) = self.known.get_mut(&key) {
            target.into_iter().for_each(|hash| sighting.targets.add(hash));
            let changed = sighting.said != said;
            let quiet = apart(now, sighting.recorded) >= REPEAT_AFTER;
            let often = sighting.left_out + 1 >= sighting.repeat_at;
            if !changed && !quiet && !often {
                sighting.left_out += 1;
                return Seen::Known;
            }
            if changed && !quiet && sighting.changes >= CHANGES_MAX {
                sighting.left_out += 1;
                return sighting.reach_limit();
            }
            changes = if quiet { 0 } else { sighting.changes + u8::from(changed) };
            if !quiet {
                repeat_at = if often { sighting.repeat_at.saturating_mul(10) } else { sighting.repeat_at };
            }
            news.previous = changed.then_some(sighting.said);
            news.left_out = sighting.left_out;
            targets = sighting.targets;
        } else {
            target.into_iter().for_each(|hash| targets.add(hash));
        }
        match self.window.take(now, RECORDS_PER_MINUTE_MAX) {
            Admission::Granted => {}
            Admission::FirstRefused => return Seen::Limit("records in a minute"),
            Admission::Refused => return Seen::Known,
        }
        news.targets = target.map(|_| targets.estimate());
        self.remember(now, key, said, changes, repeat_at);
        Seen::New(news)
    }

    fn remember(&mut self, now: Timestamp, key: K, said: V, changes: u8, repeat_at: u64) {
        while self.order.len() >= SIGHTINGS_MAX
            && let Some((record, oldest)) = self.order.pop_front()
        {
            if self.known.get(&oldest).is_some_and(|sighting| sighting.record == record) {
                self.known.remove(&oldest);
            }
        }
        self.records += 1;
        self.order.push_back((self.records, key));
        let (recorded, record) = (now, self.records);
        let targets = Distinct::default();
        self.known.insert(key, Sighting { said, recorded, record, left_out: 0, repeat_at, changes, targets });
    }
}

impl<V> Sighting<V> {
    /// The limit of changes is told of once.
    fn reach_limit(&mut self) -> Seen<V> {
        let first = self.changes == CHANGES_MAX;
        self.changes = CHANGES_MAX + 1;
        if first { Seen::Limit("changes of one") } else { Seen::Known }
    }
}

/// Event time may go back where captures are strung together.
fn apart(one: Timestamp, other: Timestamp) -> Interval {
    one.max(other) - one.min(other)
}

/// A minute of event time in which so much is admitted and no more.
#[derive(Default)]
pub(super) struct Window {
    start: Timestamp,
    admitted: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Admission {
    Granted,
    FirstRefused,
    Refused,
}

impl Window {
    pub(super) fn take(&mut self, now: Timestamp, max: u32) -> Admission {
        const MINUTE: Interval = Interval::from_seconds(60);
        if apart(now, self.start) >= MINUTE {
            *self = Self { start: now, admitted: 0 };
        }
        self.admitted = self.admitted.saturating_add(1);
        match self.admitted {
            admitted if admitted <= max => Admission::Granted,
            admitted if admitted == max + 1 => Admission::FirstRefused,
            _ => Admission::Refused,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_parts(1_700_000_000 + seconds, 0)
    }

    fn news<V>(previous: Option<V>, left_out: u64) -> Seen<V> {
        Seen::New(News { previous, left_out, targets: None })
    }

    #[test]
    fn what_is_new_changed_or_long_ago_is_news() {
        let mut sightings = Sightings::default();
        assert_eq!(sightings.see(at(0), 1, 'a', None), news(None, 0));
        assert_eq!(sightings.see(at(1), 1, 'a', None), Seen::Known);
        assert_eq!(sightings.see(at(2), 2, 'a', None), news(None, 0), "each for itself");
        assert_eq!(sightings.see(at(3), 1, 'b', None), news(Some('a'), 1));
        assert_eq!(sightings.see(at(602), 1, 'b', None), Seen::Known);
        assert_eq!(sightings.see(at(603), 1, 'b', None), news(None, 1), "ten minutes after its last record");
    }

    #[test]
    fn what_is_told_very_often_is_told_at_every_power_of_ten() {
        let mut sightings = Sightings::default();
        let recorded: Vec<u32> = (0..20_000)
            .filter(|_| matches!(sightings.see(at(0), 1, 'a', Some(7)), Seen::New(_)))
            .enumerate()
            .map(|(place, _)| place as u32)
            .collect();
        assert_eq!(recorded.len(), 4, "the first, after 100, after 1000 and after 10000 more");
    }

    #[test]
    fn what_never_rests_makes_few_records() {
        let mut sightings = Sightings::default();
        let seen: Vec<Seen<u32>> = (0..1000).map(|turn| sightings.see(at(0), 1, turn % 2, None)).collect();
        let records = seen.iter().filter(|seen| matches!(seen, Seen::New(_))).count();
        let limits = seen.iter().filter(|seen| matches!(seen, Seen::Limit(_))).count();
        assert_eq!(
            (records, limits),
            (1 + usize::from(CHANGES_MAX) + 1, 1),
            "and one for a hundred left out"
        );
        assert_eq!(sightings.see(at(600), 1, 0, None), news(None, 889), "and after a quiet time again");
    }

    #[test]
    fn a_storm_of_new_things_is_bounded_in_records_and_memory() {
        let mut sightings = Sightings::default();
        let storm: Vec<Seen<u8>> = (0..10_000).map(|key| sightings.see(at(0), key, 0, None)).collect();
        let records = storm.iter().filter(|seen| matches!(seen, Seen::New(_))).count();
        let limits = storm.iter().filter(|seen| matches!(seen, Seen::Limit(_))).count();
        assert_eq!((records, limits), (RECORDS_PER_MINUTE_MAX as usize, 1));
        for key in 0..2 * SIGHTINGS_MAX {
            sightings.see(at(key as i64), key + 100_000, 0, None);
        }
        assert!(sightings.known.len() <= SIGHTINGS_MAX && sightings.order.len() <= SIGHTINGS_MAX);
    }

    #[test]
    fn targets_are_counted_between_records() {
        let mut sightings = Sightings::default();
        sightings.see(at(0), 1, 'a', Some(0));
        for target in 0..50u64 {
            sightings.see(at(1), 1, 'a', Some(crate::context::mix(target, 1)));
        }
        let Seen::New(news) = sightings.see(at(700), 1, 'a', Some(crate::context::mix(3, 1))) else {
            panic!()
        };
        let targets = news.targets.unwrap();
        assert!((45..=55).contains(&targets), "{targets} of 50");
        let Seen::New(news) = sightings.see(at(1400), 1, 'a', Some(9)) else { panic!() };
        assert_eq!(news.targets, Some(1));
    }
}
