//! The records of a capture that a test names.

use crate::file_store::{self, WhenBehind};
use crate::pipeline::{Follower, Output, Pipeline};
use anyhow::{Context as _, Result};
use crossbeam_channel::Sender;
use std::path::{Path, PathBuf};
use thymus_capture::{Item, Source};
use thymus_entity::{Entities, Networks};
use thymus_proto::Settings;
use thymus_record::{Row, Timestamp};

/// Where this capture lies: below the first of the directories that has it.
pub(super) fn find(name: &str, directories: &[PathBuf]) -> Option<PathBuf> {
    directories.iter().map(|directory| directory.join(name)).find(|path| path.is_file())
}

/// The records of a capture with the facts about them, as models see them. A capture that is damaged counts up to there.
pub(super) fn rows(path: &Path) -> Result<Vec<Row>> {
    let (sender, rows) = crossbeam_channel::unbounded();
    let entities = Entities::new(Networks::default(), thymus_entity::Limits::default());
    let output = Output::create(None)?.followed_by(Box::new(Collector { entities, sender }));
    let none = file_store::Options { bytes_max: 0, when_behind: WhenBehind::Wait };
    let files = file_store::Keeper::open(None, none)?;
    let mut pipeline = Pipeline::start(1, &Settings::default(), output, &files)?;
    let failed = || format!("cannot read {}", path.display());
    let mut source = Source::open(&[path.to_owned()]).with_context(failed)?;
    while let Ok(Some(item)) = source.next() {
        if let Item::Packet(packet) = item {
            pipeline.packet(&packet)?;
        }
    }
    pipeline.finish()?;
    files.finish()?;
    Ok(rows.iter().collect())
}

/// Says who the records are about, and hands them over.
struct Collector {
    entities: Entities,
    sender: Sender<Row>,
}

impl Follower for Collector {
    fn follow(&mut self, mut row: Row, _: &mut Vec<Row>) -> Result<()> {
        let changes = self.entities.observe(&mut row);
        self.sender.send(row)?;
        changes.into_iter().try_for_each(|change| self.sender.send(change))?;
        Ok(())
    }

    fn idle(&mut self, _: Timestamp, _: &mut Vec<Row>) -> Result<()> {
        Ok(())
    }

    fn finish(&mut self, _: &mut Vec<Row>) -> Result<()> {
        Ok(())
    }
}
