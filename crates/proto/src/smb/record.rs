//! The records of SMB: `smb_mapping`, `smb_files`, `smb_cmd` as in Zeek, and `smb_session`, `smb_access_failure`.

use crate::Head;
use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;
use thymus_record::{Fields, Id, Interval, Port, Record, Timestamp};

/// A share that was connected to.
#[derive(Debug, Record)]
#[record(kind = "smb_mapping", protocol = "SMB")]
pub struct SmbMapping {
    /// When it was asked for, and in which flow.
    #[record(flatten)]
    pub head: Head,
    /// The share: `\\server\share`.
    pub path: Option<Arc<str>>,
    /// The kind of service, in SMB1's words: `A:` for disks, `IPC` for pipes, `LPT1:` for printers.
    pub service: Option<Arc<str>>,
    /// The share's file system, where SMB1 tells it.
    pub native_file_system: Option<String>,
    /// `DISK`, `PIPE` or `PRINT`.
    pub share_type: &'static str,
    /// How it ended, as an NT status; absent where no answer was seen.
    pub result: Option<Cow<'static, str>>,
    /// Who connected, as `DOMAIN\user`, where the login was seen.
    pub account: Option<Arc<str>>,
    /// The share is to be used encrypted (SMB 3).
    pub encrypted: Option<bool>,
    /// The most that this account may do there, as an access mask (MS-SMB2 2.2.13.1).
    pub maximal_access: Option<u32>,
}

/// The times that a file system keeps of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Fields)]
pub struct FileTimes {
    /// When its content was last written.
    #[record(name = "times.modified")]
    pub modified: Option<Timestamp>,
    /// When it was last read.
    #[record(name = "times.accessed")]
    pub accessed: Option<Timestamp>,
    /// When it was made.
    #[record(name = "times.created")]
    pub created: Option<Timestamp>,
    /// When anything of it was last changed.
    #[record(name = "times.changed")]
    pub changed: Option<Timestamp>,
}

/// Something done to a file, directory or pipe: opened, read, written, renamed, deleted, closed.
///
/// As in Zeek, the same again within three minutes is not told twice.
#[derive(Debug, Record)]
#[record(kind = "smb_files", protocol = "SMB")]
pub struct SmbFile {
    /// When it was asked for, and in which flow.
    #[record(flatten)]
    pub head: Head,
    /// The content that was read or written, if any was.
    pub fuid: Option<Id>,
    /// What was done: `SMB::FILE_OPEN`, `SMB::PIPE_WRITE`, ….
    pub action: &'static str,
    /// The share it lies in.
    pub path: Option<Arc<str>>,
    /// Its name within the share.
    pub name: Option<Arc<str>>,
    /// How long it was when it was opened.
    #[record(unit = "bytes")]
    pub size: u64,
    /// Its name before it was renamed.
    pub prev_name: Option<Arc<str>>,
    /// The times that the file system keeps of it.
    #[record(flatten)]
    pub times: FileTimes,
    /// How it ended, as an NT status; absent where no answer was seen.
    pub result: Option<Cow<'static, str>>,
    /// Who did it, as `DOMAIN\user`, where the login was seen.
    pub account: Option<Arc<str>>,
    /// `SMB1` or `SMB2`.
    pub version: &'static str,
    /// What opening it did: `opened`, `created`, `overwritten` or `superseded`.
    pub create_action: Option<&'static str>,
    /// It is a directory.
    pub directory: Option<bool>,
    /// Bytes of content read through this opening, told when it is closed.
    #[record(unit = "bytes")]
    pub bytes_read: Option<u64>,
    /// Bytes of content written through this opening, told when it is closed.
    #[record(unit = "bytes")]
    pub bytes_written: Option<u64>,
    /// The path was not seen but concluded.
    pub inferred: Option<bool>,
    /// From what it was concluded.
    pub inferred_reason: Option<&'static str>,
}

/// The file that a command referred to, as it was known when the command was sent; Zeek's `referenced_file`.
#[derive(Clone, Debug, Fields)]
pub struct ReferencedFile {
    /// When the file was first referred to.
    #[record(name = "referenced_file.ts")]
    pub ts: Timestamp,
    /// The flow.
    #[record(name = "referenced_file.uid")]
    pub uid: Id,
    /// The originator's address.
    #[record(name = "referenced_file.id.orig_h")]
    pub orig_h: IpAddr,
    /// The originator's port.
    #[record(name = "referenced_file.id.orig_p")]
    pub orig_p: Port,
    /// The responder's address.
    #[record(name = "referenced_file.id.resp_h")]
    pub resp_h: IpAddr,
    /// The responder's port.
    #[record(name = "referenced_file.id.resp_p")]
    pub resp_p: Port,
    /// The content that was read or written.
    #[record(name = "referenced_file.fuid")]
    pub fuid: Option<Id>,
    /// What was done to it.
    #[record(name = "referenced_file.action")]
    pub action: Option<&'static str>,
    /// The share it lies in.
    #[record(name = "referenced_file.path")]
    pub path: Option<Arc<str>>,
    /// Its name within the share.
    #[record(name = "referenced_file.name")]
    pub name: Option<Arc<str>>,
    /// Its length when it was opened.
    #[record(name = "referenced_file.size", unit = "bytes")]
    pub size: u64,
    /// Its name before it was renamed.
    #[record(name = "referenced_file.prev_name")]
    pub prev_name: Option<Arc<str>>,
    /// When its content was last written.
    #[record(name = "referenced_file.times.modified")]
    pub modified: Option<Timestamp>,
    /// When it was last read.
    #[record(name = "referenced_file.times.accessed")]
    pub accessed: Option<Timestamp>,
    /// When it was made.
    #[record(name = "referenced_file.times.created")]
    pub created: Option<Timestamp>,
    /// When anything of it was last changed.
    #[record(name = "referenced_file.times.changed")]
    pub changed: Option<Timestamp>,
}

