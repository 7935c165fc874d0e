//! The index of words: every token of the texts of a split, sorted in one piece of memory, and which values have it.
//!
//! A token leads to places in the dictionaries of columns, not to rows: a text that a thousand records have is named once.
//!
//! ```text
//! tokens, groups, length of the table of words   u32 each, then u32 of nothing
//! per group of 16 tokens: where its first begins in the words, where its references begin   u32, u32
//! words: a line feed, then each token with a line feed behind it
//! references: per token how many columns; per column its number, how many values, the first, the distances of the others
//! ```
//! The words lie plain so that any part of one is found by searching them whole.

use super::bytes::{read_number, u32_at, write_number};
use memchr::memmem::Finder;
use memchr::{memchr, memchr_iter};
use tantivy::directory::OwnedBytes;

const GROUP: u32 = 16;
const HEAD: usize = 16;
const ENTRY: usize = 8;

/// The index of words of a split.
pub(crate) struct Words {
    bytes: OwnedBytes,
    tokens: u32,
    groups: u32,
    words_length: usize,
}

/// Which values of the dictionary of a column have a token: the column's number, and theirs, sorted.
pub(crate) type Reference = (u32, Vec<u32>);

/// Gathers tokens, in any order.
#[derive(Default)]
pub(crate) struct WordsWriter {
    bytes: Vec<u8>,
    entries: Vec<Entry>,
}

#[derive(Clone, Copy)]
struct Entry {
    start: u32,
    length: u32,
    column: u32,
    value: u32,
}

impl WordsWriter {
    /// A token of a value of a column. Once they are more than four gigabytes they are not kept; [`Self::finish`] says so.
    pub(crate) fn add(&mut self, token: &str, column: u32, value: u32) {
        let (Ok(start), Ok(length)) = (u32::try_from(self.bytes.len()), u32::try_from(token.len())) else {
            return;
        };
        // The same token of neighbours in a sorted dictionary is often the same bytes.
        let before = self.entries.last().copied();
        if let Some(before) = before.filter(|before| self.token(*before) == token.as_bytes()) {
            self.entries.push(Entry { column, value, ..before });
            return;
        }
        self.bytes.extend_from_slice(token.as_bytes());
        self.entries.push(Entry { start, length, column, value });
    }

    fn token(&self, entry: Entry) -> &[u8] {
        let start = entry.start as usize;
        self.bytes.get(start..start + entry.length as usize).unwrap_or_default()
    }

    /// The bytes of the index; `None` if it would be too large, so that searches go through the dictionaries instead.
    pub(crate) fn finish(mut self) -> Option<Vec<u8>> {
        u32::try_from(self.bytes.len()).ok()?;
        let mut entries = std::mem::take(&mut self.entries);
        entries.sort_by(|a, b| {
            self.token(*a).cmp(self.token(*b)).then_with(|| (a.column, a.value).cmp(&(b.column, b.value)))
        });
        let mut packed = Packed { words: vec![b'\n'], ..Packed::default() };
        for same in entries.chunk_by(|a, b| self.token(*a) == self.token(*b)) {
            packed.add(same.first().map_or(&[], |entry| self.token(*entry)), same)?;
        }
        packed.finish()
    }
}

#[derive(Default)]
struct Packed {
    tokens: u32,
    table: Vec<u8>,
    words: Vec<u8>,
    references: Vec<u8>,
}

impl Packed {
    fn add(&mut self, token: &[u8], same: &[Entry]) -> Option<()> {
        if self.tokens.is_multiple_of(GROUP) {
            for place in [self.words.len(), self.references.len()] {
                self.table.extend_from_slice(&u32::try_from(place).ok()?.to_le_bytes());
            }
        }
        self.tokens += 1;
        self.words.extend_from_slice(token);
        self.words.push(b'\n');
        let columns = || same.chunk_by(|a, b| a.column == b.column);
        write_number(&mut self.references, columns().count() as u64);
        for values in columns() {
            self.refer(values);
        }
        Some(())
    }

