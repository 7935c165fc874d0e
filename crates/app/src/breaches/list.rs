//! `thymus breaches`.

use crate::Outcome;
use crate::cli;
use crate::data;
use crate::search::{id_and_json, range};
use anyhow::Result;
use std::io::Write as _;
use thymus_record::{Row, Value};
use thymus_store::{EventStore, Search};

/// So many notes are looked through for acknowledgements.
const NOTES_MAX: usize = 10_000;

pub(crate) fn run(arguments: &cli::Breaches) -> Result<Outcome> {
    let query = if arguments.query.trim().is_empty() {
        "kind:breach AND NOT _exists_:suppressed".to_owned()
    } else {
        format!("kind:breach AND NOT _exists_:suppressed AND ({})", arguments.query)
    };
    // The query alone first, so that a mistake in it is shown where it was typed.
    data::filter(&arguments.query)?;
    let filter = data::filter(&query)?;
    let store = data::open(&arguments.span.data)?;
    let search = Search { range: range(&arguments.span), limit: arguments.limit, ..Search::new(&filter) };
    let page = store.search(&search)?;
    let notes = notes(&*store)?;
    let acknowledged = thymus_analyst::acknowledged(&notes);
    let mut out = std::io::stdout().lock();
    for row in &page.rows {
        let settled = acknowledged.contains_key(&text(row, "breach_id"));
        if arguments.json {
            writeln!(out, "{}", id_and_json(row))?;
        } else {
            writeln!(out, "{}", line(row, settled))?;
        }
    }
    if page.next.is_some() {
        eprintln!("thymus: there are more; --limit {} was reached", arguments.limit);
    }
    Ok(Outcome::Done)
}

fn notes(store: &dyn EventStore) -> Result<Vec<Row>> {
    let filter = data::filter("kind:breach_note")?;
    Ok(store
        .search(&Search { limit: NOTES_MAX.min(thymus_store::PAGE_ROWS_MAX), ..Search::new(&filter) })?
        .rows)
}

/// `2026-11-20 06:00:02  B000…  4  0.72  Device / AT Service Scheduled Task  10.0.0.9 → 10.0.1.17  …`
fn line(row: &Row, settled: bool) -> String {
    let score = match row.get("score") {
        Value::Double(score) => format!("{score:.2}"),
        _ => "-".to_owned(),
    };
    let mark = if settled { 'x' } else { ' ' };
    format!(
        "{} {mark} {}  {}  {score}  {:<46} {}",
        crate::search::time(row.ts()),
        text(row, "breach_id"),
        text(row, "priority"),
        text(row, "model"),
        text(row, "summary"),
    )
}

pub(super) fn text(row: &Row, field: &str) -> String {
    match row.get(field) {
        Value::Absent => "-".to_owned(),
        value => crate::search::value(value),
    }
}
