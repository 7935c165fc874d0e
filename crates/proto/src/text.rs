//! Text on the wire that is not UTF-8.

/// UTF-16, least significant byte first, as Windows writes it. Halves of characters become U+FFFD; an odd byte at the
/// end is left out.
#[must_use]
pub fn utf16_le(bytes: &[u8]) -> String {
    let (units, _) = bytes.as_chunks::<2>();
    char::decode_utf16(units.iter().map(|&unit| u16::from_le_bytes(unit)))
        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn halves_of_characters_and_odd_bytes_do_no_harm() {
        assert_eq!(super::utf16_le(b"\xe4\x00\x3d\xd8\x00\xde!"), "ä😀");
        assert_eq!(super::utf16_le(b"\x3d\xd8a\x00"), "\u{fffd}a");
    }
}
