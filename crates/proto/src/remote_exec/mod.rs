//! "A made B run something": one kind of record for every way in which that is done over the network.

use crate::dce_rpc::ndr::Syntax;
use crate::dce_rpc::{RpcCall, Uuid};
use crate::{Account, Context};
use thymus_record::Id;

/// A file was written over SMB: remembered so that a service, job or process that names it later can be tied to it.
pub fn file_written(cx: &mut Context<'_>, tree_path: &str, name: &str, file: Option<Id>) {
    let _ = (cx, tree_path, name, file);
}

/// WinRM was asked to run a command line.
pub fn winrm_command(cx: &mut Context<'_>, command: Option<&str>) {
    let _ = (cx, command);
}

/// A pipe was opened that only a tool of remote execution makes (`PSEXESVC`, `RemCom_communicaton`, `paexec`, …).
pub fn pipe_opened(cx: &mut Context<'_>, pipe: &str) {
    let _ = (cx, pipe);
}

#[derive(Debug, Default)]
pub(crate) struct Handles;

pub(crate) fn reads(_: Uuid, _: u16) -> bool {
    false
}

pub(crate) fn reads_as(_: Uuid, _: u16, _: &[u8], _: Syntax, _: bool) -> bool {
    false
}

pub(crate) fn called(_: &mut Context<'_>, _: &mut Handles, _: &RpcCall<'_>) {}

/// `DOMAIN\user`, or the user alone where no domain was given.
pub(crate) fn account_text(account: &Account) -> String {
    if account.domain.is_empty() {
        return account.user.clone();
    }
    format!("{}\\{}", account.domain, account.user)
}
