//! What the first byte of a captured packet belongs to.

/// A link type as registered by the tcpdump group (`LINKTYPE_` values), as capture files carry it.
///
/// Source: <https://www.tcpdump.org/linktypes.html>. Any value may appear; unknown ones are kept as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkType(pub u32);

impl LinkType {
    /// BSD loopback: a four-byte address family in the byte order of the capturing machine.
    pub const NULL: Self = Self(0);
    /// Ethernet II and IEEE 802.3.
    pub const ETHERNET: Self = Self(1);
    /// IPv4 or IPv6 without any link header.
    pub const RAW: Self = Self(101);
    /// IEEE 802.11.
    pub const IEEE802_11: Self = Self(105);
    /// OpenBSD loopback: a four-byte address family, most significant byte first.
    pub const LOOP: Self = Self(108);
    /// Linux "cooked" capture, version 1.
    pub const LINUX_SLL: Self = Self(113);
    /// IEEE 802.11 after a radiotap header.
    pub const IEEE802_11_RADIOTAP: Self = Self(127);
    /// IPv4 without any link header.
    pub const IPV4: Self = Self(228);
    /// IPv6 without any link header.
    pub const IPV6: Self = Self(229);
    /// Linux "cooked" capture, version 2.
    pub const LINUX_SLL2: Self = Self(276);
}
