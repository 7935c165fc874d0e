//! Messages made by hand after MS-SMB2 2.2 and MS-CIFS 2.2, and what must become of them.

mod robust;
mod sessions;
mod smb1;
mod smb2;

use crate::testing::TestFlow;
use serde_json::Value;

/// A bind to ATSVC 1.0 in NDR (C706 12.6.4.3).
const BIND: &[u8] = b"\x05\x00\x0b\x03\x10\x00\x00\x00\x48\x00\x00\x00\x01\x00\x00\x00\
    \xb8\x10\xb8\x10\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x01\x00\
    \x82\x06\xf7\x1f\x51\x0a\xe8\x30\x07\x6d\x74\x0b\xe8\xce\xe9\x8b\x01\x00\x00\x00\
    \x04\x5d\x88\x8a\xeb\x1c\xc9\x11\x9f\xe8\x08\x00\x2b\x10\x48\x60\x02\x00\x00\x00";

/// A NetBIOS session frame around messages.
fn frame(messages: &[u8]) -> Vec<u8> {
    let mut frame = u32::try_from(messages.len()).unwrap().to_be_bytes().to_vec();
    frame.extend_from_slice(messages);
    frame
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Little-endian numbers and bytes, one after the other.
#[derive(Clone, Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn u8(mut self, number: u8) -> Self {
        self.0.push(number);
        self
    }

    fn u16(mut self, number: u16) -> Self {
        self.0.extend(number.to_le_bytes());
        self
    }

    fn u32(mut self, number: u32) -> Self {
        self.0.extend(number.to_le_bytes());
        self
    }

    fn u64(mut self, number: u64) -> Self {
        self.0.extend(number.to_le_bytes());
        self
    }

    fn u128(mut self, number: u128) -> Self {
        self.0.extend(number.to_le_bytes());
        self
    }

    fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }
}

/// Which side sends.
#[derive(Clone, Copy)]
enum Sent {
    Up,
    Down,
}

/// A conversation: whole frames in order.
type Script = Vec<(Sent, Vec<u8>)>;

fn up(script: &mut Script, messages: &[u8]) {
    script.push((Sent::Up, frame(messages)));
}

fn down(script: &mut Script, messages: &[u8]) {
    script.push((Sent::Down, frame(messages)));
}

/// Plays a script in pieces of at most this many bytes.
fn play(flow: &mut TestFlow, script: &Script, piece: usize) {
    for (sent, frame) in script {
        for bytes in frame.chunks(piece) {
            match sent {
                Sent::Up => flow.orig(bytes),
                Sent::Down => flow.resp(bytes),
            };
        }
    }
}

/// Plays a script from the beginning of a flow to its end.
fn played(script: &Script) -> TestFlow {
    let mut flow = TestFlow::tcp(445);
    play(&mut flow, script, usize::MAX);
    flow.close();
    flow
}

/// The fields of the records of a kind, as texts; absent ones are empty.
fn rows(flow: &TestFlow, kind: &str, fields: &[&str]) -> Vec<Vec<String>> {
    let text = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let row = |record: &Value| fields.iter().map(|field| text(&record[*field])).collect();
    flow.of_kind(kind).iter().map(row).collect()
}

fn weirds(flow: &TestFlow) -> Vec<String> {
    rows(flow, "weird", &["name"]).into_iter().flatten().collect()
}

/// A FILETIME some seconds after the epoch.
fn filetime(seconds: u64) -> u64 {
    (seconds + 11_644_473_600) * 10_000_000
}
