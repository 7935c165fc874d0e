//! Virtual extensible LAN (RFC 7348) and its generic protocol extension.

use crate::anomaly::{Named, WireAnomaly};
use crate::{Decoded, Inner, Reader, ethertype};

const NAME: &str = "truncated_VXLAN";

mod flag {
    /// The network identifier counts.
    pub(super) const IDENTIFIER: u8 = 0x08;
    /// A next-protocol field is in use (draft-ietf-nvo3-vxlan-gpe).
    pub(super) const NEXT_PROTOCOL: u8 = 0x04;
    /// With a next-protocol field: all bits but those for broadcast and maintenance, of which reserved ones and the
    /// version are 0.
    pub(super) const EXTENSION: u8 = 0xfc;
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
    let reserved = (be24!(header, 1), header[7]);
    let (next_protocol, group_policy) = match (flags, reserved) {
        (flag::IDENTIFIER, (0, 0)) => (0, None),
        (WITH_POLICY, (_, 0)) => (0, Some(be16!(header, 2))),
        (_, (0..=0xff, 0)) if extended(flags) => (header[3], None),
        _ => return Err(WireAnomaly::new("bad_VXLAN_header", 0)),
    };
    Ok(Vxlan { flags, vni: be24!(header, 4), group_policy, inner: inner(reader, next_protocol)? })
}

const WITH_POLICY: u8 = flag::IDENTIFIER | flag::GROUP_POLICY;

fn extended(flags: u8) -> bool {
    flags & flag::EXTENSION == flag::IDENTIFIER | flag::NEXT_PROTOCOL
}

fn inner(reader: Reader<'_>, next_protocol: u8) -> Decoded<Inner<'_>> {
    const IPV4: u8 = 1;
    const IPV6: u8 = 2;
    const ETHERNET: u8 = 3;
    const NETWORK_SERVICE: u8 = 4;
    const MPLS: u8 = 5;
    match next_protocol {
        IPV4 | IPV6 => Ok(Inner::Ip(reader.rest())),
        0 | ETHERNET if reader.remaining() < 14 => Err(WireAnomaly::short(NAME, reader.offset(), 14)),
        0 | ETHERNET => Ok(Inner::Ethernet(reader.rest())),
        MPLS => Ok(Inner::Other { ethertype: ethertype::MPLS, payload: reader.rest() }),
        NETWORK_SERVICE => Ok(Inner::Other { ethertype: ethertype::NETWORK_SERVICE, payload: reader.rest() }),
        _ => Err(WireAnomaly::new("bad_VXLAN_header", 3)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;

    const FRAME: &str = "001122334455 00aabbccddee 0800 4500";

    #[test]
    fn a_frame_of_a_virtual_network() {
        let bytes = hex(&format!("08000000 00007b00 {FRAME}"));
        let header = vxlan(&bytes).unwrap();
        assert_eq!(
            (header.vni, header.group_policy, header.inner),
            (123, None, Inner::Ethernet(&hex(FRAME)))
        );
        let bytes = hex(&format!("88000064 00007b00 {FRAME}"));
        assert_eq!(vxlan(&bytes).unwrap().group_policy, Some(100));
    }

    #[test]
    fn the_generic_extension_names_its_protocol() {
        assert_eq!(vxlan(&hex("0c000001 00007b00 4500")).unwrap().inner, Inner::Ip(&[0x45, 0]));
        let bytes = hex(&format!("0c000003 00007b00 {FRAME}"));
        assert_eq!(vxlan(&bytes).unwrap().inner, Inner::Ethernet(&hex(FRAME)));
        assert!(vxlan(&hex("0c000009 00007b00 4500")).is_err());
        assert!(vxlan(&hex("1c000001 00007b00 4500")).is_err());
    }

    #[test]
    fn queries_for_names_are_not_mistaken() {
        // The identifier of a query is random: here it is what VXLAN's flags would be.
        let query = hex("0800 0100 0001 0000 0000 0000 07 6578616d706c65 03 636f6d 00 0001 0001");
        assert_eq!(vxlan(&query).unwrap_err().name, "bad_VXLAN_header");
        assert_eq!(vxlan(&hex("08000000 00007b00 0011")).unwrap_err().name, "truncated_VXLAN");
    }
}
