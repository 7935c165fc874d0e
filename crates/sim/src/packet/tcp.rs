//! A dialog cut into the packets of a TCP connection.

use super::content::Pools;
use super::dialog::{Dialog, Ending, Side};
use super::frame::{Endpoints, Frames, Segment, flag};
use crate::random::Random;
use std::collections::VecDeque;

/// How hosts send, and where that is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Every packet as it is on the wire; every second one is acknowledged by itself, and some get lost or overtaken.
    OnTheWire,
    /// As the network card hands it over that put packets together. Acknowledgements ride on answers that come soon.
    PutTogether,
}

impl Manner {
    /// The most that a packet carries.
    fn segment_bytes(self) -> u64 {
        match self {
            Self::OnTheWire => 1460,
            // What fits into the length of an IP packet, in whole segments.
            Self::PutTogether => 44 * 1460,
        }
    }
}

/// An answer that comes later than this, in nanoseconds, does not carry the acknowledgement.
const ANSWER_CARRIES: u64 = 200_000_000;
/// How long an acknowledgement waits for an answer to ride on, in nanoseconds (RFC 9293 section 3.8.6.3).
const ACKNOWLEDGEMENT_WAITS: u64 = 40_000_000;
/// Of a hundred thousand data segments, so many are sent twice.
const SENT_TWICE: u64 = 100;
/// Of a hundred thousand pairs of data segments, so many come in the wrong order.
const SWAPPED: u64 = 40;
const IN_ALL: u64 = 100_000;
/// How long after a segment it is sent again, in nanoseconds.
const RETRANSMISSION_DELAY: u64 = 3_000_000;
/// How long a SYN waits for its answer before it is sent again (RFC 6298), in nanoseconds.
const SYN_TIMEOUT: u64 = 1_000_000_000;

/// A connection that is being played.
pub(crate) struct TcpFlow {
    ends: Endpoints,
    dialog: Dialog,
    random: Random,
    manner: Manner,
    /// Bytes of the first turn that are planned already.
    planned: u64,
    /// The next sequence number of each side.
    next: [u32; 2],
    steps: VecDeque<Step>,
    /// Data segments since the last acknowledgement.
    unacknowledged: u32,
    ended: bool,
}

/// A packet that is decided on.
#[derive(Clone, Copy)]
struct Step {
    delay: u64,
    segment: Segment,
    /// Where in the first turn its data begin, and how long they are.
    offset: u64,
    length: u64,
}

impl TcpFlow {
    pub(crate) fn new(ends: Endpoints, dialog: Dialog, mut random: Random, manner: Manner) -> Self {
        let next = [random.next() as u32, random.next() as u32];
        let mut flow = Self {
            ends,
            dialog,
            random,
            manner,
            planned: 0,
            next,
            steps: VecDeque::with_capacity(4),
            unacknowledged: 0,
            ended: false,
        };
        flow.plan_beginning();
        flow
    }

    /// Makes the frame of the next packet, if there is one and it is `wanted`. Returns after how many nanoseconds the one
    /// after it comes; nothing at the end.
    pub(crate) fn play(&mut self, pools: &Pools, frames: &mut Frames, wanted: bool) -> Option<u64> {
        if let Some(step) = self.steps.pop_front() {
            if !wanted {
                frames.skip();
            } else {
                frames.tcp(&self.ends, step.segment, |data| {
                    if let (Some(turn), true) = (self.dialog.turns.front(), step.length > 0) {
                        turn.content.copy(pools, step.offset, step.length as usize, data);
                    }
                });
            }
        }
        if self.steps.is_empty() {
            self.plan_more();
        }
        self.steps.front().map(|step| step.delay)
    }

    fn plan_beginning(&mut self) {
        let round_trip = self.dialog.round_trip;
        match self.dialog.ending {
            Ending::Unanswered(times) => {
                self.ended = true;
                for number in 0..times {
                    let delay = if number == 0 { 0 } else { SYN_TIMEOUT << (number - 1) };
                    self.step(delay, Side::Client, flag::SYN);
                }
            }
            Ending::Refused => {
                self.ended = true;
                self.step(0, Side::Client, flag::SYN);
                self.advance(Side::Client, 1);
                *self.sequence(Side::Server) = 0;
                self.step(round_trip, Side::Server, flag::RST | flag::ACK);
            }
            Ending::Close(_) | Ending::Reset(_) => {
                self.step(0, Side::Client, flag::SYN);
                self.advance(Side::Client, 1);
                self.step(round_trip, Side::Server, flag::SYN | flag::ACK);
                self.advance(Side::Server, 1);
                self.step(round_trip / 20, Side::Client, flag::ACK);
            }
        }
    }

