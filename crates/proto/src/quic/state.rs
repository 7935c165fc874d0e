//! The analyzer of QUIC.

use super::google;
use super::packet::{Body, FIXED, Frame, Kind, LONG, LongHeader, Unreadable};
use super::protection::Keys;
use super::record::Quic;
use super::versions::{Q050, is_known, salts, version_name};
use crate::tls::{Scatter, Session, Transport, hex};
use crate::{Analyzer, Context};
use smallvec::SmallVec;
use thymus_flow::Side;
use thymus_record::text_from_wire;
use thymus_wire::Reader;

/// As many letters of history are kept, as in Zeek.
const HISTORY_LETTERS_MAX: usize = 100;

/// The longest hello that is put together, in bytes: as long as a record of TLS.
const HELLO_BYTES_MAX: usize = 16_384 + 256;

/// As many packets passed over become letters of the history, as in Zeek.
const DISCARDED_MAX: u32 = 100;

/// The version of a packet that negotiates one.
const NEGOTIATION: u32 = 0;

/// Bytes of a handshake message's header.
const HANDSHAKE_HEADER_BYTES: usize = 4;

/// As many packets of a flow are opened as the first of a connection.
const TRIES_MAX: u8 = 16;

/// Reads one flow of QUIC, which may carry several connections one after the other.
pub(super) struct Connection {
    record: Option<Box<Quic>>,
    session: Session,
    keys: Option<Keys>,
    /// The responder is the client.
    flipped: bool,
    sides: [Half; 2],
    decrypted: u32,
    discarded: u32,
    tries: u8,
    /// Where the client first wrote to, from which the keys are made.
    first_destination: SmallVec<[u8; 20]>,
    /// The server's connection id.
    server_id: SmallVec<[u8; 20]>,
    unfamiliar: bool,
    scratch: Vec<u8>,
}

/// What one side sends. Index 0 is the client's.
#[derive(Default)]
struct Half {
    hello: Scatter,
    hello_read: bool,
    short_packets: u64,
}

impl Connection {
    pub(super) fn open() -> Box<dyn Analyzer> {
        Box::new(Self {
            record: None,
            session: Session::new(Transport::Quic),
            keys: None,
            flipped: false,
            sides: [Half::default(), Half::default()],
            decrypted: 0,
            discarded: 0,
            tries: 0,
            first_destination: SmallVec::new(),
            server_id: SmallVec::new(),
            unfamiliar: false,
            scratch: Vec::new(),
        })
    }

    fn is_client(&self, from: Side) -> bool {
        (from == Side::Originator) != self.flipped
    }

    fn half(&mut self, client: bool) -> &mut Half {
        let [first, second] = &mut self.sides;
        if client { first } else { second }
    }

    /// The next packet of a datagram; `None` when nothing more can be read of it.
    fn packet(&mut self, cx: &mut Context<'_>, from: Side, reader: &mut Reader<'_>) -> Option<()> {
        let first = reader.peek()?;
        if first & FIXED == 0 {
            self.discard(cx, from);
            return None;
        }
        if first & LONG == 0 {
            self.short_packet(cx, from);
            return None;
        }
        let start = reader.offset();
        let Ok(header) = LongHeader::parse(reader) else {
            cx.weird("QUIC", "quic_truncated_header", start as u64);
            return None;
        };
        if !is_known(header.version) {
            self.unfamiliar_version(cx, from, &header, reader, start);
            return None;
        }
        self.long_packet(cx, from, &header, reader, start)
    }

    fn long_packet(
        &mut self,
        cx: &mut Context<'_>,
        from: Side,
        header: &LongHeader<'_>,
        reader: &mut Reader<'_>,
        start: usize,
    ) -> Option<()> {
        let kind = header.kind();
        if kind == Kind::Retry {
            self.retry(cx, from, header);
            return None;
        }
        let Ok(body) = Body::parse(reader, start, kind) else {
            cx.weird("QUIC", "quic_truncated_packet", start as u64);
            return None;
        };
        if kind == Kind::Initial {
            self.initial(cx, from, header, body);
        } else {
            self.session_of(cx, from, header);
            self.note(cx, from, if kind == Kind::Handshake { b'h' } else { b'z' });
        }
        Some(())
    }

