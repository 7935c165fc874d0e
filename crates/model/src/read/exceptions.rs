//! Files of exceptions.

use super::fields::Meaning;
use super::head::{id, key};
use crate::yaml::{Fields, Key, Kind, Node, Reader};
use crate::{Code, Exception, ExceptionFile, moment};
use std::sync::Arc;
use thymus_record::Timestamp;

/// The most exceptions in a file.
const EXCEPTIONS_MAX: usize = 1000;

/// The most models that an exception names.
const MODELS_MAX: usize = 100;

pub(crate) const FILE_KEYS: &[Key] = &[key("exceptions", true, "exceptions", "A list of exceptions")];

pub(crate) const EXCEPTION_KEYS: &[Key] = &[
    key("id", true, "id", "Its name: small letters, digits and `-`"),
    key("models", true, "texts", "The ids of the models it is about, or `all`"),
    key("match", true, "match", "What is excepted"),
    key("owner", true, "text", "Who answers for it"),
    key("reason", true, "text", "Why"),
    key("created", true, "text", "Since when it holds: a date or a moment"),
    key("expires", true, "text", "Until when: a date, a moment or `never`"),
    key("backwards", false, "flag", "Whether it also holds for what was before"),
];

pub(crate) const MATCH_KEYS: &[Key] = &[
    key("breach", false, "text", "A query over the breach"),
    key("every_record", false, "text", "A query that every record must pass that led to the breach"),
    key("any_record", false, "text", "A query that at least one record must pass that led to the breach"),
];

/// Reads a file of exceptions.
pub(super) fn file(reader: &mut Reader<'_>, meaning: Meaning<'_>, root: &Node) -> Option<ExceptionFile> {
    let fields = reader.map(root, "a file of exceptions", FILE_KEYS);
    let items = reader.list(fields.get("exceptions")?, "exceptions", EXCEPTIONS_MAX);
    let mut exceptions: Vec<Exception> = Vec::new();
    for item in items {
        let Some(exception) = one(reader, meaning, item) else { continue };
        if exceptions.iter().any(|known| known.id == exception.id) {
            let message = format!("there are two exceptions `{}`", exception.id);
            reader.error(Code::SaidTwice, &item.bytes, message);
        }
        exceptions.push(exception);
    }
    Some(ExceptionFile { exceptions })
}

fn one(reader: &mut Reader<'_>, meaning: Meaning<'_>, node: &Node) -> Option<Exception> {
    let fields = reader.map(node, "an exception", EXCEPTION_KEYS);
    let prose = |reader: &mut Reader<'_>, key: &str| {
        let text = reader.text(fields.get(key)?, key, 2000)?;
        Some(text.trim().to_owned())
    };
    let name = fields.get("id").and_then(|node| id(reader, node, "the id"));
    let models = fields.get("models").and_then(|node| models(reader, node));
    let (owner, reason) = (prose(reader, "owner"), prose(reader, "reason"));
    let created = fields.get("created").and_then(|node| date(reader, node));
    let expires = expires(reader, &fields);
    let backwards = fields.get("backwards").and_then(|node| reader.flag(node, "backwards")).unwrap_or(false);
    let matched = fields.get("match")?;
    let queries = reader.map(matched, "`match`", MATCH_KEYS);
    if MATCH_KEYS.iter().all(|key| queries.get(key.name).is_none()) && matches!(matched.kind, Kind::Map(_)) {
        let message = "`match` says nothing, and would take every breach away";
        reader.error(Code::MissingKey, &matched.bytes, message);
    }
    let mut query = |key: &str| {
        let node = queries.get(key)?;
        meaning.query(reader, node, "a query").map(|(_, filter)| filter)
    };
    Some(Exception {
        breach: query("breach"),
        every_record: query("every_record"),
        any_record: query("any_record"),
        id: name?,
        models: models?,
        owner: owner?,
        reason: reason?,
        created: created?,
        expires: expires?,
        backwards,
        span: reader.source.span(fields.get("id").map(|node| node.bytes.clone()).unwrap_or_default()),
    })
}

fn models(reader: &mut Reader<'_>, node: &Node) -> Option<Vec<Arc<str>>> {
    if matches!(&node.kind, Kind::Text(text) if text == "all") {
        return Some(Vec::new());
    }
    let items = reader.list(node, "models", MODELS_MAX);
    if items.is_empty() {
        reader.error(Code::Empty, &node.bytes, "the exception names no model");
        return None;
    }
    let named: Vec<_> = items.iter().map(|item| id(reader, item, "the id of a model")).collect();
    named.into_iter().collect()
}

fn expires(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Option<Option<Timestamp>> {
    let node = fields.get("expires")?;
    if matches!(&node.kind, Kind::Text(text) if text == "never") {
        return Some(None);
    }
    date(reader, node).map(Some)
}

fn date(reader: &mut Reader<'_>, node: &Node) -> Option<Timestamp> {
    let text = reader.text(node, "a date", 64)?;
    let found = moment::read(text);
    if found.is_none() {
        let message = format!("`{text}` is neither a date nor a moment");
        let hint = "write it as `2026-11-01` or `2026-11-01T08:30:00Z`";
        reader.error_with_hint(Code::Date, &node.bytes, message, hint);
    }
    found
}
