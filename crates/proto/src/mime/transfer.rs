//! Transfer encodings, undone as the bytes come: Base64 (RFC 4648) and quoted-printable (RFC 2045 §6.7).

/// Undoes Base64 over any number of pieces. Bytes outside the alphabet are passed over, as mail programs do.
#[derive(Debug, Default)]
pub(crate) struct Base64 {
    bits: u32,
    count: u8,
    /// Padding was seen: what follows begins anew.
    invalid: u64,
}

const NOT_IN_ALPHABET: u8 = 0xff;

/// The six bits of each byte of the alphabet; the URL-safe variants of the last two are taken as well.
static VALUES: [u8; 256] = values();

const fn values() -> [u8; 256] {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut table = [NOT_IN_ALPHABET; 256];
    let mut index = 0u8;
    let mut rest: &[u8] = alphabet;
    while let [byte, tail @ ..] = rest {
        let at = *byte as usize;
        let (before, _) = table.split_at_mut(at + 1);
        if let Some(place) = before.last_mut() {
            *place = index;
        }
        index += 1;
        rest = tail;
    }
    table
}

impl Base64 {
    /// Decodes the next bytes onto the end of `out`.
    pub(crate) fn data(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        out.reserve(bytes.len() / 4 * 3 + 3);
        for &byte in bytes {
            match VALUES.get(usize::from(byte)) {
                Some(&value) if value != NOT_IN_ALPHABET => self.push(value, out),
                _ if byte == b'=' => self.finish(out),
                _ if byte.is_ascii_whitespace() => {}
                _ => self.invalid += 1,
            }
        }
    }

    fn push(&mut self, value: u8, out: &mut Vec<u8>) {
        self.bits = self.bits << 6 | u32::from(value);
        self.count += 1;
        if self.count == 4 {
            let [_, a, b, c] = self.bits.to_be_bytes();
            out.extend_from_slice(&[a, b, c]);
            (self.bits, self.count) = (0, 0);
        }
    }

    /// Whole bytes of an unfinished group come out; what padding says no more.
    pub(crate) fn finish(&mut self, out: &mut Vec<u8>) {
        let missing = 4 - u32::from(self.count);
        let [_, a, b, _] = self.bits.checked_shl(6 * missing).unwrap_or(0).to_be_bytes();
        match self.count {
            2 => out.push(a),
            3 => out.extend_from_slice(&[a, b]),
            _ => {}
        }
        (self.bits, self.count) = (0, 0);
    }

    /// How many bytes were outside the alphabet.
    pub(crate) fn invalid_bytes(&self) -> u64 {
        self.invalid
    }
}

/// Decodes Base64 at once.
pub(crate) fn decode_base64(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut decoder = Base64::default();
    decoder.data(text, &mut out);
    decoder.finish(&mut out);
    out
}

/// Undoes quoted-printable over any number of pieces.
#[derive(Debug, Default)]
pub(crate) struct QuotedPrintable {
    /// What follows an equals sign at the end of a piece.
    escape: Vec<u8>,
    escaping: bool,
}

impl QuotedPrintable {
    /// Decodes the next bytes onto the end of `out`.
    pub(crate) fn data(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        let mut rest = bytes;
        while !rest.is_empty() {
            if self.escaping {
                let (&byte, tail) = rest.split_first().unwrap_or((&0, &[]));
                rest = tail;
                self.escaped(byte, out);
                continue;
            }
            let end = memchr::memchr(b'=', rest).unwrap_or(rest.len());
            out.extend_from_slice(rest.get(..end).unwrap_or_default());
            self.escaping = end < rest.len();
            rest = rest.get(end + 1..).unwrap_or_default();
        }
    }

    /// One byte after an equals sign: a soft line break, one of two hexadecimal digits, or neither.
    fn escaped(&mut self, byte: u8, out: &mut Vec<u8>) {
        self.escape.push(byte);
        let soft_break = match self.escape.as_slice() {
            [b'\n'] | [.., b'\r', b'\n'] => true,
            [blanks @ .., b'\n'] if blanks.trim_ascii().is_empty() => true,
            _ => false,
        };
        if soft_break {
            return self.reset();
        }
        match self.escape.as_slice() {
            [high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                let digit = |byte: u8| char::from(byte).to_digit(16).unwrap_or(0);
                out.push(u8::try_from(digit(*high) << 4 | digit(*low)).unwrap_or(b'?'));
                self.reset();
            }
            [b'\r' | b' ' | b'\t'] => {}
            [high] if high.is_ascii_hexdigit() => {}
            blanks if blanks.len() < 8 && blanks.trim_ascii().is_empty() => {}
            _ => self.finish(out),
        }
    }

    /// An escape that means nothing comes out as it stands.
    pub(crate) fn finish(&mut self, out: &mut Vec<u8>) {
        if self.escaping {
            out.push(b'=');
            out.extend_from_slice(&self.escape);
        }
        self.reset();
    }

    fn reset(&mut self) {
        self.escape.clear();
        self.escaping = false;
    }
}

/// The Q encoding of encoded words: quoted-printable with underscores for spaces.
pub(super) fn decode_quoted_word(text: &[u8]) -> Vec<u8> {
    let spaced: Vec<u8> = text.iter().map(|&byte| if byte == b'_' { b' ' } else { byte }).collect();
    let mut out = Vec::new();
    let mut decoder = QuotedPrintable::default();
    decoder.data(&spaced, &mut out);
    decoder.finish(&mut out);
    out
}
