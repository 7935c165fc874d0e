//! TLS 1.2 and 1.3 (RFC 5246, RFC 8446): handshakes in clear, everything else noise.

use crate::packet::bytes::Put as _;
use crate::packet::content::{Content, Pool};
use crate::packet::dialog::Dialog;
use crate::random::Random;
use std::rc::Rc;

const CHANGE_CIPHER_SPEC: u8 = 20;
const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;
const APPLICATION_DATA: u8 = 23;
const RECORD_BYTES_MAX: u64 = 16_408;
const TLS_AES_128_GCM: u16 = 0x1301;
const ECDHE_RSA_AES_128_GCM: u16 = 0xc02f;
/// The least and the most that a server's encrypted certificate and its proof take in TLS 1.3.
const SEALED_CERTIFICATE: (u64, u64) = (2200, 3600);

/// What a program's first message looks like: programs are told apart by it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Program {
    /// Cipher suites for TLS 1.2; those of 1.3 come before them.
    suites: &'static [u16],
    suites_modern: &'static [u16],
    /// The protocols that it speaks above TLS (RFC 7301), each behind its length; none where empty.
    protocols: &'static [u8],
    /// The groups for key exchange, behind their length.
    groups: &'static [u8],
    /// The signatures that it accepts, behind their length.
    signatures: &'static [u8],
}

/// A browser.
pub(crate) const BROWSER: Program = Program {
    suites: &[0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035],
    suites_modern: &[0x1301, 0x1302, 0x1303],
    protocols: b"\0\x0c\x02h2\x08http/1.1",
    groups: &[0, 8, 0, 0x1d, 0, 0x17, 0, 0x18, 0, 0x19],
    signatures: &[0, 12, 4, 3, 8, 4, 4, 1, 5, 3, 8, 5, 5, 1],
};

/// Programs that use what Windows has for TLS.
pub(crate) const SCHANNEL: Program = Program {
    suites: &[
        0xc02c, 0xc02b, 0xc030, 0xc02f, 0xc024, 0xc023, 0xc028, 0xc027, 0xc00a, 0xc009, 0xc014, 0xc013,
        0x009d, 0x009c, 0x003d, 0x003c, 0x0035, 0x002f,
    ],
    suites_modern: &[0x1302, 0x1301],
    protocols: b"",
    groups: &[0, 6, 0, 0x1d, 0, 0x17, 0, 0x18],
    signatures: &[0, 20, 8, 4, 8, 5, 8, 6, 4, 1, 5, 1, 2, 1, 4, 3, 5, 3, 2, 3, 6, 1],
};

/// A mail program of an office suite.
pub(crate) const OUTLOOK: Program = Program { protocols: b"\0\x09\x08http/1.1", ..SCHANNEL };

/// Programs on Linux and in things: OpenSSL.
pub(crate) const OPENSSL: Program = Program {
    suites: &[
        0xc02c, 0xc030, 0x009f, 0xcca9, 0xcca8, 0xccaa, 0xc02b, 0xc02f, 0x009e, 0xc024, 0xc028, 0xc00a,
        0xc014, 0x009d, 0x009c, 0x0035, 0x002f,
    ],
    suites_modern: &[0x1302, 0x1303, 0x1301],
    protocols: b"",
    groups: &[0, 10, 0, 0x1d, 0, 0x17, 0, 0x1e, 0, 0x19, 0, 0x18],
    signatures: &[0, 18, 4, 3, 5, 3, 6, 3, 8, 7, 8, 4, 8, 5, 8, 6, 4, 1, 5, 1],
};

/// A small program whose maker chose what suits hiding: few suites, no protocols.
pub(crate) const IMPLANT: Program = Program {
    suites: &[0xc02f, 0xc030, 0xc013, 0xc014, 0x002f, 0x0035],
    suites_modern: &[0x1301],
    protocols: b"",
    groups: &[0, 4, 0, 0x1d, 0, 0x17],
    signatures: &[0, 8, 8, 4, 4, 1, 5, 1, 2, 1],
};