    fn plan_more(&mut self) {
        while self.dialog.turns.front().is_some_and(|turn| turn.content.length() <= self.planned) {
            self.dialog.turns.pop_front();
            self.planned = 0;
        }
        match self.dialog.turns.front() {
            Some(turn) => {
                let (from, delay, length) = (turn.from, turn.delay, turn.content.length());
                self.plan_segments(from, delay, length);
            }
            None if !self.ended => self.plan_ending(),
            None => {}
        }
    }

    /// Two segments and their acknowledgement.
    fn plan_segments(&mut self, from: Side, delay: u64, length: u64) {
        let mut acknowledged = false;
        while !acknowledged && self.planned < length {
            let wait = if self.planned == 0 { delay } else { self.dialog.pace };
            let size = (length - self.planned).min(self.manner.segment_bytes());
            let last = self.planned + size == length;
            let flags = if last { flag::ACK | flag::PSH } else { flag::ACK };
            let segment = self.segment(from, flags);
            self.steps.push_back(Step { delay: wait, segment, offset: self.planned, length: size });
            self.advance(from, size as u32);
            self.planned += size;
            self.unacknowledged += 1;
            acknowledged = self.unacknowledged >= 2;
        }
        if self.manner == Manner::OnTheWire {
            self.disturb();
        }
        if acknowledged {
            self.unacknowledged = 0;
            self.step(self.dialog.pace, from.other(), flag::ACK);
        } else if self.manner == Manner::PutTogether && self.planned == length {
            self.acknowledge_late(from);
        }
    }

    /// A turn is said and not all of it is acknowledged: the answer does that, or nobody does for a while.
    fn acknowledge_late(&mut self, from: Side) {
        // Where nothing follows, the end of the connection acknowledges.
        let Some(next) = self.dialog.turns.get_mut(1) else { return };
        if next.delay >= ANSWER_CARRIES {
            next.delay -= ACKNOWLEDGEMENT_WAITS;
            self.unacknowledged = 0;
            self.step(ACKNOWLEDGEMENT_WAITS, from.other(), flag::ACK);
        } else if next.from != from {
            self.unacknowledged = 0;
        }
    }

    /// Now and then, what happens to packets on their way.
    fn disturb(&mut self) {
        let draw = self.random.below(IN_ALL);
        let count = self.steps.len() as u64;
        if let (true, Some(first)) = (draw < SWAPPED && count > 1, self.steps.front().copied()) {
            self.steps.swap(0, 1);
            if let Some(now_first) = self.steps.front_mut() {
                let wait = std::mem::replace(&mut now_first.delay, first.delay);
                self.steps.get_mut(1).into_iter().for_each(|second| second.delay = wait);
            }
        } else if let (true, Some(last)) =
            (draw >= SWAPPED && draw < SWAPPED + SENT_TWICE * count, self.steps.back().copied())
        {
            self.steps.push_back(Step { delay: RETRANSMISSION_DELAY, ..last });
        }
    }

    fn plan_ending(&mut self) {
        self.ended = true;
        let round_trip = self.dialog.round_trip;
        match self.dialog.ending {
            Ending::Reset(side) => self.step(round_trip, side, flag::RST | flag::ACK),
            Ending::Close(side) => {
                self.step(round_trip, side, flag::FIN | flag::ACK);
                self.advance(side, 1);
                self.step(round_trip, side.other(), flag::FIN | flag::ACK);
                self.advance(side.other(), 1);
                self.step(round_trip / 20, side, flag::ACK);
            }
            Ending::Unanswered(_) | Ending::Refused => {}
        }
    }

    fn step(&mut self, delay: u64, from: Side, flags: u8) {
        let segment = self.segment(from, flags);
        self.steps.push_back(Step { delay, segment, offset: 0, length: 0 });
    }

    fn segment(&mut self, from: Side, flags: u8) -> Segment {
        let acknowledgment = if flags & flag::ACK == 0 { 0 } else { *self.sequence(from.other()) };
        Segment { from, flags, sequence: *self.sequence(from), acknowledgment }
    }

    fn sequence(&mut self, side: Side) -> &mut u32 {
        let [client, server] = &mut self.next;
        match side {
            Side::Client => client,
            Side::Server => server,
        }
    }

    fn advance(&mut self, side: Side, by: u32) {
        let sequence = self.sequence(side);
        *sequence = sequence.wrapping_add(by);
    }
}
