//! Shapes of texts: literal characters and wildcards.

use super::{GlobPart, fold, is_token_character};
use memchr::memmem::Finder;

/// A shape in lower case: `*` is any run of characters, `?` is one.
#[derive(Clone, Debug)]
pub struct Glob {
    parts: Box<[GlobPart]>,
    /// What stands between the stars, in order.
    pieces: Box<[Piece]>,
    starts_open: bool,
    ends_open: bool,
    fits_token: bool,
    /// The longest literal: most texts do not have it, which is told fast.
    longest: Option<Box<Finder<'static>>>,
}

/// Characters and question marks between two stars.
#[derive(Clone, Debug)]
struct Piece {
    /// `None` is any one character.
    characters: Box<[Option<char>]>,
    /// The piece as text, if it has no question mark.
    literal: Option<Box<str>>,
}

impl PartialEq for Glob {
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts
    }
}

impl Glob {
    /// The shape of these parts, in letters of either case.
    #[must_use]
    pub fn new(parts: &[GlobPart]) -> Self {
        let parts: Box<[GlobPart]> = parts.iter().map(folded).collect();
        let pieces = parts
            .split(|part| *part == GlobPart::AnyRun)
            .filter(|piece| !piece.is_empty())
            .map(Piece::new)
            .collect();
        let literals = || parts.iter().filter_map(literal);
        let longest = literals().max_by_key(|text| text.len());
        Self {
            starts_open: parts.first() == Some(&GlobPart::AnyRun),
            ends_open: parts.last() == Some(&GlobPart::AnyRun),
            fits_token: literals().all(|text| text.chars().all(is_token_character)),
            longest: longest.map(|text| Box::new(Finder::new(text).into_owned())),
            pieces,
            parts,
        }
    }

    /// The parts in order; literals are in lower case.
    #[must_use]
    pub fn parts(&self) -> &[GlobPart] {
        &self.parts
    }

    /// Whether a token could have this shape: its literals have only characters that tokens have.
    #[must_use]
    pub fn fits_token(&self) -> bool {
        self.fits_token
    }

    /// Whether a text in lower case can hold this shape at all: it has the longest literal.
    #[must_use]
    pub fn may_be_in(&self, folded: &str) -> bool {
        self.longest.as_ref().is_none_or(|finder| finder.find(folded.as_bytes()).is_some())
    }

    /// Whether a text that is in lower case already, such as a token, has this shape from its first to its last character.
    #[must_use]
    pub fn matches_folded(&self, folded: &str) -> bool {
        let mut pieces = &*self.pieces;
        let mut rest = folded;
        if !self.starts_open
            && let Some((first, others)) = pieces.split_first()
        {
            let Some(behind) = first.strip_from_start(rest) else { return false };
            (rest, pieces) = (behind, others);
        }
        // Without a star there is one piece, and it must have taken everything.
        if pieces.is_empty() {
            return self.ends_open || rest.is_empty();
        }
        if !self.ends_open
            && let Some((last, others)) = pieces.split_last()
        {
            let Some(before) = last.strip_from_end(rest) else { return false };
            (rest, pieces) = (before, others);
        }
        pieces.iter().all(|piece| match piece.skip_past(rest) {
            Some(behind) => {
                rest = behind;
                true
            }
            None => false,
        })
    }
}

impl Piece {
    fn new(parts: &[GlobPart]) -> Self {
        let characters: Box<[Option<char>]> = parts
            .iter()
            .flat_map(|part| match part {
                GlobPart::Literal(text) => text.chars().map(Some).collect(),
                _ => vec![None],
            })
            .collect();
        let literal: Option<String> = characters.iter().copied().collect();
        Self { characters, literal: literal.map(String::into_boxed_str) }
    }

