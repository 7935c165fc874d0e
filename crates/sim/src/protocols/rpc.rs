//! DCE-RPC (C706, MS-RPCE): the messages of the connection-oriented protocol.

use crate::packet::bytes::Put as _;
use crate::packet::content::{Content, Pool};
use crate::packet::frame::Address;
use crate::random::Random;

const REQUEST: u8 = 0;
const RESPONSE: u8 = 2;
const BIND: u8 = 11;
const BIND_ACK: u8 = 12;
const FRAGMENT_BYTES: u16 = 4280;
/// What a protected fragment of that size holds beside its headers and its protection.
const FRAGMENT_STUB_BYTES: usize = 4176;
/// Protected arguments are padded to this many bytes.
const PROTECTED_UNIT: usize = 16;
const FIRST_FRAGMENT: u8 = 1;
const LAST_FRAGMENT: u8 = 2;
/// `RPC_C_AUTHN_GSS_NEGOTIATE`.
const SPNEGO: u8 = 9;
/// `RPC_C_AUTHN_LEVEL_PKT_PRIVACY`.
const PRIVACY: u8 = 6;
/// The port of the endpoint mapper.
pub(crate) const ENDPOINT_MAPPER_PORT: u16 = 135;
/// The operation that finds where an interface listens (C706 appendix O).
pub(crate) const MAP: u16 = 3;

/// An interface.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Interface {
    uuid: [u8; 16],
    version: u16,
    /// The pipe where it listens.
    pub(crate) pipe: &'static str,
}

impl Interface {
    /// The interface with this identifier, as it is usually written.
    const fn new(uuid: &'static str, version: u16, pipe: &'static str) -> Self {
        Self { uuid: uuid_on_the_wire(uuid), version, pipe }
    }
}

/// The first three groups of an identifier are little-endian on the wire.
#[allow(
    clippy::indexing_slicing,
    reason = "evaluated when the program is built, where an index too far is an error"
)]
const fn uuid_on_the_wire(text: &'static str) -> [u8; 16] {
    const ORDER: [usize; 16] = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
    let text = text.as_bytes();
    let mut bytes = [0; 16];
    let (mut at, mut count) = (0, 0);
    while count < 16 {
        if text[at] == b'-' {
            at += 1;
        }
        bytes[ORDER[count]] = digit(text[at]) << 4 | digit(text[at + 1]);
        at += 2;
        count += 1;
    }
    bytes
}

const fn digit(letter: u8) -> u8 {
    if letter >= b'a' { letter - b'a' + 10 } else { letter - b'0' }
}

/// Shares and sessions of a server (MS-SRVS).
pub(crate) const SRVSVC: Interface = Interface::new("4b324fc8-1670-01d3-1278-5a47bf6ee188", 3, "srvsvc");
/// Accounts (MS-SAMR).
pub(crate) const SAMR: Interface = Interface::new("12345778-1234-abcd-ef00-0123456789ac", 1, "samr");
/// Names and identifiers of accounts (MS-LSAT).
pub(crate) const LSARPC: Interface = Interface::new("12345778-1234-abcd-ef00-0123456789ab", 0, "lsarpc");
/// Facts of a workstation (MS-WKST).
pub(crate) const WKSSVC: Interface = Interface::new("6bffd098-a112-3610-9833-46c3f87e345a", 1, "wkssvc");
/// Services (MS-SCMR).
pub(crate) const SVCCTL: Interface = Interface::new("367abb81-9844-35f1-ad32-98f038001003", 2, "svcctl");
/// Printers (MS-RPRN).
pub(crate) const SPOOLSS: Interface = Interface::new("12345678-1234-abcd-ef00-0123456789ab", 1, "spoolss");
/// At-jobs (MS-TSCH 3.2.5.2).
pub(crate) const ATSVC: Interface = Interface::new("1ff70682-0a51-30e8-076d-740be8cee98b", 1, "atsvc");
/// Accounts of the jobs of the old Task Scheduler (MS-TSCH 3.2.5.3), on the same pipe.
pub(crate) const SASEC: Interface = Interface::new("378e52b0-c0a9-11cf-822d-00aa0051e40f", 1, "atsvc");
/// Where interfaces listen (C706 appendix O).
pub(crate) const ENDPOINT_MAPPER: Interface =
    Interface::new("e1af8308-5d1f-11c9-91a4-08002b14a0fa", 3, "epmapper");
