//! The `remote_exec` record.

use crate::Head;
use std::borrow::Cow;
use thymus_record::{Id, Record};

/// One host made another run something, prepared it, or undid it.
#[derive(Debug, Record)]
#[record(kind = "remote_exec", protocol = "REMOTE_EXEC")]
pub struct RemoteExec {
    /// When it was asked for, and between whom.
    #[record(flatten)]
    pub head: Head,
    /// By which means: `at-job`, `scheduled-task`, `service`, `wmi`, `dcom`, `winrm`, `psexec` or `shutdown`.
    pub mechanism: &'static str,
    /// What was asked: `create`, `start`, `change`, `stop`, `delete`, `query`, `activate`, `connect`, `set-account`.
    pub operation: &'static str,
    /// The RPC interface by name.
    pub endpoint: Option<String>,
    /// The RPC operation by name.
    pub call: Option<String>,
    /// The RPC interface's identifier.
    pub interface_uuid: Option<String>,
    /// The RPC operation's number.
    pub opnum: Option<u16>,
    /// The pipe that carried it.
    pub named_pipe: Option<String>,
    /// The server as the client named it.
    pub target: Option<String>,
    /// The job, task, service, class or program object.
    pub object: Option<String>,
    /// The name shown to users, where it differs from `object`.
    pub display_name: Option<String>,
    /// What is to run: a command line, a program with its arguments, a service's binary path.
    pub command: Option<String>,
    /// Everything else that was asked: the time of a job, the type of a service, the XML of a task.
    pub arguments: Option<String>,
    /// The account that it is to run as.
    pub run_as: Option<String>,
    /// Who asked, as `DOMAIN\user`, where the flow told.
    pub account: Option<String>,
    /// What the account was inferred from, if it was not read in this flow.
    pub account_inferred: Option<&'static str>,
    /// `accepted`, `refused`, or `unknown` where no readable answer was seen.
    pub outcome: &'static str,
    /// The status that the server answered with.
    pub status: Option<u32>,
    /// Its name.
    pub status_name: Option<Cow<'static, str>>,
    /// The number that the server gave the job or process.
    pub job_id: Option<u32>,
    /// A file copied to the server shortly before which the command names.
    pub file: Option<String>,
    /// That file's name in `files`.
    pub fuid: Option<Id>,
    /// The arguments could not be read because they are encrypted.
    pub arguments_encrypted: Option<bool>,
    /// What cannot be told, in words.
    pub note: Option<&'static str>,
    /// A tool that names or phrases things this way; a hint, not a proof.
    pub tool: Option<&'static str>,
    /// Something here was not read but inferred.
    pub inferred: Option<bool>,
    /// What it was inferred from.
    pub inferred_reason: Option<&'static str>,
    /// MITRE ATT&CK techniques.
    pub mitre: Vec<&'static str>,
}
