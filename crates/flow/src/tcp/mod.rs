//! A TCP connection: state machine, history, byte counts and two reassembled streams.

mod delivery;
pub(crate) mod endpoint;
mod note;
pub(crate) mod reassembly;
pub(crate) mod state;
#[cfg(test)]
mod tests;

use crate::history::History;
use crate::{ConnState, Interest, Side};
use endpoint::{Endpoint, Flags, State};
use note::{segment_length, syn_weirds};
use reassembly::{Limits, Pool, Stream};
use state::{Step, Weirds};
use thymus_wire::{Interval, Timestamp};

/// One segment of a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival<'a> {
    pub(crate) sequence: u32,
    pub(crate) acknowledgment: u32,
    pub(crate) flags: Flags,
    pub(crate) window: u16,
    /// The bytes captured.
    pub(crate) payload: &'a [u8],
    /// The bytes sent; more than `payload` has if the capture cut the packet.
    pub(crate) length: u64,
}

/// Who is told what a segment brought.
pub(crate) trait Sink {
    fn bytes(&mut self, from: Side, bytes: &[u8]) -> Interest;
    fn gap(&mut self, from: Side, length: u64) -> Interest;
    fn ended(&mut self, from: Side);
    fn anomaly(&mut self, name: &'static str, offset: u64);
    /// A limit of reassembly was reached.
    fn limit(&mut self, name: &'static str);
    /// The ends were taken for each other; from here on they are turned round.
    fn flip(&mut self);
}

/// How long connections are remembered. Names and defaults are Zeek's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Delays {
    pub(crate) handshake_inactivity: Interval,
    pub(crate) inactivity: Interval,
    pub(crate) attempt: Interval,
    pub(crate) close: Interval,
    pub(crate) linger: Interval,
}

/// A connection that a new SYN replaces, and what is odd about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reuse(pub(crate) Option<&'static str>);

/// A TCP connection. Index 0 is the originator, 1 the responder.
#[derive(Debug, Default)]
pub(crate) struct Connection {
    ends: [Endpoint; 2],
    streams: [Stream; 2],
    first_seen: [bool; 2],
    /// All bytes up to FIN or RST were delivered.
    eof: [bool; 2],
    /// Where a stream ended in order, told to the handler.
    end_of_stream: [Option<u64>; 2],
    /// The opening was not seen.
    partial: bool,
    close_deferred: bool,
    stopped: bool,
    split_routing_noted: bool,
    handshake_over: bool,
    missed: u64,
    attempt_until: Option<Timestamp>,
    delete_at: Option<Timestamp>,
}

/// What all segments of a table have in common.
pub(crate) struct Surroundings<'a> {
    pub(crate) pool: &'a mut Pool,
    pub(crate) limits: &'a Limits,
    pub(crate) delays: &'a Delays,
    /// The table's clock, which never goes back.
    pub(crate) clock: Timestamp,
    /// The clock when the flow's last productive packet was seen.
    pub(crate) last: Timestamp,
}

impl Connection {
    /// Takes one segment. Answers whether it counts towards the connection's duration: what comes after both ends
    /// closed does not.
    pub(crate) fn segment(
        &mut self,
        side: Side,
        arrival: &Arrival<'_>,
        history: &mut History,
        around: &mut Surroundings<'_>,
        sink: &mut impl Sink,
    ) -> bool {
        let mut weirds = Weirds::new();
        let flags = arrival.flags;
        let mut me = side.index();
        self.note_partial(me, flags);
        let consumed = segment_length(arrival);
        let last = arrival.sequence.wrapping_add(consumed);
        if self.begin_endpoint(me, flags, arrival.sequence, last, &mut weirds) {
            self.stream(me).restart(around.pool);
        }
        let (position, underflow) = self.end(me).relative_to_last(arrival.sequence);
        if underflow && !flags.rst() {
            weirds.push("TCP_seq_underflow_or_misorder");
        }
        self.note_history(me, arrival, position, history);
        let productive = !self.ends.iter().all(|end| end.did_close);
        if productive {
            around.last = around.clock;
        }
        syn_weirds(arrival, &mut weirds);
        self.note_control_flags(me, flags, position.wrapping_add(u64::from(consumed)));
        let acknowledged = self.note_acknowledgment(me, arrival, &mut weirds);
        let (advanced, again) = self.end_mut(me).advance(last, flags, arrival.length > 0);
        if again && self.end_mut(me).retransmissions.hit() {
            history.add(side_of(me), b'T');
        }
        let step = Step {
            from_originator: me == 0,
            flags,
            sequence: arrival.sequence,
            acknowledgment: arrival.acknowledgment,
            has_payload: arrival.length > 0,
            advanced,
        };
        let verdict = self.step(me, step, around, &mut weirds);
        if verdict.flip {
            self.flip(history, sink);
            me = 1 - me;
        }
        weirds.iter().for_each(|name| sink.anomaly(name, 0));
        if let Some(position) = acknowledged {
            self.acknowledge(1 - me, position, history, around, sink);
        }
        self.first_seen(me);
        if arrival.length > 0 && !flags.rst() && !underflow {
            let start = if flags.syn() { position.wrapping_add(1) } else { position };
            self.payload(me, start, arrival, history, around, sink);
        }
        self.check_ended(me, sink);
        self.check_eof(me, around);
        if verdict.close {
            self.close(me, around);
        }
        productive
    }