/// A connection's handshake.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hello<'a> {
    /// The server's name, as the client asks for it; none where empty.
    pub(crate) name: &'a str,
    pub(crate) program: &'a Program,
    /// TLS 1.3.
    pub(crate) modern: bool,
    /// The certificates that the server sends in TLS 1.2, its own first.
    pub(crate) chain: &'a [Rc<[u8]>],
}

impl Hello<'_> {
    /// Appends the handshake.
    pub(crate) fn say(&self, random: &mut Random, dialog: &mut Dialog) {
        let session = random.array();
        dialog.client(100_000, record(HANDSHAKE, 0x0301, &self.client_hello(random, &session)));
        if self.modern {
            handshake_13(random, dialog, &session);
        } else {
            handshake_12(random, dialog, self.chain);
        }
    }

    fn client_hello(&self, random: &mut Random, session: &[u8; 32]) -> Vec<u8> {
        let Program { suites, suites_modern, protocols, groups, signatures } = *self.program;
        let mut body = Vec::with_capacity(512);
        body.u16_be(0x0303).put(&random.array::<32>()).u8(32).put(session);
        let modern = if self.modern { suites_modern } else { &[] };
        body.u16_be((modern.len() + suites.len()) as u16 * 2);
        modern.iter().chain(suites).for_each(|suite| {
            body.u16_be(*suite);
        });
        body.put(&[1, 0]);
        let mut extensions = Vec::with_capacity(300);
        if !self.name.is_empty() {
            extension(&mut extensions, 0, &server_name(self.name));
        }
        extension(&mut extensions, 23, &[]);
        extension(&mut extensions, 0xff01, &[0]);
        extension(&mut extensions, 10, groups);
        extension(&mut extensions, 11, &[1, 0]);
        extension(&mut extensions, 35, &[]);
        if !protocols.is_empty() {
            extension(&mut extensions, 16, protocols);
        }
        extension(&mut extensions, 5, &[1, 0, 0, 0, 0]);
        extension(&mut extensions, 13, signatures);
        if self.modern {
            let mut share = vec![0, 36, 0, 0x1d, 0, 32];
            share.put(&random.array::<32>());
            extension(&mut extensions, 51, &share);
            extension(&mut extensions, 45, &[1, 1]);
            extension(&mut extensions, 43, &[4, 3, 4, 3, 3]);
        }
        body.sized_u16_be(&extensions);
        handshake(1, &body)
    }
}

/// The client says that it is done.
pub(crate) fn close(random: &mut Random, modern: bool) -> Vec<u8> {
    let alert = random.bytes(if modern { 19 } else { 26 });
    let kind = if modern { APPLICATION_DATA } else { ALERT };
    record(kind, 0x0303, &alert)
}

fn handshake_13(random: &mut Random, dialog: &mut Dialog, session: &[u8; 32]) {
    let mut flight = Content::from(record(HANDSHAKE, 0x0303, &server_hello_13(random, session)));
    flight.own(record(CHANGE_CIPHER_SPEC, 0x0303, &[1]));
    let (least, most) = SEALED_CERTIFICATE;
    let length = random.between(least, most);
    flight.append(application_data(random, length));
    dialog.server(flight);
    let mut finished = record(CHANGE_CIPHER_SPEC, 0x0303, &[1]);
    finished.extend(record(APPLICATION_DATA, 0x0303, &random.bytes(53)));
    dialog.client(300_000, finished);
}

fn handshake_12(random: &mut Random, dialog: &mut Dialog, chain: &[Rc<[u8]>]) {
    let mut flight = Content::from(record(HANDSHAKE, 0x0303, &server_hello_12(random)));
    certificates(&mut flight, chain);
    flight.own(record(HANDSHAKE, 0x0303, &server_key_exchange(random)));
    flight.own(record(HANDSHAKE, 0x0303, &[14, 0, 0, 0]));
    dialog.server(flight);
    let mut key_exchange = vec![16, 0, 0, 33, 32];
    key_exchange.put(&random.array::<32>());
    let mut answer = record(HANDSHAKE, 0x0303, &key_exchange);
    answer.extend(record(CHANGE_CIPHER_SPEC, 0x0303, &[1]));
    answer.extend(record(HANDSHAKE, 0x0303, &finished(random)));
    dialog.client(500_000, answer);
    let mut last = record(CHANGE_CIPHER_SPEC, 0x0303, &[1]);
    last.extend(record(HANDSHAKE, 0x0303, &finished(random)));
    dialog.server(last);
}

