//! One flow made of arbitrary bytes, for fuzz targets and for the test that no protocol panics on anything.

use crate::context::FlowShared;
use crate::files::FileStart;
use crate::hub::Hub;
use crate::{Context, Endpoints, Engine, FlowFacts, Layer, Protocol, Settings, Side, Timestamp, Transport};
use std::net::IpAddr;
use thymus_flow::{FlowId, LinkFacts};
use thymus_record::{Interval, Record};
use thymus_wire::Reader;

/// Bits of the first byte of an input: how the flow is.
const MIDSTREAM: u8 = 1;
const DATAGRAMS: u8 = 2;
const PROBED: u8 = 4;

/// The high bits of a piece's length: what the piece is.
const FROM_RESPONDER: u16 = 0x8000;
const GAP: u16 = 0x4000;
const AT_OFFSET: u16 = 0x2000;
const LENGTH: u16 = 0x0fff;

/// Shows a protocol a flow described by `input`: a byte of how the flow is, then pieces, each with two bytes of who sends it
/// and how long it is. Every record that comes of it is rendered, so that rendering is tried too.
pub fn flow(protocol: &'static Protocol, input: &[u8]) {
    let mut reader = Reader::new(input);
    let Ok(manner) = reader.u8() else { return };
    let facts = facts(protocol, manner);
    let mut rendered = Vec::new();
    let sink = move |record: &dyn Record| {
        rendered.clear();
        record.write_json(&mut rendered);
        let _ = record.message();
    };
    let mut hub = Hub::new(Settings::default(), Box::new(sink));
    let mut shared = FlowShared::default();
    let mut layer = if manner & PROBED == 0 { Layer::of(protocol) } else { Layer::default() };
    let mut now = facts.start;
    while let Ok(head) = reader.u16_be() {
        now = now + Interval::from_millis(1);
        let mut cx = Context { now, flow: &facts, shared: &mut shared, hub: &mut hub };
        piece(&mut layer, &mut cx, head, &mut reader);
    }
    let mut cx = Context { now, flow: &facts, shared: &mut shared, hub: &mut hub };
    layer.closed(&mut cx);
    cx.close_open_files();
    hub.finish();
}

/// Shows the protocols of the link frames described by `input`: each has a byte of its protocol and of how much time passes,
/// two bytes of its length, and then what the frame carries. Every record that comes of it is rendered.
pub fn link(input: &[u8]) {
    let mut rendered = Vec::new();
    let sink = move |record: &dyn Record| {
        rendered.clear();
        record.write_json(&mut rendered);
        let _ = record.message();
    };
    let mut engine = Engine::new(Settings::default(), Box::new(sink));
    let mut reader = Reader::new(input);
    let mut now = Timestamp::from_parts(1_700_000_000, 0);
    while let (Ok(manner), Ok(head)) = (reader.u8(), reader.u16_be()) {
        now = now + Interval::from_seconds(i64::from(manner >> 2) * 16);
        let frame = frame(manner, reader.take_up_to(usize::from(head & LENGTH)));
        let length = u32::try_from(frame.len()).unwrap_or(u32::MAX);
        engine.packet(now, 0, thymus_wire::LinkType::ETHERNET, &frame, length, None);
    }
    engine.finish();
}

/// An Ethernet frame with the headers that lead to the protocol that the low bits of `manner` choose.
fn frame(manner: u8, payload: &[u8]) -> Vec<u8> {
    const ADDRESSES: [u8; 12] = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 1];
    let length = u16::try_from(payload.len()).unwrap_or(u16::MAX).to_be_bytes();
    let headers: &[&[u8]] = match manner & 3 {
        0 => &[&[0x08, 0x06]],
        1 => &[&[0x88, 0xcc]],
        2 => &[&[0x01, 0x00, 0xaa, 0xaa, 3, 0, 0, 0x0c, 0x20, 0]],
        _ => &[&[0x86, 0xdd, 0x60, 0, 0, 0], &length, &[58, 255], &[0xfe; 16], &[0xff; 16]],
    };
    [&ADDRESSES, headers.concat().as_slice(), payload].concat()
}

/// Puts a file together of pieces described by `input`: each has two bytes of where it belongs and two of its kind and length.
pub fn file(input: &[u8]) {
    let mut hub = Hub::new(Settings::default(), Box::new(|record: &dyn Record| drop(record.message())));
    let facts = facts(&crate::smb::PROTOCOL, 0);
    let mut shared = FlowShared::default();
    let mut cx = Context { now: facts.start, flow: &facts, shared: &mut shared, hub: &mut hub };
    let start =
        FileStart { source: "SMB", from: Side::Originator, depth: 0, filename: None, total_bytes: None };
    let file = cx.file_open(start);
    let mut reader = Reader::new(input);
    while let (Ok(offset), Ok(head)) = (reader.u16_be(), reader.u16_be()) {
        let length = head & LENGTH;
        if head & GAP != 0 {
            cx.file_gap(&file, u64::from(length));
        } else if head & AT_OFFSET != 0 {
            cx.file_data_at(&file, offset.into(), reader.take_up_to(usize::from(length)));
        } else {
            cx.file_data(&file, reader.take_up_to(usize::from(length)));
        }
    }
    cx.file_close(file);
}

fn piece(layer: &mut Layer, cx: &mut Context<'_>, head: u16, reader: &mut Reader<'_>) {
    let from = if head & FROM_RESPONDER == 0 { Side::Originator } else { Side::Responder };
    let length = head & LENGTH;
    if head & GAP != 0 {
        layer.gap(cx, from, u64::from(length) + 1);
    } else if length == 0 {
        layer.ended(cx, from);
    } else {
        layer.data(cx, from, reader.take_up_to(usize::from(length)));
    }
}

fn facts(protocol: &Protocol, manner: u8) -> FlowFacts {
    let start = Timestamp::from_parts(1_700_000_000, 0);
    let address = |last| IpAddr::from([10, 0, 0, last]);
    let resp_p = protocol.ports.first().copied().unwrap_or(9999);
    FlowFacts {
        id: FlowId(7),
        endpoints: Endpoints { orig_h: address(1), orig_p: 40_000, resp_h: address(2), resp_p },
        transport: if manner & DATAGRAMS == 0 { Transport::Tcp } else { Transport::Udp },
        start,
        last: start,
        link: LinkFacts::default(),
        tunnel_parents: Default::default(),
        midstream: manner & MIDSTREAM != 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::PROTOCOLS;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_protocol_panics_on_anything(input in proptest::collection::vec(any::<u8>(), 0..600)) {
            for protocol in PROTOCOLS {
                flow(protocol, &input);
            }
            file(&input);
            link(&input);
        }
    }
}
