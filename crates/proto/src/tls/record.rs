//! The `ssl` record.

use crate::Head;
use std::borrow::Cow;
use thymus_record::Record;

/// A TLS or DTLS session: what its handshake showed.
#[derive(Debug, Record)]
#[record(kind = "ssl", protocol = "SSL")]
pub struct Ssl {
    /// When the first message of the handshake was seen, and in which flow.
    #[record(flatten)]
    pub head: Head,
    /// The version that the server chose.
    pub version: Option<Cow<'static, str>>,
    /// The cipher suite that the server chose.
    pub cipher: Option<Cow<'static, str>>,
    /// The curve or group of the key exchange.
    pub curve: Option<Cow<'static, str>>,
    /// The host name that the client asked for.
    pub server_name: Option<String>,
    /// The session goes on with keys of an earlier one.
    pub resumed: bool,
    /// The last alert that was sent in clear text.
    pub last_alert: Option<Cow<'static, str>>,
    /// The application protocol that the server chose.
    pub next_protocol: Option<String>,
    /// The handshake came to its end and encrypted data flowed both ways.
    pub established: bool,
    /// The messages in order, one letter each, the client's in capitals.
    pub ssl_history: String,
    /// SHA-256 of the server's certificates, its own first.
    pub cert_chain_fps: Vec<String>,
    /// SHA-256 of the client's certificates, its own first.
    pub client_cert_chain_fps: Vec<String>,
    /// To whom the server's certificate was issued.
    pub subject: Option<String>,
    /// Who issued the server's certificate.
    pub issuer: Option<String>,
    /// To whom the client's certificate was issued.
    pub client_subject: Option<String>,
    /// Who issued the client's certificate.
    pub client_issuer: Option<String>,
    /// The server's certificate holds the name that the client asked for.
    pub sni_matches_cert: Option<bool>,
    /// The application protocols that the client offered, best first.
    pub orig_alpn: Vec<String>,
    /// The client's software by its hello: JA3.
    pub ja3: Option<String>,
    /// The server's software by its hello: JA3S.
    pub ja3s: Option<String>,
    /// The client's software by its hello: JA4.
    pub ja4: Option<String>,
}

impl Ssl {
    pub(super) fn new(head: Head) -> Self {
        Self {
            head,
            version: None,
            cipher: None,
            curve: None,
            server_name: None,
            resumed: false,
            last_alert: None,
            next_protocol: None,
            established: false,
            ssl_history: String::new(),
            cert_chain_fps: Vec::new(),
            client_cert_chain_fps: Vec::new(),
            subject: None,
            issuer: None,
            client_subject: None,
            client_issuer: None,
            sni_matches_cert: None,
            orig_alpn: Vec::new(),
            ja3: None,
            ja3s: None,
            ja4: None,
        }
    }
}
