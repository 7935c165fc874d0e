//! Acts of remote execution, marshalled by hand in both layouts.

use super::*;
use crate::dce_rpc::tests::{ATSVC, FEATURES, NDR32, NDR64, bind, bind_ack, fault, fragment_of_request};
use crate::dce_rpc::tests::{request, response, sealed_request};
use crate::testing::TestFlow;
use crate::{Account, Side};
use serde_json::Value;

const SVCCTL: &str = "367abb81-9844-35f1-ad32-98f038001003";
const TASKS: &str = "86d35949-83c9-4044-b424-db363231fd0c";
const SASEC: &str = "378e52b0-c0a9-11cf-822d-00aa0051e40f";
const NONE: &str = "00000000-0000-0000-0000-000000000000";

/// Marshals arguments.
struct Stub {
    bytes: Vec<u8>,
    wide_counts: bool,
}

impl Stub {
    fn new(syntax: Syntax) -> Self {
        Self { bytes: Vec::new(), wide_counts: syntax == Syntax::Ndr64 }
    }

    fn align(&mut self, alignment: usize) {
        self.bytes.resize(self.bytes.len().next_multiple_of(alignment), 0);
    }

    fn u8(mut self, value: u8) -> Self {
        self.bytes.push(value);
        self
    }

    fn u32(mut self, value: u32) -> Self {
        self.align(4);
        self.bytes.extend_from_slice(&value.to_le_bytes());
        self
    }

    fn count(mut self, value: u64) -> Self {
        if !self.wide_counts {
            return self.u32(value as u32);
        }
        self.align(8);
        self.bytes.extend_from_slice(&value.to_le_bytes());
        self
    }

    fn handle(mut self, number: u8) -> Self {
        self.align(4);
        self.bytes.extend_from_slice(&[number; 20]);
        self
    }

    fn text(self, text: &str) -> Self {
        let units: Vec<u16> = text.encode_utf16().chain([0]).collect();
        let mut stub = self.count(units.len() as u64).count(0).count(units.len() as u64);
        stub.bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        stub
    }

    fn optional(self, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.count(0x20000).text(text),
            None => self.count(0),
        }
    }
}

fn job_add(syntax: Syntax, command: &str) -> Vec<u8> {
    let stub = Stub::new(syntax).optional(Some(r"\\admin-pc"));
    stub.count(47_100_000).u32(0).u8(0).u8(0x10).optional(Some(command)).bytes
}

fn service_create(syntax: Syntax, name: &str, path: &str) -> Vec<u8> {
    let stub = Stub::new(syntax).handle(1).text(name).optional(Some("Shown")).u32(0xf01ff);
    let stub = stub.u32(0x10).u32(3).u32(1).text(path);
    stub.count(0).count(0).count(0).u32(0).optional(Some("LocalSystem")).count(0).u32(0).bytes
}

/// One call over an association that was bound to this interface only.
fn one_call(interface: &str, syntax: &str, opnum: u16, stub: &[u8], results: Option<&[u8]>) -> Value {
    let mut flow = TestFlow::tcp(49_155);
    flow.orig(&bind(&[(interface, syntax)])).resp(&bind_ack("", &[(0, syntax)]));
    flow.orig(&request(2, 0, opnum, stub));
    if let Some(results) = results {
        flow.resp(&response(2, 0, results));
    }
    flow.close();
    flow.of_kind("remote_exec").remove(0)
}

#[test]
fn an_at_job_is_read_in_both_layouts() {
    for (syntax, transfer) in [(Syntax::Ndr32, NDR32), (Syntax::Ndr64, NDR64)] {
        let stub = job_add(syntax, r"c:\mimikatz.exe");
        let act = one_call(ATSVC, transfer, 0, &stub, Some(&[2, 0, 0, 0, 0, 0, 0, 0]));
        assert_eq!(act["mechanism"], "at-job");
        assert_eq!(act["operation"], "create");
        assert_eq!(act["target"], r"\\admin-pc");
        assert_eq!(act["command"], r"c:\mimikatz.exe");
        assert_eq!(act["job_id"], 2);
        assert_eq!(act["outcome"], "accepted");
        assert!(act["arguments"].as_str().unwrap().starts_with("time 13:05:00,"));
        assert_eq!(act["mitre"], serde_json::json!(["T1053.002"]));
    }
}