    /// Delivers what still waits, as the flow is forgotten.
    pub(crate) fn finish(
        &mut self,
        history: &mut History,
        around: &mut Surroundings<'_>,
        sink: &mut impl Sink,
    ) {
        for side in [Side::Originator, Side::Responder] {
            self.with_stream(side.index(), false, history, sink, |stream, out| {
                stream.flush(around.pool, around.limits, out);
            });
            self.check_ended(side.index(), sink);
        }
        // Gives the buffers back to the pool.
        self.streams.iter_mut().for_each(|stream| stream.stop(around.pool));
    }

    /// When the connection is to be forgotten if nothing more comes.
    pub(crate) fn deadline(&self, delays: &Delays, last: Timestamp) -> Timestamp {
        let inactivity = if self.handshake_over { delays.inactivity } else { delays.handshake_inactivity };
        let mut deadline = last + inactivity;
        if let Some(delete_at) = self.delete_at {
            deadline = deadline.min(delete_at);
        }
        let [originator, responder] = &self.ends;
        let attempting = matches!(originator.state, State::SynSent | State::SynAckSent);
        if let Some(until) = self.attempt_until.filter(|_| attempting && responder.state == State::Inactive) {
            deadline = deadline.min(until);
        }
        if self.is_lingering() {
            deadline = deadline.min(last + delays.linger);
        }
        deadline
    }

    /// Whether a SYN from `side` begins another connection between the same ports.
    pub(crate) fn reuse(
        &self,
        side: Side,
        flags: Flags,
        sequence: u32,
        since_last: Interval,
        delays: &Delays,
    ) -> Option<Reuse> {
        let [originator, responder] = &self.ends;
        let simultaneous = side == Side::Responder
            && originator.state == State::SynSent
            && responder.state == State::Inactive
            && !flags.ack();
        if !flags.syn() || simultaneous || (flags.ack() && originator.state != State::Inactive) {
            return None;
        }
        let beginner = if flags.ack() { responder } else { originator };
        let was_reset = originator.state == State::Reset || responder.state == State::Reset;
        if originator.did_close && responder.did_close {
            let premature = since_last < delays.linger && !was_reset;
            return Some(Reuse(premature.then_some("premature_connection_reuse")));
        }
        if sequence == beginner.start_number() {
            return None;
        }
        let reversed = !flags.ack()
            && beginner.state == State::SynAckSent
            && responder.state == State::Inactive
            && sequence == responder.start_number();
        if reversed {
            return None;
        }
        let jumped = beginner.state == State::SynSent;
        Some(Reuse(Some(if jumped { "SYN_seq_jump" } else { "active_connection_reuse" })))
    }

    /// Whether the connection came to its end: both sides finished, or one reset.
    pub(crate) fn is_finished(&self) -> bool {
        self.delete_at.is_some() || self.is_lingering()
    }

    /// Zeek's `conn_state`.
    pub(crate) fn conn_state(&self, history: &History) -> ConnState {
        state::conn_state(self.end(0), self.end(1), history)
    }

    /// Payload bytes sent by one side, by sequence numbers.
    pub(crate) fn size(&self, side: Side) -> u64 {
        self.end(side.index()).size(self.end(side.other().index()).state)
    }

    /// Bytes acknowledged but never seen.
    pub(crate) fn missed(&self) -> u64 {
        self.missed
    }

    /// Counts a segment dropped for its checksum.
    pub(crate) fn bad_checksum(&mut self, side: Side, history: &mut History) {
        if self.end_mut(side.index()).bad_checksums.hit() {
            history.add(side, b'C');
        }
    }

    fn is_lingering(&self) -> bool {
        let any_closed = self.ends.iter().any(|end| end.did_close);
        let over = self.ends.iter().all(|end| end.did_close)
            || self.ends.iter().any(|end| matches!(end.state, State::Reset | State::Inactive));
        (any_closed && over) || self.ends.iter().all(|end| end.state == State::Inactive)
    }

    fn end(&self, index: usize) -> &Endpoint {
        let [originator, responder] = &self.ends;
        if index == 0 { originator } else { responder }
    }

    fn end_mut(&mut self, index: usize) -> &mut Endpoint {
        let [originator, responder] = &mut self.ends;
        if index == 0 { originator } else { responder }
    }

    fn stream(&mut self, index: usize) -> &mut Stream {
        let [originator, responder] = &mut self.streams;
        if index == 0 { originator } else { responder }
    }

    fn step(
        &mut self,
        me: usize,
        step: Step,
        around: &Surroundings<'_>,
        weirds: &mut Weirds,
    ) -> state::Verdict {
        let [originator, responder] = &mut self.ends;
        let (end, peer) = if me == 0 { (originator, responder) } else { (responder, originator) };
        let verdict = state::step(end, peer, step, weirds);
        if verdict.attempt {
            self.attempt_until = Some(around.clock + around.delays.attempt);
        }
        if verdict.whole {
            self.partial = false;
            self.first_seen(me);
        }
        self.handshake_over |= self.ends.iter().any(|end| !end.state.is_handshake());
        verdict
    }

    fn flip(&mut self, history: &mut History, sink: &mut impl Sink) {
        self.ends.reverse();
        self.streams.reverse();
        self.first_seen.reverse();
        self.eof.reverse();
        self.end_of_stream.reverse();
        history.flipped();
        sink.flip();
    }
}

fn side_of(index: usize) -> Side {
    if index == 0 { Side::Originator } else { Side::Responder }
}
