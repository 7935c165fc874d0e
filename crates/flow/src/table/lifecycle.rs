//! How flows begin, are found again, and end.

use super::{FlowTable, Place};
use crate::config::Config;
use crate::flow::{Flow, Teller, Track};
use crate::key::Key;
use crate::ports::is_likely_server;
use crate::tcp::endpoint::Flags;
use crate::tcp::{Delays, Reuse, Surroundings};
use crate::wheel::Wheel;
use crate::{CloseReason, Endpoints, FlowFacts, FlowId, Handler, Transport, TunnelAction, TunnelFacts};
use std::hash::BuildHasher;
use std::net::{IpAddr, Ipv4Addr};

/// Ports below are assigned to well-known services (RFC 6335 section 6).
const SYSTEM_PORTS_END: u16 = 1024;

/// What a packet says of the flow it may begin.
pub(super) struct Opening {
    pub(super) transport: Transport,
    pub(super) key: Key,
    pub(super) from_low: bool,
    pub(super) endpoints: Endpoints,
    /// The flags of a TCP segment.
    pub(super) flags: Flags,
}

impl Opening {
    /// Whether the receiver looks like the one who began.
    fn is_reversed(&self) -> bool {
        let Endpoints { orig_p, resp_h, resp_p, .. } = self.endpoints;
        let reversed = match self.transport {
            Transport::Tcp => tcp_looks_reversed(self.flags, orig_p, resp_p),
            transport => is_likely_server(transport, orig_p) && !is_likely_server(transport, resp_p),
        };
        reversed && resp_h != IpAddr::V4(Ipv4Addr::BROADCAST)
    }
}

impl<H: Handler> FlowTable<H> {
    /// The flow a segment belongs to; a SYN may end one and begin another.
    pub(super) fn tcp_flow(&mut self, place: Place<'_>, opening: &Opening, sequence: u32) -> Option<u32> {
        if opening.flags.syn()
            && let Some((number, reuse)) = self.reuse(opening, sequence)
        {
            if let Reuse(Some(name)) = reuse {
                self.flow_anomaly(place.now, number, name);
            }
            self.close(number, CloseReason::Finished);
        }
        self.flow(place, opening)
    }

    fn reuse(&self, opening: &Opening, sequence: u32) -> Option<(u32, Reuse)> {
        let number = self.find(self.hashes.hash_one(opening.key), &opening.key)?;
        let flow = self.flows.get(number).filter(|flow| flow.deadline > self.clock)?;
        let reuse = flow.tcp.as_ref()?.reuse(
            flow.side(opening.from_low),
            opening.flags,
            sequence,
            self.clock - flow.clock,
            &self.delays,
        )?;
        Some((number, reuse))
    }

    /// The flow a packet belongs to, which may begin with it.
    pub(super) fn flow(&mut self, place: Place<'_>, opening: &Opening) -> Option<u32> {
        let hash = self.hashes.hash_one(opening.key);
        if let Some(number) = self.find(hash, &opening.key) {
            let flow = self.flows.get(number)?;
            if flow.deadline > self.clock {
                if !place.carriers.is_empty() || flow.has_carrier() {
                    self.note_carriers(place, number);
                }
                return Some(number);
            }
            self.close(number, CloseReason::TimedOut);
        }
        self.open(place, opening, hash)
    }

    fn find(&self, hash: u64, key: &Key) -> Option<u32> {
        self.index.find(hash, |number| self.flows.get(*number).is_some_and(|flow| flow.key == *key)).copied()
    }

    fn open(&mut self, place: Place<'_>, opening: &Opening, hash: u64) -> Option<u32> {
        self.make_room();
        self.discover(place);
        let flip = opening.is_reversed();
        let facts = FlowFacts {
            id: self.name(place.ordinal, place.depth),
            endpoints: if flip { reversed(opening.endpoints) } else { opening.endpoints },
            transport: opening.transport,
            start: place.now,
            last: place.now,
            link: place.link,
            tunnel_parents: place.carriers.iter().map(|carrier| carrier.facts.id).collect(),
            midstream: opening.transport == Transport::Tcp && !opening.flags.syn(),
        };
        let state = self.handler.opened(place.now, &facts);
        let track = Track::new(opening.from_low != flip, flip);
        let mut flow = Flow::new(opening.key, hash, facts, state, track, self.clock);
        flow.is_transaction = opening.transport == Transport::Udp
            && self.config.udp_transaction_ports.contains(&flow.facts.endpoints.resp_p);
        flow.renew(&self.config, &self.delays);
        let deadline = flow.deadline;
        let number = self.flows.insert(flow);
        let Self { index, flows, wheel, .. } = self;
        index.insert_unique(hash, number, |number| flows.get(*number).map_or(0, |flow| flow.hash));
        wheel.schedule(number, deadline);
        self.statistics.flows_opened += 1;
        self.statistics.flows_live = self.flows.len() as u64;
        Some(number)
    }

