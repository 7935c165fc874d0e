//! "A made B run something": one kind of record for every way in which that is done over the network.

use crate::Context;
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
