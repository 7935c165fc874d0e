//! Taking records in order, and judging what waits.

use super::Detector;
use crate::Breach;
use crate::buffer::{Matched, Waiting};
use crate::exceptions;
use crate::key::{Key, Names};
use crate::measure::Gauge;
use crate::options::ROWS_PER_COMPONENT;
use crate::program::Program;
use crate::state::Dropped;
use crate::track::{Fired, Pending, Track};
use smallvec::SmallVec;
use std::sync::Arc;
use thymus_model::{Measure, When};
use thymus_record::{Record as _, RecordId, Row};

/// A record whose turn it is.
#[derive(Clone, Copy)]
pub(super) struct Turn<'r> {
    pub(super) time: i64,
    pub(super) row: &'r Arc<Row>,
    pub(super) kind: usize,
    /// How many breaches over breaches it is.
    pub(super) depth: u8,
}

/// A track that a record touched, and what fired there.
struct Touched {
    key: Key,
    fired: Matched,
}

impl Detector {
    /// Takes all records, and judges all conditions, that are before this moment.
    pub(super) fn drain(&mut self, horizon: i64, breaches: &mut Vec<Breach>) {
        loop {
            let record = self.buffer.first();
            let timer = self.timers.first().map(|(due, _, _)| *due);
            // A judgement sees all records up to its moment.
            match (record, timer) {
                (Some(record), Some(due)) if due < record && due < horizon => self.judge_first(breaches),
                (Some(record), _) if record < horizon || horizon == i64::MAX => self.take_first(breaches),
                (None, Some(due)) if due < horizon => self.judge_first(breaches),
                _ => return,
            }
        }
    }

    /// Takes the first record, which is of this moment, and judges what is due before it.
    pub(super) fn drain_one(&mut self, time: i64, breaches: &mut Vec<Breach>) {
        while self.timers.first().is_some_and(|(due, _, _)| *due < time) {
            self.judge_first(breaches);
        }
        self.take_first(breaches);
    }

    fn take_first(&mut self, breaches: &mut Vec<Breach>) {
        let Some(((time, id), Waiting { row, matched })) = self.buffer.pop() else { return };
        self.taken = self.taken.max((time, id));
        self.recent.note(id, self.options.limits.recent_ids);
        self.count(time, &row, &matched, 0, breaches);
        self.stay_within_limits(time);
    }

    fn judge_first(&mut self, breaches: &mut Vec<Breach>) {
        let Some((due, program, key)) = self.timers.pop_first() else { return };
        self.taken = self.taken.max((due, RecordId(0)));
        self.judge(program as usize, &key, due, breaches);
    }

    /// Counts a record for all components that want it.
    pub(super) fn count(
        &mut self,
        time: i64,
        row: &Arc<Row>,
        matched: &Matched,
        depth: u8,
        breaches: &mut Vec<Breach>,
    ) {
        let registry = self.registry.kinds();
        let Some(kind) = registry.iter().position(|known| std::ptr::eq(*known, row.schema())) else { return };
        let turn = Turn { time, row, kind, depth };
        let mut rest = matched.as_slice();
        while let Some((program, _)) =
            rest.first().and_then(|first| self.owners.get(*first as usize)).copied()
        {
            let of_program = |component: &u32| {
                self.owners.get(*component as usize).is_some_and(|owner| owner.0 == program)
            };
            let length = rest.iter().take_while(|component| of_program(component)).count();
            let (own, others) = rest.split_at(length.min(rest.len()));
            let parts: Matched = own
                .iter()
                .filter_map(|component| self.owners.get(*component as usize))
                .map(|owner| owner.1)
                .collect();
            rest = others;
            self.count_for(program as usize, turn, &parts, breaches);
        }
    }

    /// Counts a record for these components of a program.
    fn count_for(&mut self, program: usize, turn: Turn<'_>, parts: &[u32], breaches: &mut Vec<Breach>) {
        let mut touched: SmallVec<[Touched; 1]> = SmallVec::new();
        for part in parts {
            let Some((key, names)) = self.key(program, *part, turn) else {
                self.statistics.without_entity += 1;
                continue;
            };
            let fired = self.count_part(program, *part, turn, &key, &names);
            let known = touched.iter_mut().find(|known| known.key == key);
            match known {
                Some(known) => known.fired.extend(fired.then_some(*part)),
                None => touched.push(Touched { key, fired: fired.then_some(*part).into_iter().collect() }),
            }
        }
        for Touched { key, fired } in touched {
            self.after_counting(program, turn, &key, &fired, breaches);
        }
    }

    fn key(&self, program: usize, part: u32, turn: Turn<'_>) -> Option<(Key, Names)> {
        let part = self.programs.get(program)?.parts.get(part as usize)?;
        part.key.read(turn.row, turn.kind, &self.registry)
    }

