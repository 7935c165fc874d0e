//! What is known of one session: the messages of its handshake, from whatever carried them, become one `ssl` record.

use super::ciphers::cipher_name;
use super::fingerprint::{self, Transport};
use super::handshake::{self, Message};
use super::hello::{ClientHello, ServerHello, extension};
use super::names::{alert_name, group_name, version, version_name};
use super::record::Ssl;
use crate::{Context, x509};
use thymus_flow::Side;
use thymus_record::text_from_wire;

/// As many letters of history are kept, as in Zeek.
const HISTORY_LETTERS_MAX: usize = 100;

/// As many certificates of one message are read.
const CERTIFICATES_MAX: usize = 64;

/// As many offered application protocols are kept.
const PROTOCOLS_MAX: usize = 32;

/// One session in the making.
pub(crate) struct Session {
    transport: Transport,
    ssl: Option<Box<Ssl>>,
    logged: bool,
    /// The client is the flow's responder.
    flipped: bool,
    client_hello_seen: bool,
    /// The last server hello asked for another client hello, which comes in clear text.
    retrying: bool,
    version: Option<u16>,
    /// The client speaks an early draft of TLS 1.3, which the server's hello does not tell.
    early_draft: Option<u16>,
    client_encrypted: bool,
    server_encrypted: bool,
    resumption: Resumption,
}

/// What tells that a session goes on with old keys.
#[derive(Default)]
struct Resumption {
    session_id: Option<Vec<u8>>,
    ticket_without_id: bool,
    key_exchanged: bool,
    psk_offered: bool,
}

impl Session {
    pub(crate) fn new(transport: Transport) -> Self {
        Self {
            transport,
            ssl: None,
            logged: false,
            flipped: false,
            client_hello_seen: false,
            retrying: false,
            version: None,
            early_draft: None,
            client_encrypted: false,
            server_encrypted: false,
            resumption: Resumption::default(),
        }
    }

    /// Whether any message was seen.
    pub(crate) fn is_begun(&self) -> bool {
        self.ssl.is_some()
    }

    /// Whether the record has gone out: nothing more is of interest.
    pub(crate) fn is_over(&self) -> bool {
        self.logged
    }

    /// The record in the making.
    pub(crate) fn record(&self) -> Option<&Ssl> {
        self.ssl.as_deref()
    }

    /// Whether what this side sends is encrypted: a record of this content type begins.
    pub(crate) fn is_encrypted(&mut self, from: Side, content_type: u8) -> bool {
        if !self.encrypted(from) && content_type == handshake::APPLICATION_DATA && !self.is_before_1_3() {
            *self.encrypted_mut(from) = true;
        }
        self.encrypted(from)
    }

    /// A version was agreed on in which encryption begins with `change_cipher_spec` only.
    fn is_before_1_3(&self) -> bool {
        matches!(
            self.version,
            Some(
                version::SSL_2
                    | version::SSL_3
                    | version::TLS_1_0
                    | version::TLS_1_1
                    | version::TLS_1_2
                    | version::DTLS_1_0
                    | version::DTLS_1_2
            )
        )
    }

    fn is_client(&self, from: Side) -> bool {
        (from == Side::Originator) != self.flipped
    }

    fn encrypted(&self, from: Side) -> bool {
        if self.is_client(from) { self.client_encrypted } else { self.server_encrypted }
    }

    fn encrypted_mut(&mut self, from: Side) -> &mut bool {
        if self.is_client(from) { &mut self.client_encrypted } else { &mut self.server_encrypted }
    }

    fn ssl(&mut self, cx: &Context<'_>) -> &mut Ssl {
        self.ssl.get_or_insert_with(|| Box::new(Ssl::new(cx.head())))
    }

    /// A whole handshake message: its type and its body.
    pub(crate) fn handshake(&mut self, cx: &mut Context<'_>, from: Side, kind: u8, body: &[u8]) {
        if self.logged {
            return;
        }
        let datagram = self.transport == Transport::Datagram;
        match Message::parse(kind, body, datagram) {
            Message::ClientHello(hello) => self.client_hello(cx, from, &hello),
            Message::ServerHello(hello) => return self.server_hello(cx, from, &hello),
            Message::Certificate(chain) => self.certificates(cx, from, chain),
            Message::ServerKeyExchange(exchange) => self.server_key_exchange(cx, exchange),
            Message::ClientKeyExchange => self.resumption.key_exchanged = true,
            Message::Other => {}
        }
        self.note(cx, from, handshake::letter(kind));
    }

