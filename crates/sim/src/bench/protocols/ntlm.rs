//! The three messages of NTLM (MS-NLMP) in SPNEGO (RFC 4178).

use super::super::bytes::{Put as _, utf16};
use super::super::der;
use super::super::random::Random;
use super::super::world::DOMAIN;

const SPNEGO: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x02];
const NTLMSSP: &[u8] = &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0a];
const SIGNATURE: &[u8] = b"NTLMSSP\0";
const FLAGS: u32 = 0xe288_8215;
/// Windows 10, NTLM revision 15.
const VERSION: [u8; 8] = [10, 0, 0x61, 0x4a, 0, 0, 0, 15];

/// What the server offers before anybody has spoken.
pub(super) fn offer() -> Vec<u8> {
    let mechanisms = der::context(0, &der::sequence(&[der::object(NTLMSSP)]));
    der::application(0, &[der::object(SPNEGO), der::context(0, &der::sequence(&[mechanisms]))].concat())
}

/// The client's first token.
pub(super) fn negotiate() -> Vec<u8> {
    let mut message = SIGNATURE.to_vec();
    message.u32_le(1).u32_le(0xe208_8297).zeros(16).put(&VERSION);
    let mechanisms = der::context(0, &der::sequence(&[der::object(NTLMSSP)]));
    let token = der::context(2, &der::octets(&message));
    der::application(
        0,
        &[der::object(SPNEGO), der::context(0, &der::sequence(&[mechanisms, token]))].concat(),
    )
}

/// The server's challenge.
pub(super) fn challenge(random: &mut Random, server: &str) -> Vec<u8> {
    let name = utf16(DOMAIN);
    let mut target = Vec::new();
    for (kind, text) in
        [(2, DOMAIN), (1, server), (4, "corp.example.com"), (3, &format!("{server}.corp.example.com"))]
    {
        let text = utf16(text);
        target.u16_le(kind).u16_le(text.len() as u16).put(&text);
    }
    target.u16_le(7).u16_le(8).u64_le(133_900_000_000_000_000).u32_le(0);
    let mut message = SIGNATURE.to_vec();
    message.u32_le(2);
    field(&mut message, name.len(), 56);
    message.u32_le(FLAGS).put(&random.array::<8>()).zeros(8);
    field(&mut message, target.len(), 56 + name.len());
    message.put(&VERSION).put(&name).put(&target);
    let parts = [
        der::context(0, &der::enumerated(1)),
        der::context(1, &der::object(NTLMSSP)),
        der::context(2, &der::octets(&message)),
    ];
    der::context(1, &der::sequence(&parts))
}

/// The client's answer to the challenge.
pub(super) fn authenticate(random: &mut Random, user: &str, host: &str) -> Vec<u8> {
    let mut response = random.bytes(16);
    response
        .put(&[1, 1, 0, 0, 0, 0, 0, 0])
        .u64_le(133_900_000_000_000_000)
        .put(&random.array::<8>())
        .zeros(4);
    let names = [(2, DOMAIN), (1, "SERVER")];
    for (kind, text) in names {
        let text = utf16(text);
        response.u16_le(kind).u16_le(text.len() as u16).put(&text);
    }
    response.zeros(8);
    let parts = [vec![0; 24], response, utf16(DOMAIN), utf16(user), utf16(host), random.bytes(16)];
    let mut offset = 88;
    let mut message = SIGNATURE.to_vec();
    message.u32_le(3);
    for part in &parts {
        field(&mut message, part.len(), offset);
        offset += part.len();
    }
    message.u32_le(FLAGS).put(&VERSION).put(&random.array::<16>());
    parts.iter().for_each(|part| {
        message.put(part);
    });
    der::context(1, &der::sequence(&[der::context(2, &der::octets(&message))]))
}

/// The server's last word: the login succeeded.
pub(super) fn accepted() -> Vec<u8> {
    der::context(1, &der::sequence(&[der::context(0, &der::enumerated(0))]))
}

fn field(message: &mut Vec<u8>, length: usize, offset: usize) {
    message.u16_le(length as u16).u16_le(length as u16).u32_le(offset as u32);
}
