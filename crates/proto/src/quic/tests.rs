//! Connections of QUIC with the packets that the RFCs print.

use super::protection::Keys;
use super::versions::salts;
use super::*;
use crate::testing::TestFlow;
use crate::tls::hex;
use proptest::prelude::*;

fn bytes(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.chars().filter_map(|c| c.to_digit(16)).map(|d| d as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

/// The destination of RFC 9001, appendix A.
const DESTINATION: [u8; 8] = [0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08];

/// The CRYPTO frame of the client of RFC 9001, A.2: a hello that asks for example.com.
fn client_frame() -> Vec<u8> {
    bytes(
        "060040f1010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c0000041301130201\
         0000c000000010000e00000b6578616d706c652e636f6dff01000100000a00080006001d0017001800100007000504616c706e\
         000500050100000000003300260024001d00209370b2c9caa47fbabaf4559fedba753de171fa71f50f1ce15d43e994ec74d748\
         002b0003020304000d0010000e0403050306030203080408050806002d00020101001c00024001003900320408ffffffffffff\
         ffff05048000ffff07048000ffff0801100104800075300901100f088394c8f03e51570806048000ffff",
    )
}

/// The server's packet of RFC 9001, A.3.
fn server_packet() -> Vec<u8> {
    bytes(
        "cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816b6394100f37a1c69797554780bb38cc5\
         a99f5ede4cf73c3ec2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84022f8ef4cd\
         d93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc42158407dd074ee",
    )
}

/// A client's Initial packet with these frames, padded to `length` bytes of frames.
fn client_packet(version: u32, destination: &[u8], number: u32, frames: &[u8], length: usize) -> Vec<u8> {
    let mut frames = frames.to_vec();
    frames.resize(length.max(frames.len()), 0);
    let first = if versions::numbers_as_second(version) { 0xd3 } else { 0xc3 };
    let mut header = vec![first];
    header.extend(version.to_be_bytes());
    header.push(destination.len() as u8);
    header.extend(destination);
    header.extend([0, 0]);
    header.extend((0x4000 | (frames.len() + 4 + 16) as u16).to_be_bytes());
    let keys = Keys::of(&salts(version)[0], destination).unwrap();
    keys.client.seal(&header, number, &frames)
}

fn crypto_frame(offset: usize, bytes: &[u8]) -> Vec<u8> {
    let mut frame = vec![6];
    frame.extend((0x4000 | offset as u16).to_be_bytes());
    frame.extend((0x4000 | bytes.len() as u16).to_be_bytes());
    frame.extend(bytes);
    frame
}

/// The whole packet of the client as the RFC prints it begins and ends so.
#[test]
fn the_clients_packet_of_the_rfc() {
    let packet = client_packet(1, &DESTINATION, 2, &client_frame(), 1162);
    assert_eq!(packet.len(), 1200);
    let text = hex(&packet);
    assert!(
        text.starts_with("c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11d242b123dc9bd8ba")
    );
    assert!(text.ends_with("e221af44860018ab0856972e194cd934"));
}

#[test]
fn a_connection_of_the_rfc() {
    let mut flow = TestFlow::udp(443);
    flow.orig(&client_packet(1, &DESTINATION, 2, &client_frame(), 1162));
    assert_eq!(flow.services(), "quic,ssl");
    flow.resp(&server_packet()).close();
    let quic = &flow.of_kind("quic")[0];
    assert_eq!(quic["version"], "1");
    assert_eq!(quic["client_initial_dcid"], "8394c8f03e515708");
    assert_eq!(quic["client_scid"], "");
    assert_eq!(quic["server_scid"], "f067a5502a4262b5");
    assert_eq!(quic["server_name"], "example.com");
    assert_eq!(quic["client_protocol"], "alpn");
    assert_eq!(quic["history"], "ISis");
    assert!(quic["ja4"].as_str().unwrap().starts_with("q13d0211an_"));
    let ssl = &flow.of_kind("ssl")[0];
    assert_eq!(ssl["version"], "TLSv13");
    assert_eq!(ssl["cipher"], "TLS_AES_128_GCM_SHA256");
    assert_eq!(ssl["curve"], "x25519");
    assert_eq!(ssl["ssl_history"], "Cs");
    assert_eq!(ssl["established"], false);
    assert_eq!(ssl["ja3"], quic["ja3"]);
    assert!(flow.of_kind("weird").is_empty());
}

/// RFC 9369, A.3: the same server's packet in version 2.
#[test]
fn a_connection_of_version_2() {
    let server = bytes(
        "dc6b3343cf0008f067a5502a4262b5004075d92faaf16f05d8a4398c47089698baeea26b91eb761d9b89237bbf872630179153\
         58230035f7fd3945d88965cf17f9af6e16886c61bfc703106fbaf3cb4cfa52382dd16a393e42757507698075b2c984c707f0a0\
         812d8cd5a6881eaf21ceda98f4bd23f6fe1a3e2c43edd9ce7ca84bed8521e2e140",
    );
    let mut flow = TestFlow::udp(443);
    flow.orig(&client_packet(0x6b33_43cf, &DESTINATION, 2, &client_frame(), 1162));
    flow.resp(&server).close();
    assert_eq!(flow.of_kind("quic")[0]["version"], "quicv2");
    assert_eq!(flow.of_kind("quic")[0]["history"], "ISis");
    assert_eq!(flow.of_kind("ssl")[0]["cipher"], "TLS_AES_128_GCM_SHA256");
}

/// A hello over three packets in two datagrams, the last part first, with ACK, PING and padding between.
#[test]
fn a_hello_in_pieces_and_out_of_order() {
    let frame = client_frame();
    let hello = &frame[4..];
    let last = [crypto_frame(200, &hello[200..]), vec![1, 0, 0, 2, 5, 0, 1, 0, 0, 0]].concat();
    let middle = [crypto_frame(150, &hello[150..210]), crypto_frame(90, &hello[90..150])].concat();
    let first = crypto_frame(0, &hello[..100]);
    let mut flow = TestFlow::udp(8443);
    flow.orig(&client_packet(1, &DESTINATION, 0, &last, 1162));
    let datagram = [
        client_packet(1, &DESTINATION, 1, &middle, 300),
        client_packet(1, &DESTINATION, 2, &first, 300),
        vec![0; 30],
    ];
    flow.orig(&datagram.concat()).close();
    assert_eq!(flow.of_kind("quic")[0]["history"], "IIISX");
    assert_eq!(flow.of_kind("quic")[0]["server_name"], "example.com");
}

/// RFC 9001, A.4: the server sends the client back, which tries again with the server's choice as destination.
#[test]
fn a_retry_is_a_record_of_its_own() {
    let retry = bytes("ff000000010008f067a5502a4262b5746f6b656e04a265ba2eff4d829058fb3f0f2496ba");
    let again = bytes("f067a5502a4262b5");
    let mut flow = TestFlow::udp(443);
    flow.orig(&client_packet(1, &DESTINATION, 0, &client_frame(), 1162));
    flow.resp(&retry);
    flow.orig(&client_packet(1, &again, 1, &client_frame(), 1162)).close();
    let quic = flow.of_kind("quic");
    assert_eq!((&quic[0]["history"], &quic[1]["history"]), (&"ISr".into(), &"IS".into()));
    assert_eq!(quic[1]["client_initial_dcid"], "f067a5502a4262b5");
    assert_eq!(flow.of_kind("ssl")[0]["ssl_history"], "CC");
}

#[test]
fn another_connection_in_the_same_flow_is_found() {
    let mut flow = TestFlow::udp(443);
    flow.orig(&client_packet(1, &DESTINATION, 0, &client_frame(), 1162));
    flow.orig(&client_packet(1, &[5; 16], 0, &client_frame(), 1162)).close();
    let quic = flow.of_kind("quic");
    assert_eq!(quic.len(), 2);
    assert_eq!(quic[1]["client_initial_dcid"], "05".repeat(16));
    assert_eq!(quic[1]["server_name"], "example.com");
}

#[test]
fn a_client_that_is_the_responder_is_believed() {
    let mut flow = TestFlow::udp(50_000);
    flow.resp(&client_packet(1, &DESTINATION, 0, &client_frame(), 1162));
    flow.orig(&server_packet()).close();
    assert_eq!(flow.of_kind("quic")[0]["history"], "ISis");
    assert_eq!(flow.of_kind("quic")[0]["server_name"], "example.com");
}

#[test]
fn short_packets_are_noted_as_their_number_doubles() {
    let mut flow = TestFlow::udp(443);
    flow.orig(&client_packet(1, &DESTINATION, 0, &client_frame(), 1162));
    for _ in 0..9 {
        flow.resp(&[0x41; 40]);
    }
    flow.orig(&[0x41; 40]).close();
    assert_eq!(flow.of_kind("quic")[0]["history"], "ISooooO");
}

#[test]
fn an_unfamiliar_version_is_one_record() {
    let mut packet = client_packet(1, &DESTINATION, 0, &client_frame(), 1162);
    packet[1..5].copy_from_slice(&[0x10, 0x01, 0, 0]);
    let mut flow = TestFlow::udp(443);
    flow.orig(&packet).orig(&packet).close();
    let quic = flow.of_kind("quic");
    assert_eq!(quic.len(), 1);
    assert_eq!((&quic[0]["version"], &quic[0]["history"]), (&"unknown-10010000".into(), &"U".into()));
}

/// A hello of Q043 (Google): public header, hash, a stream frame, and the tags SNI and VER.
#[test]
fn googles_own_quic_shows_its_server_name() {
    let mut packet = vec![0x09, 1, 2, 3, 4, 5, 6, 7, 8];
    packet.extend(b"Q043\x01");
    packet.extend([0; 12]);
    packet.extend([0xa0, 1, 50, 0]);
    packet.extend(b"CHLO\x02\0\0\0SNI\0\x09\0\0\0VER\0\x0d\0\0\0a.exampleQ043");
    let mut flow = TestFlow::udp(443);
    flow.orig(&packet).close();
    let quic = &flow.of_kind("quic")[0];
    assert_eq!((&quic["version"], &quic["server_name"]), (&"Q043".into(), &"a.example".into()));
    assert_eq!(quic["client_initial_dcid"], "0102030405060708");
}

/// Every cut of the client's datagram, and every byte of its header changed: nothing panics.
#[test]
fn truncation_and_damage() {
    let packet = client_packet(1, &DESTINATION, 0, &client_frame(), 400);
    for length in 0..packet.len() {
        TestFlow::udp(443).speaking(&PROTOCOL).orig(&packet[..length]).resp(&packet[..length]).close();
    }
    for index in 0..40 {
        for value in [0, 0x3f, 0x80, 0xff] {
            let mut damaged = packet.clone();
            damaged[index] = value;
            TestFlow::udp(443).speaking(&PROTOCOL).orig(&damaged).close();
        }
    }
}

/// Frames that lie about their lengths, and a hello that claims to be endless.
#[test]
fn hostile_frames_do_no_harm() {
    let lies: [&[u8]; 6] = [
        &[6, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 1],
        &[6, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        &[2, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0],
        &[6, 0, 4, 1, 0xff, 0xff, 0xff],
        &[6, 0x80, 0, 0x50, 0, 1, 1],
        &[0x1e],
    ];
    for lie in lies {
        let mut flow = TestFlow::udp(443);
        let frames = [&[0; 40], lie].concat();
        flow.orig(&client_packet(1, &DESTINATION, 0, &frames, 0)).close();
        assert_eq!(flow.of_kind("weird").len(), 1, "{lie:?}");
    }
}

proptest! {
    /// Any frames in packets that open, and any bytes beside them: never a panic.
    #[test]
    fn any_frames(
        frames in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 20..120), 1..6),
        noise in proptest::collection::vec(any::<u8>(), 0..60),
    ) {
        let mut flow = TestFlow::udp(443).speaking(&PROTOCOL);
        for (number, frames) in frames.iter().enumerate() {
            let lead: &[u8] = if number % 2 == 0 { &[] } else { &[6, 0] };
            let packet = client_packet(1, &DESTINATION, number as u32, &[lead, frames].concat(), 0);
            flow.orig(&packet).orig(&noise).resp(&noise);
        }
        flow.close();
    }
}
