use super::login::{Login, Meaning};
use super::parser::{Cut, common_version, cut, fingerprint};
use crate::Side;
use crate::testing::TestFlow;
use serde_json::{Value, json};

/// A packet with the least padding (RFC 4253 §6).
fn packet(kind: u8, payload: &[u8]) -> Vec<u8> {
    let padding = 8 - (payload.len() + 6) % 8 + if (payload.len() + 6) % 8 > 4 { 8 } else { 0 };
    let mut bytes = ((payload.len() + 2 + padding) as u32).to_be_bytes().to_vec();
    bytes.extend([padding as u8, kind]);
    bytes.extend(payload);
    bytes.extend(vec![0; padding]);
    bytes
}

fn string(bytes: &[u8]) -> Vec<u8> {
    [&(bytes.len() as u32).to_be_bytes(), bytes].concat()
}

fn kexinit(lists: [&str; 10]) -> Vec<u8> {
    let mut payload = vec![7; 16];
    lists.iter().for_each(|list| payload.extend(string(list.as_bytes())));
    payload.extend([0; 5]);
    packet(20, &payload)
}

const CLIENT: [&str; 10] = [
    "curve25519-sha256,diffie-hellman-group14-sha1",
    "ssh-ed25519,ssh-rsa",
    "aes128-ctr,aes256-ctr",
    "aes128-ctr,aes256-ctr",
    "hmac-sha2-256",
    "hmac-sha2-256",
    "none",
    "none",
    "",
    "",
];

const SERVER: [&str; 10] = [
    "diffie-hellman-group14-sha1",
    "ssh-rsa",
    "aes256-ctr",
    "aes256-ctr",
    "hmac-sha2-256",
    "hmac-sha2-256",
    "none",
    "none",
    "",
    "",
];

/// A connection up to the end of the key exchange, cut into pieces of one size.
fn exchange(flow: &mut TestFlow, size: usize) {
    let client = [b"SSH-2.0-OpenSSH_9.7\r\n".to_vec(), kexinit(CLIENT)].concat();
    let server = [b"hello\nSSH-2.0-Server_1 comment\r\n".to_vec(), kexinit(SERVER)].concat();
    client.chunks(size).for_each(|piece| {
        flow.orig(piece);
    });
    server.chunks(size).for_each(|piece| {
        flow.resp(piece);
    });
    flow.orig(&packet(30, &string(b"e")));
    let reply =
        [packet(31, &[string(b"key"), string(b"f"), string(b"sig")].concat()), packet(21, &[])].concat();
    reply.chunks(size).for_each(|piece| {
        flow.resp(piece);
    });
    flow.orig(&packet(21, &[]));
}

fn log_in(flow: &mut TestFlow, replies: &[usize]) {
    for &length in replies {
        flow.orig(&[1; 64]).resp(&vec![2; length]);
    }
    flow.close();
}

#[test]
fn a_login_after_refusals_is_counted_and_ends_the_reading() {
    for size in [1, 7, 10_000] {
        let mut flow = TestFlow::tcp(2222);
        exchange(&mut flow, size);
        log_in(&mut flow, &[48, 64, 64, 32]);
        let record = &flow.of_kind("ssh")[0];
        for (field, value) in [
            ("version", json!(2)),
            ("auth_success", json!(true)),
            ("auth_attempts", json!(2)),
            ("client", json!("SSH-2.0-OpenSSH_9.7")),
            ("server", json!("SSH-2.0-Server_1 comment")),
            ("cipher_alg", json!("aes256-ctr")),
            ("mac_alg", json!("hmac-sha2-256")),
            ("compression_alg", json!("none")),
            ("kex_alg", json!("diffie-hellman-group14-sha1")),
            ("host_key_alg", json!("ssh-rsa")),
            ("host_key_fingerprint", json!("SHA256:LHDhK3oGRvkiefQnx7OOczTY5Tic/xZ6HcMOc/gmtoM")),
            (
                "hasshAlgorithms",
                json!(
                    "curve25519-sha256,diffie-hellman-group14-sha1;aes128-ctr,aes256-ctr;hmac-sha2-256;none"
                ),
            ),
            ("direction", Value::Null),
        ] {
            assert_eq!(record[field], value, "{field} in pieces of {size}");
        }
        assert!(flow.stopped());
        assert_eq!(flow.services(), "ssh");
    }
}

