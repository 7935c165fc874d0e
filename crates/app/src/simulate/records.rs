//! All days as records: the real engine, entities and models over packets that are never in a file.

use super::{feed, write_truth};
use crate::analyze::{Progress, Summary, workers};
use crate::cli;
use crate::file_store;
use crate::investigation::{Investigation, Options, Pass, Place};
use crate::pipeline::{Output, Pipeline};
use anyhow::{Context as _, Result};
use thymus_proto::Settings;
use thymus_sim::Company;

/// Writes the records of all days, one file a kind, and what is true beside.
pub(super) fn write(company: &Company, arguments: &cli::Simulate) -> Result<()> {
    let output = output(arguments)?;
    if let Some(directory) = &arguments.out {
        write_truth(company, &directory.join("truth.ndjson"))?;
    }
    let settings = Settings { hash_files: !arguments.no_hash, ..Settings::default() };
    let nothing = file_store::Options { bytes_max: 0, when_behind: file_store::WhenBehind::Wait };
    let files = file_store::Keeper::open(None, nothing)?;
    let mut pipeline = Pipeline::start(workers(arguments.workers), &settings, output, &files)?;
    let mut progress = Progress::new();
    let mut summary = Summary::default();
    feed(company, company.span(), |packet| {
        summary.packet(packet);
        progress.packet(&summary);
        pipeline.packet(packet)
    })?;
    let finished = pipeline.finish().context("the records could not be written")?;
    progress.clear();
    eprintln!("{} devices", company.devices().len());
    summary.print(&finished, &files.finish()?);
    Ok(())
}

fn output(arguments: &cli::Simulate) -> Result<Output> {
    let output = Output::create(arguments.out.as_deref())?;
    if arguments.no_detect {
        return Ok(output);
    }
    let place = arguments.data.as_deref().map(Place::to_import_into).transpose()?;
    let investigation = Investigation::new(&Options::default(), Pass::Import, place)?;
    Ok(output.followed_by(Box::new(investigation)))
}
