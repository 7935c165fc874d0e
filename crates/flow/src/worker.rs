//! Which of several workers a packet belongs to.

use std::net::IpAddr;
use thymus_wire::{LinkType, Network};

/// The worker, below `workers`, that a frame belongs to.
///
/// It depends on the outermost pair of IP addresses only, without regard to direction: fragments, both directions and all
/// flows of a pair, and all that a tunnel between two hosts carries, meet at the same worker. (A flow that moves between
/// tunnels of different hosts is the exception: it is seen in parts.) Frames without IP belong to worker 0.
#[must_use]
pub fn worker_of(link: LinkType, bytes: &[u8], workers: usize) -> usize {
    if workers <= 1 {
        return 0;
    }
    let Network::Ip(packet) = thymus_wire::frame(link, bytes).network else { return 0 };
    let Some((source, destination)) = addresses(packet) else { return 0 };
    // Both operations are symmetric, and together keep apart pairs that share one address.
    let mixed = mix(source ^ destination).wrapping_add(mix(source.wrapping_add(destination)));
    (mix(mixed) % workers as u64) as usize
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
