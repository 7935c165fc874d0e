//! What a model raised and what it would raise, side by side.

use crate::search::{clean, time};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use thymus_record::{Row, Timestamp, Value};

/// So many breaches of each sort are shown; the table by day counts all.
const SHOWN: usize = 20;

/// What a model raised and what it would raise.
#[derive(Default)]
pub(super) struct Comparison {
    /// Raised, and would be raised again.
    same: Vec<Row>,
    /// Not raised, but would be.
    added: Vec<Row>,
    /// Raised, but would not be again.
    removed: Vec<Row>,
}

impl Comparison {
    /// Pairs breaches about the same entity with records of a common time.
    pub(super) fn of(raised: Vec<Row>, would_raise: Vec<Row>) -> Self {
        let mut comparison = Self::default();
        let mut left: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for row in raised {
            left.entry(text(&row, "entity").to_owned()).or_default().push(row);
        }
        for row in would_raise {
            let known = left.get_mut(text(&row, "entity"));
            let place = known.as_ref().and_then(|known| known.iter().position(|other| overlap(other, &row)));
            match known.zip(place) {
                Some((known, place)) => {
                    known.remove(place);
                    comparison.same.push(row);
                }
                None => comparison.added.push(row),
            }
        }
        comparison.removed = left.into_values().flatten().collect();
        comparison.removed.sort_by_key(Row::id);
        comparison
    }

    /// Counts, a table by day, and the first of those that differ.
    pub(super) fn in_words(&self, model: &str) -> String {
        let (same, added, removed) = (self.same.len(), self.added.len(), self.removed.len());
        let mut text = format!("{model}: {same} same, {added} added, {removed} removed\n");
        let days = self.days();
        if !days.is_empty() {
            let _ = writeln!(text, "{:<10} {:>7} {:>7} {:>7}", "day", "same", "added", "removed");
        }
        for (day, [same, added, removed]) in days {
            let _ = writeln!(text, "{day:<10} {same:>7} {added:>7} {removed:>7}");
        }
        list(&mut text, "added", &self.added);
        list(&mut text, "removed", &self.removed);
        text
    }

    /// How many there are of each sort, by the day (UTC) of the first activity.
    fn days(&self) -> BTreeMap<String, [u64; 3]> {
        let mut days: BTreeMap<String, [u64; 3]> = BTreeMap::new();
        for (place, rows) in [&self.same, &self.added, &self.removed].into_iter().enumerate() {
            for row in rows {
                let day: String = time(row.ts()).chars().take(10).collect();
                if let Some(count) = days.entry(day).or_default().get_mut(place) {
                    *count += 1;
                }
            }
        }
        days
    }
}

fn list(out: &mut String, what: &str, rows: &[Row]) {
    for row in rows.iter().take(SHOWN) {
        let _ = writeln!(out, "{what}: {} {}", time(row.ts()), clean(text(row, "summary")));
    }
    if rows.len() > SHOWN {
        let _ = writeln!(out, "{what}: {} more", rows.len() - SHOWN);
    }
}

fn text<'r>(row: &'r Row, field: &str) -> &'r str {
    match row.get(field) {
        Value::Text(text) => text,
        _ => "",
    }
}

fn moment(row: &Row, field: &str) -> Timestamp {
    match row.get(field) {
        Value::Time(moment) => moment,
        _ => row.ts(),
    }
}

fn overlap(one: &Row, other: &Row) -> bool {
    moment(one, "window.start") <= moment(other, "window.end")
        && moment(other, "window.start") <= moment(one, "window.end")
}
