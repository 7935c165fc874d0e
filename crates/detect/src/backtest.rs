//! What a model would have raised, and what a change to it would change.

use crate::{Breach, Detector, LATENESS_MAX, Options};
use std::sync::Arc;
use thymus_model::{Exception, Model};
use thymus_record::{Registry, Row};

/// Runs two versions of a model over the same records, and compares what they raise.
#[derive(Debug)]
pub struct Backtest {
    before: Detector,
    after: Detector,
    of_before: Vec<Breach>,
    of_after: Vec<Breach>,
}

/// What a change to a model changes.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Breaches that only the new version raises.
    pub added: Vec<Breach>,
    /// Breaches that only the old version raises.
    pub removed: Vec<Breach>,
    /// Breaches that both raise, as the new version tells them.
    pub kept: Vec<Breach>,
}

/// The breaches of a model over these records.
#[must_use]
pub fn backtest<'r>(
    model: &Arc<Model>,
    exceptions: &[Arc<Exception>],
    rows: impl IntoIterator<Item = &'r Row>,
    registry: &Registry,
    options: Options,
) -> Vec<Breach> {
    let mut detector = alone(Some(model), exceptions, registry, options);
    let mut breaches = Vec::new();
    for row in rows {
        detector.observe(row, &mut breaches);
    }
    detector.finish(&mut breaches);
    breaches
}

impl Backtest {
    /// Compares two versions of a model; without an old one everything is new. Models that are switched off run here too.
    #[must_use]
    pub fn new(
        before: Option<&Arc<Model>>,
        after: &Arc<Model>,
        exceptions: &[Arc<Exception>],
        registry: &Registry,
        options: Options,
    ) -> Self {
        Self {
            before: alone(before, exceptions, registry, options.clone()),
            after: alone(Some(after), exceptions, registry, options),
            of_before: Vec::new(),
            of_after: Vec::new(),
        }
    }

    /// Takes note of a record.
    pub fn observe(&mut self, row: &Row) {
        self.before.observe(row, &mut self.of_before);
        self.after.observe(row, &mut self.of_after);
    }

    /// The comparison, after the last record.
    #[must_use]
    pub fn finish(mut self) -> Comparison {
        self.before.finish(&mut self.of_before);
        self.after.finish(&mut self.of_after);
        compare(self.of_before, self.of_after)
    }
}

fn alone(
    model: Option<&Arc<Model>>,
    exceptions: &[Arc<Exception>],
    registry: &Registry,
    options: Options,
) -> Detector {
    let switched_on = model.map(|model| {
        let mut model = Model::clone(model);
        model.enabled = true;
        Arc::new(model)
    });
    let options = Options { lateness: LATENESS_MAX, ..options };
    Detector::new(switched_on.as_slice(), exceptions, registry, options)
}

/// Pairs breaches of the two versions: the same entity, and records of a common time.
fn compare(before: Vec<Breach>, after: Vec<Breach>) -> Comparison {
    let mut comparison = Comparison::default();
    let mut left: Vec<Option<Breach>> =
        before.into_iter().filter(|breach| !breach.is_suppressed()).map(Some).collect();
    for breach in after.into_iter().filter(|breach| !breach.is_suppressed()) {
        let same = left.iter_mut().find(|known| known.as_ref().is_some_and(|known| overlap(known, &breach)));
        match same {
            Some(known) => {
                *known = None;
                comparison.kept.push(breach);
            }
            None => comparison.added.push(breach),
        }
    }
    comparison.removed = left.into_iter().flatten().collect();
    comparison
}

fn overlap(one: &Breach, other: &Breach) -> bool {
    let (one, other) = (&one.record, &other.record);
    one.entity == other.entity && one.window_start <= other.window_end && other.window_start <= one.window_end
}
