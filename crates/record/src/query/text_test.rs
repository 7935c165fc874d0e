//! What must be true of a text, be it the message line or a field.

use super::token::{folds_to, with_folded};
use super::{Glob, Regex, fold, raw_tokens};
use crate::Value;
use std::fmt::{self, Write as _};

/// What must be true of a text. Letters of either case are the same; [`super::fold`] says which lower case is meant.
#[derive(Clone, Debug, PartialEq)]
pub enum TextTest {
    /// The text has tokens that pass these tests, one after the other. Never empty.
    Tokens(Box<[TokenTest]>),
    /// The text as a whole, or one of its tokens, has this shape. Never asked of the message line. An address or id that is
    /// printed as text must have it as a whole.
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
        match self {
            Self::Tokens(wanted) => has_tokens(text, wanted),
            Self::Shape(glob) => has_shape(text, glob),
            Self::Exact(wanted) => folds_to(text, wanted),
            Self::Regex(regex) => regex.is_match(text),
        }
    }

    /// Whether a value passes that is text or is printed as text.
    #[must_use]
    pub(super) fn matches_value(&self, value: Value<'_>) -> bool {
        let mut printed = Printed::default();
        let shown = match value {
            Value::Text(text) => return self.matches(text),
            Value::Address(address) => write!(printed, "{address}"),
            Value::Mac(address) => write!(printed, "{address}"),
            Value::Id(id) => write!(printed, "{id}"),
            _ => return false,
        };
        shown.is_ok()
            && match self {
                Self::Shape(glob) => with_folded(printed.as_str(), |text| glob.matches_folded(text)),
                other => other.matches(printed.as_str()),
            }
    }
}

impl TokenTest {
    /// Whether a token passes, in letters of either case.
    #[must_use]
    pub fn matches(&self, token: &str) -> bool {
        match self {
            Self::Is(wanted) => folds_to(token, wanted),
            Self::Shape(glob) => with_folded(token, |token| glob.matches_folded(token)),
        }
    }
}

fn has_tokens(text: &str, wanted: &[TokenTest]) -> bool {
    let Some((first, others)) = wanted.split_first() else { return false };
    let mut rest = raw_tokens(text);
    while let Some(token) = rest.next() {
        if first.matches(token) {
            let mut behind = rest.clone();
            if others.iter().all(|test| behind.next().is_some_and(|token| test.matches(token))) {
                return true;
            }
        }
    }
    false
}

fn has_shape(text: &str, glob: &Glob) -> bool {
    if text.is_ascii() {
        return with_folded(text, |text| {
            glob.may_be_in(text)
                && (glob.matches_folded(text)
                    || glob.fits_token() && raw_tokens(text).any(|token| glob.matches_folded(token)))
        });
    }
    // Beyond ASCII a text in lower case may fall into other tokens than the text did.
    glob.matches_folded(&fold(text))
        || glob.fits_token()
            && raw_tokens(text).any(|token| with_folded(token, |token| glob.matches_folded(token)))
}

/// The longest text of a value that is no text: an IPv6 address with an IPv4 address at its end.
const PRINTED_BYTES: usize = 48;

/// A short text that is written without an allocation.
struct Printed {
    bytes: [u8; PRINTED_BYTES],
    length: usize,
}

impl Default for Printed {
    fn default() -> Self {
        Self { bytes: [0; PRINTED_BYTES], length: 0 }
    }
}

impl Printed {
    fn as_str(&self) -> &str {
        self.bytes.get(..self.length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

impl fmt::Write for Printed {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}
