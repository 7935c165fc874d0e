//! Neighbour discovery for IPv6 (RFC 4861) and the options of its messages.

use crate::anomaly::Named;
use crate::{Decoded, Icmp, Reader, Result};
use std::net::Ipv6Addr;

/// A neighbour discovery message.
#[derive(Clone, Copy, Debug)]
pub enum NeighborMessage<'a> {
    /// A host asks for routers.
    RouterSolicitation {
        /// The options.
        options: NeighborOptions<'a>,
    },
    /// A router introduces itself.
    RouterAdvertisement {
        /// The hop limit hosts should use; 0 is none advised.
        hop_limit: u8,
        /// 0x80: addresses come by DHCPv6; 0x40: other settings do; 0x18: the router's preference.
        flags: u8,
        /// How long the router serves as a default, in seconds.
        lifetime_s: u16,
        /// How long a neighbour counts as reachable, in milliseconds.
        reachable_ms: u32,
        /// How long to wait between solicitations, in milliseconds.
        retransmit_ms: u32,
        /// The options.
        options: NeighborOptions<'a>,
    },
    /// Someone asks for a neighbour's hardware address.
    NeighborSolicitation {
        /// Whose.
        target: Ipv6Addr,
        /// The options.
        options: NeighborOptions<'a>,
    },
    /// A neighbour tells its hardware address.
    NeighborAdvertisement {
        /// Whose.
        target: Ipv6Addr,
        /// The sender is a router.
        router: bool,
        /// It was asked.
        solicited: bool,
        /// What is cached should be replaced.
        overrides: bool,
        /// The options.
        options: NeighborOptions<'a>,
    },
    /// A router knows a better first hop.
    Redirect {
        /// The better hop.
        target: Ipv6Addr,
        /// For which destination.
        destination: Ipv6Addr,
        /// The options.
        options: NeighborOptions<'a>,
    },
}

/// The options of a message; ends where the list is damaged.
#[derive(Clone, Copy, Debug)]
pub struct NeighborOptions<'a> {
    reader: Reader<'a>,
}

/// One option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NeighborOption<'a> {
    /// The sender's hardware address.
    SourceLinkLayer([u8; 6]),
    /// The target's hardware address.
    TargetLinkLayer([u8; 6]),
    /// A prefix of the link.
    Prefix {
        /// How many bits of it count.
        length: u8,
        /// Addresses of the prefix are on the link.
        on_link: bool,
        /// Hosts may make their own addresses from the prefix.
        autonomous: bool,
        /// How long the prefix holds, in seconds; all bits set is forever.
        valid_s: u32,
        /// How long addresses of it are preferred, in seconds.
        preferred_s: u32,
        /// The prefix.
        prefix: Ipv6Addr,
    },
    /// The beginning of the packet that caused a redirect.
    RedirectedHeader(&'a [u8]),
    /// The largest packet of the link.
    Mtu(u32),
    /// Name servers (RFC 8106).
    RecursiveDns {
        /// How long they may be used, in seconds.
        lifetime_s: u32,
        /// Their addresses, sixteen bytes each.
        addresses: &'a [u8],
    },
    /// Any other option, or one of the above that is too short.
    Unknown {
        /// The option's number.
        kind: u8,
        /// What follows the option's length.
        data: &'a [u8],
    },
}

/// Reads a message of one of the five types; `None` for other types.
pub(crate) fn message<'a>(icmp: &Icmp<'a>) -> Option<Decoded<NeighborMessage<'a>>> {
    let mut reader = Reader::new(icmp.payload);
    let reader = &mut reader;
    Some(match icmp.kind {
        133 => Ok(NeighborMessage::RouterSolicitation { options: NeighborOptions { reader: *reader } }),
        134 => router_advertisement(icmp.rest, reader).named("icmp6_ra_bad_opt_offset"),
        135 => neighbor_solicitation(reader).named("icmp6_ns_bad_opt_offset"),
        136 => neighbor_advertisement(icmp.rest, reader).named("icmp6_na_bad_opt_offset"),
        137 => redirect(reader).named("icmp6_redirect_bad_opt_offset"),
        _ => return None,
    })
}

fn router_advertisement<'a>(rest: [u8; 4], reader: &mut Reader<'a>) -> Result<NeighborMessage<'a>> {
    let [hop_limit, flags, high, low] = rest;
    Ok(NeighborMessage::RouterAdvertisement {
        hop_limit,
        flags,
        lifetime_s: u16::from_be_bytes([high, low]),
        reachable_ms: reader.u32_be()?,
        retransmit_ms: reader.u32_be()?,
        options: NeighborOptions { reader: *reader },
    })
}

fn neighbor_solicitation<'a>(reader: &mut Reader<'a>) -> Result<NeighborMessage<'a>> {
    let target = address(reader)?;
    Ok(NeighborMessage::NeighborSolicitation { target, options: NeighborOptions { reader: *reader } })
}

fn neighbor_advertisement<'a>(rest: [u8; 4], reader: &mut Reader<'a>) -> Result<NeighborMessage<'a>> {
    let [flags, ..] = rest;
    Ok(NeighborMessage::NeighborAdvertisement {
        target: address(reader)?,
        router: flags & 0x80 != 0,
        solicited: flags & 0x40 != 0,
        overrides: flags & 0x20 != 0,
        options: NeighborOptions { reader: *reader },
    })
}

fn redirect<'a>(reader: &mut Reader<'a>) -> Result<NeighborMessage<'a>> {
    let target = address(reader)?;
    let destination = address(reader)?;
    Ok(NeighborMessage::Redirect { target, destination, options: NeighborOptions { reader: *reader } })
}

