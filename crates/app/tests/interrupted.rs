//! An import that is killed again and again, and then let through, gives what one gives that was never disturbed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const KILLS: u32 = 12;

fn thymus(arguments: &[&str]) -> String {
    let run =
        Command::new(env!("CARGO_BIN_EXE_thymus")).args(arguments).output().expect("the program starts");
    assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

/// The records of each kind, and the breaches.
fn held(data: &Path) -> (Vec<String>, Vec<String>) {
    let data = data.to_str().unwrap();
    let sorted = |text: String| {
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let kinds = thymus(&["search", "NOT kind:device_change", "--top", "kind", "--data", data]);
    let breaches = thymus(&["breaches", "--limit", "1000", "--data", data]);
    (sorted(kinds), sorted(breaches))
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_killed_import_loses_nothing_and_doubles_nothing() {
    let folder = Folder(std::env::temp_dir().join(format!("thymus-interrupted-{}", std::process::id())));
    let _ = std::fs::remove_dir_all(&folder.0);
    std::fs::create_dir_all(&folder.0).unwrap();
    // The quarter of an hour of the story, in a company of three days.
    let capture = folder.0.join("morning.pcapng");
    let capture = capture.to_str().unwrap();
    let window = ["2026-02-25T04:55:00Z", "2026-02-25T05:15:00Z"];
    thymus(&["simulate", "--days", "3", "--packets", window[0], window[1], "-o", capture]);

    let whole = folder.0.join("whole");
    thymus(&["analyze", capture, "--data", whole.to_str().unwrap()]);
    let expected = held(&whole);
    assert!(expected.1.iter().any(|line| line.contains("AT Service Scheduled Task")), "{:#?}", expected.1);

    let killed = folder.0.join("killed");
    for kill in 0..KILLS {
        let mut child = Command::new(env!("CARGO_BIN_EXE_thymus"))
            .args(["analyze", capture, "--data", killed.to_str().unwrap()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(u64::from(60 * (kill + 1))));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    thymus(&["analyze", capture, "--data", killed.to_str().unwrap()]);
    assert_eq!(held(&killed), expected);
    thymus(&["store", "verify", "--data", killed.to_str().unwrap()]);
}
