//! Breaches.

use std::net::IpAddr;
use std::sync::Arc;
use thymus_model::{Model, Technique};
use thymus_record::{Id, Record, RecordId, Row, Timestamp};

/// The kind of a breach's record.
pub const KIND: &str = "breach";

/// The letter that ids of breaches begin with.
pub const ID_PREFIX: u8 = b'B';

/// What was done matches a model.
#[derive(Clone, Debug, Record)]
#[record(kind = "breach", protocol = "BREACH")]
pub struct BreachRecord {
    /// The first activity that led to the breach.
    pub ts: Timestamp,
    /// The name of this breach: the same whenever the same records are read again.
    pub breach_id: Id,
    /// The name of the model.
    pub model: Arc<str>,
    /// The model's stable id.
    pub model_uuid: Arc<str>,
    /// The version of the model's text as it was when the breach was raised.
    pub model_version: String,
    /// 0 to 5: 5 critical, 4 suspicious, 1 to 3 informational, 0 an indicator for other models.
    pub priority: u8,
    /// How much the breach stands out, 0 to 1: the sum of `score_parts`.
    pub score: f64,
    /// ATT&CK techniques and tactics.
    pub mitre: Vec<&'static str>,
    /// The model's tags.
    pub tags: Vec<String>,
    /// Whom the breach is about.
    pub entity: String,
    /// What that is: `source device`, `pair`, `account`, …
    pub entity_kind: String,
    /// The address that acted, where it is one.
    #[record(name = "id.orig_h")]
    pub orig_h: Option<IpAddr>,
    /// The address that was acted on, where it is one.
    #[record(name = "id.resp_h")]
    pub resp_h: Option<IpAddr>,
    /// The device that acted, where it is one.
    #[record(name = "source.device")]
    pub source_device: Option<String>,
    /// The device that was acted on, where it is one.
    #[record(name = "destination.device")]
    pub destination_device: Option<String>,
    /// The account, where it is one.
    pub account: Option<String>,
    /// What happened, in a sentence.
    pub summary: String,
    /// When the first record was known that counted.
    #[record(name = "window.start")]
    pub window_start: Timestamp,
    /// When the last record was known that counted.
    #[record(name = "window.end")]
    pub window_end: Timestamp,
    /// What each component measured, in words.
    pub triggered: Vec<String>,
    /// The ids of records that led to the breach: the latest of each component.
    pub evidence: Vec<Id>,
    /// How many records led to the breach.
    #[record(unit = "records")]
    pub evidence_count: u64,
    /// What contributed how much to the score, in words.
    pub score_parts: Vec<String>,
    /// When the breach was raised: the time of the record that was the last one needed, and the model's delay.
    pub raised: Timestamp,
    /// How often this entity breached this model before, as far as is remembered.
    pub repeats: u32,
    /// The exception that took the breach away.
    pub suppressed: Option<Arc<str>>,
}

/// A breach with what is kept beside its record.
#[derive(Clone, Debug)]
pub struct Breach {
    /// The record.
    pub record: BreachRecord,
    /// Lines of the log: some of the records that led to it, in order of time.
    pub lines: Vec<Line>,
    /// The model as it was.
    pub model: Arc<Model>,
}

/// A line of a breach's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The record.
    pub id: RecordId,
    /// Its time.
    pub ts: Timestamp,
    /// The component that it counted for.
    pub component: Box<str>,
    /// Its message.
    pub message: String,
}

impl Breach {
    /// The breach as a row, to be stored and searched like all others.
    #[must_use]
    pub fn row(&self) -> Row {
        Row::of(&self.record)
    }

    /// Whether an exception took it away.
    #[must_use]
    pub fn is_suppressed(&self) -> bool {
        self.record.suppressed.is_some()
    }
}

/// The ids of techniques.
pub(crate) fn technique_ids(techniques: &[Technique]) -> Vec<&'static str> {
    techniques.iter().map(|technique| technique.id).collect()
}
