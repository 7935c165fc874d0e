//! The kinds of records that the store is measured on: those of the engine with the fields that the measurement fills.
#![allow(dead_code, reason = "only their declarations are used")]

use std::net::IpAddr;
use thymus_record::{Declared as _, Id, Interval, Mac, Port, Record, Registry, Timestamp};

/// Connections.
#[derive(Record)]
#[record(kind = "conn", protocol = "CONN")]
struct Conn {
    /// When it began.
    ts: Timestamp,
    /// Its name.
    uid: Id,
    /// Who began it.
    #[record(name = "id.orig_h")]
    orig_h: IpAddr,
    /// From which port.
    #[record(name = "id.orig_p")]
    orig_p: Port,
    /// With whom.
    #[record(name = "id.resp_h")]
    resp_h: IpAddr,
    /// On which port.
    #[record(name = "id.resp_p")]
    resp_p: Port,
    /// TCP or UDP.
    proto: String,
    /// What runs over it.
    service: Option<String>,
    /// How long it took.
    duration: Interval,
    /// Bytes sent.
    orig_bytes: u64,
    /// Bytes received.
    resp_bytes: u64,
    /// How it went.
    conn_state: String,
    /// Whether it began inside.
    local_orig: bool,
    /// Whether it ended inside.
    local_resp: bool,
    /// Bytes that were not seen.
    missed_bytes: u64,
    /// What happened, in letters.
    history: String,
    /// Packets sent.
    orig_pkts: u64,
    /// Bytes of these.
    orig_ip_bytes: u64,
    /// Packets received.
    resp_pkts: u64,
    /// Bytes of these.
    resp_ip_bytes: u64,
    /// The number of the protocol.
    ip_proto: u64,
    /// A digest of both ends.
    community_id: Option<String>,
    /// The sender's hardware address.
    orig_l2_addr: Option<Mac>,
    /// The receiver's.
    resp_l2_addr: Option<Mac>,
}

/// Look-ups of names.
#[derive(Record)]
#[record(kind = "dns", protocol = "DNS")]
struct Dns {
    /// When.
    ts: Timestamp,
    /// In which connection.
    uid: Id,
    /// Who asked.
    #[record(name = "id.orig_h")]
    orig_h: IpAddr,
    /// From which port.
    #[record(name = "id.orig_p")]
    orig_p: Port,
    /// Whom.
    #[record(name = "id.resp_h")]
    resp_h: IpAddr,
    /// On which port.
    #[record(name = "id.resp_p")]
    resp_p: Port,
    /// TCP or UDP.
    proto: String,
    /// The number of the question.
    trans_id: u64,
    /// How long the answer took.
    rtt: Interval,
    /// What was asked for.
    query: String,
    /// The class, as a number.
    qclass: u64,
    /// The class.
    qclass_name: String,
    /// The type, as a number.
    qtype: u64,
    /// The type.
    qtype_name: String,
    /// What came of it, as a number.
    rcode: u64,
    /// What came of it.
    rcode_name: String,
    /// Whether the answer has authority.
    #[record(name = "AA")]
    aa: bool,
    /// Whether it is cut.
    #[record(name = "TC")]
    tc: bool,
    /// Whether recursion is wanted.
    #[record(name = "RD")]
    rd: bool,
    /// Whether there is recursion.
    #[record(name = "RA")]
    ra: bool,
    /// Bits without a meaning.
    #[record(name = "Z")]
    z: u64,
    /// The answers.
    answers: Vec<String>,
    /// How long they hold.
    #[record(name = "TTLs")]
    ttls: Vec<Interval>,
    /// Whether it was refused.
    rejected: bool,
    /// What is done, as a number.
    opcode: u64,
    /// What is done.
    opcode_name: String,
}

