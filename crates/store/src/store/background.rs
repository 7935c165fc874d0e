//! The threads of a store: one seals and syncs, one puts splits together. Neither reads a clock; they count how often they woke.

use super::Inner;
use crate::{Result, StoreError};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often appending looks again whether memory has room, should a signal get lost.
const LOOK_AGAIN: Duration = Duration::from_millis(200);
/// How long nothing is tried after an error.
const REST: Duration = Duration::from_secs(1);

/// What the threads tell each other.
#[derive(Default)]
pub(super) struct Signals {
    asked: Mutex<Asked>,
    wake: Condvar,
    sealed: Condvar,
}

#[derive(Default)]
struct Asked {
    stop: bool,
    seal: bool,
    compact: bool,
    /// Why the last attempt to seal failed, as long as none has succeeded since.
    error: Option<String>,
    full: Option<(std::path::PathBuf, u64)>,
}

/// The threads of a store.
#[derive(Default)]
pub(super) struct Threads(Mutex<Vec<JoinHandle<()>>>);

impl Signals {
    fn lock(&self) -> MutexGuard<'_, Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn ask_to_seal(&self) {
        self.lock().seal = true;
        self.wake.notify_all();
    }

    pub(super) fn ask_to_compact(&self) {
        self.lock().compact = true;
        self.wake.notify_all();
    }

    /// Waits until something was sealed, or a while.
    pub(super) fn wait_for_seal(&self) {
        let mut asked = self.lock();
        asked.seal = true;
        self.wake.notify_all();
        drop(self.sealed.wait_timeout(asked, LOOK_AGAIN));
    }

    /// Notes how sealing went.
    pub(super) fn sealed(&self, result: &Result<()>) {
        let mut asked = self.lock();
        asked.full = None;
        asked.error = None;
        match result {
            Ok(()) => {}
            Err(StoreError::DiskFull { path, dropped_bytes }) => {
                asked.full = Some((path.clone(), *dropped_bytes))
            }
            Err(error) => asked.error = Some(error.to_string()),
        }
        drop(asked);
        self.sealed.notify_all();
    }

    /// Why what is in memory cannot be sealed.
    pub(super) fn seal_error(&self) -> Option<StoreError> {
        let asked = self.lock();
        if let Some((path, dropped_bytes)) = &asked.full {
            return Some(StoreError::DiskFull { path: path.clone(), dropped_bytes: *dropped_bytes });
        }
        asked
            .error
            .as_ref()
            .map(|error| StoreError::ThreadGone(format!("memory is full and cannot be sealed: {error}")))
    }

    /// Waits for something to do; says what. `None` when the store is closed.
    fn wait(&self, timeout: Duration, mine: fn(&mut Asked) -> &mut bool) -> Option<bool> {
        let asked = self.lock();
        let wanted = |asked: &mut Asked| !asked.stop && !*mine(asked);
        let (mut asked, _) =
            self.wake.wait_timeout_while(asked, timeout, wanted).unwrap_or_else(PoisonError::into_inner);
        if asked.stop {
            return None;
        }
        Some(std::mem::take(mine(&mut asked)))
    }
}

impl Threads {
    /// Starts the threads, unless the options say that there are none.
    pub(super) fn start(inner: &Arc<Inner>) -> Result<Self> {
        let threads = Self::default();
        if inner.options.background {
            threads.spawn("store-seal", inner, seal_and_sync)?;
            threads.spawn("store-compact", inner, compact)?;
        }
        Ok(threads)
    }

    fn spawn(&self, name: &str, inner: &Arc<Inner>, run: fn(&Weak<Inner>)) -> Result<()> {
        let weak = Arc::downgrade(inner);
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || run(&weak));
        let thread = thread.map_err(|error| StoreError::ThreadGone(error.to_string()))?;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        Ok(())
    }

    /// Ends the threads and waits for them.
    pub(super) fn stop(&self, signals: &Signals) {
        signals.lock().stop = true;
        signals.wake.notify_all();
        for thread in self.0.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            let _ = thread.join();
        }
    }
}

/// Syncs every so often, and seals when asked to or when records have been in memory long enough.
fn seal_and_sync(inner: &Weak<Inner>) {
    let mut waited = Duration::ZERO;
    loop {
        let Some(strong) = inner.upgrade() else { return };
        let every = strong.options.sync_every;
        let Some(asked) = strong.signals.wait(every, |asked| &mut asked.seal) else { return };
        waited = if asked { Duration::ZERO } else { waited + every };
        let _ = strong.flush();
        if asked || waited >= strong.options.seal_after {
            waited = Duration::ZERO;
            if !asked {
                strong.write().freeze();
            }
            let result = strong.seal_frozen();
            let failed = result.is_err();
            strong.signals.sealed(&result);
            if failed {
                let _ = strong.signals.wait(REST, |asked| &mut asked.stop);
            }
        }
    }
}

/// Puts splits together as long as there is something to put together.
fn compact(inner: &Weak<Inner>) {
    loop {
        let Some(strong) = inner.upgrade() else { return };
        if strong.signals.wait(strong.options.seal_after, |asked| &mut asked.compact).is_none() {
            return;
        }
        while !strong.signals.lock().stop && strong.compact_once().unwrap_or(false) {}
    }
}
