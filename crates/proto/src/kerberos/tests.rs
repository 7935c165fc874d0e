//! Kerberos by hand-made bytes, after the specifications.

use super::*;
use crate::Side;
use crate::asn1::tests::tlv;
use crate::gss::GssSession;
use crate::testing::TestFlow;

fn all(parts: &[Vec<u8>]) -> Vec<u8> {
    parts.concat()
}

fn field(number: u8, content: Vec<u8>) -> Vec<u8> {
    tlv(0xa0 | number, &content)
}

fn int(number: i8) -> Vec<u8> {
    tlv(2, &number.to_be_bytes())
}

fn string(text: &str) -> Vec<u8> {
    tlv(0x1b, text.as_bytes())
}

fn principal(kind: i8, name: &str) -> Vec<u8> {
    let parts: Vec<Vec<u8>> = name.split('/').map(string).collect();
    tlv(0x30, &all(&[field(0, int(kind)), field(1, tlv(0x30, &all(&parts)))]))
}

fn encrypted(cipher: i8, sealed: &[u8]) -> Vec<u8> {
    tlv(0x30, &all(&[field(0, int(cipher)), field(1, int(2)), field(2, tlv(4, sealed))]))
}

fn ticket(service: &str, sealed: &[u8]) -> Vec<u8> {
    let fields = [
        field(0, int(5)),
        field(1, string("CORP.EXAMPLE")),
        field(2, principal(2, service)),
        field(3, encrypted(18, sealed)),
    ];
    tlv(0x61, &tlv(0x30, &all(&fields)))
}

fn message(tag: u8, fields: &[Vec<u8>]) -> Vec<u8> {
    tlv(tag, &tlv(0x30, &all(fields)))
}

fn ap_request(ticket: Vec<u8>) -> Vec<u8> {
    let options = field(2, tlv(3, &[0, 0x20, 0, 0, 0]));
    message(
        0x6e,
        &[field(0, int(5)), field(1, int(14)), options, field(3, ticket), field(4, encrypted(18, b"auth"))],
    )
}

/// AS-REQ or TGS-REQ by its message type.
fn request(kind: i8, preauth: &[(u8, Vec<u8>)], client: Option<&str>, service: &str, nonce: i8) -> Vec<u8> {
    let data: Vec<Vec<u8>> = preauth
        .iter()
        .map(|(kind, value)| tlv(0x30, &all(&[field(1, tlv(2, &[0, *kind])), field(2, tlv(4, value))])))
        .collect();
    let mut body = vec![field(0, tlv(3, &[0, 0x40, 0x81, 0, 0x10]))];
    body.extend(client.map(|name| field(1, principal(1, name))));
    body.extend([
        field(2, string("CORP.EXAMPLE")),
        field(3, principal(2, service)),
        field(5, tlv(0x18, b"20370913024805Z")),
        field(7, int(nonce)),
        field(8, tlv(0x30, &all(&[int(18), int(23), tlv(2, &[0xff, 0x79])]))),
    ]);
    if kind == 10 {
        let address = tlv(0x30, &all(&[field(0, int(20)), field(1, tlv(4, b"WS7             "))]));
        body.push(field(9, tlv(0x30, &address)));
    }
    let fields = [
        field(1, int(5)),
        field(2, int(kind)),
        field(3, tlv(0x30, &all(&data))),
        field(4, tlv(0x30, &all(&body))),
    ];
    message(0x60 | kind as u8, &fields)
}

fn reply(kind: i8, service: &str, sealed: &[u8]) -> Vec<u8> {
    reply_for(kind, "CORP.EXAMPLE", "eve", service, sealed)
}

fn reply_for(kind: i8, realm: &str, client: &str, service: &str, sealed: &[u8]) -> Vec<u8> {
    let fields = [
        field(0, int(5)),
        field(1, int(kind)),
        field(3, string(realm)),
        field(4, principal(1, client)),
        field(5, ticket(service, sealed)),
        field(6, encrypted(23, b"for the client")),
    ];
    message(0x60 | kind as u8, &fields)
}

fn error(code: i8, text: Option<&str>) -> Vec<u8> {
    let mut fields = vec![
        field(0, int(5)),
        field(1, int(30)),
        field(4, tlv(0x18, b"20240101000000Z")),
        field(5, int(0)),
        field(6, int(code)),
        field(9, string("CORP.EXAMPLE")),
        field(10, principal(2, "krbtgt/CORP.EXAMPLE")),
    ];
    fields.extend(text.map(|text| field(11, string(text))));
    message(0x7e, &fields)
}

fn framed(message: Vec<u8>) -> Vec<u8> {
    [&(message.len() as u32).to_be_bytes(), message.as_slice()].concat()
}

