//! Addresses in commands and header fields, found the way Zeek finds them.

use std::net::IpAddr;
use thymus_record::text_from_wire;

/// Bytes that end an address or stand around it.
fn is_border(byte: u8) -> bool {
    matches!(byte, b'<' | b'>' | b',' | b':' | b';') || byte.is_ascii_whitespace()
}

/// The mail addresses in a text: runs around an at sign, between angle brackets, commas, colons or white space.
pub(super) fn mail_addresses(text: &[u8]) -> impl Iterator<Item = String> {
    let pieces = text.split(|&byte| is_border(byte));
    pieces
        .filter(|piece| memchr::memchr(b'@', piece).is_some_and(|at| at > 0 && at + 1 < piece.len()))
        .map(text_from_wire)
}

/// The members of an address list, each with its display name: cut at commas outside quotes.
pub(super) fn address_list(value: &[u8]) -> impl Iterator<Item = String> {
    let mut rest = value;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let (member, after) = rest.split_at_checked(member_end(rest)).unwrap_or((rest, &[]));
            rest = after.strip_prefix(b",").unwrap_or(after);
            let member = member.trim_ascii();
            if !member.is_empty() {
                return Some(text_from_wire(member));
            }
        }
        None
    })
}

fn member_end(list: &[u8]) -> usize {
    let mut quoted = false;
    let end = list.iter().position(|&byte| {
        quoted ^= byte == b'"';
        byte == b',' && !quoted
    });
    end.unwrap_or(list.len())
}

/// The network addresses in a text; with `wrapped` only those in brackets or parentheses.
fn network_addresses(text: &[u8], wrapped: bool) -> impl Iterator<Item = IpAddr> {
    let is_part = |byte: &u8| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':');
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let length = rest.iter().take_while(|byte| is_part(byte)).count();
            if length == 0 {
                at += 1;
                continue;
            }
            let (start, end) = (at, at + length);
            at = end;
            let word = std::str::from_utf8(rest.get(..length)?).unwrap_or_default();
            let (open, word) = opening(text.get(..start)?, word);
            let closed = matches!(text.get(end), Some(b']' | b')' | b'}'));
            if let Some(address) = parse(word).filter(|_| !wrapped || (open && closed)) {
                return Some(address);
            }
        }
        None
    })
}

/// Whether a bracket opens before a word, and the word without the tag of an address literal (RFC 5321 §4.1.3).
fn opening<'a>(before: &[u8], word: &'a str) -> (bool, &'a str) {
    match word.strip_prefix("6:").filter(|_| before.ends_with(b"[IPv")) {
        Some(word) => (true, word),
        None => (matches!(before.last(), Some(b'[' | b'(' | b'{')), word),
    }
}

fn parse(word: &str) -> Option<IpAddr> {
    let word = word.trim_end_matches(['.', ':']);
    let shaped = word.matches('.').count() == 3 || word.matches(':').count() >= 2;
    shaped.then(|| word.trim_start_matches(':').parse().or_else(|_| word.parse()).ok()).flatten()
}

/// The address of the host that handed the message on, in a `Received` field: the second in brackets where there are
/// two, since the first is what that host said of itself.
pub(super) fn received_from(value: &[u8]) -> Option<IpAddr> {
    let mut found = network_addresses(value, true);
    let first = found.next()?;
    Some(found.next().unwrap_or(first))
}

/// The first address in a text.
pub(super) fn first_address(value: &[u8]) -> Option<IpAddr> {
    network_addresses(value, false).next()
}
