//! `thymus records`: what kinds of record there are and what their fields mean.

use crate::Outcome;
use crate::cli;
use anyhow::{Result, bail};
use std::fmt::Write as _;
use thymus_record::{Field, Schema, Type};

pub(crate) fn run(arguments: &cli::Records) -> Result<Outcome> {
    let mut schemas = crate::registry::registry().kinds().to_vec();
    if let Some(kind) = &arguments.kind {
        schemas.retain(|schema| schema.kind == kind);
        if schemas.is_empty() {
            bail!("there is no kind {kind:?}; `thymus records` lists those there are");
        }
    }
    let text =
        if arguments.markdown { markdown(&schemas) } else { plain(&schemas, arguments.kind.is_some()) };
    print!("{text}");
    Ok(Outcome::Done)
}

/// A line a kind, or for a single kind a line a field.
fn plain(schemas: &[&Schema], with_fields: bool) -> String {
    let mut text = String::new();
    for schema in schemas {
        let _ = writeln!(text, "{:<20} {}", schema.kind, schema.doc);
        for field in schema.fields.iter().filter(|_| with_fields) {
            let _ = writeln!(text, "  {:<24} {:<18} {}", field.name, type_and_unit(field), field.doc);
        }
    }
    text
}

fn markdown(schemas: &[&Schema]) -> String {
    let mut text = String::from(
        "# Records\n\nEvery kind of record and every field, written by `thymus records --markdown`. Any field may be absent. Network kinds and\nfields bear Zeek's names where Zeek has them.\n",
    );
    for schema in schemas {
        let _ = write!(
            text,
            "\n## {}\n\n{}\n\n| field | type | meaning |\n|---|---|---|\n",
            schema.kind, schema.doc
        );
        for field in &schema.fields {
            let doc = field.doc.replace('|', "\\|");
            let _ = writeln!(text, "| `{}` | {} | {doc} |", field.name, type_and_unit(field));
        }
    }
    text
}

fn type_and_unit(field: &Field) -> String {
    let name = type_name(field.kind);
    match field.unit {
        Some(unit) => format!("{name}, {unit}"),
        None => name,
    }
}

fn type_name(kind: Type) -> String {
    let plain = match kind {
        Type::Bool => "true or false",
        Type::Count => "count",
        Type::Int => "integer",
        Type::Double => "number",
        Type::Time => "time",
        Type::Interval => "interval",
        Type::Address => "address",
        Type::Port => "port",
        Type::Text => "text",
        Type::Mac => "hardware address",
        Type::Id => "id",
        Type::List(element) => return format!("list of {}", type_name(*element)),
    };
    plain.to_owned()
}
