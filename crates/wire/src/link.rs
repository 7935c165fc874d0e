//! From a captured frame to the network layer: one loop over whatever a frame wraps its packet in.

use crate::anomaly::WireAnomaly;
use crate::{Decoded, Reader, ethernet, ethertype, llc, loopback, mpls, nflog, pktap, ppp, pppoe, sll, wifi};
use std::fmt;

/// How many link headers one frame may nest before the rest is left unread.
pub const LINK_HEADERS_MAX: usize = 16;

/// What a capture's frames begin with: a LINKTYPE number of the tcpdump.org registry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkType(pub u32);

impl LinkType {
    /// BSD loopback: an address family in the byte order of the capturing machine.
    pub const NULL: Self = Self(0);
    /// Ethernet.
    pub const ETHERNET: Self = Self(1);
    /// Point-to-Point Protocol, with or without HDLC framing.
    pub const PPP: Self = Self(9);
    /// IP without a link header, as old BSDs number it.
    pub const RAW_BSD: Self = Self(12);
    /// IP without a link header, as OpenBSD numbers it.
    pub const RAW_OPENBSD: Self = Self(14);
    /// PPP in HDLC framing, or Cisco HDLC.
    pub const PPP_HDLC: Self = Self(50);
    /// PPP over Ethernet, without the Ethernet header.
    pub const PPPOE: Self = Self(51);
    /// IEEE 802.2 headers over ATM (RFC 2684).
    pub const ATM_LLC: Self = Self(100);
    /// IP without a link header.
    pub const RAW: Self = Self(101);
    /// Cisco HDLC.
    pub const C_HDLC: Self = Self(104);
    /// IEEE 802.11 without radio information.
    pub const IEEE802_11: Self = Self(105);
    /// OpenBSD loopback: an address family in network byte order.
    pub const LOOP: Self = Self(108);
    /// OpenBSD's IPsec interface.
    pub const ENC: Self = Self(109);
    /// Linux cooked capture.
    pub const LINUX_SLL: Self = Self(113);
    /// IEEE 802.11 after a radiotap header.
    pub const RADIOTAP: Self = Self(127);
    /// A per-packet header that names another link type.
    pub const PPI: Self = Self(192);
    /// An MPLS label stack.
    pub const MPLS: Self = Self(219);
    /// IPv4 without a link header.
    pub const IPV4: Self = Self(228);
    /// IPv6 without a link header.
    pub const IPV6: Self = Self(229);
    /// Packets logged by Linux netfilter.
    pub const NFLOG: Self = Self(239);
    /// Apple's per-packet header, which names another link type; as libpcap numbers it and as macOS writes it.
    pub const PKTAP: [Self; 2] = [Self(258), Self(149)];
    /// Linux cooked capture, version 2.
    pub const LINUX_SLL2: Self = Self(276);
}

/// A 48-bit hardware address, shown as `aa:bb:cc:dd:ee:ff`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MacAddress(pub [u8; 6]);

impl fmt::Display for MacAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

/// A frame with its link layer removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frame<'a> {
    /// The sender's hardware address, of the innermost Ethernet header.
    pub source: Option<[u8; 6]>,
    /// The receiver's hardware address, of the innermost Ethernet header.
    pub destination: Option<[u8; 6]>,
    /// The outermost VLAN; priority tags (VLAN 0) are not VLANs.
    pub vlan: Option<u16>,
    /// The VLAN within [`Self::vlan`].
    pub inner_vlan: Option<u16>,
    /// What the frame carries.
    pub network: Network<'a>,
    /// The first thing wrong with the link headers; what could be read nevertheless is there.
    pub anomaly: Option<WireAnomaly>,
}

