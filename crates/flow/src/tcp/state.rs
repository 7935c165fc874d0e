//! The state machine of a TCP connection as `conn_state` tells it.
//!
//! Both ends have a state of their own. What is against the rules is noted by its Zeek name and changes as little as
//! possible, because captures lose packets more often than hosts misbehave.

use super::endpoint::{Endpoint, Flags, State};
use crate::ConnState;
use crate::history::History;
use smallvec::SmallVec;

/// Names of what broke a rule in one segment.
pub(crate) type Weirds = SmallVec<[&'static str; 4]>;

/// A segment as the state machine sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) from_originator: bool,
    pub(crate) flags: Flags,
    pub(crate) sequence: u32,
    pub(crate) acknowledgment: u32,
    pub(crate) has_payload: bool,
    /// How far the segment went past the highest number seen before.
    pub(crate) advanced: i32,
}

/// What follows from a segment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// The sender closed its side.
    pub(crate) close: bool,
    /// The two ends were taken for each other: the SYN came after its SYN-ACK.
    pub(crate) flip: bool,
    /// The connection was established after all, although its first SYN was not seen.
    pub(crate) whole: bool,
    /// The first SYN of the originator: an attempt begins.
    pub(crate) attempt: bool,
}

/// Moves `endpoint`, the sender, and `peer` on.
pub(crate) fn step(endpoint: &mut Endpoint, peer: &mut Endpoint, step: Step, weirds: &mut Weirds) -> Verdict {
    match endpoint.state {
        State::Inactive => inactive(endpoint, peer, step, weirds),
        State::SynSent | State::SynAckSent => syn_sent(endpoint, peer, step, weirds),
        State::Established | State::Partial => established(endpoint, peer, step, weirds),
        State::Closed => closed(endpoint, peer, step, weirds),
        State::Reset => {
            reset(step, weirds);
            Verdict::default()
        }
    }
}

fn inactive(endpoint: &mut Endpoint, peer: &mut Endpoint, step: Step, weirds: &mut Weirds) -> Verdict {
    let mut verdict = Verdict::default();
    if step.flags.syn() {
        if step.from_originator {
            verdict.attempt = true;
            first_syn(endpoint, step, weirds);
        } else {
            verdict.flip = syn_reply(endpoint, peer, step, weirds);
            verdict.whole = verdict.flip;
        }
    }
    if step.flags.fin() {
        endpoint.set_state(State::Closed);
        verdict.close = true;
        if peer.state != State::Partial && !step.flags.syn() {
            weirds.push("spontaneous_FIN");
        }
    }
    if step.flags.rst() {
        verdict.close = true;
        endpoint.set_state(State::Reset);
        if peer.state == State::Inactive {
            weirds.push("spontaneous_RST");
        }
    }
    if endpoint.state == State::Inactive {
        verdict.whole |= no_control_flags(endpoint, peer, step);
    }
    verdict
}

fn first_syn(endpoint: &mut Endpoint, step: Step, weirds: &mut Weirds) {
    if step.flags.ack() {
        weirds.push("connection_originator_SYN_ack");
        endpoint.set_state(State::SynAckSent);
    } else {
        endpoint.set_state(State::SynSent);
    }
}

/// The responder's first packet has a SYN. Answers whether the ends were taken for each other.
fn syn_reply(endpoint: &mut Endpoint, peer: &mut Endpoint, step: Step, weirds: &mut Weirds) -> bool {
    let mut flip = false;
    if step.flags.ack() {
        let known = !matches!(peer.state, State::Inactive | State::Partial);
        if known && !is_between(step.acknowledgment, peer.start_number(), peer.last_number()) {
            weirds.push("bad_SYN_ack");
        }
    } else if peer.state == State::SynAckSent && step.sequence == endpoint.start_number() {
        flip = true;
        peer.set_state(State::Established);
    } else {
        weirds.push("simultaneous_open");
    }
    match peer.state {
        State::SynSent => peer.set_state(State::Established),
        State::Inactive => weirds.push("unsolicited_SYN_response"),
        _ => {}
    }
    endpoint.set_state(State::Established);
    flip
}

/// The first packet of a side has no flag that says what it is. Answers whether the connection is whole nonetheless.
fn no_control_flags(endpoint: &mut Endpoint, peer: &Endpoint, step: Step) -> bool {
    if !step.from_originator && !step.has_payload && peer.state == State::SynSent {
        // Some stacks acknowledge a SYN before they answer it; that makes no partial connection.
        return false;
    }
    if step.flags.ack() && peer.state == State::Established {
        // The SYN was missed, but its answer and the acknowledgment of that were seen.
        endpoint.set_state(State::Established);
        return true;
    }
    endpoint.set_state(State::Partial);
    false
}

