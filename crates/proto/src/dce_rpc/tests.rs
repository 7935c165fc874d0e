//! Associations by hand: bytes in, records out. The builders serve the tests of remote execution too.

use super::*;
use crate::protocol::{Probe, Verdict};
use crate::testing::TestFlow;
use thymus_flow::Endpoints;

pub(crate) const NDR32: &str = "8a885d04-1ceb-11c9-9fe8-08002b104860";
pub(crate) const NDR64: &str = "71710533-beba-4937-8319-b5dbef9ccc36";
pub(crate) const FEATURES: &str = "6cb71c2c-9812-4540-0300-000000000000";
pub(crate) const ATSVC: &str = "1ff70682-0a51-30e8-076d-740be8cee98b";
const SASEC: &str = "378e52b0-c0a9-11cf-822d-00aa0051e40f";

/// The identifier as a little-endian sender writes it.
pub(crate) fn wire(uuid: &str) -> [u8; 16] {
    Uuid::parse(uuid).expect("a UUID").to_wire()
}

fn message(kind: u8, flags: u8, call_id: u32, body: &[u8], auth: &[u8]) -> Vec<u8> {
    let auth_length = auth.len().saturating_sub(8) as u16;
    let length = (16 + body.len() + auth.len()) as u16;
    let mut bytes = vec![5, 0, kind, flags, 0x10, 0, 0, 0];
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(&auth_length.to_le_bytes());
    bytes.extend_from_slice(&call_id.to_le_bytes());
    bytes.extend_from_slice(body);
    bytes.extend_from_slice(auth);
    bytes
}

/// A bind that offers interfaces, each in one transfer syntax, with context numbers from 0.
pub(crate) fn bind(offers: &[(&str, &str)]) -> Vec<u8> {
    let mut body = vec![0xb8, 0x10, 0xb8, 0x10, 0, 0, 0, 0, offers.len() as u8, 0, 0, 0];
    for (id, (interface, transfer)) in offers.iter().enumerate() {
        body.extend_from_slice(&[id as u8, 0, 1, 0]);
        body.extend_from_slice(&wire(interface));
        body.extend_from_slice(&[1, 0, 0, 0]);
        body.extend_from_slice(&wire(transfer));
        body.extend_from_slice(&[2, 0, 0, 0]);
    }
    message(parser::kind::BIND, 3, 1, &body, &[])
}

/// Consent with a secondary address and a result and syntax for each offer.
pub(crate) fn bind_ack(address: &str, results: &[(u16, &str)]) -> Vec<u8> {
    let mut body = vec![0xb8, 0x10, 0xb8, 0x10, 1, 0, 0, 0];
    body.extend_from_slice(&(address.len() as u16 + 1).to_le_bytes());
    body.extend_from_slice(address.as_bytes());
    body.push(0);
    body.resize(body.len().next_multiple_of(4), 0);
    body.extend_from_slice(&[results.len() as u8, 0, 0, 0]);
    for (result, transfer) in results {
        body.extend_from_slice(&result.to_le_bytes());
        body.extend_from_slice(&[0, 0]);
        body.extend_from_slice(&wire(transfer));
        body.extend_from_slice(&[2, 0, 0, 0]);
    }
    message(parser::kind::BIND_ACK, 3, 1, &body, &[])
}

pub(crate) fn request(call_id: u32, context_id: u16, opnum: u16, stub: &[u8]) -> Vec<u8> {
    fragment_of_request(3, call_id, context_id, opnum, stub)
}

pub(crate) fn fragment_of_request(
    flags: u8,
    call_id: u32,
    context_id: u16,
    opnum: u16,
    stub: &[u8],
) -> Vec<u8> {
    message(parser::kind::REQUEST, flags, call_id, &request_body(context_id, opnum, stub), &[])
}

