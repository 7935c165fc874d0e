//! The beginning of Remote Desktop (MS-RDPBCGR 2.2.1.1 and 2.2.1.2), before TLS takes over.

use crate::packet::bytes::Put as _;

pub(crate) const PORT: u16 = 3389;
/// TLS with a login before it (CredSSP).
const HYBRID: u32 = 2;
/// TLS, CredSSP, and CredSSP with an early answer.
const OFFERED: u32 = 0x0b;

/// The client asks for a session; the cookie is the user's name, cut to nine characters.
pub(crate) fn request(user: &str) -> Vec<u8> {
    let cookie: String = user.chars().take(9).collect();
    let mut options = format!("Cookie: mstshash={cookie}\r\n").into_bytes();
    options.put(&[1, 0, 8, 0]).u32_le(OFFERED);
    connection(0xe0, &options)
}

/// The server chooses how it is to be protected.
pub(crate) fn confirm() -> Vec<u8> {
    let mut options = vec![2, 0x1f, 8, 0];
    options.u32_le(HYBRID);
    connection(0xd0, &options)
}

/// X.224 class 0 within TPKT.
fn connection(code: u8, options: &[u8]) -> Vec<u8> {
    let mut message = vec![3, 0];
    message.u16_be(options.len() as u16 + 11).u8(options.len() as u8 + 6).put(&[code, 0, 0, 0, 0, 0]);
    message.put(options);
    message
}
