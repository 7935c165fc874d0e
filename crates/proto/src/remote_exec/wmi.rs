//! WMI (MS-WMI 3.1.4.3): processes created, event consumers written, queries asked.

use super::act::{Act, Outcome};
use super::bstr::automation_strings;
use super::cim::Instance;
use super::{Family, Handles};
use crate::dce_rpc::{RpcCall, Uuid};

pub(super) static FAMILY: Family = Family {
    interfaces: &[Uuid::of("9556dc99-828c-11cf-a37e-00aa003240c7")],
    reads: |opnum| operation(opnum).is_some(),
    act: |call, _: &mut Handles| act(call),
    fits: |call| {
        let strings = automation_strings(call.request, call.little_endian);
        Ok(match call.opnum {
            EXEC_QUERY => strings.first().is_some_and(|language| language == "WQL"),
            EXEC_METHOD => strings.len() >= 2 && Instance::find(call.request).is_some(),
            _ => false,
        })
    },
    peculiar: &[EXEC_QUERY, EXEC_METHOD],
};

const PUT_INSTANCE: u16 = 14;
const PUT_INSTANCE_ASYNC: u16 = 15;
const EXEC_QUERY: u16 = 20;
const EXEC_QUERY_ASYNC: u16 = 21;
const EXEC_METHOD: u16 = 24;
const EXEC_METHOD_ASYNC: u16 = 25;

/// Properties that hold what will run, in the classes that run something.
const COMMANDS: [&str; 5] =
    ["CommandLine", "CommandLineTemplate", "ExecutablePath", "ScriptText", "PathName"];

fn operation(opnum: u16) -> Option<&'static str> {
    Some(match opnum {
        PUT_INSTANCE | PUT_INSTANCE_ASYNC => "change",
        EXEC_QUERY | EXEC_QUERY_ASYNC => "query",
        EXEC_METHOD | EXEC_METHOD_ASYNC => "start",
        _ => return None,
    })
}

fn act(call: &RpcCall<'_>) -> Option<Act> {
    let mut act = Act::new("wmi", operation(call.opnum)?, "T1047");
    if call.sealed {
        let is_query = matches!(call.opnum, EXEC_QUERY | EXEC_QUERY_ASYNC);
        return (!is_query).then_some(act);
    }
    let strings = automation_strings(call.request, call.little_endian);
    match call.opnum {
        EXEC_QUERY | EXEC_QUERY_ASYNC => act.arguments = strings.into_iter().nth(1),
        EXEC_METHOD | EXEC_METHOD_ASYNC => fill_method(&mut act, call, strings),
        _ => fill_instance(&mut act, call),
    }
    Some(act)
}

/// Object and method are strings; what the method is given is an instance.
fn fill_method(act: &mut Act, call: &RpcCall<'_>, strings: Vec<String>) {
    let mut strings = strings.into_iter();
    act.object = match (strings.next(), strings.next()) {
        (Some(object), Some(method)) => Some(format!("{object}.{method}")),
        (object, _) => object,
    };
    if act.object.as_deref().is_some_and(|object| object.eq_ignore_ascii_case("Win32_Process.Create")) {
        act.operation = "create";
    }
    let Some(instance) = Instance::find(call.request) else {
        return act.garble_arguments();
    };
    take_command(act, &instance);
    if let Some(results) = call.response.and_then(Instance::find) {
        act.job_id = results.number("ProcessId");
        let value = results.number("ReturnValue");
        act.outcome = value.map(|value| if value == 0 { Outcome::Accepted } else { Outcome::Refused });
        act.status = value;
    }
}

fn fill_instance(act: &mut Act, call: &RpcCall<'_>) {
    let Some(instance) = Instance::find(call.request) else {
        return act.garble_arguments();
    };
    take_command(act, &instance);
    act.object = instance.class;
    if act.object.as_deref().is_some_and(|class| class.ends_with("EventConsumer")) {
        act.mitre.push("T1546.003");
    }
}

fn take_command(act: &mut Act, instance: &Instance) {
    act.command = COMMANDS.into_iter().find_map(|name| instance.text(name)).map(str::to_owned);
    act.arguments = instance.text("CurrentDirectory").map(|directory| format!("in {directory}"));
}
