//! What the numbers of CDP mean, as Cisco's documents and Wireshark have them.

use crate::link::flag_names;

/// The domain in which VLANs are administered together.
pub(super) const VTP_DOMAIN: u16 = 9;
/// Whether the port sends and receives at once.
pub(super) const DUPLEX: u16 = 11;
/// The VLAN for a telephone behind the port.
pub(super) const VOICE_VLAN: u16 = 14;
/// The name that SNMP gives the device.
pub(super) const SYSTEM_NAME: u16 = 20;

/// By bit, from the lowest.
const CAPABILITIES: &[&str] = &[
    "router",
    "transparent_bridge",
    "source_route_bridge",
    "switch",
    "host",
    "igmp",
    "repeater",
    "telephone",
    "remotely_managed",
    "cvta",
    "relay",
];

pub(super) fn capabilities(bits: u32) -> Vec<&'static str> {
    flag_names(bits, CAPABILITIES)
}
