//! Scheduled tasks (ITaskSchedulerService, MS-TSCH 3.2.5.4), over the pipe `atsvc` or over TCP.

use super::act::Act;
use super::{Family, Handles};
use crate::dce_rpc::ndr::Result;
use crate::dce_rpc::{RpcCall, Uuid};
use memchr::memmem;

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
    act.command = element(xml, "Command").map(|program| match element(xml, "Arguments") {
        Some(arguments) => format!("{program} {arguments}"),
        None => program,
    });
    if act.command.is_none() {
        act.command = element(xml, "ClassId").map(|class| format!("COM class {class}"));
    }
    act.run_as = element(xml, "UserId").or_else(|| element(xml, "GroupId"));
    act.display_name = element(xml, "URI").filter(|uri| act.object.as_ref() != Some(uri));
}

/// The text of the first element of this name, without markup inside, entities resolved.
fn element(xml: &str, name: &str) -> Option<String> {
    let opening = format!("<{name}");
    let closing = format!("</{name}>");
    let mut rest = xml;
    loop {
        let start = memmem::find(rest.as_bytes(), opening.as_bytes())?;
        rest = rest.get(start + opening.len()..)?;
        if rest.starts_with(['>', ' ', '\t', '\r', '\n']) {
            break;
        }
    }
    let body = rest.get(rest.find('>')? + 1..)?;
    let end = memmem::find(body.as_bytes(), closing.as_bytes())?;
    Some(resolved(body.get(..end)?.trim()))
}

fn resolved(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    named.iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
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
        assert_eq!(element("<CommandLine>x</CommandLine>", "Command"), None);
        assert_eq!(element("<Command>x", "Command"), None);
        assert_eq!(element("<Command", "Command"), None);
    }
}