    fn client_hello(&mut self, cx: &mut Context<'_>, from: Side, hello: &ClientHello<'_>) {
        self.turn_to(cx, from == Side::Originator);
        if hello.truncated {
            cx.weird("SSL", "ssl_truncated_client_hello", 0);
        }
        let again = std::mem::replace(&mut self.client_hello_seen, true);
        self.retrying = false;
        self.resumption.note(hello);
        self.early_draft = hello.extensions.early_draft();
        let transport = self.transport;
        let ssl = self.ssl(cx);
        if let Some(name) = hello.extensions.server_name() {
            ssl.server_name = Some(text_from_wire(name));
        }
        if again {
            return;
        }
        ssl.orig_alpn =
            hello.extensions.application_protocols().take(PROTOCOLS_MAX).map(text_from_wire).collect();
        ssl.ja3 = Some(fingerprint::ja3(hello));
        ssl.ja4 = Some(fingerprint::ja4(hello, transport));
    }

    fn server_hello(&mut self, cx: &mut Context<'_>, from: Side, hello: &ServerHello<'_>) {
        if !self.client_hello_seen {
            self.turn_to(cx, from == Side::Responder);
        }
        if hello.truncated {
            cx.weird("SSL", "ssl_truncated_server_hello", 0);
        }
        let plain = match (hello.version, self.early_draft) {
            (version::TLS_1_3, Some(draft)) => draft,
            _ => hello.version,
        };
        let number = hello.extensions.chosen_version().or(self.version).unwrap_or(plain);
        self.version = Some(number);
        let resumed = self.resumption.accepted(hello, number);
        self.retrying = hello.is_retry;
        let ssl = self.ssl(cx);
        ssl.version = Some(version_name(number));
        ssl.cipher = Some(cipher_name(u32::from(hello.cipher)));
        ssl.resumed |= resumed;
        ssl.curve = hello.extensions.chosen_group().map(group_name).or_else(|| ssl.curve.take());
        if let Some(protocol) = hello.extensions.application_protocols().next() {
            ssl.next_protocol = Some(text_from_wire(protocol));
        }
        if !hello.is_retry {
            ssl.ja3s = Some(fingerprint::ja3s(hello));
        }
        self.note(cx, from, if hello.is_retry { b'j' } else { b's' });
    }

    /// Believes the protocol when it says who the client is.
    fn turn_to(&mut self, cx: &mut Context<'_>, originator_is_client: bool) {
        if self.flipped == originator_is_client {
            self.flipped = !originator_is_client;
            std::mem::swap(&mut self.client_encrypted, &mut self.server_encrypted);
            self.ssl(cx).ssl_history.push('^');
        }
    }

    fn certificates(&mut self, cx: &mut Context<'_>, from: Side, chain: handshake::Certificates<'_>) {
        let client = self.is_client(from);
        for (index, der) in chain.enumerate() {
            if index == CERTIFICATES_MAX {
                return cx.weird("SSL", "ssl_certificate_limit_reached", index as u64);
            }
            self.certificate(cx, der, x509::Role { host: index == 0, client });
        }
    }

    /// A certificate of either side.
    pub(super) fn certificate(&mut self, cx: &mut Context<'_>, der: &[u8], role: x509::Role) {
        let seen = x509::observe(cx, der, role);
        let ssl = self.ssl(cx);
        let list = if role.client { &mut ssl.client_cert_chain_fps } else { &mut ssl.cert_chain_fps };
        let first = list.is_empty();
        list.push(seen.record.fingerprint.clone());
        if !first {
            return;
        }
        if role.client {
            ssl.client_subject = seen.record.subject;
            ssl.client_issuer = seen.record.issuer;
            return;
        }
        ssl.sni_matches_cert = ssl.server_name.as_deref().map(|name| seen.covers(name));
        ssl.subject = seen.record.subject;
        ssl.issuer = seen.record.issuer;
    }

    fn server_key_exchange(&mut self, cx: &mut Context<'_>, exchange: handshake::ServerKeyExchange<'_>) {
        let ssl = self.ssl(cx);
        let elliptic =
            ssl.cipher.as_deref().is_some_and(|cipher| cipher.contains("_ECDH") && !cipher.contains("_PSK_"));
        if elliptic && let Some(curve) = exchange.named_curve() {
            ssl.curve = Some(group_name(curve));
        }
    }

