//! Generic Routing Encapsulation (RFC 2784, RFC 2890, with the routing of RFC 1701), its enhanced version for PPTP
//! (RFC 2637), and mirrored traffic over it (ERSPAN).

use crate::anomaly::{Named, WireAnomaly};
use crate::{Decoded, Inner, Reader, ethertype};

mod flag {
    pub(super) const CHECKSUM: u16 = 0x8000;
    pub(super) const ROUTING: u16 = 0x4000;
    pub(super) const KEY: u16 = 0x2000;
    pub(super) const SEQUENCE: u16 = 0x1000;
    pub(super) const ACKNOWLEDGMENT: u16 = 0x0080;
    pub(super) const RESERVED: u16 = 0x0078;
    pub(super) const VERSION: u16 = 0x0007;
}

/// How many source route entries are passed.
pub const ROUTES_MAX: usize = 16;

const NAME: &str = "truncated_GRE";
/// A frame's addresses and type, below which mirrored traffic is no frame.
const ETHERNET_HEADER: usize = 14;
/// Protocol type of MikroTik's Ethernet over IP, whose header otherwise looks like enhanced GRE.
const MIKROTIK_EOIP: u16 = 0x6400;
/// Cisco's redirected packets (WCCP): IPv4, in version 2 after a redirect header of four bytes.
const CISCO_WCCP: u16 = 0x883e;

/// A GRE header and what it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gre<'a> {
    /// Which kind of tunnel.
    pub kind: GreKind,
    /// 0, or 1 for PPTP.
    pub version: u8,
    /// The EtherType of what is carried.
    pub protocol: u16,
    /// The key; in NVGRE (RFC 7637) the upper 24 bits are the virtual subnet, in PPTP the lower 16 are the call.
    pub key: Option<u32>,
    /// The sequence number.
    pub sequence: Option<u32>,
    /// The acknowledgment number of PPTP.
    pub acknowledgment: Option<u32>,
    /// What is carried. PPTP's control protocols come as [`ethertype::PPP`] with the PPP protocol in front.
    pub inner: Inner<'a>,
}

/// The kinds of tunnel that GRE makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GreKind {
    /// Plain GRE, NVGRE or PPTP.
    Gre,
    /// Mirrored traffic without a header of its own.
    ErspanI,
    /// Mirrored traffic with a header of eight bytes.
    ErspanII(Erspan),
    /// Mirrored traffic with a header of twelve or twenty bytes.
    ErspanIII(Erspan),
}

/// Where mirrored traffic was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erspan {
    /// The VLAN at the mirrored port.
    pub vlan: u16,
    /// The mirroring session, 0 to 1023.
    pub session: u16,
}

/// Reads a GRE header.
///
/// Fails with Zeek's `truncated_GRE`, `unknown_gre_version`, `unknown_gre_flags` or `egre_protocol_type`.
pub fn gre(bytes: &[u8]) -> Decoded<Gre<'_>> {
    let mut reader = Reader::new(bytes);
    let flags = reader.u16_be().named(NAME)?;
    let protocol = reader.u16_be().named(NAME)?;
    match flags & flag::VERSION {
        1 if protocol == MIKROTIK_EOIP => ethernet_over_ip(reader),
        0 if flags & (flag::RESERVED | flag::ACKNOWLEDGMENT) == 0 => plain(reader, flags, protocol),
        1 if flags & flag::RESERVED == 0 => enhanced(reader, flags, protocol),
        0 | 1 => Err(WireAnomaly::new("unknown_gre_flags", 0)),
        _ => Err(WireAnomaly::new("unknown_gre_version", 0)),
    }
}

