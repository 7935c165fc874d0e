//! The Point-to-Point Protocol (RFC 1661), its HDLC framing (RFC 1662) and Cisco's HDLC.

use crate::anomaly::Named;
use crate::link::{Next, Unwrap};
use crate::{Decoded, ethertype};

/// "All stations" and "unnumbered information", which may be left out.
const ADDRESS_AND_CONTROL: [u8; 2] = [0xff, 0x03];
/// Cisco HDLC's addresses for unicast and multicast.
const CISCO_ADDRESSES: [u8; 2] = [0x0f, 0x8f];

mod protocol {
    pub(super) const IPV4: u16 = 0x0021;
    pub(super) const IPV6: u16 = 0x0057;
    pub(super) const MPLS: u16 = 0x0281;
    pub(super) const MPLS_MULTICAST: u16 = 0x0283;
}

/// The protocol field, which may be compressed to one byte (RFC 1661 section 6.5). Control protocols are given as
/// [`ethertype::PPP`] with the protocol field in front.
pub(crate) fn unwrap(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    let mut reader = unwrap.reader;
    let first = reader.u8().named("truncated_ppp_serial_header")?;
    let protocol = match first & 1 {
        1 => u16::from(first),
        _ => u16::from(first) << 8 | u16::from(reader.u8().named("truncated_ppp_serial_header")?),
    };
    let next = match protocol {
        protocol::IPV4 => Next::EtherType(ethertype::IPV4),
        protocol::IPV6 => Next::EtherType(ethertype::IPV6),
        protocol::MPLS | protocol::MPLS_MULTICAST => Next::Mpls,
        _ => return Ok(unwrap.found_other(ethertype::PPP)),
    };
    unwrap.reader = reader;
    Ok(next)
}

/// A frame of a serial line: PPP with or without address and control, or Cisco HDLC.
pub(crate) fn unwrap_serial(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    match unwrap.reader.rest() {
        [address, 0, ..] if CISCO_ADDRESSES.contains(address) => return unwrap_cisco_hdlc(unwrap),
        rest if rest.starts_with(&ADDRESS_AND_CONTROL) => {
            unwrap.reader.skip(ADDRESS_AND_CONTROL.len()).named("truncated_ppp_serial_header")?;
        }
        _ => {}
    }
    Ok(Next::Ppp)
}

/// Address, control and an EtherType.
pub(crate) fn unwrap_cisco_hdlc(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    unwrap.reader.skip(2).named("truncated_link_header")?;
    unwrap.reader.u16_be().named("truncated_link_header").map(Next::EtherType)
}
