//! The tokenizer: how a line of text falls into what a bare word finds.

/// The tokens of a text, in order, in lower case.
///
/// A token is a longest run of letters, digits and `. _ $ @ -`, without dots at its end. Letters and digits are those of
/// Unicode ([`char::is_alphanumeric`]); lower case is [`fold`]. This is the only tokenizer: what is indexed and what is asked
/// for go through it.
pub fn tokens(text: &str) -> impl Iterator<Item = String> + '_ {
    raw_tokens(text).map(fold)
}

/// The tokens of a text as they stand in it, in letters of either case.
#[must_use]
pub fn raw_tokens(text: &str) -> RawTokens<'_> {
    RawTokens { rest: text }
}

/// The tokens of a text as they stand in it. Made by [`raw_tokens`].
#[derive(Clone, Debug)]
pub struct RawTokens<'t> {
    rest: &'t str,
}

impl<'t> Iterator for RawTokens<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        loop {
            let start = run_length(self.rest, |c| !is_token_character(c));
            let run = self.rest.get(start..).filter(|run| !run.is_empty())?;
            let (token, rest) = run.split_at_checked(run_length(run, is_token_character))?;
            self.rest = rest;
            let token = token.trim_end_matches('.');
            if !token.is_empty() {
                return Some(token);
            }
        }
    }
}

/// How many bytes at the start of a text are of characters of which `belongs` is true. Nearly all of them are ASCII.
fn run_length(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    let bytes = text.as_bytes();
    let ascii = bytes.iter().position(|&byte| !byte.is_ascii() || !belongs(char::from(byte)));
    let Some(end) = ascii else { return bytes.len() };
    if bytes.get(end).is_some_and(u8::is_ascii) {
        return end;
    }
    let rest = text.get(end..).unwrap_or_default();
    end + rest.find(|c| !belongs(c)).unwrap_or(rest.len())
}

/// Whether a character can be part of a token.
#[must_use]
pub fn is_token_character(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '$' | '@' | '-');
    }
    c.is_alphanumeric()
}

/// A text in lower case, character by character ([`char::to_lowercase`]): what "letters of either case" means everywhere.
///
/// Unlike [`str::to_lowercase`] it does not look at neighbours, so that a part of a text folds like the text.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().flat_map(char::to_lowercase).collect()
}

/// Whether a text in lower case is this one that is in lower case already. Copies nothing.
pub(super) fn folds_to(text: &str, folded: &str) -> bool {
    if text.is_ascii() {
        return text.eq_ignore_ascii_case(folded);
    }
    text.chars().flat_map(char::to_lowercase).eq(folded.chars())
}

/// How long a text may be to be brought into lower case without an allocation.
const ON_STACK: usize = 256;

/// Calls `look` with a text in lower case.
pub(super) fn with_folded<R>(text: &str, look: impl FnOnce(&str) -> R) -> R {
    let bytes = text.as_bytes();
    if !text.is_ascii() {
        return look(&fold(text));
    }
    if !bytes.iter().any(u8::is_ascii_uppercase) {
        return look(text);
    }
    let mut buffer = [0u8; ON_STACK];
    let Some(place) = buffer.get_mut(..bytes.len()) else { return look(&fold(text)) };
    place.copy_from_slice(bytes);
    place.make_ascii_lowercase();
    look(std::str::from_utf8(place).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> Vec<String> {
        tokens(text).collect()
    }

    #[test]
    fn a_line_falls_into_tokens() {
        assert_eq!(
            of("smb_files SMB AV.job 10.0.0.5 445"),
            ["smb_files", "smb", "av.job", "10.0.0.5", "445"]
        );
        assert_eq!(of(r"\\srv\IPC$\Tasks\AT1.job"), ["srv", "ipc$", "tasks", "at1.job"]);
        assert_eq!(of("a.b.corp.local. (x) -enc user@corp"), ["a.b.corp.local", "x", "-enc", "user@corp"]);
        assert_eq!(of("... .bashrc ..."), [".bashrc"], "dots at the end go, those at the beginning stay");
        assert_eq!(of("Grüße ПРИВЕТ 東京"), ["grüße", "привет", "東京"]);
        assert_eq!(of("2001:db8::1"), ["2001", "db8", "1"]);
        assert!(of("!?/\\ ... \u{301}").is_empty());
        assert!(of("").is_empty());
    }

    proptest! {
        /// The definition, word for word, against the iterator that looks at bytes.
        #[test]
        fn tokens_are_what_the_definition_says(text in "[a-zA-Z0-9._$@ /\\-İKßé東\u{301}]{0,60}") {
            let mut wanted = Vec::new();
            let mut run = String::new();
            for c in text.chars().chain([' ']) {
                if c.is_alphanumeric() || "._$@-".contains(c) {
                    run.push(c);
                } else {
                    while run.ends_with('.') {
                        run.pop();
                    }
                    if !run.is_empty() {
                        wanted.push(run.chars().flat_map(char::to_lowercase).collect::<String>());
                    }
                    run.clear();
                }
            }
            prop_assert_eq!(of(&text), wanted);
        }

        #[test]
        fn folding_without_a_copy_is_folding(text in "\\PC{0,40}") {
            prop_assert!(folds_to(&text, &fold(&text)));
            prop_assert!(with_folded(&text, |folded| folded == fold(&text)));
            let long = text.repeat(20);
            prop_assert!(with_folded(&long, |folded| folded == fold(&long)));
        }
    }
}
