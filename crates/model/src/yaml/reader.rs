//! Reads the tree, and collects what is wrong with it.

use super::{Kind, Node, Source};
use crate::{Code, Diagnostic, Severity};
use std::ops::Range;

/// How many problems of one file are told.
const DIAGNOSTICS_MAX: usize = 100;

/// A key that a map may have. The same tables make the schema for editors.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    /// What it takes, as JSON schema.
    pub(crate) shape: &'static str,
    /// What it means, for editors.
    pub(crate) doc: &'static str,
}

/// Reads one file.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    pub(crate) source: Source<'a>,
    diagnostics: Vec<Diagnostic>,
}

/// The values of a map by their keys.
#[derive(Debug, Default)]
pub(crate) struct Fields<'n> {
    found: Vec<(&'static str, &'n Node)>,
}

impl<'n> Fields<'n> {
    pub(crate) fn get(&self, key: &str) -> Option<&'n Node> {
        self.found.iter().find(|(name, _)| *name == key).map(|(_, node)| *node)
    }
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { source: Source::new(text), diagnostics: Vec::new() }
    }

    /// Everything that was found, in the order of the file; errors of a place before warnings.
    pub(crate) fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        self.diagnostics.sort_by_key(|found| (found.span.start, std::cmp::Reverse(found.severity)));
        self.diagnostics.truncate(DIAGNOSTICS_MAX);
        self.diagnostics
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
    }

    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(crate) fn error(&mut self, code: Code, bytes: &Range<usize>, message: impl Into<String>) {
        let span = self.source.span(bytes.clone());
        self.push(Diagnostic::error(code, span, message));
    }

    pub(crate) fn error_with_hint(
        &mut self,
        code: Code,
        bytes: &Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let span = self.source.span(bytes.clone());
        self.push(Diagnostic::error(code, span, message).hint(hint));
    }

    pub(crate) fn warning(
        &mut self,
        code: Code,
        bytes: &Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let span = self.source.span(bytes.clone());
        self.push(Diagnostic::warning(code, span, message).hint(hint));
    }

    /// Says that a word is not among those that are known here, and which it might have been.
    pub(crate) fn unknown<'k>(
        &mut self,
        code: Code,
        bytes: &Range<usize>,
        message: String,
        word: &str,
        known: impl IntoIterator<Item = &'k str> + Clone,
    ) {
        let hint = match nearest(word, known.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", known.into_iter().collect::<Vec<_>>().join(", ")),
        };
        self.error_with_hint(code, bytes, message, hint);
    }

    /// Reads a map with these keys; `what` is what it is called in messages.
    pub(crate) fn map<'n>(&mut self, node: &'n Node, what: &str, keys: &'static [Key]) -> Fields<'n> {
        let Kind::Map(entries) = &node.kind else {
            let message = format!("{what} is a map of keys and values, not {}", node.kind.called());
            self.error(Code::WrongShape, &node.bytes, message);
            return Fields::default();
        };
        let mut fields = Fields::default();
        for entry in entries {
            let Some(key) = keys.iter().find(|key| key.name == entry.key) else {
                let message = format!("{what} has no key `{}`", entry.key);
                let known = keys.iter().map(|key| key.name);
                self.unknown(Code::UnknownKey, &entry.key_bytes, message, &entry.key, known);
                continue;
            };
            if fields.get(key.name).is_some() {
                let message = format!("`{}` is said twice", key.name);
                self.error(Code::SaidTwice, &entry.key_bytes, message);
                continue;
            }
            fields.found.push((key.name, &entry.value));
        }
        self.missing(node, what, keys, &fields);
        fields
    }

    fn missing(&mut self, node: &Node, what: &str, keys: &'static [Key], fields: &Fields<'_>) {
        let at = node.bytes.start..node.bytes.start;
        for key in keys.iter().filter(|key| key.required && fields.get(key.name).is_none()) {
            let message = format!("{what} has no `{}`", key.name);
            self.error_with_hint(
                Code::MissingKey,
                &at,
                message,
                format!("add `{}:` ({})", key.name, key.doc),
            );
        }
    }

    /// Reads a text of at most so many bytes.
    pub(crate) fn text<'n>(&mut self, node: &'n Node, what: &str, bytes_max: usize) -> Option<&'n str> {
        let Kind::Text(text) = &node.kind else {
            let message = format!("{what} is a text, not {}", node.kind.called());
            self.error(Code::WrongShape, &node.bytes, message);
            return None;
        };
        if text.trim().is_empty() {
            self.error(Code::Empty, &node.bytes, format!("{what} is empty"));
            return None;
        }
        if text.len() > bytes_max {
            let message = format!("{what} has {} bytes; at most {bytes_max} are allowed", text.len());
            self.error(Code::TooLarge, &node.bytes, message);
            return None;
        }
        Some(text)
    }

    /// Reads a list of at most so many values; one value alone is a list of one.
    pub(crate) fn list<'n>(&mut self, node: &'n Node, what: &str, length_max: usize) -> &'n [Node] {
        let items = match &node.kind {
            Kind::List(items) => items.as_slice(),
            Kind::Nothing => &[],
            _ => std::slice::from_ref(node),
        };
        if items.len() > length_max {
            let message = format!("{what} has {} entries; at most {length_max} are allowed", items.len());
            self.error(Code::TooLarge, &node.bytes, message);
            return &[];
        }
        items
    }

    /// Reads `true` or `false`.
    pub(crate) fn flag(&mut self, node: &Node, what: &str) -> Option<bool> {
        match &node.kind {
            Kind::Text(text) if text == "true" => Some(true),
            Kind::Text(text) if text == "false" => Some(false),
            _ => {
                self.error(Code::WrongShape, &node.bytes, format!("{what} is `true` or `false`"));
                None
            }
        }
    }
}

/// The known word that is spelled most like this one, if any is close.
pub(crate) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let close = word.chars().count().div_ceil(3).clamp(1, 3);
    let distances = known.into_iter().map(|other| (distance(word, other), other));
    distances
        .filter(|(distance, _)| *distance <= close)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// How many letters must be added, dropped or changed to make one word of the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.to_lowercase().chars().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        let mut next = vec![left];
        for (column, same) in other.iter().map(|known| *known == letter).enumerate() {
            let above = row.get(column + 1).copied().unwrap_or(usize::MAX);
            left = (diagonal + usize::from(!same)).min(above + 1).min(left + 1);
            diagonal = above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
