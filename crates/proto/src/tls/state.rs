//! The analyzer of TLS over a stream.

use super::fingerprint::Transport;
use super::handshake::{ALERT, CHANGE_CIPHER_SPEC, HANDSHAKE, HEARTBEAT};
use super::old;
use super::records::{Cutter, HEADER_BYTES, Header, Piece};
use super::session::Session;
use crate::{Analyzer, Context, Pending, Step};
use thymus_flow::Side;
use thymus_wire::Reader;

/// The longest handshake message that is read, in bytes: certificates with thousands of names have hundreds of
/// thousands. It is gathered only as it comes.
const HANDSHAKE_BYTES_MAX: usize = 524_288;

/// Bytes of a handshake message's header.
const HANDSHAKE_HEADER_BYTES: usize = 4;

/// Reads one flow of TLS or SSL.
pub(super) struct Tls {
    session: Session,
    sides: [Half; 2],
    /// Records are those of SSLv2 from here on.
    old: bool,
    stopped: bool,
}

/// What one side sends.
struct Half {
    cutter: Cutter,
    content: Content,
    handshake: Pending,
    /// A hole went through a handshake message: what follows cannot be told apart from it.
    broken: bool,
    /// Nobody knows where the next record begins: it is looked for at the front of each segment.
    lost: bool,
    started: bool,
    offset: u64,
}

/// What the record at hand holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Encrypted,
    Handshake,
    ChangeCipherSpec,
    /// The level was read or not; the description follows it.
    Alert {
        level_read: bool,
    },
    Heartbeat,
    Clear,
    Old,
}

impl Tls {
    pub(super) fn open() -> Box<dyn Analyzer> {
        Box::new(Self {
            session: Session::new(Transport::Stream),
            sides: [Half::new(), Half::new()],
            old: false,
            stopped: false,
        })
    }

    fn stop(&mut self, cx: &mut Context<'_>) {
        self.session.finish(cx);
        self.stopped = true;
        cx.stop();
    }

    fn header(&mut self, cx: &mut Context<'_>, from: Side, bytes: [u8; HEADER_BYTES]) {
        let [half, _] = self.halves(from);
        half.offset += HEADER_BYTES as u64;
        if let Some(length) = old::content_length(bytes) {
            half.content = Content::Old;
            half.cutter.expect(length);
            return self.old_header(cx, from, bytes, length);
        }
        match Header::parse(bytes) {
            Some(header) if !self.old => self.begin(cx, from, header),
            _ => self.not_a_record(cx, from),
        }
    }

    fn begin(&mut self, cx: &mut Context<'_>, from: Side, header: Header) {
        let encrypted = self.session.is_encrypted(from, header.content_type) || header.is_encrypted_alert();
        if encrypted && !self.session.is_begun() {
            // The handshake was not seen, and nothing of it will come.
            return self.stop(cx);
        }
        let [half, _] = self.halves(from);
        half.content = if encrypted { Content::Encrypted } else { Content::in_clear(header.content_type) };
        half.cutter.expect(header.length);
        if half.content == Content::Clear {
            cx.weird("SSL", "ssl_early_application_data", half.offset);
        }
        if header.length == 0 {
            self.ended(cx, from);
        }
    }

    /// The bytes are no record: not TLS at all, or the stream went astray.
    fn not_a_record(&mut self, cx: &mut Context<'_>, from: Side) {
        let [half, _] = self.halves(from);
        let offset = half.offset;
        if self.session.is_begun() {
            cx.weird("SSL", "ssl_invalid_record", offset);
            return self.stop(cx);
        }
        self.stopped = true;
        cx.reject();
    }

    fn content(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        let [half, _] = self.halves(from);
        half.offset += bytes.len() as u64;
        match half.content {
            Content::Encrypted | Content::Clear => {}
            Content::Handshake => self.handshake(cx, from, bytes),
            Content::ChangeCipherSpec => {
                half.content = Content::Clear;
                self.session.change_cipher_spec(cx, from);
            }
            Content::Heartbeat => {
                half.content = Content::Clear;
                self.session.heartbeat(cx, from);
            }
            Content::Alert { level_read } => self.alert(cx, from, bytes, level_read),
            Content::Old => self.old_content(cx, from, bytes),
        }
    }