    /// The values of one column.
    fn refer(&mut self, entries: &[Entry]) {
        let mut values: Vec<u32> = entries.iter().map(|entry| entry.value).collect();
        values.dedup();
        write_number(&mut self.references, entries.first().map_or(0, |entry| entry.column).into());
        write_number(&mut self.references, values.len() as u64);
        let mut before = 0;
        for value in values {
            write_number(&mut self.references, u64::from(value - before));
            before = value;
        }
    }

    fn finish(self) -> Option<Vec<u8>> {
        let mut out = Vec::with_capacity(HEAD + self.table.len() + self.words.len() + self.references.len());
        let groups = (self.table.len() / ENTRY) as u32;
        for number in [self.tokens, groups, u32::try_from(self.words.len()).ok()?, 0] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend_from_slice(&self.table);
        out.extend_from_slice(&self.words);
        out.extend_from_slice(&self.references);
        Some(out)
    }
}

impl Words {
    /// `None` if the bytes cannot be an index.
    pub(crate) fn open(bytes: OwnedBytes) -> Option<Self> {
        let (tokens, groups, length) = (u32_at(&bytes, 0)?, u32_at(&bytes, 1)?, u32_at(&bytes, 2)?);
        let end = HEAD.checked_add((groups as usize).checked_mul(ENTRY)?)?.checked_add(length as usize)?;
        let fits = bytes.len() >= end && groups == tokens.div_ceil(GROUP);
        fits.then_some(Self { bytes, tokens, groups, words_length: length as usize })
    }

    fn words(&self) -> &[u8] {
        let start = HEAD + self.groups as usize * ENTRY;
        self.bytes.get(start..start + self.words_length).unwrap_or_default()
    }

    /// Where the words and the references of a group begin.
    fn group(&self, group: u32) -> (usize, usize) {
        let place = HEAD / 4 + group as usize * 2;
        let number = |place| u32_at(&self.bytes, place).unwrap_or(0) as usize;
        (number(place), number(place + 1))
    }

    /// The tokens of a group, in order.
    fn tokens_of(&self, group: u32) -> impl Iterator<Item = &[u8]> {
        let count = (self.tokens - group * GROUP).min(GROUP) as usize;
        let words = self.words().get(self.group(group).0..).unwrap_or_default();
        words.split(|byte| *byte == b'\n').take(count)
    }

    /// The values that have exactly this token.
    pub(crate) fn find(&self, token: &str) -> Vec<Reference> {
        let token = token.as_bytes();
        let (mut low, mut high) = (0, self.groups);
        while low < high {
            let middle = low + (high - low) / 2;
            let first = self.tokens_of(middle).next().unwrap_or_default();
            if first <= token { low = middle + 1 } else { high = middle }
        }
        let Some(group) = low.checked_sub(1) else { return Vec::new() };
        match self.tokens_of(group).position(|found| found == token) {
            Some(place) => self.references(group, place),
            None => Vec::new(),
        }
    }

    /// Calls with every token that contains these bytes, and the values that have it.
    pub(crate) fn containing(
        &self,
        part: &str,
        mut take: impl FnMut(&str, &mut dyn FnMut() -> Vec<Reference>),
    ) {
        let words = self.words();
        let finder = Finder::new(part.as_bytes());
        let mut from = 0;
        while let Some(found) = words.get(from..).and_then(|rest| finder.find(rest)) {
            let at = from + found;
            let start =
                memchr::memrchr(b'\n', words.get(..at).unwrap_or_default()).map_or(0, |place| place + 1);
            let rest = words.get(at..).unwrap_or_default();
            let end = at + memchr(b'\n', rest).unwrap_or(rest.len());
            if let Some(Ok(token)) = words.get(start..end).map(std::str::from_utf8)
                && !token.is_empty()
            {
                take(token, &mut || self.references_at(start));
            }
            from = end + 1;
        }
    }