fn as_request(nonce: i8) -> Vec<u8> {
    request(10, &[(2, encrypted(18, b"time")), (128, vec![])], Some("eve"), "krbtgt/CORP.EXAMPLE", nonce)
}

#[test]
fn a_first_ticket_over_udp() {
    let mut flow = TestFlow::udp(88);
    flow.orig(&request(10, &[], Some("eve"), "krbtgt/CORP.EXAMPLE", 1)).resp(&error(25, None));
    flow.orig(&as_request(2)).orig(&as_request(2)).resp(&reply(11, "krbtgt/CORP.EXAMPLE", b"tgt")).close();
    assert_eq!(flow.services(), "krb");
    let records = flow.of_kind("kerberos");
    assert_eq!(records.len(), 2, "a repeat is no second request");
    assert_eq!(records[0]["error_msg"], "KDC_ERR_PREAUTH_REQUIRED");
    assert_eq!(records[0]["success"], false);
    let granted = &records[1];
    for (name, value) in [
        ("request_type", "AS"),
        ("client", "eve/CORP.EXAMPLE"),
        ("service", "krbtgt/CORP.EXAMPLE"),
        ("cipher", "aes256-cts-hmac-sha1-96"),
        ("reply_cipher", "rc4-hmac"),
        ("client_netbios_name", "WS7"),
    ] {
        assert_eq!(granted[name], value, "{name}");
    }
    assert_eq!(granted["success"], true);
    assert_eq!(granted["forwardable"], true);
    assert_eq!(granted["renewable"], true);
    assert_eq!(granted["till"], 2_136_422_885.0);
    let ciphers = serde_json::json!(["aes256-cts-hmac-sha1-96", "rc4-hmac", "rc4-hmac-old-exp"]);
    assert_eq!(granted["request_ciphers"], ciphers);
    assert_eq!(granted["preauth"], serde_json::json!(["PA-ENC-TIMESTAMP", "PA-PAC-REQUEST"]));
}

#[test]
fn the_servers_own_words_stand_before_the_codes_name() {
    let mut flow = TestFlow::udp(88);
    flow.resp(&error(60, Some("CLIENT_NOT_FOUND")));
    let record = &flow.of_kind("kerberos")[0];
    assert_eq!(record["error_msg"], "CLIENT_NOT_FOUND");
    assert_eq!(record["error_code"], 60);
    assert!(record.get("request_type").is_none());
}

/// A ticket is asked for with the first one, then shown inside SPNEGO: its owner is known though nobody says it.
#[test]
fn who_shows_a_ticket_is_known_from_its_grant() {
    let mut flow = TestFlow::tcp(88);
    flow.orig(&framed(as_request(1))).resp(&framed(reply(11, "krbtgt/CORP.EXAMPLE", b"tgt")));
    let tgt = ap_request(ticket("krbtgt/CORP.EXAMPLE", b"tgt"));
    let asked = framed(request(12, &[(1, tgt)], None, "cifs/dc1", 3));
    let granted = framed(reply(13, "cifs/dc1", b"service ticket"));
    flow.orig(&asked[..7]).orig(&asked[7..]).resp(&granted);
    flow.with(|_, cx| {
        let mut session = GssSession::default();
        session.token(cx, Side::Originator, &ap_request(ticket("cifs/dc1", b"service ticket")));
        session.token(cx, Side::Responder, &message(0x6f, &[field(0, int(5)), field(1, int(15))]));
        session.outcome(cx, None);
        let account = cx.session().account.clone().unwrap();
        assert_eq!((account.user.as_str(), account.inferred.is_some()), ("eve", true));
    });
    let records = flow.of_kind("kerberos");
    assert_eq!(records.len(), 3);
    assert_eq!(records[1]["request_type"], "TGS");
    assert_eq!(records[1]["client"], "eve/CORP.EXAMPLE");
    assert_eq!(records[1]["auth_ticket_sha256"], records[0]["new_ticket_sha256"]);
    let shown = &records[2];
    assert_eq!(shown["request_type"], "AP");
    assert_eq!(shown["client"], "/CORP.EXAMPLE");
    assert_eq!(shown["service"], "cifs/dc1");
    assert_eq!(shown["success"], true);
    assert_eq!(shown["inferred_client"], "eve/CORP.EXAMPLE");
    assert_eq!(shown["ticket_granted_to"], "10.0.0.1");
    assert_eq!(flow.services(), "krb,krb_tcp");
}

