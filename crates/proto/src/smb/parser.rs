//! What SMB1 and SMB2 write alike: text, times, identifiers.

use super::record::FileTimes;
use std::sync::Arc;
use thymus_record::{Timestamp, text_from_wire};
use thymus_wire::{Reader, Result};

/// At most this many bytes of a name are read: the longest path that Windows knows has 32,767 UTF-16 units.
pub(super) const NAME_BYTES_MAX: usize = 65_534;

/// UTF-16 in little-endian order, as far as it goes; what is no character becomes U+FFFD.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let bytes = bytes.get(..NAME_BYTES_MAX).unwrap_or(bytes);
    let units = bytes.chunks_exact(2).map(|pair| match pair {
        [low, high] => u16::from_le_bytes([*low, *high]),
        _ => 0,
    });
    let mut text = String::with_capacity(bytes.len() / 2);
    for unit in char::decode_utf16(units) {
        text.push(unit.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    text
}

/// Text that ends at a zero character or with the bytes, and how many bytes it took with its end.
pub(super) fn text_to_zero(bytes: &[u8], unicode: bool) -> (String, usize) {
    if unicode {
        let end = bytes.chunks_exact(2).position(|pair| pair == [0, 0]);
        let length = end.map_or(bytes.len() & !1, |end| end * 2);
        let taken = if end.is_some() { length + 2 } else { bytes.len() };
        return (utf16(bytes.get(..length).unwrap_or_default()), taken);
    }
    let end = memchr::memchr(0, bytes);
    let length = end.unwrap_or(bytes.len()).min(NAME_BYTES_MAX);
    (text_from_wire(bytes.get(..length).unwrap_or_default()), end.map_or(bytes.len(), |end| end + 1))
}

/// Between 1601-01-01 and 1970-01-01 in units of 100 nanoseconds.
const FILETIME_OF_EPOCH: i64 = 116_444_736_000_000_000;

/// A FILETIME (MS-DTYP 2.3.3): 100-nanosecond units since 1601. Nothing for a time before 1970, which stands for none.
pub(super) fn filetime(units: u64) -> Option<Timestamp> {
    let since_epoch = i64::try_from(units).ok()?.checked_sub(FILETIME_OF_EPOCH)?;
    let time = Timestamp(since_epoch.checked_mul(100)?);
    (time.0 > 0).then_some(time)
}

/// A GUID (MS-DTYP 2.3.4.2) in its usual text; the first three parts are little-endian on the wire.
pub(super) fn guid(bytes: &[u8; 16]) -> String {
    let [a, b, c, d, e, f, g, h, rest @ ..] = *bytes;
    let first = u32::from_le_bytes([a, b, c, d]);
    let (second, third) = (u16::from_le_bytes([e, f]), u16::from_le_bytes([g, h]));
    let [i, j, node @ ..] = rest;
    let node = node.iter().fold(0u64, |node, byte| node << 8 | u64::from(*byte));
    format!("{first:08x}-{second:04x}-{third:04x}-{i:02x}{j:02x}-{node:012x}")
}

/// FILE_DELETE_ON_CLOSE (MS-SMB2 2.2.13).
pub(super) const DELETE_ON_CLOSE: u32 = 0x1000;

/// Creation, access, write and change time in their order on the wire. As in Zeek, without a write time there is none.
pub(super) fn file_times(reader: &mut Reader<'_>) -> Result<FileTimes> {
    let created = filetime(reader.u64_le()?);
    let accessed = filetime(reader.u64_le()?);
    let modified = filetime(reader.u64_le()?);
    let changed = filetime(reader.u64_le()?);
    Ok(match modified {
        Some(_) => FileTimes { modified, accessed, created, changed },
        None => FileTimes::default(),
    })
}

/// What a create did (MS-SMB2 2.2.14).
pub(super) fn create_action(number: u32) -> Option<&'static str> {
    Some(match number {
        0 => "superseded",
        1 => "opened",
        2 => "created",
        3 => "overwritten",
        _ => return None,
    })
}

/// A GUID of a negotiation; nothing where it is all zero.
pub(super) fn guid_text(bytes: &[u8; 16]) -> Option<Arc<str>> {
    (*bytes != [0; 16]).then(|| guid(bytes).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_ends_at_its_zero() {
        assert_eq!(text_to_zero(b"A:\0rest", false), ("A:".to_owned(), 3));
        assert_eq!(text_to_zero(b"N\0T\0\0\0x", true), ("NT".to_owned(), 6));
        assert_eq!(text_to_zero(b"N\0T\0F", true), ("NT".to_owned(), 5));
        assert_eq!(text_to_zero(b"", true), (String::new(), 0));
        assert_eq!(utf16(&[0x00, 0xd8, 0x41, 0x00]), "\u{fffd}A");
    }

    #[test]
    fn times_are_counted_from_1601() {
        assert_eq!(filetime(116_444_736_000_000_000 + 15_000_000), Some(Timestamp(1_500_000_000)));
        assert_eq!(filetime(0), None);
        assert_eq!(filetime(u64::MAX), None);
    }

    #[test]
    fn guids_mix_byte_orders() {
        let bytes =
            [0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff];
        assert_eq!(guid(&bytes), "00112233-4455-6677-8899-aabbccddeeff");
    }
}
