//! NTLM by hand-made bytes, after the specifications.

use super::*;
use crate::testing::TestFlow;

/// Builds messages field by field, as MS-NLMP section 2.2.1 lays them out.
pub(crate) struct Builder {
    header: Vec<u8>,
    payload: Vec<u8>,
    header_bytes: usize,
}

impl Builder {
    pub(crate) fn new(kind: u32, header_bytes: usize) -> Self {
        let mut header = SIGNATURE.to_vec();
        header.extend(kind.to_le_bytes());
        Self { header, payload: Vec::new(), header_bytes }
    }

    pub(crate) fn number(mut self, number: u32) -> Self {
        self.header.extend(number.to_le_bytes());
        self
    }

    pub(crate) fn bytes(mut self, bytes: &[u8]) -> Self {
        self.header.extend(bytes);
        self
    }

    pub(crate) fn field(mut self, content: &[u8]) -> Self {
        let length = (content.len() as u16).to_le_bytes();
        self.header.extend(length);
        self.header.extend(length);
        self.header.extend(((self.header_bytes + self.payload.len()) as u32).to_le_bytes());
        self.payload.extend(content);
        self
    }

    pub(crate) fn done(mut self) -> Vec<u8> {
        assert_eq!(self.header.len(), self.header_bytes, "the header is as long as was said");
        self.header.extend(self.payload);
        self.header
    }
}

pub(crate) fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn attribute(kind: u16, value: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), &(value.len() as u16).to_le_bytes(), value].concat()
}

const WINDOWS_10: [u8; 8] = [10, 0, 0x63, 0x45, 0, 0, 0, 15];
const FLAGS: u32 = 0xe288_8235;

pub(crate) fn negotiate() -> Vec<u8> {
    Builder::new(1, 40).number(0xe208_82b7).field(b"").field(b"").bytes(&WINDOWS_10).done()
}

pub(crate) fn challenge() -> Vec<u8> {
    let information: Vec<u8> = [
        attribute(2, &utf16("CORP")),
        attribute(1, &utf16("DC1")),
        attribute(4, &utf16("corp.example")),
        attribute(3, &utf16("dc1.corp.example")),
        attribute(5, &utf16("forest.example")),
        attribute(0, b""),
        attribute(1, &utf16("after the end")),
    ]
    .concat();
    Builder::new(2, 56)
        .field(&utf16("CORP"))
        .number(FLAGS)
        .bytes(&[0x11; 8])
        .bytes(&[0; 8])
        .field(&information)
        .bytes(&WINDOWS_10)
        .done()
}

pub(crate) fn authenticate(user: &str, nt: &[u8]) -> Vec<u8> {
    Builder::new(3, 88)
        .field(&[0; 24])
        .field(nt)
        .field(&utf16("CORP"))
        .field(&utf16(user))
        .field(&utf16("PC7"))
        .field(b"")
        .number(FLAGS)
        .bytes(&WINDOWS_10)
        .bytes(&[0x5a; 16])
        .done()
}

fn v2_response() -> Vec<u8> {
    let mut response = vec![0x33; 16];
    response.extend([1, 1, 0, 0, 0, 0, 0, 0]);
    response.extend([0; 20]);
    response.extend(attribute(6, &2u32.to_le_bytes()));
    response.extend(attribute(9, &utf16("cifs/dc1")));
    response.extend(attribute(0, b""));
    response.extend([0; 4]);
    response
}

