//! DER (X.690), as far as certificates, Kerberos and LDAP need it.

/// A value of this tag around these contents.
pub(crate) fn tagged(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len() + 6);
    out.push(tag);
    match content.len() {
        length @ 0..=0x7f => out.push(length as u8),
        length @ 0x80..=0xff => out.extend_from_slice(&[0x81, length as u8]),
        length => {
            out.push(0x82);
            out.extend_from_slice(&(length as u16).to_be_bytes());
        }
    }
    out.extend_from_slice(content);
    out
}

pub(crate) fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    tagged(0x30, &parts.concat())
}

pub(crate) fn set(parts: &[Vec<u8>]) -> Vec<u8> {
    tagged(0x31, &parts.concat())
}

/// `[number]`, explicit.
pub(crate) fn context(number: u8, content: &[u8]) -> Vec<u8> {
    tagged(0xa0 | number, content)
}

/// `[APPLICATION number]`, constructed.
pub(crate) fn application(number: u8, content: &[u8]) -> Vec<u8> {
    tagged(0x60 | number, content)
}

pub(crate) fn integer(value: u32) -> Vec<u8> {
    big_integer(&value.to_be_bytes())
}

/// A positive number of any length.
pub(crate) fn big_integer(bytes: &[u8]) -> Vec<u8> {
    let first = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len().saturating_sub(1));
    let significant = bytes.get(first..).unwrap_or_default();
    let needs_zero = significant.first().is_none_or(|byte| byte & 0x80 != 0);
    let mut content = if needs_zero { vec![0] } else { Vec::new() };
    content.extend_from_slice(significant);
    tagged(0x02, &content)
}

pub(crate) fn enumerated(value: u8) -> Vec<u8> {
    tagged(0x0a, &[value])
}

pub(crate) fn boolean(value: bool) -> Vec<u8> {
    tagged(0x01, &[if value { 0xff } else { 0 }])
}

pub(crate) fn octets(bytes: &[u8]) -> Vec<u8> {
    tagged(0x04, bytes)
}

pub(crate) fn bits(bytes: &[u8]) -> Vec<u8> {
    tagged(0x03, &[&[0], bytes].concat())
}

pub(crate) fn null() -> Vec<u8> {
    tagged(0x05, &[])
}

/// An object identifier, already encoded.
pub(crate) fn object(encoded: &[u8]) -> Vec<u8> {
    tagged(0x06, encoded)
}

pub(crate) fn utf8(text: &str) -> Vec<u8> {
    tagged(0x0c, text.as_bytes())
}

pub(crate) fn printable(text: &str) -> Vec<u8> {
    tagged(0x13, text.as_bytes())
}

/// What Kerberos calls a KerberosString.
pub(crate) fn general(text: &str) -> Vec<u8> {
    tagged(0x1b, text.as_bytes())
}

/// `YYMMDDHHMMSSZ`.
pub(crate) fn utc_time(text: &str) -> Vec<u8> {
    tagged(0x17, text.as_bytes())
}

/// `YYYYMMDDHHMMSSZ`.
pub(crate) fn generalized_time(text: &str) -> Vec<u8> {
    tagged(0x18, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_numbers_of_x690() {
        assert_eq!(tagged(4, &[0; 0x7f])[..2], [4, 0x7f]);
        assert_eq!(tagged(4, &[0; 0x80])[..3], [4, 0x81, 0x80]);
        assert_eq!(tagged(4, &[0; 0x100])[..4], [4, 0x82, 1, 0]);
        assert_eq!(integer(0), [2, 1, 0]);
        assert_eq!(integer(128), [2, 2, 0, 0x80]);
        assert_eq!(integer(65_537), [2, 3, 1, 0, 1]);
    }
}
