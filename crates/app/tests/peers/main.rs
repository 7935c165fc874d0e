//! Real programs talk, `thymus capture` listens, and every act of theirs must be in the records.
//!
//! smbclient, kinit and the tools of impacket act on Samba, a Kerberos KDC and a task scheduler in network namespaces
//! (see `scene.py`).
//! Most of what the intruder's tools ask for Samba refuses; that it was asked for is what counts.
//! Needs root and what `scripts/install-tools` installs; elsewhere the tests say so in one line and pass.

// These functions are all tests: what is not as it should be is to end them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod scene;

use scene::{Scene, played, read_records, thymus};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

const SHARE: &str = r"\\10.9.0.1\data";

#[test]
fn a_file_put_on_a_share_is_recorded_with_its_hash() {
    let Some(scene) = played() else { return };
    let opened =
        json!({"action": "SMB::FILE_OPEN", "path": SHARE, "name": "report.docx", "create_action": "created"});
    let opened = scene.record("smb_files", &opened);
    assert_eq!(opened["account"], r"LAB\root");
    let sent = scene.record("files", &json!({"filename": "report.docx", "is_orig": true}));
    assert_eq!(&sent["sha256"], scene.fact("report_sha256"));
    assert_eq!((&sent["source"], &sent["seen_bytes"]), (&json!("SMB"), &json!(300_000)));
    assert_eq!(sent["uid"], opened["uid"]);
}

#[test]
fn a_file_got_from_a_share_is_recorded_with_its_hash() {
    let Some(scene) = played() else { return };
    let received = scene.record("files", &json!({"filename": "report.docx", "is_orig": false}));
    assert_eq!(&received["sha256"], scene.fact("received_sha256"));
    assert_eq!((&received["seen_bytes"], &received["total_bytes"]), (&json!(300_000), &json!(300_000)));
}

#[test]
fn a_renamed_file_is_recorded_with_both_names() {
    let Some(scene) = played() else { return };
    let renamed = scene.record("smb_files", &json!({"action": "SMB::FILE_RENAME"}));
    assert_eq!((&renamed["prev_name"], &renamed["name"]), (&json!("report.docx"), &json!("old.docx")));
}

#[test]
fn shares_are_recorded_with_who_connected_to_them() {
    let Some(scene) = played() else { return };
    let shares =
        scene.records("smb_mapping", &json!({"path": SHARE, "share_type": "DISK", "account": r"LAB\root"}));
    assert_eq!(shares.len(), 1);
    assert_eq!(shares[0]["result"], "STATUS_SUCCESS");
    let pipes = scene.records("smb_mapping", &json!({"share_type": "PIPE"}));
    assert!(pipes.len() >= 9, "smbclient twice and seven tools connect to IPC$, seen are {}", pipes.len());
}

#[test]
fn a_wrong_password_is_recorded_as_a_failure() {
    let Some(scene) = played() else { return };
    assert!(scene.client("wrong password").contains("NT_STATUS_LOGON_FAILURE"));
    let failed = scene.record("ntlm", &json!({"success": false}));
    assert_eq!((&failed["username"], &failed["domainname"]), (&json!("root"), &json!("LAB")));
    let right = json!({"success": true, "username": "root", "carrier": "smb", "id.resp_h": "10.9.0.1"});
    assert_eq!(scene.records("ntlm", &right).len(), 10, "smbclient once, nine runs of impacket's tools");
    let refused = scene.record("smb_access_failure", &json!({"command": "SESSION_SETUP"}));
    assert_eq!((&refused["result"], &refused["uid"]), (&json!("STATUS_LOGON_FAILURE"), &failed["uid"]));
}

#[test]
fn kerberos_is_recorded_from_the_kdc_to_the_share() {
    let Some(scene) = played() else { return };
    let granted = json!({"request_type": "AS", "client": "root/LAB.EXAMPLE", "success": true});
    let granted = scene.record("kerberos", &granted);
    let unknown = scene.record("kerberos", &json!({"request_type": "AS", "client": "nosuch/LAB.EXAMPLE"}));
    assert_eq!((&unknown["success"], &unknown["error_code"]), (&json!(false), &json!(6)));
    let service = json!({"request_type": "TGS", "service": "cifs/server.lab.example", "success": true});
    let service = scene.record("kerberos", &service);
    assert_eq!(
        service["auth_ticket_sha256"], granted["new_ticket_sha256"],
        "asked for with the first ticket"
    );
    let shown = scene.record("kerberos", &json!({"request_type": "AP"}));
    assert_eq!(
        shown["auth_ticket_sha256"], service["new_ticket_sha256"],
        "the ticket shown is the one granted"
    );
    assert_eq!(shown["id.resp_p"], 445);
}

