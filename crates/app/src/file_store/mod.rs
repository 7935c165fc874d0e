//! The content of files, kept under a data directory by its SHA-256.
//!
//! ```text
//! DATA/files/ab/cdef…     the content whose SHA-256 is abcdef…
//! DATA/files/index.ndjson one line for each time that content was seen
//! DATA/files/tmp/         content that is still coming
//! DATA/files/lock         held by the one process that writes
//! ```
//!
//! Engines hand content over to one thread that writes; see [`Keeper`]. No name or path is ever taken from the network.

mod ask;
mod command;
mod feed;
mod index;
mod layout;
#[cfg(test)]
mod tests;
mod writer;

pub(crate) use ask::{list, open};
pub(crate) use command::{content, run};

use anyhow::{Context as _, Result, anyhow};
use crossbeam_channel::{Sender, bounded};
use feed::{Feed, Message};
use layout::Layout;
use std::path::Path;
use std::thread::JoinHandle;
use thymus_proto::files::FileStore;
pub(crate) use writer::Kept;
use writer::Writer;

/// So many messages wait between the engines and the thread that writes.
const MESSAGES_WAITING: usize = 64;

/// What to do when the disk is slower than the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WhenBehind {
    /// Wait for it: no content is lost, the analysis is slower.
    Wait,
    /// Leave content out: the analysis goes on.
    Drop,
}

/// How to keep files.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    /// The most that the content may take on the disk; what was seen longest ago goes first. None is kept for zero.
    pub(crate) bytes_max: u64,
    pub(crate) when_behind: WhenBehind,
}

/// Keeps files where a data directory was asked for.
pub(crate) struct Keeper {
    writing: Option<(Sender<Message>, JoinHandle<Result<Kept>>)>,
    when_behind: WhenBehind,
}

impl Keeper {
    pub(crate) fn open(data: Option<&Path>, options: Options) -> Result<Self> {
        let when_behind = options.when_behind;
        let Some(data) = data.filter(|_| options.bytes_max > 0) else {
            return Ok(Self { writing: None, when_behind });
        };
        let layout = Layout::of(data);
        let writer = Writer::open(layout, options.bytes_max)
            .with_context(|| format!("cannot keep files in {}", data.display()))?;
        let (sender, messages) = bounded(MESSAGES_WAITING);
        let thread = std::thread::Builder::new()
            .name("files".to_owned())
            .spawn(move || writer.run(&messages))
            .context("cannot start a thread")?;
        Ok(Self { writing: Some((sender, thread)), when_behind })
    }

    /// An engine's way to the store.
    pub(crate) fn store(&self) -> Option<Box<dyn FileStore>> {
        let (sender, _) = self.writing.as_ref()?;
        Some(Box::new(Feed::new(sender.clone(), self.when_behind)))
    }

    /// Waits until everything is written. All engines must be gone by now.
    pub(crate) fn finish(self) -> Result<Kept> {
        let Some((sender, thread)) = self.writing else { return Ok(Kept::default()) };
        drop(sender);
        thread
            .join()
            .map_err(|_| anyhow!("the thread that keeps files panicked"))?
            .context("cannot keep files")
    }
}
