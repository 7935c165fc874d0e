//! The message line of a record, cut into tokens once for all who ask.

use super::{TextTest, TokenTest, fold, is_token_character, raw_tokens};
use crate::{Record as _, Row, message};
use std::sync::LazyLock;

/// The message line of the record that is looked at. Empty until somebody asks.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// The line as it is.
    text: String,
    /// Its tokens in lower case, with zeros between them, which stand in no token.
    folded: String,
    /// Where each token stands in `folded`.
    tokens: Vec<(u32, u32)>,
    /// A number for each token that tells most of them apart.
    prints: Vec<u64>,
    /// A bit for every print: most words are not in most lines.
    present: u64,
    is_read: bool,
    is_cut: bool,
}

/// For every ASCII character of a token its lower case, for every other byte zero.
static FOLDED: LazyLock<[u8; 256]> = LazyLock::new(|| {
    std::array::from_fn(|index| {
        let byte = u8::try_from(index).unwrap_or(0);
        let belongs = byte.is_ascii() && is_token_character(char::from(byte));
        if belongs { byte.to_ascii_lowercase() } else { 0 }
    })
});

impl Line {
    /// Makes ready for the next record.
    pub(super) fn forget(&mut self) {
        self.is_read = false;
        self.is_cut = false;
    }

    /// Whether the message line of a row passes. It must be the row of the last time unless [`Self::forget`] was called.
    pub(super) fn has(&mut self, row: &Row, test: &TextTest) -> bool {
        if !self.is_read {
            self.text.clear();
            message::write_line(&mut self.text, row.schema(), |index| row.value(index));
            self.is_read = true;
        }
        let TextTest::Tokens(wanted) = test else { return test.matches(&self.text) };
        if !self.is_cut {
            self.cut();
            self.is_cut = true;
        }
        match &**wanted {
            [TokenTest::Is(token)] => self.places_of(token).next().is_some(),
            [TokenTest::Shape(glob)] => {
                glob.may_be_in(&self.folded) && self.iter().any(|token| glob.matches_folded(token))
            }
            wanted => self.has_phrase(wanted),
        }
    }

    fn cut(&mut self) {
        self.tokens.clear();
        self.prints.clear();
        self.present = 0;
        if self.text.is_ascii() {
            self.cut_ascii();
        } else {
            self.cut_unicode();
        }
        for &(start, end) in &self.tokens {
            let print = print(self.folded.as_bytes().get(start as usize..end as usize).unwrap_or_default());
            self.prints.push(print);
            self.present |= bit(print);
        }
    }

    /// Nearly every line: each byte is mapped, and tokens end at zeros.
    fn cut_ascii(&mut self) {
        let mut bytes = std::mem::take(&mut self.folded).into_bytes();
        bytes.clear();
        let map = &*FOLDED;
        bytes.extend(self.text.bytes().map(|byte| map.get(usize::from(byte)).copied().unwrap_or(0)));
        let mut start = 0;
        for end in memchr::memchr_iter(0, &bytes).chain([bytes.len()]) {
            let run = bytes.get(start..end).unwrap_or_default();
            let length = run.iter().rposition(|&byte| byte != b'.').map_or(0, |last| last + 1);
            if length > 0 {
                self.tokens.push(span(start, start + length));
            }
            start = end + 1;
        }
        // What is mapped is ASCII.
        self.folded = String::from_utf8(bytes).unwrap_or_default();
    }

    fn cut_unicode(&mut self) {
        self.folded.clear();
        for token in raw_tokens(&self.text) {
            let start = self.folded.len();
            self.folded.push_str(&fold(token));
            self.tokens.push(span(start, self.folded.len()));
            self.folded.push('\0');
        }
    }

    fn token(&self, index: usize) -> Option<&str> {
        let &(start, end) = self.tokens.get(index)?;
        self.folded.get(start as usize..end as usize)
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.tokens.len()).filter_map(|index| self.token(index))
    }

    fn places_of<'s>(&'s self, token: &'s str) -> impl Iterator<Item = usize> + 's {
        let print = print(token.as_bytes());
        let prints = if self.present & bit(print) == 0 { &[] } else { &*self.prints };
        let alike = prints.iter().enumerate().filter(move |(_, other)| **other == print);
        alike.map(|(index, _)| index).filter(move |&index| self.token(index) == Some(token))
    }

    fn has_phrase(&self, wanted: &[TokenTest]) -> bool {
        let follows = |start: usize| {
            wanted.iter().enumerate().all(|(index, test)| {
                self.token(start + index).is_some_and(|token| match test {
                    TokenTest::Is(wanted) => **wanted == *token,
                    TokenTest::Shape(glob) => glob.matches_folded(token),
                })
            })
        };
        match wanted.first() {
            Some(TokenTest::Is(first)) => self.places_of(first).any(follows),
            _ => (0..self.tokens.len()).any(follows),
        }
    }
}

/// A token's place. No line has four gigabytes; in one that had, tokens beyond that would be empty.
fn span(start: usize, end: usize) -> (u32, u32) {
    (u32::try_from(start).unwrap_or(u32::MAX), u32::try_from(end).unwrap_or(u32::MAX))
}

/// A number that tells most tokens apart: mixed from the length, the first and the last eight bytes.
///
/// Who chooses tokens that have the same number gains nothing: they are compared then.
fn print(token: &[u8]) -> u64 {
    let eight = |bytes: Option<&[u8; 8]>| bytes.map(|bytes| u64::from_le_bytes(*bytes));
    let (first, last) = match (eight(token.first_chunk()), eight(token.last_chunk())) {
        (Some(first), Some(last)) => (first, last),
        _ => (token.iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte)), 0),
    };
    (first ^ last.rotate_left(29) ^ token.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The upper bits of a print are the best mixed ones.
fn bit(print: u64) -> u64 {
    1 << (print >> 58)
}
