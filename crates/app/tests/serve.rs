//! `thymus serve` as it is used: a capture is dropped in, the breach is heard of and opened, models change, the daemon ends and
//! begins again, and nothing is lost or there twice.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "serve/daemon.rs"]
mod daemon;

use daemon::{Daemon, Folder};
use serde_json::Value;
use std::path::Path;

const AT_JOB: &str = "Device / AT Service Scheduled Task";

/// A model of one's own, which raises on what the capture has.
const OWN: &str = "\
name: Device / Own
id: own-model
description: A host was asked for its shares.
priority: 2
per: pair
components:
  any:
    query: kind:smb_mapping
";

fn capture() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/lab-remote-execution.pcap");
    std::fs::read(path).unwrap()
}

/// The capture so many times over, each ten minutes after the one before.
fn long_capture(times: u32) -> Vec<u8> {
    let once = capture();
    let (head, packets) = once.split_at(24);
    let mut long = head.to_vec();
    for round in 0..times {
        let mut rest = packets;
        while let Some((packet, _)) = rest.split_first_chunk::<16>() {
            let number = |place: usize| u32::from_le_bytes(packet[place..place + 4].try_into().unwrap());
            let end = 16 + number(8) as usize;
            long.extend((number(0) + round * 600).to_le_bytes());
            long.extend(&rest[4..end]);
            rest = &rest[end..];
        }
    }
    long
}

/// How many records there are of each kind.
fn stored(daemon: &Daemon) -> Vec<(String, u64)> {
    let store = daemon.get("/api/v1/store");
    let kinds = store["kinds"].as_array().unwrap().iter();
    kinds.map(|kind| (kind["kind"].as_str().unwrap().to_owned(), kind["records"].as_u64().unwrap())).collect()
}

fn done(folder: &Folder, name: &str) -> Option<()> {
    folder.0.join("incoming/done").join(name).exists().then_some(())
}

#[test]
fn a_capture_is_dropped_in_and_its_breach_is_heard_of_and_opened() {
    let folder = Folder::new("capture");
    let daemon = Daemon::start(&folder);
    let mut listener = daemon.listen();
    folder.drop_in("one.pcap", &capture());
    let breach = loop {
        let breach = listener.next();
        if breach["model"] == AT_JOB {
            break breach;
        }
    };
    // The breach was stored before it was told of.
    let opened = daemon.get(&format!("/api/v1/breaches/{}", breach["breach_id"].as_str().unwrap()));
    assert_eq!(opened["breach"]["_id"], breach["_id"]);
    assert_eq!(opened["answers"].as_array().unwrap().len(), 4);
    daemon.wait_for("the end of the capture", |_| done(&folder, "one.pcap"));
    let listed = daemon.get("/api/v1/breaches?limit=100");
    let models: Vec<&str> = listed["breaches"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["breach"]["model"].as_str().unwrap())
        .collect();
    assert!(models.contains(&AT_JOB), "{models:?}");

    // Packets, files and devices of the same capture are there too.
    let (from, to) = (breach["ts"].as_f64().unwrap() - 60.0, breach["ts"].as_f64().unwrap() + 60.0);
    let packets = format!("/api/v1/packets?from={from:.0}&to={to:.0}");
    daemon.wait_for("the packets", |daemon| {
        let (status, packets) = daemon.ask("GET", &packets, "");
        assert_eq!(status, 200);
        (packets.len() > 50_000).then_some(())
    });
    assert!(!daemon.get("/api/v1/devices")["devices"].as_array().unwrap().is_empty());

    let health = daemon.get("/healthz");
    assert_eq!(health["status"], "ok", "{health}");
    assert_eq!(health["sources"][0]["packets"], 457, "capinfos tells 457");
    assert!(health["protocols"].as_array().unwrap().iter().any(|it| it["kind"] == "smb_files"), "{health}");
    let (_, metrics) = daemon.ask("GET", "/metrics", "");
    assert!(metrics.contains("thymus_packets_total{source="), "{metrics}");

    let listening = daemon.listen();
    let said = daemon.stop();
    assert!(said.contains("everything is written"), "{said}");
    assert!(listening.ends(), "whoever listens is let go");
}

#[test]
fn nothing_is_lost_or_there_twice_when_it_ends_and_begins_again() {
    let folder = Folder::new("again");
    let daemon = Daemon::start(&folder);
    folder.drop_in("one.pcap", &capture());
    folder.drop_in("no-capture.pcap", b"this is no capture");
    daemon.wait_for("the end of the capture", |_| done(&folder, "one.pcap"));
    daemon.wait_for("what cannot be read", |_| {
        folder.0.join("incoming/failed/no-capture.pcap").exists().then_some(())
    });
    let before = stored(&daemon);
    assert!(before.iter().any(|(kind, records)| kind == "smb_files" && *records == 27), "{before:?}");
    let note = r#"{"note": "acknowledged", "author": "j.meier", "text": "the lab"}"#;
    let breach = daemon.get("/api/v1/breaches?limit=1")["breaches"][0]["breach"]["breach_id"].clone();
    let path = format!("/api/v1/breaches/{}/notes", breach.as_str().unwrap());
    assert_eq!(daemon.ask("POST", &path, note).0, 201);
    let devices = daemon.get("/api/v1/devices");
    daemon.stop();

    let daemon = Daemon::start(&folder);
    let mut expected = before.clone();
    expected.push(("breach_note".to_owned(), 1));
    expected.sort();
    assert_eq!(stored(&daemon), expected);
    let names = |devices: &Value| -> Vec<String> {
        devices["devices"].as_array().unwrap().iter().map(|it| it["id"].to_string()).collect()
    };
    assert_eq!(names(&daemon.get("/api/v1/devices")), names(&devices), "what was known is still known");
    assert_eq!(daemon.get("/api/v1/breaches?acknowledged=true")["breaches"].as_array().unwrap().len(), 1);

    // The same records come again, and are there once.
    let records = daemon.count("kind:(smb_files OR conn OR dce_rpc OR remote_exec)");
    folder.drop_in("two.pcap", &capture());
    daemon.wait_for("the end of the capture", |_| done(&folder, "two.pcap"));
    assert_eq!(daemon.count("kind:(smb_files OR conn OR dce_rpc OR remote_exec)"), records);
    daemon.stop();
}

