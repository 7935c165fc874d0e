//! What follows the records: who they are about, what is raised on them, where they are kept.

mod options;

pub(crate) use options::Options;

use crate::models::versions;
use crate::pipeline::Follower;
use crate::registry::registry;
use anyhow::{Context as _, Result};
use std::path::Path;
use thymus_detect::{Breach, Detector};
use thymus_entity::{Entities, Networks};
use thymus_record::{Row, Timestamp};

/// Follows records: names who is who, runs the models, keeps everything.
pub(crate) struct Investigation {
    entities: Entities,
    detector: Detector,
    versions: Option<versions::Keeper>,
    breaches: Vec<Breach>,
}

impl Investigation {
    /// Nothing is known yet. With a data directory, what is raised and what it was raised by is kept there.
    pub(crate) fn new(options: &Options, data: Option<&Path>) -> Result<Self> {
        let library = options.library(data)?;
        let models: Vec<_> = library.models.iter().map(|held| held.model.clone()).collect();
        Ok(Self {
            entities: Entities::new(Networks::default(), thymus_entity::Limits::default()),
            detector: Detector::new(&models, &library.exceptions, registry(), options.detector()),
            versions: data.map(versions::Keeper::new),
            breaches: Vec::new(),
        })
    }

    /// Keeps what was raised.
    fn settle(&mut self, raised: &mut Vec<Row>) -> Result<()> {
        for breach in self.breaches.drain(..) {
            if let Some(versions) = &mut self.versions {
                versions.keep(&breach.model).context("a breach was raised")?;
            }
            raised.push(breach.row());
        }
        Ok(())
    }
}

impl Follower for Investigation {
    fn follow(&mut self, mut row: Row, raised: &mut Vec<Row>) -> Result<()> {
        let changes = self.entities.observe(&mut row);
        self.detector.observe(&row, &mut self.breaches);
        for change in changes {
            self.detector.observe(&change, &mut self.breaches);
            raised.push(change);
        }
        self.settle(raised)
    }

    fn idle(&mut self, now: Timestamp, raised: &mut Vec<Row>) -> Result<()> {
        self.detector.advance(now, &mut self.breaches);
        self.settle(raised)
    }

    fn finish(&mut self, raised: &mut Vec<Row>) -> Result<()> {
        self.detector.finish(&mut self.breaches);
        self.settle(raised)
    }
}
