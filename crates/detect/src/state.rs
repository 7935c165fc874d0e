//! What is remembered for one model.

use crate::generations::Generations;
use crate::key::{Key, Names};
use crate::options::{Limits, REPEATS_REMEMBERED};
use crate::program::Program;
use crate::track::{Excepted, Track};

/// What is remembered for one model.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) tracks: Generations<Track>,
    /// By entity: what it breached.
    pub(crate) repeats: Generations<Repeat>,
    /// What the tracks cost.
    pub(crate) cells: usize,
    /// When stale tracks are looked for next.
    pub(crate) sweep_at: i64,
}

/// How often an entity breached a model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Repeat {
    /// It raises no other before this moment.
    pub(crate) quiet_until: i64,
    /// The same of breaches that exceptions took away.
    pub(crate) suppressed_until: i64,
    /// When it last breached.
    pub(crate) last: i64,
    /// How often it breached.
    pub(crate) count: u32,
}

/// What was dropped: tracks that could still have mattered, and what all that were dropped cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dropped {
    pub(crate) tracks: u64,
    pub(crate) cells: usize,
    pub(crate) rows: usize,
}

impl Dropped {
    fn add(&mut self, track: &Track, is_stale: bool) {
        self.tracks += u64::from(!is_stale);
        self.cells += track.cells;
        self.rows += track.held_rows();
    }
}

impl State {
    /// The track of this key, made if it is not there. One that is stale is begun anew. Room is made if there are too many.
    pub(crate) fn track(
        &mut self,
        key: &Key,
        names: &Names,
        program: &Program,
        now: i64,
        limits: Limits,
    ) -> (&mut Track, Dropped) {
        let mut dropped = Dropped::default();
        if self.tracks.len().1 >= limits.tracks_per_model / 2 {
            dropped = self.rotate(program, now);
        }
        let track = self.tracks.get_or_insert(&key.text, || Track::new(program, names.clone()));
        if track.is_stale(now, program.model.memory().0) && track.cells > 0 {
            dropped.cells += track.cells;
            dropped.rows += track.held_rows();
            self.cells -= track.cells.min(self.cells);
            *track = Track::new(program, names.clone());
        }
        (track, dropped)
    }

    /// Forgets what was used longest ago, but for what waits to be judged.
    pub(crate) fn rotate(&mut self, program: &Program, now: i64) -> Dropped {
        let mut dropped = Dropped::default();
        let memory = program.model.memory().0;
        let waits = |track: &Track| track.pending.is_some();
        self.tracks.rotate(waits, |track| dropped.add(&track, track.is_stale(now, memory)));
        self.cells -= dropped.cells.min(self.cells);
        dropped
    }

    /// Makes what is remembered fit the exceptions of the program. What new ones would have thought of records that were
    /// counted before is not known: they do not pass.
    pub(crate) fn adopt_exceptions(&mut self, program: &Program, now: i64) {
        let count = program.record_exceptions.len();
        let unknown = Excepted { any_passed: i64::MIN, every_failed: now };
        self.tracks.for_each(|track| {
            track.excepted.clear();
            track.excepted.resize(count, unknown);
        });
    }

    /// Notes a breach of an entity.
    pub(crate) fn repeat(&mut self, entity: &str, limits: Limits) -> &mut Repeat {
        if self.repeats.len().1 >= limits.tracks_per_model / 2 {
            self.repeats.rotate(|_| false, |_| {});
        }
        self.repeats.get_or_insert(entity, Repeat::default)
    }

    /// Drops what can no longer matter, now and then.
    pub(crate) fn sweep(&mut self, program: &Program, now: i64) -> Dropped {
        let mut dropped = Dropped::default();
        if now < self.sweep_at {
            return dropped;
        }
        let memory = program.model.memory().0;
        self.sweep_at = now.saturating_add(memory.clamp(MINUTE, 60 * MINUTE));
        self.tracks.retain(|track| !track.is_stale(now, memory), |track| dropped.add(track, true));
        self.repeats.retain(|repeat| repeat.matters(now), |_| {});
        self.cells -= dropped.cells.min(self.cells);
        dropped
    }
}

const MINUTE: i64 = 60_000_000_000;

impl Repeat {
    /// Whether it is remembered at this moment.
    fn matters(&self, now: i64) -> bool {
        let remembered = self.last.saturating_add(REPEATS_REMEMBERED.0) > now && self.count > 0;
        remembered || self.quiet_until > now || self.suppressed_until > now
    }

    /// How often the entity breached in the time that is remembered.
    pub(crate) fn count_at(&self, now: i64) -> u32 {
        if self.last.saturating_add(REPEATS_REMEMBERED.0) > now { self.count } else { 0 }
    }
}
