//! What follows the records: who they are about, what is raised on them, where they are kept.

mod checkpoint;
mod ledger;
mod options;

pub(crate) use checkpoint::entities_of;
pub(crate) use ledger::WhenFull;
pub(crate) use options::Options;

use crate::data;
use crate::models::{Library, versions};
use crate::pipeline::Follower;
use crate::registry::registry;
use anyhow::{Context as _, Result};
use checkpoint::Checkpoint;
use ledger::Ledger;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use thymus_detect::{Breach, Detector};
use thymus_entity::Entities;
use thymus_record::{Interval, Row, Timestamp};
use thymus_store::{EventStore as _, Sequence, Store};

/// How often what is known is written down, so that little has to be read again after a crash.
const CHECKPOINT_EVERY: Interval = Interval::from_seconds(60);

/// Where records and what is learned from them are kept.
pub(crate) struct Place {
    /// The data directory.
    pub(crate) data: PathBuf,
    /// Its records.
    pub(crate) store: Arc<Store>,
    /// What to do when its disk is full.
    pub(crate) when_full: WhenFull,
}

impl Place {
    /// A data directory to import captures into; made if it is missing.
    pub(crate) fn to_import_into(data: &Path) -> Result<Self> {
        let store = Arc::new(data::open_or_make(data, thymus_store::Options::default())?);
        Ok(Self { data: data.to_owned(), store, when_full: WhenFull::Fail })
    }
}

/// How long it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pass {
    /// Over captures: from their beginning to their end, where every window is closed.
    Import,
    /// Over what comes, from where it was left to where it will be taken up again.
    Live,
}

/// What others may ask and change while records are followed.
#[derive(Clone)]
pub(crate) struct Shared {
    entities: Arc<Mutex<Entities>>,
    models: Arc<Mutex<Option<Library>>>,
}

/// Follows records: names who is who, runs the models, keeps everything.
pub(crate) struct Investigation {
    pass: Pass,
    shared: Shared,
    detector: Detector,
    /// The detector of the live pass, while an import goes on.
    set_aside: Vec<u8>,
    breaches: Vec<Breach>,
    keeping: Option<Keeping>,
    /// Somebody else writes down what is known: an import beside a live pass leaves that to it.
    beside: bool,
    checkpoint_at: Option<Timestamp>,
}

struct Keeping {
    data: PathBuf,
    versions: versions::Keeper,
    ledger: Ledger,
}

impl Keeping {
    fn at(place: Place) -> Self {
        Self {
            versions: versions::Keeper::new(&place.data),
            ledger: Ledger::new(place.store, place.when_full),
            data: place.data,
        }
    }
}

impl Investigation {
    /// With a place to keep things, it goes on from what is known there.
    pub(crate) fn new(options: &Options, pass: Pass, place: Option<Place>) -> Result<Self> {
        let library = options.library(place.as_ref().map(|place| place.data.as_path()))?;
        let checkpoint = match &place {
            Some(place) => Checkpoint::read(&place.data)?,
            None => Checkpoint::default(),
        };
        let since = checkpoint.sequence;
        let entities = checkpoint.entities(options);
        let detector = checkpoint.detector(&library, options);
        let mut investigation = Self {
            pass,
            shared: Shared { entities: Arc::new(Mutex::new(entities)), models: Arc::default() },
            detector,
            set_aside: Vec::new(),
            breaches: Vec::new(),
            keeping: None,
            beside: false,
            checkpoint_at: None,
        };
        if let Some(place) = place {
            investigation.catch_up(place, since)?;
        }
        if pass == Pass::Import {
            investigation.set_aside = investigation.detector.snapshot();
            let models = library.running();
            investigation.detector =
                Detector::new(&models, &library.exceptions, registry(), options.detector());
        }
        Ok(investigation)
    }

    /// An import beside a live pass: it shares what is known of devices with it and leaves writing that down to it, and has a
    /// detector of its own, because captures are of other times.
    pub(crate) fn beside(options: &Options, library: &Library, shared: &Shared, place: Place) -> Self {
        let models = library.running();
        Self {
            pass: Pass::Import,
            shared: Shared { entities: Arc::clone(&shared.entities), models: Arc::default() },
            detector: Detector::new(&models, &library.exceptions, registry(), options.detector()),
            set_aside: Vec::new(),
            breaches: Vec::new(),
            keeping: Some(Keeping::at(place)),
            beside: true,
            checkpoint_at: None,
        }
    }

    /// What others may ask and change while this goes on.
    pub(crate) fn shared(&self) -> Shared {
        self.shared.clone()
    }

