//! Parameters of header fields: `name=value`, quoted, continued and encoded (RFC 2045 §5.1, RFC 2231).

use super::words::decode_words;
use thymus_record::text_from_wire;

/// A parameter in more pieces than this is cut short.
const CONTINUATIONS_MAX: usize = 32;

/// Type and subtype of a `Content-Type`, as written.
pub(crate) fn media_type(value: &[u8]) -> (&[u8], &[u8]) {
    let end = value.iter().position(|byte| matches!(byte, b';' | b' ' | b'\t' | b'\r' | b'\n' | b','));
    let whole = end.and_then(|end| value.get(..end)).unwrap_or(value);
    match memchr::memchr(b'/', whole) {
        Some(slash) => (whole.get(..slash).unwrap_or_default(), whole.get(slash + 1..).unwrap_or_default()),
        None => (whole, &[]),
    }
}

/// The parameters after a field's first value: names and raw values, quotes undone.
struct Parameters<'a> {
    rest: &'a [u8],
}

impl<'a> Parameters<'a> {
    fn of(value: &'a [u8]) -> Self {
        let start = memchr::memchr(b';', value).map_or(value.len(), |semicolon| semicolon + 1);
        Self { rest: value.get(start..).unwrap_or_default() }
    }

    fn value(&mut self) -> Vec<u8> {
        let rest = self.rest.trim_ascii_start();
        if let Some(quoted) = rest.strip_prefix(b"\"") {
            let (value, used) = unquote(quoted);
            self.rest = quoted.get(used..).unwrap_or_default();
            return value;
        }
        let end = memchr::memchr(b';', rest).unwrap_or(rest.len());
        self.rest = rest.get(end..).unwrap_or_default();
        rest.get(..end).unwrap_or_default().trim_ascii().to_vec()
    }
}

impl<'a> Iterator for Parameters<'a> {
    type Item = (&'a [u8], Vec<u8>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let start =
                self.rest.iter().position(|byte| !matches!(byte, b';') && !byte.is_ascii_whitespace())?;
            self.rest = self.rest.get(start..)?;
            let end = memchr::memchr2(b'=', b';', self.rest)?;
            let name = self.rest.get(..end)?.trim_ascii();
            let equals = self.rest.get(end) == Some(&b'=');
            self.rest = self.rest.get(end + 1..)?;
            if equals {
                return Some((name, self.value()));
            }
        }
    }
}

/// The inside of a quoted string, and how many bytes it took with its closing quote.
fn unquote(bytes: &[u8]) -> (Vec<u8>, usize) {
    let mut value = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match (byte, bytes.get(at)) {
            (b'"', _) => break,
            (b'\\', Some(&escaped @ (b'"' | b'\\'))) => {
                value.push(escaped);
                at += 1;
            }
            (b'\r' | b'\n', _) => {}
            _ => value.push(byte),
        }
    }
    (value, at)
}

/// The value of a parameter, put together from its continuations and decoded.
pub(crate) fn parameter(value: &[u8], wanted: &str) -> Option<String> {
    let mut plain = None;
    let mut pieces: Vec<(usize, bool, Vec<u8>)> = Vec::new();
    for (name, value) in Parameters::of(value) {
        let Some(suffix) = strip_prefix_ignoring_case(name, wanted.as_bytes()) else { continue };
        match suffix {
            [] => plain = plain.or(Some(value)),
            [b'*', index @ ..] if pieces.len() < CONTINUATIONS_MAX => {
                let (index, encoded) = match index.strip_suffix(b"*") {
                    Some(index) => (index, true),
                    None => (index, index.is_empty()),
                };
                pieces.push((number(index), encoded, value));
            }
            _ => {}
        }
    }
    match (pieces.is_empty(), plain) {
        (false, _) => Some(join(pieces)),
        (true, plain) => plain.map(|plain| decode_words(&plain)),
    }
}

fn strip_prefix_ignoring_case<'a>(bytes: &'a [u8], prefix: &[u8]) -> Option<&'a [u8]> {
    let (head, rest) = bytes.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

fn number(digits: &[u8]) -> usize {
    std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// Joins the pieces of a continued parameter; the first encoded one begins with `charset'language'`.
fn join(mut pieces: Vec<(usize, bool, Vec<u8>)>) -> String {
    pieces.sort_by_key(|&(index, ..)| index);
    let mut charset = Vec::new();
    let mut whole = Vec::new();
    for (at, (_, encoded, piece)) in pieces.into_iter().enumerate() {
        let mut text = piece.as_slice();
        if encoded && at == 0 {
            let mut parts = piece.splitn(3, |&byte| byte == b'\'');
            if let (Some(name), Some(_), Some(rest)) = (parts.next(), parts.next(), parts.next()) {
                charset = name.to_vec();
                text = rest;
            }
        }
        if encoded { percent_decode(text, &mut whole) } else { whole.extend_from_slice(text) }
    }
    super::words::text_in_charset(&charset, &whole)
}

fn percent_decode(text: &[u8], out: &mut Vec<u8>) {
    let digit = |byte: Option<&u8>| byte.and_then(|&byte| char::from(byte).to_digit(16));
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let pair = digit(text.get(at + 1)).zip(digit(text.get(at + 2)));
        match (byte, pair) {
            (b'%', Some((high, low))) => {
                out.push(u8::try_from(high << 4 | low).unwrap_or(b'?'));
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
}

/// The file name in a `Content-Disposition` or `Content-Type`.
pub(crate) fn filename(disposition: Option<&[u8]>, content_type: Option<&[u8]>) -> Option<String> {
    let named = disposition.and_then(|value| parameter(value, "filename").or_else(|| loose_filename(value)));
    named.or_else(|| parameter(content_type?, "name")).filter(|name| !name.is_empty())
}

/// Servers send `Content-Disposition: filename=x` with no type before it.
fn loose_filename(value: &[u8]) -> Option<String> {
    let rest = strip_prefix_ignoring_case(value.trim_ascii_start(), b"filename=")?;
    let mut parameters = Parameters { rest };
    Some(text_from_wire(&parameters.value()))
}