#[test]
fn a_refused_at_job_says_why() {
    let stub = job_add(Syntax::Ndr64, r"cmd /c whoami.exe > c:\windows\temp\at.txt");
    let act = one_call(ATSVC, NDR64, 0, &stub, Some(&[0, 0, 0, 0, 0x32, 0, 0, 0]));
    assert_eq!(act["outcome"], "refused");
    assert_eq!(act["status"], 0x32);
    assert_eq!(act["status_name"], "ERROR_NOT_SUPPORTED");
    assert!(act.get("job_id").is_none());
}

#[test]
fn without_a_bind_pipe_and_arguments_tell_interface_and_layout() {
    for syntax in [Syntax::Ndr32, Syntax::Ndr64] {
        let mut flow = TestFlow::tcp(445).midstream();
        flow.pipe("atsvc", Side::Originator, &request(2, 1, 0, &job_add(syntax, "evil.exe")));
        let act = flow.of_kind("remote_exec").remove(0);
        assert_eq!(act["command"], "evil.exe");
        assert_eq!(act["outcome"], "unknown");
        assert_eq!(act["inferred"], true);
        assert_eq!(flow.of_kind("dce_rpc")[0]["ndr"], syntax.name());
        let task = Stub::new(syntax).optional(Some(r"\XyZ")).text("<Task><Exec/></Task>").bytes;
        flow.pipe("atsvc", Side::Originator, &request(3, 1, 1, &task));
        assert_eq!(flow.of_kind("remote_exec")[1]["mechanism"], "scheduled-task");
    }
}

#[test]
fn without_bind_and_pipe_peculiar_arguments_tell_the_interface() {
    let xml = Stub::new(Syntax::Ndr32).optional(Some(r"\X")).text("<Task><Exec/></Task>").bytes;
    let stubs = [
        (1, xml, "ITaskSchedulerService"),
        (24, process_create("calc.exe"), "IWbemServices"),
        (12, service_create(Syntax::Ndr64, "name", r"c:\a.exe"), "svcctl"),
        (0, vec![0; 64], ""),
    ];
    for (opnum, stub, endpoint) in stubs {
        let mut flow = TestFlow::tcp(49_155).midstream();
        flow.orig(&request(2, 1, opnum, &stub)).close();
        let call = &flow.of_kind("dce_rpc")[0];
        assert_eq!(call["endpoint"].as_str().unwrap_or_default(), endpoint);
        assert_eq!(call["inferred"].as_bool(), (!endpoint.is_empty()).then_some(true));
    }
}

#[test]
fn a_service_hidden_among_decoys_and_fragments_is_followed_by_its_handle() {
    let mut offers = vec![(SASEC, NDR32); 12];
    offers[7] = (SVCCTL, NDR32);
    let stub =
        service_create(Syntax::Ndr32, "PLYteGjx", r"%COMSPEC% /b /c start /b /min powershell.exe -nop");
    let mut flow = TestFlow::tcp(49_155);
    flow.orig(&bind(&offers)).resp(&bind_ack(r"\PIPE\svcctl", &[(0, NDR32); 12]));
    let manager = Stub::new(Syntax::Ndr32).optional(Some("HOST")).optional(None).u32(0xf003f).bytes;
    flow.orig(&request(2, 7, 15, &manager)).resp(&response(
        2,
        7,
        &Stub::new(Syntax::Ndr32).handle(1).u32(0).bytes,
    ));
    let mut pieces = stub.chunks(13).peekable();
    let mut flags = 1;
    while let Some(piece) = pieces.next() {
        let last = if pieces.peek().is_none() { 2 } else { 0 };
        flow.orig(&fragment_of_request(flags | last, 3, 7, 12, piece));
        flags = 0;
    }
    flow.resp(&response(3, 7, &Stub::new(Syntax::Ndr32).u32(0).handle(9).u32(0).bytes));
    let start = Stub::new(Syntax::Ndr32).handle(9).u32(0).u32(0).bytes;
    flow.orig(&request(4, 7, 19, &start)).resp(&response(4, 7, &1053u32.to_le_bytes())).close();
    let acts = flow.of_kind("remote_exec");
    assert_eq!(acts.len(), 2);
    assert_eq!(acts[0]["object"], "PLYteGjx");
    assert_eq!(acts[0]["display_name"], "Shown");
    assert_eq!(acts[0]["target"], "HOST");
    assert_eq!(acts[0]["run_as"], "LocalSystem");
    assert_eq!(acts[0]["tool"], "metasploit-psexec");
    assert_eq!(acts[0]["arguments"], "type own process, start demand, error control normal");
    assert_eq!(acts[1]["operation"], "start");
    assert_eq!(acts[1]["object"], "PLYteGjx");
    assert_eq!(acts[1]["outcome"], "accepted");
    assert_eq!(acts[1]["status_name"], "ERROR_SERVICE_REQUEST_TIMEOUT");
}

