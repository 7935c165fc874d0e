//! The `lldp` record.

use std::net::IpAddr;
use thymus_record::{Interval, Mac, Record, Timestamp};

/// What a device says of itself by the Link Layer Discovery Protocol: when that is new or changed, and every ten minutes while it
/// is told.
#[derive(Debug, Hash, Record)]
#[record(kind = "lldp", protocol = "LLDP")]
pub struct Lldp {
    /// When it was told.
    pub ts: Timestamp,
    /// Who sent the frame: a port of the device.
    pub mac_src: Option<Mac>,
    /// The VLAN of the frame.
    pub vlan: Option<u16>,
    /// The device.
    pub chassis_id: Option<String>,
    /// What names the device: `mac`, `network`, `chassis`, `interface_name`, `interface_alias`, `port_component` or `local`.
    pub chassis_id_type: Option<&'static str>,
    /// The port.
    pub port_id: Option<String>,
    /// What names the port: as for the device, and `agent_circuit`.
    pub port_id_type: Option<&'static str>,
    /// How long this holds; 0 says that the device goes away.
    #[record(unit = "seconds")]
    pub ttl: Option<Interval>,
    /// The port in words.
    pub port_description: Option<String>,
    /// The device's name.
    pub system_name: Option<String>,
    /// The device, its system and version in words.
    pub system_description: Option<String>,
    /// What the device can be: `bridge`, `router`, `access_point`, `telephone`, `station`, `repeater`, `docsis`, `other`.
    pub capabilities: Vec<&'static str>,
    /// What of that is switched on.
    pub enabled_capabilities: Vec<&'static str>,
    /// Where the device is managed.
    pub management_addresses: Vec<IpAddr>,
    /// The VLAN of the port's untagged frames.
    pub port_vlan: Option<u16>,
    /// Who made the device (this and what follows: of telephones, cameras and the like, ANSI/TIA-1057).
    pub manufacturer: Option<String>,
    /// The device's model.
    pub model: Option<String>,
    /// The device's serial number.
    pub serial_number: Option<String>,
    /// The version of its hardware.
    pub hardware_version: Option<String>,
    /// The version of its firmware.
    pub firmware_version: Option<String>,
    /// The version of its software.
    pub software_version: Option<String>,
    /// The same port said something else before.
    pub changed: bool,
    /// How often the same was told since the last record.
    #[record(unit = "frames")]
    pub left_out: u64,
}
