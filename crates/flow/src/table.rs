//! The flow table: packets in, calls of the [`Handler`] out.

use crate::config::{Checksums, Config, Statistics};
use crate::flow::{Flow, Teller, Track};
use crate::fragments::{Fragments, Oddities};
use crate::icmp::counterpart;
use crate::key::Key;
use crate::ports::is_likely_server;
use crate::slab::Slab;
use crate::tcp::endpoint::Flags;
use crate::tcp::reassembly::{Limits, Pool};
use crate::tcp::{Arrival, Delays, Reuse, Surroundings};
use crate::tunnel::{Carriers, Tunnels};
use crate::wheel::Wheel;
use crate::{
    Anomaly, CloseReason, Endpoints, FlowFacts, FlowId, Handler, Interest, LinkFacts, Side, Transport,
    TunnelAction, TunnelFacts,
};
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::BuildHasher;
use std::net::{IpAddr, Ipv4Addr};
use thymus_wire::{
    IcmpVersion, Interval, Ip, LinkType, Network, Protocol, TcpSegment, Timestamp, UdpDatagram, WireAnomaly,
    ethertype,
};

/// Event time that goes back further than this has started anew, as where captures are strung together.
const BACKWARD_JUMP_MAX: Interval = Interval::from_seconds(3600);
/// Ports below are assigned to well-known services (RFC 6335 section 6).
const SYSTEM_PORTS_END: u16 = 1024;
/// How often tunnels and fragments are looked through for what has expired.
const HOUSEKEEPING_INTERVAL: Interval = Interval::from_seconds(10);

/// Turns packets into flows and tells a [`Handler`] of them.
///
/// All results are functions of the packets and their times. Several tables may share a capture: each is given every
/// packet's time, by [`FlowTable::packet`] for its own share (see [`crate::worker_of`]) and by [`FlowTable::advance`] for
/// the rest. Unless the limit of flows is reached, the results are the same for any number of tables.
///
/// Invariant: a flow is in `flows`, `index` and `wheel`, or in none.
pub struct FlowTable<H: Handler> {
    pub(crate) handler: H,
    pub(crate) config: Config,
    limits: Limits,
    delays: Delays,
    pub(crate) statistics: Statistics,
    pub(crate) flows: Slab<Flow<H::State>>,
    index: HashTable<u32>,
    hashes: FixedState,
    wheel: Wheel,
    due: Vec<u32>,
    pool: Pool,
    fragments: Fragments,
    pub(crate) tunnels: Tunnels,
    /// Event time made monotonous; what time-outs are measured on.
    pub(crate) clock: Timestamp,
    /// What is added to event time to get the clock.
    offset: Interval,
    /// The latest event time seen.
    latest: Timestamp,
    housekeeping: Timestamp,
    started: bool,
}

/// When and within what a packet was seen.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) now: Timestamp,
    pub(crate) ordinal: u64,
    /// How many names were given out for what is around the packet.
    pub(crate) depth: usize,
    pub(crate) link: LinkFacts,
    pub(crate) carriers: &'a Carriers,
}

/// What a packet says of the flow it may begin.
struct Opening {
    transport: Transport,
    key: Key,
    from_low: bool,
    endpoints: Endpoints,
    /// The flags of a TCP segment.
    flags: Flags,
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
        let place = Place { now, ordinal, depth: 0, link: LinkFacts::default(), carriers: &Carriers::new() };
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

    /// A frame, of the capture or of a tunnel.
    pub(crate) fn frame(
        &mut self,
        place: Place<'_>,
        link: LinkType,
        bytes: &[u8],
        vlan_from_header: Option<u16>,
    ) {
        let frame = thymus_wire::frame(link, bytes);
        let (vlan, inner_vlan) = match vlan_from_header {
            Some(outer) => (Some(outer), frame.vlan),
            None => (frame.vlan, frame.inner_vlan),
        };
        let link = LinkFacts { source: frame.source, destination: frame.destination, vlan, inner_vlan };
        let place = Place { link, ..place };
        if let Some(anomaly) = frame.anomaly {
            self.wire_anomaly(place.now, anomaly);
        }
        match frame.network {
            Network::Ip(packet) => return self.ip(place, packet),
            Network::Arp(payload) => self.handler.frame(place.now, &link, ethertype::ARP, payload),
            Network::Other { ethertype, payload } => self.handler.frame(place.now, &link, ethertype, payload),
            Network::Nothing => {}
        }
        self.statistics.packets_not_ip += 1;
    }

