//! Characters to words, quoted texts and regular expressions: what stands between the operators.

use super::{Fault, GlobPart, Operand, QueryError, Span};
use crate::Mac;
use std::net::Ipv6Addr;
use std::sync::Arc;

/// A place in the query's text, moving on.
pub(super) struct Scanner<'q> {
    pub(super) text: &'q str,
    pub(super) at: usize,
}

/// A word without its escapes.
pub(super) struct Word {
    pub(super) parts: Vec<GlobPart>,
    pub(super) span: Span,
    /// Where `\*` or `\?` stands after other characters: in a Windows path it is hardly meant as a star.
    pub(super) escaped_wildcard: Option<Span>,
}

/// Where a word stands, which says what ends it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// Not behind a field's name: a colon in it is a mistake.
    Bare,
    /// Behind a field's name or in a field's group.
    Value,
    /// At an end of a range: closing brackets end it too.
    RangeEnd,
}

impl Word {
    /// The word as text if it has no wildcard, else its parts, stars side by side taken for one.
    pub(super) fn operand(mut self) -> Operand {
        match self.parts.as_mut_slice() {
            [GlobPart::Literal(text)] => Operand::Word(std::mem::take(text)),
            _ => {
                self.parts.dedup_by(|a, b| *a == GlobPart::AnyRun && *b == GlobPart::AnyRun);
                Operand::Glob(self.parts)
            }
        }
    }

    /// The word as text, wildcards standing for themselves.
    pub(super) fn verbatim(self) -> String {
        let characters = self.parts.into_iter().map(|part| match part {
            GlobPart::Literal(text) => text,
            GlobPart::AnyRun => "*".to_owned(),
            GlobPart::AnyOne => "?".to_owned(),
        });
        characters.collect()
    }

    fn push(&mut self, c: char) {
        if let Some(GlobPart::Literal(text)) = self.parts.last_mut() {
            text.push(c);
        } else {
            self.parts.push(GlobPart::Literal(c.into()));
        }
    }
}

