//! The Internet Protocol version 6 (RFC 8200) and its extension headers.

use crate::anomaly::WireAnomaly;
use crate::{Decoded, Fragment, Ip, Protocol, Reader};
use std::net::{IpAddr, Ipv6Addr};

/// Length of the header without extension headers.
pub(crate) const HEADER_LENGTH: usize = 40;

/// How many extension headers are followed.
pub const EXTENSION_HEADERS_MAX: usize = 16;

mod field {
    pub(super) const PAYLOAD_LENGTH: usize = 4;
    pub(super) const NEXT_HEADER: usize = 6;
    pub(super) const HOP_LIMIT: usize = 7;
}

mod option {
    /// One byte of padding, the only option without a length.
    pub(super) const PAD_1: u8 = 0;
    /// The length of a jumbogram (RFC 2675).
    pub(super) const JUMBO: u8 = 0xc2;
    /// The home address of a mobile node (RFC 6275 section 6.3).
    pub(super) const HOME_ADDRESS: u8 = 0xc9;
}

#[inline]
pub(crate) fn parse(bytes: &[u8]) -> Decoded<Ip<'_>> {
    let short = WireAnomaly { name: "truncated_IP", offset: 0, needed: HEADER_LENGTH };
    let (header, rest) = bytes.split_first_chunk::<HEADER_LENGTH>().ok_or(short)?;
    let (fixed, addresses) = header.split_first_chunk::<8>().ok_or(short)?;
    let (source, destination) = addresses.split_first_chunk::<16>().ok_or(short)?;
    let destination: &[u8; 16] = destination.first_chunk().ok_or(short)?;
    let declared = usize::from(be16!(fixed, field::PAYLOAD_LENGTH));
    let next_header = fixed[field::NEXT_HEADER];
    let (length, anomaly) = payload_length(declared, next_header, rest);
    let payload = rest.get(..length.min(rest.len())).unwrap_or(rest);
    let packet = Ip {
        version: 6,
        source: IpAddr::V6(Ipv6Addr::from(*source)),
        destination: IpAddr::V6(Ipv6Addr::from(*destination)),
        protocol: next_header,
        ttl: fixed[field::HOP_LIMIT],
        traffic_class: (be16!(fixed, 0) >> 4).to_be_bytes()[1],
        dont_fragment: true,
        header_length: HEADER_LENGTH,
        total_length: HEADER_LENGTH.saturating_add(length),
        declared_payload_length: length,
        payload,
        fragment: None,
        anomaly,
        header,
    };
    let followed = if is_extension(next_header) { follow(packet)? } else { return Ok(packet) };
    Ok(Ip { header: bytes.get(..followed.header_length).unwrap_or(header), ..followed })
}

/// A length of zero announces a jumbogram, or that the network card cuts the segments and will fill it in.
#[inline]
fn payload_length(declared: usize, next_header: u8, rest: &[u8]) -> (usize, Option<WireAnomaly>) {
    match (declared, next_header) {
        (0, Protocol::HOP_BY_HOP) => match jumbo_length(rest) {
            Some(length) => (length, None),
            None => (0, None),
        },
        (0, Protocol::TCP) if !rest.is_empty() => {
            (rest.len(), Some(WireAnomaly::new("ip_hdr_len_zero", field::PAYLOAD_LENGTH)))
        }
        _ => (declared, None),
    }
}

fn is_extension(protocol: u8) -> bool {
    matches!(
        protocol,
        Protocol::HOP_BY_HOP
            | Protocol::ROUTING
            | Protocol::FRAGMENT
            | Protocol::AUTHENTICATION
            | Protocol::DESTINATION_OPTIONS
    )
}

