//! Files kept by `thymus analyze --data`, found and taken out again by `thymus files`.

#![allow(
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "packets are built by hand; a test may fail"
)]

use std::path::PathBuf;
use std::process::{Command, Output};

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

fn thymus(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_thymus")).args(arguments).output().expect("the program starts")
}

fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// RFC 1071 over the words of several parts, each of even length but the last.
fn checksum(parts: &[&[u8]]) -> [u8; 2] {
    let bytes = parts.concat();
    let words = bytes.chunks(2).map(|pair| u32::from(pair[0]) << 8 | u32::from(*pair.get(1).unwrap_or(&0)));
    let mut sum: u32 = words.sum();
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    (!(sum as u16)).to_be_bytes()
}

/// A TCP segment between port 40000 of 10.0.0.1 and port 80 of 10.0.0.2, in Ethernet.
fn segment(from_client: bool, flags: u8, seq: u32, ack: u32, payload: &[u8]) -> Vec<u8> {
    let (client, server) = ([10, 0, 0, 1], [10, 0, 0, 2]);
    let (source, target) = if from_client { (client, server) } else { (server, client) };
    let ports: [u8; 4] = if from_client { [0x9c, 0x40, 0, 80] } else { [0, 80, 0x9c, 0x40] };
    let mut tcp = ports.to_vec();
    tcp.extend(seq.to_be_bytes());
    tcp.extend(ack.to_be_bytes());
    tcp.extend([0x50, flags, 0xff, 0xff, 0, 0, 0, 0]);
    tcp.extend(payload);
    let pseudo = [&source[..], &target, &[0, 6], &(tcp.len() as u16).to_be_bytes()].concat();
    let sum = checksum(&[&pseudo, &tcp]);
    tcp[16..18].copy_from_slice(&sum);
    let mut ip = vec![0x45, 0];
    ip.extend((20 + tcp.len() as u16).to_be_bytes());
    ip.extend([0, 1, 0x40, 0, 64, 6, 0, 0]);
    ip.extend(source);
    ip.extend(target);
    let sum = checksum(&[&ip]);
    ip[10..12].copy_from_slice(&sum);
    [&[2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0][..], &ip, &tcp].concat()
}

/// One HTTP transaction whose reply carries `content`, as a pcap.
fn capture(content: &[u8]) -> Vec<u8> {
    let request = b"GET /a/notes.txt HTTP/1.1\r\nHost: files.example\r\n\r\n";
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nContent-Disposition: attachment; filename=notes.txt\r\n\r\n",
        content.len()
    );
    let reply = [head.as_bytes(), content].concat();
    let (asked, answered) = (101 + request.len() as u32, 501 + reply.len() as u32);
    let mut packets = vec![
        segment(true, 2, 100, 0, b""),
        segment(false, 0x12, 500, 101, b""),
        segment(true, 0x10, 101, 501, b""),
    ];
    packets.push(segment(true, 0x18, 101, 501, request));
    for (number, piece) in reply.chunks(1000).enumerate() {
        packets.push(segment(false, 0x18, 501 + 1000 * number as u32, asked, piece));
    }
    packets.push(segment(false, 0x11, answered, asked, b""));
    packets.push(segment(true, 0x11, asked, answered + 1, b""));
    packets.push(segment(false, 0x10, answered + 1, asked + 1, b""));
    let mut file =
        vec![0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 1, 0, 0, 0];
    for (number, packet) in packets.iter().enumerate() {
        for value in [1_700_000_000, number as u32, packet.len() as u32, packet.len() as u32] {
            file.extend(value.to_le_bytes());
        }
        file.extend(packet);
    }
    file
}

#[test]
fn a_file_is_kept_listed_and_taken_out_by_digest_and_by_name() {
    let folder = Folder::new("files");
    let content: Vec<u8> = b"nothing to see here\n".repeat(400);
    std::fs::write(folder.path("in.pcap"), capture(&content)).unwrap();
    let (input, data, out) = (folder.path("in.pcap"), folder.path("data"), folder.path("out"));
    stdout(&thymus(&["analyze", &input, "--data", &data, "--out", &out]));

    let list =
        |more: &[&str]| stdout(&thymus(&[&["files", "list", "--data", &data, "--json"], more].concat()));
    let entry: serde_json::Value = serde_json::from_str(&list(&[])).unwrap();
    assert_eq!((&entry["filename"], &entry["mime_type"]), (&"notes.txt".into(), &"text/plain".into()));
    assert_eq!((&entry["bytes"], &entry["complete"]), (&content.len().into(), &true.into()));
    let record = std::fs::read_to_string(folder.path("out/files.ndjson")).unwrap();
    assert!(
        record.contains(entry["sha256"].as_str().unwrap())
            && record.contains(entry["fuid"].as_str().unwrap())
    );

    assert_eq!(list(&["--name", "*.TXT", "--mime", "text/*", "--host", "10.0.0.2"]).lines().count(), 1);
    assert_eq!(list(&["--name", "*.exe"]), "");
    assert_eq!(list(&["--host", "10.0.0.3"]), "");

    for id in [entry["sha256"].as_str().unwrap(), entry["fuid"].as_str().unwrap()] {
        let output = folder.path("taken");
        stdout(&thymus(&["files", "get", id, "--data", &data, "-o", &output]));
        assert_eq!(std::fs::read(&output).unwrap(), content);
    }
}

#[test]
fn what_cannot_be_taken_out_is_an_error_that_says_why() {
    let folder = Folder::new("files-errors");
    std::fs::write(folder.path("in.pcap"), capture(b"some content of a file")).unwrap();
    let (data, taken) = (folder.path("data"), folder.path("taken"));
    let error = |id: &str| {
        let done = thymus(&["files", "get", id, "--data", &data, "-o", &taken]);
        assert_eq!(done.status.code(), Some(1));
        String::from_utf8_lossy(&done.stderr).into_owned()
    };
    assert!(error("Fabc").contains("no files are kept"));
    stdout(&thymus(&["analyze", &folder.path("in.pcap"), "--data", &data]));
    assert!(error("../../etc/passwd").contains("neither a SHA-256 nor the fuid"));
    assert!(error(&"0".repeat(64)).contains("not, or no longer, kept"));

    let listed = stdout(&thymus(&["files", "list", "--data", &data, "--json"]));
    let entry: serde_json::Value = serde_json::from_str(&listed).unwrap();
    let sha256 = entry["sha256"].as_str().unwrap();
    std::fs::write(PathBuf::from(&data).join("files").join(&sha256[..2]).join(&sha256[2..]), "changed")
        .unwrap();
    assert!(error(sha256).contains("damaged"));
}

#[test]
fn no_files_are_kept_where_none_may_be() {
    let folder = Folder::new("files-none");
    std::fs::write(folder.path("in.pcap"), capture(b"some content of a file")).unwrap();
    let data = folder.path("data");
    stdout(&thymus(&["analyze", &folder.path("in.pcap"), "--data", &data, "--files-bytes", "0"]));
    assert!(!PathBuf::from(&data).join("files").exists());
}
