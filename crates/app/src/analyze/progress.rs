//! A line on a terminal for work that takes long; nothing when the output is no terminal.

use super::summary::Summary;
use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// The clock is looked at only so often.
const PACKETS_PER_LOOK: u64 = 65_536;

/// Work shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_secs(2);

/// The line, and when it was last written.
pub(crate) struct Progress {
    started: Option<Instant>,
    written: bool,
}

impl Progress {
    #[allow(clippy::disallowed_methods, reason = "the user's patience is measured in real time")]
    pub(crate) fn new() -> Self {
        Self { started: std::io::stderr().is_terminal().then(Instant::now), written: false }
    }

    pub(crate) fn packet(&mut self, summary: &Summary) {
        if summary.packets.is_multiple_of(PACKETS_PER_LOOK) {
            self.show(summary);
        }
    }

    fn show(&mut self, summary: &Summary) {
        let Some(elapsed) = self.started.map(|started| started.elapsed()) else { return };
        if elapsed < PATIENCE {
            return;
        }
        let megabytes = summary.bytes / 1_000_000;
        let rate = megabytes / elapsed.as_secs().max(1);
        self.written = true;
        eprint!("\r{} packets, {megabytes} MB, {rate} MB/s ", summary.packets);
        let _ = std::io::stderr().flush();
    }

    pub(crate) fn clear(&self) {
        if self.written {
            eprint!("\r\x1b[K");
        }
    }
}