fn parsed(bytes: &[u8]) -> Authenticate {
    match Message::parse(bytes, true) {
        Some(Message::Authenticate(message)) => message,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_exchange_becomes_one_record() {
    let mut flow = TestFlow::tcp(445);
    flow.with(|_, cx| {
        let mut exchange = Exchange::new(cx, Some("smb"));
        exchange.message(cx, &negotiate());
        exchange.message(cx, &challenge());
        exchange.message(cx, &authenticate("eve", &v2_response()));
        let account = cx.session().account.clone().unwrap();
        assert_eq!((account.user.as_str(), account.domain.as_str()), ("eve", "CORP"));
        exchange.finish(cx, Some(true));
        assert_eq!(cx.session().client_host.as_deref(), Some("PC7"));
    });
    let record = &flow.of_kind("ntlm")[0];
    for (field, value) in [
        ("username", "eve"),
        ("domainname", "CORP"),
        ("hostname", "PC7"),
        ("server_nb_computer_name", "DC1"),
        ("server_nb_domain", "CORP"),
        ("server_dns_computer_name", "dc1.corp.example"),
        ("server_dns_domain", "corp.example"),
        ("server_tree_name", "forest.example"),
        ("version", "NTLMv2"),
        ("target_name", "cifs/dc1"),
        ("client_os_version", "10.0.17763"),
        ("carrier", "smb"),
    ] {
        assert_eq!(record[field], value, "{field}");
    }
    for field in ["success", "mic", "sign", "seal"] {
        assert_eq!(record[field], true, "{field}");
    }
    assert_eq!(record["anonymous"], false);
    assert_eq!(flow.services(), "ntlm");
}

#[test]
fn a_failed_login_leaves_no_account() {
    let mut flow = TestFlow::tcp(445);
    flow.with(|_, cx| {
        let mut exchange = Exchange::new(cx, None);
        exchange.message(cx, &authenticate("eve", &v2_response()));
        exchange.finish(cx, Some(false));
        assert_eq!(cx.session().account, None);
    });
    assert_eq!(flow.of_kind("ntlm")[0]["success"], false);
}

#[test]
fn responses_tell_their_generation() {
    assert_eq!(parsed(&authenticate("a", &[7; 24])).response, Response::V1Extended);
    assert_eq!(parsed(&authenticate("a", &v2_response())).response, Response::V2);
    assert_eq!(parsed(&authenticate("a", b"")).response, Response::Lm);
}

#[test]
fn nobody_logs_in() {
    let empty = Builder::new(3, 64)
        .field(&[0])
        .field(b"")
        .field(b"")
        .field(b"")
        .field(&utf16("PC7"))
        .field(b"")
        .number(0x0000_0a01)
        .done();
    let mut flow = TestFlow::tcp(445);
    flow.with(|_, cx| {
        let mut exchange = Exchange::new(cx, None);
        exchange.message(cx, &empty);
        assert_eq!(cx.session().account, None);
        exchange.finish(cx, Some(true));
    });
    let record = &flow.of_kind("ntlm")[0];
    assert_eq!(record["anonymous"], true);
    assert_eq!(record["hostname"], "PC7");
    assert!(record.get("username").is_none() && record.get("version").is_none());
}

#[test]
fn old_clients_end_the_header_early_and_write_oem() {
    let old = Builder::new(3, 52)
        .field(&[1; 24])
        .field(&[2; 24])
        .field(b"WORKGROUP")
        .field(b"J\xdcRGEN")
        .field(b"NT4")
        .done();
    let Some(Message::Authenticate(message)) = Message::parse(&old, false) else { panic!() };
    assert_eq!(message.user.as_deref(), Some("J\\xdcRGEN"));
    assert_eq!(message.domain.as_deref(), Some("WORKGROUP"));
    assert_eq!((message.flags, message.response), (None, Response::V1));
}

#[test]
fn fields_outside_of_the_message_are_left_out() {
    let mut hostile = authenticate("eve", &v2_response());
    hostile[36..44].copy_from_slice(&[0xff; 8]);
    assert_eq!(parsed(&hostile).user, None);
    assert_eq!(parsed(&hostile).domain.as_deref(), Some("CORP"));
}

#[test]
fn any_truncation_is_survived() {
    for message in [negotiate(), challenge(), authenticate("eve", &v2_response())] {
        for length in 0..message.len() {
            let _ = Message::parse(&message[..length], true);
        }
    }
}
