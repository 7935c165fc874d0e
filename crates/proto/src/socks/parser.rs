//! How long each message is: the only thing that needs to be known of it to find what comes after.

use thymus_wire::{Reader, Truncated};

/// Texts of version 4 are ended by a zero byte and no longer than this.
const TEXT_BYTES_MAX: usize = 256;

/// The length of a whole request of version 4 or 4a.
pub(super) fn request_4(bytes: &[u8]) -> Option<usize> {
    let &[4, 1 | 2, _, _, a, b, c, d] = bytes.first_chunk()? else { return None };
    let user_end = 8 + text_length(bytes.get(8..)?)?;
    let names_host = [a, b, c] == [0; 3] && d != 0;
    if names_host { Some(user_end + text_length(bytes.get(user_end..)?)?) } else { Some(user_end) }
}

fn text_length(bytes: &[u8]) -> Option<usize> {
    bytes.iter().take(TEXT_BYTES_MAX).position(|byte| *byte == 0).map(|end| end + 1)
}

/// The length of a whole offer of methods of version 5.
pub(super) fn offer_5(bytes: &[u8]) -> Option<usize> {
    let &[5, count] = bytes.first_chunk()? else { return None };
    let methods = bytes.get(2..2 + usize::from(count))?;
    let known = !methods.is_empty() && methods.iter().all(|method| *method <= 9 || *method >= 0x80);
    known.then_some(2 + methods.len())
}

/// The length of a request or reply of version 5 (RFC 1928 §4, §6).
pub(super) fn request_or_reply_5(bytes: &[u8]) -> Result<usize, Truncated> {
    let mut reader = Reader::new(bytes);
    reader.skip(3)?;
    let address_bytes = match reader.u8()? {
        1 => 4,
        4 => 16,
        _ => usize::from(reader.u8()?),
    };
    reader.skip(address_bytes + 2)?;
    Ok(reader.offset())
}

/// The length of a user name and password (RFC 1929).
pub(super) fn login_5(bytes: &[u8]) -> Result<usize, Truncated> {
    let mut reader = Reader::new(bytes);
    reader.skip(1)?;
    for _ in 0..2 {
        let length = reader.u8()?;
        reader.skip(usize::from(length))?;
    }
    Ok(reader.offset())
}
