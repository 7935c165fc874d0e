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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;

    #[test]
    fn the_example_of_rfc_1071() {
        assert_eq!(internet_checksum(&hex("0001 f203 f4f5 f6f7")), !0xddf2);
    }

    #[test]
    fn an_odd_byte_counts_as_the_high_half_of_a_word() {
        assert_eq!(internet_checksum(&hex("0001 f2")), !0xf201);
        assert_eq!(internet_checksum(&[]), 0xffff);
    }

    #[test]
    fn every_length_agrees_with_the_definition() {
        let bytes: Vec<u8> = (0..100u8).map(|n| n.wrapping_mul(151)).collect();
        for length in 0..bytes.len() {
            let mut sum = 0u32;
            for pair in bytes[..length].chunks(2) {
                sum += u32::from(pair[0]) << 8 | u32::from(*pair.get(1).unwrap_or(&0));
                sum = (sum & 0xffff) + (sum >> 16);
            }
            assert_eq!(u32::from(internet_checksum(&bytes[..length])), !sum & 0xffff, "{length} bytes");
        }
    }

    #[test]
    fn all_ones_fold_without_overflow() {
        assert_eq!(internet_checksum(&[0xff; 65536]), 0);
    }

    #[test]
    fn udp_may_go_without_over_version_4_only() {
        let datagram = hex("0035 0035 0008 0000");
        let loopback = "127.0.0.1".parse().unwrap();
        assert_eq!(transport_checksum_ok(loopback, loopback, Protocol::UDP, &datagram), Some(true));
        let loopback = "::1".parse().unwrap();
        assert_eq!(transport_checksum_ok(loopback, loopback, Protocol::UDP, &datagram), Some(false));
    }
}
