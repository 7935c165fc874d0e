//! Packets from network interfaces, through rings of memory that the Linux kernel fills (`AF_PACKET`, `TPACKET_V3`).
//!
//! Open a [`Ring`] per thread with [`Ring::open_group`]; the kernel shares the packets out so that a flow stays with
//! one ring. Call [`drop_privileges`] after that and before any thread starts. Then each thread calls [`Ring::next`].

mod error;
mod privileges;
mod ring;
mod system;

#[cfg(test)]
mod tests;

pub use error::LiveError;
pub use privileges::{User, drop_privileges};
pub use ring::{Live, Ring, RingStatistics};

use thymus_wire::LinkType;

/// The interface name that means all interfaces.
pub const ALL_INTERFACES: &str = "any";

/// How to capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveOptions {
    /// The interface by name, or [`ALL_INTERFACES`].
    pub interface: String,
    /// Whether packets for other machines are wanted too, as at a mirror port. Not for all interfaces at once.
    pub promiscuous: bool,
    /// The bytes of memory for each ring, from 1 MiB to 4 GiB: what the kernel fills while nobody reads.
    pub ring_bytes: usize,
    /// How packets are shared out among the rings of a group.
    pub fanout: Fanout,
    /// Whether the network card's clock is asked for; cards without one refuse.
    pub hardware_timestamps: bool,
}

/// How the kernel shares packets out: both ends of a flow by one hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fanout {
    /// Whether the kernel puts IPv4 fragments together first. Without, fragments may miss their flow's ring; with it,
    /// fragments as such are not seen.
    pub defragment: bool,
    /// Whether a ring that is full passes packets on to the others. Without, they are dropped and counted; with it,
    /// they may miss their flow's ring.
    pub rollover: bool,
}

impl LiveOptions {
    /// Promiscuous capture from an interface with rings of 64 MiB.
    #[must_use]
    pub fn new(interface: &str) -> Self {
        Self {
            interface: interface.to_owned(),
            promiscuous: true,
            ring_bytes: 64 * 1024 * 1024,
            fanout: Fanout { defragment: true, rollover: false },
            hardware_timestamps: false,
        }
    }
}

/// The link type of packets from an interface of this hardware type (`ARPHRD_` of `linux/if_arp.h`), as a raw packet
/// socket hands them out; nothing for hardware whose packets nobody here reads.
fn link_of_hardware(hardware: u16) -> Option<LinkType> {
    match hardware {
        // Ethernet, and the loopback interface, which pretends to be one.
        1 | 772 => Some(LinkType::ETHERNET),
        // PPP, raw IP, tunnels of IP in IP, GRE without Ethernet, TUN and WireGuard: no header at all.
        512 | 519 | 768 | 769 | 776 | 778 | 823 | 0xfffe => Some(LinkType::RAW),
        801 => Some(LinkType::IEEE802_11),
        803 => Some(LinkType::RADIOTAP),
        _ => None,
    }
}
