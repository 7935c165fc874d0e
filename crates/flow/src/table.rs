//! The flow table: packets in, calls of the [`Handler`] out.

mod decapsulate;
mod lifecycle;
mod network;

use crate::config::{Config, Statistics};
use crate::flow::{Flow, Teller};
use crate::fragments::Fragments;
use crate::slab::Slab;
use crate::tcp::Delays;
use crate::tcp::reassembly::{Limits, Pool};
use crate::tunnel::{Carriers, Tunnels};
use crate::wheel::Wheel;
use crate::{Anomaly, CloseReason, FlowId, Handler, LinkFacts, LinkPlace};
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use thymus_wire::{Interval, LinkType, Timestamp, WireAnomaly};

/// Event time that goes back further than this has started anew, as where captures are strung together.
const BACKWARD_JUMP_MAX: Interval = Interval::from_seconds(3600);
/// How often tunnels and fragments are looked through for what has expired.
const HOUSEKEEPING_INTERVAL: Interval = Interval::from_seconds(10);

/// Turns packets into flows and tells a [`Handler`] of them.
///
/// All results are functions of the packets and their times. Several tables may share a capture: each is given every
/// packet's time, by [`FlowTable::packet`] for its own share (see [`crate::share_of`]) and by [`FlowTable::advance`] for
/// the rest. Unless the limit of flows is reached, the results are the same for any number of tables.
///
/// Invariant: a flow is in `flows`, `index` and `wheel`, or in none.
pub struct FlowTable<H: Handler> {
    handler: H,
    config: Config,
    limits: Limits,
    delays: Delays,
    statistics: Statistics,
    flows: Slab<Flow<H::State>>,
    index: HashTable<u32>,
    hashes: FixedState,
    wheel: Wheel,
    due: Vec<u32>,
    pool: Pool,
    fragments: Fragments,
    tunnels: Tunnels,
    /// Event time made monotonous; what time-outs are measured on.
    clock: Timestamp,
    /// What is added to event time to get the clock.
    offset: Interval,
    /// The latest event time seen.
    latest: Timestamp,
    housekeeping: Timestamp,
    started: bool,
}

/// When and within what a packet was seen.
#[derive(Clone, Copy)]
struct Place<'a> {
    now: Timestamp,
    ordinal: u64,
    /// How many names were given out for what is around the packet.
    depth: usize,
    /// The capture cut the frame short.
    cut: bool,
    /// The packet was put together of fragments.
    reassembled: bool,
    link: LinkFacts,
    carriers: &'a Carriers,
}

impl Place<'_> {
    /// Where the frame or packet is, for whoever learns from the link itself.
    fn on_link(&self) -> LinkPlace {
        let tunnel_between = self.carriers.first().map(|carrier| {
            let ends = &carrier.facts.endpoints;
            (ends.orig_h.min(ends.resp_h), ends.orig_h.max(ends.resp_h))
        });
        LinkPlace { link: self.link, tunnel_between }
    }
}

impl<H: Handler> FlowTable<H> {
    /// An empty table.
    pub fn new(config: Config, handler: H) -> Self {
        let hashes = FixedState::with_seed(config.seed);
        Self {
            handler,
            limits: config.limits(),
            delays: config.delays(),
            statistics: Statistics::default(),
            flows: Slab::default(),
            index: HashTable::new(),
            fragments: Fragments::new(hashes.clone()),
            tunnels: Tunnels::new(hashes.clone()),
            hashes,
            wheel: Wheel::new(),
            due: Vec::new(),
            pool: Pool::default(),
            clock: Timestamp(0),
            offset: Interval::ZERO,
            latest: Timestamp(i64::MIN),
            housekeeping: Timestamp(0),
            started: false,
            config,
        }
    }