/// Heimdal's clients ask the KDC to hide their names in replies about service tickets.
#[test]
fn a_name_that_a_reply_hides_is_known_from_the_ticket_shown() {
    let hidden = reply_for(13, "WELLKNOWN:ANONYMOUS", "WELLKNOWN/ANONYMOUS", "cifs/dc1", b"service ticket");
    let asked = |sealed: &[u8]| {
        let tgt = ap_request(ticket("krbtgt/CORP.EXAMPLE", sealed));
        framed(request(12, &[(1, tgt)], None, "cifs/dc1", 3))
    };
    for (tgt, user, is_inferred) in
        [(&b"tgt"[..], "eve", true), (b"of somebody else", "WELLKNOWN/ANONYMOUS", false)]
    {
        let mut flow = TestFlow::tcp(88);
        flow.orig(&framed(as_request(1))).resp(&framed(reply(11, "krbtgt/CORP.EXAMPLE", b"tgt")));
        flow.orig(&asked(tgt)).resp(&framed(hidden.clone()));
        flow.with(|_, cx| {
            let account = cx.session().account.clone().unwrap();
            assert_eq!((account.user.as_str(), account.inferred.is_some()), (user, is_inferred));
            let mut session = GssSession::default();
            session.token(cx, Side::Originator, &ap_request(ticket("cifs/dc1", b"service ticket")));
            session.outcome(cx, Some(true));
            assert_eq!(cx.session().account.clone().unwrap().user, user);
        });
        let records = flow.of_kind("kerberos");
        assert_eq!(records[1]["client"], "WELLKNOWN/ANONYMOUS/WELLKNOWN:ANONYMOUS", "as the reply has it");
    }
}

#[test]
fn a_service_asks_in_a_users_name() {
    let for_user = tlv(0x30, &all(&[field(0, principal(1, "boss")), field(1, string("CORP.EXAMPLE"))]));
    let mut flow = TestFlow::udp(88);
    flow.orig(&request(12, &[(129, for_user)], None, "svc", 3)).close();
    let record = &flow.of_kind("kerberos")[0];
    assert_eq!(record["impersonated_user"], "boss/CORP.EXAMPLE");
    assert!(record.get("success").is_none(), "no answer was seen");
}

#[test]
fn messages_after_a_hole_are_found_again() {
    let mut flow = TestFlow::tcp(88);
    flow.orig(&framed(as_request(1))).gap(Side::Originator, 100);
    flow.orig(b"the rest of something").orig(&framed(as_request(2))).close();
    assert_eq!(flow.of_kind("kerberos").len(), 2);
}

#[test]
fn a_bare_error_is_read_on_the_well_known_port_alone() {
    let bare = message(0x7e, &[field(6, int(25)), field(12, tlv(0x30, &[]))]);
    for (port, count) in [(88, 1), (4088, 0)] {
        let mut flow = TestFlow::udp(port);
        flow.orig(&bare);
        assert_eq!(flow.of_kind("kerberos").len(), count);
    }
}

#[test]
fn probes_are_strict() {
    for bytes in [as_request(1), reply(13, "cifs/dc1", b"t"), error(6, None)] {
        let mut flow = TestFlow::udp(40_088);
        flow.orig(&bytes);
        assert_eq!(flow.services(), "krb", "on any port");
        let mut wrong = bytes.clone();
        let last = wrong.iter().position(|&byte| byte == 5).unwrap();
        wrong[last] = 4;
        let mut flow = TestFlow::udp(40_088);
        flow.orig(&wrong);
        assert_eq!(flow.services(), "", "version 4");
    }
    let mut flow = TestFlow::tcp(40_088);
    flow.orig(&[0, 0, 2, 0, 0x6a, 0x82, 0x01, 0xf0]);
    assert_eq!(flow.services(), "", "the lengths disagree");
}

#[test]
fn any_truncation_and_any_changed_byte_is_survived() {
    let tgt = ap_request(ticket("krbtgt/CORP.EXAMPLE", b"tgt"));
    let whole = request(12, &[(1, tgt)], Some("eve"), "cifs/dc1", 3);
    for length in 0..whole.len() {
        let _ = Message::parse(&whole[..length]);
        let mut damaged = whole.clone();
        damaged[length] ^= 0xff;
        let _ = Message::parse(&damaged);
    }
}

#[test]
fn error_codes_have_their_names() {
    for (code, name) in [
        (6, "KDC_ERR_C_PRINCIPAL_UNKNOWN"),
        (18, "KDC_ERR_CLIENT_REVOKED"),
        (24, "KDC_ERR_PREAUTH_FAILED"),
        (37, "KRB_AP_ERR_SKEW"),
        (41, "KRB_AP_ERR_MODIFIED"),
        (44, "KRB_AP_ERR_BADKEYVER"),
        (52, "KRB_ERR_RESPONSE_TOO_BIG"),
        (68, "KDC_ERR_WRONG_REALM"),
        (76, "KDC_ERR_KDC_NAME_MISMATCH"),
        (43, "unknown-43"),
        (-1, "unknown--1"),
        (i64::MAX, "unknown-9223372036854775807"),
    ] {
        assert_eq!(names::error(code), name);
    }
}
