//! Running the tests of a model.

use crate::{Breach, Detector, LATENESS_MAX, Options};
use std::sync::Arc;
use thymus_model::{Case, Expected, Input, Model};
use thymus_record::{Registry, Row};

/// What became of a case.
#[derive(Clone, Debug)]
pub struct CaseResult {
    /// The breaches of the model, those that an exception would take away left out.
    pub breaches: Vec<Breach>,
    /// What is not as expected, in sentences; none if the case passed.
    pub failures: Vec<String>,
}

impl CaseResult {
    /// Whether everything is as expected.
    #[must_use]
    pub fn has_passed(&self) -> bool {
        self.failures.is_empty()
    }
}

/// Runs a case of the model of this id. `models` are those that run: the model, and what it needs beside it. `rows` are the records of the
/// capture that the case names; for a case with records of its own they are not looked at. `must_breach` says in which of the two
/// lists the case stands.
#[must_use]
pub fn run_case(
    models: &[Arc<Model>],
    id: &str,
    case: &Case,
    must_breach: bool,
    rows: &[Row],
    registry: &Registry,
) -> CaseResult {
    let rows = if let Input::Records(own) = &case.input { own } else { rows };
    let options = Options { lateness: LATENESS_MAX, ..Options::default() };
    let mut detector = Detector::new(models, &[], registry, options);
    let mut in_order: Vec<&Row> = rows.iter().collect();
    in_order.sort_by_key(|row| row.ts());
    let mut breaches = Vec::new();
    in_order.iter().for_each(|row| detector.observe(row, &mut breaches));
    detector.finish(&mut breaches);
    breaches.retain(|breach| *breach.record.model_uuid == *id && !breach.is_suppressed());
    let mut failures = Vec::new();
    if models.iter().all(|model| *model.id != *id) {
        failures.push(format!("there is no model `{id}`"));
    } else if must_breach {
        check(&case.expected, &breaches, &mut failures);
    } else if let Some(first) = breaches.first() {
        let count = breaches.len();
        failures.push(format!("it breaches {count} times, first: {}", first.record.summary));
    }
    CaseResult { breaches, failures }
}

fn check(expected: &Expected, breaches: &[Breach], failures: &mut Vec<String>) {
    let count = breaches.len() as u64;
    match expected.count {
        Some(wanted) if wanted != count => failures.push(format!("it breaches {count} times, not {wanted}")),
        None if count == 0 => failures.push("it does not breach".to_owned()),
        _ => {}
    }
    if count > 0 && !breaches.iter().any(|breach| is_as_expected(expected, breach)) {
        let told: Vec<String> = breaches.iter().take(3).map(in_words).collect();
        failures.push(format!("no breach is as expected: {}", told.join("; ")));
    }
}

fn is_as_expected(expected: &Expected, breach: &Breach) -> bool {
    let record = &breach.record;
    let is = |wanted: &Option<String>, found: Option<String>| {
        wanted.as_ref().is_none_or(|wanted| found.is_some_and(|found| found.eq_ignore_ascii_case(wanted)))
    };
    is(&expected.entity, Some(record.entity.clone()))
        && is(&expected.source, record.orig_h.map(|address| address.to_string()))
        && is(&expected.destination, record.resp_h.map(|address| address.to_string()))
        && is(&expected.account, record.account.clone())
        && expected.says.as_ref().is_none_or(|wanted| record.summary.contains(wanted))
}

fn in_words(breach: &Breach) -> String {
    let record = &breach.record;
    let or_none = |text: Option<String>| text.unwrap_or_else(|| "none".to_owned());
    let source = or_none(record.orig_h.map(|address| address.to_string()));
    let destination = or_none(record.resp_h.map(|address| address.to_string()));
    let account = or_none(record.account.clone());
    format!(
        "entity {}, source {source}, destination {destination}, account {account}, says {:?}",
        record.entity, record.summary
    )
}
