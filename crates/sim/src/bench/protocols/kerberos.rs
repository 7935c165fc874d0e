//! Kerberos (RFC 4120): a login with its refusal for want of pre-authentication, then tickets for services.

use super::super::bytes::Put as _;
use super::super::der;
use super::super::dialog::{Dialog, Side};
use super::super::random::Random;
use super::super::stage::Stage;
use super::super::world::{self, REALM};

const PORT: u16 = 88;
const AS_REQUEST: u8 = 10;
const AS_REPLY: u8 = 11;
const TGS_REQUEST: u8 = 12;
const TGS_REPLY: u8 = 13;
const AES256: u32 = 18;
const PREAUTHENTICATION_REQUIRED: u32 = 25;
const NAME_PRINCIPAL: u32 = 1;
const NAME_SERVICE: u32 = 2;
const TILL: &str = "20370913024805Z";
const SERVICES: &[&str] = &["cifs", "ldap", "host", "http", "MSSQLSvc"];

/// An exchange over TCP, as Windows does it by default.
pub(in super::super) fn over_tcp(stage: &mut Stage<'_>) {
    let client = world::any_client(&mut stage.random);
    let server = *stage.random.pick(world::DOMAIN_CONTROLLERS);
    let mut dialog = Dialog::new(world::near(&mut stage.random));
    let (question, answer) = exchange(stage);
    dialog.client(200_000, framed(&question)).server(framed(&answer));
    stage.tcp(0, client, (server, PORT), dialog);
}

/// An exchange over UDP; only short ones fit.
pub(in super::super) fn over_udp(stage: &mut Stage<'_>) {
    let client = world::any_client(&mut stage.random);
    let server = *stage.random.pick(world::DOMAIN_CONTROLLERS);
    let mut flow = stage.udp(client, (server, PORT));
    let user = world::user(&mut stage.random);
    flow.say(Side::Client, 0, first_request(stage, &user, false));
    flow.say(Side::Server, 800_000, refusal());
    stage.datagrams(flow);
}

fn exchange(stage: &mut Stage<'_>) -> (Vec<u8>, Vec<u8>) {
    let user = world::user(&mut stage.random);
    match stage.random.below(10) {
        0..2 => (first_request(stage, &user, false), refusal()),
        2..4 => {
            (first_request(stage, &user, true), reply(&mut stage.random, AS_REPLY, &user, &["krbtgt", REALM]))
        }
        _ => {
            let host = format!("{}.corp.example.com", stage.random.word(6));
            let service = [*stage.random.pick(SERVICES), &host];
            let question = service_request(stage, &service);
            (question, reply(&mut stage.random, TGS_REPLY, &user, &service))
        }
    }
}

fn framed(message: &[u8]) -> Vec<u8> {
    let mut framed = Vec::with_capacity(message.len() + 4);
    framed.u32_be(message.len() as u32).put(message);
    framed
}

fn name(kind: u32, parts: &[&str]) -> Vec<u8> {
    let texts: Vec<_> = parts.iter().map(|part| der::general(part)).collect();
    der::sequence(&[der::context(0, &der::integer(kind)), der::context(1, &der::sequence(&texts))])
}

fn sealed(random: &mut Random, length: usize) -> Vec<u8> {
    der::sequence(&[
        der::context(0, &der::integer(AES256)),
        der::context(1, &der::integer(2)),
        der::context(2, &der::octets(&random.bytes(length))),
    ])
}

fn preauthentication(kind: u32, value: &[u8]) -> Vec<u8> {
    der::sequence(&[der::context(1, &der::integer(kind)), der::context(2, &der::octets(value))])
}

fn first_request(stage: &mut Stage<'_>, user: &str, with_timestamp: bool) -> Vec<u8> {
    stage.truth.add("kerberos", 1);
    stage.truth.note("kerberos", "request_type", "AS");
    let random = &mut stage.random;
    let asks_for_pac = der::sequence(&[der::context(0, &der::boolean(true))]);
    let mut data = vec![preauthentication(128, &asks_for_pac)];
    if with_timestamp {
        let timestamp = der::sequence(&[
            der::context(0, &der::integer(AES256)),
            der::context(2, &der::octets(&random.bytes(56))),
        ]);
        data.insert(0, preauthentication(2, &timestamp));
    }
    let body = body(random, Some(user), &["krbtgt", REALM]);
    request(AS_REQUEST, &data, body)
}