/// Samba's client hides its name from onlookers of the second exchange (RFC 6113); the first gave it away.
#[test]
fn whoever_shows_a_ticket_is_known_from_the_first_exchange() {
    let Some(scene) = played() else { return };
    let shown = scene.record("kerberos", &json!({"request_type": "AP"}));
    assert_eq!(shown["inferred_client"], "root/LAB.EXAMPLE");
    let read = json!({"action": "SMB::FILE_READ", "name": "old.docx", "uid": shown["uid"]});
    let read = scene.records("smb_files", &read);
    assert!(read.iter().all(|read| read["account"] == r"LAB.EXAMPLE\root"), "{read:?}");
    assert!(!read.is_empty());
}

#[test]
fn psexec_is_a_service_whose_program_was_uploaded_before() {
    let Some(scene) = played() else { return };
    let said = scene.client("psexec");
    let name = word_after(said, "Uploading file ");
    let uploaded = scene.record("files", &json!({"filename": name}));
    assert_eq!(&uploaded["sha256"], scene.fact("psexec_sha256"));
    let created =
        json!({"action": "SMB::FILE_OPEN", "path": SHARE, "name": name, "create_action": "created"});
    assert_eq!(scene.record("smb_files", &created)["account"], "root");
    assert_eq!(scene.records("smb_files", &json!({"action": "SMB::FILE_DELETE", "name": name})).len(), 1);

    let act = scene.record("remote_exec", &json!({"object": word_after(said, "Creating service ")}));
    let command = format!(r"\\SERVER\data\{name}");
    assert_refused_service(&act, &command);
    assert_eq!(act["fuid"], uploaded["fuid"]);
    assert_eq!(act["file"], format!(r"{SHARE}\{name}"));
}

#[test]
fn smbexec_is_a_service_with_its_command_line() {
    let Some(scene) = played() else { return };
    let act = scene.record("remote_exec", &json!({"tool": "impacket-smbexec"}));
    let command = r"%COMSPEC% /Q /c echo cd  ^> \\127.0.0.1\C$\__output 2^>^&1 > %TEMP%\execute.bat & %COMSPEC% /Q /c %TEMP%\execute.bat & del %TEMP%\execute.bat";
    assert_refused_service(&act, command);
}

#[test]
fn a_service_created_from_afar_is_recorded_as_asked_for() {
    let Some(scene) = played() else { return };
    let act = scene.record("remote_exec", &json!({"object": "upkeep"}));
    assert_refused_service(&act, r"c:\windows\temp\upkeep.exe -k all");
    assert_eq!(act["display_name"], "System Upkeep");
    assert!(act["arguments"].as_str().unwrap().contains("start auto"), "{act}");
}

#[test]
fn a_service_started_from_afar_is_recorded_with_its_name() {
    let Some(scene) = played() else { return };
    let act = scene.record("remote_exec", &json!({"operation": "start"}));
    assert_eq!((&act["object"], &act["account"]), (&json!("cups"), &json!("root")));
    assert_eq!((&act["outcome"], &act["status_name"]), (&json!("refused"), &json!("ERROR_ACCESS_DENIED")));
}

#[test]
fn an_at_job_is_recorded_with_its_command_and_number() {
    let Some(scene) = played() else { return };
    assert_eq!(scene.client("at"), "job 7\n");
    let act = scene.record("remote_exec", &json!({"mechanism": "at-job"}));
    assert_eq!(act["command"], r"c:\windows\temp\AV.exe -now");
    assert!(act["arguments"].as_str().unwrap().contains("time 13:37:00"), "{act}");
    assert_eq!((&act["outcome"], &act["job_id"]), (&json!("accepted"), &json!(7)));
    assert_eq!((&act["account"], &act["id.resp_h"]), (&json!(r"LAB\root"), &json!("10.9.0.3")));
    assert_eq!((&act["call"], &act["mitre"]), (&json!("NetrJobAdd"), &json!(["T1053.002"])));
}

#[test]
fn a_scheduled_task_is_recorded_with_what_it_would_run() {
    let Some(scene) = played() else { return };
    assert!(scene.client("task").contains("E_ACCESSDENIED"));
    let act = scene.record("remote_exec", &json!({"mechanism": "scheduled-task"}));
    assert_eq!((&act["object"], &act["run_as"]), (&json!(r"\Updates\Nightly"), &json!("S-1-5-18")));
    assert_eq!(act["command"], r"c:\windows\temp\nightly.exe /quiet");
    assert_eq!((&act["outcome"], &act["status_name"]), (&json!("refused"), &json!("E_ACCESSDENIED")));
    assert_eq!((&act["account"], &act["mitre"]), (&json!(r"LAB\root"), &json!(["T1053.005"])));
}

