//! Link, network and transport headers as checked views over bytes.
//!
//! This crate depends on nothing, allocates nothing and never fails as a whole: damage gives what could be
//! read and a [`WireAnomaly`] that says where the bytes ended. [`frame`] removes the link layer, [`ip`] reads a
//! packet, and [`tcp`], [`udp`], [`icmp_v4`] and [`sctp`] read what it carries; the tunnels ([`gre`], [`vxlan`] and
//! their kin) give an [`Inner`] packet that goes back to [`ip`] or [`frame`].

#[macro_use]
mod bytes;

mod anomaly;
mod arp;
mod ayiya;
mod cdp;
mod checksum;
mod ethernet;
pub mod ethertype;
mod geneve;
mod gre;
mod gtp;
mod icmp;
mod igmp;
mod ip;
mod ipv4;
mod ipv6;
mod link;
mod llc;
mod lldp;
mod loopback;
mod mld;
mod mpls;
mod neighbor;
mod nflog;
mod pktap;
mod ppp;
mod pppoe;
mod protocol;
mod reader;
mod sctp;
mod sll;
mod tcp;
mod teredo;
mod time;
mod tunnel;
mod udp;
mod vxlan;
mod wifi;

pub use anomaly::{Decoded, WireAnomaly};
pub use arp::{Arp, arp};
pub use ayiya::{Ayiya, ayiya};
pub use cdp::{Cdp, CdpTlv, CdpTlvs, cdp};
pub use checksum::{internet_checksum, pseudo_header_sum, transport_checksum_ok};
pub use geneve::{Geneve, GeneveOption, GeneveOptions, geneve};
pub use gre::{Erspan, Gre, GreKind, gre};
pub use gtp::{GtpExtensions, GtpU, gtp_u};
pub use icmp::{Embedded, Icmp, IcmpVersion, icmp_v4, icmp_v6};
pub use igmp::{Igmp, IgmpGroupRecord, IgmpGroupRecords, igmp};
pub use ip::{Fragment, Ip, ip};
pub use ipv4::{Ipv4Option, Ipv4Options};
pub use link::{Frame, LinkType, MacAddress, Network, frame};
pub use lldp::{Lldp, LldpId, LldpTlv, LldpTlvs, lldp};
pub use mld::{ListenerMessage, ListenerRecord, ListenerRecords};
pub use neighbor::{NeighborMessage, NeighborOption, NeighborOptions};
pub use protocol::Protocol;
pub use reader::{Reader, Result, Truncated};
pub use sctp::{Sctp, SctpChunk, SctpChunks, SctpData, sctp};
pub use tcp::{TcpFlags, TcpOption, TcpOptions, TcpSegment, tcp};
pub use teredo::{Teredo, TeredoAuthentication, teredo};
pub use time::{Interval, Timestamp};
pub use tunnel::Inner;
pub use udp::{UdpDatagram, udp};
pub use vxlan::{Vxlan, vxlan};

/// How far damaged or hostile packets are followed.
pub mod limits {
    pub use crate::cdp::VALUES_MAX as CDP_VALUES_MAX;
    pub use crate::gre::ROUTES_MAX as GRE_ROUTES_MAX;
    pub use crate::gtp::EXTENSION_HEADERS_MAX as GTP_EXTENSION_HEADERS_MAX;
    pub use crate::ipv6::EXTENSION_HEADERS_MAX as IPV6_EXTENSION_HEADERS_MAX;
    pub use crate::link::LINK_HEADERS_MAX;
    pub use crate::lldp::VALUES_MAX as LLDP_VALUES_MAX;
    pub use crate::mpls::LABELS_MAX as MPLS_LABELS_MAX;
    pub use crate::nflog::ATTRIBUTES_MAX as NFLOG_ATTRIBUTES_MAX;
}