/// What a frame carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Network<'a> {
    /// An IP packet, version 4 or 6 by its first nibble, maybe with trailing padding. For [`crate::ip`].
    Ip(&'a [u8]),
    /// An ARP packet, for [`crate::arp`].
    Arp(&'a [u8]),
    /// Anything else.
    Other {
        /// The EtherType, or the SNAP protocol number of a vendor (such as [`ethertype::CDP`]). A value below
        /// [`ethertype::MIN`] is the destination service access point of an 802.2 header: 0x42 is the spanning
        /// tree, 0xfe is ISO (IS-IS), 0xff is IPX without an 802.2 header.
        ethertype: u16,
        /// What follows the type field, maybe with trailing padding.
        payload: &'a [u8],
    },
    /// Nothing above the link layer: a control frame, an encrypted one, or damage.
    #[default]
    Nothing,
}

/// What comes next in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    EtherType(u16),
    Ethernet,
    Llc,
    Mpls,
    Ppp,
    Link(LinkType),
    Done,
}

/// A frame being unwrapped. The reader spans the whole frame, so its offsets are the frame's.
pub(crate) struct Unwrap<'a> {
    pub(crate) reader: Reader<'a>,
    pub(crate) frame: Frame<'a>,
}

/// Unwraps the link layer of a captured frame, up to [`crate::limits::LINK_HEADERS_MAX`] headers deep.
#[inline]
#[must_use]
pub fn frame(link: LinkType, bytes: &[u8]) -> Frame<'_> {
    if link == LinkType::ETHERNET
        && let Some(frame) = ethernet::plain_ip(bytes)
    {
        return frame;
    }
    unwrap(link, bytes)
}

fn unwrap(link: LinkType, bytes: &[u8]) -> Frame<'_> {
    let mut unwrap = Unwrap { reader: Reader::new(bytes), frame: Frame::default() };
    let mut next = Next::Link(link);
    for _ in 0..LINK_HEADERS_MAX {
        match unwrap.step(next) {
            Ok(Next::Done) => return unwrap.frame,
            Ok(following) => next = following,
            Err(anomaly) => {
                unwrap.note(anomaly);
                return unwrap.frame;
            }
        }
    }
    let offset = unwrap.reader.offset();
    unwrap.note(WireAnomaly::new("max_packet_analyzer_depth_exceeded", offset));
    unwrap.frame
}

impl<'a> Unwrap<'a> {
    fn step(&mut self, next: Next) -> Decoded<Next> {
        match next {
            Next::EtherType(kind) => self.ethertype(kind),
            Next::Ethernet => ethernet::unwrap(self),
            Next::Llc => llc::unwrap(self),
            Next::Mpls => mpls::unwrap(self),
            Next::Ppp => ppp::unwrap(self),
            Next::Link(link) => self.link(link),
            Next::Done => Ok(Next::Done),
        }
    }

    fn link(&mut self, link: LinkType) -> Decoded<Next> {
        match link {
            LinkType::ETHERNET => ethernet::unwrap(self),
            LinkType::NULL | LinkType::LOOP => loopback::unwrap(self),
            LinkType::ENC => loopback::unwrap_ipsec(self),
            LinkType::RAW | LinkType::RAW_BSD | LinkType::RAW_OPENBSD | LinkType::IPV4 | LinkType::IPV6 => {
                Ok(self.found_ip())
            }
            LinkType::LINUX_SLL => sll::unwrap(self),
            LinkType::LINUX_SLL2 => sll::unwrap_version_2(self),
            LinkType::PPP | LinkType::PPP_HDLC => ppp::unwrap_serial(self),
            LinkType::C_HDLC => ppp::unwrap_cisco_hdlc(self),
            LinkType::PPPOE => pppoe::unwrap(self),
            LinkType::ATM_LLC => llc::unwrap(self),
            LinkType::MPLS => mpls::unwrap(self),
            LinkType::IEEE802_11 => wifi::unwrap(self, 0),
            LinkType::RADIOTAP => wifi::unwrap_radiotap(self),
            LinkType::PPI => wifi::unwrap_per_packet_information(self),
            LinkType::NFLOG => nflog::unwrap(self),
            link if LinkType::PKTAP.contains(&link) => pktap::unwrap(self),
            LinkType(_) => Err(WireAnomaly::new("unsupported_link_type", self.reader.offset())),
        }
    }

