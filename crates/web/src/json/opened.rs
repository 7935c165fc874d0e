//! An opened breach as JSON.

use super::{RecordView, seconds};
use jiff::tz::TimeZone;
use serde::Serialize;
use std::net::IpAddr;
use thymus_analyst::{Answer, Host, LogLine, Opened, Recurrence};
use thymus_record::{RecordId, Row, Value};
use utoipa::ToSchema;

/// A breach with everything that belongs to it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpenedBreach {
    /// The breach itself.
    breach: RecordView,
    /// Who did it.
    source: End,
    /// To whom.
    destination: End,
    /// As which account.
    account: Option<String>,
    /// What triggered it, on which host, were files moved, is it common.
    answers: Vec<Told>,
    /// How common it is: the act itself first, then the files that moved.
    recurrence: Vec<Card>,
    /// The records that set it off and what the same connections said around them.
    log: Vec<Line>,
    /// The search that shows everything of both hosts around it.
    around: Around,
    /// What people said of it, the oldest first.
    notes: Vec<Said>,
    /// The word that counts: the newest acknowledgement, unless it was withdrawn.
    acknowledged: Option<Said>,
}

/// One end of what happened.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct End {
    /// Its address then.
    #[schema(value_type = Option<String>)]
    address: Option<IpAddr>,
    /// The device that had the address.
    device: Option<String>,
    /// Its best name.
    name: Option<String>,
}

/// One question and what the records say to it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Told {
    /// The question.
    question: &'static str,
    /// What the records say.
    sentences: Vec<Proven>,
    /// Queries by which a person finds the same.
    queries: Vec<String>,
}

/// A sentence that can be proven.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Proven {
    /// What is said.
    text: String,
    /// The ids of the records that prove it; none where it says that nothing was seen.
    proof: Vec<String>,
}

/// How often one thing was seen between two hosts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Card {
    /// What is meant.
    what: String,
    /// The card in a sentence or two.
    sentence: String,
    /// The query that finds it between these two hosts.
    query: String,
    /// The same by anybody, towards anybody.
    query_of_all: String,
    /// From when on was looked, in seconds since 1970.
    from: f64,
    /// Up to when.
    to: f64,
    /// How many records tell of it.
    records: u64,
    /// How many occasions they make: records within a quarter of an hour are one.
    occasions: u64,
    /// On how many days.
    days: u32,
    /// The first.
    first: Option<f64>,
    /// The last.
    last: Option<f64>,
    /// The usual second of the day at the site, where most occasions keep to one.
    at_second: Option<i64>,
    /// How many occasions each weekday and hour had: 7 × 24, Monday first.
    hours: Vec<u32>,
    /// How many other pairs of hosts did the same in this time.
    other_pairs: u64,
    /// Not everything was looked at: the counts are lower bounds.
    partial: bool,
    /// Records that prove it.
    proof: Vec<String>,
}

/// One line of the event log.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Line {
    /// The record.
    id: String,
    /// When, in seconds since 1970.
    ts: f64,
    /// Its kind.
    kind: &'static str,
    /// Its message line.
    message: String,
    /// It is one of those that set the breach off.
    evidence: bool,
}

/// A search.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Around {
    /// The query.
    query: String,
    /// From when on.
    from: f64,
    /// Until when.
    to: f64,
}

/// What a person said of a breach.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Said {
    /// When, in seconds since 1970.
    ts: f64,
    /// `acknowledged`, `reopened` or `comment`.
    note: String,
    /// Who.
    author: String,
    /// The reason or the comment.
    text: String,
}

impl OpenedBreach {
    /// The opened breach with the notes on it, which are in the order of time.
    pub(crate) fn of(opened: Opened, notes: &[Row], zone: &TimeZone) -> Self {
        let acknowledged = thymus_analyst::acknowledged(notes).into_values().next();
        Self {
            breach: RecordView::of(&opened.breach),
            source: opened.source.into(),
            destination: opened.destination.into(),
            account: opened.account,
            answers: opened.answers.into_iter().map(Into::into).collect(),
            recurrence: opened.recurrence.into_iter().map(|card| Card::of(card, zone)).collect(),
            log: opened.log.into_iter().map(Into::into).collect(),
            around: Around { query: opened.around, from: seconds(opened.from), to: seconds(opened.to) },
            notes: notes.iter().map(Said::of).collect(),
            acknowledged: acknowledged.as_ref().map(Said::of),
        }
    }
}

impl Said {
    pub(crate) fn of(note: &Row) -> Self {
        let text = |field: &str| match note.get(field) {
            Value::Text(text) => text.to_owned(),
            _ => String::new(),
        };
        Self { ts: seconds(note.ts()), note: text("note"), author: text("author"), text: text("text") }
    }
}

impl Card {
    fn of(card: Recurrence, zone: &TimeZone) -> Self {
        Self {
            sentence: card.sentence(zone),
            what: card.what,
            query: card.query,
            query_of_all: card.query_of_all,
            from: seconds(card.from),
            to: seconds(card.to),
            records: card.pattern.records,
            occasions: card.pattern.occasions,
            days: card.pattern.days,
            first: card.pattern.first.map(seconds),
            last: card.pattern.last.map(seconds),
            at_second: card.pattern.at_second,
            hours: card.pattern.hours,
            other_pairs: card.other_pairs,
            partial: card.partial,
            proof: names(&card.proof),
        }
    }
}

impl From<Host> for End {
    fn from(host: Host) -> Self {
        Self { address: host.address, device: host.device, name: host.name }
    }
}

impl From<Answer> for Told {
    fn from(answer: Answer) -> Self {
        let sentences = answer.sentences.into_iter();
        let sentences =
            sentences.map(|sentence| Proven { proof: names(&sentence.proof), text: sentence.text }).collect();
        Self { question: answer.question, sentences, queries: answer.queries }
    }
}

impl From<LogLine> for Line {
    fn from(line: LogLine) -> Self {
        Self {
            id: line.id.to_string(),
            ts: seconds(line.ts),
            kind: line.kind,
            message: line.message,
            evidence: line.evidence,
        }
    }
}

fn names(ids: &[RecordId]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}