/// Pages.
#[derive(Record)]
#[record(kind = "http", protocol = "HTTP")]
struct Http {
    /// When.
    ts: Timestamp,
    /// In which connection.
    uid: Id,
    /// Who asked.
    #[record(name = "id.orig_h")]
    orig_h: IpAddr,
    /// From which port.
    #[record(name = "id.orig_p")]
    orig_p: Port,
    /// Whom.
    #[record(name = "id.resp_h")]
    resp_h: IpAddr,
    /// On which port.
    #[record(name = "id.resp_p")]
    resp_p: Port,
    /// Which of the connection.
    trans_depth: u64,
    /// How it was asked for.
    method: String,
    /// Of which host.
    host: String,
    /// What.
    uri: String,
    /// Of which version of HTTP.
    version: String,
    /// With which program.
    user_agent: String,
    /// Bytes sent.
    request_body_len: u64,
    /// Bytes received.
    response_body_len: u64,
    /// What came of it, as a number.
    status_code: u64,
    /// What came of it.
    status_msg: String,
    /// Of which type.
    resp_mime_types: Vec<String>,
}

/// Files over SMB.
#[derive(Record)]
#[record(kind = "smb_files", protocol = "SMB")]
struct SmbFiles {
    /// When.
    ts: Timestamp,
    /// In which connection.
    uid: Id,
    /// Who.
    #[record(name = "id.orig_h")]
    orig_h: IpAddr,
    /// From which port.
    #[record(name = "id.orig_p")]
    orig_p: Port,
    /// Of whom.
    #[record(name = "id.resp_h")]
    resp_h: IpAddr,
    /// On which port.
    #[record(name = "id.resp_p")]
    resp_p: Port,
    /// What was done.
    action: String,
    /// On which share.
    path: String,
    /// With which file.
    name: String,
    /// How large it is.
    size: u64,
    /// When it was changed.
    #[record(name = "times.modified")]
    modified: Option<Timestamp>,
    /// When it was read.
    #[record(name = "times.accessed")]
    accessed: Option<Timestamp>,
    /// When it was made.
    #[record(name = "times.created")]
    created: Option<Timestamp>,
    /// What came of it.
    result: String,
    /// As whom.
    account: String,
    /// Of which version of SMB.
    version: String,
}

/// Remote calls.
#[derive(Record)]
#[record(kind = "dce_rpc", protocol = "DCE_RPC")]
struct DceRpc {
    /// When.
    ts: Timestamp,
    /// In which connection.
    uid: Id,
    /// Who.
    #[record(name = "id.orig_h")]
    orig_h: IpAddr,
    /// From which port.
    #[record(name = "id.orig_p")]
    orig_p: Port,
    /// Whom.
    #[record(name = "id.resp_h")]
    resp_h: IpAddr,
    /// On which port.
    #[record(name = "id.resp_p")]
    resp_p: Port,
    /// How long it took.
    rtt: Interval,
    /// Through which pipe.
    named_pipe: String,
    /// Of which interface.
    endpoint: String,
    /// What.
    operation: String,
    /// What, as a number.
    opnum: u64,
    /// Which of the connection.
    call_id: u64,
}

/// Tickets.
#[derive(Record)]
#[record(kind = "kerberos", protocol = "KERBEROS")]
struct Kerberos {
    /// When.
    ts: Timestamp,
    /// In which connection.
    uid: Id,
    /// Who.
    #[record(name = "id.orig_h")]
    orig_h: IpAddr,
    /// From which port.
    #[record(name = "id.orig_p")]
    orig_p: Port,
    /// Whom.
    #[record(name = "id.resp_h")]
    resp_h: IpAddr,
    /// On which port.
    #[record(name = "id.resp_p")]
    resp_p: Port,
    /// Of which kind.
    request_type: String,
    /// For whom.
    client: String,
    /// For what.
    service: String,
    /// Whether it was given.
    success: bool,
    /// How it is sealed.
    cipher: String,
    /// Whether it may be handed on.
    forwardable: bool,
    /// Whether it may be made to last.
    renewable: bool,
    /// The digest of what was shown.
    auth_ticket_sha256: Option<String>,
    /// The digest of what was given.
    new_ticket_sha256: Option<String>,
}

/// All of them.
pub(crate) fn registry() -> Registry {
    let kinds = [
        Conn::declaration(),
        Dns::declaration(),
        Http::declaration(),
        SmbFiles::declaration(),
        DceRpc::declaration(),
        Kerberos::declaration(),
    ];
    Registry::new(kinds, [])
}
