//! `thymus search`: records by a query.

mod print;

pub(crate) use print::{clean, id_and_json, line, time, value};

use crate::Outcome;
use crate::cli;
use crate::data;
use anyhow::{Context as _, Result, bail};
use std::io::Write as _;
use thymus_record::{Id, RecordId};
use thymus_store::{Aggregation, Cell, EventStore, Order, Search, Table, TimeRange};

/// So many values `--top` tells at most.
const TOP_MAX: usize = 1_000;

pub(crate) fn run(arguments: &cli::Search) -> Result<Outcome> {
    let filter = data::filter(&arguments.query)?;
    let store = data::open(&arguments.span.data)?;
    if let Some(id) = &arguments.id {
        return by_id(&*store, id, arguments.json);
    }
    let order = if arguments.oldest_first { Order::OldestFirst } else { Order::NewestFirst };
    let search = Search { range: range(&arguments.span), order, ..Search::new(&filter) };
    match (arguments.count, &arguments.top, arguments.histogram) {
        (true, _, _) => count(&*store, &search),
        (_, Some(field), _) => top(&*store, &search, field, arguments.limit),
        (_, _, Some(step)) => print_table(&store.aggregate(&search, &Aggregation::histogram(step))?),
        _ => rows(&*store, search, arguments),
    }
}

fn by_id(store: &dyn EventStore, id: &str, json: bool) -> Result<Outcome> {
    let parsed = Id::parse(id).filter(|id| id.prefix == b'R');
    let parsed = RecordId(parsed.with_context(|| format!("{id:?} is no id of a record"))?.number);
    let row = store.get(parsed)?.with_context(|| format!("there is no record {id}, or no longer"))?;
    println!("{}", if json { id_and_json(&row) } else { line(&row) });
    Ok(Outcome::Done)
}

/// The span of time that was asked for.
pub(crate) fn range(span: &cli::Span) -> TimeRange {
    let all = TimeRange::ALL;
    TimeRange { from: span.from.unwrap_or(all.from), to: span.to.unwrap_or(all.to) }
}

fn rows(store: &dyn EventStore, mut search: Search<'_>, arguments: &cli::Search) -> Result<Outcome> {
    let mut out = std::io::stdout().lock();
    let mut left = arguments.limit;
    while left > 0 {
        search.limit = left.min(thymus_store::PAGE_ROWS_MAX);
        let page = store.search(&search)?;
        left -= page.rows.len().min(left);
        for row in &page.rows {
            if arguments.json {
                writeln!(out, "{}", id_and_json(row))?;
            } else {
                writeln!(out, "{}", line(row))?;
            }
        }
        if let Some(reason) = page.partial {
            eprintln!("thymus: not everything was looked at ({reason:?})");
        }
        match page.next {
            Some(next) if left > 0 => search.after = Some(next),
            Some(_) => {
                eprintln!("thymus: there are more; --limit {} was reached", arguments.limit);
                break;
            }
            None => break,
        }
    }
    Ok(Outcome::Done)
}

fn count(store: &dyn EventStore, search: &Search<'_>) -> Result<Outcome> {
    let table = store.aggregate(search, &Aggregation::count())?;
    println!("{}", table.records);
    Ok(Outcome::Done)
}

fn top(store: &dyn EventStore, search: &Search<'_>, field: &str, limit: usize) -> Result<Outcome> {
    if limit > TOP_MAX {
        bail!("--top tells at most {TOP_MAX} values; give a smaller --limit");
    }
    let field = crate::registry::registry().canonical(field);
    print_table(&store.aggregate(search, &Aggregation::top(field, limit))?)
}

fn print_table(table: &Table) -> Result<Outcome> {
    let mut out = std::io::stdout().lock();
    for row in &table.rows {
        let key: Vec<_> = row.keys.iter().map(|key| print::value(key.borrow())).collect();
        let count = row.cells.first().copied().unwrap_or_default();
        let count = match count {
            Cell::Count(count) => count.to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::None => "-".to_owned(),
        };
        writeln!(out, "{count:>12} {}", key.join(" "))?;
    }
    let shown = table.rows.len() as u64;
    if table.groups > shown {
        eprintln!("thymus: {} more", table.groups - shown);
    }
    Ok(Outcome::Done)
}
