//! Recognising HTTP/1 by its first bytes.

use super::names::{begins_method, is_known_method};
use super::parser::{first_line, leading_line_ends};
use crate::{Probe, Verdict};
use memchr::{memchr, memmem};

/// A first line longer than this without an end is not waited for.
const LINE_BYTES_MAX: usize = 8192;

/// An unfinished target this long after a known method is enough.
const TARGET_BYTES_ENOUGH: usize = 512;

/// The longest method that is looked for.
const METHOD_BYTES_MAX: usize = 20;

/// How many line ends may stand before a message.
const LINE_ENDS_MAX: usize = 8;

/// Recognises HTTP/1, from either side, at the beginning of any message.
pub(super) fn probe(probe: &Probe<'_>) -> Verdict {
    let skipped = leading_line_ends(probe.bytes);
    let bytes = probe.bytes.get(skipped..).unwrap_or_default();
    match bytes.first() {
        None if skipped <= LINE_ENDS_MAX => Verdict::Unsure,
        Some(b'H') if is_reply(bytes) != Verdict::NotMine => is_reply(bytes),
        Some(b'A'..=b'Z' | b'_') if skipped <= LINE_ENDS_MAX => is_request(bytes),
        Some(b'a'..=b'z') if skipped == 0 => is_lower_case_request(bytes),
        _ => Verdict::NotMine,
    }
}

/// Whether a reply begins here: `HTTP/1.1 200`.
pub(super) fn is_reply(bytes: &[u8]) -> Verdict {
    let pattern = b"HTTP/D.D DDD";
    let fits = |(&byte, &wanted): (&u8, &u8)| match wanted {
        b'D' => byte.is_ascii_digit(),
        _ => byte == wanted,
    };
    if !bytes.iter().zip(pattern).all(fits) {
        return Verdict::NotMine;
    }
    if bytes.len() < pattern.len() { Verdict::Unsure } else { Verdict::Certain }
}

/// Whether a request begins here: a method, a target, `HTTP/` and a version.
pub(super) fn is_request(bytes: &[u8]) -> Verdict {
    let start = bytes.get(..METHOD_BYTES_MAX + 1).unwrap_or(bytes);
    let Some(space) = memchr(b' ', start) else {
        return if begins_method(start) { Verdict::Unsure } else { Verdict::NotMine };
    };
    let method = start.get(..space).unwrap_or_default();
    let known = is_known_method(method);
    if !known && !method.iter().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_')) {
        return Verdict::NotMine;
    }
    match first_line(bytes) {
        Some((line, _)) => whole_line(line, known),
        None => unfinished_line(bytes, space, known),
    }
}

fn whole_line(line: &[u8], known: bool) -> Verdict {
    if is_versioned(line) {
        return Verdict::Certain;
    }
    // A request of HTTP/0.9 has no version: the well-known port must speak for it.
    let mut words = line.split(|&byte| byte == b' ');
    let path = words.nth(1).is_some_and(|target| target.starts_with(b"/") && !target.contains(&0));
    if known && path && words.next().is_none() { Verdict::Unsure } else { Verdict::NotMine }
}

fn unfinished_line(bytes: &[u8], space: usize, known: bool) -> Verdict {
    let target = bytes.get(space + 1..).unwrap_or_default();
    let plausible = known && target.iter().all(|&byte| byte >= b' ' && byte != 0x7f);
    match plausible {
        true if target.len() >= TARGET_BYTES_ENOUGH && target.starts_with(b"/") => Verdict::Certain,
        true if bytes.len() < LINE_BYTES_MAX => Verdict::Unsure,
        _ => Verdict::NotMine,
    }
}

/// Some tools write methods in small letters; only a whole line with its version counts then.
fn is_lower_case_request(bytes: &[u8]) -> Verdict {
    let method = bytes.get(..METHOD_BYTES_MAX).unwrap_or(bytes).split(|&byte| byte == b' ').next();
    let method = method.unwrap_or_default().to_ascii_uppercase();
    match first_line(bytes) {
        Some((line, _)) if is_known_method(&method) && is_versioned(line) => Verdict::Certain,
        _ => Verdict::NotMine,
    }
}

/// Whether a line ends with an HTTP/1 version. `PRI * HTTP/2.0` is the preface of HTTP/2.
fn is_versioned(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    let Some(start) = line.len().checked_sub(9) else { return false };
    let tail = line.get(start..).unwrap_or_default();
    let at_end = matches!(tail, [b' ' | b'\t', b'H', b'T', b'T', b'P', b'/', b'0'..=b'1', b'.', b'0'..=b'9']);
    at_end || memmem::find(line, b" HTTP/1.").is_some()
}

/// Recognises HTTP/2 by its preface (RFC 9113 §3.4).
pub(super) fn probe_http2(probe: &Probe<'_>) -> Verdict {
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    let length = preface.len().min(probe.bytes.len());
    if probe.bytes.get(..length) != preface.get(..length) || probe.bytes.is_empty() {
        return Verdict::NotMine;
    }
    if length == preface.len() { Verdict::Certain } else { Verdict::Unsure }
}
