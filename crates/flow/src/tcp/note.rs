//! What a segment says by its flags and numbers: history, sizes, oddities.

use super::endpoint::{Flags, State};
use super::state::Weirds;
use super::{Arrival, Connection, side_of};
use crate::Side;
use crate::history::{History, Once};

impl Connection {
    pub(super) fn note_partial(&mut self, me: usize, flags: Flags) {
        let [orig_seen, resp_seen] = self.first_seen;
        if me == 0 && !orig_seen {
            self.partial = !flags.syn() || flags.ack();
        } else if me == 1 && !resp_seen && !self.partial {
            self.partial = !flags.syn();
        }
    }

    pub(super) fn first_seen(&mut self, me: usize) {
        if let Some(seen) = self.first_seen.get_mut(me) {
            *seen = true;
        }
    }

    /// Starts or restarts the numbering of the sender. Answers whether it begins again elsewhere than before.
    pub(super) fn begin_endpoint(
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

    pub(super) fn note_history(
        &mut self,
        me: usize,
        arrival: &Arrival<'_>,
        position: u64,
        history: &mut History,
    ) {
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

    pub(super) fn note_control_flags(&mut self, me: usize, flags: Flags, segment_end: u64) {
        let end = self.end_mut(me);
        if flags.fin() {
            end.fin_count = end.fin_count.saturating_add(1);
            end.fin_end = segment_end;
        }
    }

    /// Answers up to where the sender acknowledged the other end's bytes.
    pub(super) fn note_acknowledgment(
        &mut self,
        me: usize,
        arrival: &Arrival<'_>,
        weirds: &mut Weirds,
    ) -> Option<u64> {
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
}

/// Sequence numbers a segment uses up. The payload of a RST is no part of the stream.
pub(super) fn segment_length(arrival: &Arrival<'_>) -> u32 {
    let payload = if arrival.flags.rst() { 0 } else { u32::try_from(arrival.length).unwrap_or(u32::MAX) };
    payload.saturating_add(u32::from(arrival.flags.syn())).saturating_add(u32::from(arrival.flags.fin()))
}

pub(super) fn syn_weirds(arrival: &Arrival<'_>, weirds: &mut Weirds) {
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
