//! The four answers: what triggered it, on which host, were files moved, is it common.
//!
//! Every sentence carries the ids of the records that prove it. Where nothing was seen the answer says so, and whether it
//! could have been seen at all.

mod common;
mod files;
mod host;
mod triggered;

pub(crate) use common::common;
pub(crate) use files::files;
pub(crate) use host::host;
pub(crate) use triggered::triggered;

use crate::act::Act;
use crate::records::{AnalystError, Records};
use jiff::tz::TimeZone;
use thymus_record::{Interval, RecordId, Row, Timestamp};

/// How far around the breach's records an answer looks for what belongs to them.
pub(crate) const AROUND: Interval = Interval::from_seconds(150);

/// One question and what the records say to it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The question.
    pub question: &'static str,
    /// What the records say.
    pub sentences: Vec<Sentence>,
    /// Queries by which a person finds the same.
    pub queries: Vec<String>,
}

/// A sentence that can be proven.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// What is said.
    pub text: String,
    /// The records that prove it. None where it tells that nothing was seen; the answer's queries prove that.
    pub proof: Vec<RecordId>,
}

/// What the answers are made from.
pub(crate) struct Case<'c> {
    pub(crate) breach: &'c Row,
    pub(crate) evidence: &'c [Row],
    pub(crate) act: &'c Act,
    pub(crate) records: &'c dyn Records,
    pub(crate) zone: &'c TimeZone,
}

impl Answer {
    pub(crate) fn to(question: &'static str) -> Self {
        Self { question, sentences: Vec::new(), queries: Vec::new() }
    }

    pub(crate) fn say(&mut self, text: impl Into<String>, proof: impl IntoIterator<Item = RecordId>) {
        self.sentences.push(Sentence { text: text.into(), proof: proof.into_iter().collect() });
    }

    /// The answer as one text.
    #[must_use]
    pub fn text(&self) -> String {
        let texts: Vec<_> = self.sentences.iter().map(|sentence| sentence.text.as_str()).collect();
        texts.join(" ")
    }
}

impl Case<'_> {
    /// From when to when the evidence is, with a little around.
    pub(crate) fn span(&self) -> (Timestamp, Timestamp) {
        let times = || self.evidence.iter().map(Row::ts).chain([self.breach.ts()]);
        let first = times().min().unwrap_or_default();
        let last = times().max().unwrap_or_default();
        (first - AROUND, last + AROUND)
    }

    /// What the two hosts exchanged around the breach that this condition finds, with the query.
    pub(crate) fn between(&self, condition: &str, limit: usize) -> Result<(Vec<Row>, String), AnalystError> {
        let (from, to) = self.span();
        let pair = self.act.pair_condition();
        let query = if pair.is_empty() { condition.to_owned() } else { format!("({condition}) AND {pair}") };
        let found = self.records.find(&query, from, to, false, limit)?;
        Ok((found.rows, query))
    }
}
