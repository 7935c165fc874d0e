//! The Internet checksum (RFC 1071) and the pseudo-headers it covers.

use crate::Protocol;
use std::net::IpAddr;

/// The Internet checksum of `bytes`: 0 where they contain their own right checksum.
#[inline]
#[must_use]
pub fn internet_checksum(bytes: &[u8]) -> u16 {
    !fold(sum(bytes))
}

/// What the addresses, protocol and length of a packet add to its transport checksum (RFC 9293 section 3.1, RFC 8200
/// section 8.1), to be folded with the sum of the segment itself.
#[inline]
#[must_use]
pub fn pseudo_header_sum(source: IpAddr, destination: IpAddr, protocol: u8, length: usize) -> u64 {
    let addresses = match (source, destination) {
        (IpAddr::V4(source), IpAddr::V4(destination)) => sum(&source.octets()) + sum(&destination.octets()),
        (IpAddr::V6(source), IpAddr::V6(destination)) => sum(&source.octets()) + sum(&destination.octets()),
        _ => 0,
    };
    addresses + u64::from(protocol) + (length as u64 & u64::from(u32::MAX))
}

/// Whether the checksum of a whole TCP, UDP, ICMP or ICMPv6 message is right; `None` for other protocols. UDP over
/// version 4 may leave its checksum out.
#[inline]
#[must_use]
pub fn transport_checksum_ok(
    source: IpAddr,
    destination: IpAddr,
    protocol: u8,
    segment: &[u8],
) -> Option<bool> {
    let pseudo = match protocol {
        Protocol::ICMP => 0,
        Protocol::UDP if udp_without_checksum(source, segment) => return Some(true),
        Protocol::TCP | Protocol::UDP | Protocol::ICMPV6 => {
            pseudo_header_sum(source, destination, protocol, segment.len())
        }
        _ => return None,
    };
    Some(fold(pseudo + sum(segment)) == u16::MAX)
}

fn udp_without_checksum(source: IpAddr, segment: &[u8]) -> bool {
    source.is_ipv4() && matches!(segment, [_, _, _, _, _, _, 0, 0, ..])
}

/// Sums 32-bit words into 64 bits, which cannot overflow below 16 GiB; folding gives the same as 16-bit words.
#[inline]
fn sum(bytes: &[u8]) -> u64 {
    let (blocks, rest) = bytes.as_chunks::<16>();
    let mut lanes = [0u64; 4];
    for block in blocks {
        lanes[0] += u64::from(be32!(block, 0));
        lanes[1] += u64::from(be32!(block, 4));
        lanes[2] += u64::from(be32!(block, 8));
        lanes[3] += u64::from(be32!(block, 12));
    }
    let [a, b, c, d] = lanes;
    let (pairs, odd) = rest.as_chunks::<2>();
    let tail: u64 = pairs.iter().map(|pair| u64::from(u16::from_be_bytes(*pair))).sum();
    a + b + c + d + tail + odd.first().map_or(0, |last| u64::from(*last) << 8)
}

#[inline]
fn fold(mut sum: u64) -> u16 {
    sum = (sum & 0xffff_ffff) + (sum >> 32);
    sum = (sum & 0xffff_ffff) + (sum >> 32);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    (sum & 0xffff) as u16
}
