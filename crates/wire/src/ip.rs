//! What both versions of the Internet Protocol have in common.

use crate::anomaly::WireAnomaly;
use crate::{Decoded, Icmp, Ipv4Options, Protocol, Sctp, TcpSegment, UdpDatagram};
use crate::{checksum, icmp, ipv4, ipv6, sctp, tcp, udp};
use std::net::IpAddr;

/// An IP packet. Everything that Zeek counts or logs of one is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ip<'a> {
    /// 4 or 6.
    pub version: u8,
    /// Who sent the packet; of mobile IPv6 the home address (RFC 6275 section 6.3).
    pub source: IpAddr,
    /// For whom the packet is; with a routing header of type 0 or 2 the last hop (RFC 8200 section 8.1).
    pub destination: IpAddr,
    /// The protocol of [`Self::payload`], after all IPv6 extension headers: see [`Protocol`].
    pub protocol: u8,
    /// Time to live or hop limit.
    pub ttl: u8,
    /// Type of service or traffic class: six bits of differentiated services, two of congestion notification.
    pub traffic_class: u8,
    /// Whether routers must not fragment the packet; always so in version 6.
    pub dont_fragment: bool,
    /// Bytes of header, with IPv4 options or IPv6 extension headers.
    pub header_length: usize,
    /// Bytes of header and payload as the header declares them, captured or not: what Zeek counts in `orig_ip_bytes`.
    pub total_length: usize,
    /// Bytes of payload as the header declares them.
    pub declared_payload_length: usize,
    /// The payload, without padding, as far as it was captured.
    pub payload: &'a [u8],
    /// Present where the payload is but a part. A fragment of version 6 that is the whole (RFC 6946) has none.
    pub fragment: Option<Fragment>,
    /// Something odd that did not keep the packet from being read: `ip_hdr_len_zero`, `routing0_hdr`.
    pub anomaly: Option<WireAnomaly>,
    pub(crate) header: &'a [u8],
}

/// Which part of a packet a fragment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// What all fragments of one packet share, besides addresses (and protocol, in version 4).
    pub identification: u32,
    /// Where the payload belongs, in bytes.
    pub offset: usize,
    /// Whether there are parts after this one.
    pub more: bool,
}

/// Reads an IP packet of either version from bytes that may have padding after it or lack its end.
///
/// Fails with Zeek's `truncated_IP`, `unknown_ip_version`, `invalid_IP_header_size`, `internally_truncated_header` or
/// `IPv4_min_header_size`. Whether the packet was longer than the frame (`truncated_IP_len`) only the caller can tell,
/// who knows how much was captured of it.
#[inline]
pub fn ip(bytes: &[u8]) -> Decoded<Ip<'_>> {
    match bytes.first().map(|first| first >> 4) {
        Some(4) => ipv4::parse(bytes),
        Some(6) => ipv6::parse(bytes),
        Some(_) if bytes.len() >= ipv4::HEADER_LENGTH => Err(WireAnomaly::new("unknown_ip_version", 0)),
        _ => Err(WireAnomaly::short("truncated_IP", 0, ipv4::HEADER_LENGTH)),
    }
}