#[test]
fn a_capture_that_is_being_read_when_it_ends_is_read_as_a_whole_later() {
    const TIMES: u32 = 30;
    let folder = Folder::new("interrupted");
    folder.drop_in("long.pcap", &long_capture(TIMES));
    for killed in [true, false] {
        let daemon = Daemon::start(&folder);
        daemon.wait_for("some packets", |daemon| {
            let packets = daemon.get("/healthz")["sources"][0]["packets"].as_u64();
            // On a fast machine the whole may be through already; then there is nothing to interrupt.
            let some = packets.is_some_and(|packets| packets > 1_000);
            (some || done(&folder, "long.pcap").is_some()).then_some(())
        });
        if killed {
            daemon.signal("KILL");
            drop(daemon);
        } else {
            daemon.stop();
        }
    }
    let daemon = Daemon::start(&folder);
    daemon.wait_for("the end of the capture", |_| done(&folder, "long.pcap"));
    // What one capture gives is known from `thymus analyze` of it alone.
    for (kind, records) in [("smb_files", 27), ("conn", 28)] {
        assert_eq!(daemon.count(&format!("kind:{kind}")), records * u64::from(TIMES), "{kind}");
    }
    let breaches = daemon.get("/api/v1/breaches?limit=1000&indicators=true&suppressed=true");
    let ids: Vec<String> = breaches["breaches"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["breach"]["breach_id"].to_string())
        .collect();
    let different: std::collections::BTreeSet<&String> = ids.iter().collect();
    assert!(!ids.is_empty());
    assert_eq!(different.len(), ids.len(), "no breach is there twice");
    daemon.stop();
}

#[test]
fn models_are_read_again_and_a_broken_one_is_refused_while_the_others_run() {
    let folder = Folder::new("models");
    let daemon = Daemon::start(&folder);
    let running = || daemon.get("/healthz")["models"]["running"].as_u64().unwrap();
    let shipped = running();
    std::fs::write(folder.model("own.yaml"), OWN).unwrap();
    daemon.wait_for("the model of one's own", |_| (running() == shipped + 1).then_some(()));

    std::fs::write(
        folder.model("broken.yaml"),
        OWN.replace("smb_mapping", "nothing").replace("own-model", "x-y-z"),
    )
    .unwrap();
    daemon.signal("HUP");
    let health = daemon.wait_for("the refusal", |daemon| {
        let health = daemon.get("/healthz");
        health["models"]["refused"][0]
            .as_str()
            .is_some_and(|path| path.ends_with("broken.yaml"))
            .then_some(health)
    });
    assert_eq!(health["status"], "degraded");
    assert_eq!(health["models"]["running"].as_u64(), Some(shipped + 1));
    assert!(daemon.said().contains("broken.yaml:8:"), "{}", daemon.said());
    let findings = daemon.get("/api/v1/models")["findings"].clone();
    assert_eq!(
        (&findings[0]["refused"], &findings[0]["diagnostics"][0]["line"]),
        (&Value::Bool(true), &Value::from(8))
    );

    // By the API, too; and what runs raises.
    let (status, _) =
        daemon.ask("PUT", "/api/v1/models/own-model", &OWN.replace("priority: 2", "priority: 4"));
    assert_eq!(status, 200);
    folder.drop_in("one.pcap", &capture());
    daemon.wait_for("the end of the capture", |_| done(&folder, "one.pcap"));
    let raised = daemon.get("/api/v1/breaches?query=model_uuid:own-model");
    let raised = raised["breaches"].as_array().unwrap();
    assert!(!raised.is_empty());
    assert!(raised.iter().all(|it| it["breach"]["priority"] == 4), "{raised:?}");
    assert_eq!(daemon.ask("DELETE", "/api/v1/models/own-model", "").0, 204);
    assert_eq!(running(), shipped);
    assert_eq!(daemon.ask("DELETE", "/api/v1/models/at-service-scheduled-task", "").0, 409);
    daemon.stop();
}

#[test]
fn a_start_that_cannot_be_says_why() {
    let folder = Folder::new("wrong");
    let path = folder.0.join("thymus.yaml");
    for (text, why) in [("sorces: []", "sorces"), ("api: { listen: nowhere }", "listen")] {
        std::fs::write(&path, text).unwrap();
        let ended = std::process::Command::new(env!("CARGO_BIN_EXE_thymus"))
            .arg("serve")
            .arg("-c")
            .arg(&path)
            .output()
            .unwrap();
        assert_eq!(ended.status.code(), Some(1));
        assert!(
            String::from_utf8_lossy(&ended.stderr).contains(why),
            "{}",
            String::from_utf8_lossy(&ended.stderr)
        );
    }
}
