//! What is to be done now and then while the program runs.

use super::program::Program;
use super::signals::Signals;
use crate::clock;
use std::time::Duration;
use thymus_record::{Interval, Timestamp};
use thymus_store::{Dropped, EventStore as _};

/// How often it is looked what is to be done.
const NAP: Duration = Duration::from_millis(100);

/// How often it is looked whether files of models were changed.
const MODELS_EVERY: Interval = Interval::from_seconds(1);

/// How often what is too old or too much is forgotten.
const EXPIRE_EVERY: Interval = Interval::from_seconds(60);

/// How often packets that wait are handed to the operating system while none come.
const PACKETS_EVERY: Interval = Interval::from_millis(500);

/// Something that is due now and then.
struct Due {
    every: Interval,
    next: Timestamp,
}

impl Due {
    fn every(every: Interval) -> Self {
        Self { every, next: Timestamp(0) }
    }

    fn is_due(&mut self, now: Timestamp) -> bool {
        // A clock that was set back must not hold things up.
        let due = now >= self.next || self.next - now > self.every;
        if due {
            self.next = now + self.every;
        }
        due
    }
}

/// Does what is due until the program is to end.
pub(super) fn until_the_end(program: &Program, signals: &Signals) {
    let (mut models, mut expiry, mut packets) =
        (Due::every(MODELS_EVERY), Due::every(EXPIRE_EVERY), Due::every(PACKETS_EVERY));
    while !signals.is_over() {
        let now = clock::now();
        if packets.is_due(now) {
            program.keeper().advance_while_possible(now);
        }
        let reloaded = if signals.reload() {
            program.catalogue.reload()
        } else if models.is_due(now) {
            program.catalogue.reload_if_changed()
        } else {
            Ok(())
        };
        if let Err(error) = reloaded {
            eprintln!("thymus: {error:#}; the models that ran go on");
        }
        if expiry.is_due(now) {
            expire(program, now);
        }
        std::thread::sleep(NAP);
    }
}

fn expire(program: &Program, now: Timestamp) {
    match program.store.expire(now) {
        Ok(Dropped { records: 0, .. }) => {}
        Ok(Dropped { records, bytes, .. }) => {
            eprintln!("thymus: {records} records of {bytes} bytes were too old or too much, and are gone");
        }
        Err(error) => eprintln!("thymus: {error}; what is too old stays until that works"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_is_due_again_though_the_clock_goes_back() {
        let mut due = Due::every(Interval::from_seconds(60));
        let at = |seconds: i64| Timestamp(seconds * 1_000_000_000);
        assert!(due.is_due(at(1_000)));
        assert!(!due.is_due(at(1_059)));
        assert!(due.is_due(at(1_060)));
        assert!(due.is_due(at(500)));
        assert!(!due.is_due(at(501)));
    }
}
