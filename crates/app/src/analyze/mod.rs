//! `thymus analyze`: captures in, records out.

mod bundle;
mod progress;
mod summary;

pub(crate) use progress::Progress;
pub(crate) use summary::Summary;

use crate::Outcome;
use crate::cli;
use crate::file_store;
use crate::investigation::{Investigation, Options, Pass, Place};
use crate::packets::Keeper;
use crate::pipeline::{Output, Pipeline};
use anyhow::{Context as _, Result};
use bundle::Inputs;
use thymus_capture::store::StoreOptions;
use thymus_capture::{CaptureError, Item, Source};
use thymus_proto::Settings;

/// More threads than this bring nothing to one reader of captures.
const WORKERS_MAX: usize = 64;

pub(crate) fn run(arguments: &cli::Analyze) -> Result<Outcome> {
    let inputs = Inputs::of(&arguments.inputs)?;
    let mut source = Source::open(&inputs.paths)?;
    let output = output(arguments)?;
    let settings = Settings { hash_files: !arguments.no_hash, ..Settings::default() };
    let options =
        file_store::Options { bytes_max: arguments.files_bytes, when_behind: file_store::WhenBehind::Wait };
    let files = file_store::Keeper::open(arguments.data.as_deref(), options)?;
    let mut pipeline = Pipeline::start(workers(arguments.workers), &settings, output, &files)?;
    let mut keeper = Keeper::open(arguments.data.as_deref(), StoreOptions::default())?;
    let mut progress = Progress::new();
    let mut summary = Summary::default();
    let outcome = read_all(&mut source, &mut pipeline, &mut keeper, &mut progress, &mut summary)?;
    keeper.finish()?;
    summary.skipped(source.skipped());
    let finished = pipeline.finish().context("the records could not be written")?;
    let kept = files.finish()?;
    progress.clear();
    summary.print(&finished, &kept);
    Ok(outcome)
}

fn output(arguments: &cli::Analyze) -> Result<Output> {
    let output = Output::create(arguments.out.as_deref())?;
    if arguments.no_detect {
        return Ok(output);
    }
    let place = arguments.data.as_deref().map(Place::to_import_into).transpose()?;
    let investigation = Investigation::new(&Options::default(), Pass::Import, place)?;
    Ok(output.followed_by(Box::new(investigation)))
}

/// How many threads analyse where so many are asked for; 0 is one a core.
pub(crate) fn workers(asked: usize) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    if asked == 0 { cores().min(WORKERS_MAX) } else { asked.min(WORKERS_MAX) }
}

fn read_all(
    source: &mut Source,
    pipeline: &mut Pipeline,
    keeper: &mut Keeper,
    progress: &mut Progress,
    summary: &mut Summary,
) -> Result<Outcome> {
    let mut outcome = Outcome::Done;
    loop {
        match source.next() {
            Ok(Some(Item::Packet(packet))) => {
                summary.packet(&packet);
                progress.packet(summary);
                keeper.keep(&packet)?;
                pipeline.packet(&packet)?;
            }
            Ok(Some(_)) => {}
            Ok(None) => return Ok(outcome),
            Err(error) => {
                outcome = Outcome::Damaged;
                damaged(source, summary, error)?;
            }
        }
    }
}

/// A capture that is damaged or cut short counts up to there. One that cannot be read at all is an error only when
/// nothing else was given.
fn damaged(source: &Source, summary: &Summary, error: CaptureError) -> Result<()> {
    let nothing_read = summary.packets == 0 && source.waiting() == 0;
    if nothing_read && matches!(error, CaptureError::UnknownFormat { .. } | CaptureError::Open { .. }) {
        return Err(error).with_context(|| source.current().display().to_string());
    }
    eprintln!("thymus: {}: {error}; what came before it was analysed", source.current().display());
    Ok(())
}