fn request_body(context_id: u16, opnum: u16, stub: &[u8]) -> Vec<u8> {
    let mut body = (stub.len() as u32).to_le_bytes().to_vec();
    body.extend_from_slice(&context_id.to_le_bytes());
    body.extend_from_slice(&opnum.to_le_bytes());
    body.extend_from_slice(stub);
    body
}

/// A request whose arguments are encrypted, with an NTLM verifier.
pub(crate) fn sealed_request(call_id: u32, context_id: u16, opnum: u16) -> Vec<u8> {
    let body = request_body(context_id, opnum, &[0xaa; 64]);
    let mut auth = vec![10, 6, 0, 0, 0, 0, 0, 0];
    auth.extend_from_slice(&[1; 16]);
    message(parser::kind::REQUEST, 3, call_id, &body, &auth)
}

pub(crate) fn response(call_id: u32, context_id: u16, stub: &[u8]) -> Vec<u8> {
    let mut body = (stub.len() as u32).to_le_bytes().to_vec();
    body.extend_from_slice(&context_id.to_le_bytes());
    body.extend_from_slice(&[0, 0]);
    body.extend_from_slice(stub);
    message(parser::kind::RESPONSE, 3, call_id, &body, &[])
}

pub(crate) fn fault(call_id: u32, status: u32) -> Vec<u8> {
    let mut body = vec![0; 8];
    body.extend_from_slice(&status.to_le_bytes());
    body.extend_from_slice(&[0; 4]);
    message(parser::kind::FAULT, 0x23, call_id, &body, &[])
}

fn three_offers() -> Vec<u8> {
    bind(&[(ATSVC, NDR32), (ATSVC, NDR64), (ATSVC, FEATURES)])
}

fn three_answers() -> Vec<u8> {
    let none = "00000000-0000-0000-0000-000000000000";
    bind_ack("\\PIPE\\atsvc", &[(2, none), (0, NDR64), (3, none)])
}

#[test]
fn the_context_number_chooses_interface_and_layout() {
    let mut flow = TestFlow::tcp(49_155);
    flow.orig(&three_offers()).resp(&three_answers());
    flow.orig(&request(2, 1, 3, &[0; 8])).resp(&response(2, 1, &[0; 8])).close();
    assert_eq!(flow.services(), "dce_rpc");
    let bind = &flow.of_kind("rpc_bind")[0];
    assert_eq!(bind["results"], serde_json::json!(["rejected", "accepted", "negotiated"]));
    assert_eq!(bind["transfer_syntaxes"], serde_json::json!(["NDR32", "NDR64", "features"]));
    assert_eq!(bind["success"], true);
    let call = &flow.of_kind("dce_rpc")[0];
    assert_eq!(call["named_pipe"], "\\PIPE\\atsvc");
    assert_eq!(call["endpoint"], "atsvc");
    assert_eq!(call["operation"], "NetrJobGetInfo");
    assert_eq!(call["interface_uuid"], ATSVC);
    assert_eq!(call["opnum"], 3);
    assert_eq!(call["ndr"], "NDR64");
    assert_eq!(call["rtt"], 0.001);
    assert!(call.get("inferred").is_none());
}

#[test]
fn the_same_records_however_the_stream_is_cut() {
    let client = [three_offers(), request(2, 1, 0, &[7; 90]), request(3, 1, 2, &[])].concat();
    let calls = |piece: usize| {
        let mut flow = TestFlow::tcp(135);
        for bytes in client.chunks(piece) {
            flow.orig(bytes);
        }
        flow.close();
        let operations = flow.of_kind("dce_rpc").into_iter().map(|call| call["operation"].clone());
        operations.collect::<Vec<_>>()
    };
    let whole = calls(client.len());
    assert_eq!(whole, ["NetrJobAdd", "NetrJobEnum"]);
    for piece in 1..100 {
        assert_eq!(calls(piece), whole, "pieces of {piece}");
    }
}

