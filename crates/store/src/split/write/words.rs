//! The index of words of a split that is being written.

use super::gather::Gathered;
use crate::Result;
use crate::split::digest::{digest_tokens, fingerprint, is_digest, pack};
use crate::split::ending::{endings, is_ending_start};
use crate::split::file::SplitFileWriter;
use crate::split::manifest::{ColumnEntry, WORDS_VERSION, WordsEntry};
use crate::split::words::WordsWriter;
use std::net::IpAddr;
use thymus_record::Value;
use thymus_record::query::tokens;

/// Gathers the words of the columns.
#[derive(Default)]
pub(super) struct WordsBuilder {
    tokens: WordsWriter,
    endings: WordsWriter,
    hidden: Vec<(u64, u64)>,
}

impl WordsBuilder {
    /// Takes in the texts and IPv6 addresses of a column; `number` is its place among the columns.
    pub(super) fn add(&mut self, number: u32, gathered: &Gathered, entry: &mut ColumnEntry) {
        entry.indexed = true;
        gathered.each_text(|value, text| {
            if is_digest(text) {
                entry.digests = true;
                for (token, hidden) in digest_tokens(text) {
                    match hidden {
                        true => self.hidden.push(fingerprint(&token)),
                        false => self.token(&token, number, value),
                    }
                }
            } else {
                tokens(text).for_each(|token| self.token(&token, number, value));
            }
        });
        gathered.each_address(|value, address| {
            // An IPv4 address is one token, which the dictionary itself answers.
            if let Value::Address(IpAddr::V6(address)) = address {
                tokens(&address.to_string()).for_each(|token| self.token(&token, number, value));
            }
        });
    }

    fn token(&mut self, token: &str, number: u32, value: u32) {
        self.tokens.add(token, number, value);
        if token.contains(is_ending_start) {
            endings(token).for_each(|ending| self.endings.add(ending, number, value));
        }
    }

    /// Writes the index; `None` if it would be too large.
    pub(super) fn write(self, file: &mut SplitFileWriter) -> Result<Option<WordsEntry>> {
        let (Some(tokens), Some(endings)) = (self.tokens.finish(), self.endings.finish()) else {
            return Ok(None);
        };
        let filter = match self.hidden.is_empty() {
            true => None,
            false => Some(file.section(&pack(&self.hidden))?),
        };
        Ok(Some(WordsEntry {
            version: WORDS_VERSION,
            tokens: file.section(&tokens)?,
            endings: file.section(&endings)?,
            filter,
        }))
    }
}
