//! The program against facts that people and other tools found in public captures of real attacks.
//!
//! The captures are not part of the project. Where the shared corpus does not stand beside the checkout, these tests
//! say so and pass; continuous integration has it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "acceptance/analysis.rs"]
mod analysis;

use analysis::{Analysis, lateral, lateral_captures};
use serde_json::{Value, json};

/// Shorthand for a field as text.
fn text<'a>(record: &'a Value, field: &str) -> &'a str {
    record[field].as_str().unwrap_or_default()
}

#[test]
fn row_0_an_at_job_is_attempted_and_refused() {
    let Some(found) = lateral("suri__dcerpc_dcerpc-smb-ctxid.pcap") else { return };
    let ntlm = found.only("ntlm");
    assert_eq!((text(ntlm, "domainname"), text(ntlm, "username")), ("PURP", "Administrator"));
    assert_eq!(ntlm["success"], true);
    let bind = found.only("rpc_bind");
    assert!(text(bind, "named_pipe").ends_with("atsvc"));
    assert!(ntlm["ts"].as_f64() < bind["ts"].as_f64(), "the login comes before the bind");
    assert!(found.of("smb_mapping").iter().any(|mapping| text(mapping, "path").ends_with("IPC$")));
    let act = found.only("remote_exec");
    assert_eq!(text(act, "mechanism"), "at-job");
    assert_eq!(text(act, "command").trim_matches('"'), r"cmd /c whoami.exe > c:\windows\temp\at.txt");
    assert!(text(act, "arguments").contains("13:37:00"));
    assert_eq!((text(act, "outcome"), &act["status"]), ("refused", &json!(0x32)));
    assert_eq!(text(act, "account"), r"PURP\Administrator");
}

#[test]
fn row_1_an_at_job_out_of_twenty_packets_from_the_middle_of_a_connection() {
    let Some(found) = lateral("suri__smb2-04_20171220_smb_at_schedule.pcap") else { return };
    let act = found.only("remote_exec");
    assert_eq!((text(act, "id.orig_h"), text(act, "id.resp_h")), ("192.168.10.31", "192.168.10.30"));
    assert_eq!(act["id.resp_p"], 445);
    assert_eq!(text(act, "command"), r"c:\mimikatz.exe");
    assert_eq!(text(act, "target"), r"\\admin-pc");
    assert!(text(act, "arguments").contains("13:05:00"));
    assert_eq!((&act["job_id"], text(act, "outcome")), (&json!(2), "accepted"));
    let bind = found.only("rpc_bind");
    assert_eq!(bind["results"], json!(["rejected", "accepted", "negotiated"]));
    assert_eq!(bind["transfer_syntaxes"], json!(["NDR32", "NDR64", "features"]));
    let call = found.only("dce_rpc");
    assert_eq!(text(call, "operation"), "NetrJobAdd");
    let pipe = found.find("smb_files", |file| text(file, "name") == "atsvc");
    assert!(text(pipe, "path").ends_with("IPC$"));
    assert_eq!(pipe["inferred"], true);
    assert!(!text(pipe, "inferred_reason").is_empty());
    assert_eq!(found.only("conn")["midstream"], true);
}

#[test]
fn row_2_a_service_hidden_among_twelve_contexts() {
    let Some(found) = lateral("401trg__20171220_smb_metasploit_psexec_pth_download_meterpreter.pcap") else {
        return;
    };
    let login = found.find("ntlm", |ntlm| text(ntlm, "username") == "JeffV");
    assert_eq!(text(login, "domainname"), "contoso.local");
    for share in ["IPC$", "ADMIN$"] {
        found.find("smb_mapping", |mapping| text(mapping, "path").ends_with(share));
    }
    let bind = found
        .find("rpc_bind", |bind| bind["interface_uuids"].as_array().is_some_and(|list| list.len() == 12));
    assert!(bind["endpoints"].as_array().unwrap().contains(&json!("svcctl")));
    let create = found.find("remote_exec", |act| text(act, "operation") == "create");
    assert_eq!((text(create, "object"), text(create, "display_name")), ("PLYteGjx", "PjWdDLoqmAogKpSE"));
    assert!(
        text(create, "command").starts_with("%COMSPEC% /b /c start /b /min powershell.exe -nop -w hidden")
    );
    assert!(text(create, "arguments").contains("demand"));
    for operation in ["start", "delete"] {
        let act = found.find("remote_exec", |act| text(act, "operation") == operation);
        assert_eq!(text(act, "object"), "PLYteGjx");
    }
    let callback = found.find("conn", |conn| conn["id.resp_p"] == 4444);
    assert_eq!(
        (text(callback, "id.orig_h"), text(callback, "id.resp_h")),
        ("192.168.10.31", "192.168.10.50")
    );
}

#[test]
fn row_3_psexec_with_its_program_by_its_hash() {
    let Some(found) = lateral("suri__smb2-07_20171220_smb_psexec_add_user.pcap") else { return };
    let paths: Vec<&str> = found.of("smb_mapping").iter().map(|mapping| text(mapping, "path")).collect();
    assert_eq!(paths.iter().filter(|path| **path == r"\\dc1\ADMIN$").count(), 2);
    assert!(paths.contains(&r"\\dc1\IPC$"));
    let file = found.find("files", |file| text(file, "filename").ends_with("PSEXESVC.exe"));
    assert_eq!(file["seen_bytes"], 145_568);
    assert_eq!(text(file, "md5"), "75b55bb34dac9d02740b9ad6b6820360");
    let pipes: Vec<&str> = found.of("smb_files").iter().map(|file| text(file, "name")).collect();
    for end in ["stdin", "stdout", "stderr"] {
        let pipe = pipes.iter().find(|name| name.ends_with(end)).expect("a pipe for each standard stream");
        assert!(pipe.contains("VICTIM-PC-2412"), "{pipe}");
    }
    let call = found.find("dce_rpc", |call| call["opnum"] == 45);
    assert_eq!(text(call, "operation"), "CreateServiceWOW64W");
    let create = found.find("remote_exec", |act| text(act, "operation") == "create");
    assert_eq!((text(create, "object"), text(create, "command")), ("PSEXESVC", r"%SystemRoot%\PSEXESVC.exe"));
    assert!(text(create, "file").ends_with("PSEXESVC.exe"), "tied to the copied program");
    let talk = found.find("remote_exec", |act| text(act, "mechanism") == "psexec");
    assert_eq!(text(talk, "note"), "arguments encrypted");
}

