//! The Address Resolution Protocol (RFC 826, RFC 5227): who has which IPv4 address.
//!
//! A record says that an address is bound to a hardware address when that is new, when it changed, and every ten minutes
//! while it is told. What is told in between is counted in the next record.

mod record;
#[cfg(test)]
mod tests;

pub use record::Arp;

use crate::context::mix;
use crate::link::{
    Broken, LinkAnalyzer, LinkCarrier, LinkContext, LinkProtocol, News, Recent, Seen, Segment, Sightings,
    known_mac,
};
use std::net::{IpAddr, Ipv4Addr};
use thymus_record::{Declared, Mac};
use thymus_wire::ethertype;

/// ARP for IPv4 over Ethernet.
pub static PROTOCOL: LinkProtocol = LinkProtocol {
    name: "arp",
    carrier: LinkCarrier::Frames(ethertype::ARP),
    open: || Box::<State>::default(),
    records: &[Arp::declaration],
};

/// Inverse ARP (RFC 2390): which address has the target?
const INVERSE_REQUEST: u16 = 8;
const INVERSE_REPLY: u16 = 9;

/// What a packet speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Claim {
    /// The sender has this address.
    Has(Ipv4Addr),
    /// The sender would like to have this address.
    Wants(Ipv4Addr),
    /// The sender wants to know, or tells, the address of this device.
    Reverse([u8; 6]),
}

/// What is said of it: the sender's hardware address, and that of its frame.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Said {
    sender: [u8; 6],
    frame: Option<[u8; 6]>,
}

#[derive(Default)]
struct State {
    sightings: Sightings<(Segment, Claim), Said>,
    /// Which address was asked for, and by which.
    requests: Recent<(Segment, Ipv4Addr, Ipv4Addr)>,
}

impl LinkAnalyzer for State {
    fn frame(&mut self, cx: &mut LinkContext<'_>, payload: &[u8]) {
        let packet = match thymus_wire::arp(payload) {
            Ok(packet) => packet,
            Err(anomaly) => return cx.weird("ARP", None, anomaly.into()),
        };
        let Some(operation) = operation_name(packet.operation) else {
            let found = Some(packet.operation.to_string());
            return cx.weird("ARP", hosts(&packet), Broken { found, ..Broken::rule("invalid_arp_opcode") });
        };
        let segment = Segment::of(cx.place);
        let unsolicited = self.is_unsolicited(cx, segment, &packet);
        let said = Said { sender: packet.sender_mac, frame: cx.place.link.source };
        let target = (packet.operation == thymus_wire::Arp::REQUEST)
            .then(|| mix(u64::from(packet.target_ip.to_bits()), 0));
        match self.sightings.see(cx.now, (segment, claim(&packet)), said, target) {
            Seen::Known => cx.left_out(),
            Seen::Limit(found) => {
                cx.left_out();
                let found = Some(found.to_owned());
                cx.weird("ARP", hosts(&packet), Broken { found, ..Broken::rule("arp_limit_reached") });
            }
            Seen::New(news) => {
                cx.emit(&record(cx, &packet, operation, unsolicited, &news));
                tell_of_mismatch(cx, &packet, said);
            }
        }
    }
}

impl State {
    /// Remembers a request; says of a reply whether it answers one.
    fn is_unsolicited(&mut self, cx: &LinkContext<'_>, segment: Segment, packet: &thymus_wire::Arp) -> bool {
        match packet.operation {
            thymus_wire::Arp::REQUEST => {
                self.requests.ask(cx.now, (segment, packet.target_ip, packet.sender_ip));
                false
            }
            thymus_wire::Arp::REPLY => {
                !self.requests.was_asked(cx.now, &(segment, packet.sender_ip, packet.target_ip))
            }
            _ => false,
        }
    }
}

fn claim(packet: &thymus_wire::Arp) -> Claim {
    match packet.operation {
        thymus_wire::Arp::REQUEST if packet.sender_ip.is_unspecified() => Claim::Wants(packet.target_ip),
        thymus_wire::Arp::REQUEST | thymus_wire::Arp::REPLY => Claim::Has(packet.sender_ip),
        _ => Claim::Reverse(packet.target_mac),
    }
}

/// Zeek's `weird-arp-sha`: who sent the frame and who sent the packet are not the same. Bridges of wireless networks and
/// proxies do it; whoever poisons caches from another machine does too.
fn tell_of_mismatch(cx: &mut LinkContext<'_>, packet: &thymus_wire::Arp, said: Said) {
    let Some(frame) = said.frame.filter(|frame| *frame != said.sender) else { return };
    let found = Some(format!("the frame is from {}, the packet from {}", Mac(frame), Mac(said.sender)));
    cx.weird("ARP", hosts(packet), Broken { found, ..Broken::rule("weird_arp_sha") });
}

fn record(
    cx: &LinkContext<'_>,
    packet: &thymus_wire::Arp,
    operation: &'static str,
    unsolicited: bool,
    news: &News<Said>,
) -> Arp {
    let link = cx.place.link;
    let previous = news.previous.filter(|previous| previous.sender != packet.sender_mac);
    Arp {
        ts: cx.now,
        orig_h: packet.sender_ip,
        resp_h: packet.target_ip,
        operation,
        orig_l2_addr: known_mac(packet.sender_mac),
        resp_l2_addr: known_mac(packet.target_mac),
        mac_src: link.source.map(Mac),
        mac_dst: link.destination.map(Mac),
        vlan: link.vlan,
        inner_vlan: link.inner_vlan,
        gratuitous: packet.is_gratuitous() && !packet.sender_ip.is_unspecified(),
        probe: matches!(claim(packet), Claim::Wants(_)),
        unsolicited,
        previous_l2_addr: previous.and_then(|previous| known_mac(previous.sender)),
        left_out: news.left_out,
        targets: news.targets,
    }
}

fn hosts(packet: &thymus_wire::Arp) -> Option<(IpAddr, IpAddr)> {
    Some((packet.sender_ip.into(), packet.target_ip.into()))
}

fn operation_name(operation: u16) -> Option<&'static str> {
    Some(match operation {
        thymus_wire::Arp::REQUEST => "request",
        thymus_wire::Arp::REPLY => "reply",
        thymus_wire::Arp::REVERSE_REQUEST => "reverse_request",
        thymus_wire::Arp::REVERSE_REPLY => "reverse_reply",
        INVERSE_REQUEST => "inverse_request",
        INVERSE_REPLY => "inverse_reply",
        _ => return None,
    })
}
