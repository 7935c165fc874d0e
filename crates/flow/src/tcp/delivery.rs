//! What a segment brings and makes possible: bytes, gaps, ends of streams, and the end of the connection.

use super::endpoint::{Endpoint, State};
use super::reassembly::{Output, Pool, Stream};
use super::{Arrival, Connection, Sink, Surroundings, side_of};
use crate::Interest;
use crate::history::History;

impl Connection {
    /// The other end of `index` has everything before `position`.
    pub(super) fn acknowledge(
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

    pub(super) fn payload(
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
    pub(super) fn with_stream<S: Sink>(
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
    pub(super) fn check_ended(&mut self, index: usize, sink: &mut impl Sink) {
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

    pub(super) fn check_eof(&mut self, index: usize, around: &Surroundings<'_>) {
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
    pub(super) fn close(&mut self, index: usize, around: &Surroundings<'_>) {
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