impl<'a> Ip<'a> {
    /// Whether all of the payload that the header declares was captured.
    #[inline]
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.payload.len() == self.declared_payload_length
    }

    /// Whether the header checksum is right. Version 6 has none, which is right.
    #[inline]
    #[must_use]
    pub fn header_checksum_ok(&self) -> bool {
        self.version == 6 || checksum::internet_checksum(self.header) == 0
    }

    /// Whether the checksum of TCP, UDP, ICMP or ICMPv6 is right; `None` where the protocol is another, the packet a
    /// fragment, or not all of it was captured.
    #[inline]
    #[must_use]
    pub fn transport_checksum_ok(&self) -> Option<bool> {
        if self.fragment.is_some() || !self.is_complete() {
            return None;
        }
        checksum::transport_checksum_ok(self.source, self.destination, self.protocol, self.payload)
    }

    /// The header as captured, with IPv4 options or IPv6 extension headers.
    #[must_use]
    pub fn header(&self) -> &'a [u8] {
        self.header
    }

    /// The options of a version 4 header.
    #[must_use]
    pub fn ipv4_options(&self) -> Ipv4Options<'a> {
        let options = if self.version == 4 { self.header.get(ipv4::HEADER_LENGTH..) } else { None };
        Ipv4Options::new(options.unwrap_or_default())
    }

    /// The whole packet of which this is the first fragment, once its payload has been put together.
    ///
    /// # Errors
    ///
    /// Where extension headers that come after the fragment header are damaged.
    pub fn reassembled<'b>(&self, payload: &'b [u8]) -> Decoded<Ip<'b>>
    where
        'a: 'b,
    {
        let whole = Ip {
            payload,
            declared_payload_length: payload.len(),
            total_length: self.header_length.saturating_add(payload.len()),
            fragment: None,
            ..*self
        };
        if self.version == 6 { ipv6::follow(whole) } else { Ok(whole) }
    }

    /// The TCP segment within. As in Zeek, a packet too small for its header is a `truncated_header`, one of which too
    /// little was captured an `internally_truncated_header`; so too for the other transports.
    ///
    /// # Errors
    ///
    /// As [`crate::tcp`].
    #[inline]
    pub fn tcp(&self) -> Decoded<TcpSegment<'a>> {
        tcp::tcp(self.payload).map_err(|anomaly| self.short_header(anomaly))
    }

    /// The UDP datagram within, with `UDP_datagram_length_mismatch` as its anomaly where IP disagrees on its length.
    ///
    /// # Errors
    ///
    /// As [`crate::udp`].
    #[inline]
    pub fn udp(&self) -> Decoded<UdpDatagram<'a>> {
        let mut datagram = udp::udp(self.payload).map_err(|anomaly| self.short_header(anomaly))?;
        if usize::from(datagram.length) != self.declared_payload_length && self.fragment.is_none() {
            datagram.anomaly = Some(WireAnomaly::new("UDP_datagram_length_mismatch", udp::field::LENGTH));
        }
        Ok(datagram)
    }

    /// The ICMP message within, of the version that the protocol says.
    ///
    /// # Errors
    ///
    /// As [`crate::icmp_v4`].
    #[inline]
    pub fn icmp(&self) -> Decoded<Icmp<'a>> {
        let icmp = match self.protocol {
            Protocol::ICMPV6 => icmp::icmp_v6(self.payload),
            _ => icmp::icmp_v4(self.payload),
        };
        icmp.map_err(|anomaly| self.short_header(anomaly))
    }

    /// The SCTP packet within.
    ///
    /// # Errors
    ///
    /// As [`crate::sctp`].
    pub fn sctp(&self) -> Decoded<Sctp<'a>> {
        sctp::sctp(self.payload).map_err(|anomaly| self.short_header(anomaly))
    }

    /// Zeek tells a packet too small for its transport header (`truncated_header`) from one of which too little was
    /// captured (`internally_truncated_header`).
    #[cold]
    fn short_header(&self, anomaly: WireAnomaly) -> WireAnomaly {
        match anomaly.name {
            "truncated_header" if self.declared_payload_length >= anomaly.needed => {
                WireAnomaly { name: "internally_truncated_header", ..anomaly }
            }
            _ => anomaly,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;

    #[test]
    fn neither_version() {
        assert_eq!(ip(&[]).unwrap_err().name, "truncated_IP");
        assert_eq!(ip(&[0x55; 10]).unwrap_err().name, "truncated_IP");
        assert_eq!(ip(&[0x55; 20]).unwrap_err().name, "unknown_ip_version");
    }

    #[test]
    fn short_for_its_transport_or_only_in_the_capture() {
        let small = hex("4500 001a 0000 4000 4006 0000 0a000001 0a000002 0050 0051 0000");
        assert_eq!(ip(&small).unwrap().tcp().unwrap_err().name, "truncated_header");
        let snapped = hex("4500 0028 0000 4000 4006 0000 0a000001 0a000002 0050 0051 0000");
        assert_eq!(ip(&snapped).unwrap().tcp().unwrap_err().name, "internally_truncated_header");
    }

    #[test]
    fn ip_and_udp_may_disagree_on_length() {
        let bytes = hex("4500 0020 0000 4000 4011 0000 0a000001 0a000002 0035 0036 0009 0000 01020304");
        let packet = ip(&bytes).unwrap();
        let datagram = packet.udp().unwrap();
        assert_eq!((datagram.payload, datagram.length), (&[1][..], 9));
        assert_eq!(datagram.anomaly.unwrap().name, "UDP_datagram_length_mismatch");
    }
}
