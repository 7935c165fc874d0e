//! Judging conditions, and raising breaches.

use super::Detector;
use crate::Breach;
use crate::exceptions;
use crate::options::DEPTH_MAX;
use crate::raise::Material;
use std::sync::Arc;

impl Detector {
    /// Judges a condition whose delay is over.
    pub(super) fn judge(&mut self, program: usize, key: &str, due: i64, breaches: &mut Vec<Breach>) {
        let Some((made, state)) = self.programs.get(program).zip(self.states.get_mut(program)) else {
            return;
        };
        let Some(track) = state.tracks.get(key) else { return };
        let Some(pending) = track.pending.take_if(|pending| pending.due == due) else { return };
        let entity_bytes = key.find(crate::key::SHARE).unwrap_or(key.len());
        let entity = key.get(..entity_bytes).unwrap_or_default();
        let quiet_until = state.repeats.get(entity).map_or(i64::MIN, |repeat| repeat.quiet_until);
        if quiet_until <= due && track.holds(made, due, pending.since) {
            self.raise(program, key, entity_bytes, due, pending.since, breaches);
        }
    }

    /// Raises a breach; models over breaches see it.
    pub(super) fn raise(
        &mut self,
        program: usize,
        key: &str,
        entity_bytes: usize,
        now: i64,
        since: i64,
        breaches: &mut Vec<Breach>,
    ) {
        let Some((made, state)) = self.programs.get(program).zip(self.states.get_mut(program)) else {
            return;
        };
        let entity = key.get(..entity_bytes).unwrap_or_default();
        let repeat = *state.repeat(entity, self.options.limits);
        let Some(track) = state.tracks.get(key) else { return };
        let depth = track.depth;
        let material = Material { program: made, track, key, now, since, repeats: repeat.count_at(now) };
        let mut breach = material.breach();
        let row = breach.row();
        breach.record.suppressed = exceptions::taking(made, track, &breach.record, &row);
        let rows = track.consume(made);
        let cells = track.count_cells();
        let before = std::mem::replace(&mut track.cells, cells);
        state.cells = (state.cells + cells).saturating_sub(before);
        let quiet_until = now.saturating_add(made.model.throttle.0);
        let known = state.repeat(entity, self.options.limits);
        let is_suppressed = breach.is_suppressed();
        if is_suppressed {
            known.suppressed_until = quiet_until;
        } else {
            known.quiet_until = quiet_until;
            known.count = repeat.count_at(now).saturating_add(1);
            known.last = now;
        }
        self.cells = (self.cells + cells).saturating_sub(before);
        self.held_rows = self.held_rows.saturating_sub(rows);
        if is_suppressed {
            self.statistics.suppressed += 1;
            // One of these is enough to show what the exception does.
            if repeat.suppressed_until <= now {
                breaches.push(breach);
            }
            return;
        }
        self.statistics.breaches += 1;
        breaches.push(breach);
        self.see_breach(program, &Arc::new(row), now, depth, breaches);
    }

    /// Counts a breach for models over breaches. The model that raised it does not see it.
    fn see_breach(
        &mut self,
        program: usize,
        row: &Arc<thymus_record::Row>,
        now: i64,
        depth: u8,
        breaches: &mut Vec<Breach>,
    ) {
        let Some((_, mut matched)) = self.wanted(row) else { return };
        let own = |component: &u32| {
            self.owners.get(*component as usize).is_some_and(|owner| owner.0 as usize == program)
        };
        matched.retain(|component| !own(component));
        if matched.is_empty() {
            return;
        }
        if depth >= DEPTH_MAX {
            self.statistics.too_deep += 1;
            return;
        }
        self.count(now, row, &matched, depth + 1, breaches);
    }
}