    /// Adds a record to a component; whether that fired.
    fn count_part(&mut self, program: usize, part: u32, turn: Turn<'_>, key: &Key, names: &Names) -> bool {
        let Some((program, state)) = self.programs.get(program).zip(self.states.get_mut(program)) else {
            return false;
        };
        let rows_max = if self.held_rows < self.options.limits.held_rows { ROWS_PER_COMPONENT } else { 1 };
        let (track, dropped) = state.track(key, names, program, turn.time, self.options.limits);
        let (fired, rows) =
            add(program, part as usize, track, turn, rows_max, &self.registry, self.options.seed);
        let cells = track.count_cells();
        let before = std::mem::replace(&mut track.cells, cells);
        state.cells = state.cells + cells - before;
        self.cells = (self.cells + cells).saturating_sub(before);
        self.held_rows = self.held_rows.saturating_add_signed(rows);
        self.account(dropped);
        fired
    }

    /// Looks whether the condition has become true.
    fn after_counting(
        &mut self,
        program: usize,
        turn: Turn<'_>,
        key: &Key,
        fired: &Matched,
        breaches: &mut Vec<Breach>,
    ) {
        let Some((made, state)) = self.programs.get(program).zip(self.states.get_mut(program)) else {
            return;
        };
        let Some(track) = state.tracks.get(&key.text) else { return };
        if let When::Sequence(steps) = &made.model.when {
            track.follow(steps, fired, turn.time, made.model.within.0);
        }
        let sets_off = |part: &u32| made.parts.get(*part as usize).is_some_and(|part| part.sets_off());
        if !fired.iter().any(sets_off) || track.pending.is_some() {
            return;
        }
        let quiet_until = state.repeats.get(key.entity()).map_or(i64::MIN, |repeat| repeat.quiet_until);
        if quiet_until > turn.time || !track.holds(made, turn.time, turn.time) {
            return;
        }
        let delay = made.model.delay.0;
        if delay == 0 {
            self.raise(program, &key.text, key.entity_bytes, turn.time, turn.time, breaches);
            return;
        }
        let due = turn.time.saturating_add(delay);
        track.pending = Some(Pending { since: turn.time, due });
        self.timers.insert((due, u32::try_from(program).unwrap_or(u32::MAX), key.text.clone()));
    }

    pub(super) fn account(&mut self, dropped: Dropped) {
        self.statistics.forgotten += dropped.tracks;
        self.cells = self.cells.saturating_sub(dropped.cells);
        self.held_rows = self.held_rows.saturating_sub(dropped.rows);
    }

    /// Drops what is stale now and then, and what was used longest ago if there is too much.
    fn stay_within_limits(&mut self, now: i64) {
        if now >= self.sweep_at {
            self.sweep_at = i64::MAX;
            for place in 0..self.states.len() {
                let Some((program, state)) = self.programs.get(place).zip(self.states.get_mut(place)) else {
                    continue;
                };
                let dropped = state.sweep(program, now);
                self.sweep_at = self.sweep_at.min(state.sweep_at);
                self.account(dropped);
            }
        }
        while self.cells > self.options.limits.cells {
            let largest = (0..self.states.len())
                .max_by_key(|place| self.states.get(*place).map_or(0, |state| state.cells));
            let Some(place) = largest else { return };
            let Some((program, state)) = self.programs.get(place).zip(self.states.get_mut(place)) else {
                return;
            };
            let before = state.tracks.len();
            let dropped = state.rotate(program, now);
            let unchanged = state.tracks.len() == before && dropped.cells == 0;
            self.account(dropped);
            if unchanged {
                return;
            }
        }
    }
}

/// Adds a record to a component of a track: whether that fired, and how many more records are held.
fn add(
    program: &Program,
    place: usize,
    track: &mut Track,
    turn: Turn<'_>,
    rows_max: usize,
    registry: &thymus_record::Registry,
    seed: u64,
) -> (bool, isize) {
    let parts = program.parts.get(place).zip(program.model.components.get(place));
    let Some((made, component)) = parts else { return (false, 0) };
    track.touched = track.touched.max(turn.time);
    track.depth = track.depth.max(turn.depth);
    if made.speaks_for {
        exceptions::note(program, track, turn.time, turn.row);
    }
    let Some(part) = track.part(place, component) else { return (false, 0) };
    match (&mut part.gauge, &component.measure) {
        (Gauge::Distinct(distinct), _) => {
            distinct.add(turn.time, &made.values(turn.row, turn.kind, registry, seed));
        }
        (Gauge::Window(window), Measure::Count) => window.count(turn.time),
        (Gauge::Window(window), _) => window.add(turn.time, made.amount(turn.row, turn.kind, registry)),
    }
    let rows = if made.speaks_for { part.note(turn.time, turn.row, rows_max) } else { 0 };
    let reading = part.gauge.read(component);
    let fires = made.fires && component.threshold.passes(reading.amount);
    if fires {
        part.fired = Some(Fired { at: turn.time, reading });
    }
    (fires, rows)
}
