//! The `quic` record.

use crate::Head;
use std::borrow::Cow;
use thymus_record::Record;

/// A QUIC connection, or a try at one that the server sent back.
#[derive(Debug, Record)]
#[record(kind = "quic", protocol = "QUIC")]
pub struct Quic {
    /// When its first packet was seen, and in which flow.
    #[record(flatten)]
    pub head: Head,
    /// The version of its first packet: `1`, `quicv2`, `draft-29`.
    pub version: Cow<'static, str>,
    /// The connection id that the client first wrote to, from which the first keys are made.
    pub client_initial_dcid: Option<String>,
    /// The client's own connection id.
    pub client_scid: Option<String>,
    /// The server's own connection id.
    pub server_scid: Option<String>,
    /// The host name that the client asked for.
    pub server_name: Option<String>,
    /// The application protocol that the client offered first.
    pub client_protocol: Option<String>,
    /// The packets in order, one letter each, the client's in capitals: Initial, Handshake, Z for 0-RTT, Retry,
    /// hello in S, Connection close, Unfamiliar version, X for what was passed over, O for short packets as their
    /// number doubles.
    pub history: String,
    /// The client's software by its hello: JA3.
    pub ja3: Option<String>,
    /// The server's software by its hello: JA3S.
    pub ja3s: Option<String>,
    /// The client's software by its hello: JA4.
    pub ja4: Option<String>,
}

impl Quic {
    pub(super) fn new(head: Head, version: Cow<'static, str>) -> Self {
        Self {
            head,
            version,
            client_initial_dcid: None,
            client_scid: None,
            server_scid: None,
            server_name: None,
            client_protocol: None,
            history: String::new(),
            ja3: None,
            ja3s: None,
            ja4: None,
        }
    }
}
