//! The detector: records in, breaches out.

mod intake;
mod judge;
mod snapshot;
mod take;

pub use snapshot::{RestoreError, SNAPSHOT_VERSION};

use crate::Breach;
use crate::buffer::{Buffer, Recent};
use crate::clock::Clock;
use crate::known::Known;
use crate::options::{LATENESS_MAX, Options, Statistics};
use crate::prefilter::{Candidates, Prefilter};
use crate::program::Program;
use crate::state::State;
use std::collections::BTreeSet;
use std::sync::Arc;
use thymus_model::{Exception, Model, Version};
use thymus_record::query::{Filter, Scratch};
use thymus_record::{Interval, Registry, Row, Timestamp};

/// Runs models over records in event time, and raises breaches.
///
/// Records may come out of order by up to the allowed lateness, and more than once: they are put in order of the time at which they could be
/// known, and each counts once. What comes out depends on nothing but the records: the same records give the same breaches, whenever and however
/// fast they are read, also across a [`Self::snapshot`] and [`Self::restore`].
#[derive(Debug)]
pub struct Detector {
    registry: Registry,
    options: Options,
    known: Known,
    programs: Vec<Program>,
    states: Vec<State>,
    /// For each component of all programs: the program, and its place there.
    owners: Vec<(u32, u32)>,
    prefilter: Prefilter,
    scratch: Scratch,
    candidates: Candidates,
    clock: Clock,
    buffer: Buffer,
    recent: Recent,
    /// Records whose time is far behind: they wait to see whether the clock goes back.
    behind: Vec<Arc<Row>>,
    /// When conditions are to be judged: time, program, key.
    timers: BTreeSet<(i64, u32, Box<str>)>,
    /// The last record that was taken, or judgement that was made.
    taken: crate::buffer::Place,
    /// What all models remember, in cells.
    cells: usize,
    held_rows: usize,
    /// When stale entities are looked for next.
    sweep_at: i64,
    statistics: Statistics,
}

/// How much a detector remembers at the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Records that wait to be put in order.
    pub waiting_rows: usize,
    /// Entities, over all models.
    pub tracks: usize,
    /// Cells of 16 bytes, over all models.
    pub cells: usize,
    /// Records held to be shown in breaches.
    pub held_rows: usize,
    /// Conditions that wait to be judged.
    pub pending: usize,
}

impl Detector {
    /// A detector for these models, but for those that are switched off. Of two models with one id the first runs.
    ///
    /// The registry must be the one that the models were read with.
    #[must_use]
    pub fn new(
        models: &[Arc<Model>],
        exceptions: &[Arc<Exception>],
        registry: &Registry,
        options: Options,
    ) -> Self {
        let options = Options { lateness: options.lateness.clamp(Interval::ZERO, LATENESS_MAX), ..options };
        let mut detector = Self {
            known: Known::new(registry),
            prefilter: Prefilter::new(std::iter::empty(), registry),
            scratch: Scratch::new(registry),
            registry: registry.clone(),
            options,
            programs: Vec::new(),
            states: Vec::new(),
            owners: Vec::new(),
            candidates: Candidates::default(),
            clock: Clock::default(),
            buffer: Buffer::default(),
            recent: Recent::default(),
            behind: Vec::new(),
            timers: BTreeSet::new(),
            taken: NOTHING_TAKEN,
            cells: 0,
            held_rows: 0,
            sweep_at: i64::MIN,
            statistics: Statistics::default(),
        };
        detector.replace_models(models, exceptions);
        detector
    }

    /// Runs these models from now on. What is remembered for a model whose text did not change is kept.
    ///
    /// Records that wait to be put in order and were asked for by no model before are not there for a new one.
    pub fn replace_models(&mut self, models: &[Arc<Model>], exceptions: &[Arc<Exception>]) {
        let mut kept: Vec<((Arc<str>, Version), State)> = Vec::new();
        for (program, state) in self.programs.drain(..).zip(self.states.drain(..)) {
            kept.push(((Arc::clone(&program.model.id), program.model.version()), state));
        }
        for model in models.iter().filter(|model| model.enabled) {
            if self.programs.iter().any(|known| known.model.id == model.id) {
                continue;
            }
            let place =
                kept.iter().position(|((id, version), _)| *id == model.id && *version == model.version());
            let program = Program::new(Arc::clone(model), exceptions, &self.registry);
            let mut state = place.map(|place| kept.swap_remove(place).1).unwrap_or_default();
            state.adopt_exceptions(&program, self.taken.0);
            self.states.push(state);
            self.programs.push(program);
        }
        self.link();
    }

    /// Works out what follows from the programs and their states.
    fn link(&mut self) {
        self.owners.clear();
        for (program, number) in self.programs.iter().zip(0u32..) {
            let parts = u32::try_from(program.parts.len()).unwrap_or(0);
            self.owners.extend((0..parts).map(|part| (number, part)));
        }
        let filters: Vec<&Filter> = self
            .programs
            .iter()
            .flat_map(|program| &program.model.components)
            .map(|component| &component.filter)
            .collect();
        self.prefilter = Prefilter::new(filters.into_iter(), &self.registry);
        self.timers.clear();
        (self.cells, self.held_rows) = (0, 0);
        for (state, number) in self.states.iter().zip(0u32..) {
            self.cells += state.cells;
            for (key, track) in state.tracks.in_order().into_iter().flatten() {
                self.held_rows += track.held_rows();
                self.timers.extend(track.pending.map(|pending| (pending.due, number, Box::from(key))));
            }
        }
        self.match_waiting_again();
    }

    /// The models that run.
    pub fn models(&self) -> impl Iterator<Item = &Arc<Model>> {
        self.programs.iter().map(|program| &program.model)
    }

    /// What it did, and what it had to leave out.
    #[must_use]
    pub fn statistics(&self) -> Statistics {
        self.statistics
    }

    /// How much it remembers.
    #[must_use]
    pub fn usage(&self) -> Usage {
        Usage {
            waiting_rows: self.buffer.len(),
            tracks: self.states.iter().map(|state| state.tracks.len().0).sum(),
            cells: self.cells,
            held_rows: self.held_rows,
            pending: self.timers.len(),
        }
    }

    /// Takes note of a record. Breaches that are due are appended, in the order in which they were raised.
    pub fn observe(&mut self, row: &Row, breaches: &mut Vec<Breach>) {
        self.take_in(row, breaches);
    }

    /// Says that event time has come this far, whether or not there are records: the clock of a live link.
    pub fn advance(&mut self, now: Timestamp, breaches: &mut Vec<Breach>) {
        self.clock.advance(now.0);
        self.drain(self.clock.horizon(self.options.lateness.0), breaches);
    }

    /// Takes everything that waits: the input has ended. The next one may begin at any time; where that is more than an hour
    /// before the end of this one, what is remembered is dropped.
    pub fn finish(&mut self, breaches: &mut Vec<Breach>) {
        self.settle_behind();
        self.drain(i64::MAX, breaches);
        self.clock.end();
    }
}

/// Before anything was taken.
const NOTHING_TAKEN: crate::buffer::Place = (i64::MIN, thymus_record::RecordId(0));
