//! Kerberos (RFC 4120): first tickets, tickets for services, and tickets shown.

use crate::packet::bytes::Put as _;
use crate::packet::der;
use crate::random::Random;

/// The port of the key distribution centre.
pub(crate) const PORT: u16 = 88;
const AS_REQUEST: u8 = 10;
const AS_REPLY: u8 = 11;
const TGS_REQUEST: u8 = 12;
const TGS_REPLY: u8 = 13;
/// `aes256-cts-hmac-sha1-96` (RFC 3962).
pub(crate) const AES256: u32 = 18;
/// `rc4-hmac` (RFC 4757).
pub(crate) const RC4: u32 = 23;
/// What Windows offers, the best first.
pub(crate) const CIPHERS: &[u32] = &[AES256, 17, RC4];
/// The client must prove itself first.
pub(crate) const PREAUTHENTICATION_REQUIRED: u32 = 25;
const NAME_PRINCIPAL: u32 = 1;
const NAME_SERVICE: u32 = 2;
const TILL: &str = "20370913024805Z";

/// A message in the frame of TCP (RFC 4120 section 7.2.2).
pub(crate) fn framed(message: &[u8]) -> Vec<u8> {
    let mut framed = Vec::with_capacity(message.len() + 4);
    framed.u32_be(message.len() as u32).put(message);
    framed
}

fn name(kind: u32, parts: &[&str]) -> Vec<u8> {
    let texts: Vec<_> = parts.iter().map(|part| der::general(part)).collect();
    der::sequence(&[der::context(0, &der::integer(kind)), der::context(1, &der::sequence(&texts))])
}

/// Encrypted data of this length.
pub(crate) fn sealed(random: &mut Random, cipher: u32, length: usize) -> Vec<u8> {
    der::sequence(&[
        der::context(0, &der::integer(cipher)),
        der::context(1, &der::integer(2)),
        der::context(2, &der::octets(&random.bytes(length))),
    ])
}

fn preauthentication(kind: u32, value: &[u8]) -> Vec<u8> {
    der::sequence(&[der::context(1, &der::integer(kind)), der::context(2, &der::octets(value))])
}

/// A user asks for the first ticket; with a timestamp once the refusal has asked for it.
pub(crate) fn first_request(random: &mut Random, realm: &str, user: &str, with_timestamp: bool) -> Vec<u8> {
    let asks_for_pac = der::sequence(&[der::context(0, &der::boolean(true))]);
    let mut data = vec![preauthentication(128, &asks_for_pac)];
    if with_timestamp {
        let timestamp = der::sequence(&[
            der::context(0, &der::integer(AES256)),
            der::context(2, &der::octets(&random.bytes(56))),
        ]);
        data.insert(0, preauthentication(2, &timestamp));
    }
    let body = body(random, realm, Some(user), &["krbtgt", realm], CIPHERS);
    request(AS_REQUEST, &data, body)
}

/// A ticket for a service is asked for, with the first ticket.
pub(crate) fn service_request(
    random: &mut Random,
    realm: &str,
    first_ticket: &[u8],
    service: &[&str],
    ciphers: &[u32],
) -> Vec<u8> {
    let shown = show(random, first_ticket);
    let body = body(random, realm, None, service, ciphers);
    request(TGS_REQUEST, &[preauthentication(1, &shown)], body)
}

/// A ticket is shown (AP-REQ).
pub(crate) fn show(random: &mut Random, ticket: &[u8]) -> Vec<u8> {
    der::application(
        14,
        &der::sequence(&[
            der::context(0, &der::integer(5)),
            der::context(1, &der::integer(14)),
            der::context(2, &der::bits(&[0; 4])),
            der::context(3, ticket),
            der::context(4, &sealed(random, AES256, 160)),
        ]),
    )
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

fn body(random: &mut Random, realm: &str, user: Option<&str>, service: &[&str], ciphers: &[u32]) -> Vec<u8> {
    let kinds: Vec<_> = ciphers.iter().map(|kind| der::integer(*kind)).collect();
    let mut parts = vec![der::context(0, &der::bits(&[0x40, 0x81, 0x00, 0x10]))];
    parts.extend(user.map(|user| der::context(1, &name(NAME_PRINCIPAL, &[user]))));
    parts.push(der::context(2, &der::general(realm)));
    parts.push(der::context(3, &name(NAME_SERVICE, service)));
    parts.push(der::context(5, &der::generalized_time(TILL)));
    parts.push(der::context(7, &der::integer(random.next() as u32 >> 1)));
    parts.push(der::context(8, &der::sequence(&kinds)));
    der::sequence(&parts)
}

/// A ticket, whose sealed part is made already.
pub(crate) fn ticket(realm: &str, service: &[&str], sealed: &[u8]) -> Vec<u8> {
    der::application(
        1,
        &der::sequence(&[
            der::context(0, &der::integer(5)),
            der::context(1, &der::general(realm)),
            der::context(2, &name(NAME_SERVICE, service)),
            der::context(3, sealed),
        ]),
    )
}

/// The first ticket is granted.
pub(crate) fn first_reply(random: &mut Random, realm: &str, user: &str, ticket: &[u8]) -> Vec<u8> {
    reply(random, AS_REPLY, realm, user, ticket)
}

/// The ticket for a service is granted.
pub(crate) fn service_reply(random: &mut Random, realm: &str, user: &str, ticket: &[u8]) -> Vec<u8> {
    reply(random, TGS_REPLY, realm, user, ticket)
}

fn reply(random: &mut Random, kind: u8, realm: &str, user: &str, ticket: &[u8]) -> Vec<u8> {
    der::application(
        kind,
        &der::sequence(&[
            der::context(0, &der::integer(5)),
            der::context(1, &der::integer(kind.into())),
            der::context(3, &der::general(realm)),
            der::context(4, &name(NAME_PRINCIPAL, &[user])),
            der::context(5, ticket),
            der::context(6, &sealed(random, AES256, 260)),
        ]),
    )
}

/// No ticket. `time` is the server's, `code` the reason (RFC 4120 section 7.5.9).
pub(crate) fn refusal(realm: &str, time: &str, code: u32) -> Vec<u8> {
    let mut parts = vec![
        der::context(0, &der::integer(5)),
        der::context(1, &der::integer(30)),
        der::context(4, &der::generalized_time(time)),
        der::context(5, &der::integer(123_456)),
        der::context(6, &der::integer(code)),
        der::context(9, &der::general(realm)),
        der::context(10, &name(NAME_SERVICE, &["krbtgt", realm])),
    ];
    if code == PREAUTHENTICATION_REQUIRED {
        parts.push(der::context(12, &der::octets(&methods(realm))));
    }
    der::application(30, &der::sequence(&parts))
}

/// How a client may prove itself: by an encrypted time, whose salt stands there (RFC 4120 section 5.2.7.5).
fn methods(realm: &str) -> Vec<u8> {
    let salt =
        der::sequence(&[der::context(0, &der::integer(AES256)), der::context(1, &der::general(realm))]);
    der::sequence(&[preauthentication(19, &der::sequence(&[salt])), preauthentication(2, &[])])
}