    /// An IP packet, of a frame or of a tunnel.
    pub(crate) fn ip(&mut self, place: Place<'_>, bytes: &[u8]) {
        let packet = match thymus_wire::ip(bytes) {
            Ok(packet) => packet,
            Err(anomaly) => {
                self.statistics.packets_damaged += 1;
                return self.wire_anomaly(place.now, anomaly);
            }
        };
        if let Some(anomaly) = packet.anomaly {
            self.wire_anomaly(place.now, anomaly);
        }
        if self.config.checksums == Checksums::Drop && !packet.header_checksum_ok() {
            self.statistics.packets_bad_checksum += 1;
            return self.nameless_anomaly(place.now, "bad_IP_checksum");
        }
        match packet.fragment {
            None => self.transport(place, &packet),
            Some(_) if packet.is_complete() => self.fragment(place, &packet),
            Some(fragment) => {
                self.nameless_anomaly(place.now, "incompletely_captured_fragment");
                if fragment.offset == 0 {
                    self.transport(place, &packet);
                }
            }
        }
    }

    fn fragment(&mut self, place: Place<'_>, packet: &Ip<'_>) {
        let Some(fragment) = packet.fragment else { return };
        self.statistics.fragments += 1;
        let mut odd = Oddities::new();
        let whole = self.fragments.take(self.clock, packet, fragment, &self.config, &mut odd);
        odd.iter().for_each(|name| self.nameless_anomaly(place.now, name));
        let Some(whole) = whole else { return };
        self.statistics.fragments_reassembled += 1;
        match thymus_wire::ip(&whole.header).and_then(|first| first.reassembled(&whole.payload)) {
            Ok(packet) => self.transport(place, &packet),
            Err(anomaly) => self.wire_anomaly(place.now, anomaly),
        }
    }

    fn transport(&mut self, place: Place<'_>, packet: &Ip<'_>) {
        match packet.protocol {
            Protocol::TCP => match packet.tcp() {
                Ok(segment) => self.tcp(place, packet, &segment),
                Err(anomaly) => self.wire_anomaly(place.now, anomaly),
            },
            Protocol::UDP => match packet.udp() {
                Ok(datagram) => self.udp(place, packet, &datagram),
                Err(anomaly) => self.wire_anomaly(place.now, anomaly),
            },
            Protocol::ICMP | Protocol::ICMPV6 => self.icmp(place, packet),
            Protocol::IPV4 | Protocol::IPV6 => self.ip_in_ip(place, packet),
            Protocol::GRE => self.gre(place, packet, packet.payload),
            Protocol::SCTP => self.sctp(place, packet),
            // Nothing can be told of what is encrypted, empty or a message of mobile IPv6: Zeek makes no flow of it.
            Protocol::ESP | Protocol::NONE | Protocol::MOBILITY => {}
            protocol => self.other(place, packet, protocol),
        }
    }

    fn tcp(&mut self, place: Place<'_>, packet: &Ip<'_>, segment: &TcpSegment<'_>) {
        let flags = Flags(segment.flags.0);
        let (source, destination) =
            ((packet.source, segment.source_port), (packet.destination, segment.destination_port));
        let (key, from_low) = Key::new(Protocol::TCP, source, destination);
        let opening =
            Opening { transport: Transport::Tcp, key, from_low, endpoints: ends(source, destination), flags };
        let Some(number) = self.tcp_flow(place, &opening, segment.sequence) else { return };
        let Some(flow) = self.flows.get_mut(number) else { return };
        let side = flow.side(from_low);
        if self.config.checksums == Checksums::Drop && packet.transport_checksum_ok() == Some(false) {
            if let Some(connection) = &mut flow.tcp {
                connection.bad_checksum(side, &mut flow.history);
            }
            return self.bad_checksum(place.now, number, "bad_TCP_checksum");
        }
        let length = packet.declared_payload_length.saturating_sub(segment.header_length);
        let arrival = Arrival {
            sequence: segment.sequence,
            acknowledgment: segment.acknowledgment,
            flags,
            window: segment.window,
            payload: segment.payload,
            length: length.max(segment.payload.len()) as u64,
        };
        self.segment(place.now, number, side, packet.total_length, &arrival);
    }

