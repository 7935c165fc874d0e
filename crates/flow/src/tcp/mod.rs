//! A TCP connection: state machine, history, byte counts and two reassembled streams.

pub(crate) mod endpoint;
pub(crate) mod reassembly;
pub(crate) mod state;
#[cfg(test)]
mod tests;

use crate::history::{History, Once};
use crate::{ConnState, Interest, Side};
use endpoint::{Endpoint, Flags, State};
use reassembly::{Limits, Output, Pool, Stream};
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

    fn note_partial(&mut self, me: usize, flags: Flags) {
        let [orig_seen, resp_seen] = self.first_seen;
        if me == 0 && !orig_seen {
            self.partial = !flags.syn() || flags.ack();
        } else if me == 1 && !resp_seen && !self.partial {
            self.partial = !flags.syn();
        }
    }

    fn first_seen(&mut self, me: usize) {
        if let Some(seen) = self.first_seen.get_mut(me) {
            *seen = true;
        }
    }

    /// Starts or restarts the numbering of the sender. Answers whether it begins again elsewhere than before.
    fn begin_endpoint(
        &mut self,
        me: usize,
        flags: Flags,
        first: u32,
        last: u32,
        weirds: &mut Weirds,
    ) -> bool {
        let peer_state = self.end(1 - me).state;
        let end = self.end_mut(me);
        let moved = first != end.start_number();
        match end.state {
            State::Inactive if flags.syn() => end.restart(first, last),
            State::Inactive => end.start_without_syn(first, first),
            State::SynSent | State::SynAckSent if flags.syn() && moved => {
                weirds.push("SYN_seq_jump");
                end.restart(first, last);
                return true;
            }
            State::Established | State::Partial if flags.syn() => {
                if end.size(peer_state) > 0 {
                    weirds.push("SYN_inside_connection");
                }
                if moved {
                    weirds.push("SYN_seq_jump");
                }
                end.restart(first, last);
                return moved;
            }
            State::Reset if flags.syn() && end.previous == State::Inactive => end.restart(first, last),
            _ => {}
        }
        false
    }

    fn note_history(&mut self, me: usize, arrival: &Arrival<'_>, position: u64, history: &mut History) {
        let side = side_of(me);
        let flags = arrival.flags;
        let control = u8::from(flags.syn()) + u8::from(flags.fin()) + u8::from(flags.rst());
        let peer_state = self.end(1 - me).state;
        let end = self.end_mut(me);
        if control > 1 {
            let both = flags.fin() && flags.rst();
            let (kind, letter) = if both { (Once::FinRst, b'I') } else { (Once::MultiFlag, b'Q') };
            history.once(side, kind, letter);
        } else if flags.syn() {
            let letter = if flags.ack() { b'H' } else { b'S' };
            repeatable(history, side, Once::Syn, letter, position, &mut end.history_syn);
        } else if flags.fin() {
            let position = position.wrapping_add(arrival.length);
            repeatable(history, side, Once::Fin, b'F', position, &mut end.history_fin);
        } else if flags.rst() {
            repeatable(history, side, Once::Rst, b'R', position, &mut end.history_rst);
        } else if arrival.length > 0 {
            history.once(side, Once::Data, b'D');
        } else if flags.ack() {
            history.once(side, Once::Ack, b'A');
        }
        let boring = flags.rst() || peer_state == State::Closed || end.state == State::Reset;
        if arrival.window == 0 && !boring && end.zero_windows.hit() {
            history.add(side, b'W');
        }
    }

    fn note_control_flags(&mut self, me: usize, flags: Flags, segment_end: u64) {
        let end = self.end_mut(me);
        if flags.fin() {
            end.fin_count = end.fin_count.saturating_add(1);
            end.fin_end = segment_end;
        }
    }

    /// Answers up to where the sender acknowledged the other end's bytes.
    fn note_acknowledgment(&mut self, me: usize, arrival: &Arrival<'_>, weirds: &mut Weirds) -> Option<u64> {
        let flags = arrival.flags;
        if !flags.ack() {
            return None;
        }
        let my_state = self.end(me).state;
        let peer = self.end_mut(1 - me);
        if peer.state == State::Inactive {
            let control = flags.syn() || flags.fin() || flags.rst();
            peer.start_without_syn(arrival.acknowledgment, arrival.acknowledgment.wrapping_sub(1));
            let one_way = matches!(my_state, State::SynSent | State::SynAckSent | State::Established);
            if one_way && !control && !self.split_routing_noted {
                self.split_routing_noted = true;
                weirds.push("possible_split_routing");
            }
            return Some(1);
        }
        let (position, underflow) = peer.relative_to_acknowledged(arrival.acknowledgment);
        if underflow {
            weirds.push("TCP_ack_underflow_or_misorder");
            return None;
        }
        if !flags.rst() {
            peer.acknowledge(arrival.acknowledgment);
        }
        Some(position)
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

    /// The other end of `index` has everything before `position`.
    fn acknowledge(
        &mut self,
        index: usize,
        position: u64,
        history: &mut History,
        around: &mut Surroundings<'_>,
        sink: &mut impl Sink,
    ) {
        let end = self.end(index);
        let beyond_fin = end.fin_count > 0 && position >= end.fin_end;
        let position = if beyond_fin { end.fin_end.saturating_sub(1) } else { position };
        if self.partial && position <= 2 {
            // The numbering was made up when the first packet was seen, perhaps a keep-alive: nothing is missing.
            self.stream(index).move_edge(position);
            return;
        }
        self.with_stream(index, true, history, sink, |stream, out| {
            stream.acknowledge(position, around.pool, around.limits, out);
        });
        self.give_up_if_stopped(around.pool);
        self.check_ended(index, sink);
        self.check_eof(index, around);
    }

    fn payload(
        &mut self,
        me: usize,
        start: u64,
        arrival: &Arrival<'_>,
        history: &mut History,
        around: &mut Surroundings<'_>,
        sink: &mut impl Sink,
    ) {
        let mut bytes = arrival.payload;
        if let Some(end) = self.end_of_stream.get(me).copied().flatten()
            && start.saturating_add(arrival.length) > end
        {
            sink.anomaly("data_after_FIN", start);
            bytes = bytes.get(..usize::try_from(end.saturating_sub(start)).unwrap_or(0)).unwrap_or_default();
        }
        let missing = arrival.length.saturating_sub(arrival.payload.len() as u64);
        let acknowledges = !self.end(me).is_unacknowledged();
        self.with_stream(me, true, history, sink, |stream, out| {
            if !bytes.is_empty() {
                stream.data(start, bytes, acknowledges, around.pool, around.limits, out);
            }
        });
        if missing > 0 {
            // What was cut off is a hole like any other: it may come again, or the other end acknowledges it.
            sink.anomaly("truncated_tcp_payload", start);
        }
        self.give_up_if_stopped(around.pool);
    }

    /// Lets `work` run on one stream and passes on what comes out of it. `count` tells whether a gap counts as missed.
    fn with_stream<S: Sink>(
        &mut self,
        index: usize,
        count: bool,
        history: &mut History,
        sink: &mut S,
        work: impl FnOnce(&mut Stream, &mut dyn FnMut(Output<'_>)),
    ) {
        let side = side_of(index);
        let count = count && self.ends.iter().all(Endpoint::is_clean);
        let Self { ends, streams, stopped, missed, .. } = self;
        let (Some(end), Some(stream)) = (ends.get_mut(index), streams.get_mut(index)) else { return };
        work(stream, &mut |output| match output {
            Output::Bytes(bytes) => *stopped = *stopped || sink.bytes(side, bytes) == Interest::Stop,
            Output::Gap(length) => {
                if count {
                    *missed = missed.saturating_add(length);
                    if end.gaps.hit() {
                        history.add(side, b'G');
                    }
                }
                *stopped = *stopped || sink.gap(side, length) == Interest::Stop;
            }
            Output::Inconsistent(position) => sink.anomaly("rexmit_inconsistency", position),
            Output::Limit(name) => sink.limit(name),
        });
    }

    fn give_up_if_stopped(&mut self, pool: &mut Pool) {
        if self.stopped {
            self.streams.iter_mut().for_each(|stream| stream.stop(pool));
        }
    }

    /// Tells the handler once when everything before the FIN was delivered.
    fn check_ended(&mut self, index: usize, sink: &mut impl Sink) {
        let end = self.end(index);
        if end.fin_count == 0 || self.stopped || self.end_of_stream.get(index) != Some(&None) {
            return;
        }
        let data_end = end.fin_end.saturating_sub(1);
        if self.stream(index).next() >= data_end {
            if let Some(mark) = self.end_of_stream.get_mut(index) {
                *mark = Some(data_end);
            }
            sink.ended(side_of(index));
        }
    }

    fn check_eof(&mut self, index: usize, around: &Surroundings<'_>) {
        let end = self.end(index);
        let finished = end.fin_count > 0 || matches!(end.state, State::Closed | State::Reset);
        if self.eof.get(index) != Some(&false) || !finished || self.is_data_pending(index) {
            return;
        }
        if let Some(eof) = self.eof.get_mut(index) {
            *eof = true;
        }
        if self.close_deferred {
            self.close(index, around);
            self.close_deferred = false;
        }
    }

    /// Whether bytes were sent that are still to be delivered.
    fn is_data_pending(&self, index: usize) -> bool {
        let (end, peer) = (self.end(index), self.streams.get(1 - index));
        let last = end.relative_last();
        let delivered = self.streams.get(index).map_or(0, Stream::next);
        if (last as i64) < delivered as i64 {
            return false;
        }
        if delivered != last && delivered != last.wrapping_sub(1) {
            return true;
        }
        end.state != State::Reset && peer.is_some_and(Stream::has_pending)
    }

    /// One side closed. When that ends the connection, it is forgotten after the close delay.
    fn close(&mut self, index: usize, around: &Surroundings<'_>) {
        if self.is_data_pending(index) {
            self.close_deferred = true;
            return;
        }
        self.close_deferred = false;
        let (peer_closed, peer_state) = (self.end(1 - index).did_close, self.end(1 - index).state);
        let end = self.end_mut(index);
        if end.did_close {
            return;
        }
        end.did_close = true;
        if end.state == State::Reset || peer_closed || peer_state == State::Inactive {
            self.attempt_until = None;
            self.delete_at.get_or_insert(around.last + around.delays.close);
        }
    }
}

fn side_of(index: usize) -> Side {
    if index == 0 { Side::Originator } else { Side::Responder }
}

/// Sequence numbers a segment uses up. The payload of a RST is no part of the stream.
fn segment_length(arrival: &Arrival<'_>) -> u32 {
    let payload = if arrival.flags.rst() { 0 } else { u32::try_from(arrival.length).unwrap_or(u32::MAX) };
    payload.saturating_add(u32::from(arrival.flags.syn())).saturating_add(u32::from(arrival.flags.fin()))
}

fn syn_weirds(arrival: &Arrival<'_>, weirds: &mut Weirds) {
    if !arrival.flags.syn() {
        return;
    }
    if arrival.flags.rst() {
        weirds.push("TCP_christmas");
    }
    if arrival.flags.urg() {
        weirds.push("baroque_SYN");
    }
    if arrival.length > 0 {
        weirds.push("SYN_with_data");
    }
}

/// A letter that comes again whenever its sequence number changes.
fn repeatable(history: &mut History, side: Side, kind: Once, letter: u8, position: u64, last: &mut u32) {
    let position = position as u32;
    if history.once(side, kind, letter) && position != *last {
        history.add(side, letter);
    }
    *last = position;
}