impl<'q> Scanner<'q> {
    /// What is left.
    pub(super) fn rest(&self) -> &'q str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Takes the next character.
    pub(super) fn bump(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Takes this text if it comes next.
    pub(super) fn take(&mut self, wanted: &str) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.at += wanted.len();
        }
        found
    }

    pub(super) fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    pub(super) fn error(&self, fault: Fault, span: Span) -> QueryError {
        QueryError { fault, span, suggestion: None, text: Arc::from(self.text) }
    }

    /// Takes the name of a field if one comes next with a colon behind it, which is taken too.
    pub(super) fn field_name(&mut self) -> Option<Span> {
        let rest = self.rest();
        let length = rest.find(|c| !is_name_character(c)).filter(|&length| length > 0)?;
        if !rest.get(length..)?.starts_with(':') {
            return None;
        }
        let span = self.at..self.at + length;
        self.at = span.end + 1;
        Some(span)
    }

    /// Takes an IPv6 address or network, or a hardware address, if one comes next: their colons are no field's.
    pub(super) fn address(&mut self) -> Option<Span> {
        let rest = self.rest();
        let length = rest.find(|c: char| !(c.is_ascii_hexdigit() || ":./".contains(c))).unwrap_or(rest.len());
        let (word, behind) = rest.split_at_checked(length)?;
        if word.matches(':').count() < 2 || !ends_here(behind) {
            return None;
        }
        let network = word.split_once('/').map_or(word, |(network, _)| network);
        if network.parse::<Ipv6Addr>().is_err() && parse_mac(word).is_none() {
            return None;
        }
        let span = self.at..self.at + length;
        self.at = span.end;
        Some(span)
    }

    /// Takes a word.
    pub(super) fn word(&mut self, position: Position) -> Result<Word, QueryError> {
        let start = self.at;
        let mut word = Word { parts: Vec::new(), span: start..start, escaped_wildcard: None };
        while let Some(c) = self.peek() {
            match c {
                _ if self.at_end_of_word(position) => break,
                '(' | '"' => {
                    let span = self.at..self.at + 1;
                    return Err(self.error(Fault::InsideWord(c), span).suggest_quotes_around(start));
                }
                ':' if position == Position::Bare => {
                    let span = start..self.at;
                    return Err(self.error(Fault::NoFieldName, span).suggest_quotes_around(start));
                }
                '\\' => self.escape(&mut word, position),
                '*' => word.parts.push(GlobPart::AnyRun),
                '?' => word.parts.push(GlobPart::AnyOne),
                _ => word.push(c),
            }
            self.bump();
        }
        word.span = start..self.at;
        Ok(word)
    }

    /// Whether the word that is being taken ends here.
    pub(super) fn at_end_of_word(&self, position: Position) -> bool {
        let rest = self.rest();
        let Some(c) = rest.chars().next() else { return true };
        c.is_whitespace()
            || c == ')'
            || rest.starts_with("&&")
            || rest.starts_with("||")
            || (position == Position::RangeEnd && (c == ']' || c == '}'))
    }

    /// A backslash takes away the meaning of the next character if it has one here; else it stands for itself.
    /// The last character of the two is left for the caller to take.
    fn escape(&mut self, word: &mut Word, position: Position) {
        let behind = self.rest().chars().nth(1);
        let first = word.parts.is_empty();
        match behind.filter(|&c| is_escapable(c, first, position)) {
            Some(c) => {
                if "*?".contains(c) && !first {
                    word.escaped_wildcard = Some(self.at..self.at + 2);
                }
                word.push(c);
                self.bump();
            }
            None => word.push('\\'),
        }
    }

    /// Takes a text in quotes.
    pub(super) fn quoted(&mut self) -> Result<String, QueryError> {
        let start = self.at;
        self.bump();
        let mut text = String::new();
        while let Some(c) = self.bump() {
            match c {
                '"' => return Ok(text),
                '\\' if self.take("\"") => text.push('"'),
                '\\' if self.take("\\") => text.push('\\'),
                _ => text.push(c),
            }
        }
        let mut error = self.error(Fault::UnclosedQuote, start..start + 1);
        if self.text.ends_with("\\\"") {
            error.suggestion = Some(r#"for a backslash before the last quote write two: `\\"`"#.to_owned());
        }
        Err(error)
    }

    /// Takes a regular expression if one comes next: from a slash to the next, behind which the word ends. Anything else
    /// that begins with a slash is a path.
    pub(super) fn regex(&mut self) -> Option<String> {
        let body = self.rest().strip_prefix('/')?;
        let mut escaped = false;
        let length = body.find(|c| {
            let closes = c == '/' && !escaped;
            escaped = c == '\\' && !escaped;
            closes
        })?;
        let pattern = body.get(..length).filter(|pattern| !pattern.is_empty())?;
        if !ends_here(body.get(length + 1..)?) {
            return None;
        }
        self.at += length + 2;
        Some(pattern.to_owned())
    }

    /// Whether a range begins here: a bracket, and a quote or space before it is closed. `{0002DF01-…}` is a word.
    pub(super) fn range_begins(&self) -> bool {
        let Some(body) = self.rest().strip_prefix(['[', '{']) else { return false };
        let end = body.find([']', '}']).unwrap_or(body.len());
        let is_end = |c: char| c.is_whitespace() || c == '"';
        end == body.len() || body.get(..end).is_some_and(|body| body.contains(is_end))
    }

    /// Takes an operator that is a word of capitals, if it comes next.
    pub(super) fn keyword(&mut self, word: &str) -> bool {
        let Some(behind) = self.rest().strip_prefix(word) else { return false };
        let found = ends_here(behind) || behind.starts_with(['(', '"']);
        if found {
            self.at += word.len();
        }
        found
    }
}

/// Whether a word ends before this text.
fn ends_here(behind: &str) -> bool {
    behind.is_empty()
        || behind.starts_with(|c: char| c.is_whitespace() || c == ')')
        || behind.starts_with("&&")
        || behind.starts_with("||")
}

/// Whether a character can be part of a field's name.
pub(super) fn is_name_character(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '@' | '-' | '$')
}

/// Whether a backslash before this character takes its meaning away.
pub(super) fn is_escapable(c: char, first: bool, position: Position) -> bool {
    c.is_whitespace()
        || r#"\"():*?&|"#.contains(c)
        || (first && "-+!=<>[{/".contains(c))
        || (position == Position::RangeEnd && "]}".contains(c))
}

/// Reads a hardware address: six pairs of hexadecimal digits with colons or hyphens between, or three groups of four with
/// dots between.
pub(super) fn parse_mac(text: &str) -> Option<Mac> {
    let separator = text.chars().find(|c| !c.is_ascii_hexdigit())?;
    let width = match separator {
        ':' | '-' => 2,
        '.' => 4,
        _ => return None,
    };
    let groups: Vec<&str> = text.split(separator).collect();
    let right = groups.len() * width == 12
        && groups.iter().all(|group| group.len() == width && group.bytes().all(|b| b.is_ascii_hexdigit()));
    let number = right.then(|| u64::from_str_radix(&groups.concat(), 16).ok())??;
    let [_, _, a, b, c, d, e, f] = number.to_be_bytes();
    Some(Mac([a, b, c, d, e, f]))
}
