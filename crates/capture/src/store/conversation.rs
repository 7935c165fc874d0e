//! Who talks to whom in a packet: every pair of IP addresses it has, inside tunnels too, with their ports.

use std::net::IpAddr;

use thymus_wire::{
    Inner, Ip, LinkType, Network, Protocol, arp, ayiya, frame, geneve, gre, gtp_u, ip, teredo, vxlan,
};

/// How many headers that begin a new packet within a packet are followed; the deepest sane nesting is four.
const NESTING_MAX: usize = 16;

const GTP_U_PORT: u16 = 2152;
const TEREDO_PORT: u16 = 3544;
const GRE_IN_UDP_PORT: u16 = 4754;
const VXLAN_PORT: u16 = 4789;
const AYIYA_PORT: u16 = 5072;
const GENEVE_PORT: u16 = 6081;
/// VXLAN as Linux numbered it before IANA did.
const VXLAN_LINUX_PORT: u16 = 8472;

/// Two addresses that exchange this packet. IPv4 addresses are mapped into IPv6 (`::ffff:a.b.c.d`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Conversation {
    pub(super) source: u128,
    pub(super) destination: u128,
    pub(super) ports: Ports,
}

/// The ports of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ports {
    /// The protocol has none.
    None,
    /// Of source and destination.
    Known(u16, u16),
    /// The protocol has ports, but not in this packet: a later fragment, or a capture cut short.
    Unknown,
}

/// An address in the form that conversations have.
#[inline]
pub(super) fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

/// Finds every conversation of a packet, the outermost first.
#[inline]
pub(super) fn conversations(link: LinkType, bytes: &[u8], mut found: impl FnMut(Conversation)) {
    let mut next = Some(Carried::Frame(link, bytes));
    for _ in 0..NESTING_MAX {
        next = match next {
            Some(Carried::Frame(link, bytes)) => of_frame(link, bytes, &mut found),
            Some(Carried::Ip(bytes)) => of_ip(bytes, &mut found),
            None => return,
        };
    }
}

/// What a header carries.
enum Carried<'a> {
    Frame(LinkType, &'a [u8]),
    Ip(&'a [u8]),
}

fn of_frame<'a>(
    link: LinkType,
    bytes: &'a [u8],
    found: &mut impl FnMut(Conversation),
) -> Option<Carried<'a>> {
    match frame(link, bytes).network {
        Network::Ip(packet) => Some(Carried::Ip(packet)),
        Network::Arp(packet) => {
            let arp = arp(packet).ok()?;
            let [source, destination] =
                [arp.sender_ip, arp.target_ip].map(|address| number(IpAddr::V4(address)));
            found(Conversation { source, destination, ports: Ports::None });
            None
        }
        Network::Other { .. } | Network::Nothing => None,
    }
}

fn of_ip<'a>(bytes: &'a [u8], found: &mut impl FnMut(Conversation)) -> Option<Carried<'a>> {
    let packet = ip(bytes).ok()?;
    let is_later_fragment = packet.fragment.is_some_and(|fragment| fragment.offset > 0);
    let ports = match packet.protocol {
        Protocol::TCP | Protocol::UDP | Protocol::SCTP if is_later_fragment => Ports::Unknown,
        Protocol::TCP | Protocol::UDP | Protocol::SCTP => first_ports(packet.payload),
        _ => Ports::None,
    };
    found(Conversation { source: number(packet.source), destination: number(packet.destination), ports });
    if is_later_fragment { None } else { tunnelled(&packet, ports) }
}

/// TCP, UDP and SCTP all begin with the two ports.
fn first_ports(payload: &[u8]) -> Ports {
    match payload {
        [a, b, c, d, ..] => Ports::Known(u16::from_be_bytes([*a, *b]), u16::from_be_bytes([*c, *d])),
        _ => Ports::Unknown,
    }
}

#[inline]
fn tunnelled<'a>(packet: &Ip<'a>, ports: Ports) -> Option<Carried<'a>> {
    /// RFC 3378: version and reserved bits come before the frame.
    const ETHERNET_IN_IP_HEADER_BYTES: usize = 2;
    match (packet.protocol, ports) {
        (Protocol::UDP, Ports::Known(source, destination)) => {
            let is_tunnel = |port| {
                matches!(port, GTP_U_PORT | TEREDO_PORT | GRE_IN_UDP_PORT | VXLAN_PORT)
                    || matches!(port, AYIYA_PORT | GENEVE_PORT | VXLAN_LINUX_PORT)
            };
            let port = [destination, source].into_iter().find(|port| is_tunnel(*port))?;
            in_udp(port, packet.udp().ok()?.payload).and_then(inner)
        }
        (Protocol::TCP, _) => None,
        (Protocol::GRE, _) => gre(packet.payload).ok().and_then(|gre| inner(gre.inner)),
        (Protocol::IPV4 | Protocol::IPV6, _) => Some(Carried::Ip(packet.payload)),
        (Protocol::ETHERNET, _) => Some(Carried::Frame(LinkType::ETHERNET, packet.payload)),
        (Protocol::ETHERNET_IN_IP, _) => {
            let bytes = packet.payload.get(ETHERNET_IN_IP_HEADER_BYTES..)?;
            Some(Carried::Frame(LinkType::ETHERNET, bytes))
        }
        (Protocol::MPLS, _) => Some(Carried::Frame(LinkType::MPLS, packet.payload)),
        _ => None,
    }
}

#[cold]
fn in_udp(port: u16, payload: &[u8]) -> Option<Inner<'_>> {
    match port {
        VXLAN_PORT | VXLAN_LINUX_PORT => vxlan(payload).ok().map(|tunnel| tunnel.inner),
        GENEVE_PORT => geneve(payload).ok().map(|tunnel| tunnel.inner),
        GTP_U_PORT => gtp_u(payload).ok().map(|tunnel| tunnel.inner),
        TEREDO_PORT => teredo(payload).ok().map(|tunnel| tunnel.inner),
        AYIYA_PORT => ayiya(payload).ok().map(|tunnel| tunnel.inner),
        GRE_IN_UDP_PORT => gre(payload).ok().map(|tunnel| tunnel.inner),
        _ => None,
    }
}

fn inner(inner: Inner<'_>) -> Option<Carried<'_>> {
    match inner {
        Inner::Ip(bytes) => Some(Carried::Ip(bytes)),
        Inner::Ethernet(bytes) => Some(Carried::Frame(LinkType::ETHERNET, bytes)),
        Inner::Other { .. } => None,
    }
}
