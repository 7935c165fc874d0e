//! What the numbers of LLDP mean (IEEE 802.1AB-2016 section 8.5).

use crate::link::{flag_names, mac_text, tidy_text};
use std::net::{Ipv4Addr, Ipv6Addr};
use thymus_wire::LldpId;

/// The type of values that an organisation defines.
pub(super) const OF_AN_ORGANISATION: u8 = 127;

/// By bit, from the lowest.
const CAPABILITIES: &[&str] = &[
    "other",
    "repeater",
    "bridge",
    "access_point",
    "router",
    "telephone",
    "docsis",
    "station",
    "c_vlan",
    "s_vlan",
    "relay",
];

pub(super) fn capabilities(bits: u16) -> Vec<&'static str> {
    flag_names(bits.into(), CAPABILITIES)
}

pub(super) fn chassis_type(id: LldpId<'_>) -> &'static str {
    match id.subtype {
        1 => "chassis",
        2 => "interface_alias",
        3 => "port_component",
        4 => "mac",
        5 => "network",
        6 => "interface_name",
        7 => "local",
        _ => "reserved",
    }
}

pub(super) fn port_type(id: LldpId<'_>) -> &'static str {
    match id.subtype {
        1 => "interface_alias",
        2 => "port_component",
        3 => "mac",
        4 => "network",
        5 => "interface_name",
        6 => "agent_circuit",
        7 => "local",
        _ => "reserved",
    }
}

pub(super) fn chassis(id: LldpId<'_>) -> String {
    identifier(id, 4, 5)
}

pub(super) fn port(id: LldpId<'_>) -> String {
    identifier(id, 3, 4)
}

fn identifier(id: LldpId<'_>, hardware: u8, network: u8) -> String {
    let readable = if id.subtype == hardware {
        mac_text(id.value)
    } else if id.subtype == network {
        network_address(id.value)
    } else {
        None
    };
    readable.unwrap_or_else(|| tidy_text(id.value))
}

/// An address family of IANA's, then the address.
fn network_address(value: &[u8]) -> Option<String> {
    match value.split_first()? {
        (1, address) => <[u8; 4]>::try_from(address).ok().map(|octets| Ipv4Addr::from(octets).to_string()),
        (2, address) => <[u8; 16]>::try_from(address).ok().map(|octets| Ipv6Addr::from(octets).to_string()),
        _ => None,
    }
}
