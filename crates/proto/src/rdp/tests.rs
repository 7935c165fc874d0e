//! RDP by hand-made bytes, after the specifications.

use super::*;
use crate::asn1::tests::tlv;
use crate::testing::TestFlow;

fn tpkt(content: &[u8]) -> Vec<u8> {
    [&[3, 0][..], &(content.len() as u16 + 4).to_be_bytes(), content].concat()
}

/// X.224 class 0 connection request or confirm.
fn connect(code: u8, options: &[u8]) -> Vec<u8> {
    tpkt(&[&[options.len() as u8 + 6, code, 0, 0, 0x12, 0x34, 0][..], options].concat())
}

fn request(cookie: &str, protocols: u32) -> Vec<u8> {
    let options = [cookie.as_bytes(), &[1, 0, 8, 0], &protocols.to_le_bytes()].concat();
    connect(0xe0, &options)
}

fn confirm(kind: u8, value: u32) -> Vec<u8> {
    connect(0xd0, &[&[kind, 0, 8, 0][..], &value.to_le_bytes()].concat())
}

fn utf16(text: &str, length: usize) -> Vec<u8> {
    let mut bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.resize(length, 0);
    bytes
}

fn block(kind: u16, content: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(content.len() as u16 + 4).to_le_bytes(), content].concat()
}

fn mcs(tag: u8, fields: &[Vec<u8>]) -> Vec<u8> {
    let mut element = vec![0x7f];
    element.extend(tlv(tag, &fields.concat()));
    tpkt(&[&[2, 0xf0, 0x80][..], &element].concat())
}

fn with_length(key: &[u8], blocks: &[u8]) -> Vec<u8> {
    [key, &(blocks.len() as u16 | 0x8000).to_be_bytes(), blocks].concat()
}

fn client_data() -> Vec<u8> {
    let core = [
        &[4, 0, 8, 0][..],
        &1920u16.to_le_bytes(),
        &1080u16.to_le_bytes(),
        &[1, 0xca, 3, 0xaa],
        &0x0407u32.to_le_bytes(),
        &9600u32.to_le_bytes(),
        &utf16("PC7", 32),
        &[0; 12 + 64],
        &[1, 0xca, 1, 0, 0, 0, 0, 0],
        &16u16.to_le_bytes(),
        &[7, 0, 3, 0],
        &utf16("product-id", 64),
    ]
    .concat();
    let channels = [&2u32.to_le_bytes()[..], b"rdpdr\0\0\0", &[0; 4], b"cliprdr\0", &[0; 4]].concat();
    let blocks = [block(0xc001, &core), block(0xc002, &[0; 8]), block(0xc003, &channels)].concat();
    let gcc = [
        &[0, 5, 0, 0x14, 0x7c, 0, 1, 0x81, 0x00, 0, 8, 0, 0x10, 0, 1, 0xc0, 0][..],
        &with_length(b"Duca", &blocks),
    ];
    let octet = tlv(4, &[1]);
    let parameters = tlv(0x30, &tlv(2, &[1]));
    let upward = tlv(1, &[0xff]);
    mcs(
        0x65,
        &[
            octet.clone(),
            octet,
            upward,
            parameters.clone(),
            parameters.clone(),
            parameters,
            tlv(4, &gcc.concat()),
        ],
    )
}

fn server_data(certificate: &[u8]) -> Vec<u8> {
    let security = [
        &2u32.to_le_bytes()[..],
        &3u32.to_le_bytes(),
        &32u32.to_le_bytes(),
        &(certificate.len() as u32).to_le_bytes(),
        &[0x77; 32],
        certificate,
    ]
    .concat();
    let blocks = [block(0x0c01, &[4, 0, 8, 0]), block(0x0c02, &security)].concat();
    let gcc = [
        &[0, 5, 0, 0x14, 0x7c, 0, 1, 0x2a, 0x14, 0x76, 0x0a, 1, 1, 0, 1, 0xc0, 0][..],
        &with_length(b"McDn", &blocks),
    ];
    mcs(0x66, &[tlv(10, &[0]), tlv(2, &[0]), tlv(0x30, &tlv(2, &[1])), tlv(4, &gcc.concat())])
}