    fn ethertype(&mut self, kind: u16) -> Decoded<Next> {
        match kind {
            ethertype::IPV4 | ethertype::IPV6 => Ok(self.found_ip()),
            ethertype::ARP => Ok(self.found(Network::Arp(self.reader.rest()))),
            ethertype::VLAN | ethertype::SERVICE_VLAN => ethernet::unwrap_vlan(self),
            ethertype::MPLS | ethertype::MPLS_UPSTREAM => Ok(Next::Mpls),
            ethertype::PPPOE_SESSION => pppoe::unwrap(self),
            ethertype::PPP => Ok(Next::Ppp),
            ethertype::ETHERNET => Ok(Next::Ethernet),
            ethertype::JUMBO_LLC => Ok(Next::Llc),
            ethertype::VN_TAG => ethernet::unwrap_vn_tag(self),
            ethertype::CISCO_METADATA => ethernet::unwrap_cisco_metadata(self),
            ethertype::FABRIC_PATH => ethernet::unwrap_fabric_path(self),
            ethertype::BACKBONE_SERVICE => ethernet::unwrap_backbone_service(self),
            kind if ethertype::OLD_VLAN.contains(&kind) => ethernet::unwrap_vlan(self),
            kind if kind < ethertype::MIN => ethernet::unwrap_length(self, kind),
            kind => Ok(self.found_other(kind)),
        }
    }

    /// The rest is an IP packet.
    pub(crate) fn found_ip(&mut self) -> Next {
        self.found(Network::Ip(self.reader.rest()))
    }

    /// The rest is something that is not unwrapped further.
    pub(crate) fn found_other(&mut self, ethertype: u16) -> Next {
        self.found(Network::Other { ethertype, payload: self.reader.rest() })
    }

    /// There is nothing above the link layer.
    pub(crate) fn found_nothing(&mut self) -> Next {
        self.found(Network::Nothing)
    }

    fn found(&mut self, network: Network<'a>) -> Next {
        self.frame.network = network;
        Next::Done
    }

    /// Cuts the frame off `length` bytes after the reader's place. Longer than there is cuts nothing.
    pub(crate) fn clip(&mut self, length: usize) {
        let offset = self.reader.offset();
        if let Some(kept) = offset.checked_add(length).and_then(|end| self.reader.whole().get(..end)) {
            let mut reader = Reader::new(kept);
            let moved = reader.seek(offset);
            debug_assert!(moved.is_ok(), "the reader's place lies within what is kept");
            self.reader = reader;
        }
    }

