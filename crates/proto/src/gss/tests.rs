use super::*;
use crate::Side;
use crate::asn1::tests::tlv;
use crate::ntlm::tests::{authenticate, challenge, negotiate};
use crate::testing::TestFlow;

/// RFC 4178 section 4.2.1 inside RFC 2743 section 3.1.
fn init(mechanism: &[u8], message: &[u8]) -> Vec<u8> {
    let list = tlv(0xa0, &tlv(0x30, &tlv(0x06, mechanism)));
    let message = tlv(0xa2, &tlv(0x04, message));
    let token = tlv(0xa0, &tlv(0x30, &[list, message].concat()));
    tlv(0x60, &[&[0x06, 0x06, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x02], token.as_slice()].concat())
}

/// RFC 4178 section 4.2.2.
fn response(state: u8, message: Option<&[u8]>) -> Vec<u8> {
    let mut fields = tlv(0xa0, &[0x0a, 0x01, state]);
    if let Some(message) = message {
        fields.extend(tlv(0xa2, &tlv(0x04, message)));
    }
    tlv(0xa1, &tlv(0x30, &fields))
}

const NTLMSSP: &[u8] = &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0a];
const KERBEROS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02];

#[test]
fn an_ntlm_login_in_spnego() {
    let mut flow = TestFlow::tcp(445);
    flow.with(|_, cx| {
        let mut session = GssSession::carried_by("smb");
        session.token(cx, Side::Originator, &init(NTLMSSP, &negotiate()));
        session.token(cx, Side::Responder, &response(1, Some(&challenge())));
        session.token(cx, Side::Originator, &response(1, Some(&authenticate("eve", &[7; 24]))));
        session.token(cx, Side::Responder, &response(0, None));
        session.outcome(cx, Some(true));
        session.closed(cx);
    });
    let records = flow.of_kind("ntlm");
    assert_eq!(records.len(), 1, "the outcome in the token and the carrier's are one");
    assert_eq!(records[0]["success"], true);
    assert_eq!(records[0]["username"], "eve");
    assert_eq!(flow.services(), "gssapi,ntlm");
}

#[test]
fn a_login_without_wrapping_whose_outcome_is_not_seen() {
    let mut flow = TestFlow::tcp(389);
    flow.with(|_, cx| {
        let mut session = GssSession::default();
        session.token(cx, Side::Originator, &negotiate());
        session.token(cx, Side::Responder, &challenge());
        session.closed(cx);
        session.closed(cx);
    });
    assert_eq!(flow.services(), "ntlm");
    let records = flow.of_kind("ntlm");
    assert_eq!(records.len(), 1);
    assert!(records[0].get("success").is_none());
}

#[test]
fn a_second_login_in_one_session_is_a_second_record() {
    let mut flow = TestFlow::tcp(445);
    flow.with(|_, cx| {
        let mut session = GssSession::default();
        for user in ["adam", "eve"] {
            session.token(cx, Side::Originator, &negotiate());
            session.token(cx, Side::Responder, &challenge());
            session.token(cx, Side::Originator, &authenticate(user, &[7; 24]));
        }
        session.outcome(cx, Some(false));
    });
    let records = flow.of_kind("ntlm");
    assert_eq!(records.len(), 2);
    assert_eq!((&records[0]["username"], &records[1]["username"]), (&"adam".into(), &"eve".into()));
    assert!(records[0].get("success").is_none());
    assert_eq!(records[1]["success"], false);
}

#[test]
fn kerberos_is_found_behind_its_own_header() {
    let request = [0x6e, 0x03, 0x30, 0x01, 0x00];
    let header = [&[0x06, 0x09], KERBEROS, &[0x01, 0x00], &request].concat();
    let token = init(KERBEROS, &tlv(0x60, &header));
    let unwrapped = Token::unwrap(&token);
    assert_eq!(unwrapped.message, Some((Mechanism::Kerberos, &request[..])));
    assert_eq!(unwrapped.preferred, Some(Mechanism::Kerberos));
}

#[test]
fn text_is_not_taken_for_kerberos() {
    assert_eq!(
        Token::unwrap(b"n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL"),
        Token::default(),
        "RFC 5802 section 5"
    );
}

#[test]
fn wrappings_without_end_come_to_an_end() {
    let mut token = negotiate();
    for _ in 0..10 {
        token = response(1, Some(&token));
    }
    assert_eq!(Token::unwrap(&token).message, None);
}

#[test]
fn any_truncation_is_survived() {
    let token = init(NTLMSSP, &negotiate());
    for length in 0..token.len() {
        let _ = Token::unwrap(&token[..length]);
    }
}
