//! The `dhcp` record.

use std::net::{IpAddr, Ipv4Addr};
use thymus_record::{Id, Interval, Mac, Record, Timestamp};

/// How a device got, kept or lost its address: all messages of one transaction.
#[derive(Debug, Record)]
#[record(kind = "dhcp", protocol = "DHCP")]
pub struct Dhcp {
    /// When the first message was seen.
    pub ts: Timestamp,
    /// The flows of the transaction.
    pub uids: Vec<Id>,
    /// The client's address, if it already sent from one.
    pub client_addr: Option<IpAddr>,
    /// The server that handed out the address.
    pub server_addr: Option<IpAddr>,
    /// The client's hardware address.
    pub mac: Option<Mac>,
    /// The host name that the client gives itself.
    pub host_name: Option<String>,
    /// The full name that the client wants to have.
    pub client_fqdn: Option<String>,
    /// The domain that the server gives.
    pub domain: Option<String>,
    /// The address that the client asks for.
    pub requested_addr: Option<Ipv4Addr>,
    /// The address that the server gives.
    pub assigned_addr: Option<Ipv4Addr>,
    /// How long the client may keep it.
    #[record(unit = "seconds")]
    pub lease_time: Option<Interval>,
    /// What the client says.
    pub client_message: Option<String>,
    /// What the server says.
    pub server_message: Option<String>,
    /// The messages, in order.
    pub msg_types: Vec<&'static str>,
    /// From the first message to the last.
    #[record(unit = "seconds")]
    pub duration: Interval,
    /// What kind of client it says it is: `MSFT 5.0`.
    pub vendor_class: Option<String>,
    /// The options that the client asks for, in its order: a fingerprint of its system.
    pub parameter_list: Vec<u64>,
}
