//! From frames to transport: what is done with each header.

use super::lifecycle::{Opening, ends, renew};
use super::{FlowTable, Place};
use crate::config::Checksums;
use crate::flow::{Flow, Teller};
use crate::fragments::Oddities;
use crate::history::Once;
use crate::icmp::counterpart;
use crate::key::Key;
use crate::tcp::endpoint::Flags;
use crate::tcp::{Arrival, Surroundings};
use crate::{Handler, IcmpNews, Interest, LinkFacts, Side, Transport};
use smallvec::SmallVec;
use thymus_wire::{
    IcmpVersion, Ip, LinkType, Network, Protocol, TcpSegment, Timestamp, UdpDatagram, ethertype,
};

impl<H: Handler> FlowTable<H> {
    /// A frame, of the capture or of a tunnel.
    pub(super) fn frame(
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
            Network::Arp(payload) => self.handler.frame(place.now, &place.on_link(), ethertype::ARP, payload),
            Network::Other { ethertype, payload } => {
                self.handler.frame(place.now, &place.on_link(), ethertype, payload)
            }
            Network::Nothing => {}
        }
        self.statistics.packets_not_ip += 1;
    }

    /// An IP packet, of a frame or of a tunnel.
    pub(super) fn ip(&mut self, place: Place<'_>, bytes: &[u8]) {
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
        if !place.cut && !packet.is_complete() {
            self.nameless_anomaly(place.now, "truncated_IP_len");
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
            Ok(packet) => self.transport(Place { reassembled: true, ..place }, &packet),
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
                flow.history.once(side, Once::BadChecksum, b'C');
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
        if let Some(Flow { facts, state, .. }) = self.flows.get_mut(number) {
            let news = IcmpNews {
                place: place.on_link(),
                packet,
                message: &message,
                reassembled: place.reassembled,
            };
            self.handler.icmp(place.now, facts, state, &news);
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
        let data: SmallVec<[&[u8]; 8]> =
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
            flow.history.once(side, Once::Data, b'D');
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

    fn bad_checksum(&mut self, now: Timestamp, number: u32, name: &'static str) {
        self.statistics.packets_bad_checksum += 1;
        self.flow_anomaly(now, number, name);
    }
}
