//! TLS 1.2 and 1.3 (RFC 5246, RFC 8446): handshakes in clear, everything else noise.

use super::super::bytes::Put as _;
use super::super::content::{Content, Pool};
use super::super::dialog::{Dialog, Ending, SECOND, Side};
use super::super::random::Random;
use super::super::stage::Stage;
use super::super::world::{self, Site};

const CHANGE_CIPHER_SPEC: u8 = 20;
const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;
const APPLICATION_DATA: u8 = 23;
const RECORD_BYTES_MAX: u64 = 16_408;
const TLS_AES_128_GCM: u16 = 0x1301;
const ECDHE_RSA_AES_128_GCM: u16 = 0xc02f;
const SUITES: &[u16] = &[
    0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d,
    0x002f, 0x0035,
];

/// A connection to a site with some requests in it.
pub(in super::super) fn visit(stage: &mut Stage<'_>) {
    let exchanges = stage.random.spread(1, 2);
    let dialog = connection(stage, exchanges, 150, 6);
    finish(stage, dialog);
}

/// How long a connection is held open, in nanoseconds: longer than new ones keep beginning.
const HELD: u64 = 32 * SECOND;

/// A connection with two short exchanges and a long silence between them.
pub(in super::super) fn held(stage: &mut Stage<'_>) {
    let (site, mut dialog) = connection(stage, 2, 200, 2);
    let after = stage.random.below(SECOND) + HELD;
    let last_question = dialog.turns.len().saturating_sub(3);
    dialog.turns.get_mut(last_question).into_iter().for_each(|turn| turn.delay = after);
    finish(stage, (site, dialog));
}

fn finish(stage: &mut Stage<'_>, (site, mut dialog): (&Site, Dialog)) {
    if stage.random.chance(300) {
        dialog.ends(Ending::Reset(Side::Client));
    }
    let client = world::any_client(&mut stage.random);
    stage.tcp(0, client, (site.address, 443), dialog);
}

/// `smallest` is the least that an answer has, and `octaves` how far answers grow.
fn connection<'a>(stage: &mut Stage<'a>, exchanges: u64, smallest: u64, octaves: u64) -> (&'a Site, Dialog) {
    let site = stage.world.site(&mut stage.random);
    let mut dialog = Dialog::new(world::far(&mut stage.random));
    let modern = stage.random.chance(700);
    stage.truth.add("ssl", 1);
    stage.truth.note("ssl", "version", if modern { "TLSv13" } else { "TLSv12" });
    stage.truth.note("ssl", "established", "true");
    let random = &mut stage.random;
    let session = random.array();
    dialog.client(100_000, record(HANDSHAKE, 0x0301, &client_hello(random, &site.name, modern, &session)));
    if modern {
        handshake_13(random, &mut dialog, &session);
    } else {
        stage.truth.add("x509", 2);
        handshake_12(random, &mut dialog, site);
    }
    for _ in 0..exchanges {
        let (request, answer) = (random.spread(80, 4), random.spread(smallest, octaves));
        let delay = world::thought(random);
        dialog.client(delay, application_data(random, request));
        dialog.server(application_data(random, answer));
    }
    let delay = world::thought(random);
    let alert = random.bytes(if modern { 19 } else { 26 });
    let kind = if modern { APPLICATION_DATA } else { ALERT };
    dialog.client(delay, record(kind, 0x0303, &alert));
    (site, dialog)
}

fn handshake_13(random: &mut Random, dialog: &mut Dialog, session: &[u8; 32]) {
    let mut flight = Content::from(record(HANDSHAKE, 0x0303, &server_hello_13(random, session)));
    flight.own(record(CHANGE_CIPHER_SPEC, 0x0303, &[1]));
    let length = random.between(2200, 3600);
    flight.append(application_data(random, length));
    dialog.server(flight);
    let mut finished = record(CHANGE_CIPHER_SPEC, 0x0303, &[1]);
    finished.extend(record(APPLICATION_DATA, 0x0303, &random.bytes(53)));
    dialog.client(300_000, finished);
}

fn handshake_12(random: &mut Random, dialog: &mut Dialog, site: &Site) {
    let mut flight = Content::from(record(HANDSHAKE, 0x0303, &server_hello_12(random)));
    let [own, issuer] = &site.chain;
    let chain_length = own.len() + issuer.len() + 6;
    let mut head = Vec::new();
    head.u8(HANDSHAKE).u16_be(0x0303).u16_be(chain_length as u16 + 7);
    head.u8(11).u24_be(chain_length as u32 + 3).u24_be(chain_length as u32).u24_be(own.len() as u32);
    let mut between = Vec::new();
    between.u24_be(issuer.len() as u32);
    flight.own(head).shared(own).own(between).shared(issuer);
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
fn application_data(random: &mut Random, length: u64) -> Content {
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

fn client_hello(random: &mut Random, name: &str, modern: bool, session: &[u8; 32]) -> Vec<u8> {
    let mut body = Vec::with_capacity(512);
    body.u16_be(0x0303).put(&random.array::<32>()).u8(32).put(session);
    let suites = if modern { SUITES } else { SUITES.get(3..).unwrap_or_default() };
    body.u16_be(suites.len() as u16 * 2);
    suites.iter().for_each(|suite| {
        body.u16_be(*suite);
    });
    body.put(&[1, 0]);
    let mut extensions = Vec::with_capacity(300);
    extension(&mut extensions, 0, &server_name(name));
    extension(&mut extensions, 23, &[]);
    extension(&mut extensions, 0xff01, &[0]);
    extension(&mut extensions, 10, &[0, 8, 0, 0x1d, 0, 0x17, 0, 0x18, 0, 0x19]);
    extension(&mut extensions, 11, &[1, 0]);
    extension(&mut extensions, 35, &[]);
    extension(&mut extensions, 16, b"\0\x0c\x02h2\x08http/1.1");
    extension(&mut extensions, 5, &[1, 0, 0, 0, 0]);
    extension(&mut extensions, 13, &[0, 12, 4, 3, 8, 4, 4, 1, 5, 3, 8, 5, 5, 1]);
    if modern {
        let mut share = vec![0, 36, 0, 0x1d, 0, 32];
        share.put(&random.array::<32>());
        extension(&mut extensions, 51, &share);
        extension(&mut extensions, 45, &[1, 1]);
        extension(&mut extensions, 43, &[4, 3, 4, 3, 3]);
    }
    body.sized_u16_be(&extensions);
    handshake(1, &body)
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
