//! One capture: read, analysed, followed, kept.

use crate::file_store;
use crate::investigation::{Investigation, Options, Place, Shared, WhenFull};
use crate::packets::Keeper;
use crate::pipeline::{Output, Pipeline};
use crate::serve::models::Catalogue;
use crate::serve::recorder::Recorder;
use crate::serve::tally::{Source, Tally};
use anyhow::{Context as _, Result};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use thymus_capture::{CaptureError, Item, Packet, Source as Capture};
use thymus_proto::Settings;
use thymus_store::Store;
use thymus_web::Feed;

/// Takes captures in.
pub(in crate::serve) struct Intake {
    pub(in crate::serve) data: PathBuf,
    pub(in crate::serve) store: Arc<Store>,
    pub(in crate::serve) options: Options,
    pub(in crate::serve) shared: Shared,
    pub(in crate::serve) catalogue: Arc<Catalogue>,
    pub(in crate::serve) keeper: Arc<Mutex<Keeper>>,
    pub(in crate::serve) files: Arc<file_store::Keeper>,
    pub(in crate::serve) tally: Arc<Tally>,
    pub(in crate::serve) feed: Arc<Feed>,
    pub(in crate::serve) stop: Arc<AtomicBool>,
}

/// What became of a capture.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// It was read to its end, or to where it is damaged.
    Done,
    /// Nothing of it can be read: why.
    Unreadable(String),
    /// The program is to end. What came of it so far is what will come of it again, so that it can be read anew as a whole.
    Stopped,
}

impl Intake {
    /// Takes a capture in.
    pub(super) fn take(&self, path: &Path, source: &Source) -> Result<Taken> {
        let mut capture = match Capture::open(&[path]) {
            Ok(capture) => capture,
            Err(error) => return Ok(Taken::Unreadable(error.to_string())),
        };
        let output = Output::create(None)?.followed_by(Box::new(self.recorder()));
        // One engine in this thread: given up in the middle, it closes no flow and so makes no record that the whole would not.
        let mut pipeline = Pipeline::start(1, &Settings::default(), output, &self.files)?;
        let mut packets = 0_u64;
        loop {
            match capture.next() {
                Ok(Some(Item::Packet(packet))) => {
                    packets += 1;
                    self.packet(&packet, source);
                    pipeline.packet(&packet)?;
                }
                Ok(Some(_)) => {}
                Ok(None) => break,
                Err(error) if packets == 0 && is_no_capture(&error) => {
                    return Ok(Taken::Unreadable(error.to_string()));
                }
                Err(error) => {
                    eprintln!("thymus: {}: {error}; what came before it was analysed", path.display());
                }
            }
            if self.stop.load(Ordering::Relaxed) {
                return Ok(Taken::Stopped);
            }
        }
        pipeline.finish().context("the records could not be kept")?;
        Ok(Taken::Done)
    }

    fn packet(&self, packet: &Packet<'_>, source: &Source) {
        source.counters.saw(packet.timestamp);
        self.keeper.lock().unwrap_or_else(PoisonError::into_inner).keep_while_possible(packet);
    }

    fn recorder(&self) -> Recorder {
        let place =
            Place { data: self.data.clone(), store: Arc::clone(&self.store), when_full: WhenFull::GoOn };
        let library = self.catalogue.library();
        let investigation = Investigation::beside(&self.options, &library, &self.shared, place);
        Recorder::new(investigation, Arc::clone(&self.tally), Arc::clone(&self.feed))
    }
}

fn is_no_capture(error: &CaptureError) -> bool {
    matches!(error, CaptureError::UnknownFormat { .. } | CaptureError::Open { .. })
}