#[test]
fn rows_4_and_5_a_program_copied_to_a_share() {
    let Some(found) = lateral("suri__smb2-05_20171220_smb_mimikatz_copy_to_host.pcap") else { return };
    found.find("smb_mapping", |mapping| text(mapping, "path") == r"\\admin-pc\c$");
    let is_whole =
        |file: &&Value| file["seen_bytes"] == 804_352 && text(file, "filename") == r"temp\mimikatz.exe";
    let file = found.of("files").iter().find(is_whole).expect("the copied file");
    assert_eq!(text(file, "md5"), "2c527d980eb30daa789492283f9bf69e");

    let Some(found) = lateral("401trg__20171220_smb_mimikatz_copy.pcap") else { return };
    found.find("smb_mapping", |mapping| text(mapping, "path") == r"\\admin-pc\c$");
    let file = found.of("files").iter().find(is_whole).expect("the copied file");
    assert!(text(file, "sha256").len() == 64);
}

#[test]
fn row_8_a_scheduled_task_without_any_smb() {
    let Some(found) = lateral("otrf__schtask_create_2020-12-1907003032.pcapng") else { return };
    let act = found.find("remote_exec", |act| text(act, "mechanism") == "scheduled-task");
    assert_eq!(text(act, "call"), "SchRpcRegisterTask");
    assert_eq!(text(act, "interface_uuid"), "86d35949-83c9-4044-b424-db363231fd0c");
    assert_eq!(act["arguments_encrypted"], true);
    assert_ne!(act["id.resp_p"], 135, "on the port that the endpoint mapper named");
    found.find("dce_rpc", |call| text(call, "operation") == "ept_map");
}

/// What can be known of a connection whose beginning is missing: that it is in its middle, and what it speaks.
#[test]
fn row_9_every_lateral_capture_from_mid_stream_says_so_and_names_its_protocol() {
    let Some(captures) = lateral_captures() else { return };
    let mut checked = 0;
    for capture in captures {
        let found = Analysis::run(&capture);
        let windows = |conn: &&Value| {
            conn["midstream"] == true
                && matches!(conn["id.resp_p"].as_u64(), Some(135 | 139 | 445 | 389 | 88))
                && conn["orig_bytes"].as_u64() > Some(64)
                && conn["resp_bytes"].as_u64() > Some(64)
        };
        for conn in found.of("conn").iter().filter(windows) {
            checked += 1;
            assert!(conn["service"].is_string(), "{}: no service: {conn}", capture.display());
        }
    }
    assert!(checked > 20, "only {checked} connections from mid-stream");
}

/// Names and lengths as `tshark` (4.0.17) lists them.
#[test]
fn directories_that_were_looked_through_before_a_tool_was_copied() {
    let Some(found) = lateral("401trg__20171220_smb_mimikatz_copy.pcap") else { return };
    let root = found.find("smb_listing", |listing| text(listing, "name") == "<share_root>");
    assert_eq!((text(root, "path"), text(root, "pattern")), (r"\\admin-pc\c$", "*"));
    assert_eq!((&root["files"], &root["directories"]), (&json!(1), &json!(10)));
    assert_eq!((&root["bytes"], &root["complete"]), (&json!(2_147_016_704_u64), &json!(true)));
    let names = ["$Recycle.Bin", "Documents and Settings", "pagefile.sys", "PerfLogs", "Program Files"];
    assert_eq!(root["names"].as_array().unwrap()[..5], names);
    found.find("smb_listing", |listing| {
        listing["names"] == json!(["mimikatz.exe"]) && listing["bytes"] == 804_352
    });
}

#[test]
fn a_directory_of_a_hundred_names_is_one_record() {
    let Some(capture) = analysis::capture("windows/suri__smb2-01_smb2-peter.pcap") else { return };
    let found = Analysis::run(&capture);
    let listing = found.only("smb_listing");
    let count = listing["files"].as_u64().unwrap() + listing["directories"].as_u64().unwrap();
    assert_eq!(count, 101, "tshark finds as many names");
    assert_eq!(listing["names"].as_array().unwrap().len(), 100, "the first of them");
}

#[test]
fn a_controller_that_announces_what_it_is() {
    let Some(capture) = analysis::capture("ot/iti__beckoff_beckoffiplinktc3.pcapng") else { return };
    let found = Analysis::run(&capture);
    assert_eq!(found.of("ssdp").len(), 4, "sixteen packets, four of each kind");
    let service = found.find("ssdp", |ssdp| text(ssdp, "target") == "urn:beckhoff.com:service:cxconfig:1");
    assert_eq!(text(service, "uuid"), "887aeaef-a028-f2ac-0000-000000000000");
    assert_eq!(text(service, "server"), "Microsoft-WinCE/6.00 UPnP/1.0 UPnP-Device-Host/1.0");
    assert!(text(service, "location").starts_with("http://192.168.1.8:5120/upnp/"));
    assert_eq!((text(service, "method"), text(service, "nts")), ("NOTIFY", "ssdp:alive"));
}