    /// A `change_cipher_spec` in clear text.
    pub(crate) fn change_cipher_spec(&mut self, cx: &mut Context<'_>, from: Side) {
        if self.logged {
            return;
        }
        let client = self.is_client(from);
        let resumed = client && self.resumption.ticket_without_id && !self.resumption.key_exchanged;
        self.ssl(cx).resumed |= resumed;
        self.note(cx, from, b'i');
        // Between a request to try again and the second hello it only pleases middle boxes (RFC 8446, D.4).
        if !self.retrying {
            *self.encrypted_mut(from) = true;
        }
    }

    /// An alert in clear text.
    pub(crate) fn alert(&mut self, cx: &mut Context<'_>, from: Side, description: u8) {
        if self.logged {
            return;
        }
        self.ssl(cx).last_alert = Some(alert_name(description));
        self.note(cx, from, b'l');
    }

    /// A heartbeat in clear text.
    pub(crate) fn heartbeat(&mut self, cx: &mut Context<'_>, from: Side) {
        if !self.logged {
            self.note(cx, from, b'b');
        }
    }

    /// What this side sends is encrypted from here on.
    pub(super) fn start_encryption(&mut self, from: Side) {
        *self.encrypted_mut(from) = true;
    }

    /// A record with encrypted content has ended: when both sides send those, the session is established.
    pub(crate) fn ciphertext(&mut self, cx: &mut Context<'_>) {
        if self.client_encrypted && self.server_encrypted && !self.logged && self.ssl.is_some() {
            self.ssl(cx).established = true;
            self.finish(cx);
        }
    }

    /// Sends the record on its way; later messages change nothing. Where no more than `change_cipher_spec` was seen,
    /// as in mid-stream, there is nothing to tell.
    pub(crate) fn finish(&mut self, cx: &mut Context<'_>) {
        if let Some(ssl) = &self.ssl
            && !self.logged
        {
            if ssl.ssl_history.bytes().any(|letter| !matches!(letter, b'i' | b'I')) {
                cx.emit(&**ssl);
            }
            self.logged = true;
        }
    }

    /// A hello of SSLv2, whose records have no content type.
    pub(super) fn old_client_hello(&mut self, cx: &mut Context<'_>, from: Side) {
        self.turn_to(cx, from == Side::Originator);
        self.client_hello_seen = true;
        self.note(cx, from, b'c');
    }

    /// A server that goes on with SSLv2.
    pub(super) fn old_server_hello(&mut self, cx: &mut Context<'_>, from: Side, cipher: Option<u32>) {
        self.version = Some(version::SSL_2);
        let ssl = self.ssl(cx);
        ssl.version = Some(version_name(version::SSL_2));
        ssl.cipher = cipher.map(cipher_name);
        self.note(cx, from, b's');
    }

    /// The client's key of SSLv2: both sides encrypt from here on.
    pub(super) fn old_master_key(&mut self) {
        self.client_encrypted = true;
        self.server_encrypted = true;
    }

    fn note(&mut self, cx: &mut Context<'_>, from: Side, letter: u8) {
        let client = self.is_client(from);
        let history = &mut self.ssl(cx).ssl_history;
        if history.len() >= HISTORY_LETTERS_MAX {
            return;
        }
        history.push(char::from(if client { letter.to_ascii_uppercase() } else { letter }));
        if history.len() == HISTORY_LETTERS_MAX {
            cx.weird("SSL", "SSL_max_ssl_history_length_reached", HISTORY_LETTERS_MAX as u64);
        }
    }
}

impl Resumption {
    fn note(&mut self, hello: &ClientHello<'_>) {
        for (kind, content) in hello.extensions.iter() {
            self.psk_offered |= kind == extension::PRE_SHARED_KEY;
            self.ticket_without_id |= kind == extension::SESSION_TICKET && !content.is_empty();
        }
        if hello.session_id.iter().any(|&byte| byte != 0) {
            self.session_id = Some(hello.session_id.to_vec());
            self.ticket_without_id = false;
        }
    }

    /// Whether the server's answer goes on with the session that the client offered. From TLS 1.3 on the session's
    /// number is echoed without a meaning, and the pre-shared key tells.
    fn accepted(&self, hello: &ServerHello<'_>, number: u16) -> bool {
        let numbered = number != version::TLS_1_3 && !matches!(number, 0x7f00..=0x7fff);
        let same_id = numbered && self.session_id.as_deref() == Some(hello.session_id);
        let psk = self.psk_offered && hello.extensions.get(extension::PRE_SHARED_KEY).is_some();
        same_id || psk
    }
}
