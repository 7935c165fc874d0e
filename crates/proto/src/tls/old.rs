//! Messages of SSLv2: the hello with which old clients began even TLS (RFC 5246, E.2), and what servers that went on
//! with SSLv2 answered.

use super::names::version;
use super::session::Session;
use crate::{Context, x509};
use thymus_flow::Side;
use thymus_wire::{Reader, Truncated};

/// Bytes of a record's header.
pub(crate) const HEADER_BYTES: usize = 2;

const CLIENT_HELLO: u8 = 1;
const CLIENT_MASTER_KEY: u8 = 2;
const SERVER_HELLO: u8 = 4;

/// How many bytes follow the first five of an SSLv2 record; `None` where they begin none.
pub(crate) fn content_length(bytes: [u8; 5]) -> Option<usize> {
    let [high, low, ..] = bytes;
    let length = usize::from(u16::from_be_bytes([high & 0x7f, low]));
    (high & 0x80 != 0).then(|| length.checked_sub(3)).flatten()
}

/// Whether these are the first bytes of a client hello.
pub(crate) fn begins_client_hello(bytes: [u8; 5]) -> bool {
    let [_, _, kind, major, minor] = bytes;
    let offered = u16::from_be_bytes([major, minor]);
    kind == CLIENT_HELLO && matches!(offered, version::SSL_2 | version::SSL_3..=version::TLS_1_2)
}

/// Whether these are the first bytes of a server hello: a hit of 0 or 1 and a kind of certificate of 0 or 1.
pub(crate) fn begins_server_hello(bytes: [u8; 5]) -> bool {
    let [_, _, kind, hit, certificate] = bytes;
    kind == SERVER_HELLO && hit < 2 && certificate < 2
}

/// Whether the stream begins with a whole and consistent client hello.
pub(crate) fn is_client_hello(bytes: &[u8]) -> bool {
    let Some(&head) = bytes.first_chunk::<5>() else { return false };
    let Some(length) = content_length(head).filter(|_| begins_client_hello(head)) else { return false };
    let mut reader = Reader::new(bytes.get(5..).unwrap_or_default());
    let mut number = || reader.u16_be().map(usize::from);
    let (Ok(ciphers), Ok(session), Ok(challenge)) = (number(), number(), number()) else { return false };
    ciphers > 0
        && ciphers % 3 == 0
        && matches!(session, 0 | 16)
        && (16..=32).contains(&challenge)
        && ciphers + session + challenge + 6 == length
}

/// A whole message. True when the rest of the flow is SSLv2.
pub(super) fn message(session: &mut Session, cx: &mut Context<'_>, from: Side, bytes: &[u8]) -> bool {
    match bytes.first() {
        _ if session.is_encrypted(from, 0) => session.ciphertext(cx),
        Some(&CLIENT_HELLO) => session.old_client_hello(cx, from),
        Some(&SERVER_HELLO) => {
            if server_hello(session, cx, from, bytes).is_err() {
                cx.weird("SSL", "ssl_truncated_server_hello", 0);
            }
            return true;
        }
        Some(&CLIENT_MASTER_KEY) => session.old_master_key(),
        _ => {}
    }
    false
}

fn server_hello(
    session: &mut Session,
    cx: &mut Context<'_>,
    from: Side,
    bytes: &[u8],
) -> Result<(), Truncated> {
    let mut reader = Reader::new(bytes);
    reader.skip(5)?;
    let certificate = usize::from(reader.u16_be()?);
    let ciphers = usize::from(reader.u16_be()?);
    reader.skip(2)?;
    let certificate = reader.take(certificate)?;
    let cipher = reader.sub(ciphers)?.u24_be().ok();
    session.old_server_hello(cx, from, cipher);
    if !certificate.is_empty() {
        session.certificate(cx, certificate, x509::Role { host: true, client: false });
    }
    Ok(())
}
