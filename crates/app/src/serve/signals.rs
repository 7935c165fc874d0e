//! What the operating system tells the program: to end, to read its models again.

use anyhow::{Context as _, Result};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What was told.
pub(super) struct Signals {
    /// The program is to end.
    pub(super) stop: Arc<AtomicBool>,
    reload: Arc<AtomicBool>,
}

impl Signals {
    /// Listens from now on. A second signal to end ends the program at once.
    pub(super) fn listen() -> Result<Self> {
        let (stop, reload) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let failed = "cannot listen for signals";
        for signal in [SIGINT, SIGTERM] {
            // In this order: the first signal finds the flag unset, sets it, and only the next one ends the program.
            signal_hook::flag::register_conditional_shutdown(signal, 1, Arc::clone(&stop)).context(failed)?;
            signal_hook::flag::register(signal, Arc::clone(&stop)).context(failed)?;
        }
        signal_hook::flag::register(SIGHUP, Arc::clone(&reload)).context(failed)?;
        Ok(Self { stop, reload })
    }

    /// Whether the models are to be read again; asked once, it is forgotten.
    pub(super) fn reload(&self) -> bool {
        self.reload.swap(false, Ordering::Relaxed)
    }

    /// Whether the program is to end.
    pub(super) fn is_over(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}
