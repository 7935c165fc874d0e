//! Sessions of TLS and DTLS as bytes, and fingerprints as published.

use super::*;
use crate::testing::TestFlow;
use proptest::prelude::*;
use thymus_flow::Side;

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().filter_map(|c| c.to_digit(16)).map(|d| d as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

/// The client hello of RFC 8448, section 3.
fn rfc8448_client_hello() -> Vec<u8> {
    bytes(
        "010000c00303cb34ecb1e78163ba1c38c6dacb196a6dffa21a8d9912ec18a2ef6283024dece7000006130113031302010000
         910000000b0009000006736572766572ff01000100000a00140012001d0017001800190100010101020103010400230000003300
         260024001d002099381de560e4bd43d23d8e435a7dbafeb3c06e51c13cae4d5413691e529aaf2c002b0003020304000d0020001e
         040305030603020308040805080604010501060102010402050206020202002d00020101001c00024001",
    )
}

/// The server hello of RFC 8448, section 3.
fn rfc8448_server_hello() -> Vec<u8> {
    bytes(
        "020000560303a6af06a4121860dc5e6e60249cd34c95930c8ac5cb1434dac155772ed3e2692800130100002e003300240
         01d0020c9828876112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e751f0f002b00020304",
    )
}

fn record(content_type: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![content_type, 3, 3];
    bytes.extend((content.len() as u16).to_be_bytes());
    bytes.extend(content);
    bytes
}

fn handshake(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![kind];
    bytes.extend(&(body.len() as u32).to_be_bytes()[1..]);
    bytes.extend(body);
    bytes
}

fn vector8(content: &[u8]) -> Vec<u8> {
    [&[content.len() as u8], content].concat()
}

fn vector16(content: &[u8]) -> Vec<u8> {
    [&(content.len() as u16).to_be_bytes(), content].concat()
}

fn numbers(list: &[u16]) -> Vec<u8> {
    list.iter().flat_map(|number| number.to_be_bytes()).collect()
}

/// The body of a client hello with these ciphers and extensions.
fn client_hello(version: u16, session: &[u8], ciphers: &[u16], extensions: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut body = version.to_be_bytes().to_vec();
    body.extend([7; 32]);
    body.extend(vector8(session));
    body.extend(vector16(&numbers(ciphers)));
    body.extend([1, 0]);
    push_extensions(&mut body, extensions);
    body
}

fn server_hello(version: u16, session: &[u8], cipher: u16, extensions: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut body = version.to_be_bytes().to_vec();
    body.extend([9; 32]);
    body.extend(vector8(session));
    body.extend(cipher.to_be_bytes());
    body.push(0);
    push_extensions(&mut body, extensions);
    body
}

fn push_extensions(body: &mut Vec<u8>, extensions: &[(u16, Vec<u8>)]) {
    if extensions.is_empty() {
        return;
    }
    let list: Vec<u8> = extensions
        .iter()
        .flat_map(|(kind, content)| [numbers(&[*kind]), vector16(content)].concat())
        .collect();
    body.extend(vector16(&list));
}

fn server_name(name: &str) -> (u16, Vec<u8>) {
    (0, vector16(&[&[0], vector16(name.as_bytes()).as_slice()].concat()))
}

fn alpn(names: &[&str]) -> (u16, Vec<u8>) {
    let list: Vec<u8> = names.iter().flat_map(|name| vector8(name.as_bytes())).collect();
    (16, vector16(&list))
}

const CCS: [u8; 6] = [20, 3, 3, 0, 1, 1];

/// A session of TLS 1.3 as RFC 8448 has it, with the `change_cipher_spec` that pleases middle boxes.
#[test]
fn a_session_of_tls_1_3() {
    let mut flow = TestFlow::tcp(443);
    flow.orig(&record(22, &rfc8448_client_hello()));
    assert_eq!(flow.services(), "ssl");
    let mut answer = record(22, &rfc8448_server_hello());
    answer.extend(CCS);
    answer.extend(record(23, &[0; 600]));
    flow.resp(&answer);
    assert!(flow.of_kind("ssl").is_empty());
    flow.orig(&[CCS.to_vec(), record(23, &[0; 60])].concat());
    assert!(flow.stopped());
    flow.close();
    let ssl = flow.of_kind("ssl");
    assert_eq!(ssl.len(), 1);
    assert_eq!(ssl[0]["version"], "TLSv13");
    assert_eq!(ssl[0]["cipher"], "TLS_AES_128_GCM_SHA256");
    assert_eq!(ssl[0]["curve"], "x25519");
    assert_eq!(ssl[0]["server_name"], "server");
    assert_eq!(ssl[0]["established"], true);
    assert_eq!(ssl[0]["resumed"], false);
    assert_eq!(ssl[0]["ssl_history"], "CsiI");
    assert_eq!(ssl[0]["ts"], 1000.001);
}

#[test]
fn tls_1_3_without_change_cipher_spec_is_established_by_data_of_both_sides() {
    let mut flow = TestFlow::tcp(9090);
    flow.orig(&record(22, &rfc8448_client_hello()));
    flow.resp(&[record(22, &rfc8448_server_hello()), record(23, &[0; 60])].concat());
    assert!(!flow.stopped());
    flow.orig(&record(23, &[0; 60]));
    assert_eq!(flow.of_kind("ssl")[0]["ssl_history"], "Cs");
    assert_eq!(flow.of_kind("ssl")[0]["established"], true);
}

/// However the stream is cut, the records are the same.
#[test]
fn segments_do_not_matter() {
    let client = record(22, &rfc8448_client_hello());
    let mut server = record(22, &rfc8448_server_hello());
    server.extend(record(23, &[0; 60]));
    for size in [1, 2, 5, 7, 50, 199] {
        let mut flow = TestFlow::tcp(4433).speaking(&PROTOCOL);
        for piece in client.chunks(size) {
            flow.orig(piece);
        }
        for piece in server.chunks(size) {
            flow.resp(piece);
        }
        for piece in record(23, &[0; 60]).chunks(size) {
            flow.orig(piece);
        }
        assert_eq!(flow.of_kind("ssl")[0]["ssl_history"], "Cs", "pieces of {size}");
        assert_eq!(flow.of_kind("ssl")[0]["established"], true);
    }
}

/// TLS 1.2 with a handshake message over two records, a ticket and an alert at the end.
#[test]
fn a_session_of_tls_1_2() {
    let hello = handshake(
        1,
        &client_hello(0x0303, &[], &[0xc02f, 0x002f], &[server_name("a.example"), alpn(&["h2"])]),
    );
    let (front, back) = hello.split_at(20);
    let mut flow = TestFlow::tcp(443);
    flow.orig(&[record(22, front), record(22, back)].concat());
    let mut answer = handshake(2, &server_hello(0x0303, &[5; 32], 0xc02f, &[alpn(&["h2"])]));
    answer.extend(handshake(12, &[3, 0, 23, 65, 4]));
    answer.extend(handshake(14, &[]));
    flow.resp(&record(22, &answer));
    flow.orig(&[record(22, &handshake(16, &[0; 66])), CCS.to_vec(), record(22, &[0; 40])].concat());
    flow.resp(&[record(22, &handshake(4, &[0; 100])), CCS.to_vec(), record(22, &[0; 40])].concat());
    let ssl = &flow.of_kind("ssl")[0];
    assert_eq!(ssl["version"], "TLSv12");
    assert_eq!(ssl["curve"], "secp256r1");
    assert_eq!(ssl["next_protocol"], "h2");
    assert_eq!(ssl["orig_alpn"], serde_json::json!(["h2"]));
    assert_eq!(ssl["ssl_history"], "CsknGIti");
    assert_eq!(ssl["established"], true);
    assert_eq!(ssl["resumed"], false);
}

#[test]
fn a_session_id_that_comes_back_is_a_resumption() {
    let mut flow = TestFlow::tcp(443);
    flow.orig(&record(22, &handshake(1, &client_hello(0x0303, &[8; 32], &[0x2f], &[]))));
    flow.resp(
        &[
            record(22, &handshake(2, &server_hello(0x0303, &[8; 32], 0x2f, &[]))),
            CCS.to_vec(),
            record(22, &[0; 40]),
        ]
        .concat(),
    );
    flow.orig(&[CCS.to_vec(), record(22, &[0; 40])].concat());
    assert_eq!(flow.of_kind("ssl")[0]["resumed"], true);
    assert_eq!(flow.of_kind("ssl")[0]["ssl_history"], "CsiI");
}

#[test]
fn a_refused_session_has_its_alert() {
    let mut flow = TestFlow::tcp(443);
    flow.orig(&record(22, &rfc8448_client_hello()));
    flow.resp(&record(21, &[2, 40])).close();
    let ssl = &flow.of_kind("ssl")[0];
    assert_eq!(ssl["last_alert"], "handshake_failure");
    assert_eq!(ssl["ssl_history"], "Cl");
    assert_eq!(ssl["established"], false);
    assert!(ssl.get("version").is_none());
}

/// A request to try again, `change_cipher_spec`, and a second hello in clear text (RFC 8446, 4.1.4 and D.4).
#[test]
fn a_request_to_try_again() {
    let random = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";
    let retry = bytes(&format!("0200003803 03{random}00130100001000330002001d002b00020304 00000000"));
    let retry = handshake(2, &retry[4..50.min(retry.len())]);
    let mut flow = TestFlow::tcp(443);
    flow.orig(&record(22, &rfc8448_client_hello()));
    flow.resp(&[record(22, &retry), CCS.to_vec()].concat());
    flow.orig(&[CCS.to_vec(), record(22, &rfc8448_client_hello())].concat());
    flow.resp(&[record(22, &rfc8448_server_hello()), record(23, &[0; 60])].concat());
    flow.orig(&record(23, &[0; 60]));
    assert_eq!(flow.of_kind("ssl")[0]["ssl_history"], "CjiICs");
    assert_eq!(flow.of_kind("ssl")[0]["established"], true);
}

#[test]
fn a_client_that_is_the_responder_is_believed() {
    let mut flow = TestFlow::tcp(443).midstream();
    flow.resp(&record(22, &rfc8448_client_hello()));
    flow.orig(&record(22, &rfc8448_server_hello())).close();
    assert_eq!(flow.of_kind("ssl")[0]["ssl_history"], "^Cs");
}

#[test]
fn mid_stream_data_is_recognised_and_left_alone() {
    let mut flow = TestFlow::tcp(50_000).midstream();
    flow.orig(&[record(23, &[0; 100]), record(23, &[0; 100])].concat());
    assert_eq!(flow.services(), "ssl");
    assert!(flow.stopped());
    flow.close();
    assert!(flow.of_kind("ssl").is_empty());
}

#[test]
fn a_hole_in_encrypted_data_does_no_harm() {
    let mut flow = TestFlow::tcp(443);
    flow.orig(&record(22, &rfc8448_client_hello()));
    flow.resp(&[record(22, &rfc8448_server_hello()), record(23, &[0; 4000])[..1000].to_vec()].concat());
    flow.gap(Side::Responder, 2005);
    flow.resp(&[0; 1000]);
    flow.orig(&record(23, &[0; 60]));
    assert_eq!(flow.of_kind("ssl")[0]["established"], true);
    assert!(flow.of_kind("weird").is_empty());
}

/// A hello of SSLv2 that offers TLS 1.0 (RFC 5246, E.2), answered with TLS 1.0.
#[test]
fn an_old_hello_is_understood() {
    let mut hello = vec![0x80, 0x2e, 1, 3, 1, 0, 21, 0, 0, 0, 16];
    hello.extend([0, 0, 4, 0, 0, 5, 0, 0, 10, 1, 0, 0x80, 7, 0, 0xc0, 0, 0, 9, 0, 0, 6]);
    hello.extend([3; 16]);
    let mut flow = TestFlow::tcp(443);
    flow.orig(&hello);
    assert_eq!(flow.services(), "ssl");
    flow.resp(&record(22, &handshake(2, &server_hello(0x0301, &[], 5, &[])))).close();
    let ssl = &flow.of_kind("ssl")[0];
    assert_eq!((&ssl["version"], &ssl["ssl_history"]), (&"TLSv10".into(), &"Cs".into()));
    assert_eq!(ssl["cipher"], "TLS_RSA_WITH_RC4_128_SHA");
}

#[test]
fn other_protocols_are_not_taken_for_tls() {
    for start in [
        &b"GET / HTTP/1.1\r\n"[..],
        b"SSH-2.0-OpenSSH",
        b"\x16\x03\x01\x00\x02\x00\x00",
        &[0x80; 20],
        &[0; 20],
    ] {
        let mut flow = TestFlow::tcp(4443);
        flow.orig(start).close();
        assert!(!flow.services().contains("ssl"));
    }
}

/// Every cut of both hellos gives at most a record and a `weird`, and never a panic.
#[test]
fn truncation_at_every_length() {
    for (kind, message) in [(1u8, rfc8448_client_hello()), (2, rfc8448_server_hello())] {
        for length in 0..message.len() - 4 {
            let mut flow = TestFlow::tcp(443).speaking(&PROTOCOL);
            flow.orig(&record(22, &handshake(kind, &message[4..4 + length]))).close();
            assert_eq!(flow.of_kind("ssl").len(), 1, "type {kind}, {length} bytes");
        }
    }
    for length in 0..60 {
        let mut flow = TestFlow::tcp(443).speaking(&PROTOCOL);
        flow.orig(&record(22, &rfc8448_client_hello())[..length]).gap(Side::Originator, 9).close();
    }
}

#[test]
fn a_handshake_message_without_end_reaches_the_limit() {
    let mut flow = TestFlow::tcp(443);
    flow.orig(&record(22, &rfc8448_client_hello()));
    let mut endless = vec![11, 0xff, 0xff, 0xff];
    endless.resize(16_000, 0);
    for _ in 0..10 {
        flow.resp(&record(22, &endless));
    }
    let weird = flow.of_kind("weird");
    assert_eq!(weird.len(), 1);
    assert_eq!(weird[0]["name"], "ssl_handshake_limit_reached");
}

fn dtls_record(epoch: u16, sequence: u8, content_type: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![content_type, 0xfe, 0xfd];
    bytes.extend(epoch.to_be_bytes());
    bytes.extend([0, 0, 0, 0, 0, sequence]);
    bytes.extend(vector16(content));
    bytes
}

fn dtls_fragment(kind: u8, sequence: u8, body: &[u8], offset: usize, length: usize) -> Vec<u8> {
    let three = |number: usize| (number as u32).to_be_bytes()[1..].to_vec();
    let mut bytes = vec![kind];
    bytes.extend(three(body.len()));
    bytes.extend([0, sequence]);
    bytes.extend(three(offset));
    bytes.extend(three(length));
    bytes.extend(&body[offset..offset + length]);
    bytes
}

/// A client hello of DTLS: as of TLS, with an empty cookie after the session.
fn dtls_client_hello() -> Vec<u8> {
    let mut body = client_hello(0xfefd, &[], &[0xc02b, 0xc02f], &[]);
    body.insert(35, 0);
    body
}

#[test]
fn a_session_of_dtls_with_fragments_out_of_order() {
    let mut flow = TestFlow::udp(43_044);
    let hello = dtls_client_hello();
    let half = hello.len() / 2;
    flow.orig(&dtls_record(0, 0, 22, &dtls_fragment(1, 0, &hello, half, hello.len() - half)));
    flow.orig(&dtls_record(0, 1, 22, &dtls_fragment(1, 0, &hello, 0, half)));
    assert_eq!(flow.services(), "dtls");
    let answer = server_hello(0xfefd, &[], 0xc02b, &[]);
    flow.resp(&dtls_record(0, 0, 22, &dtls_fragment(2, 0, &answer, 0, answer.len())));
    flow.orig(&[dtls_record(0, 2, 20, &[1]), dtls_record(1, 0, 22, &[0; 40])].concat());
    flow.resp(&[dtls_record(0, 2, 20, &[1]), dtls_record(1, 0, 22, &[0; 40])].concat());
    let ssl = &flow.of_kind("ssl")[0];
    assert_eq!(ssl["version"], "DTLSv12");
    assert_eq!(ssl["cipher"], "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    assert_eq!(ssl["ssl_history"], "CsIi");
    assert_eq!(ssl["established"], true);
    assert!(ssl["ja4"].as_str().unwrap().starts_with("dd2i0200"));
}

#[test]
fn hostile_dtls_fragments_do_no_harm() {
    let hello = dtls_client_hello();
    let mut flow = TestFlow::udp(443).speaking(&DTLS);
    let mut past = dtls_fragment(1, 0, &hello, 10, 20);
    past[8] = 0xff;
    flow.orig(&dtls_record(0, 0, 22, &past));
    let mut huge = dtls_fragment(1, 1, &hello, 0, 20);
    huge[1] = 0xff;
    huge[6] = 0xf0;
    flow.orig(&dtls_record(0, 1, 22, &huge));
    let whole = dtls_record(0, 2, 22, &dtls_fragment(1, 2, &hello, 0, hello.len()));
    for length in 0..whole.len() {
        flow.orig(&whole[..length]);
    }
    flow.close();
    assert!(flow.of_kind("weird").iter().any(|weird| weird["name"] == "dtls_handshake_limit_reached"));
}

/// The examples of the JA3 README (Salesforce), and the digest of the text that JA3S has for a server's.
#[test]
fn ja3_as_published() {
    let ciphers = [47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4];
    let extensions = [server_name("x"), (10, vector16(&numbers(&[23, 24, 25]))), (11, vector8(&[0]))];
    let body = client_hello(769, &[], &ciphers, &extensions);
    assert_eq!(ja3(&ClientHello::parse(&body, false)), "ada70206e40642a3e4461f35503241d5");
    let body = client_hello(769, &[], &[4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99], &[]);
    assert_eq!(ja3(&ClientHello::parse(&body, false)), "de350869b8c85de67a350c8d186f11e6");
    let extensions = [65281, 0, 11, 35, 5, 16].map(|kind| (kind, Vec::new()));
    let body = server_hello(769, &[], 47, &extensions);
    assert_eq!(ja3s(&ServerHello::parse(&body)), "836ce314215654b5b1f85f97c73e506f");
}

/// The example of the JA4 specification (FoxIO), with reserved values strewn in that must not count.
fn ja4_example(protocol: &[u8]) -> Vec<u8> {
    let ciphers = [
        0x0a0a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014,
        0x009c, 0x009d, 0x002f, 0x0035,
    ];
    let signatures = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601];
    let mut extensions = vec![
        (0x1a1a, vec![]),
        server_name("example.com"),
        (16, vector16(&vector8(protocol))),
        (13, vector16(&numbers(&signatures))),
        (43, vector8(&numbers(&[0x2a2a, 0x0304, 0x0303]))),
    ];
    for kind in [0x1b, 0x4469, 0x17, 0xff01, 0x0a, 0x0b, 0x23, 0x05, 0x12, 0x33, 0x2d, 0x15] {
        extensions.push((kind, vec![]));
    }
    client_hello(0x0303, &[1; 32], &ciphers, &extensions)
}

#[test]
fn ja4_as_published() {
    let code =
        |protocol: &[u8], transport| ja4(&ClientHello::parse(&ja4_example(protocol), false), transport);
    assert_eq!(code(b"h2", Transport::Stream), "t13d1516h2_8daaf6152771_e5627efa2ab1");
    assert_eq!(code(b"h3", Transport::Quic), "q13d1516h3_8daaf6152771_e5627efa2ab1");
    assert_eq!(&code(b"", Transport::Stream)[..10], "t13d151600");
    assert_eq!(&code(b"x", Transport::Stream)[..10], "t13d1516xx");
    assert_eq!(
        &code(&[0xab, 0xcd], Transport::Stream)[..10],
        "t13d1516ad",
        "no letters: of the hexadecimal form"
    );
    assert_eq!(&code(&[0x30, 0xab], Transport::Stream)[..10], "t13d15163b");
    let bare = client_hello(0x0301, &[], &[], &[]);
    assert_eq!(
        ja4(&ClientHello::parse(&bare, false), Transport::Stream),
        "t10i000000_000000000000_000000000000"
    );
}

proptest! {
    /// Anything after a hello, cut anywhere and with holes: at most one record, and never a panic.
    #[test]
    fn any_bytes(
        pieces in proptest::collection::vec((any::<bool>(), proptest::collection::vec(any::<u8>(), 0..80)), 0..12),
        hole in 0u64..70_000,
    ) {
        for protocol in [&PROTOCOL, &DTLS] {
            let mut flow = TestFlow::tcp(443).speaking(protocol);
            flow.orig(&record(22, &rfc8448_client_hello()));
            for (originator, piece) in &pieces {
                match (originator, piece.len() % 7) {
                    (true, 0) => flow.gap(Side::Originator, hole),
                    (false, 0) => flow.gap(Side::Responder, hole),
                    (true, _) => flow.orig(piece),
                    (false, _) => flow.resp(piece),
                };
            }
            flow.close();
            prop_assert!(flow.of_kind("ssl").len() <= 1);
        }
    }
}
