//! Fills a data directory with the days of a company.

use crate::analyze::{Progress, Summary, workers};
use crate::file_store::{self, WhenBehind};
use crate::investigation::{Investigation, Options, Pass, Place};
use crate::packets::Keeper;
use crate::pipeline::{Output, Pipeline};
use crate::simulate;
use anyhow::{Context as _, Result};
use std::path::Path;
use thymus_capture::store::StoreOptions;
use thymus_proto::Settings;
use thymus_sim::{Company, story::Story};

/// The most that the content of files may take.
const FILES_BYTES_MAX: u64 = 512 << 20;

/// Records of all days; packets of the day of the incident, since those of sixty days would fill the disk.
pub(super) fn fill(company: &Company, story: &Story, data: &Path) -> Result<()> {
    let investigation =
        Investigation::new(&Options::default(), Pass::Import, Some(Place::to_import_into(data)?))?;
    let output = Output::create(None)?.followed_by(Box::new(investigation));
    let options = file_store::Options { bytes_max: FILES_BYTES_MAX, when_behind: WhenBehind::Wait };
    let files = file_store::Keeper::open(Some(data), options)?;
    let mut pipeline = Pipeline::start(workers(0), &Settings::default(), output, &files)?;
    let mut keeper = Keeper::open(Some(data), StoreOptions::default())?;
    let kept_from = company.moment(story.incident_day, 0, 0).unwrap_or(story.window.start);
    let mut progress = Progress::new();
    let mut summary = Summary::default();
    simulate::feed(company, company.span(), |packet| {
        summary.packet(packet);
        progress.packet(&summary);
        if packet.timestamp >= kept_from {
            keeper.keep(packet)?;
        }
        pipeline.packet(packet)
    })?;
    keeper.finish()?;
    let finished = pipeline.finish().context("the records could not be written")?;
    let kept = files.finish()?;
    progress.clear();
    summary.print(&finished, &kept);
    Ok(())
}
