//! Which of several workers a packet belongs to.

use std::net::IpAddr;
use thymus_wire::{LinkType, Network};

/// The worker, below `workers`, that a frame belongs to.
///
/// It depends on the outermost pair of IP addresses only, without regard to direction: fragments, both directions and all
/// flows of a pair, and all that a tunnel between two hosts carries, meet at the same worker. (A flow that moves between
/// tunnels of different hosts is the exception: it is seen in parts.) Frames without IP belong to worker 0, and so does
/// DHCP, whose transactions begin between other addresses than they end.
#[must_use]
pub fn worker_of(link: LinkType, bytes: &[u8], workers: usize) -> usize {
    if workers <= 1 {
        return 0;
    }
    let Network::Ip(packet) = thymus_wire::frame(link, bytes).network else { return 0 };
    let Some((source, destination)) = addresses(packet) else { return 0 };
    if is_dhcp(packet) {
        return 0;
    }
    // Both operations are symmetric, and together keep apart pairs that share one address.
    let mixed = mix(source ^ destination).wrapping_add(mix(source.wrapping_add(destination)));
    (mix(mixed) % workers as u64) as usize
}

/// Whether every worker is to see a packet, whosever it is: tickets of Kerberos are granted by one host and shown to others, so
/// what a worker sees of one pair of hosts is explained by what another sees. Only its own worker makes records of it.
#[must_use]
pub fn is_for_all_workers(link: LinkType, bytes: &[u8]) -> bool {
    let Network::Ip(packet) = thymus_wire::frame(link, bytes).network else { return false };
    matches!(ports(packet), Some((TCP | UDP, [0, 88, ..] | [_, _, 0, 88])))
}

const TCP: u8 = 6;
const UDP: u8 = 17;

/// IPv4, UDP, and both ports those of DHCP.
fn is_dhcp(packet: &[u8]) -> bool {
    matches!(ports(packet), Some((UDP, [0, 67 | 68, 0, 67 | 68])))
}

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
