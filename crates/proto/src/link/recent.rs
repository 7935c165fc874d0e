//! What was asked a short while ago.

use hashbrown::HashMap;
use std::collections::VecDeque;
use std::hash::Hash;
use thymus_record::{Interval, Timestamp};

/// An answer comes at most this long after its question.
const ANSWER_WITHIN: Interval = Interval::from_seconds(10);

/// So many questions are remembered; the oldest goes first.
const QUESTIONS_MAX: usize = 16_384;

/// Questions that may still be answered.
pub(crate) struct Recent<K> {
    asked: HashMap<K, Timestamp, foldhash::fast::FixedState>,
    order: VecDeque<(Timestamp, K)>,
}

impl<K> Default for Recent<K> {
    fn default() -> Self {
        Self { asked: HashMap::default(), order: VecDeque::new() }
    }
}

impl<K: Copy + Eq + Hash> Recent<K> {
    /// Something was asked.
    pub(crate) fn ask(&mut self, now: Timestamp, question: K) {
        while self.order.len() >= QUESTIONS_MAX
            && let Some((then, oldest)) = self.order.pop_front()
        {
            if self.asked.get(&oldest) == Some(&then) {
                self.asked.remove(&oldest);
            }
        }
        if self.asked.insert(question, now) != Some(now) {
            self.order.push_back((now, question));
        }
    }

    /// Whether it was asked a short while ago.
    pub(crate) fn was_asked(&self, now: Timestamp, question: &K) -> bool {
        let answers = |then: &Timestamp| now - *then <= ANSWER_WITHIN && *then <= now;
        self.asked.get(question).is_some_and(answers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_hold_for_ten_seconds_and_are_bounded() {
        let at = |seconds: i64| Timestamp::from_parts(1000 + seconds, 0);
        let mut recent = Recent::default();
        recent.ask(at(0), 1);
        assert!(
            recent.was_asked(at(10), &1) && !recent.was_asked(at(11), &1) && !recent.was_asked(at(0), &2)
        );
        for question in 0..100_000 {
            recent.ask(at(question), question % 40_000);
        }
        assert!(recent.asked.len() <= QUESTIONS_MAX && recent.order.len() <= QUESTIONS_MAX);
        assert!(recent.was_asked(at(100_000), &(99_999 % 40_000)));
    }
}
