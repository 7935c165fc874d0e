//! The `dns` record.

use crate::Head;
use std::borrow::Cow;
use thymus_record::{Interval, Record};

/// A question put to a name server, and its answer.
#[derive(Debug, Record)]
#[record(kind = "dns", protocol = "DNS")]
pub struct Dns {
    /// When the question was seen, or the answer where no question was.
    #[record(flatten)]
    pub head: Head,
    /// `udp` or `tcp`.
    pub proto: &'static str,
    /// The number that ties an answer to its question.
    pub trans_id: u16,
    /// From the question to an answer that holds records.
    #[record(unit = "seconds")]
    pub rtt: Option<Interval>,
    /// The name that is asked for, in lower case.
    pub query: Option<String>,
    /// The class of the question.
    pub qclass: Option<u16>,
    /// The class by name: `C_INTERNET`.
    pub qclass_name: Option<Cow<'static, str>>,
    /// The type of the question.
    pub qtype: Option<u16>,
    /// The type by name: `AAAA`.
    pub qtype_name: Option<Cow<'static, str>>,
    /// The answer's response code.
    pub rcode: Option<u8>,
    /// The response code by name: `NXDOMAIN`.
    pub rcode_name: Option<Cow<'static, str>>,
    /// The server answers for its own zone.
    #[record(name = "AA")]
    pub authoritative: bool,
    /// The message was cut short.
    #[record(name = "TC")]
    pub truncated: bool,
    /// The client asks the server to ask others.
    #[record(name = "RD")]
    pub recursion_desired: bool,
    /// The server would ask others.
    #[record(name = "RA")]
    pub recursion_available: bool,
    /// The three bits of the header that early RFCs keep at zero; two of them are AD and CD now.
    #[record(name = "Z")]
    pub z: u8,
    /// The records of the answer section, each as text.
    pub answers: Vec<String>,
    /// How long each answer may be kept.
    #[record(name = "TTLs", unit = "seconds")]
    pub ttls: Vec<Interval>,
    /// The server sent no record of any kind.
    pub rejected: bool,
    /// What is wanted of the server, by number.
    pub opcode: u8,
    /// What is wanted of the server: `query`, `notify`, `dynamic-update`.
    pub opcode_name: Cow<'static, str>,
}