    fn alert(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8], mut level_read: bool) {
        for &byte in bytes {
            if level_read {
                self.session.alert(cx, from, byte);
            }
            level_read = !level_read;
        }
        let [half, _] = self.halves(from);
        half.content = Content::Alert { level_read };
    }

    fn handshake(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        let Self { session, sides, .. } = self;
        let [first, second] = sides;
        let half = if from == Side::Originator { first } else { second };
        if half.broken {
            return;
        }
        let result = half.handshake.feed(bytes, |bytes| match split_message(bytes) {
            Ok((kind, body)) => {
                session.handshake(cx, from, kind, body);
                Step::Took(HANDSHAKE_HEADER_BYTES + body.len())
            }
            Err(needed) => Step::Need(needed),
        });
        if result.is_err() {
            half.broken = true;
            cx.weird("SSL", "ssl_handshake_limit_reached", half.offset);
        }
    }

    /// A record has come to its end.
    fn ended(&mut self, cx: &mut Context<'_>, from: Side) {
        let [half, _] = self.halves(from);
        if half.content == Content::Encrypted {
            self.session.ciphertext(cx);
        }
        if self.session.is_over() {
            self.stop(cx);
        }
    }

    /// The five bytes of an SSLv2 record that were read as a header belong to its content.
    fn old_header(&mut self, cx: &mut Context<'_>, from: Side, bytes: [u8; HEADER_BYTES], length: usize) {
        let first = !self.session.is_begun() && old::begins_client_hello(bytes);
        if !(self.old || first || old::begins_server_hello(bytes)) {
            return self.not_a_record(cx, from);
        }
        let [half, _] = self.halves(from);
        half.handshake.clear();
        let message = bytes.get(old::HEADER_BYTES..).unwrap_or_default();
        let whole = length + message.len();
        let _ = half.handshake.feed(message, |_| Step::Need(whole));
    }

    fn old_content(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        let [half, _] = self.halves(from);
        let whole = half.cutter.is_between_records();
        let mut message = Vec::new();
        let _ = half.handshake.feed(bytes, |kept| {
            if !whole {
                return Step::More;
            }
            message.extend_from_slice(kept);
            Step::Took(kept.len())
        });
        if !message.is_empty() {
            self.old |= old::message(&mut self.session, cx, from, &message);
        }
    }

    fn halves(&mut self, from: Side) -> [&mut Half; 2] {
        let [first, second] = &mut self.sides;
        if from == Side::Originator { [first, second] } else { [second, first] }
    }
}

impl Half {
    fn new() -> Self {
        Self {
            cutter: Cutter::default(),
            content: Content::Clear,
            handshake: Pending::new(HANDSHAKE_BYTES_MAX),
            broken: false,
            lost: false,
            started: false,
            offset: 0,
        }
    }

    /// Whether records go on, or begin again after a hole or in mid-stream, with these bytes.
    fn resumes(&mut self, midstream: bool, bytes: &[u8]) -> bool {
        self.lost |= midstream && !std::mem::replace(&mut self.started, true);
        if self.lost {
            self.lost = bytes.first_chunk().copied().and_then(Header::parse_strictly).is_none();
        }
        !self.lost
    }
}

impl Content {
    fn in_clear(content_type: u8) -> Self {
        match content_type {
            CHANGE_CIPHER_SPEC => Self::ChangeCipherSpec,
            ALERT => Self::Alert { level_read: false },
            HANDSHAKE => Self::Handshake,
            HEARTBEAT => Self::Heartbeat,
            _ => Self::Clear,
        }
    }
}

/// Type and body of the handshake message at the front, or how many bytes it takes.
fn split_message(bytes: &[u8]) -> Result<(u8, &[u8]), usize> {
    let mut reader = Reader::new(bytes);
    let header = reader.u8().and_then(|kind| Ok((kind, reader.u24_be()? as usize)));
    let Ok((kind, length)) = header else { return Err(HANDSHAKE_HEADER_BYTES) };
    reader.take(length).map(|body| (kind, body)).map_err(|_| HANDSHAKE_HEADER_BYTES + length)
}

impl Analyzer for Tls {
    fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        let mut left = bytes;
        let [half, _] = self.halves(from);
        if !half.resumes(cx.flow.midstream, bytes) {
            return;
        }
        while !self.stopped {
            let [half, _] = self.halves(from);
            match half.cutter.next(&mut left) {
                None => return,
                Some(Piece::Header(header)) => self.header(cx, from, header),
                Some(Piece::Content { bytes, last }) => {
                    self.content(cx, from, bytes);
                    if last {
                        self.ended(cx, from);
                    }
                }
            }
        }
    }

    fn gap(&mut self, cx: &mut Context<'_>, from: Side, length: u64) {
        let [half, _] = self.halves(from);
        let in_clear = half.content != Content::Encrypted;
        let at_border = half.cutter.is_between_records();
        half.offset = half.offset.saturating_add(length);
        if !half.cutter.skip(length) {
            half.lost = true;
        } else if half.cutter.is_between_records() && !in_clear {
            self.ended(cx, from);
        }
        let [half, _] = self.halves(from);
        if in_clear && (!at_border || half.lost) {
            half.broken |= !half.handshake.is_empty() || half.content == Content::Handshake;
            half.handshake.clear();
        }
    }

    fn closed(&mut self, cx: &mut Context<'_>) {
        self.session.finish(cx);
    }
}
