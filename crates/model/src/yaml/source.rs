//! The text of a file, and where its lines begin.

use crate::Span;
use std::ops::Range;

/// The text of a file with an index of its lines.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    line_starts: Vec<usize>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { text, line_starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The bytes with their line and column.
    pub(crate) fn span(&self, bytes: Range<usize>) -> Span {
        let start = self.boundary(bytes.start);
        let end = self.boundary(bytes.end).max(start);
        let line = self.line_starts.partition_point(|line| *line <= start).max(1);
        let line_start = self.line_starts.get(line - 1).copied().unwrap_or(0);
        let column = self.slice(line_start..start).chars().count() + 1;
        Span { line, column, start, end }
    }

    /// The text of these bytes; nothing where they are not inside.
    pub(crate) fn slice(&self, bytes: Range<usize>) -> &'a str {
        self.text.get(bytes).unwrap_or_default()
    }

    /// The place, or the next one after it, at which a letter begins.
    fn boundary(&self, at: usize) -> usize {
        (at..self.text.len()).find(|at| self.text.is_char_boundary(*at)).unwrap_or(self.text.len())
    }

    /// Where in the file a part of a value stands, whose scalar is written at `node`: quotes, escapes and line breaks
    /// make the two differ. The text is followed letter by letter; what cannot be followed gives the whole scalar.
    pub(crate) fn inside(&self, node: &Range<usize>, value: &str, part: Range<usize>) -> Range<usize> {
        let mut written = Written::new(self.slice(node.start..self.text.len()));
        let mut found: Option<Range<usize>> = None;
        for (at, letter) in value.char_indices() {
            if at >= part.end && found.is_some() {
                break;
            }
            let Some(place) = written.find(letter) else { return node.clone() };
            if at >= part.start {
                found = Some(found.map_or(place.start, |known| known.start)..place.end);
            }
        }
        let end = node.start + written.at;
        found.map_or(end..end, |found| node.start + found.start..node.start + found.end)
    }

    /// The byte at this line and column, both from 1.
    pub(crate) fn byte_at(&self, line: u64, column: u64) -> usize {
        let place = |number: u64| usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
        let start = self.line_starts.get(place(line)).copied().unwrap_or(self.text.len());
        let rest = self.slice(start..self.text.len());
        start + rest.char_indices().nth(place(column)).map_or(rest.len(), |(at, _)| at)
    }
}

/// The scalar as it is written, followed along its value.
struct Written<'a> {
    text: &'a str,
    at: usize,
    quote: Option<char>,
}

impl<'a> Written<'a> {
    fn new(text: &'a str) -> Self {
        let quote = text.chars().next().filter(|first| matches!(first, '"' | '\''));
        let mut written = Self { text, at: 0, quote };
        if quote.is_some() {
            written.at = 1;
        } else if text.starts_with(['|', '>']) {
            written.at = text.find('\n').map_or(text.len(), |end| end + 1);
        }
        written
    }

    /// Moves behind the next place where this letter is written, and says where that is.
    fn find(&mut self, letter: char) -> Option<Range<usize>> {
        if letter.is_whitespace() {
            return self.blank();
        }
        self.skip_blanks();
        let start = self.at;
        let rest = self.text.get(start..)?;
        let mut letters = rest.chars();
        let mut length = letters.next()?.len_utf8();
        match (self.quote, rest.chars().next()?) {
            (Some('\''), '\'') => length += 1,
            (Some('"'), '\\') => length += escape_length(letters.next()?),
            (_, written) if written != letter => return None,
            _ => {}
        }
        self.at = start + length;
        Some(start..self.at)
    }

    /// A blank of the value stands for a run of blanks and line breaks, or for one of several.
    fn blank(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        if let Some(first) = self.text.get(start..)?.chars().next().filter(|first| first.is_whitespace()) {
            self.at += first.len_utf8();
        } else if self.text.get(start..)?.starts_with('\\') {
            self.at += 2;
        }
        Some(start..self.at)
    }

    fn skip_blanks(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.len() - rest.trim_start().len();
    }
}

/// How many bytes follow the backslash of an escape that begins with this letter (YAML 1.2 §5.7).
fn escape_length(letter: char) -> usize {
    match letter {
        'x' => 3,
        'u' => 5,
        'U' => 9,
        other => other.len_utf8(),
    }
}