    /// The values of the token that begins at this place of the words.
    fn references_at(&self, start: usize) -> Vec<Reference> {
        let (mut low, mut high) = (0, self.groups);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.group(middle).0 <= start { low = middle + 1 } else { high = middle }
        }
        let Some(group) = low.checked_sub(1) else { return Vec::new() };
        let between = self.words().get(self.group(group).0..start).unwrap_or_default();
        self.references(group, memchr_iter(b'\n', between).count())
    }

    /// The values of the token at this place of a group.
    fn references(&self, group: u32, place: usize) -> Vec<Reference> {
        let start = HEAD + self.groups as usize * ENTRY + self.words_length + self.group(group).1;
        let mut bytes = self.bytes.get(start..).unwrap_or_default();
        for _ in 0..place {
            if read_references(&mut bytes, false).is_none() {
                return Vec::new();
            }
        }
        read_references(&mut bytes, true).unwrap_or_default()
    }
}

fn read_references(bytes: &mut &[u8], wanted: bool) -> Option<Vec<Reference>> {
    let columns = read_number(bytes)?;
    let mut references = Vec::new();
    for _ in 0..columns {
        let column = read_number(bytes)? as u32;
        let count = read_number(bytes)?;
        let mut values = Vec::new();
        let mut value = 0u32;
        for _ in 0..count {
            value = value.checked_add(read_number(bytes)? as u32)?;
            if wanted {
                values.push(value);
            }
        }
        if wanted {
            references.push((column, values));
        }
    }
    Some(references)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn open(entries: &[(String, u32, u32)]) -> Words {
        let mut writer = WordsWriter::default();
        entries.iter().for_each(|(token, column, value)| writer.add(token, *column, *value));
        Words::open(OwnedBytes::new(writer.finish().unwrap())).unwrap()
    }

    fn wanted(
        entries: &[(String, u32, u32)],
        passes: impl Fn(&str) -> bool,
    ) -> BTreeMap<String, Vec<Reference>> {
        let mut all: BTreeMap<String, BTreeMap<u32, Vec<u32>>> = BTreeMap::new();
        for (token, column, value) in entries.iter().filter(|(token, ..)| passes(token)) {
            all.entry(token.clone()).or_default().entry(*column).or_default().push(*value);
        }
        let sorted = |mut values: Vec<u32>| {
            values.sort_unstable();
            values.dedup();
            values
        };
        let list =
            |columns: BTreeMap<u32, Vec<u32>>| columns.into_iter().map(|(c, v)| (c, sorted(v))).collect();
        all.into_iter().map(|(token, columns)| (token, list(columns))).collect()
    }

    proptest! {
        #[test]
        fn finds_tokens_whole_and_in_part(
            entries in prop::collection::vec(("[a-e.]{1,4}", 0u32..3, 0u32..300), 0..200), part in "[a-e.]{1,2}",
        ) {
            let words = open(&entries);
            for (token, references) in wanted(&entries, |_| true) {
                prop_assert_eq!(words.find(&token), references);
            }
            prop_assert!(words.find("zz").is_empty());
            let mut found = BTreeMap::new();
            words.containing(&part, |token, references| {
                found.insert(token.to_owned(), references());
            });
            prop_assert_eq!(found, wanted(&entries, |token| token.contains(&part)));
        }

        #[test]
        fn no_damage_makes_it_panic(
            entries in prop::collection::vec(("[a-c]{1,3}", 0u32..3, 0u32..9), 1..60), at: usize, bit in 0u8..8,
        ) {
            let mut writer = WordsWriter::default();
            entries.iter().for_each(|(token, column, value)| writer.add(token, *column, *value));
            let mut bytes = writer.finish().unwrap();
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
            if let Some(words) = Words::open(OwnedBytes::new(bytes)) {
                let _ = words.find("abc");
                words.containing("a", |_, references| drop(references()));
            }
        }
    }
}
