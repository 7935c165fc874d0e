//! The analyzer of QUIC.

use super::google;
use super::packet::{Body, FIXED, Kind, LONG, LongHeader};
use super::protection::Keys;
use super::record::Quic;
use super::versions::{is_known, version_name};
use crate::tls::{Scatter, Session, Transport, hex};
use crate::{Analyzer, Context};
use smallvec::SmallVec;
use thymus_flow::Side;
use thymus_record::text_from_wire;
use thymus_wire::Reader;

/// As many letters of history are kept, as in Zeek.
const HISTORY_LETTERS_MAX: usize = 100;

/// As many packets passed over become letters of the history, as in Zeek.
const DISCARDED_MAX: u32 = 100;

/// The version of a packet that negotiates one.
const NEGOTIATION: u32 = 0;

/// Reads one flow of QUIC, which may carry several connections one after the other.
pub(super) struct Connection {
    pub(super) record: Option<Box<Quic>>,
    pub(super) session: Session,
    pub(super) keys: Option<Keys>,
    /// The responder is the client.
    pub(super) flipped: bool,
    pub(super) sides: [Half; 2],
    pub(super) decrypted: u32,
    pub(super) discarded: u32,
    pub(super) tries: u8,
    /// Where the client first wrote to, from which the keys are made.
    pub(super) first_destination: SmallVec<[u8; 20]>,
    /// The server's connection id.
    pub(super) server_id: SmallVec<[u8; 20]>,
    pub(super) unfamiliar: bool,
    pub(super) scratch: Vec<u8>,
}

/// What one side sends. Index 0 is the client's.
#[derive(Default)]
pub(super) struct Half {
    pub(super) hello: Scatter,
    pub(super) hello_read: bool,
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

    pub(super) fn is_client(&self, from: Side) -> bool {
        (from == Side::Originator) != self.flipped
    }

    pub(super) fn half(&mut self, client: bool) -> &mut Half {
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

    pub(super) fn forget_hellos(&mut self) {
        for half in &mut self.sides {
            half.hello = Scatter::default();
            half.hello_read = false;
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

    pub(super) fn session_of(&mut self, cx: &Context<'_>, from: Side, header: &LongHeader<'_>) {
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

    pub(super) fn note(&mut self, cx: &mut Context<'_>, from: Side, letter: u8) {
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

    pub(super) fn log(&mut self, cx: &mut Context<'_>) {
        if let Some(record) = self.record.take() {
            cx.emit(&*record);
        }
    }
}

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