#[test]
fn a_session_with_its_own_encryption() {
    let chain = [
        &2u32.to_le_bytes()[..],
        &2u32.to_le_bytes(),
        &3u32.to_le_bytes(),
        b"abc",
        &1u32.to_le_bytes(),
        b"d",
    ];
    let mut certificate = chain.concat();
    certificate[3] |= 0x80;
    let stream = [client_data()].concat();
    let mut flow = TestFlow::tcp(3390);
    flow.orig(&request("Cookie: mstshash=eve\r\n", 0)).resp(&confirm(2, 0));
    flow.orig(&stream[..9]).orig(&stream[9..]).resp(&server_data(&certificate));
    assert_eq!(flow.services(), "rdp");
    assert!(flow.stopped(), "what follows is encrypted");
    let record = &flow.of_kind("rdp")[0];
    for (field, value) in [
        ("cookie", "eve"),
        ("result", "Success"),
        ("security_protocol", "RDP"),
        ("keyboard_layout", "German - Germany"),
        ("client_build", "RDP 8.1"),
        ("client_name", "PC7"),
        ("client_dig_product_id", "product-id"),
        ("requested_color_depth", "32bit"),
        ("cert_type", "X.509"),
        ("encryption_level", "High"),
        ("encryption_method", "128bit"),
    ] {
        assert_eq!(record[field], value, "{field}");
    }
    assert_eq!((&record["desktop_width"], &record["desktop_height"]), (&1920.into(), &1080.into()));
    assert_eq!((&record["cert_count"], &record["cert_permanent"]), (&2.into(), &false.into()));
    assert_eq!(record["client_channels"], serde_json::json!(["rdpdr", "cliprdr"]));
    flow.with(|_, cx| assert_eq!(cx.session().client_host.as_deref(), Some("PC7")));
}

#[test]
fn a_session_inside_tls() {
    let mut flow = TestFlow::tcp(3389);
    flow.orig(&request("", 11)).resp(&confirm(2, 8)).orig(&[22, 3, 1, 0, 5, 1, 0, 0, 1, 0]).close();
    let records = flow.of_kind("rdp");
    assert_eq!(records.len(), 1);
    assert_eq!(records[0]["result"], "encrypted");
    assert_eq!(records[0]["security_protocol"], "HYBRID_EX");
    assert_eq!(records[0]["client_security_protocols"], serde_json::json!(["SSL", "HYBRID", "HYBRID_EX"]));
    assert!(records[0].get("cookie").is_none());
    assert!(flow.of_kind("weird").is_empty());
}

#[test]
fn a_server_that_refuses() {
    let mut flow = TestFlow::tcp(3389);
    flow.orig(&request("Cookie: mstshash=CORP\\eve\r\n", 1)).resp(&confirm(3, 5));
    let record = &flow.of_kind("rdp")[0];
    assert_eq!(record["cookie"], "CORP\\eve");
    assert_eq!(record["result"], "HYBRID_REQUIRED_BY_SERVER");
}

#[test]
fn tokens_of_load_balancers() {
    let mut flow = TestFlow::tcp(3389);
    flow.orig(&request("Cookie: msts=3640205228.15629.0000\r\n", 1)).close();
    assert_eq!(flow.of_kind("rdp")[0]["routing_token"], "3640205228.15629.0000");
}

#[test]
fn other_protocols_over_the_same_headers_are_left_alone() {
    let s7 = connect(0xe0, &[0xc1, 2, 1, 0, 0xc2, 2, 1, 2, 0xc0, 1, 0x0a]);
    let h323 = tpkt(&[8, 2, 0, 1, 5, 4]);
    for (port, bytes) in [(102, s7.clone()), (1720, h323), (3389, s7), (102, connect(0xe0, &[]))] {
        let mut flow = TestFlow::tcp(port);
        flow.orig(&bytes);
        assert!(!flow.services().contains("rdp"), "port {port}");
        flow.close();
        assert!(!flow.services().contains("rdp"), "port {port}");
    }
    let mut flow = TestFlow::tcp(3389);
    flow.orig(&connect(0xe0, &[])).close();
    assert_eq!(flow.services(), "rdp", "an old client on the well-known port");
}

#[test]
fn remote_desktop_over_udp_is_known_by_the_servers_answer() {
    let datagram = |flags: u16| {
        let mut bytes =
            [&[0xff; 4][..], &[0, 64], &flags.to_be_bytes(), &[9; 4], &[4, 0xd0, 4, 0xd0]].concat();
        bytes.resize(1232, 0);
        bytes
    };
    let mut flow = TestFlow::udp(3389);
    flow.orig(&datagram(0x1001));
    assert_eq!(flow.services(), "");
    flow.resp(&datagram(0x1005));
    assert_eq!(flow.services(), "rdpeudp");
}

#[test]
fn any_truncation_and_any_changed_byte_is_survived() {
    for (whole, from_client) in [(client_data(), true), (server_data(&[1, 0, 0, 0]), false)] {
        for length in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[length] ^= 0xff;
            for bytes in [&whole[..length], &damaged] {
                let mut flow = TestFlow::tcp(3389).speaking(&TCP);
                if from_client {
                    flow.orig(bytes)
                } else {
                    flow.resp(bytes)
                };
                flow.close();
            }
        }
    }
}