#[test]
fn fragments_are_one_call_and_a_fault_ends_it() {
    let mut flow = TestFlow::tcp(135);
    flow.orig(&bind(&[(SASEC, NDR32)]));
    flow.orig(&fragment_of_request(1, 9, 0, 0, &[1; 40]));
    flow.orig(&fragment_of_request(0, 9, 0, 0, &[1; 40]));
    flow.orig(&fragment_of_request(2, 9, 0, 0, &[1; 40]));
    flow.resp(&fault(9, 5)).close();
    let calls = flow.of_kind("dce_rpc");
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0]["fault"], "access_denied");
    assert_eq!(calls[0]["endpoint"], "sasec");
    assert_eq!(flow.of_kind("rpc_bind")[0]["results"], serde_json::json!(["unknown"]));
}

#[test]
fn without_a_bind_the_interface_is_inferred_from_the_pipe_and_marked() {
    let mut flow = TestFlow::tcp(445).midstream();
    flow.pipe("svcctl", Side::Originator, &request(4, 0, 12, &[0; 4]));
    let call = &flow.of_kind("dce_rpc")[0];
    assert_eq!(call["endpoint"], "svcctl");
    assert_eq!(call["operation"], "CreateServiceW");
    assert_eq!(call["named_pipe"], "svcctl");
    assert_eq!(call["inferred"], true);
    assert!(call["inferred_reason"].as_str().unwrap().contains("pipe"));
}

#[test]
fn a_pipe_that_carries_something_else_makes_no_noise() {
    let mut flow = TestFlow::tcp(445);
    flow.pipe("mine", Side::Originator, b"\x05hello, this is no call at all");
    assert!(flow.records().is_empty());
}

#[test]
fn an_announced_port_names_the_interface_of_calls_whose_bind_was_missed() {
    let mut flow = TestFlow::tcp(49_155).midstream().speaking(&PROTOCOL);
    flow.expected(Uuid::of(SASEC));
    flow.orig(&request(2, 3, 1, &[0; 4])).close();
    let call = &flow.of_kind("dce_rpc")[0];
    assert_eq!(call["operation"], "SASetNSAccountInformation");
    assert_eq!(call["inferred"], true);
}

#[test]
fn after_a_hole_reading_goes_on_at_the_next_message() {
    let mut flow = TestFlow::tcp(135);
    flow.orig(&bind(&[(ATSVC, NDR32)]));
    let lost = request(2, 0, 0, &[3; 400]);
    flow.orig(&lost[..100]).gap(Side::Originator, 200).orig(&lost[300..]);
    flow.orig(&request(3, 0, 1, &[])).close();
    let calls = flow.of_kind("dce_rpc");
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0]["operation"], "NetrJobDel");
}

#[test]
fn big_endian_messages_are_read() {
    let stub = [0u8; 4];
    let mut body = vec![0, 0, 0, 4, 0, 0, 0, 15];
    body.extend_from_slice(&stub);
    let mut bytes = vec![5, 0, 0, 3, 0, 0, 0, 0, 0, 28, 0, 0, 0, 0, 0, 7];
    bytes.extend_from_slice(&body);
    let mut flow = TestFlow::tcp(445).midstream();
    flow.pipe("srvsvc", Side::Originator, &bytes);
    assert_eq!(flow.of_kind("dce_rpc")[0]["operation"], "NetrShareEnum");
}

#[test]
fn sealed_calls_say_so() {
    let mut flow = TestFlow::tcp(135);
    flow.orig(&bind(&[(ATSVC, NDR32)])).orig(&sealed_request(2, 0, 0)).close();
    let call = &flow.of_kind("dce_rpc")[0];
    assert_eq!(call["auth_type"], "NTLM");
    assert_eq!(call["auth_level"], "privacy");
}

