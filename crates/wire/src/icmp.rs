//! The Internet Control Message Protocol for version 4 (RFC 792) and version 6 (RFC 4443).

use crate::anomaly::WireAnomaly;
use crate::{Decoded, Ip, ListenerMessage, NeighborMessage, Protocol, ip, mld, neighbor};

/// Length of the part that all messages have: type, code, checksum and four bytes of the type's own.
const HEADER_LENGTH: usize = 8;

/// Which of the two protocols a message belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IcmpVersion {
    /// ICMP, IP protocol 1.
    V4,
    /// ICMPv6, IP protocol 58.
    V6,
}

/// An ICMP message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icmp<'a> {
    /// Which protocol: the same type number means different things.
    pub version: IcmpVersion,
    /// The message's type.
    pub kind: u8,
    /// What exactly, within the type.
    pub code: u8,
    /// The checksum as it stands.
    pub checksum: u16,
    /// The second four bytes, which the type gives meaning.
    pub rest: [u8; 4],
    /// What follows these.
    pub payload: &'a [u8],
}

/// The packet that an error message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Embedded<'a> {
    /// Its IP header; the payload is usually cut short.
    pub ip: Ip<'a>,
    /// Its ports, source first, where it is TCP, UDP or SCTP and not a later fragment.
    pub ports: Option<(u16, u16)>,
}

/// Reads an ICMP message from an IPv4 payload.
///
/// Fails with Zeek's `truncated_header`.
pub fn icmp_v4(bytes: &[u8]) -> Decoded<Icmp<'_>> {
    icmp(bytes, IcmpVersion::V4)
}

/// Reads an ICMPv6 message from an IPv6 payload.
///
/// Fails with Zeek's `truncated_header`.
pub fn icmp_v6(bytes: &[u8]) -> Decoded<Icmp<'_>> {
    icmp(bytes, IcmpVersion::V6)
}

fn icmp(bytes: &[u8], version: IcmpVersion) -> Decoded<Icmp<'_>> {
    let Some((header, payload)) = bytes.split_first_chunk::<HEADER_LENGTH>() else {
        return Err(WireAnomaly::short("truncated_header", 0, HEADER_LENGTH));
    };
    Ok(Icmp {
        version,
        kind: header[0],
        code: header[1],
        checksum: be16!(header, 2),
        rest: [header[4], header[5], header[6], header[7]],
        payload,
    })
}

impl<'a> Icmp<'a> {
    /// What tells one pinger's messages from another's, in messages that have it (echo, and in version 4 time stamp,
    /// information and address mask).
    #[must_use]
    pub fn identifier(&self) -> Option<u16> {
        self.has_identifier().then_some(be16!(self.rest, 0))
    }

    /// The number of a message among those with the same [`Self::identifier`].
    #[must_use]
    pub fn sequence(&self) -> Option<u16> {
        self.has_identifier().then_some(be16!(self.rest, 2))
    }

    fn has_identifier(&self) -> bool {
        match self.version {
            IcmpVersion::V4 => matches!(self.kind, 0 | 8 | 13..=18),
            IcmpVersion::V6 => matches!(self.kind, 128 | 129),
        }
    }

    /// Whether the message reports an error and so contains the beginning of the packet that caused it.
    #[must_use]
    pub fn is_error(&self) -> bool {
        match self.version {
            IcmpVersion::V4 => matches!(self.kind, 3 | 4 | 5 | 11 | 12),
            IcmpVersion::V6 => self.kind < 128,
        }
    }

    /// The largest packet that would get through, of "fragmentation needed" (RFC 1191) and "packet too big".
    #[must_use]
    pub fn next_hop_mtu(&self) -> Option<u32> {
        match (self.version, self.kind, self.code) {
            (IcmpVersion::V4, 3, 4) => Some(be16!(self.rest, 2).into()),
            (IcmpVersion::V6, 2, _) => Some(be32!(self.rest, 0)),
            _ => None,
        }
    }

    /// The packet that an error is about.
    #[must_use]
    pub fn embedded(&self) -> Option<Embedded<'a>> {
        if !self.is_error() {
            return None;
        }
        let ip = ip::ip(self.payload).ok()?;
        let first = ip.fragment.is_none_or(|fragment| fragment.offset == 0);
        let has_ports = matches!(ip.protocol, Protocol::TCP | Protocol::UDP | Protocol::SCTP);
        let ports = ip.payload.first_chunk::<4>().filter(|_| first && has_ports);
        Some(Embedded { ip, ports: ports.map(|ports| (be16!(ports, 0), be16!(ports, 2))) })
    }

    /// The neighbour discovery message (RFC 4861), if it is one; too short for its type it is Zeek's
    /// `icmp6_ra_bad_opt_offset`, `icmp6_ns_...`, `icmp6_na_...` or `icmp6_redirect_bad_opt_offset`.
    #[must_use]
    pub fn neighbor_message(&self) -> Option<Decoded<NeighborMessage<'a>>> {
        match self.version {
            IcmpVersion::V6 if self.code == 0 => neighbor::message(self),
            _ => None,
        }
    }

    /// The multicast listener message (RFC 9777), if it is one.
    #[must_use]
    pub fn listener_message(&self) -> Option<Decoded<ListenerMessage<'a>>> {
        match self.version {
            IcmpVersion::V6 => mld::message(self),
            IcmpVersion::V4 => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;

    #[test]
    fn echoes_have_identifier_and_sequence() {
        let ping = hex("0800 f7ff 1234 0007 6869");
        let message = icmp_v4(&ping).unwrap();
        assert_eq!((message.kind, message.code, message.payload), (8, 0, &b"hi"[..]));
        assert_eq!((message.identifier(), message.sequence()), (Some(0x1234), Some(7)));
        assert!(icmp_v6(&ping).unwrap().identifier().is_none());
        assert_eq!(icmp_v6(&hex("8100 0000 1234 0007")).unwrap().sequence(), Some(7));
    }

    #[test]
    fn errors_contain_the_packet_they_are_about() {
        let bytes = hex("0304 0000 0000 05dc
            4500 0400 0001 4000 4011 0000 0a000001 0a000002 d431 0035 03ec 0000");
        let message = icmp_v4(&bytes).unwrap();
        assert_eq!(message.next_hop_mtu(), Some(1500));
        let embedded = message.embedded().unwrap();
        assert_eq!((embedded.ip.protocol, embedded.ports), (17, Some((54321, 53))));
        assert_eq!(embedded.ip.total_length, 1024);
        let pong = icmp_v4(&bytes).map(|message| Icmp { kind: 0, ..message }).unwrap();
        assert!(pong.embedded().is_none());
    }

    #[test]
    fn a_later_fragment_has_no_ports() {
        let bytes = hex("0b01 0000 0000 0000
            4500 0400 0001 0010 4011 0000 0a000001 0a000002 d431 0035 03ec 0000");
        assert_eq!(icmp_v4(&bytes).unwrap().embedded().unwrap().ports, None);
    }
}
