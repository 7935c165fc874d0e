//! Exceptions: what is not to be raised although a model says so.

use std::sync::Arc;
use thymus_record::Timestamp;
use thymus_record::query::Filter;

/// A file of exceptions.
#[derive(Clone, Debug, Default)]
pub struct ExceptionFile {
    /// In the order of the file.
    pub exceptions: Vec<Exception>,
}

/// What is not to be raised although a model says so. It is kept apart from the model, and outlives its updates.
#[derive(Clone, Debug)]
pub struct Exception {
    /// Its name.
    pub id: Arc<str>,
    /// The models it is about; all if none is named.
    pub models: Vec<Arc<str>>,
    /// What the breach must be.
    pub breach: Option<Filter>,
    /// What every record must be that led to the breach.
    pub every_record: Option<Filter>,
    /// What at least one of these records must be.
    pub any_record: Option<Filter>,
    /// Who answers for it.
    pub owner: String,
    /// Why.
    pub reason: String,
    /// Since when it holds.
    pub created: Timestamp,
    /// Until when; for ever if absent.
    pub expires: Option<Timestamp>,
    /// Whether it also holds for what was before it was created.
    pub backwards: bool,
}

impl Exception {
    /// Whether it is about this model.
    #[must_use]
    pub fn is_about(&self, model: &str) -> bool {
        self.models.is_empty() || self.models.iter().any(|named| **named == *model)
    }

    /// Whether it holds at this moment.
    #[must_use]
    pub fn holds_at(&self, moment: Timestamp) -> bool {
        (self.backwards || moment >= self.created) && self.expires.is_none_or(|end| moment < end)
    }
}
