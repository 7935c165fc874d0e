//! Command and reply lines, and the addresses in them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A command line in its two halves: the command in capitals, and its argument.
pub(super) fn command(line: &[u8]) -> (String, &[u8]) {
    let line = line.trim_ascii();
    // Telnet's interrupt and synch come before ABOR (RFC 959 §3.3.2).
    let start = line.iter().position(|&byte| byte < 0xf0).unwrap_or(line.len());
    let line = line.get(start..).unwrap_or_default();
    let end = line.iter().position(|byte| matches!(byte, b' ' | b'\t')).unwrap_or(line.len());
    let (command, arg) = line.split_at_checked(end).unwrap_or((line, &[]));
    (thymus_record::escape_bytes(command).to_ascii_uppercase(), arg.trim_ascii())
}

/// One line of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ReplyLine<'a> {
    /// Absent in a line inside a reply of several lines.
    pub(super) code: Option<u16>,
    pub(super) text: &'a [u8],
    /// More lines of this reply follow.
    pub(super) more: bool,
}

/// Reads a line of a reply; `open` is the code of the reply of several lines that it may belong to. Absent where it is
/// neither a reply nor part of one.
pub(super) fn reply(line: &[u8], open: Option<u16>) -> Option<ReplyLine<'_>> {
    let (digits, rest) = line.split_at_checked(3).unwrap_or((line, &[]));
    let code = code_of(digits);
    let (mark, text) = match rest.split_first() {
        Some((&mark, text)) => (Some(mark), text),
        None => (None, &[][..]),
    };
    match (code, mark, open) {
        (Some(code), Some(b'-'), _) => Some(ReplyLine { code: Some(code), text, more: true }),
        (Some(code), Some(b' ') | None, None) => Some(ReplyLine { code: Some(code), text, more: false }),
        // Some servers end a reply of several lines with another code.
        (Some(code), Some(b' ') | None, Some(open)) if code == open || text.len() >= 10 => {
            Some(ReplyLine { code: Some(code), text, more: false })
        }
        (_, _, Some(_)) => Some(ReplyLine { code: None, text: line, more: true }),
        _ => None,
    }
}

fn code_of(digits: &[u8]) -> Option<u16> {
    match *digits {
        [a @ b'1'..=b'6', b @ b'0'..=b'9', c @ b'0'..=b'9'] => {
            Some(u16::from(a - b'0') * 100 + u16::from(b - b'0') * 10 + u16::from(c - b'0'))
        }
        _ => None,
    }
}

/// The address and port in `PORT h1,h2,h3,h4,p1,p2` and in the reply to PASV.
pub(super) fn data_port(text: &[u8]) -> Option<(IpAddr, u16)> {
    let mut numbers = [0u8; 6];
    for start in 0..text.len() {
        let Some(rest) = text.get(start..).filter(|_| begins_number(text, start)) else { continue };
        if six_numbers(rest, &mut numbers) {
            let [a, b, c, d, high, low] = numbers;
            return Some((IpAddr::V4(Ipv4Addr::new(a, b, c, d)), u16::from_be_bytes([high, low])));
        }
    }
    None
}

fn begins_number(text: &[u8], at: usize) -> bool {
    let is_digit = |index: usize| text.get(index).is_some_and(u8::is_ascii_digit);
    is_digit(at) && !at.checked_sub(1).is_some_and(is_digit)
}

fn six_numbers(text: &[u8], numbers: &mut [u8; 6]) -> bool {
    let mut rest = text;
    let last = numbers.len() - 1;
    for (index, number) in numbers.iter_mut().enumerate() {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let Some(value) = rest.get(..digits).and_then(decimal).and_then(|value| u8::try_from(value).ok())
        else {
            return false;
        };
        *number = value;
        rest = rest.get(digits..).unwrap_or_default();
        if index < last {
            let Some(after) = rest.strip_prefix(b",") else { return false };
            rest = after;
        }
    }
    true
}

/// The address and port in `EPRT |2|::1|1234|`; the address is absent in the reply to EPSV, `(|||1234|)`.
pub(super) fn extended_port(text: &[u8]) -> Option<(Option<IpAddr>, u16)> {
    let start = text.iter().position(|&byte| byte == b'(').map_or(0, |at| at + 1);
    let inside = text.get(start..)?;
    let start = inside.iter().position(|byte| byte.is_ascii_punctuation())?;
    let inside = inside.get(start..)?;
    let (&delimiter, inside) = inside.split_first()?;
    let mut fields = inside.split(|&byte| byte == delimiter);
    let (kind, address, port) = (fields.next()?, fields.next()?, fields.next()?);
    let port = decimal(port).and_then(|port| u16::try_from(port).ok())?;
    let text = std::str::from_utf8(address).ok()?;
    let address = match kind {
        b"1" => text.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
        b"2" => text.parse::<Ipv6Addr>().ok().map(IpAddr::V6),
        _ => None,
    };
    Some((address, port))
}

fn decimal(digits: &[u8]) -> Option<u64> {
    std::str::from_utf8(digits).ok().filter(|digits| digits.len() < 20)?.parse().ok()
}

/// The last number in a text: the size in `Opening data connection for x (154427 bytes).`
pub(super) fn last_number(text: &[u8]) -> Option<u64> {
    let end = text.iter().rposition(u8::is_ascii_digit)? + 1;
    let head = text.get(..end)?;
    let start = head.iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |at| at + 1);
    decimal(head.get(start..)?)
}

/// The path in `257 "/dir" is the current directory`.
pub(super) fn quoted_path(text: &[u8]) -> Option<&[u8]> {
    let start = memchr::memchr(b'"', text)? + 1;
    let rest = text.get(start..)?;
    rest.get(..memchr::memchr(b'"', rest)?)
}

/// A path seen from a directory, without `.` inside, `..` and doubled slashes.
pub(super) fn join(directory: &str, path: &str) -> String {
    let path =
        if path.starts_with('/') || is_drive(path) { path.to_owned() } else { format!("{directory}/{path}") };
    let mut parts: Vec<&str> = Vec::new();
    for (index, part) in path.split('/').enumerate() {
        match part {
            ".." if parts.last().is_some_and(|&last| last != ".." && !last.is_empty()) => drop(parts.pop()),
            ".." if parts == [""] => {}
            "" | "." if index > 0 => {}
            _ => parts.push(part),
        }
    }
    match parts.as_slice() {
        [""] => "/".to_owned(),
        [] => ".".to_owned(),
        _ => parts.join("/"),
    }
}

/// A path of Windows: `C:\` or `C:/`.
fn is_drive(path: &str) -> bool {
    matches!(path.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic())
}
