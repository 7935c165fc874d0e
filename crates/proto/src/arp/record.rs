//! The `arp` record.

use std::net::Ipv4Addr;
use thymus_record::{Mac, Record, Timestamp};

/// Which hardware address has an IPv4 address: when that is new or changed, every ten minutes while it is told, and when it
/// was told a hundred, a thousand, … times more.
#[derive(Debug, Record)]
#[record(kind = "arp", protocol = "ARP")]
pub struct Arp {
    /// When it was told.
    pub ts: Timestamp,
    /// The sender's address, which `orig_l2_addr` has; 0.0.0.0 where the sender has none yet.
    #[record(name = "id.orig_h")]
    pub orig_h: Ipv4Addr,
    /// The address that is asked for, or of whoever asked.
    #[record(name = "id.resp_h")]
    pub resp_h: Ipv4Addr,
    /// `request` or `reply`; `reverse_` and `inverse_` before them where a hardware address is known and an address wanted.
    pub operation: &'static str,
    /// The sender's hardware address, as the packet says.
    pub orig_l2_addr: Option<Mac>,
    /// The target's hardware address, as far as the packet says.
    pub resp_l2_addr: Option<Mac>,
    /// Who sent the frame.
    pub mac_src: Option<Mac>,
    /// To whom the frame goes.
    pub mac_dst: Option<Mac>,
    /// The outer VLAN.
    pub vlan: Option<u16>,
    /// The inner VLAN of doubly tagged frames.
    pub inner_vlan: Option<u16>,
    /// The sender announces its own address: sender and target are the same.
    pub gratuitous: bool,
    /// The sender asks whether the target address is free, to take it (RFC 5227).
    pub probe: bool,
    /// A reply to no request of the ten seconds before it.
    pub unsolicited: bool,
    /// The hardware address that had the address before, as far as that was seen.
    pub previous_l2_addr: Option<Mac>,
    /// How often the same was told since the last record.
    #[record(unit = "packets")]
    pub left_out: u64,
    /// About how many addresses the sender asked for since the last record; 1420 stands for that or more.
    #[record(unit = "addresses")]
    pub targets: Option<u64>,
}