#[test]
fn too_many_calls_are_an_anomaly_and_none_is_lost() {
    let mut flow = TestFlow::tcp(135);
    flow.orig(&bind(&[(ATSVC, NDR32)]));
    for id in 0..130 {
        flow.orig(&request(id, 0, 0, &[]));
    }
    flow.close();
    assert_eq!(flow.of_kind("dce_rpc").len(), 130);
    assert_eq!(flow.of_kind("weird").len(), 2);
}

#[test]
fn datagrams_carry_calls_too() {
    let mut bytes = vec![0; 80];
    bytes[0] = 4;
    bytes[4] = 0x10;
    bytes[24..40].copy_from_slice(&wire(ATSVC));
    bytes[40] = 1;
    bytes[68] = 2;
    let mut flow = TestFlow::udp(135);
    flow.orig(&bytes).orig(&bytes);
    bytes[1] = 2;
    flow.resp(&bytes).close();
    let calls = flow.of_kind("dce_rpc");
    assert_eq!(calls.len(), 1, "a repeated request is one call");
    assert_eq!(calls[0]["operation"], "NetrJobEnum");
    assert!(calls[0].get("rtt").is_some());
}

#[test]
fn the_probe_knows_messages_from_what_looks_alike() {
    let endpoints =
        Endpoints { orig_h: [10, 0, 0, 1].into(), orig_p: 1, resp_h: [10, 0, 0, 2].into(), resp_p: 1080 };
    let ask = |bytes: &[u8]| {
        let carrier = crate::Carrier::Stream;
        let probe = Probe {
            carrier,
            from: Side::Originator,
            bytes,
            other: &[],
            endpoints: &endpoints,
            midstream: true,
        };
        (PROTOCOL.probe)(&probe)
    };
    let message = request(1, 0, 0, &[]);
    assert_eq!(ask(&message), Verdict::Certain);
    assert_eq!(ask(&message[..9]), Verdict::Unsure);
    assert_eq!(ask(b"\x05\x02\x00\x01"), Verdict::NotMine, "a SOCKS greeting");
    assert_eq!(ask(b"\x05\x01\x00\x01\x0a\x00\x00\x01\x00\x50"), Verdict::NotMine, "a SOCKS request");
    assert_eq!(ask(b"GET / HTTP/1.1\r\n\r\n"), Verdict::NotMine);
}

#[test]
fn any_cut_and_any_byte_changed_is_survived() {
    let client = [three_offers(), request(2, 1, 0, &[7; 30])].concat();
    let server = [three_answers(), response(2, 1, &[0; 8])].concat();
    for index in 0..client.len().max(server.len()) {
        for value in [0u8, 0x7f, 0xff] {
            let (mut client, mut server) = (client.clone(), server.clone());
            client.get_mut(index).into_iter().for_each(|byte| *byte = value);
            server.get_mut(index).into_iter().for_each(|byte| *byte = value);
            let mut flow = TestFlow::tcp(135).speaking(&PROTOCOL);
            flow.orig(&client).resp(&server).close();
        }
        let mut flow = TestFlow::tcp(135).speaking(&PROTOCOL);
        flow.orig(&client[..index.min(client.len())]).resp(&server[..index.min(server.len())]).close();
    }
}

const ACTIVATOR: &str = "000001a0-0000-0000-c000-000000000046";

/// An activation over port 135 whose answer names a port; then a connection to that port of which the beginning is not seen.
#[test]
fn a_port_that_an_activation_named_is_known_for_rpc() {
    let binding: Vec<u8> = "SERVER[50123]".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let answer = [&[0; 8][..], &[1, 0, 7, 0], &binding, &[0, 0, 0, 0]].concat();
    let mut flow = TestFlow::tcp(135);
    flow.orig(&bind(&[(ACTIVATOR, NDR32)])).resp(&bind_ack("135", &[(0, NDR32)]));
    flow.orig(&request(2, 0, 4, &[0; 32])).resp(&response(2, 0, &answer)).close();
    assert_eq!(flow.expects(50_123), Some("dce_rpc"));
    assert_eq!(flow.expects(50_124), None);
}
