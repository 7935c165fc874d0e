//! Virtual extensible LAN (RFC 7348) and its generic protocol extension.

use crate::anomaly::{Named, WireAnomaly};
use crate::{Decoded, Inner, Reader};

const NAME: &str = "truncated_VXLAN";

mod flag {
    /// The network identifier counts. Always set but for some extensions.
    pub(super) const IDENTIFIER: u8 = 0x08;
    /// A next-protocol field is in use (draft-ietf-nvo3-vxlan-gpe).
    pub(super) const NEXT_PROTOCOL: u8 = 0x04;
    /// Operations and maintenance, broadcast, and version bits of the generic protocol extension.
    pub(super) const EXTENSION: u8 = 0x33;
    /// A group policy identifier is in use (draft-smith-vxlan-group-policy).
    pub(super) const GROUP_POLICY: u8 = 0x80;
}

/// A VXLAN header and what it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vxlan<'a> {
    /// The flags of the first byte: 0x08 is set where the network identifier counts.
    pub flags: u8,
    /// The network identifier, 24 bits.
    pub vni: u32,
    /// The group policy, where there is one.
    pub group_policy: Option<u16>,
    /// What is carried, an Ethernet frame but for the generic protocol extension.
    pub inner: Inner<'a>,
}

/// Reads a VXLAN header from a UDP payload (port 4789, 8472, or 4790 with the generic protocol extension).
///
/// Fails where flags or reserved fields say this is something else, or where too little is left for a frame.
pub fn vxlan(payload: &[u8]) -> Decoded<Vxlan<'_>> {
    let mut reader = Reader::new(payload);
    let header: [u8; 8] = reader.array().named(NAME)?;
    let flags = header[0];
    let next_protocol = match flags & !flag::GROUP_POLICY {
        flag::IDENTIFIER if header[7] == 0 => 0,
        flags if flags & flag::NEXT_PROTOCOL != 0 && flags & flag::EXTENSION & !0x03 == 0 => header[3],
        _ => return Err(WireAnomaly::new("bad_VXLAN_flags", 0)),
    };
    let group_policy = (flags & flag::GROUP_POLICY != 0).then_some(be16!(header, 2));
    if group_policy.is_none() && (header[1] != 0 || header[2] != 0) {
        return Err(WireAnomaly::new("bad_VXLAN_reserved", 1));
    }
    Ok(Vxlan { flags, vni: be24!(header, 4), group_policy, inner: inner(reader, next_protocol)? })
}

fn inner(reader: Reader<'_>, next_protocol: u8) -> Decoded<Inner<'_>> {
    const IPV4: u8 = 1;
    const IPV6: u8 = 2;
    const ETHERNET: u8 = 3;
    match next_protocol {
        IPV4 | IPV6 => Ok(Inner::Ip(reader.rest())),
        0 | ETHERNET if reader.remaining() < 14 => Err(WireAnomaly::short(NAME, reader.offset(), 14)),
        0 | ETHERNET => Ok(Inner::Ethernet(reader.rest())),
        _ => Ok(Inner::Other { ethertype: 0, payload: reader.rest() }),
    }
}