    /// Takes one captured frame.
    ///
    /// `ordinal` is the packet's number in the capture, `wire_length` its length before it may have been cut, and
    /// `vlan_from_header` the VLAN that the capture device stripped off the frame and told of beside it.
    pub fn packet(
        &mut self,
        now: Timestamp,
        ordinal: u64,
        link: LinkType,
        bytes: &[u8],
        wire_length: u32,
        vlan_from_header: Option<u16>,
    ) {
        self.advance(now);
        self.statistics.packets += 1;
        self.statistics.bytes += u64::from(wire_length);
        let cut = bytes.len() < wire_length as usize;
        let place = Place {
            now,
            ordinal,
            depth: 0,
            cut,
            reassembled: false,
            link: LinkFacts::default(),
            carriers: &Carriers::new(),
        };
        self.frame(place, link, bytes, vlan_from_header);
    }

    /// Lets event time go on, without a packet.
    pub fn advance(&mut self, now: Timestamp) {
        self.set_clock(now);
        if self.wheel.is_due(self.clock) {
            self.turn_wheel();
        }
        if self.clock >= self.housekeeping {
            self.keep_house();
        }
    }

    /// Closes everything, in the order in which the flows began.
    pub fn finish(&mut self) {
        let mut numbers: Vec<(FlowId, u32)> =
            self.flows.iter().map(|(number, flow)| (flow.facts.id, number)).collect();
        numbers.sort_unstable();
        for (_, number) in numbers {
            self.close(number, CloseReason::EndOfInput);
        }
    }

    /// The handler.
    pub fn handler(&mut self) -> &mut H {
        &mut self.handler
    }

    /// Gives the handler back.
    pub fn into_handler(self) -> H {
        self.handler
    }

    /// What was counted so far.
    pub fn statistics(&self) -> &Statistics {
        &self.statistics
    }

    fn set_clock(&mut self, now: Timestamp) {
        if !self.started {
            self.started = true;
            self.clock = now;
            self.housekeeping = now + HOUSEKEEPING_INTERVAL;
        }
        self.latest = self.latest.max(now);
        let mut clock = now + self.offset;
        if clock + BACKWARD_JUMP_MAX < self.clock {
            self.offset = self.clock - now;
            clock = self.clock;
        }
        self.clock = self.clock.max(clock);
    }

    fn turn_wheel(&mut self) {
        let mut due = std::mem::take(&mut self.due);
        self.wheel.turn(self.clock, &mut due);
        for number in due.drain(..) {
            self.came_due(number);
        }
        self.due = due;
    }

    fn came_due(&mut self, number: u32) {
        let Some(flow) = self.flows.get(number) else { return };
        if flow.deadline > self.clock {
            self.wheel.schedule(number, flow.deadline);
            return;
        }
        self.close(number, CloseReason::TimedOut);
    }

    fn keep_house(&mut self) {
        self.housekeeping = self.clock + HOUSEKEEPING_INTERVAL;
        self.statistics.fragments_dropped += self.fragments.expire(self.clock);
        let since = self.clock - self.config.tunnel_timeout;
        let Self { tunnels, handler, latest, config, .. } = self;
        tunnels.expire(since, config.tunnels_max, |facts, action| handler.tunnel(*latest, facts, action));
    }

    fn flow_anomaly(&mut self, now: Timestamp, number: u32, name: &'static str) {
        let Self { flows, handler, statistics, .. } = self;
        let Some(flow) = flows.get_mut(number) else { return };
        let Flow { facts, state, track, .. } = flow;
        Teller { handler, statistics, now, facts, state, track }.anomaly(name, None, 0);
    }

    fn wire_anomaly(&mut self, now: Timestamp, anomaly: WireAnomaly) {
        self.statistics.anomalies += 1;
        let anomaly = Anomaly { name: anomaly.name, detail: None, offset: anomaly.offset as u64 };
        self.handler.anomaly(now, None, &anomaly);
    }

    fn nameless_anomaly(&mut self, now: Timestamp, name: &'static str) {
        self.statistics.anomalies += 1;
        self.handler.anomaly(now, None, &Anomaly { name, detail: None, offset: 0 });
    }
}
