//! "A made B run something": one kind of record for every way in which that is done over the network.
//!
//! At-jobs, scheduled tasks, services, WMI and DCOM come from the arguments of RPC calls ([`called`]); WinRM and the
//! tools' own pipes are told by their carriers; files that were copied shortly before are tied to what names them.

mod act;
mod at_job;
mod bstr;
mod cim;
mod dcom;
mod files;
mod record;
mod schedule;
mod service;
mod service_arguments;
mod shutdown;
mod status;
mod task;
#[cfg(test)]
mod tests;
mod tools;
mod wmi;

pub use record::RemoteExec;

pub(crate) use act::account_text;
pub(crate) use files::RemoteExecState;

use crate::dce_rpc::ndr::{Result, Syntax};
use crate::dce_rpc::{RpcCall, Uuid};
use crate::scheduled_job::ScheduledJob;
use crate::{Context, Timestamp};
use act::{Act, Outcome};
use thymus_record::Id;

/// What one association's calls refer to by number: open services, dispatch identifiers.
#[derive(Debug, Default)]
pub(crate) struct Handles {
    services: service::OpenServices,
    members: dcom::Members,
}

/// A group of operations that make a host run something.
struct Family {
    /// The interfaces that have them.
    interfaces: &'static [Uuid],
    /// Whether this operation is one, or is needed to understand one.
    reads: fn(opnum: u16) -> bool,
    /// What an operation does; nothing for those that are only needed to understand others.
    act: fn(&RpcCall<'_>, &mut Handles) -> Option<Act>,
    /// Whether arguments of an operation read well from the first byte to the last.
    fits: fn(&RpcCall<'_>) -> Result<bool>,
    /// Operations whose arguments are so peculiar that, where they fit, no other interface's do.
    peculiar: &'static [u16],
}

static FAMILIES: [&Family; 8] = [
    &at_job::FAMILY,
    &at_job::ACCOUNTS,
    &task::FAMILY,
    &service::FAMILY,
    &wmi::FAMILY,
    &dcom::ACTIVATION,
    &dcom::DISPATCH,
    &shutdown::FAMILY,
];

fn family(interface: Uuid) -> Option<&'static Family> {
    FAMILIES.into_iter().find(|family| family.interfaces.contains(&interface))
}

/// Whether the arguments of this operation are wanted.
pub(crate) fn reads(interface: Uuid, opnum: u16) -> bool {
    family(interface).is_some_and(|family| (family.reads)(opnum))
}

/// Whether these bytes read well as the arguments of this operation.
pub(crate) fn reads_as(
    interface: Uuid,
    opnum: u16,
    stub: &[u8],
    syntax: Syntax,
    little_endian: bool,
) -> bool {
    let call = RpcCall { syntax, little_endian, request: stub, ..RpcCall::bare(interface, opnum) };
    family(interface).is_some_and(|family| (family.fits)(&call) == Ok(true))
}

/// The interface and layout that the arguments of an operation betray by themselves.
pub(crate) fn betrayed_by(opnum: u16, stub: &[u8], little_endian: bool) -> Option<(Uuid, Syntax)> {
    let peculiar = FAMILIES.into_iter().filter(|family| family.peculiar.contains(&opnum));
    let interfaces = peculiar.flat_map(|family| family.interfaces).copied();
    let mut readings =
        interfaces.flat_map(|interface| [(interface, Syntax::Ndr32), (interface, Syntax::Ndr64)]);
    readings.find(|&(interface, syntax)| reads_as(interface, opnum, stub, syntax, little_endian))
}

/// A call of which [`reads`] is true is over.
pub(crate) fn called(cx: &mut Context<'_>, handles: &mut Handles, call: &RpcCall<'_>) {
    let Some(family) = family(call.interface) else { return };
    if let Some(act) = (family.act)(call, handles) {
        act.emit_for_call(cx, call);
    }
    if let Some((path, task)) = task::registered(call) {
        cx.emit(&ScheduledJob::of_xml(cx.head_at(call.ts), "DCE_RPC", None, path, task));
    }
}

/// A file was written over SMB: remembered so that a service, job or process that names it later can be tied to it.
pub fn file_written(cx: &mut Context<'_>, tree_path: &str, name: &str, file: Option<Id>) {
    files::written(cx, tree_path, name, file);
}

/// WinRM was asked to run a command line.
pub fn winrm_command(cx: &mut Context<'_>, command: Option<&str>) {
    let mut act = Act::new("winrm", "create", "T1021.006");
    act.command = command.map(str::to_owned);
    if command.is_none() {
        if !files::is_first_of_late(cx, "winrm") {
            return;
        }
        act.hide_arguments();
    }
    let now = cx.now;
    act.emit(cx, now);
}

/// A pipe was opened that only a tool of remote execution makes (`PSEXESVC`, `RemCom_communicaton`, `paexec`, …).
pub fn pipe_opened(cx: &mut Context<'_>, pipe: &str) {
    let Some(tool) = tools::of_pipe(pipe) else { return };
    if !files::is_first_of_late(cx, tool) {
        return;
    }
    let mut act = Act::new("psexec", "connect", "T1569.002");
    act.named_pipe = Some(pipe.to_owned());
    act.object = Some(pipe.to_owned());
    act.tool = Some(tool);
    act.outcome = Some(Outcome::Accepted);
    if tool == "psexec" {
        act.hide_arguments();
    }
    let now: Timestamp = cx.now;
    act.emit(cx, now);
}
