//! One end of a TCP connection: its state and its sequence numbers.
//!
//! The bookkeeping follows what Zeek's `conn.log` shows: sizes come from sequence numbers, relative to the one of the SYN
//! (or, when no SYN was seen, to the one before the first byte seen).

use crate::history::Scaled;

/// A jump of sequence numbers beyond this is not believed of a SYN or RST, nor of an acknowledgment of 0.
const SEQUENCE_JUMP_LARGE: i32 = 1 << 20;

/// What is known of one end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum State {
    /// Nothing seen.
    #[default]
    Inactive,
    /// A SYN was sent.
    SynSent,
    /// A SYN with ACK was sent, and no SYN of the other end was seen.
    SynAckSent,
    /// Seen without a SYN.
    Partial,
    /// The handshake is done.
    Established,
    /// A FIN was sent.
    Closed,
    /// A RST was sent.
    Reset,
}

impl State {
    /// Before anything was agreed.
    pub(crate) fn is_handshake(self) -> bool {
        matches!(self, Self::Inactive | Self::SynSent | Self::SynAckSent)
    }
}

/// The TCP flags of one segment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flags(pub(crate) u8);

impl Flags {
    pub(crate) fn fin(self) -> bool {
        self.0 & 0x01 != 0
    }
    pub(crate) fn syn(self) -> bool {
        self.0 & 0x02 != 0
    }
    pub(crate) fn rst(self) -> bool {
        self.0 & 0x04 != 0
    }
    pub(crate) fn ack(self) -> bool {
        self.0 & 0x10 != 0
    }
    pub(crate) fn urg(self) -> bool {
        self.0 & 0x20 != 0
    }
}

/// One end of a connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Endpoint {
    pub(crate) state: State,
    pub(crate) previous: State,
    /// The number of the SYN.
    start: u32,
    /// One past the highest number sent, relative to the SYN.
    last: u64,
    /// The highest acknowledgment the other end sent for this one, relative to the SYN.
    acknowledged: u64,
    pub(crate) fin_count: u32,
    /// One past the FIN, relative to the SYN.
    pub(crate) fin_end: u64,
    /// Its close was taken note of: everything before the FIN or RST was delivered.
    pub(crate) did_close: bool,
    /// Where the last SYN, FIN and RST were, modulo 2^32.
    pub(crate) history_syn: u32,
    pub(crate) history_fin: u32,
    pub(crate) history_rst: u32,
    pub(crate) retransmissions: Scaled,
    pub(crate) zero_windows: Scaled,
    pub(crate) gaps: Scaled,
    pub(crate) bad_checksums: Scaled,
}

/// `a - b` in sequence space.
pub(crate) fn sequence_delta(a: u32, b: u32) -> i32 {
    a.wrapping_sub(b) as i32
}

impl Endpoint {
    pub(crate) fn set_state(&mut self, state: State) {
        if state != self.state {
            self.previous = self.state;
            self.state = state;
        }
    }

    /// Whether its bytes can be trusted to be complete: established, or closed by FIN after that.
    pub(crate) fn is_clean(&self) -> bool {
        self.state == State::Established
            || (self.state == State::Closed && self.previous == State::Established)
    }

    /// Starts the numbering at `first`, the number of a SYN, in a segment that ends at `last`.
    pub(crate) fn restart(&mut self, first: u32, last: u32) {
        self.start = first;
        self.acknowledged = 0;
        self.last = u64::from(last.wrapping_sub(first));
    }

    /// Starts the numbering as if there had been a SYN before `first`.
    pub(crate) fn start_without_syn(&mut self, first: u32, last: u32) {
        self.restart(first.wrapping_sub(1), last);
    }

    pub(crate) fn start_number(&self) -> u32 {
        self.start
    }

    pub(crate) fn last_number(&self) -> u32 {
        self.number_at(self.last)
    }

    /// The position of `number` relative to the SYN, and whether it lies before it.
    pub(crate) fn relative_to_last(&self, number: u32) -> (u64, bool) {
        self.relative(number, self.last)
    }

