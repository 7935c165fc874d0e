//! Tunnels taken apart: what they carry goes through the table again.

use super::{FlowTable, Place};
use crate::config::TUNNEL_DEPTH_MAX;
use crate::flow::{Flow, TunnelMark};
use crate::tunnel::{Carrier, Carriers};
use crate::{Handler, TunnelAction, TunnelFacts, TunnelKind};
use thymus_wire::{Decoded, Inner, Ip, LinkType, UdpDatagram, ethertype};

mod port {
    pub(super) const GTP_U: u16 = 2152;
    pub(super) const TEREDO: u16 = 3544;
    pub(super) const GRE: u16 = 4754;
    pub(super) const VXLAN: u16 = 4789;
    pub(super) const VXLAN_EXTENDED: u16 = 4790;
    pub(super) const AYIYA: u16 = 5072;
    pub(super) const GENEVE: u16 = 6081;
    /// What Linux used for VXLAN before the number was assigned.
    pub(super) const VXLAN_LINUX: u16 = 8472;
}

impl<H: Handler> FlowTable<H> {
    /// A packet in a packet (RFC 2003, RFC 2473, RFC 4213).
    pub(super) fn ip_in_ip(&mut self, place: Place<'_>, packet: &Ip<'_>) {
        self.ip_tunnel(place, packet, TunnelKind::Ip, Inner::Ip(packet.payload));
    }

    /// Generic routing encapsulation in `payload` of `packet`.
    pub(super) fn gre(&mut self, place: Place<'_>, packet: &Ip<'_>, payload: &[u8]) {
        match thymus_wire::gre(payload) {
            Ok(gre) => self.ip_tunnel(place, packet, TunnelKind::Gre, gre.inner),
            Err(anomaly) => self.wire_anomaly(place.now, anomaly),
        }
    }

    /// A tunnel that has no flow of its own.
    fn ip_tunnel(&mut self, place: Place<'_>, packet: &Ip<'_>, kind: TunnelKind, inner: Inner<'_>) {
        if place.depth >= TUNNEL_DEPTH_MAX {
            return self.nameless_anomaly(place.now, "exceeded_tunnel_max_depth");
        }
        let parents = place.carriers.iter().map(|carrier| carrier.facts.id).collect();
        let name = self.name(place.ordinal, place.depth);
        let facts = self.tunnels.carrier(self.clock, packet, kind, name, parents);
        self.within(place, Carrier { facts, flow: None }, inner);
    }

    /// The datagram of a UDP flow may be a tunnel's.
    pub(super) fn udp_tunnel(
        &mut self,
        place: Place<'_>,
        number: u32,
        packet: &Ip<'_>,
        datagram: &UdpDatagram<'_>,
    ) {
        let (source, destination, payload) =
            (datagram.source_port, datagram.destination_port, datagram.payload);
        if destination == port::GRE {
            return self.gre(Place { depth: place.depth + 1, ..place }, packet, payload);
        }
        let Some((kind, inner)) = self.recognise(place, number, source, destination, payload) else { return };
        if place.depth >= TUNNEL_DEPTH_MAX {
            if let Some(flow) = self.flows.get_mut(number) {
                flow.history.limit_reached();
            }
            return self.flow_anomaly(place.now, number, "exceeded_tunnel_max_depth");
        }
        let Some(flow) = self.flows.get_mut(number) else { return };
        flow.tunnel.get_or_insert(TunnelMark { kind, told: false });
        let facts = TunnelFacts {
            id: flow.facts.id,
            endpoints: flow.facts.endpoints,
            kind,
            tunnel_parents: flow.facts.tunnel_parents.clone(),
        };
        self.within(place, Carrier { facts, flow: Some(number) }, inner);
    }

    /// What the datagram carries, by port, or by content where content is proof enough.
    fn recognise<'a>(
        &mut self,
        place: Place<'_>,
        number: u32,
        source: u16,
        destination: u16,
        payload: &'a [u8],
    ) -> Option<(TunnelKind, Inner<'a>)> {
        let either = |port| source == port || destination == port;
        let (kind, inner): (_, Decoded<Inner<'a>>) = match destination {
            port::VXLAN | port::VXLAN_LINUX | port::VXLAN_EXTENDED => {
                (TunnelKind::Vxlan, thymus_wire::vxlan(payload).map(|vxlan| vxlan.inner))
            }
            port::GENEVE => (TunnelKind::Geneve, thymus_wire::geneve(payload).map(|geneve| geneve.inner)),
            _ if either(port::GTP_U) => (TunnelKind::Gtp, thymus_wire::gtp_u(payload).map(|gtp| gtp.inner)),
            _ if either(port::AYIYA) || matches!(payload, [_, 0x52, 0x11, ..]) => {
                (TunnelKind::Ayiya, thymus_wire::ayiya(payload).map(|ayiya| ayiya.inner))
            }
            _ => return self.teredo(place, number, either(port::TEREDO), payload),
        };
        inner.ok().map(|inner| (kind, inner))
    }

    fn teredo<'a>(
        &mut self,
        place: Place<'_>,
        number: u32,
        by_port: bool,
        payload: &'a [u8],
    ) -> Option<(TunnelKind, Inner<'a>)> {
        let may_be = matches!(payload, [0x60..=0x6f, ..] | [0, 0 | 1, ..]);
        let teredo = may_be.then(|| thymus_wire::teredo(payload).ok()).flatten()?;
        if !by_port && !teredo.plausible {
            return None;
        }
        if let Some(anomaly) = teredo.anomaly {
            self.flow_anomaly(place.now, number, anomaly.name);
        }
        (!teredo.bubble).then_some((TunnelKind::Teredo, teredo.inner))
    }

    /// Goes on with what a tunnel carries.
    fn within(&mut self, place: Place<'_>, carrier: Carrier, inner: Inner<'_>) {
        let mut carriers: Carriers = place.carriers.clone();
        carriers.push(carrier);
        let place = Place { depth: place.depth + 1, carriers: &carriers, reassembled: false, ..place };
        match inner {
            Inner::Ip(packet) => self.ip(Place { link: Default::default(), ..place }, packet),
            Inner::Ethernet(frame) => self.frame(place, LinkType::ETHERNET, frame, None),
            Inner::Other { ethertype: 0 | ethertype::PPP, .. } => {}
            Inner::Other { ethertype, payload } => {
                let place = Place { link: Default::default(), ..place };
                self.handler.frame(place.now, &place.on_link(), ethertype, payload)
            }
        }
    }

    /// Tells of the tunnels around a new flow that were not told of yet.
    pub(super) fn discover(&mut self, place: Place<'_>) {
        for carrier in place.carriers {
            let is_new = match carrier.flow {
                None => self.tunnels.note_flow(self.clock, &carrier.facts),
                Some(number) => self.flows.get_mut(number).is_some_and(tell_once),
            };
            if is_new {
                self.statistics.tunnels += 1;
                self.handler.tunnel(place.now, &carrier.facts, TunnelAction::Discover);
            }
        }
    }

    /// A known flow comes through the tunnels around `place`.
    pub(super) fn note_carriers(&mut self, place: Place<'_>, number: u32) {
        let carrier = place.carriers.last().map(|carrier| carrier.facts.id);
        if self.flows.get_mut(number).is_some_and(|flow| flow.note_carrier(carrier)) {
            self.discover(place);
        }
    }
}

fn tell_once<S>(flow: &mut Flow<S>) -> bool {
    flow.tunnel.as_mut().is_some_and(|mark| !std::mem::replace(&mut mark.told, true))
}