fn address(reader: &mut Reader<'_>) -> Result<Ipv6Addr> {
    reader.u128_be().map(Ipv6Addr::from_bits)
}

impl<'a> NeighborMessage<'a> {
    /// The options, which every message may have.
    #[must_use]
    pub fn options(&self) -> NeighborOptions<'a> {
        match *self {
            Self::RouterSolicitation { options }
            | Self::RouterAdvertisement { options, .. }
            | Self::NeighborSolicitation { options, .. }
            | Self::NeighborAdvertisement { options, .. }
            | Self::Redirect { options, .. } => options,
        }
    }
}

impl<'a> Iterator for NeighborOptions<'a> {
    type Item = NeighborOption<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let kind = self.reader.u8().ok()?;
        let length = usize::from(self.reader.u8().ok()?) * 8;
        let data = self.reader.take(length.checked_sub(2)?).ok()?;
        Some(option(kind, data).unwrap_or(NeighborOption::Unknown { kind, data }))
    }
}

fn option(kind: u8, data: &[u8]) -> Option<NeighborOption<'_>> {
    let mut reader = Reader::new(data);
    Some(match kind {
        1 => NeighborOption::SourceLinkLayer(reader.array().ok()?),
        2 => NeighborOption::TargetLinkLayer(reader.array().ok()?),
        3 => prefix(&mut reader)?,
        4 => NeighborOption::RedirectedHeader(data.get(6..)?),
        5 => {
            reader.skip(2).ok()?;
            NeighborOption::Mtu(reader.u32_be().ok()?)
        }
        25 => {
            reader.skip(2).ok()?;
            NeighborOption::RecursiveDns { lifetime_s: reader.u32_be().ok()?, addresses: reader.rest() }
        }
        _ => return None,
    })
}

fn prefix<'a>(reader: &mut Reader<'_>) -> Option<NeighborOption<'a>> {
    let length = reader.u8().ok()?;
    let flags = reader.u8().ok()?;
    let valid_s = reader.u32_be().ok()?;
    let preferred_s = reader.u32_be().ok()?;
    reader.skip(4).ok()?;
    let prefix = address(reader).ok()?;
    let (on_link, autonomous) = (flags & 0x80 != 0, flags & 0x40 != 0);
    Some(NeighborOption::Prefix { length, on_link, autonomous, valid_s, preferred_s, prefix })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;
    use crate::icmp_v6;

    #[test]
    fn a_solicitation_tells_the_senders_address() {
        let bytes = hex("8700 0000 00000000 fe80 0000 0000 0000 0000 0000 0000 0001 0101 001122334455");
        let message = icmp_v6(&bytes).unwrap().neighbor_message().unwrap().unwrap();
        let NeighborMessage::NeighborSolicitation { target, .. } = message else { panic!("{message:?}") };
        assert_eq!(target, "fe80::1".parse::<Ipv6Addr>().unwrap());
        let options: Vec<_> = message.options().collect();
        assert_eq!(options, [NeighborOption::SourceLinkLayer([0, 0x11, 0x22, 0x33, 0x44, 0x55])]);
    }

    #[test]
    fn an_advertisement_has_three_flags() {
        let bytes = hex("8800 0000 a0000000 fe80 0000 0000 0000 0000 0000 0000 0001 0201 001122334455");
        let message = icmp_v6(&bytes).unwrap().neighbor_message().unwrap().unwrap();
        assert!(matches!(
            message,
            NeighborMessage::NeighborAdvertisement { router: true, solicited: false, overrides: true, .. }
        ));
    }

    #[test]
    fn a_router_tells_prefix_mtu_and_name_servers() {
        let bytes = hex("8600 0000 40 c0 0708 00000000 000003e8
            0304 40 c0 00278d00 00093a80 00000000 2001 0db8 0000 0000 0000 0000 0000 0000
            0501 0000 000005dc
            1903 0000 000004b0 2001 0db8 0000 0000 0000 0000 0000 0053
            0e01 000000000000");
        let message = icmp_v6(&bytes).unwrap().neighbor_message().unwrap().unwrap();
        let NeighborMessage::RouterAdvertisement { hop_limit, lifetime_s, retransmit_ms, options, .. } =
            message
        else {
            panic!("{message:?}")
        };
        assert_eq!((hop_limit, lifetime_s, retransmit_ms), (64, 1800, 1000));
        let options: Vec<_> = options.collect();
        assert!(matches!(
            options[0],
            NeighborOption::Prefix { length: 64, on_link: true, autonomous: true, valid_s: 2_592_000, .. }
        ));
        assert_eq!(options[1], NeighborOption::Mtu(1500));
        assert!(
            matches!(options[2], NeighborOption::RecursiveDns { lifetime_s: 1200, addresses } if addresses[15] == 0x53)
        );
        assert!(matches!(options[3], NeighborOption::Unknown { kind: 14, .. }));
    }

    #[test]
    fn messages_too_short_for_their_type_have_zeeks_names() {
        for (kind, name) in [
            ("86", "icmp6_ra_bad_opt_offset"),
            ("87", "icmp6_ns_bad_opt_offset"),
            ("88", "icmp6_na_bad_opt_offset"),
            ("89", "icmp6_redirect_bad_opt_offset"),
        ] {
            let bytes = hex(&format!("{kind}00 0000 00000000 00000000"));
            assert_eq!(icmp_v6(&bytes).unwrap().neighbor_message().unwrap().unwrap_err().name, name);
        }
    }

    #[test]
    fn an_option_without_length_ends_the_list() {
        let bytes = hex("8500 0000 00000000 0100 001122334455");
        assert_eq!(icmp_v6(&bytes).unwrap().neighbor_message().unwrap().unwrap().options().count(), 0);
    }
}
