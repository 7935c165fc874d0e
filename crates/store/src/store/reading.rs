//! Opening a store that another process may be writing to, without changing anything in it.
//!
//! The writer changes the store in an order that makes this safe without a lock: splits are whole before the view names them, the
//! view changes before the log forgets what they hold, and before files go that it named until then. So one who has read a view
//! and finds all its splits, and no gap in the log behind them, and then the same view again, has the store as it was at that
//! moment. One who does not looks again. Files that are open stay readable after they are deleted.

use super::open::{CATALOGUE, LOG, Parts, SPLITS};
use super::{Inner, Options};
use crate::api::Sequence;
use crate::catalogue::{Catalogue, Contents, list, path_of_view, read_view, rebuild};
use crate::log::{Log, RealDisk, read_all};
use crate::{Result, StoreError};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use thymus_record::Registry;

/// How often the view is looked at again before one that does not fit is taken for what a crash has left.
const LOOKS_MAX: u32 = 200;
/// What passes between two looks: a writer that is between two steps has done the second one by then.
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// What a look at the store found.
enum Look {
    /// The store, and whether something that should be there is not.
    Seen(Box<Inner>, bool),
    /// Splits went while they were looked for.
    Moved,
}

/// Opens the store of a directory to be read only.
pub(super) fn open(directory: &Path, registry: &Registry, options: &Options) -> Result<Inner> {
    let view = path_of_view(directory);
    if !directory.join(SPLITS).is_dir() || !directory.join(LOG).is_dir() {
        return Err(StoreError::NoStore { path: directory.to_owned() });
    }
    let mut contents = read_view(&view)?;
    for _ in 0..LOOKS_MAX {
        let found = match &contents {
            Some(contents) => look(directory, registry, options, contents, true)?,
            None => Look::Moved,
        };
        let again = read_view(&view)?;
        if again != contents {
            // Somebody is at work and has got on: what was in the log then may be in a split now. The sooner the next look, the
            // better the chance to see it whole.
            contents = again;
            continue;
        }
        if let Look::Seen(inner, false) = found {
            return Ok(*inner);
        }
        std::thread::sleep(BETWEEN_LOOKS);
        let again = read_view(&view)?;
        if let (Look::Seen(inner, true), true) = (found, again == contents) {
            // Nobody is at work: the gap is in the log itself, and told.
            return Ok(*inner);
        }
        contents = again;
    }
    // There is no view, or not one that is true: a crash took it. The splits speak for themselves.
    let (files, _) = list(&directory.join(SPLITS))?;
    let contents = Contents { splits: rebuild(&files), applied: Sequence(0) };
    match look(directory, registry, options, &contents, false)? {
        Look::Seen(mut inner, _) => {
            inner.repairs.push("there is no view of the store; its splits were asked instead".to_owned());
            Ok(*inner)
        }
        Look::Moved => Err(StoreError::Moving { path: directory.to_owned() }),
    }
}

/// Looks at the splits and at the log behind them. `is_view` is whether it is known which batches the splits hold.
fn look(
    directory: &Path,
    registry: &Registry,
    options: &Options,
    contents: &Contents,
    is_view: bool,
) -> Result<Look> {
    let log_folder = directory.join(LOG);
    let log = |last, files| Log::new(&log_folder, Arc::new(RealDisk), registry, last, files, 0);
    let catalogue = Catalogue::closed(&directory.join(CATALOGUE));
    let log_before = log(contents.applied, Vec::new())?;
    let parts = Parts { directory, contents, next_split: 0, log: log_before, catalogue, lock: None };
    let mut inner = Inner::new(parts, registry.clone(), options.clone());
    for handle in inner.read().splits.iter() {
        match handle.open(registry, &inner.open_splits) {
            // What is damaged is passed over and told, as always.
            Ok(_) | Err(StoreError::Damaged { .. }) => {}
            Err(_) if !handle.path.exists() => return Ok(Look::Moved),
            Err(error) => return Err(error),
        }
    }
    let mut before = contents.applied;
    let mut has_gap = false;
    let replay = read_all(&log_folder, registry, contents.applied, |sequence, rows| {
        has_gap |= is_view && sequence.0 > before.0 + 1;
        before = sequence;
        inner.take_back(&rows, sequence)
    })?;
    inner.log = std::sync::Mutex::new(log(replay.last, replay.files)?);
    inner.durable().through = replay.last;
    if has_gap {
        inner.repairs.push("batches are missing in the log".to_owned());
    }
    Ok(Look::Seen(Box::new(inner), has_gap || replay.vanished))
}
