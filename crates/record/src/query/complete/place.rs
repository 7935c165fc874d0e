//! What is asked for at the cursor, in a query that need not be right.

use crate::query::scan::is_name_character;
use crate::query::{MAX_BYTES, Span};

/// The place of the cursor.
#[derive(Debug)]
pub(super) struct Place {
    /// What could stand there.
    pub(super) asked: Asked,
    /// What is written of it so far.
    pub(super) written: String,
    /// What a completion takes the place of: what is written so far, and the rest of the name behind the cursor.
    pub(super) replaces: Span,
    /// The whole word, with the field's name before the colon.
    pub(super) word: Span,
}

/// What could stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// A field, a kind or a word; also `AND` and `OR` if something stands before.
    Anything {
        /// Whether something stands before that an operator could join.
        operator: bool,
    },
    /// The name of a field, without a colon.
    FieldName,
    /// A value of this field.
    Value(String),
}

/// What has been read up to the cursor.
#[derive(Default)]
struct Reader {
    /// The field whose group each open parenthesis is, if one is.
    groups: Vec<Option<String>>,
    word: usize,
    quoted: bool,
    in_range: bool,
    in_regex: bool,
    escaped: bool,
    /// Whether something stands before the word that an operator could join.
    joinable: bool,
}

impl Place {
    /// `None` inside of quotes, regular expressions and ranges, and in queries that are too long.
    pub(super) fn find(text: &str, cursor: usize) -> Option<Self> {
        if text.len() > MAX_BYTES {
            return None;
        }
        let cursor = text.floor_char_boundary(cursor.min(text.len()));
        let before = text.get(..cursor)?;
        let mut reader = Reader::default();
        for (at, c) in before.char_indices() {
            reader.read(before, at, c);
        }
        if reader.quoted || reader.in_range || reader.in_regex {
            return None;
        }
        let signs = before.get(reader.word..)?.find(|c| !"-+!".contains(c)).unwrap_or(cursor - reader.word);
        let word = reader.word + signs..cursor;
        let written = before.get(word.clone())?;
        let behind = text.get(cursor..)?;
        let end = cursor + behind.find(|c| !is_name_character(c)).unwrap_or(behind.len());
        let group = reader.groups.iter().rev().find_map(|group| group.as_ref());
        let (asked, written) = match (group, written.split_once(':')) {
            (Some(field), _) => (Asked::Value(field.clone()), written),
            (None, Some(("_exists_", name))) => (Asked::FieldName, name),
            (None, Some((field, value))) => (Asked::Value(field.to_owned()), value),
            (None, None) => (Asked::Anything { operator: reader.joinable && signs == 0 }, written),
        };
        // A colon behind the cursor belongs to the name that is being written.
        let takes_colon = matches!(asked, Asked::Anything { .. }) && text.get(end..)?.starts_with(':');
        let replaces = cursor - written.len()..if takes_colon { end + 1 } else { end };
        Some(Self { asked, written: written.to_owned(), replaces, word })
    }
}

impl Reader {
    fn read(&mut self, text: &str, at: usize, c: char) {
        let next = at + c.len_utf8();
        if self.escaped {
            self.escaped = false;
        } else if c == '\\' {
            self.escaped = true;
        } else if self.quoted {
            self.quoted = c != '"';
        } else if self.in_regex {
            self.in_regex = c != '/';
        } else if self.in_range {
            self.quoted = c == '"';
            self.in_range = c != ']' && c != '}';
        } else if c == '"' {
            self.quoted = true;
        } else if c == '(' {
            self.open(text.get(self.word..at).unwrap_or_default());
            self.word = next;
        } else if c == ')' {
            self.groups.pop();
            (self.word, self.joinable) = (next, true);
        } else if c.is_whitespace() {
            self.end_word(text.get(self.word..at).unwrap_or_default());
            self.word = next;
        } else if text.get(..at).is_some_and(|before| before.ends_with(':')) && at > self.word {
            self.in_range = c == '[' || c == '{';
            self.in_regex = c == '/' && text.get(next..).is_some_and(|rest| rest.contains('/'));
        }
    }

    fn open(&mut self, word: &str) {
        let name = word.trim_start_matches(['-', '+', '!']).strip_suffix(':');
        self.groups.push(name.map(str::to_owned));
        self.joinable = false;
    }

    fn end_word(&mut self, word: &str) {
        if !word.is_empty() {
            self.joinable = !["AND", "OR", "NOT", "&&", "||", "!"].contains(&word);
        }
    }
}
