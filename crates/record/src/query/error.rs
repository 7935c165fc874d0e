//! What can be wrong with a query, and how it is told.

use super::{MAX_BYTES, MAX_DEPTH, MAX_GLOB_BYTES, MAX_REGEX_BYTES, MAX_TERMS, Span};
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
    /// The query; of one that is too long, its beginning.
    pub text: Arc<str>,
}

/// What is wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// More than [`MAX_BYTES`].
    #[error("the query has {0} bytes, at most {MAX_BYTES} are allowed")]
    TooLong(usize),
    /// More than [`MAX_TERMS`] words and values.
    #[error("the query has more than {MAX_TERMS} words and values")]
    TooManyTerms,
    /// More than [`MAX_DEPTH`] parentheses, NOTs and signs inside each other.
    #[error("more than {MAX_DEPTH} parentheses or NOTs stand inside each other")]
    TooDeep,
    /// A parenthesis that is never closed.
    #[error("this parenthesis is never closed")]
    UnclosedParenthesis,
    /// A closing parenthesis without an opening one.
    #[error("there is no opening parenthesis for this one")]
    UnexpectedParenthesis,
    /// `()`.
    #[error("there is nothing between the parentheses")]
    EmptyParentheses,
    /// A quote that is never closed.
    #[error("this quote is never closed")]
    UnclosedQuote,
    /// An operator without what it is about.
    #[error("something is missing beside `{0}`")]
    MissingOperand(String),
    /// `field:` and then nothing.
    #[error("there is no value behind `{0}:`")]
    MissingValue(String),
    /// `_exists_:` and then no name of a field.
    #[error("behind `_exists_:` there must be the name of one field")]
    ExistsWithoutField,
    /// A word of which nothing can be found, because it has no letter or digit.
    #[error("there is no letter or digit to look for")]
    NothingToFind,
    /// A parenthesis or quote inside a word.
    #[error("`{0}` stands inside a word")]
    InsideWord(char),
    /// What stands before a colon cannot be the name of a field.
    #[error("what stands before the colon is not the name of a field")]
    NoFieldName,
    /// A comparison or range that does not say of what.
    #[error("a comparison needs the name of a field and a colon before it")]
    ComparisonWithoutField,
    /// A range that does not have the form `[low TO high]`.
    #[error("this range is not complete")]
    UnfinishedRange,
    /// No kind of record has this field.
    #[error("there is no field `{0}`")]
    UnknownField(String),
    /// There is no such kind of record.
    #[error("there is no kind `{0}`")]
    UnknownKind(String),
    /// The field cannot have such a value in any kind of record.
    #[error("`{value}` cannot be a value of `{field}`, which is {wanted}")]
    WrongValue {
        /// The field.
        field: Box<str>,
        /// The value.
        value: Box<str>,
        /// What its values are: `an address`.
        wanted: Box<str>,
    },
    /// The field has no values that can be compared, or no text that could match.
    #[error("{operation} cannot be used on `{field}`, which is {wanted}")]
    WrongOperation {
        /// What was asked: `a comparison`.
        operation: &'static str,
        /// The field.
        field: Box<str>,
        /// What its values are.
        wanted: Box<str>,
    },
    /// The range ends before it begins.
    #[error("the range ends before it begins")]
    ReversedRange,
    /// More than [`MAX_GLOB_BYTES`] in a word with wildcards.
    #[error("a word with wildcards has more than {MAX_GLOB_BYTES} bytes")]
    GlobTooLong,
    /// More than [`MAX_REGEX_BYTES`] in a regular expression.
    #[error("a regular expression has more than {MAX_REGEX_BYTES} bytes")]
    RegexTooLong,
    /// The regular expressions of the query would need too much memory.
    #[error("the regular expressions of this query become too large")]
    RegexTooLarge,
    /// It is no regular expression.
    #[error("this is no regular expression: {0}")]
    BadRegex(String),
}

/// Something that is allowed but probably not meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What, in a sentence.
    pub message: String,
    /// Where.
    pub span: Span,
}

/// How many characters of a long query are shown on either side of what is wrong.
const SHOWN_AROUND: usize = 40;

impl QueryError {
    /// The error in full: what is wrong, the part of the query with carets below the place, and the suggestion.
    ///
    /// Control characters are shown as spaces, so that a hostile query cannot steer a terminal.
    #[must_use]
    pub fn render(&self) -> String {
        let place = point(&self.text, &self.span);
        let suggestion = self.suggestion.as_ref().map(|text| format!("\n{text}")).unwrap_or_default();
        format!("{}\n{place}{suggestion}", shown(&self.fault.to_string()))
    }

    /// With the suggestion to put quotes around the word that begins here.
    #[must_use]
    pub(super) fn suggest_quotes_around(mut self, start: usize) -> Self {
        let rest = self.text.get(start..).unwrap_or_default();
        let word = rest.split(char::is_whitespace).next().unwrap_or_default();
        let word: String = word.chars().take(SHOWN_AROUND).collect();
        let quoted = word.replace('\\', r"\\").replace('"', "\\\"");
        self.suggestion = Some(format!("to find it as text put it in quotes: \"{quoted}\""));
        self
    }
}

impl Warning {
    /// The warning with the part of the query that it is about.
    #[must_use]
    pub fn render(&self, query: &str) -> String {
        format!("{}\n{}", shown(&self.message), point(query, &self.span))
    }
}

/// Two lines: the part of a query around a place, and carets below it.
fn point(query: &str, span: &Span) -> String {
    let before = shown(query.get(..span.start).unwrap_or_default());
    let inside = shown(query.get(span.clone()).unwrap_or_default());
    let behind = shown(query.get(span.end..).unwrap_or_default());
    let skipped = before.chars().count().saturating_sub(SHOWN_AROUND);
    let lead: String = before.chars().skip(skipped).collect();
    let lead = if skipped > 0 { format!("…{lead}") } else { lead };
    let inside: String = inside.chars().take(2 * SHOWN_AROUND).collect();
    let tail: String = behind.chars().take(SHOWN_AROUND).collect();
    let carets = "^".repeat(inside.chars().count().max(1));
    let indent = " ".repeat(lead.chars().count());
    format!("  {lead}{inside}{tail}\n  {indent}{carets}")
}

fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