#[test]
fn a_service_is_tied_to_the_file_that_was_copied_before() {
    let stub = service_create(Syntax::Ndr64, "PSEXESVC", r"%SystemRoot%\PSEXESVC.exe");
    let mut flow = TestFlow::tcp(445);
    flow.act(|cx| file_written(cx, r"\\dc1\ADMIN$", "PSEXESVC.exe", Some(Id::file(5))));
    flow.orig(&bind(&[(SVCCTL, NDR64), (SVCCTL, FEATURES)])).resp(&bind_ack("", &[(0, NDR64), (3, NONE)]));
    flow.orig(&request(2, 0, 45, &stub)).resp(&fault(2, 5)).close();
    let act = flow.of_kind("remote_exec").remove(0);
    assert_eq!(act["command"], r"%SystemRoot%\PSEXESVC.exe");
    assert_eq!(act["file"], r"\\dc1\ADMIN$\PSEXESVC.exe");
    assert_eq!(act["fuid"], Id::file(5).to_string());
    assert_eq!(act["tool"], "psexec");
    assert_eq!(act["call"], "CreateServiceWOW64W");
    assert_eq!(act["outcome"], "refused");
    assert_eq!(act["status_name"], "ERROR_ACCESS_DENIED");
}

#[test]
fn a_task_tells_program_and_account() {
    let xml = "<Task><Principals><Principal><UserId>S-1-5-18</UserId></Principal></Principals>\
               <Actions><Exec><Command>cmd.exe</Command><Arguments>/c calc</Arguments></Exec></Actions></Task>";
    let stub = Stub::new(Syntax::Ndr32).optional(Some(r"\Updater")).text(xml).u32(6).bytes;
    let act = one_call(TASKS, NDR32, 1, &stub, Some(&[0; 12]));
    assert_eq!(act["object"], r"\Updater");
    assert_eq!(act["command"], "cmd.exe /c calc");
    assert_eq!(act["run_as"], "S-1-5-18");
    assert_eq!(act["outcome"], "accepted");
    assert_eq!(act["arguments"], xml);
}

#[test]
fn a_task_that_is_registered_is_a_scheduled_job_too() {
    let xml = "<Task><Triggers><LogonTrigger/></Triggers><Actions><Exec><Command>a.exe</Command></Exec></Actions></Task>";
    let stub = Stub::new(Syntax::Ndr32).optional(Some(r"\Updater")).text(xml).u32(6).bytes;
    let mut flow = TestFlow::tcp(49_155);
    flow.orig(&bind(&[(TASKS, NDR32)]))
        .resp(&bind_ack("", &[(0, NDR32)]))
        .orig(&request(2, 0, 1, &stub))
        .close();
    let job = flow.of_kind("scheduled_job").remove(0);
    assert_eq!((&job["path"], &job["program"]), (&r"\Updater".into(), &"a.exe".into()));
    assert_eq!(job["triggers"], serde_json::json!(["at logon"]));
    assert_eq!((&job["source"], &job["format"]), (&"DCE_RPC".into(), &"XML".into()));
}

#[test]
fn encrypted_arguments_are_said_to_be_encrypted() {
    let mut flow = TestFlow::tcp(49_155);
    flow.act(|cx| {
        let (user, domain) = ("alice".to_owned(), "CORP".to_owned());
        cx.session().account = Some(Account { user, domain, mechanism: "NTLM", inferred: None });
    });
    flow.orig(&bind(&[(TASKS, NDR32)]))
        .orig(&sealed_request(2, 0, 1))
        .resp(&response(2, 0, &[1; 32]))
        .close();
    let act = flow.of_kind("remote_exec").remove(0);
    assert_eq!(act["mechanism"], "scheduled-task");
    assert_eq!(act["note"], "arguments encrypted");
    assert_eq!(act["arguments_encrypted"], true);
    assert_eq!(act["outcome"], "unknown");
    assert_eq!(act["account"], r"CORP\alice");
    assert!(act.get("command").is_none());
}

#[test]
fn job_accounts_name_job_and_account_but_no_password() {
    let stub = Stub::new(Syntax::Ndr32).optional(Some("HOST")).text("AV.job").text(r"CORP\svc");
    let stub = stub.optional(Some("secret")).u32(0).bytes;
    let act = one_call(SASEC, NDR32, 0, &stub, Some(&[0; 4]));
    assert_eq!(act["operation"], "set-account");
    assert_eq!(act["object"], "AV.job");
    assert_eq!(act["run_as"], r"CORP\svc");
    assert!(!act.to_string().contains("secret"));
}

