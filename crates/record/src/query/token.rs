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
pub fn raw_tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_token_character(c)).map(|run| run.trim_end_matches('.')).filter(|run| !run.is_empty())
}

/// Whether a character can be part of a token.
#[must_use]
pub fn is_token_character(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '$' | '@' | '-')
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
