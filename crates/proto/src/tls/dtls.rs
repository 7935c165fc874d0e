//! The analyzer of DTLS (RFC 6347, RFC 9147) over datagrams.

use super::fingerprint::Transport;
use super::handshake::{ALERT, CHANGE_CIPHER_SPEC, HANDSHAKE, HEARTBEAT};
use super::names::version;
use super::scatter::Scatter;
use super::session::Session;
use crate::{Analyzer, Context};
use thymus_flow::Side;
use thymus_wire::{Reader, Truncated};

/// The longest handshake message that is put together of fragments, in bytes.
const HANDSHAKE_BYTES_MAX: usize = 65_536;

/// Records of an unknown kind in a row after which a flow is left alone.
const STRANGERS_MAX: u16 = 64;

/// A record's header (RFC 6347, 4.1).
#[derive(Clone, Copy, Debug)]
pub(super) struct Header {
    pub(super) content_type: u8,
    pub(super) epoch: u16,
    pub(super) length: usize,
}

/// A fragment of a handshake message (RFC 6347, 4.2.2).
#[derive(Clone, Copy, Debug)]
pub(super) struct Fragment<'a> {
    pub(super) kind: u8,
    length: usize,
    sequence: u16,
    offset: usize,
    pub(super) bytes: &'a [u8],
}

impl Header {
    /// Reads a header of a version before 1.3, or of a record in clear text of 1.3; `None` where it is none.
    pub(super) fn parse(reader: &mut Reader<'_>) -> Option<Self> {
        let content_type = reader.u8().ok()?;
        let number = reader.u16_be().ok()?;
        let epoch = reader.u16_be().ok()?;
        reader.skip(6).ok()?;
        let length = usize::from(reader.u16_be().ok()?);
        let known = matches!(number, version::DTLS_1_0 | version::DTLS_1_2 | version::DTLS_1_3 | 0x0100);
        (matches!(content_type, CHANGE_CIPHER_SPEC..=26) && known).then_some(Self {
            content_type,
            epoch,
            length,
        })
    }
}

impl<'a> Fragment<'a> {
    pub(super) fn parse(reader: &mut Reader<'a>) -> Result<Self, Truncated> {
        let kind = reader.u8()?;
        let length = reader.u24_be()? as usize;
        let sequence = reader.u16_be()?;
        let offset = reader.u24_be()? as usize;
        let bytes = reader.u24_be()? as usize;
        Ok(Self { kind, length, sequence, offset, bytes: reader.take(bytes)? })
    }

    /// Whether it lies within its message.
    pub(super) fn is_consistent(&self) -> bool {
        self.offset.saturating_add(self.bytes.len()) <= self.length
    }

    fn is_whole(&self) -> bool {
        self.offset == 0 && self.bytes.len() == self.length
    }
}

/// Reads one flow of DTLS.
pub(super) struct Dtls {
    session: Session,
    sides: [Option<Assembly>; 2],
    strangers: u16,
    stopped: bool,
}

/// The message that one side sends in fragments.
struct Assembly {
    sequence: u16,
    length: usize,
    scatter: Scatter,
    /// It was whole, and has been read.
    read: bool,
}

impl Dtls {
    pub(super) fn open() -> Box<dyn Analyzer> {
        Box::new(Self {
            session: Session::new(Transport::Datagram),
            sides: [None, None],
            strangers: 0,
            stopped: false,
        })
    }

    /// The next record of a datagram; `None` when nothing more can be read of it.
    fn record(&mut self, cx: &mut Context<'_>, from: Side, reader: &mut Reader<'_>) -> Option<()> {
        let first = reader.peek()?;
        if first & 0xe0 == 0x20 {
            // The short header of DTLS 1.3: its content is encrypted (RFC 9147, 4).
            self.encrypted(cx, from);
            return None;
        }
        let Some(header) = Header::parse(reader) else {
            self.stranger(cx);
            return None;
        };
        self.strangers = 0;
        let content = reader.take_up_to(header.length);
        if header.epoch > 0 || self.session.is_encrypted(from, header.content_type) {
            self.encrypted(cx, from);
        } else {
            self.clear(cx, from, header.content_type, content);
        }
        Some(())
    }

