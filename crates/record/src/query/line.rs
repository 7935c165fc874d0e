//! The message line of a record, cut into tokens once for all who ask.

use super::{TextTest, TokenTest, fold, raw_tokens};
use crate::{Record as _, Row, message};

/// The message line of the record that is looked at. Empty until somebody asks.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// The line as it is.
    text: String,
    /// Its tokens in lower case, with a space behind each.
    folded: String,
    /// Where each token stands in `folded`.
    tokens: Vec<(u32, u32)>,
    /// A fingerprint of each token, so that most are told apart by one comparison.
    prints: Vec<u32>,
    /// A bit for every fingerprint: most words are not in most lines.
    present: u64,
    is_read: bool,
    is_cut: bool,
}

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
        self.folded.clear();
        self.tokens.clear();
        self.prints.clear();
        self.present = 0;
        for token in raw_tokens(&self.text) {
            let start = self.folded.len();
            if token.is_ascii() {
                self.folded.push_str(token);
            } else {
                self.folded.push_str(&fold(token));
            }
            let end = self.folded.len();
            self.folded.push(' ');
            // A line of four gigabytes does not exist; if one did, its tokens beyond that would be found by nobody.
            let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end)) else { break };
            self.tokens.push((start, end));
        }
        self.folded.make_ascii_lowercase();
        for &(start, end) in &self.tokens {
            let token = self.folded.get(start as usize..end as usize).unwrap_or_default();
            let print = fingerprint(token);
            self.prints.push(print);
            self.present |= bit(print);
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
        let print = fingerprint(token);
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

/// A number that tells most tokens apart: its length, and its first and last eight bytes.
///
/// Who chooses tokens that have the same number gains nothing: they are compared then.
fn fingerprint(token: &str) -> u32 {
    let bytes = token.as_bytes();
    let first = bytes.iter().take(8).fold(0u64, |sum, &byte| sum << 8 | u64::from(byte));
    let last = bytes.iter().rev().take(8).fold(0u64, |sum, &byte| sum << 8 | u64::from(byte));
    let mixed = (first ^ last.rotate_left(29) ^ bytes.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 32) as u32
}

fn bit(print: u32) -> u64 {
    1 << (print & 63)
}
