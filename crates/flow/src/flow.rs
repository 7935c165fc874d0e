//! One flow: what is kept of it, how a packet changes it, and its summary.

use crate::config::{ANOMALIES_PER_FLOW_MAX, Config, Statistics, TUNNEL_CHANGES_MAX};
use crate::history::History;
use crate::key::Key;
use crate::tcp::{self, Connection};
use crate::{Anomaly, ConnState, FlowFacts, FlowId, Handler, Interest, Side, Summary, Transport, TunnelKind};
use thymus_wire::{Interval, Timestamp};

/// Tunnels named in [`FlowFacts::tunnel_parents`] at most.
const TUNNEL_PARENTS_MAX: usize = 8;

/// Packets and bytes of one side.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    pub(crate) packets: u64,
    pub(crate) ip_bytes: u64,
    /// Payload of datagrams; TCP counts by sequence numbers.
    pub(crate) payload: u64,
}

impl Count {
    pub(crate) fn add(&mut self, ip_bytes: usize, payload: usize) {
        self.packets += 1;
        self.ip_bytes = self.ip_bytes.saturating_add(ip_bytes as u64);
        self.payload = self.payload.saturating_add(payload as u64);
    }
}

/// What may change under the hands of [`Teller`].
#[derive(Clone, Debug)]
pub(crate) struct Track {
    pub(crate) counts: [Count; 2],
    /// Whether the lower end of the key is the originator.
    pub(crate) low_is_originator: bool,
    /// The originator is who received the first packet.
    pub(crate) flipped: bool,
    anomalies: u8,
}

/// A UDP flow that is a tunnel.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TunnelMark {
    pub(crate) kind: TunnelKind,
    /// Whether the handler was told.
    pub(crate) told: bool,
}

/// A flow and all that is known of it.
#[derive(Debug)]
pub(crate) struct Flow<S> {
    pub(crate) key: Key,
    pub(crate) hash: u64,
    pub(crate) facts: FlowFacts,
    pub(crate) state: S,
    pub(crate) history: History,
    pub(crate) track: Track,
    pub(crate) tcp: Option<Box<Connection>>,
    /// The table's clock at the last packet that counts for time-outs.
    pub(crate) clock: Timestamp,
    /// The table's clock when the flow began.
    opened: Timestamp,
    /// A flow of one question and one answer.
    pub(crate) is_transaction: bool,
    /// The time of the last packet that counts for the duration.
    pub(crate) end: Timestamp,
    /// When the flow is to be forgotten, on the table's clock.
    pub(crate) deadline: Timestamp,
    /// No more payload is wanted.
    pub(crate) stopped: bool,
    pub(crate) tunnel: Option<TunnelMark>,
    /// The innermost tunnel of the last packet.
    carrier: Option<FlowId>,
    tunnel_changes: u8,
}

impl Track {
    pub(crate) fn new(low_is_originator: bool, flipped: bool) -> Self {
        Self { counts: [Count::default(); 2], low_is_originator, flipped, anomalies: 0 }
    }

    pub(crate) fn count(&mut self, side: Side) -> &mut Count {
        let [originator, responder] = &mut self.counts;
        match side {
            Side::Originator => originator,
            Side::Responder => responder,
        }
    }
}

impl<S> Flow<S> {
    pub(crate) fn new(
        key: Key,
        hash: u64,
        facts: FlowFacts,
        state: S,
        track: Track,
        clock: Timestamp,
    ) -> Self {
        let mut history = History::default();
        if track.flipped {
            history.flipped();
        }
        Self {
            key,
            hash,
            state,
            history,
            track,
            tcp: (facts.transport == Transport::Tcp).then(Box::default),
            clock,
            opened: clock,
            is_transaction: false,
            end: facts.start,
            deadline: clock,
            stopped: false,
            tunnel: None,
            carrier: facts.tunnel_parents.last().copied(),
            tunnel_changes: 0,
            facts,
        }
    }

    /// Which side a packet comes from, by whether it comes from the key's lower end.
    pub(crate) fn side(&self, from_low: bool) -> Side {
        if from_low == self.track.low_is_originator { Side::Originator } else { Side::Responder }
    }

    /// Whether its last packet came through a tunnel.
    pub(crate) fn has_carrier(&self) -> bool {
        self.carrier.is_some()
    }

    /// Takes note of the tunnel that carried a packet. Answers whether it is another than before.
    pub(crate) fn note_carrier(&mut self, carrier: Option<FlowId>) -> bool {
        if self.carrier == carrier {
            return false;
        }
        self.carrier = carrier;
        if self.tunnel_changes >= TUNNEL_CHANGES_MAX {
            self.history.limit_reached();
            return false;
        }
        self.tunnel_changes += 1;
        let parents = &mut self.facts.tunnel_parents;
        match carrier {
            Some(carrier) if parents.len() < TUNNEL_PARENTS_MAX && !parents.contains(&carrier) => {
                parents.push(carrier)
            }
            _ => {}
        }
        true
    }

