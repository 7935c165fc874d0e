//! What is remembered of one entity for one model.

use crate::buffer::Matched;
use crate::key::Names;
use crate::measure::{Gauge, Reading};
use crate::options::IDS_PER_COMPONENT;
use crate::program::Program;
use std::collections::VecDeque;
use std::sync::Arc;
use thymus_model::{Component, When};
use thymus_record::{RecordId, Row};

/// How much an entity costs beside what is counted, in cells.
const TRACK_CELLS: usize = 16;

/// How much a component of an entity costs beside what is counted, in cells.
const PART_CELLS: usize = 12;

/// What is remembered of one entity, and of what else its components have in common, for one model.
#[derive(Debug, Default)]
pub(crate) struct Track {
    /// The parts of the entity as they were written first.
    pub(crate) names: Names,
    /// By component; absent where nothing was counted.
    pub(crate) parts: Vec<Option<Box<Part>>>,
    /// For each step of a sequence, when the latest chain of records began that ends with that step.
    pub(crate) chain: Vec<Option<i64>>,
    /// The condition has become true, and waits to be judged.
    pub(crate) pending: Option<Pending>,
    /// When it was last added to.
    pub(crate) touched: i64,
    /// How many breaches over breaches led here.
    pub(crate) depth: u8,
    /// What exceptions about records have seen, in the order of [`Program::record_exceptions`].
    pub(crate) excepted: Vec<Excepted>,
    /// What it costs, as last accounted.
    pub(crate) cells: usize,
}

/// A condition that waits to be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Pending {
    pub(crate) since: i64,
    pub(crate) due: i64,
}

/// What an exception about records has seen: when a record last passed its `any_record`, and when one last did not pass its
/// `every_record`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Excepted {
    pub(crate) any_passed: i64,
    pub(crate) every_failed: i64,
}

impl Default for Excepted {
    fn default() -> Self {
        Self { any_passed: i64::MIN, every_failed: i64::MIN }
    }
}

/// What is remembered of a component.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) gauge: Gauge,
    pub(crate) fired: Option<Fired>,
    /// The latest records that counted, with the times they were known.
    pub(crate) ids: VecDeque<(i64, RecordId)>,
    pub(crate) rows: VecDeque<(i64, Arc<Row>)>,
}

/// A component fired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fired {
    pub(crate) at: i64,
    pub(crate) reading: Reading,
}

impl Part {
    pub(crate) fn new(component: &Component) -> Self {
        Self { gauge: Gauge::new(component), fired: None, ids: VecDeque::new(), rows: VecDeque::new() }
    }

    /// Notes a record as evidence; gives how many more records are held than before, which may be fewer.
    pub(crate) fn note(&mut self, time: i64, row: &Arc<Row>, rows_max: usize) -> isize {
        let before = self.rows.len();
        self.ids.push_back((time, row.id()));
        if self.ids.len() > IDS_PER_COMPONENT {
            self.ids.pop_front();
        }
        self.rows.push_back((time, Arc::clone(row)));
        while self.rows.len() > rows_max.max(1) {
            self.rows.pop_front();
        }
        isize::try_from(self.rows.len()).unwrap_or(0) - isize::try_from(before).unwrap_or(0)
    }
}

impl Track {
    pub(crate) fn new(program: &Program, names: Names) -> Self {
        let parts = program.parts.iter().map(|_| None).collect();
        let steps = if let When::Sequence(steps) = &program.model.when { steps.len() } else { 0 };
        let excepted = vec![Excepted::default(); program.record_exceptions.len()];
        Self { names, parts, chain: vec![None; steps], excepted, touched: i64::MIN, ..Self::default() }
    }

    /// A component's memory, made if it is not there.
    pub(crate) fn part(&mut self, place: usize, component: &Component) -> Option<&mut Part> {
        let part = self.parts.get_mut(place)?;
        Some(part.get_or_insert_with(|| Box::new(Part::new(component))))
    }

    /// Follows a sequence: these components fired by the record of this moment.
    pub(crate) fn follow(&mut self, steps: &[usize], fired: &Matched, time: i64, within: i64) {
        // From the last step on, so that no record serves for two.
        for (place, step) in steps.iter().enumerate().rev() {
            if !fired.iter().any(|component| *component as usize == *step) {
                continue;
            }
            let start = match place.checked_sub(1) {
                None => Some(time),
                Some(before) => self
                    .chain
                    .get(before)
                    .copied()
                    .flatten()
                    .filter(|start| *start > time.saturating_sub(within)),
            };
            if let Some(known) = self.chain.get_mut(place) {
                *known = (*known).max(start);
            }
        }
    }

    /// Whether the condition is true now, over what fired in the time `within` that ends at `anchor` or later.
    pub(crate) fn holds(&mut self, program: &Program, now: i64, anchor: i64) -> bool {
        self.expire_bounds(program, now);
        let start = anchor.saturating_sub(program.model.within.0);
        let fired = |component: usize| self.has_fired(program, component, start);
        match &program.model.when {
            When::Sequence(_) => self.chain.last().copied().flatten().is_some_and(|began| began > start),
            When::Condition(condition) => condition.holds(&fired),
            When::Weighted { weights, target } => {
                let sum: i64 =
                    weights.iter().filter(|(component, _)| fired(*component)).map(|(_, weight)| weight).sum();
                sum >= *target
            }
        }
    }

    /// Components with an upper bound are measured at the moment they are asked.
    fn expire_bounds(&mut self, program: &Program, now: i64) {
        for (part, known) in program.parts.iter().zip(&mut self.parts) {
            if let Some(known) = known.as_mut().filter(|_| !part.fires) {
                known.gauge.expire(now);
            }
        }
    }

    pub(crate) fn has_fired(&self, program: &Program, place: usize, start: i64) -> bool {
        let known = self.parts.get(place).and_then(Option::as_deref);
        let Some((part, component)) = program.parts.get(place).zip(program.model.components.get(place))
        else {
            return false;
        };
        if part.fires {
            return known.and_then(|known| known.fired).is_some_and(|fired| fired.at > start);
        }
        let amount = known.map_or(0, |known| known.gauge.read(component).amount);
        component.threshold.passes(amount)
    }

    /// Forgets what led to a breach; what speaks against stays. Gives how many records are held no longer.
    pub(crate) fn consume(&mut self, program: &Program) -> usize {
        let before = self.held_rows();
        for (part, known) in program.parts.iter().zip(&mut self.parts) {
            if part.sets_off() {
                *known = None;
            }
        }
        self.chain.iter_mut().for_each(|step| *step = None);
        self.pending = None;
        self.depth = 0;
        before - self.held_rows()
    }

    /// Whether nothing of it can matter any more.
    pub(crate) fn is_stale(&self, now: i64, memory: i64) -> bool {
        self.pending.is_none() && self.touched <= now.saturating_sub(memory)
    }

    pub(crate) fn held_rows(&self) -> usize {
        self.parts.iter().flatten().map(|part| part.rows.len()).sum()
    }

    /// What it costs now.
    pub(crate) fn count_cells(&self) -> usize {
        let parts = self.parts.iter().flatten().map(|part| PART_CELLS + part.ids.len() + part.gauge.cells());
        TRACK_CELLS + self.parts.len() + parts.sum::<usize>()
    }
}
