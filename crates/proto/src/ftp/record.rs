//! The `ftp` record.

use crate::Head;
use std::net::IpAddr;
use thymus_record::{Fields, Id, Port, Record};

/// An FTP command and the server's reply.
#[derive(Debug, Record)]
#[record(kind = "ftp", protocol = "FTP")]
pub struct Ftp {
    /// When the command was given, and in which flow.
    #[record(flatten)]
    pub head: Head,
    /// The user of the session; `<unknown>` before one was named.
    pub user: String,
    /// The password; `<hidden>` but for guests, unless passwords are to be kept.
    pub password: Option<String>,
    /// The command; `<init>` for the greeting.
    pub command: Option<String>,
    /// Its argument; a file's address as `ftp://host/path`.
    pub arg: Option<String>,
    /// The kind of the file, by content.
    pub mime_type: Option<&'static str>,
    /// The size of the file, as the server says it.
    #[record(unit = "bytes")]
    pub file_size: Option<u64>,
    /// The code of the last reply.
    pub reply_code: Option<u16>,
    /// The text of its last line.
    pub reply_msg: Option<String>,
    /// The data connection that the command announced.
    #[record(flatten)]
    pub data_channel: DataChannel,
    /// The file that was transferred.
    pub fuid: Option<Id>,
}

/// A data connection that was announced.
#[derive(Clone, Copy, Debug, Default, Fields)]
pub struct DataChannel {
    /// The server waits for it.
    #[record(name = "data_channel.passive")]
    pub passive: Option<bool>,
    /// Who will open it.
    #[record(name = "data_channel.orig_h")]
    pub orig_h: Option<IpAddr>,
    /// To whom.
    #[record(name = "data_channel.resp_h")]
    pub resp_h: Option<IpAddr>,
    /// On which port.
    #[record(name = "data_channel.resp_p")]
    pub resp_p: Option<Port>,
}
