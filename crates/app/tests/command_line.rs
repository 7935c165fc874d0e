//! The command line as a user meets it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn thymus(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_thymus")).args(arguments).output().expect("the program starts")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder for one test's files, removed when it ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("thymus-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder can be made");
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A pcap with one UDP packet, DNS-less, of 10.0.0.1 to 10.0.0.2.
fn capture() -> Vec<u8> {
    let mut packet = vec![0x02, 0, 0, 0, 0, 2, 0x02, 0, 0, 0, 0, 1, 0x08, 0x00];
    packet.extend([0x45, 0, 0, 32, 0, 1, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2]);
    packet.extend([0x9c, 0x40, 0x27, 0x0f, 0, 12, 0, 0, 1, 2, 3, 4]);
    let mut file =
        vec![0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 1, 0, 0, 0];
    for number in [1_700_000_000_u32, 250_000, packet.len() as u32, packet.len() as u32] {
        file.extend(number.to_le_bytes());
    }
    file.extend(packet);
    file
}

#[test]
fn the_reference_of_records_is_up_to_date() {
    let written = std::fs::read_to_string(root().join("docs/records.md")).unwrap_or_default();
    let now = String::from_utf8(thymus(&["records", "--markdown"]).stdout).unwrap();
    assert!(written == now, "run: cargo run -p thymus-app -- records --markdown > docs/records.md");
}

#[test]
fn a_capture_becomes_records_and_its_packets_can_be_taken_out_again() {
    let folder = Folder::new("window");
    std::fs::write(folder.path("in.pcap"), capture()).unwrap();
    let (input, out, data) = (folder.path("in.pcap"), folder.path("out"), folder.path("data"));
    let done = thymus(&["analyze", &input, "--out", &out, "--data", &data]);
    assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    let conn = std::fs::read_to_string(folder.path("out/conn.ndjson")).unwrap();
    assert!(conn.contains(r#""ts":1700000000.250000"#) && conn.contains(r#""id.resp_p":9999"#), "{conn}");

    let window = folder.path("window.pcapng");
    let take = |host: &str, around: &str| {
        thymus(&[
            "pcap", "--data", &data, "--host", host, "--around", around, "--window", "1m", "-o", &window,
        ])
    };
    assert!(stderr(&take("10.0.0.2", "2023-11-14T22:13:20Z")).starts_with("1 packets"));
    let again = thymus(&["analyze", &window, "--out", &folder.path("again")]);
    assert_eq!(again.status.code(), Some(0), "{}", stderr(&again));
    assert_eq!(std::fs::read_to_string(folder.path("again/conn.ndjson")).unwrap(), conn);
    assert!(stderr(&take("10.0.0.3", "2023-11-14T22:13:20Z")).starts_with("0 packets"));
    assert!(stderr(&take("10.0.0.2", "2023-11-14T22:15:20Z")).starts_with("0 packets"));
}

#[test]
fn a_capture_that_is_cut_short_counts_up_to_there_and_exits_with_3() {
    let folder = Folder::new("cut");
    let mut bytes = capture();
    let second = bytes[24..].to_vec();
    bytes.extend(&second[..second.len() - 5]);
    std::fs::write(folder.path("cut.pcap"), bytes).unwrap();
    let done = thymus(&["analyze", &folder.path("cut.pcap"), "--out", &folder.path("out")]);
    assert_eq!(done.status.code(), Some(3), "{}", stderr(&done));
    assert!(stderr(&done).contains("cut short"), "{}", stderr(&done));
    assert_eq!(std::fs::read_to_string(folder.path("out/conn.ndjson")).unwrap().lines().count(), 1);
}

#[test]
fn what_is_no_capture_is_said_to_be_none() {
    let folder = Folder::new("none");
    std::fs::write(folder.path("photo.pcap"), b"\xff\xd8\xff\xe0 a picture").unwrap();
    let done = thymus(&["analyze", &folder.path("photo.pcap")]);
    assert_eq!(done.status.code(), Some(1));
    assert!(stderr(&done).contains("no pcap or pcapng capture"), "{}", stderr(&done));
    assert_eq!(thymus(&["analyze"]).status.code(), Some(2), "wrong usage");
    assert_eq!(thymus(&["analyze", &folder.path("missing.pcap")]).status.code(), Some(1));
}

#[test]
fn the_records_are_the_same_for_any_number_of_workers() {
    let folder = Folder::new("workers");
    let testdata = root().join("testdata");
    let sorted = |workers: &str| {
        let out = folder.path(workers);
        let testdata = testdata.to_string_lossy();
        let done = thymus(&["analyze", &testdata, "--out", &out, "--workers", workers]);
        assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
        let mut lines = Vec::new();
        for entry in std::fs::read_dir(&out).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            lines.extend(text.lines().map(str::to_owned));
        }
        lines.sort();
        lines
    };
    let one = sorted("1");
    assert!(one.len() > 10);
    assert_eq!(one, sorted("2"));
    assert_eq!(one, sorted("5"));
}