    fn strip_from_start<'t>(&self, text: &'t str) -> Option<&'t str> {
        if let Some(literal) = &self.literal {
            return text.strip_prefix(&**literal);
        }
        let mut rest = text.chars();
        let fits = self.characters.iter().all(|wanted| match (wanted, rest.next()) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(wanted), Some(c)) => *wanted == c,
        });
        fits.then_some(rest.as_str())
    }

    fn strip_from_end<'t>(&self, text: &'t str) -> Option<&'t str> {
        if let Some(literal) = &self.literal {
            return text.strip_suffix(&**literal);
        }
        let mut rest = text.chars();
        let fits = self.characters.iter().rev().all(|wanted| match (wanted, rest.next_back()) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(wanted), Some(c)) => *wanted == c,
        });
        fits.then_some(rest.as_str())
    }

    /// What follows the first place where the piece stands. The first is enough: what follows it includes what follows others.
    fn skip_past<'t>(&self, text: &'t str) -> Option<&'t str> {
        if let Some(literal) = &self.literal {
            return text.split_once(&**literal).map(|(_, behind)| behind);
        }
        text.char_indices().find_map(|(at, _)| self.strip_from_start(text.get(at..)?))
    }
}

fn folded(part: &GlobPart) -> GlobPart {
    match part {
        GlobPart::Literal(text) => GlobPart::Literal(fold(text)),
        other => other.clone(),
    }
}

fn literal(part: &GlobPart) -> Option<&str> {
    match part {
        GlobPart::Literal(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
pub(in crate::query) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The parts of a shape that has no escapes.
    pub(in crate::query) fn parts(shape: &str) -> Vec<GlobPart> {
        let mut parts: Vec<GlobPart> = Vec::new();
        for c in shape.chars() {
            match (c, parts.last_mut()) {
                ('*', Some(GlobPart::AnyRun)) => {}
                ('*', _) => parts.push(GlobPart::AnyRun),
                ('?', _) => parts.push(GlobPart::AnyOne),
                (c, Some(GlobPart::Literal(text))) => text.push(c),
                (c, _) => parts.push(GlobPart::Literal(c.to_string())),
            }
        }
        parts
    }

    /// The textbook's definition, exponential and plain.
    pub(in crate::query) fn fits(shape: &[char], text: &[char]) -> bool {
        match (shape.split_first(), text.split_first()) {
            (None, None) => true,
            (None, Some(_)) => false,
            (Some(('*', shape)), None) => fits(shape, text),
            (Some(('*', behind)), Some((_, rest))) => fits(behind, text) || fits(shape, rest),
            (Some(_), None) => false,
            (Some((wanted, shape)), Some((c, text))) => (*wanted == '?' || wanted == c) && fits(shape, text),
        }
    }

    #[test]
    fn shapes() {
        let glob = |shape: &str| Glob::new(&parts(shape));
        assert!(glob("*.JOB").matches_folded("av.job"));
        assert!(glob("at?.job").matches_folded("at1.job"));
        assert!(!glob("at?.job").matches_folded("at12.job"));
        assert!(!glob("at?.job").matches_folded("at.job"));
        assert!(glob("a*a").matches_folded("aa"));
        assert!(!glob("a*a").matches_folded("a"), "the ends must not overlap");
        assert!(glob("*b?*?d*").matches_folded("abcbcd"));
        assert!(glob("???").matches_folded("äöü"), "characters, not bytes");
        assert!(!glob("c:\\*").fits_token());
    }

    #[test]
    fn a_hostile_shape_takes_bounded_time() {
        let glob = Glob::new(&parts(&"*a?".repeat(300)));
        assert!(!glob.matches_folded(&"ab".repeat(100)));
        assert!(glob.matches_folded(&"ab".repeat(20_000)));
    }

    proptest! {
        #[test]
        fn shapes_fit_as_the_textbook_says(shape in "[ab*?é]{0,8}", text in "[abé]{0,8}") {
            let characters: Vec<char> = shape.chars().collect();
            let text_characters: Vec<char> = text.chars().collect();
            prop_assert_eq!(Glob::new(&parts(&shape)).matches_folded(&text), fits(&characters, &text_characters));
        }

        #[test]
        fn what_fits_has_the_longest_literal(shape in "[ab*?]{1,8}", text in "[ab]{0,8}") {
            let glob = Glob::new(&parts(&shape));
            prop_assert!(!glob.matches_folded(&text) || glob.may_be_in(&text));
        }
    }
}
