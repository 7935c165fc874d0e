//! The three messages of NTLM (MS-NLMP) in SPNEGO (RFC 4178).

use crate::packet::bytes::{Put as _, utf16};
use crate::packet::der;
use crate::random::Random;

const SPNEGO: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x02];
/// NTLM as a mechanism of SPNEGO.
pub(crate) const NTLMSSP: &[u8] = &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0a];
const SIGNATURE: &[u8] = b"NTLMSSP\0";
const FLAGS: u32 = 0xe288_8215;
/// Windows 10, NTLM revision 15.
const VERSION: [u8; 8] = [10, 0, 0x61, 0x4a, 0, 0, 0, 15];

/// The server that a client logs in to, and its domain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Server<'a> {
    /// NetBIOS name of the domain.
    pub(crate) domain: &'a str,
    /// DNS name of the domain.
    pub(crate) dns_domain: &'a str,
    /// The server's own name.
    pub(crate) name: &'a str,
    /// Its clock, as Windows counts: hundreds of nanoseconds since 1601.
    pub(crate) file_time: u64,
}

/// Who logs in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Login<'a> {
    /// The domain of the account.
    pub(crate) domain: &'a str,
    pub(crate) user: &'a str,
    /// The client's own name.
    pub(crate) host: &'a str,
    /// The server's name, as it stands in the client's response.
    pub(crate) server: &'a str,
    /// The client's clock, as Windows counts.
    pub(crate) file_time: u64,
    /// The service that the client believes it talks to.
    pub(crate) target: &'a str,
}

/// What the server offers before anybody has spoken.
pub(crate) fn offer(mechanisms: &[&[u8]]) -> Vec<u8> {
    wrapped(&[mechanism_list(mechanisms)])
}

fn mechanism_list(mechanisms: &[&[u8]]) -> Vec<u8> {
    let mechanisms: Vec<_> = mechanisms.iter().map(|mechanism| der::object(mechanism)).collect();
    der::context(0, &der::sequence(&mechanisms))
}

fn wrapped(parts: &[Vec<u8>]) -> Vec<u8> {
    der::application(0, &[der::object(SPNEGO), der::context(0, &der::sequence(parts))].concat())
}

/// A first token of this mechanism.
pub(crate) fn first_token(mechanisms: &[&[u8]], message: &[u8]) -> Vec<u8> {
    wrapped(&[mechanism_list(mechanisms), der::context(2, &der::octets(message))])
}

/// The client's first token.
pub(crate) fn negotiate() -> Vec<u8> {
    first_token(&[NTLMSSP], &negotiate_message())
}

/// The client's first message, bare.
pub(crate) fn negotiate_message() -> Vec<u8> {
    let mut message = SIGNATURE.to_vec();
    message.u32_le(1).u32_le(0xe208_8297).zeros(16).put(&VERSION);
    message
}

/// The server's challenge.
pub(crate) fn challenge(random: &mut Random, server: &Server<'_>) -> Vec<u8> {
    let parts = [
        der::context(0, &der::enumerated(1)),
        der::context(1, &der::object(NTLMSSP)),
        der::context(2, &der::octets(&challenge_message(random, server))),
    ];
    der::context(1, &der::sequence(&parts))
}

/// The server's challenge, bare.
pub(crate) fn challenge_message(random: &mut Random, server: &Server<'_>) -> Vec<u8> {
    let name = utf16(server.domain);
    let mut target = Vec::new();
    let full_name = format!("{}.{}", server.name, server.dns_domain);
    for (kind, text) in [(2, server.domain), (1, server.name), (4, server.dns_domain), (3, &full_name)] {
        pair(&mut target, kind, text);
    }
    target.u16_le(7).u16_le(8).u64_le(server.file_time).u32_le(0);
    let mut message = SIGNATURE.to_vec();
    message.u32_le(2);
    field(&mut message, name.len(), 56);
    message.u32_le(FLAGS).put(&random.array::<8>()).zeros(8);
    field(&mut message, target.len(), 56 + name.len());
    message.put(&VERSION).put(&name).put(&target);
    message
}

/// The client's answer to the challenge.
pub(crate) fn authenticate(random: &mut Random, login: &Login<'_>) -> Vec<u8> {
    let message = authenticate_message(random, login);
    der::context(1, &der::sequence(&[der::context(2, &der::octets(&message))]))
}

/// The client's answer to the challenge, bare.
pub(crate) fn authenticate_message(random: &mut Random, login: &Login<'_>) -> Vec<u8> {
    let mut response = random.bytes(16);
    response.put(&[1, 1, 0, 0, 0, 0, 0, 0]).u64_le(login.file_time).put(&random.array::<8>()).zeros(4);
    pair(&mut response, 2, login.domain);
    pair(&mut response, 1, login.server);
    if !login.target.is_empty() {
        pair(&mut response, 9, login.target);
    }
    response.zeros(8);
    let names = [login.domain, login.user, login.host].map(utf16);
    let [domain, user, host] = names;
    let parts = [vec![0; 24], response, domain, user, host, random.bytes(16)];
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
    message
}

/// The server's last word: the login succeeded.
pub(crate) fn accepted() -> Vec<u8> {
    der::context(1, &der::sequence(&[der::context(0, &der::enumerated(0))]))
}

fn pair(out: &mut Vec<u8>, kind: u16, text: &str) {
    let text = utf16(text);
    out.u16_le(kind).u16_le(text.len() as u16).put(&text);
}

fn field(message: &mut Vec<u8>, length: usize, offset: usize) {
    message.u16_le(length as u16).u16_le(length as u16).u32_le(offset as u32);
}