fn plain(mut reader: Reader<'_>, flags: u16, protocol: u16) -> Decoded<Gre<'_>> {
    if flags & (flag::CHECKSUM | flag::ROUTING) != 0 {
        reader.skip(4).named(NAME)?;
    }
    let key = optional(&mut reader, flags & flag::KEY)?;
    let sequence = optional(&mut reader, flags & flag::SEQUENCE)?;
    if flags & flag::ROUTING != 0 {
        pass_routes(&mut reader)?;
    }
    let (kind, inner) = match protocol {
        ethertype::ERSPAN_II if sequence.is_some() => erspan_ii(reader)?,
        ethertype::ERSPAN_II => (GreKind::ErspanI, mirrored(reader)?),
        ethertype::ERSPAN_III => erspan_iii(reader)?,
        CISCO_WCCP => (GreKind::Gre, redirected(reader)?),
        ethertype::ETHERNET => (GreKind::Gre, mirrored(reader)?),
        _ => (GreKind::Gre, Inner::from_ethertype(protocol, reader.rest())),
    };
    Ok(Gre { kind, version: 0, protocol, key, sequence, acknowledgment: None, inner })
}

fn optional(reader: &mut Reader<'_>, present: u16) -> Decoded<Option<u32>> {
    if present == 0 { Ok(None) } else { reader.u32_be().named(NAME).map(Some) }
}

/// Source route entries: address family, offset, length and so many bytes; one of no length ends them.
fn pass_routes(reader: &mut Reader<'_>) -> Decoded<()> {
    for _ in 0..ROUTES_MAX {
        reader.skip(3).named(NAME)?;
        match reader.u8().named(NAME)? {
            0 => return Ok(()),
            length => reader.skip(length.into()).named(NAME)?,
        }
    }
    Err(WireAnomaly::new("gre_routing", reader.offset()))
}

/// Version and VLAN, class and session, index of the mirrored port.
fn erspan_ii(mut reader: Reader<'_>) -> Decoded<(GreKind, Inner<'_>)> {
    let erspan = erspan(&mut reader)?;
    reader.skip(4).named(NAME)?;
    Ok((GreKind::ErspanII(erspan), mirrored(reader)?))
}

/// As type II with a time stamp, a security group and flags, which say whether frames are Ethernet or IP, and the last
/// of which announces eight more bytes.
fn erspan_iii(mut reader: Reader<'_>) -> Decoded<(GreKind, Inner<'_>)> {
    const IP_FRAME: u16 = 2;
    let erspan = erspan(&mut reader)?;
    reader.skip(6).named(NAME)?;
    let flags = reader.u16_be().named(NAME)?;
    if flags & 1 != 0 {
        reader.skip(8).named(NAME)?;
    }
    let inner = match flags >> 10 & 0x1f {
        IP_FRAME => Inner::Ip(reader.rest()),
        _ => mirrored(reader)?,
    };
    Ok((GreKind::ErspanIII(erspan), inner))
}

fn erspan(reader: &mut Reader<'_>) -> Decoded<Erspan> {
    let vlan = reader.u16_be().named(NAME)? & 0x0fff;
    let session = reader.u16_be().named(NAME)? & 0x03ff;
    Ok(Erspan { vlan, session })
}

fn mirrored(reader: Reader<'_>) -> Decoded<Inner<'_>> {
    if reader.remaining() <= ETHERNET_HEADER {
        return Err(WireAnomaly::short(NAME, reader.offset(), ETHERNET_HEADER + 1));
    }
    Ok(Inner::Ethernet(reader.rest()))
}

fn redirected(mut reader: Reader<'_>) -> Decoded<Inner<'_>> {
    if reader.peek().is_some_and(|first| first >> 4 != 4) {
        reader.skip(4).named(NAME)?;
    }
    Ok(Inner::Ip(reader.rest()))
}

/// Payload length and call share the key field. Bare acknowledgments carry nothing.
fn enhanced(mut reader: Reader<'_>, flags: u16, protocol: u16) -> Decoded<Gre<'_>> {
    if protocol != ethertype::PPP {
        return Err(WireAnomaly::new("egre_protocol_type", 2));
    }
    let key = optional(&mut reader, flags & flag::KEY)?;
    let sequence = optional(&mut reader, flags & flag::SEQUENCE)?;
    let acknowledgment = optional(&mut reader, flags & flag::ACKNOWLEDGMENT)?;
    let length = key.map_or(usize::MAX, |key| (key >> 16) as usize);
    let inner = if sequence.is_some() { ppp(reader.take_up_to(length)) } else { nothing() };
    Ok(Gre { kind: GreKind::Gre, version: 1, protocol, key, sequence, acknowledgment, inner })
}

fn nothing<'a>() -> Inner<'a> {
    Inner::Other { ethertype: ethertype::PPP, payload: &[] }
}

/// A PPP frame with or without address and control, whose protocol field may be compressed.
fn ppp(bytes: &[u8]) -> Inner<'_> {
    let frame = bytes.strip_prefix(&[0xff, 0x03]).unwrap_or(bytes);
    match frame {
        [0x00, 0x21 | 0x57, packet @ ..] | [0x21 | 0x57, packet @ ..] => Inner::Ip(packet),
        _ => Inner::Other { ethertype: ethertype::PPP, payload: frame },
    }
}

/// Length most significant first, tunnel number least significant first, then a frame.
fn ethernet_over_ip(mut reader: Reader<'_>) -> Decoded<Gre<'_>> {
    let length = reader.u16_be().named(NAME)?;
    let tunnel = reader.u16_le().named(NAME)?;
    Ok(Gre {
        kind: GreKind::Gre,
        version: 1,
        protocol: MIKROTIK_EOIP,
        key: Some(tunnel.into()),
        sequence: None,
        acknowledgment: None,
        inner: match length {
            0 => Inner::Other { ethertype: MIKROTIK_EOIP, payload: &[] },
            _ => Inner::Ethernet(reader.take_up_to(length.into())),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;

    const FRAME: &str = "001122334455 00aabbccddee 0800 4500";

    #[test]
    fn optional_fields_come_in_order() {
        let bytes = hex("b000 0800 1234 0000 deadbeef 00000007 4500");
        let header = gre(&bytes).unwrap();
        assert_eq!((header.key, header.sequence), (Some(0xdead_beef), Some(7)));
        assert_eq!(header.inner, Inner::Ip(&[0x45, 0]));
        let plain = hex("0000 86dd 6000");
        assert_eq!(gre(&plain).unwrap().inner, Inner::Ip(&[0x60, 0]));
        let keepalive = hex("0000 0000");
        assert_eq!(gre(&keepalive).unwrap().inner, Inner::Other { ethertype: 0, payload: &[] });
    }

    #[test]
    fn source_routes_are_passed() {
        let bytes = hex("4000 0800 0000 0000  0800 00 04 0a000001  0000 00 00 4500");
        assert_eq!(gre(&bytes).unwrap().inner, Inner::Ip(&[0x45, 0]));
        let endless = hex(&format!("4000 0800 0000 0000 {}", "0800 00 01 00".repeat(100)));
        assert_eq!(gre(&endless).unwrap_err().name, "gre_routing");
    }

    #[test]
    fn virtual_subnets_are_in_the_key() {
        let bytes = hex(&format!("2000 6558 00123401 {FRAME}"));
        let header = gre(&bytes).unwrap();
        assert_eq!(
            (header.key.map(|key| key >> 8), header.inner),
            (Some(0x1234), Inner::Ethernet(&hex(FRAME)))
        );
    }

    #[test]
    fn mirrored_traffic() {
        let first = hex(&format!("0000 88be {FRAME}"));
        assert_eq!(gre(&first).unwrap().kind, GreKind::ErspanI);
        let second = hex(&format!("1000 88be 00000001 1064 8402 00000003 {FRAME}"));
        assert_eq!(gre(&second).unwrap().kind, GreKind::ErspanII(Erspan { vlan: 100, session: 2 }));
        let third = hex(&format!("1000 22eb 00000001 2064 0003 11111111 0000 0001 2222222233333333 {FRAME}"));
        let header = gre(&third).unwrap();
        assert_eq!(header.kind, GreKind::ErspanIII(Erspan { vlan: 100, session: 3 }));
        for bytes in [&first, &second, &third] {
            assert_eq!(gre(bytes).unwrap().inner, Inner::Ethernet(&hex(FRAME)));
        }
        assert_eq!(gre(&first[..18]).unwrap_err().name, "truncated_GRE");
    }

    #[test]
    fn tunnels_of_pptp() {
        let bytes = hex("3081 880b 0006 1234 00000001 00000002 ff03 0021 4500 ffff");
        let header = gre(&bytes).unwrap();
        assert_eq!((header.version, header.sequence, header.acknowledgment), (1, Some(1), Some(2)));
        assert_eq!(header.inner, Inner::Ip(&[0x45, 0]));
        let acknowledgment = hex("2081 880b 0000 1234 00000002");
        assert_eq!(gre(&acknowledgment).unwrap().inner, nothing());
        let control = hex("3001 880b 0006 1234 00000001 c021 0101 0004");
        assert_eq!(
            gre(&control).unwrap().inner,
            Inner::Other { ethertype: ethertype::PPP, payload: &hex("c021 0101 0004") }
        );
    }

    #[test]
    fn ethernet_over_ip_of_mikrotik() {
        let bytes = hex(&format!("2001 6400 0010 2a00 {FRAME} ffff"));
        let header = gre(&bytes).unwrap();
        assert_eq!((header.key, header.inner), (Some(42), Inner::Ethernet(&hex(FRAME))));
    }

    #[test]
    fn redirected_packets_of_both_versions() {
        let first = hex("0000 883e 4500");
        let second = hex("0000 883e 00000000 4500");
        assert_eq!(gre(&first).unwrap().inner, Inner::Ip(&[0x45, 0]));
        assert_eq!(gre(&second).unwrap().inner, Inner::Ip(&[0x45, 0]));
    }

    #[test]
    fn what_is_no_gre() {
        let name = |digits: &str| gre(&hex(digits)).unwrap_err().name;
        assert_eq!(name("0002 0800 4500"), "unknown_gre_version");
        assert_eq!(name("0008 0800 4500"), "unknown_gre_flags");
        assert_eq!(name("2001 0800 0000 0000"), "egre_protocol_type");
        assert_eq!(name("8000 0800 12"), "truncated_GRE");
    }
}