    /// Remembers the first anomaly.
    pub(crate) fn note(&mut self, anomaly: WireAnomaly) {
        self.frame.anomaly.get_or_insert(anomaly);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;

    const IP: &str = "4500 0014";

    fn is_ip(link: LinkType, digits: &str) -> bool {
        let bytes = hex(&format!("{digits} {IP}"));
        frame(link, &bytes).network == Network::Ip(&hex(IP))
    }

    #[test]
    fn no_link_header() {
        for link in [LinkType::RAW, LinkType::RAW_BSD, LinkType::RAW_OPENBSD, LinkType::IPV4, LinkType::IPV6]
        {
            assert!(is_ip(link, ""));
        }
    }

    #[test]
    fn loopback_in_both_byte_orders() {
        assert!(is_ip(LinkType::NULL, "02000000") && is_ip(LinkType::NULL, "00000002"));
        assert!(is_ip(LinkType::NULL, "1e000000") && is_ip(LinkType::LOOP, "00000018"));
        assert_eq!(frame(LinkType::NULL, &hex("07000000 4500")).network, Network::Nothing);
        assert!(is_ip(LinkType::ENC, "02000000 00001234 00000000"));
    }

    #[test]
    fn linux_cooked_captures() {
        let bytes = hex(&format!("0004 0001 0006 001122334455 0000 0800 {IP}"));
        let first = frame(LinkType::LINUX_SLL, &bytes);
        assert_eq!(first.source, Some([0, 0x11, 0x22, 0x33, 0x44, 0x55]));
        assert_eq!(first.network, Network::Ip(&hex(IP)));
        assert!(is_ip(LinkType::LINUX_SLL, "0000 0304 0006 000000000000 0000 8100 0064 0800"));
        assert!(is_ip(LinkType::LINUX_SLL2, "0800 0000 00000002 0001 00 06 001122334455 0000"));
        let netlink = hex("0004 0338 0000 0000000000000000 0010 00000000");
        assert_eq!(frame(LinkType::LINUX_SLL, &netlink).network, Network::Nothing);
        let bridge = hex("0001 0001 0006 001122334455 0000 0004 4242 03 0000");
        assert_eq!(
            frame(LinkType::LINUX_SLL, &bridge).network,
            Network::Other { ethertype: 0x42, payload: &[0, 0] }
        );
    }

    #[test]
    fn point_to_point_links() {
        assert!(
            is_ip(LinkType::PPP, "ff03 0021") && is_ip(LinkType::PPP, "0021") && is_ip(LinkType::PPP, "21")
        );
        assert!(is_ip(LinkType::PPP_HDLC, "ff03 0057") && is_ip(LinkType::PPP_HDLC, "0f00 0800"));
        assert!(is_ip(LinkType::C_HDLC, "8f00 86dd") && is_ip(LinkType::PPP, "0281 000641ff"));
        let control = hex("ff03 c021 0101 0004");
        assert_eq!(
            frame(LinkType::PPP, &control).network,
            Network::Other { ethertype: ethertype::PPP, payload: &hex("c021 0101 0004") }
        );
    }

    #[test]
    fn sessions_over_ethernet() {
        let bytes = hex(&format!("001122334455 00aabbccddee 8864 11 00 0001 0006 0021 {IP} ffff"));
        assert_eq!(frame(LinkType::ETHERNET, &bytes).network, Network::Ip(&hex(IP)));
        assert!(is_ip(LinkType::PPPOE, "11 00 0001 0006 0021"));
        assert_eq!(
            frame(LinkType::PPPOE, &hex("21 00 0001 0006 0021")).anomaly.unwrap().name,
            "unknown_pppoe_version"
        );
        assert_eq!(
            frame(LinkType::PPPOE, &hex("11 00 0001 00")).anomaly.unwrap().name,
            "truncated_pppoe_header"
        );
    }

    #[test]
    fn headers_of_802_2_over_atm() {
        assert!(is_ip(LinkType::ATM_LLC, "aaaa03 000000 0800"));
    }

    #[test]
    fn netfilter_logs() {
        assert!(is_ip(LinkType::NFLOG, "0200 0000  0500 0a00 00 000000  0800 0900"));
        assert_eq!(
            frame(LinkType::NFLOG, &hex("0200 0000 0300 0a00")).anomaly.unwrap().name,
            "bad_nflog_tlv"
        );
    }

    #[test]
    fn headers_that_name_another_link_type() {
        assert!(is_ip(LinkType::PPI, "00 00 0800 e4000000"));
        assert!(is_ip(LinkType::PKTAP[0], "10000000 01000000 0c000000 00000000"));
        let loops = hex("00 00 0800 c0000000").repeat(40);
        assert_eq!(frame(LinkType::PPI, &loops).anomaly.unwrap().name, "max_packet_analyzer_depth_exceeded");
    }

    #[test]
    fn unknown_link_types_are_told() {
        assert_eq!(frame(LinkType(147), &[0; 40]).anomaly.unwrap().name, "unsupported_link_type");
    }

    #[test]
    fn hardware_addresses_are_shown_in_lower_case() {
        assert_eq!(MacAddress([0, 0x1b, 0xc, 0xff, 1, 0xa0]).to_string(), "00:1b:0c:ff:01:a0");
    }
}