fn syn_sent(endpoint: &mut Endpoint, peer: &Endpoint, step: Step, weirds: &mut Weirds) -> Verdict {
    let mut verdict = Verdict::default();
    let flags = step.flags;
    if flags.syn() && step.from_originator {
        if flags.ack() && !flags.fin() && !flags.rst() && endpoint.state != State::SynAckSent {
            weirds.push("repeated_SYN_with_ack");
        }
    } else if flags.syn() && !flags.ack() && endpoint.state != State::SynSent {
        weirds.push("repeated_SYN_reply_wo_ack");
    }
    if flags.fin() {
        if matches!(peer.state, State::Inactive | State::SynSent) {
            weirds.push("inappropriate_FIN");
        }
        endpoint.set_state(State::Closed);
        verdict.close = true;
    }
    if flags.rst() {
        endpoint.set_state(State::Reset);
        verdict.close = true;
    } else if step.has_payload {
        weirds.push("data_before_established");
    }
    verdict
}

fn established(endpoint: &mut Endpoint, peer: &mut Endpoint, step: Step, weirds: &mut Weirds) -> Verdict {
    let mut verdict = Verdict::default();
    let flags = step.flags;
    let only_one_seen = endpoint.state == State::Partial && peer.state == State::Inactive;
    if flags.syn() && only_one_seen && !flags.ack() {
        weirds.push("SYN_after_partial");
        endpoint.set_state(State::SynSent);
    }
    if flags.fin() && !flags.rst() {
        endpoint.set_state(State::Closed);
        if peer.state == State::Reset && peer.previous == State::Closed {
            // The peer sent a FIN and then a RST, which together with this FIN is a normal end.
            peer.set_state(State::Closed);
        }
        verdict.close = true;
    }
    if flags.rst() {
        endpoint.set_state(State::Reset);
        verdict.close = true;
    }
    verdict
}

fn closed(endpoint: &mut Endpoint, peer: &Endpoint, step: Step, weirds: &mut Weirds) -> Verdict {
    let mut verdict = Verdict::default();
    if step.flags.syn() {
        weirds.push("SYN_after_close");
    }
    if step.flags.fin() && step.advanced > 0 {
        weirds.push("FIN_advanced_last_seq");
    }
    if step.flags.rst() && peer.state != State::Closed {
        endpoint.set_state(State::Reset);
        verdict.close = !endpoint.did_close;
    }
    verdict
}

fn reset(step: Step, weirds: &mut Weirds) {
    if step.flags.syn() {
        weirds.push("SYN_after_reset");
    }
    if step.flags.fin() {
        weirds.push("FIN_after_reset");
    }
    if step.has_payload && !step.flags.rst() {
        weirds.push("data_after_reset");
    }
}

fn is_between(number: u32, low: u32, high: u32) -> bool {
    number.wrapping_sub(low) <= high.wrapping_sub(low)
}

/// Zeek's `conn_state` of a TCP connection.
pub(crate) fn conn_state(originator: &Endpoint, responder: &Endpoint, history: &History) -> ConnState {
    use State::{Closed, Established, Inactive, Partial, Reset, SynAckSent, SynSent};
    let silent = |state| matches!(state, Inactive | Partial);
    let empty = originator.size(responder.state) == 0 && responder.size(originator.state) == 0;
    match (originator.state, responder.state) {
        (SynSent | SynAckSent, Reset) => ConnState::Rej,
        (Reset, Reset) if empty => ConnState::Rej,
        (Inactive | Partial, Reset) => ConnState::Rstrh,
        (_, Reset) => ConnState::Rstr,
        (Reset, resp) if silent(resp) => {
            if history.is_aborted_attempt() {
                ConnState::RstoS0
            } else {
                ConnState::Oth
            }
        }
        (Reset, _) => ConnState::Rsto,
        (Closed, Closed) => ConnState::SF,
        (Closed, resp) => {
            if silent(resp) {
                ConnState::Sh
            } else {
                ConnState::S2
            }
        }
        (orig, Closed) => {
            if silent(orig) {
                ConnState::Shr
            } else {
                ConnState::S3
            }
        }
        (SynSent, Inactive) => ConnState::S0,
        (Established, Established) => ConnState::S1,
        _ => ConnState::Oth,
    }
}
