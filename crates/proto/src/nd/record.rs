//! The `nd` record.

use crate::Head;
use std::net::{IpAddr, Ipv6Addr};
use thymus_record::{Interval, Mac, Record};

/// Which hardware address has an IPv6 address, and what routers say of the link: when that is new or changed, every ten minutes
/// while it is told, and when it was told a hundred, a thousand, … times more.
#[derive(Debug, Record)]
#[record(kind = "nd", protocol = "ND")]
pub struct Nd {
    /// When it was told, and in which flow of ICMP; its originator is whoever spoke first, not always the sender.
    #[record(flatten)]
    pub head: Head,
    /// `router_solicitation`, `router_advertisement`, `neighbor_solicitation`, `neighbor_advertisement` or `redirect`.
    pub operation: &'static str,
    /// Who sent the message; `::` where the sender has no address yet.
    pub sender: Ipv6Addr,
    /// Who sent the frame.
    pub mac_src: Option<Mac>,
    /// To whom the frame goes.
    pub mac_dst: Option<Mac>,
    /// The outer VLAN.
    pub vlan: Option<u16>,
    /// The inner VLAN of doubly tagged frames.
    pub inner_vlan: Option<u16>,
    /// The address that is told of: an advertisement's target, otherwise the sender.
    pub addr: Option<Ipv6Addr>,
    /// The hardware address that `addr` has (in a redirect: that `target` has), if the message tells it; a message that does not
    /// usually comes from the device itself, which `mac_src` names.
    pub l2_addr: Option<Mac>,
    /// The hardware address that was told before, if another was.
    pub previous_l2_addr: Option<Mac>,
    /// The address asked for or told of, or the better next hop of a redirect.
    pub target: Option<Ipv6Addr>,
    /// The sender asks whether `target` is free, to take it (RFC 4862).
    pub probe: bool,
    /// An advertisement of an address for which nobody asked in the ten seconds before it.
    pub unsolicited: bool,
    /// An advertisement says that it was asked for.
    pub solicited: Option<bool>,
    /// An advertisement wants to replace what is known.
    pub overrides: Option<bool>,
    /// An advertisement says that it is a router's.
    pub is_router: Option<bool>,
    /// What a redirect is about: who can be reached by way of `target`.
    pub destination: Option<Ipv6Addr>,
    /// The hop limit that a router advises; 0 is none.
    pub hop_limit: Option<u8>,
    /// How long a router is to be used as the way out; 0 is not at all.
    #[record(unit = "seconds")]
    pub router_lifetime: Option<Interval>,
    /// How a router is to be preferred to others: `low`, `medium` or `high` (RFC 4191).
    pub router_preference: Option<&'static str>,
    /// Addresses are to be had by DHCPv6.
    pub managed: Option<bool>,
    /// Other settings are to be had by DHCPv6.
    pub other_configuration: Option<bool>,
    /// The prefixes of the link.
    pub prefixes: Vec<String>,
    /// How long each prefix holds; 4294967295 is forever.
    #[record(unit = "seconds")]
    pub valid_lifetimes: Vec<Interval>,
    /// How long addresses of each prefix are to be preferred.
    #[record(unit = "seconds")]
    pub preferred_lifetimes: Vec<Interval>,
    /// The largest packet of the link.
    #[record(unit = "bytes")]
    pub mtu: Option<u32>,
    /// The name servers that a router advises.
    pub dns_servers: Vec<IpAddr>,
    /// How often the same was told since the last record.
    #[record(unit = "packets")]
    pub left_out: u64,
    /// About how many addresses the sender asked for since the last record; 1420 stands for that or more.
    #[record(unit = "addresses")]
    pub targets: Option<u64>,
}
