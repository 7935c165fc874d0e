//! Initial packets: opened with keys that all can make, their CRYPTO frames put together into the hellos of both sides.

use super::google;
use super::packet::{Body, Frame, LongHeader, Unreadable};
use super::protection::Keys;
use super::state::Connection;
use super::versions::{Q050, salts};
use crate::Context;
use crate::tls::{Session, Transport};
use smallvec::SmallVec;
use thymus_flow::Side;
use thymus_record::text_from_wire;
use thymus_wire::Reader;

/// The longest hello that is put together, in bytes: as long as a record of TLS.
const HELLO_BYTES_MAX: usize = 16_384 + 256;

/// Bytes of a handshake message's header.
const HANDSHAKE_HEADER_BYTES: usize = 4;

/// As many packets of a flow are opened as the first of a connection.
const TRIES_MAX: u8 = 16;

/// Bytes of the tag behind an encrypted payload.
const TAG_BYTES: usize = 16;

impl Connection {
    /// A packet that begins the handshake: its keys are known to all, and its frames are read until the hello is whole.
    pub(super) fn initial(
        &mut self,
        cx: &mut Context<'_>,
        from: Side,
        header: &LongHeader<'_>,
        body: Body<'_>,
    ) {
        let may_begin = self.is_client(from) || self.keys.is_none();
        if may_begin && !self.is_addressed(header) && self.tries < TRIES_MAX {
            self.try_another(cx, from, header, body);
        }
        let client = self.is_client(from);
        self.session_of(cx, from, header);
        self.note(cx, from, b'i');
        if self.half(client).hello_read || (self.keys.is_none() && !client) {
            return;
        }
        let mut scratch = std::mem::take(&mut self.scratch);
        if self.open_with_keys(client, body, &mut scratch) {
            self.decrypted = self.decrypted.saturating_add(1);
            match header.version {
                Q050 => self.google_hello(client, &scratch),
                _ => self.frames(cx, from, Reader::new(&scratch)),
            }
        } else {
            cx.weird("QUIC", "quic_decryption_failed", u64::from(self.tries));
        }
        self.scratch = scratch;
    }

    /// Whether the packet goes to an end of the connection that is known.
    fn is_addressed(&self, header: &LongHeader<'_>) -> bool {
        let known = [&self.first_destination, &self.server_id];
        self.keys.is_some() && known.iter().any(|id| id.as_slice() == header.destination)
    }

    /// Opens the packet as the first of a connection. Where that works, its sender is the client, and a connection
    /// before it is over.
    pub(super) fn try_another(
        &mut self,
        cx: &mut Context<'_>,
        from: Side,
        header: &LongHeader<'_>,
        body: Body<'_>,
    ) -> bool {
        self.tries += 1;
        let mut scratch = std::mem::take(&mut self.scratch);
        let found = salts(header.version).iter().find_map(|salt| {
            let mut keys = Keys::of(salt, header.destination)?;
            keys.client.open(body, &mut scratch)?;
            Some(keys)
        });
        self.scratch = scratch;
        if found.is_none() {
            return false;
        }
        if std::mem::replace(&mut self.keys, found).is_some() {
            self.log(cx);
            self.session.finish(cx);
            self.session = Session::new(Transport::Quic);
            self.forget_hellos();
        }
        self.flipped = from == Side::Responder;
        self.first_destination = SmallVec::from_slice(header.destination);
        self.server_id.clear();
        true
    }

    /// Puts the frames of an Initial packet into `scratch`.
    pub(super) fn open_with_keys(&mut self, client: bool, body: Body<'_>, scratch: &mut Vec<u8>) -> bool {
        let Some(keys) = &mut self.keys else { return false };
        let half = if client { &mut keys.client } else { &mut keys.server };
        let Some(length) = half.open(body, scratch).map(<[u8]>::len) else { return false };
        // The frames stand behind the header and before the tag.
        let front = scratch.len().saturating_sub(length + TAG_BYTES);
        scratch.drain(..front);
        scratch.truncate(length);
        true
    }

    pub(super) fn frames(&mut self, cx: &mut Context<'_>, from: Side, mut reader: Reader<'_>) {
        while !reader.is_empty() {
            match Frame::parse(&mut reader) {
                Ok(Frame::Crypto { offset, bytes }) => self.crypto(cx, from, offset, bytes),
                Ok(Frame::Close) => {
                    self.note(cx, from, b'c');
                    return self.log(cx);
                }
                Ok(Frame::Other) => {}
                Err(unreadable) => {
                    let name = match unreadable {
                        Unreadable::Truncated => "quic_truncated_frame",
                        Unreadable::Unexpected => "quic_unexpected_frame",
                    };
                    return cx.weird("QUIC", name, reader.offset() as u64);
                }
            }
        }
    }

    /// Part of the handshake. The first message is the hello; the rest is encrypted with other keys.
    fn crypto(&mut self, cx: &mut Context<'_>, from: Side, offset: usize, bytes: &[u8]) {
        let client = self.is_client(from);
        let half = self.half(client);
        if half.hello_read {
            return;
        }
        if half.hello.insert(offset, bytes, HELLO_BYTES_MAX).is_err() {
            half.hello_read = true;
            return cx.weird("QUIC", "quic_hello_limit_reached", offset as u64);
        }
        let mut reader = Reader::new(half.hello.front());
        let (Ok(kind), Ok(length)) = (reader.u8(), reader.u24_be()) else { return };
        if length as usize > HELLO_BYTES_MAX - HANDSHAKE_HEADER_BYTES {
            half.hello_read = true;
            return cx.weird("QUIC", "quic_hello_limit_reached", u64::from(length));
        }
        if reader.remaining() < length as usize {
            return;
        }
        half.hello_read = true;
        let hello = std::mem::take(&mut half.hello);
        let end = HANDSHAKE_HEADER_BYTES + length as usize;
        let body = hello.front().get(HANDSHAKE_HEADER_BYTES..end).unwrap_or_default();
        cx.confirm("ssl");
        self.session.handshake(cx, from, kind, body);
        self.note(cx, from, b's');
        self.learn(client);
    }

    /// Takes over what the hello has told.
    fn learn(&mut self, client: bool) {
        let (Some(record), Some(ssl)) = (&mut self.record, self.session.record()) else { return };
        if client {
            record.server_name.clone_from(&ssl.server_name);
            record.client_protocol = ssl.orig_alpn.first().cloned();
            record.ja3.clone_from(&ssl.ja3);
            record.ja4.clone_from(&ssl.ja4);
        } else {
            record.ja3s.clone_from(&ssl.ja3s);
        }
    }

    /// The first packet of Q050: its frames are Google's, but its hello can be found.
    fn google_hello(&mut self, client: bool, frames: &[u8]) {
        if let Some(record) = self.record.as_mut().filter(|record| client && record.server_name.is_none()) {
            record.server_name = google::server_name(frames).map(text_from_wire);
        }
    }
}
