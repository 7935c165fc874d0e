//! Frames in a test: bytes in by hand, records out as JSON.

use crate::{Engine, Settings, Timestamp};
use std::sync::{Arc, Mutex};
use thymus_record::{Interval, Record};
use thymus_wire::LinkType;

type Records = Arc<Mutex<Vec<(&'static str, serde_json::Value)>>>;

/// A link under test. Every frame moves time on by a millisecond, beginning at 1,700,000,000 seconds.
pub(crate) struct TestLink {
    pub(crate) engine: Engine,
    now: Timestamp,
    ordinal: u64,
    vlan: Option<u16>,
    records: Records,
}

impl TestLink {
    pub(crate) fn new() -> Self {
        let records = Records::default();
        let out = Arc::clone(&records);
        let sink = move |record: &dyn Record| {
            let mut json = Vec::new();
            record.write_json(&mut json);
            let value = serde_json::from_slice(&json).expect("a record is JSON");
            out.lock().unwrap().push((record.schema().kind, value));
        };
        let engine = Engine::new(Settings::default(), Box::new(sink));
        Self { engine, now: Timestamp::from_parts(1_700_000_000, 0), ordinal: 0, vlan: None, records }
    }

    /// The frames that come now are of this VLAN.
    pub(crate) fn vlan(&mut self, vlan: u16) -> &mut Self {
        self.vlan = Some(vlan);
        self
    }

    /// Lets time pass.
    pub(crate) fn wait(&mut self, seconds: i64) -> &mut Self {
        self.now = self.now + Interval::from_seconds(seconds);
        self
    }

    /// One Ethernet frame.
    pub(crate) fn frame(&mut self, bytes: &[u8]) -> &mut Self {
        self.now = self.now + Interval::from_millis(1);
        self.ordinal += 1;
        let length = u32::try_from(bytes.len()).unwrap();
        self.engine.packet(self.now, self.ordinal, LinkType::ETHERNET, bytes, length, self.vlan);
        self
    }

    /// The records of one kind.
    pub(crate) fn of_kind(&self, kind: &str) -> Vec<serde_json::Value> {
        let records = self.records.lock().unwrap();
        records.iter().filter(|(k, _)| *k == kind).map(|(_, record)| record.clone()).collect()
    }
}

/// An Ethernet frame; the last byte tells devices apart, `0xff` is everybody.
pub(crate) fn ethernet(source: u8, destination: u8, ethertype: u16, payload: &[u8]) -> Vec<u8> {
    let address = |last: u8| if last == 0xff { [0xff; 6] } else { mac(last) };
    [&address(destination), &address(source), ethertype.to_be_bytes().as_slice(), payload].concat()
}

/// The hardware address of a device.
pub(crate) fn mac(last: u8) -> [u8; 6] {
    [2, 0, 0, 0, 0, last]
}
