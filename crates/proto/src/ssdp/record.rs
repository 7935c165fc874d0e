//! The `ssdp` record.

use crate::Head;
use thymus_record::{Interval, Record};

/// A device said what it is, or somebody looked for devices, by SSDP: when that is new or changed, every ten minutes while it is
/// told, and when it was told a hundred, a thousand, … times more.
#[derive(Debug, Record)]
#[record(kind = "ssdp", protocol = "SSDP")]
pub struct Ssdp {
    /// When it was told, and in which flow.
    #[record(flatten)]
    pub head: Head,
    /// The originator of the flow sent it.
    pub is_orig: bool,
    /// `NOTIFY` of a device that tells of itself, `M-SEARCH` of who looks for devices, `RESPONSE` of a device that was found.
    pub method: &'static str,
    /// What is looked for, or what the device is: `upnp:rootdevice`, `urn:schemas-upnp-org:device:MediaServer:1`.
    pub target: Option<String>,
    /// What happened: `ssdp:alive`, `ssdp:byebye` or `ssdp:update`.
    pub nts: Option<String>,
    /// The device and what it is, as one name.
    pub usn: Option<String>,
    /// The device's own identifier in lower case, which stays the same.
    pub uuid: Option<String>,
    /// Where the device describes itself.
    pub location: Option<String>,
    /// The device's system and software.
    pub server: Option<String>,
    /// The software of who looks for devices.
    pub user_agent: Option<String>,
    /// What people call who looks for devices.
    pub friendly_name: Option<String>,
    /// How long this holds.
    #[record(unit = "seconds")]
    pub max_age: Option<Interval>,
    /// How often the same was told since the last record.
    #[record(unit = "packets")]
    pub left_out: u64,
}
