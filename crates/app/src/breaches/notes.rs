//! `thymus breach acknowledge` and `comment`.

use super::find;
use crate::Outcome;
use crate::cli;
use crate::clock;
use crate::data;
use anyhow::{Context as _, Result};
use std::path::Path;
use thymus_analyst::BreachNote;
use thymus_record::{Id, Row, Value};
use thymus_store::EventStore as _;

pub(super) fn acknowledge(arguments: &cli::BreachAcknowledge) -> Result<Outcome> {
    write(&arguments.data, &arguments.id, "acknowledged", &arguments.by, &arguments.reason)
}

pub(super) fn comment(arguments: &cli::BreachComment) -> Result<Outcome> {
    write(&arguments.data, &arguments.id, "comment", &arguments.by, &arguments.text)
}

fn write(data: &Path, id: &str, note: &'static str, author: &str, text: &str) -> Result<Outcome> {
    data::open(data)?;
    let store = data::open_or_make(data, thymus_store::Options::default())
        .context("if `thymus serve` has it open, settle the breach by its API")?;
    let breach = find(&store, id)?;
    let breach_id = match breach.get("breach_id") {
        Value::Id(id) => id,
        _ => Id { prefix: b'B', number: 0 },
    };
    let record =
        BreachNote { ts: clock::now(), breach_id, note, author: author.to_owned(), text: text.to_owned() };
    store.append(&[Row::of(&record)])?;
    println!("{id}: {note}");
    Ok(Outcome::Done)
}
