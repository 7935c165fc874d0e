//! What can be wrong with a query, and how it is told.

use super::Span;
use std::sync::Arc;

/// A query that cannot be understood: what, where, and what to write instead. Always the author's to mend.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fault}{}", suggestion.as_deref().map(|text| format!("; {text}")).unwrap_or_default())]
pub struct QueryError {
    /// What is wrong.
    pub fault: Fault,
    /// Where.
    pub span: Span,
    /// What to write instead, as a clause: ``did you mean `name`?``.
    pub suggestion: Option<String>,
    /// The query.
    pub text: Arc<str>,
}

/// What is wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// More than [`super::MAX_BYTES`].
    #[error("the query has {0} bytes, at most {max} are allowed", max = super::MAX_BYTES)]
    TooLong(usize),
    /// More than [`super::MAX_TERMS`] words and values.
    #[error("the query has more than {max} words and values", max = super::MAX_TERMS)]
    TooManyTerms,
    /// More than [`super::MAX_DEPTH`] parentheses or NOTs inside each other.
    #[error("more than {max} parentheses or NOTs inside each other", max = super::MAX_DEPTH)]
    TooDeep,
}

/// Something that is allowed but probably not meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What, in a sentence.
    pub message: String,
    /// Where.
    pub span: Span,
}