    /// As [`Self::relative_to_last`], for an acknowledgment of this end's bytes.
    pub(crate) fn relative_to_acknowledged(&self, number: u32) -> (u64, bool) {
        self.relative(number, self.acknowledged)
    }

    /// Of all positions that `number` may stand for, the one nearest to `reference`. Negative ones come as two's complement.
    fn relative(&self, number: u32, reference: u64) -> (u64, bool) {
        let delta = i64::from(sequence_delta(number, self.number_at(reference)));
        let position = (reference as i64).wrapping_add(delta);
        (position as u64, position < 0)
    }

    fn number_at(&self, position: u64) -> u32 {
        self.start.wrapping_add(position as u32)
    }

    /// The end of what was sent, relative to the SYN.
    pub(crate) fn relative_last(&self) -> u64 {
        self.last
    }

    /// True if nothing but perhaps the SYN was acknowledged.
    pub(crate) fn is_unacknowledged(&self) -> bool {
        self.acknowledged <= 1
    }

    /// Takes note of an acknowledgment of this end's bytes.
    pub(crate) fn acknowledge(&mut self, number: u32) {
        let delta = sequence_delta(number, self.number_at(self.acknowledged));
        let broken = number == 0 && delta > SEQUENCE_JUMP_LARGE;
        if delta > 0 && !broken {
            self.acknowledged = self.acknowledged.saturating_add_signed(delta.into());
        }
    }

    /// Takes note of a segment that ends at `last`; answers how far that is past the highest number sent before, and
    /// whether its payload was sent again.
    pub(crate) fn advance(&mut self, last: u32, flags: Flags, has_payload: bool) -> (i32, bool) {
        let delta = sequence_delta(last, self.last_number());
        let outlandish = !(-SEQUENCE_JUMP_LARGE..=SEQUENCE_JUMP_LARGE).contains(&delta);
        if (flags.syn() || flags.rst()) && outlandish {
            return (delta, false);
        }
        // A FIN after nothing but the SYN is believed wherever it is: more than 2 GiB may have been missed.
        if flags.fin() && self.last == 1 {
            self.last = u64::from(last.wrapping_sub(self.start));
        } else if self.state == State::Reset {
            return (delta, false);
        } else if delta > 0 {
            self.last = self.last.saturating_add_signed(delta.into());
        } else {
            return (delta, has_payload);
        }
        (delta, false)
    }

    /// Payload bytes sent, by sequence numbers. `peer` is the state of the other end.
    pub(crate) fn size(&self, peer: State) -> u64 {
        let half_open_abort =
            self.previous == State::SynSent && self.state == State::Reset && peer == State::Inactive;
        if half_open_abort && !self.is_unacknowledged() {
            return 0;
        }
        let size = self.last.max(self.acknowledged);
        let without_syn = size.saturating_sub(1);
        if self.fin_count > 0 { without_syn.saturating_sub(1) } else { without_syn }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_positions_across_the_wrap() {
        let mut end = Endpoint::default();
        end.restart(0xffff_fff0, 0xffff_fff1);
        assert_eq!(end.relative_to_last(0xffff_fff1), (1, false));
        end.advance(0x10, Flags(0x10), true);
        assert_eq!(end.relative_to_last(0x10), (0x20, false));
        assert_eq!(end.relative_to_last(0xffff_fff8), (8, false));
        assert_eq!(end.relative_last(), 0x20);
        assert_eq!(end.size(State::Established), 0x1f);
    }

    #[test]
    fn first_byte_with_number_zero() {
        let mut end = Endpoint::default();
        end.start_without_syn(0, 0);
        assert_eq!(end.relative_to_last(0), (1, false));
        end.advance(100, Flags(0x10), true);
        assert_eq!(end.size(State::Partial), 100);
    }

    #[test]
    fn before_the_start_is_underflow() {
        let mut end = Endpoint::default();
        end.restart(1000, 1001);
        assert!(end.relative_to_last(999).1);
    }
}
