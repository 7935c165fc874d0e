//! Regular expressions in time linear in the text.

use std::sync::Arc;

/// A regular expression that is found in a text in time linear in the text's length; in letters of either case.
///
/// It is looked for anywhere in the text: `^` and `$` tie it to the ends. Equal if the patterns are.
#[derive(Clone, Debug)]
pub struct Regex {
    pattern: Arc<str>,
}

impl Regex {
    /// The pattern as it was written.
    #[must_use]
    pub fn pattern(&self) -> &str {
        &self.pattern
    }
}

impl PartialEq for Regex {
    fn eq(&self, other: &Self) -> bool {
        self.pattern == other.pattern
    }
}
