//! A model, read and checked.

use crate::quantity::duration_in_words;
use crate::{Active, Entity, KeyPart, Technique, Template, Threshold, When};
use std::fmt::Write as _;
use std::sync::Arc;
use thymus_record::Interval;
use thymus_record::query::Filter;

/// A model, read and checked: everything in it fits together.
#[derive(Clone, Debug)]
pub struct Model {
    /// The stable name: small letters, digits and `-`.
    pub id: Arc<str>,
    /// What analysts see: `Device / AT Service Scheduled Task`.
    pub name: Arc<str>,
    /// What happened, and why it may matter.
    pub description: String,
    /// What to do.
    pub advice: Option<String>,
    /// 0 to 5: 5 critical, 4 suspicious, 1 to 3 informational, 0 an indicator for other models.
    pub priority: u8,
    /// ATT&CK techniques and tactics.
    pub mitre: Vec<Technique>,
    /// Free tags, phases of an attack among them.
    pub tags: Vec<String>,
    /// Whether it runs.
    pub enabled: bool,
    /// For whom records are counted.
    pub per: Entity,
    /// What is counted. Never empty.
    pub components: Vec<Component>,
    /// How that combines.
    pub when: When,
    /// The time in which everything must lie.
    pub within: Interval,
    /// After a breach the same entity raises no other for so long.
    pub throttle: Interval,
    /// How long to wait, after the condition has become true, before judging.
    pub delay: Interval,
    /// When, and about what, it counts at all.
    pub active: Active,
    /// Fields to show first of the records behind a breach.
    pub shown: Vec<String>,
    /// The summary of a breach.
    pub message: Option<Template>,
    pub(crate) text: Arc<str>,
    pub(crate) version: Version,
}

/// The name of a model's text: the same text, line ends and blanks at their ends apart, has the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub u64);

/// Which records, how much of what, within what time.
#[derive(Clone, Debug)]
pub struct Component {
    /// The name that `when` and `message` use.
    pub name: Box<str>,
    /// The query as it is written.
    pub query: Arc<str>,
    /// The query, ready to be asked.
    pub filter: Filter,
    /// Measured over the last so long.
    pub window: Interval,
    /// What is measured.
    pub measure: Measure,
    /// What the measure must be.
    pub threshold: Threshold,
    /// The key of the entity.
    pub per: Vec<KeyPart>,
    /// The key of what all components must have in common besides.
    pub share: Vec<KeyPart>,
    /// The unit of the field that is measured, as its record declares it.
    pub unit: Option<&'static str>,
    /// Whether the field that is measured is a length of time.
    pub is_duration: bool,
}

/// What is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// How many records.
    Count,
    /// The sum of a field.
    Sum(Box<str>),
    /// The mean of a field over the records that have it.
    Mean(Box<str>),
    /// How many different values, or combinations of values.
    Distinct(Vec<Box<str>>),
}

impl Model {
    /// The text it was read from, in canonical form: to be kept with breaches, so that they can be shown with the model
    /// as it was then.
    #[must_use]
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The name of that text.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// The component of this name.
    #[must_use]
    pub fn component(&self, name: &str) -> Option<usize> {
        self.components.iter().position(|component| *component.name == *name)
    }

    /// The longest time for which a record can matter to the model.
    #[must_use]
    pub fn memory(&self) -> Interval {
        let windows = self.components.iter().map(|component| component.window);
        let longest = windows.max().unwrap_or(Interval::ZERO).max(self.within);
        Interval(longest.0.saturating_add(self.delay.0))
    }
}

impl Component {
    /// What is asked for, in words: `more than 50 different id.resp_h within 10m`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let mut out = self.threshold.text.clone();
        let _ = match &self.measure {
            Measure::Count => write!(out, " records"),
            Measure::Sum(field) => write!(out, " in the sum of {field}"),
            Measure::Mean(field) => write!(out, " in the mean of {field}"),
            Measure::Distinct(fields) => write!(out, " different {}", fields.join(" with ")),
        };
        let _ = write!(out, " within {}", duration_in_words(self.window));
        out
    }
}

impl Version {
    /// The version of a text, and the text in canonical form.
    #[must_use]
    pub fn of(text: &str) -> (Self, String) {
        let mut canonical: String = text.lines().map(|line| format!("{}\n", line.trim_end())).collect();
        canonical.truncate(canonical.trim_end().len());
        canonical.push('\n');
        (Self(xxhash_rust::xxh3::xxh3_64(canonical.as_bytes())), canonical)
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}
