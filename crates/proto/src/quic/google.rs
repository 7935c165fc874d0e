//! Google's QUIC before the IETF's: recognised, and the names that its hello shows in clear text.

use super::packet::{FIXED, LONG};
use thymus_wire::Reader;

/// As many tags of a hello are looked at.
const TAGS_MAX: u16 = 128;

/// The version of a client's packet with a public header (Q035 to Q043): flags, eight bytes of connection id, version.
/// Q044 to Q049 have a long header, with lengths of connection ids in one byte.
pub(super) fn version(bytes: &[u8]) -> Option<u32> {
    let mut reader = Reader::new(bytes);
    let first = reader.u8().ok()?;
    if first & (LONG | FIXED) == 0 && first & 0x09 == 0x09 {
        reader.skip(8).ok()?;
    } else if first & LONG == 0 {
        return None;
    }
    let version = reader.u32_be().ok()?;
    matches!(version.to_be_bytes(), [b'Q', b'0', b'2'..=b'4', b'0'..=b'9']).then_some(version)
}

/// The connection id of a client's first packet.
pub(super) fn connection_id(bytes: &[u8]) -> &[u8] {
    let long = bytes.first().is_some_and(|first| first & LONG != 0);
    let range = if long { 6..14 } else { 1..9 };
    bytes.get(range).unwrap_or_default()
}

/// The host name of a client hello, which stands in clear text in versions up to Q049.
pub(super) fn server_name(bytes: &[u8]) -> Option<&[u8]> {
    let start = memchr::memmem::find(bytes, b"CHLO")?;
    let mut reader = Reader::new(bytes.get(start + 4..)?);
    let tags = reader.u16_le().ok()?.min(TAGS_MAX);
    reader.skip(2).ok()?;
    let mut index = reader.sub(usize::from(tags) * 8).ok()?;
    let mut begin = 0usize;
    while let (Ok(tag), Ok(end)) = (index.array::<4>(), index.u32_le()) {
        let end = end as usize;
        if &tag == b"SNI\0" {
            return reader.rest().get(begin..end);
        }
        begin = end;
    }
    None
}