fn service_request(stage: &mut Stage<'_>, service: &[&str]) -> Vec<u8> {
    stage.truth.add("kerberos", 1);
    stage.truth.note("kerberos", "request_type", "TGS");
    let random = &mut stage.random;
    let ticket = ticket(random, &["krbtgt", REALM]);
    let shown = der::application(
        14,
        &der::sequence(&[
            der::context(0, &der::integer(5)),
            der::context(1, &der::integer(14)),
            der::context(2, &der::bits(&[0; 4])),
            der::context(3, &ticket),
            der::context(4, &sealed(random, 160)),
        ]),
    );
    let body = body(random, None, service);
    request(TGS_REQUEST, &[preauthentication(1, &shown)], body)
}

fn request(kind: u8, data: &[Vec<u8>], body: Vec<u8>) -> Vec<u8> {
    der::application(
        kind,
        &der::sequence(&[
            der::context(1, &der::integer(5)),
            der::context(2, &der::integer(kind.into())),
            der::context(3, &der::sequence(data)),
            der::context(4, &body),
        ]),
    )
}

fn body(random: &mut Random, user: Option<&str>, service: &[&str]) -> Vec<u8> {
    let kinds: Vec<_> = [AES256, 17, 23].iter().map(|kind| der::integer(*kind)).collect();
    let mut parts = vec![der::context(0, &der::bits(&[0x40, 0x81, 0x00, 0x10]))];
    parts.extend(user.map(|user| der::context(1, &name(NAME_PRINCIPAL, &[user]))));
    parts.push(der::context(2, &der::general(REALM)));
    parts.push(der::context(3, &name(NAME_SERVICE, service)));
    parts.push(der::context(5, &der::generalized_time(TILL)));
    parts.push(der::context(7, &der::integer(random.next() as u32 >> 1)));
    parts.push(der::context(8, &der::sequence(&kinds)));
    der::sequence(&parts)
}

fn ticket(random: &mut Random, service: &[&str]) -> Vec<u8> {
    let length = random.between(900, 1200) as usize;
    der::application(
        1,
        &der::sequence(&[
            der::context(0, &der::integer(5)),
            der::context(1, &der::general(REALM)),
            der::context(2, &name(NAME_SERVICE, service)),
            der::context(3, &sealed(random, length)),
        ]),
    )
}

fn reply(random: &mut Random, kind: u8, user: &str, service: &[&str]) -> Vec<u8> {
    let ticket = ticket(random, service);
    der::application(
        kind,
        &der::sequence(&[
            der::context(0, &der::integer(5)),
            der::context(1, &der::integer(kind.into())),
            der::context(3, &der::general(REALM)),
            der::context(4, &name(NAME_PRINCIPAL, &[user])),
            der::context(5, &ticket),
            der::context(6, &sealed(random, 260)),
        ]),
    )
}

fn refusal() -> Vec<u8> {
    der::application(
        30,
        &der::sequence(&[
            der::context(0, &der::integer(5)),
            der::context(1, &der::integer(30)),
            der::context(4, &der::generalized_time("20260302080000Z")),
            der::context(5, &der::integer(123_456)),
            der::context(6, &der::integer(PREAUTHENTICATION_REQUIRED)),
            der::context(9, &der::general(REALM)),
            der::context(10, &name(NAME_SERVICE, &["krbtgt", REALM])),
            der::context(12, &der::octets(&methods())),
        ]),
    )
}

/// How a client may prove itself: by an encrypted time, whose salt stands there (RFC 4120 section 5.2.7.5).
fn methods() -> Vec<u8> {
    let salt =
        der::sequence(&[der::context(0, &der::integer(AES256)), der::context(1, &der::general(REALM))]);
    der::sequence(&[preauthentication(19, &der::sequence(&[salt])), preauthentication(2, &[])])
}
