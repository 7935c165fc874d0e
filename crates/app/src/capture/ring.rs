//! One ring, its reader and its engine.

use crate::packets::Keeper;
use crate::pipeline::Lane;
use anyhow::Result;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use thymus_capture::Packet;
use thymus_capture::live::{Live, Ring};
use thymus_wire::{Interval, Timestamp};

/// Records are handed on, and packets looked after, at least this often.
const HAND_ON_EVERY: Interval = Interval::from_millis(500);

/// What was read so far, for those who watch meanwhile.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    /// Packets that were analysed.
    pub(crate) packets: AtomicU64,
    /// Packets that were dropped before.
    pub(crate) lost: AtomicU64,
    /// The time of the latest packet, in nanoseconds since 1970.
    pub(crate) last_seen: AtomicI64,
}

impl Counters {
    /// A packet was read.
    pub(crate) fn saw(&self, packet: Timestamp) {
        self.packets.fetch_add(1, Ordering::Relaxed);
        self.last_seen.fetch_max(packet.0, Ordering::Relaxed);
    }
}

/// Reads one ring until it is told to stop.
pub(crate) struct Reader {
    pub(crate) ring: Ring,
    pub(crate) lane: Lane,
    pub(crate) keeper: Arc<Mutex<Keeper>>,
    pub(crate) stop: Arc<AtomicBool>,
    pub(crate) counters: Arc<Counters>,
}

/// What one ring came to.
pub(crate) struct Counted {
    pub(crate) analysed: u64,
    pub(crate) dropped_by_kernel: u64,
}

impl Reader {
    pub(crate) fn run(mut self, until: Option<Interval>) -> Result<Counted> {
        let (mut analysed, mut dropped) = (0, 0);
        let mut began = None;
        let mut handed_on = Timestamp::default();
        loop {
            let now = match self.ring.next(&self.stop)? {
                Live::Packet(packet) => {
                    analysed += 1;
                    self.counters.saw(packet.timestamp);
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
                self.count_dropped(&mut dropped)?;
                self.keeper.lock().unwrap_or_else(PoisonError::into_inner).advance_while_possible(now);
            }
            if until.is_some_and(|until| now - *began.get_or_insert(now) >= until) {
                break;
            }
        }
        self.count_dropped(&mut dropped)?;
        self.lane.finish()?;
        Ok(Counted { analysed, dropped_by_kernel: dropped })
    }

    /// Adds what the kernel dropped since it was last asked.
    fn count_dropped(&mut self, known: &mut u64) -> Result<()> {
        let dropped = self.ring.statistics()?.dropped;
        self.counters.lost.fetch_add(dropped.saturating_sub(*known), Ordering::Relaxed);
        *known = dropped;
        Ok(())
    }
}

fn take(lane: &mut Lane, keeper: &Mutex<Keeper>, packet: &Packet<'_>) {
    keeper.lock().unwrap_or_else(PoisonError::into_inner).keep_while_possible(packet);
    lane.packet(packet);
}
