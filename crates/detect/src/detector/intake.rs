//! How records come in: which are wanted, and when their turn is.

use super::{Detector, NOTHING_TAKEN};
use crate::Breach;
use crate::buffer::{Matched, Waiting};
use crate::clock::Verdict;
use crate::state::State;
use std::sync::Arc;
use thymus_record::Row;
use thymus_record::query::Source as _;

impl Detector {
    pub(super) fn take_in(&mut self, row: &Row, breaches: &mut Vec<Breach>) {
        self.statistics.rows += 1;
        let Some((kind, matched)) = self.wanted(row) else {
            self.statistics.rows_of_unknown_kind += 1;
            return;
        };
        let time = self.known.at(row, kind).0;
        let verdict = self.clock.note(time, self.taken.0);
        let waiting = (!matched.is_empty()).then(|| {
            self.statistics.rows_matched += 1;
            Waiting { row: Arc::new(row.clone()), matched }
        });
        match verdict {
            Verdict::InTime => {
                if !self.behind.is_empty() {
                    self.settle_behind();
                }
                self.put(time, waiting);
            }
            Verdict::Ahead => {
                self.statistics.strays += 1;
                self.put(time, waiting);
            }
            Verdict::Jumped => {
                self.statistics.clock_jumps += 1;
                self.put(time, waiting);
            }
            Verdict::Behind => {
                self.statistics.strays += 1;
                self.behind.extend(waiting.map(|waiting| waiting.row));
            }
            Verdict::Reset => {
                self.behind.extend(waiting.map(|waiting| waiting.row));
                self.reset(breaches);
            }
        }
        self.drain(self.clock.horizon(self.options.lateness.0), breaches);
        self.make_room(breaches);
    }

    /// The record's kind and the components that want it; nothing for a kind that is not there.
    pub(super) fn wanted(&mut self, row: &Row) -> Option<(usize, Matched)> {
        let subject = self.scratch.subject(row);
        let kind = subject.kind()?;
        self.prefilter.find(&subject, &mut self.candidates);
        let mut matched = Matched::new();
        for component in self.candidates.sorted() {
            let Some((program, part)) = self.owners.get(*component as usize) else { continue };
            let Some(program) = self.programs.get(*program as usize) else { continue };
            let Some(component_of_model) = program.model.components.get(*part as usize) else { continue };
            let active = &program.model.active;
            let counts = component_of_model.filter.matches_source(&subject)
                && active.only.as_ref().is_none_or(|filter| filter.matches_source(&subject))
                && active.except.as_ref().is_none_or(|filter| !filter.matches_source(&subject))
                && (active.times.is_empty() || active.is_time(self.known.at(row, kind), &self.options.zone));
            if counts {
                matched.push(*component);
            }
        }
        Some((kind, matched))
    }

    /// Puts a record in its place, if it is wanted and not there already.
    fn put(&mut self, time: i64, waiting: Option<Waiting>) {
        let Some(waiting) = waiting else { return };
        let id = waiting.row.id();
        let is_late = (time, id) <= self.taken;
        if is_late && self.recent.has(id) {
            self.statistics.duplicates += 1;
            return;
        }
        self.statistics.late += u64::from(is_late);
        // What comes too late to be put in order counts as of the moment of the last that was taken.
        let time = if is_late { self.taken.0 } else { time };
        if !self.buffer.insert(time, waiting) {
            self.statistics.duplicates += 1;
        }
    }

    /// Takes the records that were far behind as late ones.
    pub(super) fn settle_behind(&mut self) {
        for row in std::mem::take(&mut self.behind) {
            let Some((kind, matched)) = self.wanted(&row) else { continue };
            let time = self.known.at(&row, kind).0;
            self.put(time, Some(Waiting { row, matched }));
        }
    }

    /// The clock went back: what is remembered lies in a future that was none.
    fn reset(&mut self, breaches: &mut Vec<Breach>) {
        self.statistics.clock_resets += 1;
        let behind = std::mem::take(&mut self.behind);
        self.drain(i64::MAX, breaches);
        self.states.iter_mut().for_each(|state| *state = State::default());
        self.timers.clear();
        (self.cells, self.held_rows) = (0, 0);
        self.taken = NOTHING_TAKEN;
        self.sweep_at = i64::MIN;
        self.behind = behind;
        self.settle_behind();
    }

    /// Takes records before their time if too many wait.
    fn make_room(&mut self, breaches: &mut Vec<Breach>) {
        while self.buffer.len() > self.options.limits.waiting_rows {
            self.statistics.forced += 1;
            let Some(first) = self.buffer.first() else { return };
            self.drain_one(first, breaches);
        }
    }

    /// Asks again which components want the records that wait.
    pub(super) fn match_waiting_again(&mut self) {
        let mut buffer = std::mem::take(&mut self.buffer);
        for waiting in buffer.iter_mut() {
            waiting.matched = self.wanted(&waiting.row).map(|(_, matched)| matched).unwrap_or_default();
        }
        self.buffer = buffer;
    }
}
