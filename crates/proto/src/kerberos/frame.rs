//! Where messages begin and end.

use super::parser::Kind;
use crate::Verdict;
use crate::asn1::{self, Begin};

/// A message over TCP is never longer than this; longer ones are noise.
const FRAME_BYTES_MAX: usize = 16 * 1024 * 1024;

/// What the front of a TCP stream holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// A whole message, with its length's four bytes.
    Message(usize),
    /// A part of one of this many bytes.
    Need(usize),
    /// No length that could be.
    Broken,
}

pub(super) fn cut(bytes: &[u8]) -> Cut {
    let Some(&length) = bytes.first_chunk() else { return Cut::Need(4) };
    let total = (u32::from_be_bytes(length) as usize).saturating_add(4);
    match total {
        4 => Cut::Broken,
        _ if total > FRAME_BYTES_MAX => Cut::Broken,
        _ if bytes.len() < total => Cut::Need(total),
        _ => Cut::Message(total),
    }
}

/// Whether a TCP stream may go on with a message here.
pub(super) fn begins(bytes: &[u8]) -> bool {
    looks_framed(bytes) != Verdict::NotMine
}

/// Whether it is a SEQUENCE in one of the tags of Kerberos, no byte more or less, though without its version.
pub(super) fn is_whole(message: &[u8]) -> bool {
    let Some((total, inside)) = message.first().and_then(|&tag| {
        Kind::of_tag(tag)?;
        enter(message, tag)
    }) else {
        return false;
    };
    let sequence = enter(inside, asn1::SEQUENCE);
    total == message.len() && sequence.is_some_and(|(length, _)| length == inside.len())
}

/// Whether these are the first bytes of a message with its length before it.
pub(super) fn looks_framed(bytes: &[u8]) -> Verdict {
    let Some((&length, message)) = bytes.split_first_chunk() else { return Verdict::Unsure };
    let length = u32::from_be_bytes(length) as usize;
    if length > FRAME_BYTES_MAX {
        return Verdict::NotMine;
    }
    looks_like(message, |total| total == length)
}

/// Whether these are the first bytes of a message to or from a KDC: its tag, a fitting length, a SEQUENCE, the version
/// 5 and the kind again, some 16 bytes of which all but the lengths are fixed.
pub(super) fn looks_like(message: &[u8], length_fits: impl Fn(usize) -> bool) -> Verdict {
    let Some(&tag) = message.first() else { return Verdict::Unsure };
    let kind = match Kind::of_tag(tag) {
        None | Some(Kind::ApRequest | Kind::ApReply) => return Verdict::NotMine,
        Some(kind) => kind,
    };
    let Some((total, inside)) = enter(message, tag) else { return short(message) };
    if !length_fits(total) {
        return Verdict::NotMine;
    }
    let Some((_, fields)) = enter(inside, asn1::SEQUENCE) else { return short(inside) };
    let version = kind.version_field();
    let fixed = [
        asn1::context(version),
        3,
        asn1::INTEGER,
        1,
        5,
        asn1::context(version + 1),
        3,
        asn1::INTEGER,
        1,
        tag & 0x1f,
    ];
    match fields.get(..fixed.len()) {
        Some(start) if start == fixed => Verdict::Certain,
        Some(_) => Verdict::NotMine,
        None if fixed.starts_with(fields) => Verdict::Unsure,
        None => Verdict::NotMine,
    }
}

/// The whole length of the element with this tag, and what is there of its content.
fn enter(bytes: &[u8], tag: u8) -> Option<(usize, &[u8])> {
    match asn1::begin(bytes) {
        Begin::Element(header) if header.tag == tag => {
            Some((header.total_bytes(), bytes.get(header.header_bytes..).unwrap_or_default()))
        }
        _ => None,
    }
}

fn short(bytes: &[u8]) -> Verdict {
    match asn1::begin(bytes) {
        Begin::More => Verdict::Unsure,
        _ => Verdict::NotMine,
    }
}