    /// Takes in what was stored after the checkpoint. What was raised on it is raised again, and kept once.
    fn catch_up(&mut self, place: Place, since: Sequence) -> Result<()> {
        let mut raised = Vec::new();
        let done = place.store.replay(since, &mut |_, mut row| {
            if !is_raised(&row) {
                self.observe(&mut row, &mut raised);
            }
        });
        let done = done.context("what was stored since the last checkpoint cannot be read")?;
        if done.missing > 0 {
            eprintln!(
                "thymus: {} batches of records were stored since the last checkpoint and their order is no longer known; what \
                 they tell of devices is not known, and models that would have fired on them did not",
                done.missing
            );
        }
        self.keeping = Some(Keeping::at(place));
        self.settle(&mut raised)?;
        self.keep(&raised, 0)
    }

    fn observe(&mut self, row: &mut Row, raised: &mut Vec<Row>) {
        let changes = self.shared.entities().observe(row);
        self.detector.observe(row, &mut self.breaches);
        for change in changes {
            self.detector.observe(&change, &mut self.breaches);
            raised.push(change);
        }
    }

    /// Turns breaches into records, and keeps the texts of the models that raised them.
    fn settle(&mut self, raised: &mut Vec<Row>) -> Result<()> {
        for breach in self.breaches.drain(..) {
            if let Some(keeping) = &mut self.keeping {
                if keeping.ledger.has_breach(&breach.record)? {
                    continue;
                }
                keeping.versions.keep(&breach.model).context("a breach was raised")?;
            }
            raised.push(breach.row());
        }
        Ok(())
    }

    /// Keeps what was raised from this place on.
    fn keep(&mut self, raised: &[Row], from: usize) -> Result<()> {
        let Some(keeping) = &mut self.keeping else { return Ok(()) };
        let fresh = raised.get(from..).unwrap_or_default();
        fresh.iter().try_for_each(|row| keeping.ledger.keep(row.clone()))
    }

    /// Runs other models from now on, if others were given.
    fn take_models(&mut self) {
        if let Some(library) = self.shared.models().take() {
            self.detector.replace_models(&library.running(), &library.exceptions);
        }
    }

    /// Writes down what is known, together with how far it goes.
    fn checkpoint(&mut self) -> Result<()> {
        let Some(keeping) = &mut self.keeping else { return Ok(()) };
        if self.beside {
            return keeping.ledger.flush().map(|_| ());
        }
        // First how far it goes, then what is known: records that an import beside this appends meanwhile are followed again after
        // a crash, which is no harm; taken the other way round they would be forgotten.
        let sequence = keeping.ledger.flush()?;
        let detector = match self.pass {
            Pass::Live => self.detector.snapshot(),
            Pass::Import => std::mem::take(&mut self.set_aside),
        };
        let entities = self.shared.entities().snapshot().context("what is known of devices")?;
        Checkpoint { sequence, entities, detector }.write(&keeping.data)?;
        keeping.ledger.release(sequence);
        Ok(())
    }
}

/// Whether a record is what somebody made of other records, and makes again of the same ones.
fn is_raised(row: &Row) -> bool {
    matches!(row.kind(), thymus_detect::KIND | "device_change" | "breach_note")
}

impl Follower for Investigation {
    fn follow(&mut self, mut row: Row, raised: &mut Vec<Row>) -> Result<()> {
        let before = raised.len();
        self.observe(&mut row, raised);
        self.settle(raised)?;
        if let Some(keeping) = &mut self.keeping {
            keeping.ledger.keep(row)?;
        }
        self.keep(raised, before)
    }

    fn idle(&mut self, now: Timestamp, raised: &mut Vec<Row>) -> Result<()> {
        let before = raised.len();
        self.take_models();
        self.detector.advance(now, &mut self.breaches);
        self.settle(raised)?;
        self.keep(raised, before)?;
        if let Some(keeping) = &mut self.keeping {
            keeping.ledger.hand_on()?;
        }
        let due = *self.checkpoint_at.get_or_insert_with(|| now + CHECKPOINT_EVERY);
        if now >= due {
            self.checkpoint_at = Some(now + CHECKPOINT_EVERY);
            self.checkpoint()?;
        }
        Ok(())
    }

    fn finish(&mut self, raised: &mut Vec<Row>) -> Result<()> {
        let before = raised.len();
        if self.pass == Pass::Import {
            self.detector.finish(&mut self.breaches);
            self.settle(raised)?;
            self.keep(raised, before)?;
        }
        self.checkpoint()
    }
}

impl Shared {
    /// What is known of devices and accounts. Whoever holds it holds up the records.
    pub(crate) fn entities(&self) -> MutexGuard<'_, Entities> {
        self.entities.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Models to be run instead of those that run.
    fn models(&self) -> MutexGuard<'_, Option<Library>> {
        self.models.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs these models from the next quiet moment on, within a second.
    pub(crate) fn replace_models(&self, library: Library) {
        *self.models() = Some(library);
    }
}