/// Follows the chain of extension headers at the front of `packet`'s payload: `protocol` becomes that of what comes
/// after them. Stops at a fragment, as what comes after it may be elsewhere, and at ESP and mobility headers.
pub(crate) fn follow(mut packet: Ip<'_>) -> Decoded<Ip<'_>> {
    for _ in 0..EXTENSION_HEADERS_MAX {
        if !is_extension(packet.protocol) || packet.fragment.is_some() {
            return Ok(packet);
        }
        packet = pass_extension(packet)?;
    }
    packet.anomaly.get_or_insert(WireAnomaly::new("too_many_ipv6_extension_headers", packet.header_length));
    Ok(packet)
}

fn pass_extension(mut packet: Ip<'_>) -> Decoded<Ip<'_>> {
    let [next_header, length, ..] = *packet.payload else { return Err(truncated(&packet, 8)) };
    let length = match packet.protocol {
        Protocol::FRAGMENT => 8,
        Protocol::AUTHENTICATION => (usize::from(length) + 2) * 4,
        _ => (usize::from(length) + 1) * 8,
    };
    let Some((extension, payload)) = packet.payload.split_at_checked(length) else {
        return Err(truncated(&packet, length));
    };
    match packet.protocol {
        Protocol::FRAGMENT => packet.fragment = fragment(extension),
        Protocol::ROUTING => apply_routing(&mut packet, extension),
        Protocol::DESTINATION_OPTIONS => apply_home_address(&mut packet, extension),
        _ => {}
    }
    packet.protocol = next_header;
    packet.payload = payload;
    packet.header_length += length;
    packet.declared_payload_length = packet.declared_payload_length.saturating_sub(length);
    Ok(packet)
}

#[cold]
fn truncated(packet: &Ip<'_>, needed: usize) -> WireAnomaly {
    let name = if needed > packet.declared_payload_length {
        "invalid_IP_header_size"
    } else {
        "internally_truncated_header"
    };
    WireAnomaly { name, offset: packet.header_length, needed }
}

/// Next header, reserved, offset with a flag, identification.
fn fragment(extension: &[u8]) -> Option<Fragment> {
    let header: &[u8; 8] = extension.first_chunk()?;
    let offset_and_flag = be16!(header, 2);
    let fragment = Fragment {
        identification: be32!(header, 4),
        offset: usize::from(offset_and_flag & 0xfff8),
        more: offset_and_flag & 1 != 0,
    };
    (fragment.offset != 0 || fragment.more).then_some(fragment)
}

/// The last address of a routing header of type 0 (deprecated by RFC 5095) or 2 (RFC 6275), while there are segments
/// left, is where the packet finally goes and what transport checksums are made with.
fn apply_routing(packet: &mut Ip<'_>, extension: &[u8]) {
    const SOURCE_ROUTE: u8 = 0;
    const MOBILE: u8 = 2;
    let [_, _, kind, segments_left, ..] = *extension else { return };
    if kind == SOURCE_ROUTE {
        packet.anomaly.get_or_insert(WireAnomaly::new("routing0_hdr", packet.header_length));
    }
    let addresses = extension.get(8..).unwrap_or_default();
    let last = addresses.chunks_exact(16).last().and_then(|last| last.first_chunk::<16>());
    if let (SOURCE_ROUTE | MOBILE, 1.., Some(last)) = (kind, segments_left, last) {
        packet.destination = IpAddr::V6(Ipv6Addr::from(*last));
    }
}

fn apply_home_address(packet: &mut Ip<'_>, extension: &[u8]) {
    if let Some(address) =
        find_option(extension, option::HOME_ADDRESS).and_then(|data| data.first_chunk::<16>())
    {
        packet.source = IpAddr::V6(Ipv6Addr::from(*address));
    }
}

fn jumbo_length(hop_by_hop: &[u8]) -> Option<usize> {
    let [_, length, ..] = *hop_by_hop else { return None };
    let extension = hop_by_hop.get(..(usize::from(length) + 1) * 8)?;
    let data = find_option(extension, option::JUMBO)?;
    usize::try_from(u32::from_be_bytes(*data.first_chunk()?)).ok()
}

/// The data of the first option of a kind in a hop-by-hop or destination options header.
fn find_option(extension: &[u8], wanted: u8) -> Option<&[u8]> {
    let mut reader = Reader::new(extension);
    reader.skip(2).ok()?;
    loop {
        let kind = reader.u8().ok()?;
        if kind == option::PAD_1 {
            continue;
        }
        let length = reader.u8().ok()?;
        let data = reader.take(length.into()).ok()?;
        if kind == wanted {
            return Some(data);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;
    use crate::ip;

    const SOURCE: &str = "2001 0db8 0000 0000 0000 0000 0000 0001";
    const DESTINATION: &str = "2001 0db8 0000 0000 0000 0000 0000 0002";
    const OTHER: &str = "2001 0db8 0000 0000 0000 0000 0000 0099";

    fn packet(next_header: u8, length: u16, payload: &str) -> Vec<u8> {
        hex(&format!("6ab00000 {length:04x} {next_header:02x} 40 {SOURCE} {DESTINATION} {payload}"))
    }

    #[test]
    fn reads_a_header() {
        let bytes = packet(Protocol::UDP, 8, "0035 0035 0008 1234 eeee");
        let packet = parse(&bytes).unwrap();
        assert_eq!(packet.source, "2001:db8::1".parse::<IpAddr>().unwrap());
        assert_eq!(packet.destination, "2001:db8::2".parse::<IpAddr>().unwrap());
        assert_eq!((packet.protocol, packet.ttl, packet.traffic_class), (17, 64, 0xab));
        assert_eq!((packet.header_length, packet.total_length, packet.payload.len()), (40, 48, 8));
    }

    #[test]
    fn follows_the_chain_to_the_transport() {
        // Hop-by-hop options, destination options, authentication header (RFC 4302, 24 bytes), UDP.
        let chain = "3c 00 0502 0000 0100  33 00 0104 00000000
            11 04 0000 00000001 00000001 000000000000000000000000  0035 0035 0008 1234";
        let bytes = packet(Protocol::HOP_BY_HOP, 48, chain);
        let packet = parse(&bytes).unwrap();
        assert_eq!((packet.protocol, packet.header_length, packet.total_length), (17, 80, 88));
        assert_eq!((packet.payload, packet.declared_payload_length), (&hex("0035 0035 0008 1234")[..], 8));
        assert_eq!(packet.header().len(), 80);
    }

    #[test]
    fn a_fragment_ends_the_chain_until_it_is_reassembled() {
        let bytes = packet(Protocol::FRAGMENT, 16, "3c 00 0001 0000beef  11 00 0104 00000000");
        let first = parse(&bytes).unwrap();
        assert_eq!(first.fragment, Some(Fragment { identification: 0xbeef, offset: 0, more: true }));
        assert_eq!((first.protocol, first.header_length, first.payload.len()), (60, 48, 8));
        let payload = hex("11 00 0104 00000000 0035 0035 0008 1234");
        let whole = first.reassembled(&payload).unwrap();
        assert_eq!((whole.protocol, whole.payload.len(), whole.fragment), (17, 8, None));
    }

    #[test]
    fn a_fragment_that_is_the_whole_is_none() {
        let bytes = packet(Protocol::FRAGMENT, 16, "11 00 0000 0000beef 0035 0035 0008 1234");
        let packet = parse(&bytes).unwrap();
        assert_eq!((packet.fragment, packet.protocol, packet.payload.len()), (None, 17, 8));
    }

    #[test]
    fn fragment_offsets_and_the_last_fragment() {
        let bytes = packet(Protocol::FRAGMENT, 16, "06 00 05a8 0000beef 0000000000000000");
        let fragment = parse(&bytes).unwrap().fragment;
        assert_eq!(fragment, Some(Fragment { identification: 0xbeef, offset: 1448, more: false }));
    }

    #[test]
    fn the_source_route_names_the_destination() {
        let bytes = packet(Protocol::ROUTING, 24, &format!("3b 02 00 01 00000000 {OTHER}"));
        let packet = parse(&bytes).unwrap();
        assert_eq!(packet.destination, "2001:db8::99".parse::<IpAddr>().unwrap());
        assert_eq!(packet.anomaly.unwrap().name, "routing0_hdr");
    }

    #[test]
    fn the_home_address_is_the_source() {
        let bytes = packet(Protocol::DESTINATION_OPTIONS, 24, &format!("3b 02 0102 0000 c910 {OTHER}"));
        assert_eq!(parse(&bytes).unwrap().source, "2001:db8::99".parse::<IpAddr>().unwrap());
    }

    #[test]
    fn a_jumbogram_says_its_length_in_an_option() {
        let mut bytes = packet(Protocol::HOP_BY_HOP, 0, "11 00 c204 00011178");
        bytes.resize(40 + 0x11178, 0);
        let packet = parse(&bytes).unwrap();
        assert_eq!((packet.total_length, packet.payload.len()), (40 + 0x11178, 0x11170));
    }

    #[test]
    fn esp_ends_the_chain() {
        let bytes = packet(Protocol::ESP, 8, "00000001 00000001");
        assert_eq!((parse(&bytes).unwrap().protocol, parse(&bytes).unwrap().payload.len()), (50, 8));
    }

    #[test]
    fn damaged_chains_have_zeeks_names() {
        let beyond = packet(Protocol::ROUTING, 8, "3b ff 00 01 00000000");
        assert_eq!(parse(&beyond).unwrap_err().name, "invalid_IP_header_size");
        let snapped = packet(Protocol::ROUTING, 2048, "3b 08 00 01 00000000");
        assert_eq!(
            parse(&snapped).unwrap_err(),
            WireAnomaly { name: "internally_truncated_header", offset: 40, needed: 72 }
        );
    }

    #[test]
    fn endless_chains_end() {
        let bytes = packet(Protocol::DESTINATION_OPTIONS, 800, &"3c 00 0104 00000000".repeat(100));
        let packet = ip(&bytes).unwrap();
        assert_eq!(packet.anomaly.unwrap().name, "too_many_ipv6_extension_headers");
        assert_eq!(packet.header_length, 40 + 8 * EXTENSION_HEADERS_MAX);
    }
}