#[test]
fn tools_are_noted_once_a_flow() {
    let mut flow = TestFlow::tcp(445);
    flow.act(|cx| pipe_opened(cx, "PSEXESVC"));
    flow.act(|cx| pipe_opened(cx, "PSEXESVC-VICTIM-PC-2412-stdin"));
    flow.act(|cx| pipe_opened(cx, "srvsvc"));
    flow.act(|cx| winrm_command(cx, Some("whoami")));
    let acts = flow.of_kind("remote_exec");
    assert_eq!(acts.len(), 2);
    assert_eq!(acts[0]["tool"], "psexec");
    assert_eq!(acts[1]["mechanism"], "winrm");
}

/// An encoded instance of `__PARAMETERS` with one text property (MS-WMIO 2.2.11).
fn cim_instance(property: &str, text: &str) -> Vec<u8> {
    let encoded = |text: &str| [&[0], text.as_bytes(), &[0]].concat();
    let class_name = encoded("__PARAMETERS");
    let name = encoded(property);
    let mut heap = [class_name.clone(), name.clone()].concat();
    let facts_at = heap.len() as u32;
    heap.extend_from_slice(&8u32.to_le_bytes());
    heap.extend_from_slice(&[0, 0]);
    heap.extend_from_slice(&0u32.to_le_bytes());
    let mut class = vec![0; 5];
    class.extend_from_slice(&0u32.to_le_bytes());
    class.extend_from_slice(&5u32.to_le_bytes());
    class.extend_from_slice(&[4, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0]);
    class.extend_from_slice(&(class_name.len() as u32).to_le_bytes());
    class.extend_from_slice(&facts_at.to_le_bytes());
    class.extend_from_slice(&[0; 5]);
    class.extend_from_slice(&(heap.len() as u32 | 0x8000_0000).to_le_bytes());
    class.extend_from_slice(&heap);
    class.extend_from_slice(&[0; 20]);
    let length = class.len() as u32;
    class[..4].copy_from_slice(&length.to_le_bytes());
    let value = encoded(text);
    let mut instance = vec![0; 9];
    instance.extend_from_slice(&[0; 5]);
    instance.extend_from_slice(&[4, 0, 0, 0, 1]);
    instance.extend_from_slice(&(value.len() as u32 | 0x8000_0000).to_le_bytes());
    instance.extend_from_slice(&value);
    let object = [&[2][..], &class, &instance].concat();
    let length = (object.len() as u32).to_le_bytes();
    [&[0x78, 0x56, 0x34, 0x12][..], &length, &object].concat()
}

fn process_create(command: &str) -> Vec<u8> {
    let mut stub = vec![0; 32];
    for text in ["Win32_Process", "Create"] {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for number in [units.len() / 2, units.len(), units.len() / 2] {
            stub.extend_from_slice(&(number as u32).to_le_bytes());
        }
        stub.extend_from_slice(&units);
        stub.resize(stub.len().next_multiple_of(4), 0);
    }
    stub.extend(cim_instance("CommandLine", command));
    stub
}

#[test]
fn the_command_line_of_a_process_is_read_from_its_encoded_object() {
    let stub = process_create("calc.exe");
    let act = one_call("9556dc99-828c-11cf-a37e-00aa003240c7", NDR32, 24, &stub, None);
    assert_eq!(act["object"], "Win32_Process.Create");
    assert_eq!(act["command"], "calc.exe");
    assert_eq!(act["operation"], "create");
}

#[test]
fn any_stub_cut_anywhere_is_survived() {
    let stubs = [
        (ATSVC, NDR64, 0, job_add(Syntax::Ndr64, "x.exe")),
        (SVCCTL, NDR32, 12, service_create(Syntax::Ndr32, "name", "path.exe")),
        (SVCCTL, NDR64, 11, service_create(Syntax::Ndr64, "name", "path.exe")),
        ("9556dc99-828c-11cf-a37e-00aa003240c7", NDR32, 14, cim_instance("CommandLineTemplate", "a.exe")),
    ];
    for (interface, syntax, opnum, stub) in stubs {
        for length in 0..stub.len() {
            one_call(interface, syntax, opnum, &stub[..length], Some(&[0; 8]));
            let mut changed = stub.clone();
            changed[length] = 0xff;
            one_call(interface, syntax, opnum, &changed, None);
        }
    }
}
