//! Exceptions: what is not to be raised although a model says so.

use crate::{Code, Diagnostic, Span};
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
    /// Where it stands in its file.
    pub span: Span,
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

    /// What is to be told of it beside the models that there are, at this moment: models that it names and that are not there,
    /// and that it has expired.
    #[must_use]
    pub fn problems<'m>(
        &self,
        models: impl IntoIterator<Item = &'m str> + Clone,
        now: Timestamp,
    ) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for named in &self.models {
            if models.clone().into_iter().any(|known| *known == **named) {
                continue;
            }
            let message =
                format!("the exception `{}` is about the model `{named}`, which there is not", self.id);
            let near = crate::yaml::nearest(named, models.clone());
            let hint = near.map_or_else(
                || "take it out, or restore the model".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            found.push(Diagnostic::warning(Code::UnknownModel, self.span, message).hint(hint));
        }
        if self.expires.is_some_and(|end| now >= end) {
            let message = format!("the exception `{}` has expired", self.id);
            let hint = format!("ask {} whether it is still needed; renew it or take it out", self.owner);
            found.push(Diagnostic::warning(Code::Expired, self.span, message).hint(hint));
        }
        found
    }
}
