//! The wrappings that SASL mechanisms put around messages after a login (RFC 4422 section 3.7).

use super::envelope;
use crate::Verdict;
use thymus_wire::Reader;

/// No mechanism makes longer wrappings.
const WRAPPING_BYTES_MAX: usize = 16 * 1024 * 1024;

/// What is in a wrapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrapping<'a> {
    /// Messages in the open, only signed.
    Open(&'a [u8]),
    /// Encrypted messages.
    Sealed,
}

/// The whole length of the wrapping that begins here, its length's four bytes included. None where that cannot be one.
pub(super) fn total_bytes(length: [u8; 4]) -> Option<usize> {
    let length = u32::from_be_bytes(length) as usize;
    (1..=WRAPPING_BYTES_MAX).contains(&length).then_some(length + 4)
}

/// Whether a wrapping of Kerberos that encrypts begins here, which its first bytes tell (RFC 4121 section 4.2.6.2).
pub(super) fn is_sealed_kerberos(bytes: &[u8]) -> bool {
    matches!(bytes, [_, _, _, _, 5, 4, flags, 0xff, ..] if flags & 2 != 0)
}

/// Looks into a wrapping without its length's four bytes. A message begins in it, unless one `goes_on` from the last.
pub(super) fn open(content: &[u8], goes_on: bool) -> Wrapping<'_> {
    let inside = match content {
        [5, 4, ..] => kerberos(content),
        [0x60, ..] => kerberos_before_aes(content),
        // MS-NLMP section 2.2.2.9: a signature of 16 bytes, version 1, stands before the message.
        [1, 0, 0, 0, ..] => content.get(16..),
        _ => Some(content),
    };
    match inside {
        Some(inside) if goes_on || envelope::looks_like(inside) == Verdict::Certain => Wrapping::Open(inside),
        _ => Wrapping::Sealed,
    }
}

/// RFC 4121 section 4.2.6.2: 16 bytes, then the checksum before the message or after it, as the rotation count says.
fn kerberos(content: &[u8]) -> Option<&[u8]> {
    let mut reader = Reader::new(content);
    reader.skip(2).ok()?;
    let flags = reader.u8().ok()?;
    reader.skip(1).ok()?;
    let checksum = usize::from(reader.u16_be().ok()?);
    let rotation = usize::from(reader.u16_be().ok()?);
    reader.skip(8).ok()?;
    if flags & 2 != 0 {
        return None;
    }
    if rotation == 0 {
        let rest = reader.rest();
        return rest.get(..rest.len().checked_sub(checksum)?);
    }
    (rotation == checksum).then(|| reader.rest().get(checksum..))?
}

/// RFC 1964 section 1.2.2 and RFC 4757 section 7.3: algorithms, sequence, checksum and eight random bytes.
fn kerberos_before_aes(content: &[u8]) -> Option<&[u8]> {
    let mut token = crate::asn1::Elements::new(content).enter(0x60)?;
    token.optional(crate::asn1::OBJECT_IDENTIFIER)?;
    let mut reader = Reader::new(token.rest());
    let [2, 1, _, _, 0xff, 0xff, 0xff, 0xff] = reader.array().ok()? else { return None };
    reader.skip(24).ok()?;
    Some(reader.rest())
}

/// Whether a stream whose beginning was not seen may go on with a wrapping here.
pub(super) fn looks_like(bytes: &[u8]) -> Verdict {
    let Some((&length, content)) = bytes.split_first_chunk() else { return Verdict::Unsure };
    if total_bytes(length).is_none() {
        return Verdict::NotMine;
    }
    match content {
        [5, 4, 0..=7, 0xff, ..] => Verdict::Certain,
        [1, 0, 0, 0, ..] if content.len() > 16 => match open(content, false) {
            Wrapping::Open(_) => Verdict::Certain,
            Wrapping::Sealed => Verdict::Unsure,
        },
        _ => Verdict::NotMine,
    }
}
