//! `thymus store`: verify, measure and export what is stored.

use crate::Outcome;
use crate::cli::{self, ExportFormat, StoreCommand};
use crate::data;
use crate::registry::registry;
use crate::search::{range, time};
use anyhow::{Context as _, Result};
use serde_json::json;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use thymus_record::Schema;
use thymus_store::export::{self, ZeekTsv};
use thymus_store::{EventStore, Order, Search};

pub(crate) fn run(arguments: &cli::Store) -> Result<Outcome> {
    match &arguments.command {
        StoreCommand::Verify(arguments) => verify(arguments),
        StoreCommand::Stats(arguments) => statistics(arguments),
        StoreCommand::Export(arguments) => export(arguments),
    }
}

fn verify(arguments: &cli::StoreVerify) -> Result<Outcome> {
    let found = data::open(&arguments.data)?.verify()?;
    println!("{} records in {} files, {} bytes read", found.records, found.files, found.bytes);
    for finding in &found.findings {
        println!("{}: {}", finding.path.display(), finding.what);
    }
    Ok(if found.findings.is_empty() { Outcome::Done } else { Outcome::Damaged })
}

fn statistics(arguments: &cli::StoreStats) -> Result<Outcome> {
    let found = data::open(&arguments.data)?.statistics()?;
    if arguments.json {
        let kinds = found.kinds.iter().map(|kind| {
            json!({
                "kind": kind.kind,
                "known": kind.known,
                "records": kind.records,
                "records_in_memory": kind.records_in_memory,
                "splits": kind.splits,
                "bytes": kind.bytes,
                "from": kind.from.map(time),
                "to": kind.to.map(time),
            })
        });
        let log = json!({"files": found.log.files, "bytes": found.log.bytes});
        let damaged: Vec<_> = found.damaged.iter().map(|path| path.display().to_string()).collect();
        let kinds: Vec<_> = kinds.collect();
        println!("{}", json!({"kinds": kinds, "log": log, "repairs": found.repairs, "damaged": damaged}));
        return Ok(Outcome::Done);
    }
    println!("{:<20} {:>12} {:>14} {:>7}  from – to", "kind", "records", "bytes", "splits");
    for kind in &found.kinds {
        let span = match (kind.from, kind.to) {
            (Some(from), Some(to)) => format!("{} – {}", time(from), time(to)),
            _ => "-".to_owned(),
        };
        println!("{:<20} {:>12} {:>14} {:>7}  {span}", kind.kind, kind.records, kind.bytes, kind.splits);
    }
    let records: u64 = found.kinds.iter().map(|kind| kind.records).sum();
    let bytes: u64 = found.kinds.iter().map(|kind| kind.bytes).sum();
    println!("{:<20} {records:>12} {bytes:>14}", "all");
    println!("log: {} bytes in {} files", found.log.bytes, found.log.files);
    for repair in &found.repairs {
        println!("put right: {repair}");
    }
    for path in &found.damaged {
        println!("damaged: {}", path.display());
    }
    Ok(Outcome::Done)
}

fn export(arguments: &cli::StoreExport) -> Result<Outcome> {
    // The query alone first, so that a mistake in it is shown where it was typed.
    let asked = data::filter(&arguments.query)?;
    let store = data::open(&arguments.span.data)?;
    std::fs::create_dir_all(&arguments.output)
        .with_context(|| format!("cannot make {}", arguments.output.display()))?;
    let mut records = 0;
    for (number, schema) in registry().kinds().iter().enumerate() {
        if asked.kinds().is_none_or(|kinds| kinds.contains(&number)) {
            records += export_kind(&*store, schema, arguments)?;
        }
    }
    eprintln!("{records} records exported");
    Ok(Outcome::Done)
}

/// Writes the records of one kind to a file of their own, if there are any.
fn export_kind(store: &dyn EventStore, schema: &'static Schema, arguments: &cli::StoreExport) -> Result<u64> {
    let query = match arguments.query.trim() {
        "" => format!("kind:{}", schema.kind),
        query => format!("kind:{} AND ({query})", schema.kind),
    };
    let filter = data::filter(&query)?;
    let search =
        Search { range: range(&arguments.span), order: Order::OldestFirst, limit: 1, ..Search::new(&filter) };
    if store.search(&search)?.rows.is_empty() {
        return Ok(0);
    }
    let ending = if arguments.format == ExportFormat::Ndjson { "ndjson" } else { "log" };
    let path = arguments.output.join(format!("{}.{ending}", schema.kind));
    let failed = || format!("cannot write {}", path.display());
    let mut file = BufWriter::new(File::create(&path).with_context(failed)?);
    let done = match arguments.format {
        ExportFormat::Ndjson => export::ndjson(store, &search, &mut file)?,
        ExportFormat::ZeekJson => export::zeek_json(store, &search, &mut file)?,
        ExportFormat::ZeekTsv => ZeekTsv::begin(schema, &mut file)?.write_all(store, &search)?,
    };
    file.flush().with_context(failed)?;
    Ok(done.records)
}
