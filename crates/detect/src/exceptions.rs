//! Exceptions: what is not raised although a model says so.

use crate::breach::BreachRecord;
use crate::program::Program;
use crate::track::{Excepted, Track};
use std::sync::Arc;
use thymus_model::Exception;
use thymus_record::{Id, RecordId, Row, Timestamp, Value};

/// Notes what exceptions about records think of a record that counted.
pub(crate) fn note(program: &Program, track: &mut Track, time: i64, row: &Row) {
    for (place, seen) in program.record_exceptions.iter().zip(&mut track.excepted) {
        let Some(exception) = program.exceptions.get(*place) else { continue };
        if exception.any_record.as_ref().is_some_and(|filter| filter.matches(row)) {
            seen.any_passed = time;
        }
        if exception.every_record.as_ref().is_some_and(|filter| !filter.matches(row)) {
            seen.every_failed = time;
        }
    }
}

/// The exception that takes this breach away, if one does.
pub(crate) fn taking(program: &Program, track: &Track, record: &BreachRecord, row: &Row) -> Option<Arc<str>> {
    let start = record.window_start.0;
    let holds = |place: usize, exception: &Exception| {
        let seen = program.record_exceptions.iter().position(|known| *known == place);
        let seen = seen.and_then(|known| track.excepted.get(known)).copied().unwrap_or_default();
        exception.holds_at(record.raised)
            && breach_passes(exception, row)
            && records_pass(exception, seen, start)
    };
    let found = program.exceptions.iter().enumerate().find(|(place, exception)| holds(*place, exception));
    found.map(|(_, exception)| Arc::clone(&exception.id))
}

fn breach_passes(exception: &Exception, row: &Row) -> bool {
    exception.breach.as_ref().is_none_or(|filter| filter.matches(row))
}

fn records_pass(exception: &Exception, seen: Excepted, start: i64) -> bool {
    let any = exception.any_record.is_none() || seen.any_passed >= start;
    let every = exception.every_record.is_none() || seen.every_failed < start;
    any && every
}

/// What an exception means for a breach that was raised before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backwards {
    /// It would have been taken away.
    Suppressed,
    /// It would have been raised.
    Kept,
    /// It cannot be told: not all records that led to it are known any more.
    Unknown,
}

/// Applies an exception to a stored breach. `record` gives the records that led to it, by their ids.
///
/// The exception's dates are not looked at: who asks for this wants to know what it would have done.
#[must_use]
pub fn apply_backwards(
    exception: &Exception,
    breach: &Row,
    record: impl Fn(RecordId) -> Option<Row>,
) -> Backwards {
    let model = if let Value::Text(model) = breach.get("model_uuid") { model } else { "" };
    if breach.kind() != crate::breach::KIND || !exception.is_about(model) || !breach_passes(exception, breach)
    {
        return Backwards::Kept;
    }
    if exception.any_record.is_none() && exception.every_record.is_none() {
        return Backwards::Suppressed;
    }
    let Value::List(ids) = breach.get("evidence") else { return Backwards::Unknown };
    let ids: Vec<RecordId> = ids
        .iter()
        .filter_map(|id| if let Value::Id(Id { number, .. }) = id { Some(RecordId(number)) } else { None })
        .collect();
    let counted = if let Value::Count(count) = breach.get("evidence_count") { count } else { 0 };
    let rows: Vec<Row> = ids.iter().filter_map(|id| record(*id)).collect();
    let is_complete = rows.len() as u64 >= counted;
    let any = exception.any_record.as_ref().map(|filter| rows.iter().any(|row| filter.matches(row)));
    let every = exception.every_record.as_ref().map(|filter| rows.iter().all(|row| filter.matches(row)));
    match (any.unwrap_or(true), every.unwrap_or(true)) {
        (_, false) => Backwards::Kept,
        (false, true) => {
            if is_complete {
                Backwards::Kept
            } else {
                Backwards::Unknown
            }
        }
        (true, true) if every.is_some() && !is_complete => Backwards::Unknown,
        (true, true) => Backwards::Suppressed,
    }
}

/// Whether a stored breach was raised while the exception held.
#[must_use]
pub fn was_in_force(exception: &Exception, breach: &Row) -> bool {
    match breach.get("raised") {
        Value::Time(raised) => exception.holds_at(raised),
        _ => exception.holds_at(Timestamp(breach.ts().0)),
    }
}