/// Replication of the directory (MS-DRSR).
pub(crate) const DRSUAPI: Interface = Interface::new("e3514235-4b06-11d1-ab04-00c04fc2dcd2", 4, "lsass");
/// Domain members and their controllers (MS-NRPC).
pub(crate) const NETLOGON: Interface = Interface::new("12345678-1234-abcd-ef00-01234567cffb", 1, "netlogon");

/// The classic layout of arguments.
const NDR: [u8; 16] =
    [0x04, 0x5d, 0x88, 0x8a, 0xeb, 0x1c, 0xc9, 0x11, 0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60];

fn message(kind: u8, call: u32, body: &[u8]) -> Vec<u8> {
    let mut message = Vec::with_capacity(body.len() + 16);
    message.put(&[5, 0, kind, 3, 0x10, 0, 0, 0]).u16_le(body.len() as u16 + 16).u16_le(0).u32_le(call);
    message.put(body);
    message
}

/// A message that is protected: SPNEGO, and everything encrypted (MS-RPCE 2.2.2.11).
fn protected(kind: u8, call: u32, body: &[u8], token: &[u8]) -> Vec<u8> {
    let padding = body.len().next_multiple_of(PROTECTED_UNIT) - body.len();
    let length = 16 + body.len() + padding + 8 + token.len();
    let mut message = Vec::with_capacity(length);
    message.put(&[5, 0, kind, 3, 0x10, 0, 0, 0]).u16_le(length as u16).u16_le(token.len() as u16);
    message.u32_le(call).put(body).zeros(padding);
    message.u8(SPNEGO).u8(PRIVACY).u8(padding as u8).u8(0).u32_le(0).put(token);
    message
}

/// Asks to use an interface, with a login.
pub(crate) fn protected_bind(interface: &Interface, token: &[u8]) -> Vec<u8> {
    protected(BIND, 1, &bind_body(interface), token)
}

/// Allows it, and ends the login.
pub(crate) fn protected_bind_ack(secondary: &str, token: &[u8]) -> Vec<u8> {
    protected(BIND_ACK, 1, &bind_ack_body(secondary), token)
}

/// A call whose arguments nobody can read.
pub(crate) fn sealed_request(random: &mut Random, call: u32, operation: u16, length: usize) -> Vec<u8> {
    let mut body = Vec::with_capacity(length + 24);
    let sealed = random.bytes(length.next_multiple_of(PROTECTED_UNIT));
    body.u32_le(sealed.len() as u32).u16_le(0).u16_le(operation).put(&sealed);
    protected(REQUEST, call, &body, &seal(random, false))
}

/// Results that nobody can read, in fragments.
pub(crate) fn sealed_response(random: &mut Random, call: u32, length: usize) -> Content {
    let mut content = Content::default();
    let mut left = length.next_multiple_of(PROTECTED_UNIT);
    let mut first = FIRST_FRAGMENT;
    loop {
        let part = left.min(FRAGMENT_STUB_BYTES);
        left -= part;
        let last = if left == 0 { LAST_FRAGMENT } else { 0 };
        let token = seal(random, true);
        let mut head = vec![5, 0, RESPONSE, first | last, 0x10, 0, 0, 0];
        head.u16_le((16 + 8 + part + 8 + token.len()) as u16).u16_le(token.len() as u16).u32_le(call);
        head.u32_le((part + left) as u32).u16_le(0).u8(0).u8(0);
        let mut tail = vec![SPNEGO, PRIVACY, 0, 0, 0, 0, 0, 0];
        tail.put(&token);
        content.own(head).filler(Pool::Noise, random, part as u64).own(tail);
        first = 0;
        if left == 0 {
            return content;
        }
    }
}