    fn segment(&mut self, now: Timestamp, number: u32, side: Side, ip_bytes: usize, arrival: &Arrival<'_>) {
        let Self { flows, handler, statistics, pool, limits, delays, clock, config, wheel, .. } = self;
        let Some(flow) = flows.get_mut(number) else { return };
        flow.track.count(side).add(ip_bytes, 0);
        flow.facts.last = now;
        let mut around = Surroundings { pool, limits, delays, clock: *clock, last: flow.clock };
        let Flow { facts, state, track, history, tcp, .. } = flow;
        let Some(connection) = tcp else { return };
        let mut teller = Teller { handler, statistics, now, facts, state, track };
        if connection.segment(side, arrival, history, &mut around, &mut teller) {
            (flow.end, flow.clock) = (now, *clock);
        }
        renew(flow, number, config, delays, wheel);
    }

    fn udp(&mut self, place: Place<'_>, packet: &Ip<'_>, datagram: &UdpDatagram<'_>) {
        let UdpDatagram { source_port, destination_port, .. } = *datagram;
        let (source, destination) = ((packet.source, source_port), (packet.destination, destination_port));
        let (key, from_low) = Key::new(Protocol::UDP, source, destination);
        let opening = Opening {
            transport: Transport::Udp,
            key,
            from_low,
            endpoints: ends(source, destination),
            flags: Flags(0),
        };
        let Some(number) = self.flow(place, &opening) else { return };
        if self.config.checksums == Checksums::Drop && packet.transport_checksum_ok() == Some(false) {
            if let Some(flow) = self.flows.get_mut(number) {
                let side = flow.side(from_low);
                flow.history.once(side, crate::history::Once::FinRst, b'C');
            }
            return self.bad_checksum(place.now, number, "bad_UDP_checksum");
        }
        let declared = usize::from(datagram.length).checked_sub(8).unwrap_or(datagram.payload.len());
        let side = self.datagram(place.now, number, from_low, packet, declared, &[datagram.payload]);
        if let Some(anomaly) = datagram.anomaly {
            self.flow_anomaly(place.now, number, anomaly.name);
        }
        if side.is_some() {
            self.udp_tunnel(place, number, packet, datagram);
        }
    }

    fn icmp(&mut self, place: Place<'_>, packet: &Ip<'_>) {
        let message = match packet.icmp() {
            Ok(message) => message,
            Err(anomaly) => return self.wire_anomaly(place.now, anomaly),
        };
        let (other, answered) = counterpart(message.version == IcmpVersion::V6, message.kind, message.code);
        let source = (packet.source, u16::from(message.kind));
        let destination = (packet.destination, u16::from(other));
        let make = if answered { Key::new } else { Key::one_way };
        let (key, from_low) = make(packet.protocol, source, destination);
        let opening = Opening {
            transport: Transport::Icmp,
            key,
            from_low,
            endpoints: ends(source, destination),
            flags: Flags(0),
        };
        let Some(number) = self.flow(place, &opening) else { return };
        if self.config.checksums == Checksums::Drop && packet.transport_checksum_ok() == Some(false) {
            return self.bad_checksum(place.now, number, "bad_ICMP_checksum");
        }
        let declared = packet.declared_payload_length.saturating_sub(8);
        self.datagram(place.now, number, from_low, packet, declared, &[message.payload]);
    }

