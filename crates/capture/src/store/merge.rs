//! Reading the blocks that may have packets that fit, and handing the packets out in order of time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use thymus_wire::{Reader, Timestamp};

use super::error::StoreError;
use super::extract::{Blocks, Candidate, Extracted};
use super::layout::{self, RECORD_HEADER_BYTES};
use super::query::Plan;
use crate::packet::Packet;

/// How many threads read and filter: disks answer several questions at once sooner than one after the other.
const READERS: usize = 4;
/// How many blocks each of them reads ahead.
const BLOCKS_AHEAD: usize = 16;
/// How many bytes of packets are held at most to put them in order. Packets later than that come out of order.
const BYTES_HELD_MAX: usize = 256 * 1024 * 1024;

/// Hands out the packets that fit from candidates, which come in the order of their first packets.
pub(super) fn run(
    plan: &Plan,
    segments: &[Blocks],
    candidates: &[Candidate],
    output: impl FnMut(&Packet) -> io::Result<()>,
) -> Result<Extracted, StoreError> {
    let readers = READERS.min(candidates.len());
    thread::scope(|scope| {
        let start = |number| {
            let (sender, receiver) = sync_channel(BLOCKS_AHEAD);
            let shared_out = candidates.iter().skip(number).step_by(readers);
            scope.spawn(move || read_all(plan, segments, shared_out, &sender));
            receiver
        };
        let receivers: Vec<Receiver<Read>> = (0..readers).map(start).collect();
        let mut merge = Merge::new(output);
        for (candidate, receiver) in candidates.iter().zip(receivers.iter().cycle()) {
            merge.hand_out(|next, held| next < candidate.span.first || held >= BYTES_HELD_MAX)?;
            // A reader ends early only when it panics, which the scope passes on.
            let Ok(read) = receiver.recv() else { break };
            merge.hold(candidate, read?);
        }
        merge.hand_out(|_, _| true)?;
        Ok(merge.extracted)
    })
}

/// The records of a block that fit, one after the other; nothing if the block is lost.
type Read = Result<Option<Vec<u8>>, StoreError>;

fn read_all<'a>(
    plan: &Plan,
    segments: &[Blocks],
    candidates: impl Iterator<Item = &'a Candidate>,
    sender: &SyncSender<Read>,
) {
    let mut payload = Vec::new();
    for candidate in candidates {
        // When nobody wants more, the extraction has failed.
        if sender.send(read(plan, segments, candidate, &mut payload)).is_err() {
            return;
        }
    }
}

fn read(plan: &Plan, segments: &[Blocks], candidate: &Candidate, payload: &mut Vec<u8>) -> Read {
    let Some(segment) = segments.get(candidate.segment) else { return Ok(None) };
    if !segment.read(candidate.offset, payload)? {
        return Ok(None);
    }
    let mut fitting = Vec::new();
    let mut reader = Reader::new(payload);
    let mut rest = reader.rest();
    while let Some(packet) = layout::record(&mut reader) {
        if plan.fits(&packet) {
            let record = rest.get(..RECORD_HEADER_BYTES + packet.bytes.len());
            fitting.extend_from_slice(record.unwrap_or_default());
        }
        rest = reader.rest();
    }
    Ok(Some(fitting))
}

/// A packet that waits for its turn: by time, then by segment, block and place, which is the order of storing.
type Waiting = Reverse<(Timestamp, usize, u64, usize)>;

/// Puts packets of blocks in order whose times overlap.
struct Merge<F> {
    output: F,
    waiting: BinaryHeap<(Waiting, usize)>,
    held: Vec<Held>,
    /// The places in `held` that are empty.
    free: Vec<usize>,
    bytes_held: usize,
    latest: Timestamp,
    extracted: Extracted,
}

/// The fitting records of a block.
#[derive(Default)]
struct Held {
    records: Vec<u8>,
    waiting: usize,
}

impl<F: FnMut(&Packet) -> io::Result<()>> Merge<F> {
    fn new(output: F) -> Self {
        Self {
            output,
            waiting: BinaryHeap::new(),
            held: Vec::new(),
            free: Vec::new(),
            bytes_held: 0,
            latest: Timestamp(i64::MIN),
            extracted: Extracted::default(),
        }
    }

    /// Takes the fitting records of a block in.
    fn hold(&mut self, candidate: &Candidate, read: Option<Vec<u8>>) {
        self.extracted.blocks_read += 1;
        self.extracted.blocks_lost += u64::from(read.is_none());
        let records = read.unwrap_or_default();
        if records.is_empty() {
            return;
        }
        let slot = self.free.pop().unwrap_or(self.held.len());
        let mut waiting = 0;
        let mut reader = Reader::new(&records);
        let mut at = 0;
        while let Some(packet) = layout::record(&mut reader) {
            let place = Reverse((packet.timestamp, candidate.segment, candidate.offset, at));
            self.waiting.push((place, slot));
            waiting += 1;
            at = reader.offset();
        }
        self.bytes_held += records.len();
        let held = Held { records, waiting };
        match self.held.get_mut(slot) {
            Some(empty) => *empty = held,
            None => self.held.push(held),
        }
    }

    /// Hands out packets as long as `may_go` says so of the time of the next and the bytes held.
    fn hand_out(&mut self, may_go: impl Fn(Timestamp, usize) -> bool) -> Result<(), StoreError> {
        while let Some((Reverse((time, _, _, at)), slot)) = self.waiting.peek().copied() {
            if !may_go(time, self.bytes_held) {
                return Ok(());
            }
            self.waiting.pop();
            let Some(held) = self.held.get_mut(slot) else { continue };
            let mut reader = Reader::new(&held.records);
            if let Some(packet) = reader.seek(at).ok().and_then(|()| layout::record(&mut reader)) {
                self.extracted.packets += 1;
                self.extracted.bytes += packet.bytes.len() as u64;
                self.extracted.packets_out_of_order += u64::from(time < self.latest);
                self.latest = self.latest.max(time);
                (self.output)(&Packet { ordinal: self.extracted.packets, ..packet })
                    .map_err(StoreError::Output)?;
            }
            held.waiting = held.waiting.saturating_sub(1);
            if held.waiting == 0 {
                self.bytes_held -= held.records.len();
                *held = Held::default();
                self.free.push(slot);
            }
        }
        Ok(())
    }
}
