//! Handshake messages (RFC 5246, 7.4; RFC 8446, 4) and what each adds to a session.

use super::hello::{ClientHello, ServerHello};
use thymus_wire::Reader;

/// Content types of records (RFC 8446, 5.1).
pub(crate) const CHANGE_CIPHER_SPEC: u8 = 20;
pub(crate) const ALERT: u8 = 21;
pub(crate) const HANDSHAKE: u8 = 22;
pub(crate) const APPLICATION_DATA: u8 = 23;
pub(crate) const HEARTBEAT: u8 = 24;

/// Types of handshake messages that are looked into (IANA registry "TLS HandshakeType").
pub(crate) const CLIENT_HELLO: u8 = 1;
pub(crate) const SERVER_HELLO: u8 = 2;
const CERTIFICATE: u8 = 11;
const SERVER_KEY_EXCHANGE: u8 = 12;
const CLIENT_KEY_EXCHANGE: u8 = 16;

/// A handshake message, as far as it matters.
pub(crate) enum Message<'a> {
    ClientHello(ClientHello<'a>),
    ServerHello(ServerHello<'a>),
    Certificate(Certificates<'a>),
    ServerKeyExchange(ServerKeyExchange<'a>),
    ClientKeyExchange,
    Other,
}

impl<'a> Message<'a> {
    /// Reads the body of a message of this type; `datagram` says it is DTLS.
    pub(crate) fn parse(kind: u8, body: &'a [u8], datagram: bool) -> Self {
        match kind {
            CLIENT_HELLO => Self::ClientHello(ClientHello::parse(body, datagram)),
            SERVER_HELLO => Self::ServerHello(ServerHello::parse(body)),
            CERTIFICATE => Self::Certificate(Certificates::new(body)),
            SERVER_KEY_EXCHANGE => Self::ServerKeyExchange(ServerKeyExchange(body)),
            CLIENT_KEY_EXCHANGE => Self::ClientKeyExchange,
            _ => Self::Other,
        }
    }
}

/// The letter of Zeek's history for a message of this type.
pub(crate) fn letter(kind: u8) -> u8 {
    match kind {
        0 => b'h',
        CLIENT_HELLO => b'c',
        SERVER_HELLO => b's',
        3 => b'v',
        4 => b't',
        5 => b'e',
        6 => b'j',
        8 => b'o',
        CERTIFICATE => b'x',
        SERVER_KEY_EXCHANGE => b'k',
        13 => b'r',
        14 => b'n',
        15 => b'y',
        CLIENT_KEY_EXCHANGE => b'g',
        20 => b'f',
        21 => b'w',
        22 => b'u',
        23 => b'a',
        24 => b'p',
        254 => b'm',
        _ => b'z',
    }
}

/// The certificates of a message before TLS 1.3 (RFC 5246, 7.4.2), each in DER; later ones are encrypted.
#[derive(Clone, Copy)]
pub(crate) struct Certificates<'a>(Reader<'a>);

impl<'a> Certificates<'a> {
    fn new(body: &'a [u8]) -> Self {
        let mut reader = Reader::new(body);
        let length = reader.u24_be().unwrap_or_default();
        Self(Reader::new(reader.take_up_to(length as usize)))
    }
}

impl<'a> Iterator for Certificates<'a> {
    type Item = &'a [u8];

    /// The next certificate; the last may be cut short.
    fn next(&mut self) -> Option<&'a [u8]> {
        let length = self.0.u24_be().ok()?;
        Some(self.0.take_up_to(length as usize))
    }
}

/// A server's share of the key exchange (RFC 5246, 7.4.3; RFC 8422, 5.4).
#[derive(Clone, Copy)]
pub(crate) struct ServerKeyExchange<'a>(&'a [u8]);

impl ServerKeyExchange<'_> {
    /// The number of the curve, where the exchange is one of elliptic curves and the curve has a name.
    pub(crate) fn named_curve(self) -> Option<u16> {
        const NAMED_CURVE: u8 = 3;
        let mut reader = Reader::new(self.0);
        (reader.u8() == Ok(NAMED_CURVE)).then(|| reader.u16_be().ok()).flatten()
    }
}