    /// A packet that begins the handshake: its keys are known to all, and its frames are read until the hello is whole.
    fn initial(&mut self, cx: &mut Context<'_>, from: Side, header: &LongHeader<'_>, body: Body<'_>) {
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
    fn try_another(
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
    fn open_with_keys(&mut self, client: bool, body: Body<'_>, scratch: &mut Vec<u8>) -> bool {
        let Some(keys) = &mut self.keys else { return false };
        let half = if client { &mut keys.client } else { &mut keys.server };
        let Some(length) = half.open(body, scratch).map(<[u8]>::len) else { return false };
        // The frames stand behind the header and before the tag.
        let front = scratch.len().saturating_sub(length + TAG_BYTES);
        scratch.drain(..front);
        scratch.truncate(length);
        true
    }

    fn forget_hellos(&mut self) {
        for half in &mut self.sides {
            half.hello = Scatter::default();
            half.hello_read = false;
        }
    }

    fn frames(&mut self, cx: &mut Context<'_>, from: Side, mut reader: Reader<'_>) {
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

    /// The server wants proof of the client's address: the next try has other keys (RFC 9000, 17.2.5).
    fn retry(&mut self, cx: &mut Context<'_>, from: Side, header: &LongHeader<'_>) {
        if self.record.is_none() {
            self.session_of(cx, from, header);
        }
        self.note(cx, from, b'r');
        self.log(cx);
        self.keys = None;
        self.forget_hellos();
    }

    /// A version that is not known, such as one that forces a negotiation, or the server's list of those that it knows
    /// (RFC 9000, 17.2.1). The packet may open all the same.
    fn unfamiliar_version(
        &mut self,
        cx: &mut Context<'_>,
        from: Side,
        header: &LongHeader<'_>,
        reader: &mut Reader<'_>,
        start: usize,
    ) {
        if std::mem::replace(&mut self.unfamiliar, true) {
            return;
        }
        if header.kind() == Kind::Initial
            && header.version != NEGOTIATION
            && let Ok(body) = Body::parse(reader, start, Kind::Initial)
            && self.try_another(cx, from, header, body)
        {
            self.session_of(cx, from, header);
            let mut scratch = std::mem::take(&mut self.scratch);
            if self.open_with_keys(true, body, &mut scratch) {
                self.frames(cx, from, Reader::new(&scratch));
            }
            self.scratch = scratch;
        }
        if self.record.is_none() {
            self.session_of(cx, from, header);
        }
        self.note(cx, from, b'u');
        self.log(cx);
    }

    /// A client of Google's own QUIC.
    fn google(&mut self, cx: &mut Context<'_>, from: Side, version: u32, bytes: &[u8]) {
        self.flipped |= from == Side::Responder;
        let head = cx.head();
        let record = self.record.get_or_insert_with(|| Box::new(Quic::new(head, version_name(version))));
        if record.client_initial_dcid.is_none() {
            record.client_initial_dcid = Some(hex(google::connection_id(bytes)));
        }
        if record.server_name.is_none() {
            record.server_name = google::server_name(bytes).map(text_from_wire);
        }
        self.note(cx, from, b'i');
    }

    /// The first packet of Q050: its frames are Google's, but its hello can be found.
    fn google_hello(&mut self, client: bool, frames: &[u8]) {
        if let Some(record) = self.record.as_mut().filter(|record| client && record.server_name.is_none()) {
            record.server_name = google::server_name(frames).map(text_from_wire);
        }
    }

    fn session_of(&mut self, cx: &Context<'_>, from: Side, header: &LongHeader<'_>) {
        let client = self.is_client(from);
        let head = cx.head();
        let record =
            self.record.get_or_insert_with(|| Box::new(Quic::new(head, version_name(header.version))));
        if !client {
            set_hex(&mut record.server_scid, header.source);
            if self.server_id.as_slice() != header.source {
                self.server_id = SmallVec::from_slice(header.source);
            }
            return;
        }
        if record.client_initial_dcid.is_none() && !header.destination.is_empty() {
            record.client_initial_dcid = Some(hex(header.destination));
        }
        set_hex(&mut record.client_scid, header.source);
    }

    fn discard(&mut self, cx: &mut Context<'_>, from: Side) {
        self.discarded = self.discarded.saturating_add(1);
        if self.decrypted > 0 && self.discarded <= DISCARDED_MAX {
            self.note(cx, from, b'x');
        }
    }

    /// A packet of the connection proper: the first, second, fourth and so on is noted.
    fn short_packet(&mut self, cx: &mut Context<'_>, from: Side) {
        let client = self.is_client(from);
        let half = self.half(client);
        half.short_packets = half.short_packets.saturating_add(1);
        if half.short_packets.is_power_of_two() {
            self.note(cx, from, b'o');
        }
    }

    fn note(&mut self, cx: &mut Context<'_>, from: Side, letter: u8) {
        let client = self.is_client(from);
        let Some(record) = &mut self.record else { return };
        if record.history.len() >= HISTORY_LETTERS_MAX {
            return;
        }
        record.history.push(char::from(if client { letter.to_ascii_uppercase() } else { letter }));
        if record.history.len() == HISTORY_LETTERS_MAX {
            cx.weird("QUIC", "QUIC_max_history_length_reached", HISTORY_LETTERS_MAX as u64);
        }
    }

    fn log(&mut self, cx: &mut Context<'_>) {
        if let Some(record) = self.record.take() {
            cx.emit(&*record);
        }
    }
}

/// Bytes of the tag behind an encrypted payload.
const TAG_BYTES: usize = 16;

/// Writes only what changed, so that a long handshake costs no memory.
fn set_hex(place: &mut Option<String>, bytes: &[u8]) {
    let text = hex(bytes);
    if place.as_ref() != Some(&text) {
        *place = Some(text);
    }
}

impl Analyzer for Connection {
    fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        if self.keys.is_none()
            && let Some(version) = google::version(bytes)
        {
            return self.google(cx, from, version, bytes);
        }
        let mut reader = Reader::new(bytes);
        while self.packet(cx, from, &mut reader).is_some() {}
    }

    fn closed(&mut self, cx: &mut Context<'_>) {
        self.log(cx);
        self.session.finish(cx);
    }
}
