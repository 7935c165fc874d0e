//! Objects activated on another host (MS-DCOM), and what they are told to do (MS-OAUT).

use super::act::Act;
use super::bstr::{automation_strings, varying_strings};
use super::{Family, Handles};
use crate::dce_rpc::{RpcCall, Uuid};
use std::collections::VecDeque;

pub(super) static ACTIVATION: Family = Family {
    interfaces: &[REMOTE_ACTIVATOR, ACTIVATOR],
    reads: |opnum| matches!(opnum, 0 | GET_CLASS_OBJECT | CREATE_INSTANCE),
    act: |call, _| activation(call),
    fits: |_| Ok(false),
    peculiar: &[],
};

pub(super) static DISPATCH: Family = Family {
    interfaces: &[Uuid::of("00020400-0000-0000-c000-000000000046")],
    reads: |opnum| matches!(opnum, GET_IDS_OF_NAMES | INVOKE),
    act: dispatch,
    fits: |_| Ok(false),
    peculiar: &[],
};

const REMOTE_ACTIVATOR: Uuid = Uuid::of("000001a0-0000-0000-c000-000000000046");
const ACTIVATOR: Uuid = Uuid::of("4d9f4ab8-7d1c-11cf-861e-0020af6e7c57");
const GET_CLASS_OBJECT: u16 = 3;
const CREATE_INSTANCE: u16 = 4;
const GET_IDS_OF_NAMES: u16 = 5;
const INVOKE: u16 = 6;

/// MITRE's technique for DCOM.
const TECHNIQUE: &str = "T1021.003";

/// At most this many members of one association's objects are remembered; the oldest goes first.
const MEMBERS_MAX: usize = 64;

/// Classes that are known to run what a caller tells them.
static CLASSES: &[(Uuid, &str)] = &[
    (Uuid::of("49b2791a-b1ae-4c90-9b8e-e860ba07f889"), "MMC20.Application"),
    (Uuid::of("9ba05972-f6a8-11cf-a442-00a0c90a8f39"), "ShellWindows"),
    (Uuid::of("c08afd90-f2a1-11d1-8455-00a0c91f3880"), "ShellBrowserWindow"),
    (Uuid::of("00024500-0000-0000-c000-000000000046"), "Excel.Application"),
    (Uuid::of("000209ff-0000-0000-c000-000000000046"), "Word.Application"),
    (Uuid::of("0006f03a-0000-0000-c000-000000000046"), "Outlook.Application"),
    (Uuid::of("91493441-5a91-11cf-8700-00aa0060263b"), "PowerPoint.Application"),
    (Uuid::of("00021a20-0000-0000-c000-000000000046"), "Visio.Application"),
    (Uuid::of("0002df01-0000-0000-c000-000000000046"), "InternetExplorer.Application"),
    (Uuid::of("3050f4d8-98b5-11cf-bb82-00aa00bdce0b"), "htafile"),
    (Uuid::of("72c24dd5-d70a-438b-8a42-98424b88afb8"), "WScript.Shell"),
    (Uuid::of("f935dc22-1cf0-11d0-adb9-00c04fd58a0b"), "WScript.Shell"),
];

/// Members of such objects that run something, or lead to what does.
const RUNNERS: [&str; 12] = [
    "ExecuteShellCommand",
    "ShellExecute",
    "ShellExecuteA",
    "Run",
    "Exec",
    "DDEInitiate",
    "RegisterXLL",
    "ExecuteExcel4Macro",
    "CreateObject",
    "CreateProcess",
    "Navigate",
    "Navigate2",
];

/// The identifiers that objects gave their members' names.
#[derive(Debug, Default)]
pub(super) struct Members(VecDeque<(u32, String)>);

fn activation(call: &RpcCall<'_>) -> Option<Act> {
    if (call.interface == ACTIVATOR) != (call.opnum == 0) {
        return None;
    }
    let name = CLASSES.iter().find(|(class, _)| contains(call.request, *class)).map(|(_, name)| *name)?;
    let mut act = Act::new("dcom", "activate", TECHNIQUE);
    act.object = Some(name.to_owned());
    Some(act)
}

