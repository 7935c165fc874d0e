//! The recurrence card: how often this was seen before, when, since when, and by whom else.

mod pattern;
#[cfg(test)]
mod tests;

pub use pattern::{Pattern, Rhythm};

use crate::act::hosts;
use crate::records::{AnalystError, Records};
use crate::words;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use thymus_record::{Interval, RecordId, Row, Timestamp};

/// How far back is looked.
pub(crate) const SPAN_DAYS: i64 = 60;

/// So many records are looked at; of what happens more often the card says "at least".
const ROWS_MAX: usize = 10_000;

/// So many proofs are named; the query beside them finds them all.
const PROOFS_MAX: usize = 64;

/// How often one thing was seen between two hosts.
#[derive(Clone, Debug)]
pub struct Recurrence {
    /// What is meant, in words: `AV.job`.
    pub what: String,
    /// The query that finds it between these two hosts.
    pub query: String,
    /// The same by anybody, towards anybody.
    pub query_of_all: String,
    /// From when on was looked.
    pub from: Timestamp,
    /// Up to when.
    pub to: Timestamp,
    /// How often, when, since when.
    pub pattern: Pattern,
    /// How many other pairs of hosts did the same in this time.
    pub other_pairs: u64,
    /// Not everything was looked at: the counts are lower bounds.
    pub partial: bool,
    /// Records that prove it, spread over the time, the oldest and the newest among them.
    pub proof: Vec<RecordId>,
}

/// What is looked up for a card.
pub(crate) struct Wanted<'w> {
    pub(crate) what: String,
    /// Finds the same act by anybody.
    pub(crate) same: String,
    /// Narrows it to the two hosts.
    pub(crate) pair: &'w str,
    /// The act in question: the card is about the time before and with it.
    pub(crate) at: Timestamp,
}

impl Recurrence {
    pub(crate) fn look_up(
        wanted: &Wanted<'_>,
        records: &dyn Records,
        zone: &TimeZone,
    ) -> Result<Self, AnalystError> {
        let from = wanted.at - Interval::from_seconds(SPAN_DAYS * 86_400);
        let to = wanted.at + Interval::from_seconds(1);
        let query = join(&wanted.same, wanted.pair);
        let found = records.find(&query, from, to, true, ROWS_MAX)?;
        let times: Vec<Timestamp> = found.rows.iter().map(Row::ts).collect();
        let others = records.find(&others(&wanted.same, wanted.pair), from, to, true, ROWS_MAX)?;
        Ok(Self {
            what: wanted.what.clone(),
            query,
            query_of_all: wanted.same.clone(),
            from,
            to,
            pattern: Pattern::of(&times, zone),
            other_pairs: pairs(&others.rows),
            partial: found.partial || others.partial,
            proof: spread(&found.rows),
        })
    }

    /// The card in one or two sentences.
    #[must_use]
    pub fn sentence(&self, zone: &TimeZone) -> String {
        let pattern = &self.pattern;
        let at_least = if self.partial { "at least " } else { "" };
        let seen = match (pattern.days, pattern.first) {
            (0, _) | (_, None) => format!("{} was not seen between these hosts before.", self.what),
            (1, _) if pattern.occasions <= 1 => {
                format!("{} was seen between these hosts this once in {SPAN_DAYS} days.", self.what)
            }
            (1, Some(first)) => format!(
                "{} was seen between these hosts {at_least}{} times, all on one day, first at {}.",
                self.what,
                pattern.occasions,
                words::moment(first, zone)
            ),
            (_, Some(first)) => format!(
                "{} was seen between these hosts {at_least}{}, first at {}.",
                self.what,
                pattern.words(),
                words::moment(first, zone)
            ),
        };
        let others = match self.other_pairs {
            0 => "No other pair of hosts did the same.".to_owned(),
            1 => "One other pair of hosts did the same.".to_owned(),
            more => format!("{at_least}{more} other pairs of hosts did the same."),
        };
        format!("{seen} {}", capitalised(&others))
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn join(same: &str, pair: &str) -> String {
    if pair.is_empty() { same.to_owned() } else { format!("{same} AND {pair}") }
}

fn others(same: &str, pair: &str) -> String {
    if pair.is_empty() { same.to_owned() } else { format!("{same} AND NOT ({pair})") }
}

fn pairs(rows: &[Row]) -> u64 {
    let pairs: BTreeSet<(String, String)> = rows
        .iter()
        .map(|row| {
            let (source, destination) = hosts(row);
            (source.to_string(), destination.to_string())
        })
        .collect();
    pairs.len() as u64
}

/// Of many records some, evenly spread, with the first and the last.
fn spread(rows: &[Row]) -> Vec<RecordId> {
    let step = rows.len().div_ceil(PROOFS_MAX).max(1);
    let mut proof: Vec<_> = rows.iter().step_by(step).map(Row::id).collect();
    if let Some(last) = rows.last().map(Row::id)
        && proof.last() != Some(&last)
    {
        proof.push(last);
    }
    proof
}
