//! The tree of a YAML text.

use super::Source;
use crate::{Code, Diagnostic};
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, MergeKeyPolicy, Spanned};
use std::fmt;
use std::ops::Range;

/// The longest file that is read, in bytes.
pub(crate) const FILE_BYTES_MAX: usize = 1 << 20;

/// How many values, keys and containers a file may have. Test files with many records are the largest.
const NODES_MAX: usize = 50_000;

/// How deep containers may nest.
const DEPTH_MAX: usize = 16;

/// A value, and where it is written.
#[derive(Debug)]
pub(crate) struct Node {
    /// The bytes of the file that it takes up.
    pub(crate) bytes: Range<usize>,
    pub(crate) kind: Kind,
}

/// What a value is.
#[derive(Debug)]
pub(crate) enum Kind {
    /// Nothing is written after the key, or `null`.
    Nothing,
    /// A text, a number, a yes or no: as it is written, without quotes.
    Text(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) key_bytes: Range<usize>,
    pub(crate) value: Node,
}

impl Kind {
    /// What it is called in messages.
    pub(crate) fn called(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
    }
}

/// Reads a file into a tree.
pub(crate) fn parse(source: &Source<'_>) -> Result<Node, Diagnostic> {
    if source.text.len() > FILE_BYTES_MAX {
        let message = format!("the file has {} bytes; at most {FILE_BYTES_MAX} are read", source.text.len());
        return Err(Diagnostic::error(Code::TooLarge, source.span(0..0), message));
    }
    let options = serde_saphyr::options! {
        budget: Some(budget()),
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::Error,
        strict_booleans: true,
        with_snippet: false,
    };
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(source.text, options) {
        Ok(root) => Ok(node(root, source)),
        Err(error) => Err(syntax(&error, source)),
    }
}

fn budget() -> serde_saphyr::Budget {
    let mut budget = serde_saphyr::Budget::default();
    budget.max_nodes = NODES_MAX;
    budget.max_events = NODES_MAX * 2;
    budget.max_depth = DEPTH_MAX;
    budget.flow_nesting_limit = DEPTH_MAX;
    budget.max_documents = 1;
    budget.max_total_scalar_bytes = FILE_BYTES_MAX;
    budget.max_aliases = 0;
    budget.max_anchors = 0;
    budget
}

fn syntax(error: &serde_saphyr::Error, source: &Source<'_>) -> Diagnostic {
    let at = error.location().map_or(0, |location| source.byte_at(location.line(), location.column()));
    let span = source.span(at..at + 1);
    let message = error.without_snippet().to_string();
    let told = message.split_once(": ").filter(|(head, _)| head.starts_with("error")).map(|(_, rest)| rest);
    let message = told.unwrap_or(&message).lines().next().unwrap_or_default().to_owned();
    let line = source.text.lines().nth(span.line.saturating_sub(1)).unwrap_or_default();
    let diagnostic = Diagnostic::error(Code::Yaml, span, message);
    match quoting_hint(line) {
        Some(hint) => diagnostic.hint(hint),
        None => diagnostic,
    }
}

/// What most often is wrong with a line of YAML.
fn quoting_hint(line: &str) -> Option<String> {
    let (key, value) = line.split_once(": ")?;
    let value = value.trim();
    let first = value.chars().next()?;
    let indicator = ">|*&!%@`".contains(first);
    let unquoted = indicator || (!"\"'[{".contains(first) && value.contains(": "));
    let quoted = value.replace('\'', "''");
    unquoted.then(|| format!("put the value in quotes: {}: '{quoted}'", key.trim()))
}

fn node(raw: Spanned<Raw>, source: &Source<'_>) -> Node {
    let bytes = bytes(&raw.referenced);
    let kind = match raw.value {
        Raw::Nothing => Kind::Nothing,
        Raw::Text(text) => Kind::Text(text),
        Raw::Plain => Kind::Text(source.slice(bytes.clone()).trim().to_owned()),
        Raw::List(items) => Kind::List(items.into_iter().map(|item| node(item, source)).collect()),
        Raw::Map(entries) => {
            Kind::Map(entries.into_iter().map(|(key, value)| entry(key, value, source)).collect())
        }
    };
    Node { bytes, kind }
}

fn entry(key: Spanned<Raw>, value: Spanned<Raw>, source: &Source<'_>) -> Entry {
    let key = node(key, source);
    let text = match key.kind {
        Kind::Text(text) => text,
        _ => source.slice(key.bytes.clone()).to_owned(),
    };
    Entry { key: text, key_bytes: key.bytes, value: node(value, source) }
}

fn bytes(location: &serde_saphyr::Location) -> Range<usize> {
    let span = location.span();
    let start = usize::try_from(span.byte_offset().unwrap_or(0)).unwrap_or(0);
    start..start + usize::try_from(span.byte_len().unwrap_or(0)).unwrap_or(0)
}

/// What the parser hands over.
#[derive(Debug)]
enum Raw {
    Nothing,
    Text(String),
    /// A number, a yes or no, whose spelling is in the file.
    Plain,
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Nothing)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Nothing)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
            if map.len() > NODES_MAX {
                return Err(A::Error::custom("a map has too many entries"));
            }
        }
        Ok(Raw::Map(map))
    }
}
