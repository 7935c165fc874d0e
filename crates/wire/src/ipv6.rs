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
