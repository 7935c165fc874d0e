//! The packets as `tshark` decodes them.

use crate::analysis::{capture, folder, records, text};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use thymus_sim::Scenario;

/// What `tshark` prints; nothing, with a word about it, where it is not installed.
fn tshark(arguments: &[&str]) -> Option<String> {
    let Ok(output) = Command::new("tshark").args(arguments).output() else {
        eprintln!("skipped: nothing decodes the packets but the engine: tshark is not installed");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Files in a folder, by name, with their content.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let entry = entry.expect("the folder can be read");
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, fs::read(entry.path()).expect("the file can be read"))
    };
    entries.map(read).collect()
}

#[test]
fn nothing_is_malformed_in_an_hour_of_a_morning_and_in_every_attack() {
    let folder = folder("malformed");
    let path = folder.join("window.pcap");
    let company = Scenario::Attacks.company(4, Scenario::START, 12).unwrap();
    let morning = company.moment(1, 7, 30).unwrap();
    let mut windows = vec![crate::analysis::around(morning, 0, 3600)];
    windows
        .extend(company.attacks().iter().map(|attack| attack.start..attack.end().min(attack.start + HOUR)));
    for window in windows {
        capture(&company, window, &path);
        let read = path.to_str().expect("the path is text");
        let Some(malformed) = tshark(&[
            "-r",
            read,
            "-Y",
            "_ws.malformed || tcp.checksum.status == 0 || ip.checksum.status == 0",
            "-o",
            "tcp.check_checksum:TRUE",
            "-o",
            "ip.check_checksum:TRUE",
        ]) else {
            return;
        };
        assert_eq!(malformed, "");
        let errors = tshark(&["-r", read, "-q", "-z", "expert,error"]).unwrap_or_default();
        assert!(!errors.contains("Errors ("), "{errors}");
    }
}

const HOUR: thymus_wire::Interval = thymus_wire::Interval::from_seconds(3600);

#[test]
fn the_jobs_that_tshark_takes_out_are_those_of_the_story() {
    let folder = folder("objects");
    let path = folder.join("story.pcap");
    let objects = folder.join("objects");
    let company = Scenario::Demo.company(1, Scenario::START, Scenario::DAYS).unwrap();
    let window = company.story().unwrap().window.clone();
    capture(&company, window.clone(), &path);
    let export = format!("smb,{}", objects.display());
    if tshark(&["-r", path.to_str().unwrap(), "-q", "--export-objects", &export]).is_none() {
        return;
    }
    let objects = files(&objects);
    let jobs: Vec<_> = objects.iter().filter(|(name, _)| name.to_lowercase().contains(".job")).collect();
    // The daily one as it was read and as it was written, and the two further ones.
    assert_eq!(jobs.len(), 4, "{:?}", objects.keys());
    let wide: Vec<u8> = "BackgroundScanClient.exe".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes) in &jobs {
        assert!(bytes.windows(wide.len()).any(|part| part == wide), "{name}");
        let job = thymus_proto::scheduled_job::parse_job(bytes).expect("a job");
        assert!(job.complete, "{name}");
        assert_eq!(job.program, thymus_sim::story::PROGRAM);
        assert_eq!(job.triggers.len(), 1);
    }
    // The engine has the same files by length: each is told of with as many bytes as tshark took out.
    let rows = records(&company, window);
    let mut lengths: Vec<u64> = rows
        .iter()
        .filter(|row| row["kind"] == "files" && text(row, "filename").to_lowercase().contains(".job"))
        .map(|row| row["seen_bytes"].as_u64().unwrap_or_default())
        .collect();
    lengths.sort_unstable();
    let mut taken: Vec<u64> = jobs.iter().map(|(_, bytes)| bytes.len() as u64).collect();
    taken.sort_unstable();
    assert_eq!(lengths, taken);
}
