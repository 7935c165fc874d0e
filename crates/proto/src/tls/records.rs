//! The record layer of a stream: cuts what one side sends into records without keeping their content.

use super::handshake::{ALERT, CHANGE_CIPHER_SPEC, HANDSHAKE, HEARTBEAT};
use super::names::version;

/// Bytes of a record's header.
pub(crate) const HEADER_BYTES: usize = 5;

/// The longest content of a record: 2^14 and 2048 of expansion (RFC 5246, 6.2.3).
const CONTENT_BYTES_MAX: usize = 16_384 + 2_048;

/// A record's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// What the record holds.
    pub(crate) content_type: u8,
    /// How long its content is.
    pub(crate) length: usize,
}

impl Header {
    /// Reads a header; `None` where it is none.
    pub(crate) fn parse(bytes: [u8; HEADER_BYTES]) -> Option<Self> {
        let [content_type, major, minor, high, low] = bytes;
        let length = usize::from(u16::from_be_bytes([high, low]));
        let number = u16::from_be_bytes([major, minor]);
        let plausible = matches!(content_type, CHANGE_CIPHER_SPEC..=HEARTBEAT)
            && matches!(number, version::SSL_3..=version::TLS_1_2)
            && length <= CONTENT_BYTES_MAX;
        plausible.then_some(Self { content_type, length })
    }

    /// Whether the length tells that this is no alert in clear text, which has two bytes.
    pub(crate) fn is_encrypted_alert(self) -> bool {
        self.content_type == ALERT && self.length != 2
    }

    /// As [`Self::parse`], for bytes that may begin anywhere: lengths must fit the content.
    pub(crate) fn parse_strictly(bytes: [u8; HEADER_BYTES]) -> Option<Self> {
        Self::parse(bytes).filter(|header| match header.content_type {
            CHANGE_CIPHER_SPEC => header.length == 1,
            ALERT => (2..=64).contains(&header.length),
            HANDSHAKE => header.length >= 4,
            _ => header.length > 0,
        })
    }
}

/// Where one side's stream stands.
#[derive(Debug, Default)]
pub(crate) struct Cutter {
    header: [u8; HEADER_BYTES],
    header_filled: usize,
    content_left: usize,
}

/// What the next bytes of a stream are.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// The five bytes of a header.
    Header([u8; HEADER_BYTES]),
    /// A part of the content that was begun; `last` when the record ends with it.
    Content { bytes: &'a [u8], last: bool },
}

impl Cutter {
    /// Takes the next piece off the front of `bytes`; `None` when a header waits for more.
    pub(crate) fn next<'a>(&mut self, bytes: &mut &'a [u8]) -> Option<Piece<'a>> {
        if self.content_left > 0 {
            let content = take_up_to(bytes, self.content_left);
            self.content_left -= content.len();
            return (!content.is_empty())
                .then_some(Piece::Content { bytes: content, last: self.content_left == 0 });
        }
        let part = take_up_to(bytes, HEADER_BYTES - self.header_filled);
        if let Some(place) = self.header.get_mut(self.header_filled..self.header_filled + part.len()) {
            place.copy_from_slice(part);
        }
        self.header_filled += part.len();
        if self.header_filled < HEADER_BYTES {
            return None;
        }
        self.header_filled = 0;
        Some(Piece::Header(self.header))
    }

    /// Says how much content follows the header.
    pub(crate) fn expect(&mut self, length: usize) {
        self.content_left = length;
    }

    /// Passes over a hole; false when it reaches beyond the record, so that nobody knows where the next one begins.
    pub(crate) fn skip(&mut self, length: u64) -> bool {
        let within = self.header_filled == 0 && length <= self.content_left as u64;
        if within {
            self.content_left -= usize::try_from(length).unwrap_or(self.content_left);
        } else {
            *self = Self::default();
        }
        within
    }

    /// Whether the next byte is the first of a record.
    pub(crate) fn is_between_records(&self) -> bool {
        self.content_left == 0 && self.header_filled == 0
    }
}

fn take_up_to<'a>(bytes: &mut &'a [u8], length: usize) -> &'a [u8] {
    let (taken, rest) = bytes.split_at(length.min(bytes.len()));
    *bytes = rest;
    taken
}
