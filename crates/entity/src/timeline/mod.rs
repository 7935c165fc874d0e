//! Who had an address when, out of evidence in any order.
//!
//! Evidence of the last minutes is kept as [`Mark`]s, sorted by time; spans are what [`rules::apply`] makes of them.
//! Evidence that comes late is put where it belongs and the spans are made anew from there on. What is older than the
//! allowed lateness is settled: its marks go, its spans stay. So the answer depends on the evidence and its times alone.

mod mark;
mod rules;
mod span;
#[cfg(test)]
mod tests;

pub(crate) use mark::{Claim, Mark};
pub(crate) use rules::Effect;
pub(crate) use span::{AccountUse, Key, LeftOut, NameUse, RoleUse, Span, add_name, add_role};

use crate::limits::{Counters, Limits};
use mark::CELL_MAX;
use serde::{Deserialize, Serialize};

/// Marks are settled when there are this many, not one by one.
const SETTLE_MARKS: usize = 8;

/// The spans of one address, oldest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Timeline {
    spans: Vec<Span>,
    /// How many spans are settled; the last of them as it was then stands in `base`, since marks may have changed it.
    settled: usize,
    base: Option<Box<Span>>,
    marks: Vec<Mark>,
    /// No evidence from before this time changes a span any more.
    settled_to: Option<i64>,
}

impl Timeline {
    /// All spans, oldest first.
    pub(crate) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The last span.
    pub(crate) fn tail(&self) -> Option<&Span> {
        self.spans.last()
    }

    /// The place of the span in which this time lies: the last that began by then.
    pub(crate) fn place_at(&self, time: i64) -> Option<usize> {
        self.spans.partition_point(|span| span.from <= time).checked_sub(1)
    }

    /// How many marks and spans there are.
    #[cfg(test)]
    pub(crate) fn sizes(&self) -> (usize, usize) {
        (self.marks.len(), self.spans.len())
    }

    /// Takes in a piece of evidence. No evidence from before `horizon` will follow that must still be put in order.
    pub(crate) fn insert(
        &mut self,
        mark: Mark,
        horizon: i64,
        limits: &Limits,
        counters: &mut Counters,
    ) -> Effect {
        if self.settled_to.is_some_and(|settled| mark.first < settled) {
            return self.insert_late(&mark, limits, counters);
        }
        let effect = self.insert_in_order(mark, limits, counters);
        self.settle(horizon, limits, counters);
        effect
    }

    fn insert_in_order(&mut self, mark: Mark, limits: &Limits, counters: &mut Counters) -> Effect {
        if let Some(index) = self.repeated(&mark)
            && let Some(known) = self.marks.get_mut(index)
        {
            let first = known.first;
            if known.absorb(&mark) {
                self.marks.sort_by(Mark::order);
                self.replay(limits);
                return Effect::ALL;
            }
            let place = self.place_at(first).unwrap_or(0);
            let role = self.spans.get_mut(place).is_some_and(|span| span.repeat(first, &mark));
            return Effect { role, ..Effect::default() };
        }
        let place = self.marks.partition_point(|known| known.order(&mark).is_lt());
        if place < self.marks.len() {
            self.marks.insert(place, mark);
            self.replay(limits);
            return Effect::ALL;
        }
        let mut left = LeftOut::default();
        let effect = rules::apply(&mut self.spans, &mark, limits, &mut left);
        self.marks.push(mark);
        counters.names_forgotten += left.names;
        counters.account_uses_forgotten += left.accounts;
        effect
    }

    /// The mark of which this one is a repetition.
    fn repeated(&self, mark: &Mark) -> Option<usize> {
        let start = mark.cell_start();
        let found = self.marks.iter().enumerate().rev().take_while(|(_, known)| known.first >= start);
        found.into_iter().find(|(_, known)| known.repeats(mark)).map(|(index, _)| index)
    }

    /// Makes the spans anew from where they are settled.
    fn replay(&mut self, limits: &Limits) {
        self.rewind();
        for mark in &self.marks {
            rules::apply(&mut self.spans, mark, limits, &mut LeftOut::default());
        }
    }

    fn rewind(&mut self) {
        self.spans.truncate(self.settled);
        if let (Some(tail), Some(base)) = (self.spans.last_mut(), &self.base) {
            tail.clone_from(base);
        }
    }