/// What stands behind an encrypted message of Kerberos (RFC 4121 section 4.2.6.2).
fn seal(random: &mut Random, from_server: bool) -> Vec<u8> {
    let mut token = vec![5, 4, if from_server { 7 } else { 6 }, 0xff, 0, 0, 0, 28];
    token.put(&[0, 0, 0, 0]).put(&random.array::<4>()).put(&random.bytes(44));
    token
}

/// Asks to use an interface.
pub(crate) fn bind(interface: &Interface) -> Vec<u8> {
    message(BIND, 1, &bind_body(interface))
}

fn bind_body(interface: &Interface) -> Vec<u8> {
    let mut body = Vec::with_capacity(56);
    body.u16_le(FRAGMENT_BYTES).u16_le(FRAGMENT_BYTES).u32_le(0).u32_le(1);
    body.u16_le(0).u16_le(1).put(&interface.uuid).u32_le(interface.version.into());
    body.put(&NDR).u32_le(2);
    body
}

/// Allows it. `secondary` is where the server listens for further associations: a pipe or a port.
pub(crate) fn bind_ack(secondary: &str) -> Vec<u8> {
    message(BIND_ACK, 1, &bind_ack_body(secondary))
}

fn bind_ack_body(secondary: &str) -> Vec<u8> {
    let mut body = Vec::with_capacity(64);
    body.u16_le(FRAGMENT_BYTES).u16_le(FRAGMENT_BYTES).u32_le(0x5123);
    body.u16_le(secondary.len() as u16 + 1).put(secondary.as_bytes()).u8(0).align(4);
    body.u32_le(1).u16_le(0).u16_le(0).put(&NDR).u32_le(2);
    body
}

/// A call.
pub(crate) fn request(call: u32, operation: u16, stub: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(stub.len() + 8);
    body.u32_le(stub.len() as u32).u16_le(0).u16_le(operation).put(stub);
    message(REQUEST, call, &body)
}

/// Its results.
pub(crate) fn response(call: u32, stub: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(stub.len() + 8);
    body.u32_le(stub.len() as u32).u16_le(0).u8(0).u8(0).put(stub);
    message(RESPONSE, call, &body)
}

/// The floors of a tower: interface, syntax, protocol, port, address (C706 appendix I and L).
fn tower(interface: &Interface, address: Address, port: u16) -> Vec<u8> {
    let mut tower = Vec::with_capacity(80);
    tower.u16_le(5);
    tower.u16_le(19).u8(0x0d).put(&interface.uuid).u16_le(interface.version).u16_le(2).u16_le(0);
    tower.u16_le(19).u8(0x0d).put(&NDR).u16_le(2).u16_le(2).u16_le(0);
    tower.u16_le(1).u8(0x0b).u16_le(2).u16_le(0);
    tower.u16_le(1).u8(0x07).u16_le(2).u16_be(port);
    tower.u16_le(1).u8(0x09).u16_le(4).put(&address);
    tower
}

/// Asks the endpoint mapper where an interface listens.
pub(crate) fn map_request(interface: &Interface) -> Vec<u8> {
    let tower = tower(interface, [0; 4], 0);
    let mut stub = Vec::new();
    stub.u32_le(1).zeros(16).u32_le(2).u32_le(tower.len() as u32).u32_le(tower.len() as u32).put(&tower);
    stub.align(4).zeros(20).u32_le(4);
    stub
}

/// The endpoint mapper's answer.
pub(crate) fn map_response(interface: &Interface, server: Address, port: u16) -> Vec<u8> {
    let tower = tower(interface, server, port);
    let mut stub = vec![0; 20];
    stub.u32_le(1).u32_le(4).u32_le(0).u32_le(1).u32_le(3);
    stub.u32_le(tower.len() as u32).u32_le(tower.len() as u32).put(&tower).align(4).u32_le(0);
    stub
}
