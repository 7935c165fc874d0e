//! The `weird` record.

use std::borrow::Cow;
use std::net::IpAddr;
use thymus_record::{Id, Port, Record, Timestamp};

/// Something that broke a protocol's rules, or a limit that was reached.
#[derive(Debug, Record)]
#[record(kind = "weird", protocol = "WEIRD")]
pub struct Weird {
    /// When it was seen.
    pub ts: Timestamp,
    /// The flow it was seen in, if in one.
    pub uid: Option<Id>,
    /// The originator's address.
    #[record(name = "id.orig_h")]
    pub orig_h: Option<IpAddr>,
    /// The originator's port.
    #[record(name = "id.orig_p")]
    pub orig_p: Option<Port>,
    /// The responder's address.
    #[record(name = "id.resp_h")]
    pub resp_h: Option<IpAddr>,
    /// The responder's port.
    #[record(name = "id.resp_p")]
    pub resp_p: Option<Port>,
    /// The rule that was broken; Zeek's name where Zeek has one.
    pub name: Cow<'static, str>,
    /// What was found.
    pub addl: Option<String>,
    /// Always false: kept because readers of Zeek's logs expect it.
    pub notice: bool,
    /// The protocol whose rule it is.
    pub source: Option<&'static str>,
    /// Where in the packet, message or stream.
    #[record(unit = "bytes")]
    pub offset: u64,
}