    /// The name of what a packet begins.
    pub(crate) fn name(&self, ordinal: u64, depth: usize) -> FlowId {
        let milliseconds = u64::try_from(self.latest.0 / 1_000_000).unwrap_or(0) & ((1 << 42) - 1);
        let ordinal = ordinal & ((1 << 17) - 1);
        let (depth, ring) = (depth as u64 & 3, u64::from(self.config.ring) & 7);
        FlowId(milliseconds << 22 | ordinal << 5 | depth << 3 | ring)
    }

    /// Keeps the limit of flows: forgets those nearest to their time-out. A flood of attempts, whose time-outs are short,
    /// so pushes out itself and not the established.
    fn make_room(&mut self) {
        while self.flows.len() >= self.config.flows_max.max(1) {
            let Some(number) = self.wheel.earliest() else { return };
            let Some(flow) = self.flows.get(number) else { return };
            let scheduled_late = flow.deadline > self.clock && self.wheel.is_before(number, flow.deadline);
            if scheduled_late {
                self.wheel.schedule(number, flow.deadline);
            } else {
                self.statistics.flows_evicted += 1;
                self.close(number, CloseReason::Evicted);
            }
        }
    }

    /// Forgets a flow.
    pub(super) fn close(&mut self, number: u32, reason: CloseReason) {
        self.wheel.cancel(number);
        let Some(mut flow) = self.flows.remove(number) else { return };
        if let Ok(entry) = self.index.find_entry(flow.hash, |other| *other == number) {
            entry.remove();
        }
        let Self { handler, statistics, pool, limits, delays, clock, latest, .. } = self;
        let mut reason = reason;
        let Flow { facts, state, track, history, tcp, .. } = &mut flow;
        if let Some(connection) = tcp {
            let mut around = Surroundings { pool, limits, delays, clock: *clock, last: *clock };
            let mut teller = Teller { handler, statistics, now: *latest, facts, state, track };
            connection.finish(history, &mut around, &mut teller);
            if reason == CloseReason::TimedOut && connection.is_finished() {
                reason = CloseReason::Finished;
            }
        }
        statistics.flows_timed_out += u64::from(reason == CloseReason::TimedOut);
        let summary = flow.summary();
        if let Some(mark) = flow.tunnel.filter(|mark| mark.told) {
            let tunnel = TunnelFacts {
                id: flow.facts.id,
                endpoints: flow.facts.endpoints,
                kind: mark.kind,
                tunnel_parents: flow.facts.tunnel_parents.clone(),
            };
            handler.tunnel(*latest, &tunnel, TunnelAction::Close);
        }
        handler.closed(*latest, &flow.facts, flow.state, &summary, reason);
        statistics.flows_live = self.flows.len() as u64;
    }
}

/// Sets a flow's deadline; only one that moved nearer moves the flow on the wheel.
pub(super) fn renew<S>(flow: &mut Flow<S>, number: u32, config: &Config, delays: &Delays, wheel: &mut Wheel) {
    let before = flow.deadline;
    flow.renew(config, delays);
    if flow.deadline < before {
        wheel.schedule(number, flow.deadline);
    }
}

pub(super) fn ends(source: (IpAddr, u16), destination: (IpAddr, u16)) -> Endpoints {
    Endpoints { orig_h: source.0, orig_p: source.1, resp_h: destination.0, resp_p: destination.1 }
}

fn reversed(endpoints: Endpoints) -> Endpoints {
    let Endpoints { orig_h, orig_p, resp_h, resp_p } = endpoints;
    Endpoints { orig_h: resp_h, orig_p: resp_p, resp_h: orig_h, resp_p: orig_p }
}

/// Whether the first segment seen looks as if it came from the server. Between two likely server ports the lower is the
/// server's, but a SYN-ACK, which may be a stealthy scan, must come from a system port to one that is not (RFC 6335).
fn tcp_looks_reversed(flags: Flags, source_port: u16, destination_port: u16) -> bool {
    if (flags.syn() && !flags.ack()) || !is_likely_server(Transport::Tcp, source_port) {
        return false;
    }
    let plausible = if flags.syn() {
        source_port < SYSTEM_PORTS_END && destination_port >= SYSTEM_PORTS_END
    } else {
        source_port < destination_port
    };
    plausible || !is_likely_server(Transport::Tcp, destination_port)
}
