//! Encoded words in header fields (RFC 2047) and text in old character sets.

use super::transfer::{decode_base64, decode_quoted_word};
use std::borrow::Cow;
use thymus_record::text_from_wire;

/// The text of a field's value with its encoded words decoded.
///
/// White space between two encoded words belongs to the encoding and vanishes.
pub(crate) fn decode_words(value: &[u8]) -> String {
    if memchr::memmem::find(value, b"=?").is_none() {
        return text_from_wire(value);
    }
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    let mut after_word = false;
    while let Some(start) = memchr::memmem::find(rest, b"=?") {
        let (before, word) = rest.split_at_checked(start).unwrap_or((rest, &[]));
        let Some((decoded, length)) = decode_word(word) else {
            text.push_str(&text_from_wire(before));
            text.push_str("=?");
            rest = word.get(2..).unwrap_or_default();
            after_word = false;
            continue;
        };
        if !(after_word && before.iter().all(u8::is_ascii_whitespace)) {
            text.push_str(&text_from_wire(before));
        }
        text.push_str(&decoded);
        rest = word.get(length..).unwrap_or_default();
        after_word = true;
    }
    text.push_str(&text_from_wire(rest));
    text
}

/// Decodes `=?charset?encoding?text?=` at the front; says how long it is.
fn decode_word(word: &[u8]) -> Option<(String, usize)> {
    let inside = word.strip_prefix(b"=?")?;
    let charset_end = memchr::memchr(b'?', inside)?;
    let charset = inside.get(..charset_end)?;
    let encoding = *inside.get(charset_end + 1)?;
    let text = inside.get(charset_end + 2..)?.strip_prefix(b"?")?;
    let text_end = memchr::memmem::find(text, b"?=")?;
    let text = text.get(..text_end)?;
    let bytes = match encoding {
        b'B' | b'b' => decode_base64(text),
        b'Q' | b'q' => decode_quoted_word(text),
        _ => return None,
    };
    let language = memchr::memchr(b'*', charset).unwrap_or(charset.len());
    let decoded = text_in_charset(charset.get(..language)?, &bytes);
    Some((decoded, 2 + charset_end + 3 + text_end + 2))
}

/// Text in a named character set. Single-byte Western sets are read; of all others what is UTF-8.
pub(crate) fn text_in_charset(charset: &[u8], bytes: &[u8]) -> String {
    let is = |name: &str| charset.eq_ignore_ascii_case(name.as_bytes());
    if std::str::from_utf8(bytes).is_err() && (is("iso-8859-1") || is("iso-8859-15") || is("windows-1252")) {
        return bytes.iter().map(|&byte| char::from(byte)).collect();
    }
    text_from_wire(bytes)
}

/// Text of UTF-16 or UTF-8 content.
pub(crate) fn text_of_document(bytes: &[u8]) -> Cow<'_, str> {
    let wide = |pairs: &[u8], of: fn([u8; 2]) -> u16| {
        let units = pairs.as_chunks().0.iter().map(|&pair| of(pair));
        char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes).into(),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes).into(),
        [_, 0, _, 0, ..] => wide(bytes, u16::from_le_bytes).into(),
        _ => String::from_utf8_lossy(bytes),
    }
}
