//! `thymus breaches` and `thymus breach`: what was raised, and one of it opened.

mod evidence;
mod list;
mod notes;
mod show;

pub(crate) use list::run as list;

use crate::Outcome;
use crate::cli::{self, BreachCommand};
use crate::data;
use anyhow::{Context as _, Result};
use thymus_record::Row;
use thymus_store::{EventStore, Search};

pub(crate) fn run(arguments: &cli::Breach) -> Result<Outcome> {
    match &arguments.command {
        BreachCommand::Show(arguments) => show::run(arguments),
        BreachCommand::Bundle(arguments) => evidence::run(arguments),
        BreachCommand::Acknowledge(arguments) => notes::acknowledge(arguments),
        BreachCommand::Comment(arguments) => notes::comment(arguments),
    }
}

/// The breach of this id.
fn find(store: &dyn EventStore, id: &str) -> Result<Row> {
    let query = format!("kind:breach AND breach_id:={}", thymus_analyst::quoted(id));
    let filter = data::filter(&query)?;
    let page = store.search(&Search { limit: 1, ..Search::new(&filter) })?;
    page.rows
        .into_iter()
        .next()
        .with_context(|| format!("there is no breach {id}; `thymus breaches` tells those there are"))
}