/// The certificates, which are shared and not copied.
fn certificates(flight: &mut Content, chain: &[Rc<[u8]>]) {
    let length: usize = chain.iter().map(|certificate| certificate.len() + 3).sum();
    let mut head = Vec::with_capacity(15);
    head.u8(HANDSHAKE).u16_be(0x0303).u16_be(length as u16 + 7);
    head.u8(11).u24_be(length as u32 + 3).u24_be(length as u32);
    for certificate in chain {
        head.u24_be(certificate.len() as u32);
        flight.own(std::mem::take(&mut head)).shared(certificate);
    }
}

/// An encrypted Finished message: the number of the record, the message, the tag of AES-GCM.
fn finished(random: &mut Random) -> Vec<u8> {
    let mut message = vec![0; 8];
    message.put(&random.array::<32>());
    message
}

fn record(kind: u8, version: u16, content: &[u8]) -> Vec<u8> {
    let mut record = Vec::with_capacity(content.len() + 5);
    record.u8(kind).u16_be(version).sized_u16_be(content);
    record
}

/// Records of application data that hold so much.
pub(crate) fn application_data(random: &mut Random, length: u64) -> Content {
    let mut content = Content::default();
    let mut left = length + 24;
    while left > 0 {
        let part = left.min(RECORD_BYTES_MAX);
        let mut head = Vec::with_capacity(5);
        head.u8(APPLICATION_DATA).u16_be(0x0303).u16_be(part as u16);
        content.own(head).filler(Pool::Noise, random, part);
        left -= part;
    }
    content
}

fn handshake(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut message = Vec::with_capacity(body.len() + 4);
    message.u8(kind).u24_be(body.len() as u32).put(body);
    message
}

fn server_name(name: &str) -> Vec<u8> {
    let mut list = Vec::new();
    list.u16_be(name.len() as u16 + 3).u8(0).sized_u16_be(name.as_bytes());
    list
}

fn extension(out: &mut Vec<u8>, kind: u16, content: &[u8]) {
    out.u16_be(kind).sized_u16_be(content);
}

fn server_hello_13(random: &mut Random, session: &[u8; 32]) -> Vec<u8> {
    let mut extensions = Vec::new();
    let mut share = vec![0, 0x1d, 0, 32];
    share.put(&random.array::<32>());
    extension(&mut extensions, 51, &share);
    extension(&mut extensions, 43, &[3, 4]);
    server_hello(random, session, TLS_AES_128_GCM, &extensions)
}

fn server_hello_12(random: &mut Random) -> Vec<u8> {
    let mut extensions = Vec::new();
    extension(&mut extensions, 0xff01, &[0]);
    extension(&mut extensions, 11, &[1, 0]);
    extension(&mut extensions, 23, &[]);
    extension(&mut extensions, 16, b"\0\x03\x02h2");
    let session = random.array();
    server_hello(random, &session, ECDHE_RSA_AES_128_GCM, &extensions)
}

fn server_hello(random: &mut Random, session: &[u8; 32], suite: u16, extensions: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(160);
    body.u16_be(0x0303).put(&random.array::<32>()).u8(32).put(session);
    body.u16_be(suite).u8(0).sized_u16_be(extensions);
    handshake(2, &body)
}

/// A share for X25519, signed with RSA (RFC 8422 section 5.4).
fn server_key_exchange(random: &mut Random) -> Vec<u8> {
    let mut body = vec![3, 0, 0x1d, 32];
    body.put(&random.array::<32>()).u16_be(0x0804).sized_u16_be(&random.bytes(256));
    handshake(12, &body)
}
