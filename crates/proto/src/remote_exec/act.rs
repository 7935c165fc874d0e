//! What is known of one act of remote execution, on its way to a record.

use super::record::RemoteExec;
use super::{files, status, tools};
use crate::dce_rpc::RpcCall;
use crate::{Account, Context};
use thymus_record::Timestamp;

/// At most this many bytes of any text of an act are kept.
const TEXT_BYTES_MAX: usize = 8 * 1024;

/// What is known of one act.
#[derive(Debug, Default)]
pub(super) struct Act {
    pub(super) mechanism: &'static str,
    pub(super) operation: &'static str,
    pub(super) mitre: Vec<&'static str>,
    pub(super) named_pipe: Option<String>,
    pub(super) target: Option<String>,
    pub(super) object: Option<String>,
    pub(super) display_name: Option<String>,
    pub(super) command: Option<String>,
    pub(super) arguments: Option<String>,
    pub(super) run_as: Option<String>,
    pub(super) job_id: Option<u32>,
    pub(super) status: Option<u32>,
    /// Absent: what the status says.
    pub(super) outcome: Option<Outcome>,
    pub(super) tool: Option<&'static str>,
    pub(super) note: Option<&'static str>,
    arguments_encrypted: bool,
}

/// How the server answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Accepted,
    Refused,
    Unknown,
}

impl Act {
    pub(super) fn new(mechanism: &'static str, operation: &'static str, technique: &'static str) -> Self {
        Self { mechanism, operation, mitre: vec![technique], ..Self::default() }
    }

    /// The arguments are there but encrypted.
    pub(super) fn hide_arguments(&mut self) {
        self.arguments_encrypted = true;
        self.note = Some("arguments encrypted");
    }

    /// The arguments broke the rules of their layout: what was read stands.
    pub(super) fn garble_arguments(&mut self) {
        self.note = Some("arguments not understood");
    }

    /// Emits what a call did.
    pub(super) fn emit_for_call(mut self, cx: &mut Context<'_>, call: &RpcCall<'_>) {
        if call.sealed {
            self.hide_arguments();
        } else if self.status.is_none() {
            self.status = call.status();
        }
        if let Some(fault) = call.fault {
            self.status = Some(fault);
            self.outcome = Some(Outcome::Refused);
        }
        self.named_pipe = call.pipe.map(str::to_owned);
        let mut record = self.into_record(cx, call.ts);
        record.endpoint = Some(call.endpoint.to_owned());
        record.call = Some(call.operation.to_owned());
        record.interface_uuid = Some(call.interface.to_string());
        record.opnum = Some(call.opnum);
        record.inferred = call.inferred.map(|_| true);
        record.inferred_reason = call.inferred;
        cx.emit(&record);
    }

    /// Emits an act that was no call.
    pub(super) fn emit(self, cx: &mut Context<'_>, ts: Timestamp) {
        let record = self.into_record(cx, ts);
        cx.emit(&record);
    }

    fn into_record(mut self, cx: &mut Context<'_>, ts: Timestamp) -> RemoteExec {
        for text in [&mut self.object, &mut self.display_name, &mut self.command, &mut self.arguments] {
            if text.as_mut().is_some_and(cut) {
                cx.weird("REMOTE_EXEC", "remote_exec_text_cut", 0);
            }
        }
        let copied = files::named_in(cx, self.command.as_deref());
        let outcome = self.outcome.unwrap_or_else(|| status::outcome(self.status));
        RemoteExec {
            head: cx.head_at(ts),
            tool: self.tool.or_else(|| tools::of_act(&self)),
            mechanism: self.mechanism,
            operation: self.operation,
            endpoint: None,
            call: None,
            interface_uuid: None,
            opnum: None,
            named_pipe: self.named_pipe,
            target: self.target,
            object: self.object,
            display_name: self.display_name,
            command: self.command,
            arguments: self.arguments,
            run_as: self.run_as,
            account: cx.session().account.as_ref().map(account_text),
            account_inferred: cx.session().account.as_ref().and_then(|account| account.inferred),
            outcome: outcome.name(),
            status: self.status,
            status_name: self.status.map(status::name),
            job_id: self.job_id,
            fuid: copied.as_ref().and_then(|copied| copied.file),
            file: copied.map(|copied| copied.path.to_string()),
            arguments_encrypted: self.arguments_encrypted.then_some(true),
            note: self.note,
            inferred: None,
            inferred_reason: None,
            mitre: self.mitre,
        }
    }
}

impl Outcome {
    fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
        }
    }
}

/// Cuts a text to the limit; says whether it had to.
fn cut(text: &mut String) -> bool {
    let long = text.len() > TEXT_BYTES_MAX;
    text.truncate(text.floor_char_boundary(TEXT_BYTES_MAX));
    long
}

/// `DOMAIN\user`, or the user alone where no domain was given.
pub(crate) fn account_text(account: &Account) -> String {
    if account.domain.is_empty() {
        return account.user.clone();
    }
    format!("{}\\{}", account.domain, account.user)
}
