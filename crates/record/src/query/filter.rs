//! A query that is ready to be asked of records.

use super::{Condition, Place, Query, QueryError, TextTest, ValueTest, Warning};
use crate::{Registry, Row, Value};

/// A query bound to a registry: it can be asked of records, and its typed tree can be planned.
#[derive(Clone, Debug)]
pub struct Filter {
    condition: Condition,
    warnings: Vec<Warning>,
    required_tokens: Vec<String>,
    kinds: Option<Vec<usize>>,
}

/// A record that a filter can be asked of, wherever its values lie.
pub trait Source {
    /// The place of its kind in the registry that the filter was bound to; `None` for a kind that is not there.
    fn kind(&self) -> Option<usize>;

    /// The value in a place; [`Value::Absent`] for a field of another kind.
    fn value(&self, place: Place) -> Value<'_>;

    /// Whether its message line passes.
    fn message_has(&self, test: &TextTest) -> bool;

    /// Whether the value in a place passes. To be overridden where this can be told without the value.
    fn passes(&self, place: Place, test: &ValueTest) -> bool {
        test.matches(self.value(place))
    }
}

impl Filter {
    /// Binds a query to what there is to be found.
    ///
    /// # Errors
    ///
    /// A field or kind that is unknown, or a value that its field cannot have in any kind.
    pub fn bind(query: &Query, registry: &Registry) -> Result<Self, QueryError> {
        let _ = registry;
        Ok(Self {
            condition: Condition::Never,
            warnings: query.warnings.clone(),
            required_tokens: Vec::new(),
            kinds: None,
        })
    }

    /// Whether a record passes. It must be of a kind of the registry, or it has no fields.
    #[must_use]
    pub fn matches(&self, row: &Row) -> bool {
        let _ = row;
        false
    }

    /// Whether a record passes, wherever its values lie.
    #[must_use]
    pub fn matches_source(&self, source: &impl Source) -> bool {
        let _ = source;
        false
    }

    /// What must be true of a record.
    #[must_use]
    pub fn condition(&self) -> &Condition {
        &self.condition
    }

    /// The kinds of which a record can pass at all, as places in [`Registry::kinds`], sorted; `None` if any can.
    #[must_use]
    pub fn kinds(&self) -> Option<&[usize]> {
        self.kinds.as_deref()
    }

    /// Tokens that the message line of every record has that passes, sorted. Empty if there is no such token.
    #[must_use]
    pub fn required_tokens(&self) -> &[String] {
        &self.required_tokens
    }

    /// What is allowed but probably not meant.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
}