/// Samba has no task scheduler, so that atexec comes no further than the pipe.
#[test]
fn atexec_is_refused_the_pipe_of_the_scheduler() {
    let Some(scene) = played() else { return };
    let refused = scene.record("smb_access_failure", &json!({"command": "CREATE"}));
    assert_eq!((&refused["name"], &refused["account"]), (&json!("atsvc"), &json!("root")));
    assert_eq!(refused["result"], "STATUS_OBJECT_NAME_NOT_FOUND");
    assert!(scene.client("atexec").contains("STATUS_OBJECT_NAME_NOT_FOUND"));
}

/// Samba has no DCOM, so that wmiexec comes no further than asking the endpoint mapper's port for it.
#[test]
fn wmiexec_is_refused_the_activation_of_objects() {
    let Some(scene) = played() else { return };
    let bind = scene.record("rpc_bind", &json!({"id.resp_p": 135}));
    assert_eq!(bind["interface_uuids"], json!(["000001a0-0000-0000-c000-000000000046"]));
    assert_eq!((&bind["results"], &bind["success"]), (&json!(["rejected"]), &json!(false)));
    assert_eq!((&bind["auth_type"], &bind["auth_level"]), (&json!("NTLM"), &json!("privacy")));
    assert_eq!(scene.record("conn", &json!({"id.resp_p": 135}))["service"], "dce_rpc,ntlm");
}

#[test]
fn nothing_but_what_was_done_is_remote_execution() {
    let Some(scene) = played() else { return };
    assert_eq!(scene.records("remote_exec", &json!({})).len(), 6);
}

#[test]
fn reconnaissance_is_recorded_call_by_call() {
    let Some(scene) = played() else { return };
    for (act, said, endpoint, operation) in [
        ("services list", "Total Services:", "svcctl", "EnumServicesStatusW"),
        ("reg", r"HKLM\SOFTWARE", "winreg", "BaseRegEnumKey"),
        ("samrdump", "Found user: root", "samr", "SamrEnumerateUsersInDomain"),
    ] {
        assert!(scene.client(act).contains(said), "{act}: {}", scene.client(act));
        let calls = scene.records("dce_rpc", &json!({"endpoint": endpoint, "operation": operation}));
        assert!(!calls.is_empty(), "no {operation} among {:?}", operations(scene, endpoint));
        assert!(calls.iter().all(|call| call["named_pipe"] == format!(r"\pipe\{endpoint}")));
    }
}

#[test]
fn connections_to_the_server_are_complete_and_named() {
    let Some(scene) = played() else { return };
    let connections = scene.records("conn", &json!({"id.orig_h": "10.9.0.2", "id.resp_h": "10.9.0.1"}));
    for connection in &connections {
        assert_eq!(
            (&connection["conn_state"], &connection["missed_bytes"]),
            (&json!("SF"), &json!(0)),
            "{connection}"
        );
        let expected = match connection["id.resp_p"].as_u64() {
            Some(445) => "smb",
            Some(88) => "krb",
            _ => "dce_rpc",
        };
        assert!(connection["service"].as_str().unwrap().contains(expected), "{connection}");
    }
    // The scheduler's server is no real one: it grants no credits where its client, of the same makers, asks for none.
    let odd = |weird: &&Value| {
        weird["name"] != "smb2_credits_overdrawn"
            || weird["id.resp_h"] != "10.9.0.3"
            || weird["id.resp_p"] != 445
    };
    let weirds = scene.records("weird", &json!({}));
    assert_eq!(weirds.iter().find(odd), None, "nothing else here is odd");
}

#[test]
fn records_come_while_capture_goes_on_without_any_privilege() {
    let Some(scene) = played() else { return };
    assert_eq!(scene.fact("records_seen_live"), true);
    let status = scene.fact("sensor_status");
    for (name, value) in [
        ("Uid", "65534\t65534\t65534\t65534"),
        ("CapEff", "0000000000000000"),
        ("CapPrm", "0000000000000000"),
        ("NoNewPrivs", "1"),
    ] {
        assert_eq!(status[name], value, "{name}");
    }
}

#[test]
fn capture_ends_when_it_is_told_to() {
    let Some(scene) = played() else { return };
    assert_eq!(scene.fact("sensor_exit"), 0);
    assert!(scene.fact("sensor_stop_seconds").as_f64().unwrap() < 5.0);
    let said = std::fs::read_to_string(scene.path("logs/thymus.log")).unwrap();
    assert!(said.contains(" 0 dropped by the kernel, 0 not kept"), "{said}");
}