/// One command and its answer.
#[derive(Debug, Record)]
#[record(kind = "smb_cmd", protocol = "SMB")]
pub struct SmbCommand {
    /// When the command was sent, and in which flow.
    #[record(flatten)]
    pub head: Head,
    /// The command.
    pub command: &'static str,
    /// The subcommand of a transaction; the control code of an IOCTL.
    pub sub_command: Option<&'static str>,
    /// What the command was about.
    pub argument: Option<Arc<str>>,
    /// The answer, as an NT status without its prefix.
    pub status: Cow<'static, str>,
    /// From the command to its answer.
    #[record(unit = "seconds")]
    pub rtt: Interval,
    /// `SMB1` or `SMB2`.
    pub version: &'static str,
    /// Who sent it, where SMB1 tells.
    pub username: Option<Arc<str>>,
    /// The share it went to (SMB1).
    pub tree: Option<Arc<str>>,
    /// That share's kind of service (SMB1).
    pub tree_service: Option<Arc<str>>,
    /// The file it referred to.
    #[record(flatten)]
    pub referenced_file: ReferencedFile,
}

/// A login over SMB and what it settled: dialect, account, signing, encryption.
///
/// Told when the login ends, and once more if the session turns to encryption later.
#[derive(Debug, Record)]
#[record(kind = "smb_session", protocol = "SMB")]
pub struct SmbSession {
    /// When the login began, and in which flow.
    #[record(flatten)]
    pub head: Head,
    /// `SMB1` or `SMB2`.
    pub version: &'static str,
    /// The dialect that was agreed: `3.1.1`, `2.0.2`, `NT LM 0.12`; absent where that was not seen.
    pub dialect: Option<Cow<'static, str>>,
    /// The session's number.
    pub session_id: u64,
    /// Who logged in, as `DOMAIN\user`.
    pub account: Option<Arc<str>>,
    /// How the login ended, as an NT status; absent where no answer was seen.
    pub result: Option<Cow<'static, str>>,
    /// The account was unknown and let in as a guest.
    pub guest: Option<bool>,
    /// Nobody logged in: a null session.
    pub anonymous: Option<bool>,
    /// A further connection joined a session that stands on another one (SMB 3 multichannel).
    pub binding: Option<bool>,
    /// One end requires signed messages.
    pub signing_required: Option<bool>,
    /// The answer to the login was signed.
    pub signed: Option<bool>,
    /// What follows is encrypted and cannot be read.
    pub encrypted: Option<bool>,
    /// The cipher agreed for encryption (SMB 3.1.1).
    pub cipher: Option<&'static str>,
    /// Compression was agreed or used.
    pub compressed: Option<bool>,
    /// The client's GUID, which stays the same until it restarts.
    pub client_guid: Option<Arc<str>>,
    /// The server's GUID.
    pub server_guid: Option<Arc<str>>,
    /// The client's own host name.
    pub client_name: Option<String>,
    /// The server's name, as the client called it or as the server says.
    pub server_name: Option<Arc<str>>,
    /// The client's operating system, where SMB1 tells.
    pub client_os: Option<Arc<str>>,
    /// The server's operating system, where SMB1 tells.
    pub server_os: Option<Arc<str>>,
}

/// A directory was listed: how much is in it, and the first names. Searches for one name are not told.
///
/// The same again within three minutes is not told twice.
#[derive(Debug, Record)]
#[record(kind = "smb_listing", protocol = "SMB")]
pub struct SmbListing {
    /// When it was first asked for, and in which flow.
    #[record(flatten)]
    pub head: Head,
    /// The share it lies in.
    pub path: Option<Arc<str>>,
    /// The directory's name within the share.
    pub name: Option<Arc<str>>,
    /// What was looked for: `*`, `*.docx`.
    pub pattern: Arc<str>,
    /// How many files were found.
    pub files: u64,
    /// How many directories were found.
    pub directories: u64,
    /// How long the files are together.
    #[record(unit = "bytes")]
    pub bytes: u64,
    /// The first of their names, a hundred at most.
    pub names: Vec<String>,
    /// All was seen to the end.
    pub complete: bool,
    /// Who listed it, as `DOMAIN\user`, where the login was seen.
    pub account: Option<Arc<str>>,
    /// `SMB1` or `SMB2`.
    pub version: &'static str,
    /// The path was not seen but concluded.
    pub inferred: Option<bool>,
    /// From what it was concluded.
    pub inferred_reason: Option<&'static str>,
}

/// An attempt on a share, file or login that failed.
#[derive(Debug, Record)]
#[record(kind = "smb_access_failure", protocol = "SMB")]
pub struct SmbAccessFailure {
    /// When it was tried, and in which flow.
    #[record(flatten)]
    pub head: Head,
    /// The command that failed.
    pub command: &'static str,
    /// What was tried: `SMB::FILE_OPEN`, …; absent for shares and logins.
    pub action: Option<&'static str>,
    /// The share.
    pub path: Option<Arc<str>>,
    /// The file's name within the share.
    pub name: Option<Arc<str>>,
    /// Why it failed, as an NT status.
    pub result: Cow<'static, str>,
    /// It failed for want of a right: the account, its password or its access.
    pub refused: bool,
    /// Who tried, as `DOMAIN\user`, where the login was seen.
    pub account: Option<Arc<str>>,
    /// `SMB1` or `SMB2`.
    pub version: &'static str,
}