    fn encrypted(&mut self, cx: &mut Context<'_>, from: Side) {
        if !self.session.is_begun() {
            return self.stop(cx);
        }
        self.session.start_encryption(from);
        self.session.ciphertext(cx);
        if self.session.is_over() {
            self.stop(cx);
        }
    }

    fn stop(&mut self, cx: &mut Context<'_>) {
        self.stopped = true;
        cx.stop();
    }

    /// STUN, SRTP and others may share the flow (RFC 7983).
    fn stranger(&mut self, cx: &mut Context<'_>) {
        self.strangers += 1;
        if self.strangers >= STRANGERS_MAX {
            cx.weird("DTLS", "dtls_stranger_limit_reached", u64::from(self.strangers));
            self.session.finish(cx);
            self.stop(cx);
        }
    }

    fn clear(&mut self, cx: &mut Context<'_>, from: Side, content_type: u8, content: &[u8]) {
        match content_type {
            HANDSHAKE => self.handshake(cx, from, content),
            CHANGE_CIPHER_SPEC => self.session.change_cipher_spec(cx, from),
            ALERT => {
                if let Some(&description) = content.get(1) {
                    self.session.alert(cx, from, description);
                }
            }
            HEARTBEAT => self.session.heartbeat(cx, from),
            _ => {}
        }
    }

    fn handshake(&mut self, cx: &mut Context<'_>, from: Side, content: &[u8]) {
        let mut reader = Reader::new(content);
        while !reader.is_empty() {
            match Fragment::parse(&mut reader) {
                Ok(fragment) if fragment.is_whole() => {
                    self.session.handshake(cx, from, fragment.kind, fragment.bytes);
                }
                Ok(fragment) if fragment.is_consistent() => self.fragment(cx, from, &fragment),
                Ok(_) => cx.weird("DTLS", "dtls_fragment_past_end", reader.offset() as u64),
                Err(truncated) => {
                    return cx.weird("DTLS", "dtls_truncated_handshake", truncated.offset as u64);
                }
            }
        }
    }

    fn fragment(&mut self, cx: &mut Context<'_>, from: Side, fragment: &Fragment<'_>) {
        let Self { session, sides, .. } = self;
        let Some(side) = sides.get_mut(from.index()) else { return };
        let same = |assembly: &&mut Assembly| {
            assembly.sequence == fragment.sequence && assembly.length == fragment.length
        };
        let assembly = match side.as_mut().filter(same) {
            Some(_) => side.as_mut(),
            None => Some(side.insert(Assembly::of(fragment))),
        };
        let Some(assembly) = assembly else { return };
        if assembly.scatter.insert(fragment.offset, fragment.bytes, HANDSHAKE_BYTES_MAX).is_err() {
            return cx.weird("DTLS", "dtls_handshake_limit_reached", fragment.length as u64);
        }
        let front = assembly.scatter.front();
        if front.len() == assembly.length && !std::mem::replace(&mut assembly.read, true) {
            session.handshake(cx, from, fragment.kind, assembly.scatter.front());
        }
    }
}

impl Assembly {
    fn of(fragment: &Fragment<'_>) -> Self {
        Self {
            sequence: fragment.sequence,
            length: fragment.length,
            scatter: Scatter::default(),
            read: false,
        }
    }
}

impl Analyzer for Dtls {
    fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        let mut reader = Reader::new(bytes);
        while !self.stopped && self.record(cx, from, &mut reader).is_some() {}
    }

    fn closed(&mut self, cx: &mut Context<'_>) {
        self.session.finish(cx);
    }
}
