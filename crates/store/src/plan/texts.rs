//! Which texts of a dictionary pass: the index of words says which may, the texts themselves which do.

use super::node::Ground;
use crate::column::Column;
use crate::split::{Reference, WordIndex, is_ending, is_hidden};
use thymus_record::Value;
use thymus_record::query::{Glob, GlobPart, TextTest, TokenTest, is_token_character, tokens};

/// The values of each column that have a token that passes.
pub(super) fn references(words: &WordIndex, test: &TokenTest) -> Vec<Reference> {
    let glob = match test {
        TokenTest::Is(token) => return words.tokens.find(token),
        TokenTest::Shape(glob) => glob,
    };
    if let Some(end) = ending_of(glob) {
        return words.endings.find(end);
    }
    let part = longest_run(glob);
    let mut found: Vec<Reference> = Vec::new();
    words.tokens.containing(&part, |token, references| {
        if glob.matches_folded(token) {
            found.extend(references());
        }
    });
    found
}

/// The ending that a shape such as `*.job` asks for, if it is one that the index has.
fn ending_of(glob: &Glob) -> Option<&str> {
    match glob.parts() {
        [GlobPart::AnyRun, GlobPart::Literal(end)] if is_ending(end) => Some(end),
        _ => None,
    }
}

/// The longest run of characters that a token must have to be of this shape. Empty if there is none.
///
/// Dots at the end are left out: a token has none there, though the text around it may.
fn longest_run(glob: &Glob) -> String {
    let literals = glob.parts().iter().filter_map(|part| match part {
        GlobPart::Literal(text) => Some(text.as_str()),
        GlobPart::AnyRun | GlobPart::AnyOne => None,
    });
    let runs = literals.flat_map(|text| text.split(|c| !is_token_character(c)));
    let runs = runs.map(|run| run.trim_end_matches('.'));
    runs.max_by_key(|run| run.len()).unwrap_or_default().to_owned()
}

/// The places of the texts of a dictionary that pass. `field` is that of the column, if it is one and no fact.
pub(super) fn matching_texts(
    column: &Column<'_>,
    test: &TextTest,
    field: Option<usize>,
    ground: Ground<'_>,
) -> Vec<u32> {
    match candidates(test, field, ground) {
        Some(places) => places
            .into_iter()
            .filter(|place| column.with(u64::from(*place), |value| passes(value, test)))
            .collect(),
        None => {
            let mut places = Vec::new();
            column.dictionary.each(|place, value| {
                if passes(value, test) {
                    places.push(place);
                }
                true
            });
            places
        }
    }
}

fn passes(value: Value<'_>, test: &TextTest) -> bool {
    matches!(value, Value::Text(text) if test.matches(text))
}

/// The texts that may pass, by the index of words, sorted; `None` if all may.
fn candidates(test: &TextTest, field: Option<usize>, ground: Ground<'_>) -> Option<Vec<u32>> {
    let field = field?;
    let words = ground.part.words()?;
    let number = ground.part.indexed(field)?;
    let of_column = |found: Vec<Reference>| {
        let here = found.into_iter().filter(|(column, _)| *column == number);
        let mut places: Vec<u32> = here.flat_map(|(_, values)| values).collect();
        places.sort_unstable();
        places.dedup();
        places
    };
    let required = required_tokens(test)?;
    let digests = ground.part.has_digests(field) && may_be_in_digest(&required, ground);
    if required.is_empty() || digests {
        return None;
    }
    // A shape may be that of the whole text, of which a token then has but a run.
    let whole = matches!(test, TextTest::Shape(_));
    let mut common: Option<Vec<u32>> = None;
    for token in &required {
        let places = match token {
            TokenTest::Shape(glob) if whole => of_column(having_run(words, glob)?),
            token => of_column(references(words, token)),
        };
        common = Some(match common {
            None => places,
            Some(common) => common.into_iter().filter(|place| places.binary_search(place).is_ok()).collect(),
        });
    }
    common
}

/// The values with a token that has what a shape must have; `None` if a shape must have nothing.
fn having_run(words: &WordIndex, glob: &Glob) -> Option<Vec<Reference>> {
    if let Some(end) = ending_of(glob) {
        return Some(words.endings.find(end));
    }
    let run = longest_run(glob);
    let mut found: Vec<Reference> = Vec::new();
    words.tokens.containing(&run, |_, references| found.extend(references()));
    (!run.is_empty()).then_some(found)
}

/// What the tokens of a text that passes must be; `None` if nothing can be said.
fn required_tokens(test: &TextTest) -> Option<Vec<TokenTest>> {
    match test {
        TextTest::Tokens(tokens) => Some(tokens.to_vec()),
        TextTest::Exact(text) => Some(tokens(text).map(|token| TokenTest::Is(token.into())).collect()),
        TextTest::Shape(glob) => Some(vec![TokenTest::Shape(glob.clone())]),
        TextTest::Regex(_) => None,
    }
}

/// Whether a digest that the index of words leaves out may have tokens that pass all of these.
pub(super) fn may_be_in_digest(required: &[TokenTest], ground: Ground<'_>) -> bool {
    let Some(words) = ground.part.words() else { return true };
    let mut hidden = false;
    for token in required {
        match token {
            TokenTest::Is(token) if is_hidden(token) => {
                if !words.digest_may_have(token) {
                    return false;
                }
                hidden = true;
            }
            // Short tokens of digests are in the index of words like others.
            TokenTest::Is(_) => {}
            TokenTest::Shape(glob) => {
                if longest_run(glob).bytes().any(|byte| !byte.is_ascii_alphanumeric()) {
                    return false;
                }
                hidden = true;
            }
        }
    }
    hidden
}

/// Whether the text of an IPv4 address may have this shape.
pub(super) fn may_be_address(glob: &Glob) -> bool {
    glob.parts().iter().all(|part| match part {
        GlobPart::Literal(text) => text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'),
        GlobPart::AnyRun | GlobPart::AnyOne => true,
    })
}
