//! Records of what changed about devices.

use std::net::IpAddr;
use thymus_record::{Declared as _, Id, Mac, Record, RecordId, Schema, Timestamp};

/// Something changed about a device: it is new, has a new name, address or tag, or fights another over an address.
#[derive(Clone, Debug, Record)]
#[record(kind = "device_change", protocol = "ENTITY")]
pub struct DeviceChange {
    /// When that was seen.
    pub ts: Timestamp,
    /// What changed: `new_device`, `address` the device has an address that it did not have, `moved` the address belonged to
    /// another device before, `conflict` two devices claim the address, `name`, `hardware` a known name on another hardware
    /// address, `tag`, `host_key` another key of its SSH server, `gateway` its hardware address stands for many devices.
    pub change: &'static str,
    /// The device.
    #[record(name = "source.device")]
    pub device: String,
    /// What it is called, as far as that is known.
    #[record(name = "source.name")]
    pub name: Option<String>,
    /// The address that the change is about.
    #[record(name = "id.orig_h")]
    pub address: Option<IpAddr>,
    /// The device's hardware address, where it is known by that.
    pub mac: Option<Mac>,
    /// Its hardware address is made up: a telephone's, a virtual machine's.
    pub mac_random: bool,
    /// The new name, tag or key.
    pub value: Option<String>,
    /// What was there before.
    pub previous: Option<String>,
    /// The device that had the address or name before.
    pub previous_device: Option<String>,
    /// How that is known: `ARP`, `DHCP`, `Kerberos machine account`, …
    pub basis: Option<&'static str>,
    /// Records that show it.
    pub evidence: Vec<Id>,
}

impl DeviceChange {
    /// A change of this device.
    pub(crate) fn new(change: &'static str, ts: i64, device: &str) -> Self {
        Self {
            ts: Timestamp(ts),
            change,
            device: device.to_owned(),
            name: None,
            address: None,
            mac: None,
            mac_random: false,
            value: None,
            previous: None,
            previous_device: None,
            basis: None,
            evidence: Vec::new(),
        }
    }

    /// With the records that show it; zeros are none.
    pub(crate) fn shown_by(mut self, records: impl IntoIterator<Item = u64>) -> Self {
        self.evidence = records.into_iter().filter(|&id| id != 0).map(|id| Id::from(RecordId(id))).collect();
        self
    }
}

/// The kinds of record that this crate makes.
#[must_use]
pub fn schemas() -> Vec<&'static Schema> {
    vec![DeviceChange::declaration()]
}