    /// Sets the deadline after a packet.
    pub(crate) fn renew(&mut self, config: &Config, delays: &tcp::Delays) {
        if self.is_transaction {
            self.deadline = self.next_transaction_check(config);
            return;
        }
        let silence = match self.facts.transport {
            Transport::Tcp => config.tcp_inactivity,
            Transport::Udp => config.udp_inactivity,
            Transport::Icmp => config.icmp_inactivity,
            Transport::Sctp | Transport::Other(_) => config.other_inactivity,
        };
        self.deadline = match &self.tcp {
            Some(connection) => connection.deadline(delays, self.clock),
            None => self.clock + silence,
        };
    }

    /// The first of the regular checks that will find the flow silent for an interval, give or take a second.
    fn next_transaction_check(&self, config: &Config) -> Timestamp {
        const SLACK: Interval = Interval::from_seconds(1);
        let interval = config.udp_transaction_interval;
        let silent = (self.clock + interval - SLACK - self.opened).0.max(1);
        let checks = (silent - 1) / interval.0.max(1) + 1;
        self.opened + Interval(interval.0.saturating_mul(checks))
    }

    /// Everything known, by the rules of Zeek's `conn`.
    pub(crate) fn summary(&self) -> Summary {
        let duration = Some(self.end - self.facts.start).filter(|duration| *duration > Interval::ZERO);
        let [originator, responder] = self.track.counts;
        let size = |side: Side, count: crate::flow::Count| match &self.tcp {
            Some(connection) => connection.size(side),
            None => count.payload,
        };
        let bytes = duration.map(|_| (size(Side::Originator, originator), size(Side::Responder, responder)));
        let link = &self.facts.link;
        let (orig_l2_addr, resp_l2_addr) = if self.track.flipped {
            (link.destination, link.source)
        } else {
            (link.source, link.destination)
        };
        Summary {
            duration,
            orig_bytes: bytes.map(|bytes| bytes.0),
            resp_bytes: bytes.map(|bytes| bytes.1),
            conn_state: self.conn_state(),
            history: self.history.letters().clone(),
            missed_bytes: self.tcp.as_ref().map_or(0, |connection| connection.missed()),
            orig_pkts: originator.packets,
            orig_ip_bytes: originator.ip_bytes,
            resp_pkts: responder.packets,
            resp_ip_bytes: responder.ip_bytes,
            orig_l2_addr,
            resp_l2_addr,
        }
    }

    fn conn_state(&self) -> ConnState {
        let [originator, responder] = self.track.counts;
        match (&self.tcp, self.facts.transport) {
            (Some(connection), _) => connection.conn_state(&self.history),
            (None, Transport::Udp) => match (originator.packets > 0, responder.packets > 0) {
                (true, true) => ConnState::SF,
                (true, false) => ConnState::S0,
                (false, true) => ConnState::Shr,
                (false, false) => ConnState::Oth,
            },
            _ => ConnState::Oth,
        }
    }
}

/// Tells the handler what happens to one flow.
pub(crate) struct Teller<'a, H: Handler> {
    pub(crate) handler: &'a mut H,
    pub(crate) statistics: &'a mut Statistics,
    pub(crate) now: Timestamp,
    pub(crate) facts: &'a mut FlowFacts,
    pub(crate) state: &'a mut H::State,
    pub(crate) track: &'a mut Track,
}

impl<H: Handler> Teller<'_, H> {
    pub(crate) fn anomaly(&mut self, name: &'static str, detail: Option<String>, offset: u64) {
        if self.track.anomalies >= ANOMALIES_PER_FLOW_MAX {
            self.statistics.anomalies_suppressed += 1;
            return;
        }
        self.track.anomalies += 1;
        self.statistics.anomalies += 1;
        self.handler.anomaly(self.now, Some(self.facts), &Anomaly { name, detail, offset });
    }
}

impl<H: Handler> tcp::Sink for Teller<'_, H> {
    fn bytes(&mut self, from: Side, bytes: &[u8]) -> Interest {
        self.handler.data(self.now, self.facts, self.state, from, bytes)
    }

    fn gap(&mut self, from: Side, length: u64) -> Interest {
        self.statistics.gap_bytes = self.statistics.gap_bytes.saturating_add(length);
        self.handler.gap(self.now, self.facts, self.state, from, length)
    }

    fn ended(&mut self, from: Side) {
        self.handler.ended(self.now, self.facts, self.state, from);
    }

    fn anomaly(&mut self, name: &'static str, offset: u64) {
        Teller::anomaly(self, name, None, offset);
    }

    fn limit(&mut self, name: &'static str) {
        self.statistics.reassembly_limits_reached += 1;
        Teller::anomaly(self, name, None, 0);
    }

    fn flip(&mut self) {
        let endpoints = &mut self.facts.endpoints;
        std::mem::swap(&mut endpoints.orig_h, &mut endpoints.resp_h);
        std::mem::swap(&mut endpoints.orig_p, &mut endpoints.resp_p);
        self.track.counts.reverse();
        self.track.low_is_originator = !self.track.low_is_originator;
        self.track.flipped = !self.track.flipped;
    }
}
