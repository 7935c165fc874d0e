//! What must be true of a text, be it the message line or a field.

use super::{Glob, Regex};
use crate::Value;

/// What must be true of a text. Letters of either case are the same; [`super::fold`] says which lower case is meant.
#[derive(Clone, Debug, PartialEq)]
pub enum TextTest {
    /// The text has tokens that pass these tests, one after the other. Never empty.
    Tokens(Box<[TokenTest]>),
    /// The text as a whole, or one of its tokens, has this shape.
    Shape(Glob),
    /// The text as a whole is this one, which is in lower case.
    Exact(Box<str>),
    /// The regular expression is found somewhere in the text.
    Regex(Regex),
}

/// What must be true of a token.
#[derive(Clone, Debug, PartialEq)]
pub enum TokenTest {
    /// It is this one, as [`super::tokens`] gives it.
    Is(Box<str>),
    /// It has this shape.
    Shape(Glob),
}

impl TextTest {
    /// Whether a text passes.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let _ = text;
        false
    }

    /// Whether a value passes that is text, or is printed as text.
    #[must_use]
    pub(super) fn matches_value(&self, value: Value<'_>) -> bool {
        match value {
            Value::Text(text) => self.matches(text),
            _ => false,
        }
    }
}
