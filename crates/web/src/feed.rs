//! New breaches, for all who listen.
//!
//! The latest [`FEED_EVENTS_MAX`] are remembered once for everybody; a listener is a place among them. So a slow one costs nothing,
//! and learns how many it missed.

use crate::json::RecordView;
use crate::limits::FEED_EVENTS_MAX;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use thymus_record::{Row, Timestamp, Value};
use tokio::sync::watch;

/// New breaches, as they are raised.
pub struct Feed {
    /// Tells this run of the program from others.
    run: u64,
    state: Mutex<Remembered>,
    newest: watch::Sender<u64>,
}

struct Remembered {
    /// The number of the first event that is remembered; the first of all is 1.
    first: u64,
    events: VecDeque<Arc<Raised>>,
    closed: bool,
}

/// A breach was raised.
pub(crate) struct Raised {
    pub(crate) priority: u64,
    pub(crate) json: String,
}

/// What a listener hears.
pub(crate) enum Heard {
    /// A breach, and its place.
    Breach(u64, Arc<Raised>),
    /// Breaches were raised that are not remembered any more; how many, unless the program was started again since. What comes
    /// next has this place behind it.
    Missed(u64, Option<u64>),
}

/// Somebody who listens.
pub(crate) struct Listener {
    feed: Arc<Feed>,
    next: u64,
    restarted: bool,
    news: watch::Receiver<u64>,
}

impl Feed {
    /// Nothing was raised yet. `started`: when the program was started, by which clients tell its runs apart.
    #[must_use]
    pub fn new(started: Timestamp) -> Self {
        let state = Remembered { first: 1, events: VecDeque::new(), closed: false };
        Self { run: started.0.unsigned_abs(), state: Mutex::new(state), newest: watch::Sender::new(0) }
    }

    /// A breach was raised and is stored.
    pub fn publish(&self, breach: &Row) {
        let priority = if let Value::Count(priority) = breach.get("priority") { priority } else { 0 };
        let json = RecordView::of(breach).text().to_owned();
        let mut state = self.state();
        state.events.push_back(Arc::new(Raised { priority, json }));
        if state.events.len() > FEED_EVENTS_MAX {
            state.events.pop_front();
            state.first += 1;
        }
        let newest = state.next() - 1;
        drop(state);
        self.newest.send_replace(newest);
    }

    /// The program ends: all who listen are let go.
    pub fn close(&self) {
        self.state().closed = true;
        self.newest.send_modify(|_| {});
    }

    fn state(&self) -> MutexGuard<'_, Remembered> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The name of a place, for a client to come back with.
    pub(crate) fn name(&self, place: u64) -> String {
        format!("{:x}-{place}", self.run)
    }

    /// Listens: from behind the place of this name, or from now on.
    pub(crate) fn listen(self: &Arc<Self>, last: Option<&str>) -> Listener {
        let news = self.newest.subscribe();
        let next = self.state().next();
        let place = last.and_then(|name| {
            let (run, place) = name.split_once('-')?;
            Some((u64::from_str_radix(run, 16).ok()?, place.parse::<u64>().ok()?))
        });
        let (next, restarted) = match (last, place) {
            (None, _) => (next, false),
            (_, Some((run, place))) if run == self.run && place < next => (place + 1, false),
            // Another run: nobody knows what was between. All of this one is new.
            _ => (1, true),
        };
        Listener { feed: Arc::clone(self), next, restarted, news }
    }
}

impl Remembered {
    fn next(&self) -> u64 {
        self.first + self.events.len() as u64
    }
}

impl Listener {
    /// What comes next; nothing when the program ends.
    pub(crate) async fn next(&mut self) -> Option<Heard> {
        loop {
            // Marked as seen before it is looked at: what comes in between wakes it up again.
            self.news.borrow_and_update();
            match self.ready() {
                Ok(heard) => return heard,
                Err(()) => self.news.changed().await.ok()?,
            }
        }
    }

    /// What is there already, or an error if nothing is.
    fn ready(&mut self) -> Result<Option<Heard>, ()> {
        let state = self.feed.state();
        if state.closed {
            return Ok(None);
        }
        if self.restarted {
            self.restarted = false;
            self.next = state.first;
            return Ok(Some(Heard::Missed(self.next - 1, None)));
        }
        if self.next < state.first {
            let missed = state.first - self.next;
            self.next = state.first;
            return Ok(Some(Heard::Missed(self.next - 1, Some(missed))));
        }
        let index = usize::try_from(self.next - state.first).unwrap_or(usize::MAX);
        let event = state.events.get(index).ok_or(())?;
        self.next += 1;
        Ok(Some(Heard::Breach(self.next - 1, Arc::clone(event))))
    }
}
