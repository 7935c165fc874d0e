//! One ring, its reader and its engine.

use crate::packets::Keeper;
use crate::pipeline::Lane;
use anyhow::Result;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use thymus_capture::Packet;
use thymus_capture::live::{Live, Ring};
use thymus_wire::{Interval, Timestamp};

/// Records are handed on, and packets looked after, at least this often.
const HAND_ON_EVERY: Interval = Interval::from_millis(500);

/// Reads one ring until it is told to stop.
pub(super) struct Reader {
    pub(super) ring: Ring,
    pub(super) lane: Lane,
    pub(super) keeper: Arc<Mutex<Keeper>>,
    pub(super) stop: Arc<AtomicBool>,
}

/// What one ring came to.
pub(super) struct Counted {
    pub(super) analysed: u64,
    pub(super) dropped_by_kernel: u64,
}

impl Reader {
    pub(super) fn run(mut self, until: Option<Interval>) -> Result<Counted> {
        let mut analysed = 0;
        let mut began = None;
        let mut handed_on = Timestamp::default();
        loop {
            let now = match self.ring.next(&self.stop)? {
                Live::Packet(packet) => {
                    analysed += 1;
                    take(&mut self.lane, &self.keeper, &packet);
                    packet.timestamp
                }
                Live::Idle { now } => {
                    self.lane.advance(now);
                    now
                }
                Live::Stopped => break,
            };
            if now - handed_on >= HAND_ON_EVERY {
                handed_on = now;
                self.lane.hand_on()?;
                self.keeper.lock().unwrap_or_else(PoisonError::into_inner).advance_while_possible(now);
            }
            if until.is_some_and(|until| now - *began.get_or_insert(now) >= until) {
                break;
            }
        }
        self.lane.finish()?;
        let dropped_by_kernel = self.ring.statistics()?.dropped;
        Ok(Counted { analysed, dropped_by_kernel })
    }
}

fn take(lane: &mut Lane, keeper: &Mutex<Keeper>, packet: &Packet<'_>) {
    keeper.lock().unwrap_or_else(PoisonError::into_inner).keep_while_possible(packet);
    lane.packet(packet);
}