    fn sctp(&mut self, place: Place<'_>, packet: &Ip<'_>) {
        let message = match packet.sctp() {
            Ok(message) => message,
            Err(anomaly) => return self.wire_anomaly(place.now, anomaly),
        };
        let source = (packet.source, message.source_port);
        let destination = (packet.destination, message.destination_port);
        let (key, from_low) = Key::new(Protocol::SCTP, source, destination);
        let endpoints = ends(source, destination);
        let opening = Opening { transport: Transport::Sctp, key, from_low, endpoints, flags: Flags(0) };
        let Some(number) = self.flow(place, &opening) else { return };
        let data: smallvec::SmallVec<[&[u8]; 8]> =
            message.chunks.filter_map(|chunk| chunk.data()).map(|data| data.payload).collect();
        let declared = data.iter().map(|data| data.len()).sum();
        self.datagram(place.now, number, from_low, packet, declared, &data);
    }

    /// A protocol that only is counted.
    fn other(&mut self, place: Place<'_>, packet: &Ip<'_>, protocol: u8) {
        let (source, destination) = ((packet.source, 0), (packet.destination, 0));
        let (key, from_low) = Key::new(protocol, source, destination);
        let opening = Opening {
            transport: Transport::Other(protocol),
            key,
            from_low,
            endpoints: ends(source, destination),
            flags: Flags(0),
        };
        if let Some(number) = self.flow(place, &opening) {
            self.datagram(place.now, number, from_low, packet, 0, &[]);
        }
    }

    /// Counts a packet of `declared` payload bytes and hands its messages on.
    fn datagram(
        &mut self,
        now: Timestamp,
        number: u32,
        from_low: bool,
        packet: &Ip<'_>,
        declared: usize,
        messages: &[&[u8]],
    ) -> Option<Side> {
        let Self { flows, handler, clock, config, delays, wheel, .. } = self;
        let flow = flows.get_mut(number)?;
        let side = flow.side(from_low);
        flow.track.count(side).add(packet.total_length, declared);
        (flow.facts.last, flow.end, flow.clock) = (now, now, *clock);
        if flow.facts.transport == Transport::Udp {
            flow.history.once(side, crate::history::Once::Data, b'D');
        }
        for message in messages {
            if !flow.stopped {
                flow.stopped =
                    handler.data(now, &flow.facts, &mut flow.state, side, message) == Interest::Stop;
            }
        }
        renew(flow, number, config, delays, wheel);
        Some(side)
    }

    /// The flow a segment belongs to; a SYN may end one and begin another.
    fn tcp_flow(&mut self, place: Place<'_>, opening: &Opening, sequence: u32) -> Option<u32> {
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
    fn flow(&mut self, place: Place<'_>, opening: &Opening) -> Option<u32> {
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
    fn close(&mut self, number: u32, reason: CloseReason) {
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

    fn bad_checksum(&mut self, now: Timestamp, number: u32, name: &'static str) {
        self.statistics.packets_bad_checksum += 1;
        self.flow_anomaly(now, number, name);
    }

    pub(crate) fn flow_anomaly(&mut self, now: Timestamp, number: u32, name: &'static str) {
        let Self { flows, handler, statistics, .. } = self;
        let Some(flow) = flows.get_mut(number) else { return };
        let Flow { facts, state, track, .. } = flow;
        Teller { handler, statistics, now, facts, state, track }.anomaly(name, None, 0);
    }

    pub(crate) fn wire_anomaly(&mut self, now: Timestamp, anomaly: WireAnomaly) {
        self.statistics.anomalies += 1;
        let anomaly = Anomaly { name: anomaly.name, detail: None, offset: anomaly.offset as u64 };
        self.handler.anomaly(now, None, &anomaly);
    }

    pub(crate) fn nameless_anomaly(&mut self, now: Timestamp, name: &'static str) {
        self.statistics.anomalies += 1;
        self.handler.anomaly(now, None, &Anomaly { name, detail: None, offset: 0 });
    }
}

/// Sets a flow's deadline; only one that moved nearer moves the flow on the wheel.
fn renew<S>(flow: &mut Flow<S>, number: u32, config: &Config, delays: &Delays, wheel: &mut Wheel) {
    let before = flow.deadline;
    flow.renew(config, delays);
    if flow.deadline < before {
        wheel.schedule(number, flow.deadline);
    }
}

fn ends(source: (IpAddr, u16), destination: (IpAddr, u16)) -> Endpoints {
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