/// The packets were taken out while capture went on; another program captured beside it on the same interface.
#[test]
fn packets_out_of_the_store_are_those_that_tcpdump_saw() {
    let Some(scene) = played() else { return };
    let middle = scene.fact("clients")["psexec"]["began"].as_f64().unwrap();
    let window =
        format!("frame.time_epoch >= {:.6} && frame.time_epoch <= {:.6}", middle - 150.0, middle + 150.0);
    let host = "ip.addr == 10.9.0.2 || arp.src.proto_ipv4 == 10.9.0.2 || arp.dst.proto_ipv4 == 10.9.0.2";
    let smb = "ip.addr == 10.9.0.2 && ip.addr == 10.9.0.1 && tcp.port == 445";
    for (file, filter) in [("out.pcapng", host), ("smb.pcapng", smb)] {
        assert_eq!(scene.fact(file)["status"], 0, "{}", scene.fact(file));
        let expected = frames(&scene.path("tcpdump.pcap"), &format!("({filter}) && {window}"));
        assert!(expected.len() > 300, "{}", expected.len());
        assert_same(file, &frames(&scene.path(file), ""), &expected);
        assert_eq!(packets_by_capinfos(&scene.path(file)), expected.len());
    }
}

#[test]
fn the_other_capture_analysed_later_gives_the_same_records() {
    let Some(scene) = played() else { return };
    let later = scene.path("later");
    let analysed =
        thymus().arg("analyze").arg(scene.path("tcpdump.pcap")).arg("--out").arg(&later).output().unwrap();
    assert!(analysed.status.success(), "{}", String::from_utf8_lossy(&analysed.stderr));
    for kind in
        ["remote_exec", "files", "smb_files", "smb_mapping", "dce_rpc", "rpc_bind", "ntlm", "kerberos"]
    {
        let live = scene.records(kind, &json!({}));
        assert_same(kind, &without_times(&live), &without_times(&read_records(&later, kind)));
    }
}

#[track_caller]
fn assert_refused_service(act: &Value, command: &str) {
    let expected = json!({
        "mechanism": "service", "operation": "create", "named_pipe": "svcctl", "call": "CreateServiceW",
        "command": command, "account": "root", "outcome": "refused", "status_name": "nca_op_rng_error",
    });
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(&act[field], value, "{field} of {act}");
    }
}

fn operations(scene: &Scene, endpoint: &str) -> BTreeSet<String> {
    let calls = scene.records("dce_rpc", &json!({"endpoint": endpoint}));
    calls.iter().map(|call| call["operation"].to_string()).collect()
}

/// The word, without dots, that comes after something said.
#[track_caller]
fn word_after<'a>(said: &'a str, before: &str) -> &'a str {
    let (_, after) = said.split_once(before).unwrap_or_else(|| panic!("no {before:?} in {said}"));
    after.split_whitespace().next().unwrap()
}

/// Says only what differs.
#[track_caller]
fn assert_same(what: &str, ours: &[String], theirs: &[String]) {
    let without = |all: &[String], other: &[String]| -> Vec<String> {
        all.iter().filter(|line| !other.contains(line)).take(3).cloned().collect()
    };
    let differences = (without(ours, theirs), without(theirs, ours));
    assert!(ours == theirs, "{what}: {} of ours, {} of theirs, {differences:#?}", ours.len(), theirs.len());
}

/// What identifies each frame that a filter lets pass: addresses, IP identifications, lengths and checksums of its layers.
fn frames(capture: &Path, filter: &str) -> Vec<String> {
    let fields =
        ["frame.len", "frame.protocols", "ip.src", "ip.id", "tcp.seq_raw", "tcp.ack_raw", "udp.length"];
    let mut tshark = Command::new("tshark");
    tshark.arg("-n").arg("-r").arg(capture).args(["-Y", filter, "-T", "fields"]);
    let output = tshark.args(fields.iter().flat_map(|field| ["-e", field])).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

fn packets_by_capinfos(capture: &Path) -> usize {
    let output = Command::new("capinfos").args(["-M", "-c", "-T", "-r"]).arg(capture).output().unwrap();
    let table = String::from_utf8(output.stdout).unwrap();
    table.split_whitespace().last().unwrap().parse().unwrap()
}

/// Records in no order, without what depends on when each packet was stamped and where capture began.
fn without_times(records: &[Value]) -> Vec<String> {
    let stamped = ["ts", "uid", "fuid", "rtt", "duration"];
    let mut lines: Vec<_> = records
        .iter()
        .map(|record| {
            let mut record = record.as_object().unwrap().clone();
            record.retain(|field, _| !stamped.contains(&field.as_str()));
            Value::Object(record).to_string()
        })
        .collect();
    lines.sort_unstable();
    lines
}
