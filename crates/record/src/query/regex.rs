//! Regular expressions in time linear in the text.

use super::{Fault, MAX_REGEX_BYTES};
use regex_automata::{meta, util::syntax};
use std::sync::Arc;

/// A regular expression that is found in a text in time linear in the text's length; in letters of either case.
///
/// It is looked for anywhere in the text: `^` and `$` tie it to the ends. Equal if the patterns are.
#[derive(Clone, Debug)]
pub struct Regex {
    pattern: Arc<str>,
    engine: meta::Regex,
}

/// How much memory the regular expressions of one query may need together, in bytes.
pub const REGEX_MEMORY_BYTES: usize = 4 << 20;

/// How much one of them may need before it is made fast.
const NFA_BYTES: usize = 1 << 20;

/// How much one of them may use while it runs, and for tables that make it fast.
const CACHE_BYTES: usize = 512 << 10;

/// How deep its parentheses may be nested.
const NESTING: u32 = 50;

impl Regex {
    /// Compiles a pattern.
    ///
    /// # Errors
    ///
    /// It is no regular expression, or too long, or would become too large.
    pub fn new(pattern: &str) -> Result<Self, Fault> {
        if pattern.len() > MAX_REGEX_BYTES {
            return Err(Fault::RegexTooLong);
        }
        let engine = meta::Regex::builder()
            .syntax(syntax::Config::new().case_insensitive(true).nest_limit(NESTING))
            .configure(
                meta::Config::new()
                    .nfa_size_limit(Some(NFA_BYTES))
                    .onepass_size_limit(Some(CACHE_BYTES))
                    .dfa_size_limit(Some(CACHE_BYTES))
                    .hybrid_cache_capacity(CACHE_BYTES),
            )
            .build(pattern)
            .map_err(|error| fault_of(&error))?;
        Ok(Self { pattern: Arc::from(pattern), engine })
    }

    /// The pattern as it was written.
    #[must_use]
    pub fn pattern(&self) -> &str {
        &self.pattern
    }

    /// Whether it is found somewhere in a text.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.engine.is_match(text)
    }

    /// How much memory it needs, in bytes.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        self.engine.memory_usage()
    }
}

fn fault_of(error: &meta::BuildError) -> Fault {
    if error.size_limit().is_some() {
        return Fault::RegexTooLarge;
    }
    // The engine shows the pattern with the place; the last line says what is wrong.
    let text = error.syntax_error().map_or_else(|| error.to_string(), ToString::to_string);
    let reason = text.lines().last().unwrap_or_default().trim_start_matches("error: ");
    Fault::BadRegex(reason.to_owned())
}

impl PartialEq for Regex {
    fn eq(&self, other: &Self) -> bool {
        self.pattern == other.pattern
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_found_anywhere_in_either_case() {
        let regex = Regex::new(r"at\d+\.job$").unwrap();
        assert!(regex.is_match(r"\Tasks\AT12.JOB"));
        assert!(!regex.is_match("at12.job.bak"));
    }

    #[test]
    fn what_is_wrong_or_too_large_is_said() {
        assert!(matches!(Regex::new("a(b"), Err(Fault::BadRegex(reason)) if reason == "unclosed group"));
        assert_eq!(Regex::new(r"(\w{100}){100}").unwrap_err(), Fault::RegexTooLarge);
        assert_eq!(Regex::new(&"a".repeat(MAX_REGEX_BYTES + 1)).unwrap_err(), Fault::RegexTooLong);
        assert!(matches!(Regex::new(&"(".repeat(1000)), Err(Fault::BadRegex(_))));
    }

    #[test]
    fn a_pattern_that_makes_others_backtrack_for_ever_does_not() {
        let regex = Regex::new("^(a+)+$").unwrap();
        assert!(!regex.is_match(&("a".repeat(100_000) + "b")));
    }
}
