//! Scheduled tasks (ITaskSchedulerService, MS-TSCH 3.2.5.4), over the pipe `atsvc` or over TCP.

use super::act::Act;
use super::{Family, Handles};
use crate::dce_rpc::ndr::Result;
use crate::dce_rpc::{RpcCall, Uuid};
use crate::scheduled_job::{TaskAction, TaskXml, parse_task_xml};

pub(super) static FAMILY: Family = Family {
    interfaces: &[Uuid::of("86d35949-83c9-4044-b424-db363231fd0c")],
    reads: |opnum| operation(opnum).is_some(),
    act,
    fits: |call| {
        let ndr = &mut call.arguments();
        Ok(match call.opnum {
            REGISTER => {
                ndr.optional_wide_string()?;
                ndr.wide_string()?.contains("<Task")
            }
            RUN | DELETE => ndr.wide_string()?.starts_with('\\'),
            _ => false,
        })
    },
    peculiar: &[REGISTER],
};

const REGISTER: u16 = 1;
const STOP: u16 = 11;
const RUN: u16 = 12;
const DELETE: u16 = 13;
const RENAME: u16 = 14;
const ENABLE: u16 = 19;

/// What an operation is to the task.
fn operation(opnum: u16) -> Option<&'static str> {
    Some(match opnum {
        REGISTER => "create",
        STOP => "stop",
        RUN => "start",
        DELETE => "delete",
        RENAME | ENABLE => "change",
        _ => return None,
    })
}

fn act(call: &RpcCall<'_>, _: &mut Handles) -> Option<Act> {
    let mut act = Act::new("scheduled-task", operation(call.opnum)?, "T1053.005");
    if !call.sealed && fill(&mut act, call).is_err() {
        act.garble_arguments();
    }
    Some(act)
}

fn fill(act: &mut Act, call: &RpcCall<'_>) -> Result<()> {
    let ndr = &mut call.arguments();
    match call.opnum {
        REGISTER => {
            act.object = ndr.optional_wide_string()?;
            let xml = ndr.wide_string()?;
            describe(act, &xml);
            act.arguments = Some(xml);
        }
        RENAME => {
            act.object = Some(ndr.wide_string()?);
            act.arguments = Some(format!("new name {}", ndr.wide_string()?));
        }
        ENABLE => {
            act.object = Some(ndr.wide_string()?);
            act.arguments = Some(if ndr.u32()? == 0 { "disable" } else { "enable" }.to_owned());
        }
        _ => act.object = ndr.optional_path()?,
    }
    Ok(())
}

/// Takes from a task's XML (MS-TSCH 2.5) what it runs, and as whom.
fn describe(act: &mut Act, xml: &str) {
    let Some(task) = parse_task_xml(xml.as_bytes()) else { return };
    let lines: Vec<String> = task.actions.iter().map(TaskAction::line).collect();
    act.command = Some(lines.join("; ")).filter(|lines| !lines.is_empty());
    act.run_as = task.run_as;
    act.display_name = task.uri.filter(|uri| act.object.as_ref() != Some(uri));
}

/// The path and the definition of the task that a call registers.
pub(super) fn registered(call: &RpcCall<'_>) -> Option<(Option<String>, TaskXml)> {
    if call.opnum != REGISTER || call.sealed || !FAMILY.interfaces.contains(&call.interface) {
        return None;
    }
    let ndr = &mut call.arguments();
    let path = ndr.optional_wide_string().ok()?;
    Some((path, parse_task_xml(ndr.wide_string().ok()?.as_bytes())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_of_a_task() {
        let xml = r#"<?xml version="1.0" encoding="UTF-16"?><Task version="1.2"><Actions Context="LocalSystem">
            <Exec><Command>cmd.exe</Command><Arguments>/C whoami &gt; %windir%\Temp\a.tmp 2&gt;&amp;1</Arguments></Exec>
            </Actions><Principals><Principal id="LocalSystem"><UserId>S-1-5-18</UserId></Principal></Principals></Task>"#;
        let mut act = Act::default();
        describe(&mut act, xml);
        assert_eq!(act.command.as_deref(), Some(r"cmd.exe /C whoami > %windir%\Temp\a.tmp 2>&1"));
        assert_eq!(act.run_as.as_deref(), Some("S-1-5-18"));
    }
}
