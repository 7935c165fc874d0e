//! How packets are shared out among several workers.

use std::net::IpAddr;
use thymus_wire::{LinkType, Network, Protocol};

/// Where a packet goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// All packets of one bucket must go to one worker; which one does not matter.
    ///
    /// It depends on the outermost pair of IP addresses only, without regard to direction: fragments, both directions and
    /// all flows of a pair, and all that a tunnel between two hosts carries, meet in one bucket. (A flow that moves between
    /// tunnels of different hosts is the exception: it is seen in parts.) Frames without IP are in bucket 0, and so are
    /// DHCP, whose transactions begin between other addresses than they end, and neighbour discovery for IPv6, in which
    /// hosts speak to groups of what others asked them.
    pub bucket: u16,
    /// Every worker is to see the packet, whosever it is: tickets of Kerberos are granted by one host and shown to others, and
    /// what a mapper of RPC tells one client of its ports holds for all, so what a worker sees of one pair of hosts is
    /// explained by what another sees. Only its own worker makes records of it.
    pub for_all: bool,
}

/// Where a frame goes.
#[must_use]
pub fn share_of(link: LinkType, bytes: &[u8]) -> Share {
    let Network::Ip(packet) = thymus_wire::frame(link, bytes).network else { return Share::default() };
    if is_neighbor_discovery(packet) {
        return Share::default();
    }
    let Some((source, destination)) = addresses(packet) else { return Share::default() };
    match ports(packet) {
        Some((UDP, [0, 67 | 68, 0, 67 | 68])) => Share::default(),
        Some((TCP | UDP, [0, KERBEROS, ..] | [_, _, 0, KERBEROS]))
        | Some((TCP, [0, RPC_MAPPER, ..] | [_, _, 0, RPC_MAPPER])) => {
            Share { bucket: bucket(source, destination), for_all: true }
        }
        _ => Share { bucket: bucket(source, destination), for_all: false },
    }
}

/// Both operations are symmetric, and together keep apart pairs that share one address.
fn bucket(source: u64, destination: u64) -> u16 {
    let mixed = mix(source ^ destination).wrapping_add(mix(source.wrapping_add(destination)));
    mix(mixed) as u16
}

const TCP: u8 = 6;
const UDP: u8 = 17;

const KERBEROS: u8 = 88;
const RPC_MAPPER: u8 = 135;

/// The transport protocol and the four bytes in which it has its ports, for packets without extension headers.
fn ports(packet: &[u8]) -> Option<(u8, [u8; 4])> {
    let first = *packet.first()?;
    let (protocol, header_bytes) = match first >> 4 {
        4 => (*packet.get(9)?, usize::from(first & 0x0f) * 4),
        6 => (*packet.get(6)?, 40),
        _ => return None,
    };
    Some((protocol, *packet.get(header_bytes..)?.first_chunk()?))
}

/// Router and neighbour solicitations and advertisements and redirects (RFC 4861), behind whatever extension headers. Those
/// in fragments are not found, and hosts ignore them (RFC 6980).
fn is_neighbor_discovery(packet: &[u8]) -> bool {
    const HOP_BY_HOP: u8 = 0;
    const ROUTING: u8 = 43;
    const DESTINATION_OPTIONS: u8 = 60;
    let is_discovery = |message: &[u8]| matches!(message, [133..=137, ..]);
    match packet {
        [0x60..=0x6f, _, _, _, _, _, Protocol::ICMPV6, ..] => packet.get(40..).is_some_and(is_discovery),
        [0x60..=0x6f, _, _, _, _, _, HOP_BY_HOP | ROUTING | DESTINATION_OPTIONS, ..] => {
            thymus_wire::ip(packet)
                .is_ok_and(|ip| ip.protocol == Protocol::ICMPV6 && is_discovery(ip.payload))
        }
        _ => false,
    }
}

/// Both addresses, folded to 64 bits, with little regard for the rest of the packet.
fn addresses(packet: &[u8]) -> Option<(u64, u64)> {
    match packet.first()? >> 4 {
        4 => {
            let source = u32::from_be_bytes(*packet.get(12..)?.first_chunk()?);
            let destination = u32::from_be_bytes(*packet.get(16..)?.first_chunk()?);
            Some((source.into(), destination.into()))
        }
        6 => {
            // Extension headers may change who the ends are, so the whole header is read.
            let packet = thymus_wire::ip(packet).ok()?;
            Some((fold(packet.source), fold(packet.destination)))
        }
        _ => None,
    }
}

fn fold(address: IpAddr) -> u64 {
    match address {
        IpAddr::V4(address) => address.to_bits().into(),
        IpAddr::V6(address) => {
            let bits = address.to_bits();
            mix(bits as u64) ^ (bits >> 64) as u64
        }
    }
}

/// The finalizer of SplitMix64.
fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
