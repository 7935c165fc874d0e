//! The packets of a window: a capture that other programs read, with the same files in it.

use crate::runs::{day, folder, rows, text, thymus, truth};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// The incident's quarter of an hour of the demonstration's first day as a capture.
fn incident(folder: &Path) -> String {
    let window = truth(&day("demo"), "story")[0]["window"].clone();
    let path = folder.join("incident.pcapng").to_str().unwrap().to_owned();
    let (from, to) = (window["from"].as_str().unwrap(), window["to"].as_str().unwrap());
    thymus(&["simulate", "--days", "1", "--packets", from, to, "--output", &path]);
    path
}

#[test]
fn a_window_has_the_jobs_that_the_whole_has() {
    let folder = folder("window");
    let capture = incident(&folder);
    let out = folder.join("records");
    thymus(&["analyze", &capture, "--out", out.to_str().unwrap()]);
    let jobs = |folder: &Path| -> Vec<[String; 5]> {
        let story = &truth(&day("demo"), "story")[0];
        let jobs = rows(folder, "scheduled_job")
            .into_iter()
            .filter(|job| job["id.orig_h"] == story["source"]["address"]);
        jobs.map(|job| ["ts", "path", "program", "arguments", "author"].map(|field| text(&job, field)))
            .collect()
    };
    let found = jobs(&out);
    assert_eq!(found, jobs(&day("demo")));
    assert_eq!(found.len(), 3);
    assert!(folder.join("incident.truth.ndjson").is_file());
}

/// Contents by name without folders. The number that tshark puts before the name is left out.
fn jobs_that_tshark_takes_out(capture: &str, objects: &Path) -> Option<BTreeMap<String, Vec<u8>>> {
    let export = format!("smb,{}", objects.display());
    let output =
        Command::new("tshark").args(["-n", "-r", capture, "-q", "--export-objects", &export]).output();
    let Ok(output) = output else {
        eprintln!("skipped: tshark is not installed, so that nobody can say whether its files are the same");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let entries = std::fs::read_dir(objects).unwrap().map(Result::unwrap);
    let jobs = entries.filter_map(|entry| {
        let name = entry.file_name().into_string().unwrap().replace("%5c", "\\").replace("%5C", "\\");
        let name = name.rsplit('\\').next().unwrap().to_owned();
        name.ends_with(".job").then(|| (name, std::fs::read(entry.path()).unwrap()))
    });
    Some(jobs.collect())
}

#[test]
fn tshark_takes_the_same_jobs_out_byte_for_byte() {
    let folder = folder("objects");
    let capture = incident(&folder);
    let data = folder.join("data").to_str().unwrap().to_owned();
    thymus(&["analyze", &capture, "--data", &data]);
    let Some(theirs) = jobs_that_tshark_takes_out(&capture, &folder.join("smb")) else { return };
    let listed = thymus(&["files", "list", "--data", &data, "--name", "*.job", "--json"]);
    let mut ours = BTreeMap::new();
    for line in String::from_utf8(listed.stdout).unwrap().lines() {
        let file: serde_json::Value = serde_json::from_str(line).unwrap();
        let name = text(&file, "filename").rsplit('\\').next().unwrap().to_owned();
        let content =
            thymus(&["files", "get", &text(&file, "sha256"), "--data", &data, "--output", "-"]).stdout;
        ours.insert(name, content);
    }
    assert_eq!(ours.len(), 3, "{:?}", ours.keys());
    assert!(ours == theirs, "{:?} and {:?}", ours.keys(), theirs.keys());
}