    /// Evidence from before what is settled: it is counted with whoever had the address, and changes nothing else.
    fn insert_late(&mut self, mark: &Mark, limits: &Limits, counters: &mut Counters) -> Effect {
        counters.evidence_too_late += 1;
        let Some(place) = self.place_at(mark.first) else { return Effect::default() };
        let mut left = LeftOut::default();
        let mut effect = self
            .spans
            .get_mut(place)
            .map_or(Effect::default(), |span| annotate(span, mark, limits, &mut left));
        if place + 1 == self.settled
            && let Some(base) = &mut self.base
        {
            effect = annotate(base, mark, limits, &mut left);
        }
        effect
    }

    /// Fixes the order of what is older than the horizon, and of more if there is too much.
    fn settle(&mut self, horizon: i64, limits: &Limits, counters: &mut Counters) {
        // Cells are settled whole, or a repetition would no longer find what it repeats.
        let bound = horizon.saturating_sub(CELL_MAX).div_euclid(CELL_MAX).saturating_mul(CELL_MAX);
        let old = self.marks.first().is_some_and(|mark| mark.first < bound);
        if old && self.marks.len() >= SETTLE_MARKS {
            self.settle_before(bound, limits);
        }
        self.forget_oldest(limits, counters);
        let turbulent = self.spans.len() > limits.spans_per_address;
        if turbulent || self.marks.len() > limits.marks_per_address {
            let keep = if turbulent { 0 } else { limits.marks_per_address / 2 };
            let next = self.marks.get(self.marks.len().saturating_sub(keep)).map(|mark| mark.first);
            let end = self.marks.last().map_or(i64::MAX, |mark| mark.first.saturating_add(1));
            counters.marks_settled_early += self.settle_before(next.unwrap_or(end), limits);
            self.forget_oldest(limits, counters);
        }
    }

    fn settle_before(&mut self, bound: i64, limits: &Limits) -> u64 {
        let count = self.marks.partition_point(|mark| mark.first < bound);
        self.rewind();
        let mut left = LeftOut::default();
        for mark in self.marks.drain(..count) {
            rules::apply(&mut self.spans, &mark, limits, &mut left);
        }
        self.settled = self.spans.len();
        self.base = self.spans.last().cloned().map(Box::new);
        self.settled_to = self.settled_to.max(Some(bound));
        for mark in &self.marks {
            rules::apply(&mut self.spans, mark, limits, &mut left);
        }
        count as u64
    }

    fn forget_oldest(&mut self, limits: &Limits, counters: &mut Counters) {
        let surplus =
            self.spans.len().saturating_sub(limits.spans_per_address).min(self.settled.saturating_sub(1));
        self.spans.drain(..surplus);
        self.settled -= surplus;
        counters.spans_forgotten += surplus as u64;
    }

    /// Forgets a holder that turned out to be none: a hardware address that stands for many devices.
    pub(crate) fn forget(&mut self, key: &Key, limits: &Limits) {
        let settled = self
            .spans
            .get(..self.settled)
            .map_or(0, |spans| spans.iter().filter(|span| span.key != *key).count());
        self.rewind();
        self.spans.retain(|span| span.key != *key);
        self.settled = settled;
        self.base = self.spans.last().cloned().map(Box::new);
        self.marks.retain(|mark| match (&mark.claim, key) {
            (
                Claim::Hardware { mac, .. } | Claim::Release { mac } | Claim::Seen { mac },
                Key::Hardware(gone),
            ) => mac != gone,
            _ => true,
        });
        self.replay(limits);
    }

    /// After reading it back: what the rest relies on holds.
    pub(crate) fn is_sane(&self) -> bool {
        self.settled <= self.spans.len() && self.base.is_some() == (self.settled > 0)
    }
}

/// Counts evidence with a span without changing whose it is.
fn annotate(span: &mut Span, mark: &Mark, limits: &Limits, left: &mut LeftOut) -> Effect {
    match &mark.claim {
        Claim::Name { name, how } => {
            span.add_name(name, *how, mark, limits, left);
            Effect { name: true, ..Effect::default() }
        }
        Claim::Role { role } => {
            span.add_role(*role, mark);
            Effect { role: true, ..Effect::default() }
        }
        Claim::Account { account, failed } => {
            span.add_account(account, *failed, mark, limits, left);
            Effect::default()
        }
        Claim::Hardware { .. } | Claim::Release { .. } | Claim::Seen { .. } => Effect::default(),
    }
}
