//! The `cdp` record.

use std::net::IpAddr;
use thymus_record::{Interval, Mac, Record, Timestamp};

/// What a device says of itself by the Cisco Discovery Protocol: when that is new or changed, and every ten minutes while it is told.
#[derive(Debug, Hash, Record)]
#[record(kind = "cdp", protocol = "CDP")]
pub struct Cdp {
    /// When it was told.
    pub ts: Timestamp,
    /// Who sent the frame: a port of the device.
    pub mac_src: Option<Mac>,
    /// The VLAN of the frame.
    pub vlan: Option<u16>,
    /// The protocol's version, 1 or 2.
    pub version: u8,
    /// How long this holds.
    #[record(unit = "seconds")]
    pub ttl: Interval,
    /// The device: its host name, hardware address or serial number.
    pub device_id: Option<String>,
    /// The name that SNMP gives the device.
    pub system_name: Option<String>,
    /// The port.
    pub port_id: Option<String>,
    /// What the device is: `router`, `switch`, `host`, `telephone`, `igmp` and others.
    pub capabilities: Vec<&'static str>,
    /// The device's addresses.
    pub addresses: Vec<IpAddr>,
    /// Where the device is managed.
    pub management_addresses: Vec<IpAddr>,
    /// The hardware.
    pub platform: Option<String>,
    /// The software and its version in words.
    pub software_version: Option<String>,
    /// The VLAN of the port's untagged frames.
    pub native_vlan: Option<u16>,
    /// The VLAN for a telephone behind the port.
    pub voice_vlan: Option<u16>,
    /// The domain in which VLANs are administered together (VTP).
    pub vtp_domain: Option<String>,
    /// `half` or `full`.
    pub duplex: Option<&'static str>,
    /// The same port said something else before.
    pub changed: bool,
    /// How often the same was told since the last record.
    #[record(unit = "frames")]
    pub left_out: u64,
}