/// Whether a class's identifier stands anywhere in an activation, whose properties are nested in serialised blocks.
fn contains(stub: &[u8], class: Uuid) -> bool {
    let wire = class.to_wire();
    memchr::memmem::find(stub, &wire).is_some()
}

fn dispatch(call: &RpcCall<'_>, handles: &mut Handles) -> Option<Act> {
    if call.sealed {
        let mut act = Act::new("dcom", "start", TECHNIQUE);
        act.object = Some(call.operation.to_owned());
        return (call.opnum == INVOKE).then_some(act);
    }
    if call.opnum == GET_IDS_OF_NAMES {
        handles.members.learn(call);
        return None;
    }
    invocation(call, &handles.members)
}

/// A member that runs something is told what by its text arguments, the last of which is marshalled first. Where the
/// member's name was not asked for on the wire, being known from a type library, the texts must speak for themselves.
fn invocation(call: &RpcCall<'_>, members: &Members) -> Option<Act> {
    let identifier = word(call.request, CALL_HEADER_BYTES, call.little_endian)?;
    let member = members.name(identifier);
    let mut texts = automation_strings(call.request, call.little_endian);
    texts.reverse();
    let runs = match member {
        Some(member) => RUNNERS.iter().any(|runner| runner.eq_ignore_ascii_case(member)),
        None => texts.iter().any(|text| names_program(text)),
    };
    if !runs {
        return None;
    }
    let mut act = Act::new("dcom", "start", TECHNIQUE);
    act.object = Some(member.map_or_else(|| format!("member {identifier}"), str::to_owned));
    if member.is_none() {
        act.note = Some("the member's name was not seen");
    }
    if member == Some(SHELL_COMMAND) {
        take_shell_command(&mut act, &mut texts);
    }
    act.command = Some(texts.join(" ")).filter(|command| !command.is_empty());
    Some(act)
}

/// Whether a text is likely to be run.
fn names_program(text: &str) -> bool {
    let text = text.to_lowercase();
    ["powershell", "cmd.exe", "cmd /", "mshta", "rundll32", "regsvr32"].iter().any(|name| text.contains(name))
}

/// The member of MMC that takes a program, a directory, parameters and a window state.
const SHELL_COMMAND: &str = "ExecuteShellCommand";

/// Leaves program and parameters; directories and window states that are empty do not come as texts.
fn take_shell_command(act: &mut Act, texts: &mut Vec<String>) {
    let is_window_state = |text: &String| {
        text.parse::<u8>().is_ok() || ["Minimized", "Maximized", "Restored"].contains(&text.as_str())
    };
    if texts.len() > 1 && texts.last().is_some_and(is_window_state) {
        texts.pop();
    }
    if texts.len() > 2 {
        act.arguments = Some(format!("in {}", texts.remove(1)));
    }
}

/// Bytes of ORPCTHIS (MS-DCOM 2.2.13.3) without extensions, which stand before the arguments of every call.
const CALL_HEADER_BYTES: usize = 32;

/// Bytes of ORPCTHAT (MS-DCOM 2.2.13.4) and the count of identifiers, which stand before the identifiers.
const ANSWER_HEADER_BYTES: usize = 12;

impl Members {
    fn learn(&mut self, call: &RpcCall<'_>) {
        let Some(name) = varying_strings(call.request, call.little_endian).into_iter().next() else { return };
        let answer = call.response.and_then(|answer| word(answer, ANSWER_HEADER_BYTES, call.little_endian));
        let Some(identifier) = answer else { return };
        self.0.retain(|(known, _)| *known != identifier);
        if self.0.len() >= MEMBERS_MAX {
            self.0.pop_front();
        }
        self.0.push_back((identifier, name));
    }

    fn name(&self, identifier: u32) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == identifier).map(|(_, name)| name.as_str())
    }
}

fn word(stub: &[u8], offset: usize, little_endian: bool) -> Option<u32> {
    let bytes = *stub.get(offset..)?.first_chunk()?;
    Some(if little_endian { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
}
