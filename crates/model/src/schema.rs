//! The shape of the files as JSON schema, so that editors complete and check while one types.
//!
//! It comes from the same tables of keys that the files are read with. What it cannot say (whether a field exists, whether a query can be
//! read) the checker says.

use crate::Technique;
use crate::read::{ACTIVE_KEYS, CASE_KEYS, COMPONENT_KEYS, EXCEPTION_KEYS, FILE_KEYS, MATCH_KEYS};
use crate::read::{MODEL_KEYS, PERIOD_KEYS, TEST_KEYS, WEIGHTED_KEYS};
use crate::yaml::Key;
use std::fmt::Write as _;

/// The files that have a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A model.
    Model,
    /// Exceptions.
    Exceptions,
    /// Tests of a model.
    Tests,
}

/// The JSON schema (draft 2020-12) of a kind of file.
#[must_use]
pub fn json_schema(kind: FileKind) -> String {
    let (title, keys) = match kind {
        FileKind::Model => ("A detection model of Thymus", MODEL_KEYS),
        FileKind::Exceptions => ("Exceptions of Thymus", FILE_KEYS),
        FileKind::Tests => ("Tests of a detection model of Thymus", TEST_KEYS),
    };
    let mut out = String::from("{\n");
    let _ = write!(
        out,
        "  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\": \"{title}\",\n"
    );
    out.push_str(object(keys, 1).trim_start_matches('{').trim_start_matches('\n'));
    out.push('\n');
    out
}

/// A map with these keys.
fn object(keys: &[Key], depth: usize) -> String {
    let pad = "  ".repeat(depth);
    let required: Vec<String> = keys.iter().filter(|key| key.required).map(|key| quoted(key.name)).collect();
    let properties: Vec<String> = keys.iter().map(|key| property(key, depth + 1)).collect();
    let mut out = format!("{{\n{pad}\"type\": \"object\",\n{pad}\"additionalProperties\": false,\n");
    if !required.is_empty() {
        let _ = writeln!(out, "{pad}\"required\": [{}],", required.join(", "));
    }
    let _ = write!(
        out,
        "{pad}\"properties\": {{\n{}\n{pad}}}\n{}}}",
        properties.join(",\n"),
        "  ".repeat(depth - 1)
    );
    out
}

fn property(key: &Key, depth: usize) -> String {
    let pad = "  ".repeat(depth);
    let shape = shape(key.shape, depth + 1);
    let body = shape.trim_start_matches('{').trim_start();
    format!("{pad}{}: {{\"description\": {}, {body}", quoted(key.name), quoted(key.doc))
}

/// The shapes that tables of keys name.
fn shape(name: &str, depth: usize) -> String {
    let list = |item: String| format!("{{\"type\": \"array\", \"items\": {item}}}");
    match name {
        "id" => pattern("^[a-z0-9-]{3,64}$"),
        "duration" => pattern("^([0-9]+(w|d|h|ms|m|s))+$"),
        "threshold" => pattern("^(none|(>=|<=|>|<|=|at least |at most |over |under |exactly ) *[0-9].*)$"),
        "priority" => "{\"type\": \"integer\", \"minimum\": 0, \"maximum\": 5}".to_owned(),
        "number" => "{\"type\": \"integer\"}".to_owned(),
        "flag" => "{\"type\": \"boolean\"}".to_owned(),
        "texts" => "{\"type\": [\"array\", \"string\"], \"items\": {\"type\": \"string\"}}".to_owned(),
        "entity" => "{\"type\": [\"array\", \"string\"], \"items\": {\"type\": \"string\"}}".to_owned(),
        "techniques" => techniques(),
        "components" => {
            format!(
                "{{\"type\": \"object\", \"minProperties\": 1, \"additionalProperties\": {}}}",
                object(COMPONENT_KEYS, depth + 1)
            )
        }
        "when" => when(depth),
        "weights" => "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"integer\"}}".to_owned(),
        "active" => object(ACTIVE_KEYS, depth + 1),
        "periods" => list(object(PERIOD_KEYS, depth + 1)),
        "exceptions" => list(object(EXCEPTION_KEYS, depth + 1)),
        "match" => object(MATCH_KEYS, depth + 1),
        "cases" => list(object(CASE_KEYS, depth + 1)),
        "records" => list("{\"type\": \"object\", \"required\": [\"kind\"]}".to_owned()),
        _ => "{\"type\": \"string\"}".to_owned(),
    }
}

fn when(depth: usize) -> String {
    let parts = "{\"type\": \"array\", \"minItems\": 1, \"items\": {\"type\": [\"string\", \"object\"]}}";
    let steps = "{\"type\": \"array\", \"minItems\": 2, \"items\": {\"type\": \"string\"}}";
    let weighted = object(WEIGHTED_KEYS, depth + 2);
    format!(
        "{{\"type\": \"object\", \"additionalProperties\": false, \"minProperties\": 1, \"maxProperties\": 1, \"properties\": \
         {{\"all\": {parts}, \"any\": {parts}, \"not\": {{\"type\": [\"string\", \"object\"]}}, \"sequence\": {steps}, \
         \"weighted\": {weighted}}}}}"
    )
}

fn techniques() -> String {
    let ids: Vec<String> = Technique::ids().map(quoted).collect();
    format!("{{\"type\": \"array\", \"items\": {{\"enum\": [{}]}}}}", ids.join(", "))
}

fn pattern(pattern: &str) -> String {
    format!("{{\"type\": \"string\", \"pattern\": {}}}", quoted(pattern))
}

/// A text as JSON. The tables hold no control characters.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