#[test]
fn refusals_alone_are_a_failure() {
    let mut flow = TestFlow::tcp(22);
    exchange(&mut flow, 10_000);
    log_in(&mut flow, &[48, 64, 64, 64]);
    let record = &flow.of_kind("ssh")[0];
    assert_eq!((&record["auth_success"], &record["auth_attempts"]), (&json!(false), &json!(2)));
}

#[test]
fn a_banner_before_the_first_refusal_is_passed_over() {
    let mut login = Login::default();
    assert_eq!(login.server(48), Meaning::Nothing, "before the client spoke");
    login.client();
    let meanings: Vec<_> = [48, 600, 64, 64, 32].map(|length| login.server(length)).to_vec();
    assert_eq!(meanings[..3], [Meaning::Nothing; 3]);
    assert_eq!(meanings[3..], [Meaning::Refused, Meaning::Accepted]);
}

#[test]
fn compression_hides_the_outcome() {
    let mut flow = TestFlow::tcp(22);
    let compressed = |mut lists: [&'static str; 10]| {
        (lists[6], lists[7]) = ("zlib", "zlib");
        kexinit(lists)
    };
    flow.orig(b"SSH-2.0-c\r\n").resp(b"SSH-2.0-s\r\n").orig(&compressed(CLIENT)).resp(&compressed(SERVER));
    flow.orig(&packet(21, &[])).resp(&packet(21, &[]));
    log_in(&mut flow, &[48, 64, 32]);
    let record = &flow.of_kind("ssh")[0];
    assert_eq!((&record["auth_success"], &record["auth_attempts"]), (&Value::Null, &json!(0)));
}

#[test]
fn the_side_that_sends_the_host_key_is_the_server() {
    let mut flow = TestFlow::tcp(40022);
    flow.orig(b"SSH-2.0-server\r\n")
        .resp(b"SSH-2.0-client\r\n")
        .orig(&kexinit(SERVER))
        .resp(&kexinit(CLIENT));
    flow.resp(&packet(30, &string(b"e"))).orig(&packet(31, &string(b"key"))).close();
    let record = &flow.of_kind("ssh")[0];
    assert_eq!((&record["client"], &record["server"]), (&json!("SSH-2.0-client"), &json!("SSH-2.0-server")));
    assert_eq!(record["kex_alg"], "diffie-hellman-group14-sha1");
}

#[test]
fn half_a_connection_is_logged_with_what_it_says() {
    let mut flow = TestFlow::tcp(22);
    flow.resp(b"SSH-1.99-OpenSSH_6.6.1p1\n").gap(Side::Responder, 100).close();
    let record = &flow.of_kind("ssh")[0];
    assert_eq!((&record["server"], &record["version"]), (&json!("SSH-1.99-OpenSSH_6.6.1p1"), &Value::Null));
}

#[test]
fn versions_agree_as_rfc_4253_says() {
    assert_eq!(common_version("SSH-2.0-a", "SSH-1.99-b"), Some(2));
    assert_eq!(common_version("SSH-1.5-a", "SSH-1.99-b"), Some(1));
    assert_eq!(common_version("SSH-1.5-a", "SSH-2.0-b"), Some(0));
    assert_eq!(common_version("SSH-1.99-a", "SSH-1.99-b"), Some(2));
    assert_eq!(common_version("", "SSH-2.0-b"), None);
}

/// SHA-256 of the empty string (FIPS 180-4 examples) in Base64.
#[test]
fn fingerprints_are_base64_without_padding() {
    assert_eq!(fingerprint(b""), "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU");
}

#[test]
fn lengths_that_cannot_be_are_no_packets() {
    assert_eq!(cut(&[0xff; 8]), Cut::Bad);
    assert_eq!(cut(&[0, 0, 0, 1, 0, 20]), Cut::Bad);
    assert_eq!(
        cut(&[0, 0, 0, 12, 200, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        Cut::Bad,
        "more padding than packet"
    );
    assert_eq!(cut(&[0, 0]), Cut::Need(4));
    assert_eq!(cut(&[0, 0, 0, 12, 4]), Cut::Need(16));
}

#[test]
fn every_cut_of_a_key_exchange_is_survived() {
    let stream = [b"SSH-2.0-c\r\n".to_vec(), kexinit(CLIENT)].concat();
    for end in 0..stream.len() {
        let mut flow = TestFlow::tcp(22).speaking(&super::PROTOCOL);
        flow.orig(&stream[..end]).orig(&[0xff; 40]).close();
    }
}
