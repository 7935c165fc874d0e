//! Text that came off the wire: any bytes, made safe to show.

use std::fmt::Write as _;

/// Text of bytes that claim to be text: UTF-8 where it is, every other byte as `\xNN` like Zeek.
///
/// Control characters stay: JSON escapes them, and a console must.
#[must_use]
pub fn text_from_wire(bytes: &[u8]) -> String {
    // Nearly all text is valid, and whole text is checked faster than piece by piece.
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        escape_into(&mut text, chunk.invalid());
    }
    text
}

/// Every byte that is not printable ASCII as `\xNN`, for bytes that claim nothing.
#[must_use]
pub fn escape_bytes(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for &byte in bytes {
        if byte == b' ' || byte.is_ascii_graphic() {
            text.push(char::from(byte));
        } else {
            escape_into(&mut text, &[byte]);
        }
    }
    text
}

fn escape_into(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        let _ = write!(text, "\\x{byte:02x}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_utf8_and_escapes_the_rest() {
        assert_eq!(text_from_wire("grün".as_bytes()), "grün");
        assert_eq!(text_from_wire(b"a\xffb\xc3"), "a\\xffb\\xc3");
        assert_eq!(escape_bytes(b"a\x00\xc3"), "a\\x00\\xc3");
    }
}
