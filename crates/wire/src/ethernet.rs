//! Ethernet II and IEEE 802.3 with the tags that may follow the addresses.

use crate::anomaly::{Named, WireAnomaly};
use crate::link::{Next, Unwrap};
use crate::{Decoded, Frame, Network, ethertype};

/// Length of the header: two addresses and a type.
pub(crate) const HEADER_LENGTH: usize = 14;

/// The longest payload an 802.3 length field can announce.
const LENGTH_MAX: u16 = 1500;

mod field {
    pub(super) const TYPE: usize = 12;
}

/// The commonest frame by far, Ethernet II with an IP packet, without the general loop.
#[inline]
pub(crate) fn plain_ip(bytes: &[u8]) -> Option<Frame<'_>> {
    let (header, payload) = bytes.split_first_chunk::<HEADER_LENGTH>()?;
    match be16!(header, field::TYPE) {
        ethertype::IPV4 | ethertype::IPV6 => {}
        _ => return None,
    }
    let (destination, rest) = header.split_first_chunk::<6>()?;
    Some(Frame {
        source: rest.first_chunk::<6>().copied(),
        destination: Some(*destination),
        network: Network::Ip(payload),
        ..Frame::default()
    })
}

pub(crate) fn unwrap(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    let reader = &mut unwrap.reader;
    let destination = reader.array().named("truncated_ethernet_frame")?;
    let source = reader.array().named("truncated_ethernet_frame")?;
    unwrap.frame.destination = Some(destination);
    unwrap.frame.source = Some(source);
    reader.u16_be().named("truncated_ethernet_frame").map(Next::EtherType)
}

/// An 802.3 length in place of a type: an 802.2 header follows, and padding after `length` bytes.
pub(crate) fn unwrap_length(unwrap: &mut Unwrap<'_>, length: u16) -> Decoded<Next> {
    let offset = unwrap.reader.offset();
    if length > LENGTH_MAX {
        unwrap.note(WireAnomaly::new("undefined_ether_type", offset));
        return Ok(unwrap.found_nothing());
    }
    if usize::from(length) > unwrap.reader.remaining() {
        unwrap.note(WireAnomaly::short("truncated_ethernet_frame", offset, length.into()));
    }
    unwrap.clip(length.into());
    Ok(Next::Llc)
}

/// IEEE 802.1Q clause 9: three bits of priority, one of drop eligibility, twelve of VLAN, and the type within.
pub(crate) fn unwrap_vlan(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    let vlan = unwrap.reader.u16_be().named("truncated_VLAN_packet")? & 0x0fff;
    if vlan != 0 {
        let frame = &mut unwrap.frame;
        let place = if frame.vlan.is_none() { &mut frame.vlan } else { &mut frame.inner_vlan };
        place.get_or_insert(vlan);
    }
    unwrap.reader.u16_be().named("truncated_VLAN_packet").map(Next::EtherType)
}

/// VN-Tag: four bytes of virtual interface numbers, then the type within.
pub(crate) fn unwrap_vn_tag(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    unwrap.reader.skip(4).named("truncated_vntag_header")?;
    unwrap.reader.u16_be().named("truncated_vntag_header").map(Next::EtherType)
}

/// Cisco metadata: version, length, one option of two bytes and its value of two, then the type within.
pub(crate) fn unwrap_cisco_metadata(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    unwrap.reader.skip(6).named("truncated_cisco_metadata")?;
    unwrap.reader.u16_be().named("truncated_cisco_metadata").map(Next::EtherType)
}

/// FabricPath: the outer header is sixteen bytes long, and a whole frame follows.
pub(crate) fn unwrap_fabric_path(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    unwrap.reader.skip(2).named("truncated_link_header_cfp")?;
    Ok(Next::Ethernet)
}

/// IEEE 802.1ah: flags and the service instance number, then the customer's frame.
pub(crate) fn unwrap_backbone_service(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    unwrap.reader.skip(4).named("truncated_link_header")?;
    Ok(Next::Ethernet)
}
