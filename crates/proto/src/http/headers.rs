//! What the header fields of one message say of its body.

use super::body::{Chunk, Framing};
use super::inflate::Coding;
use super::names::Name;
use crate::Context;
use crate::mime::token;
use thymus_record::text_from_wire;

/// What the header fields of one message say of its body.
#[derive(Debug, Default)]
pub(super) struct BodyFacts<'a> {
    length: Option<u64>,
    lengths_differ: bool,
    chunked: bool,
    pub(super) coding: Option<Coding>,
    range: Option<Range>,
    pub(super) content_type: Option<&'a [u8]>,
    pub(super) disposition: Option<&'a [u8]>,
}

/// A `Content-Range` (RFC 9110 §14.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    /// How many bytes of the whole there are.
    pub(super) length: u64,
    /// How long the whole is.
    pub(super) complete: Option<u64>,
}

impl<'a> BodyFacts<'a> {
    /// Takes note of one field.
    pub(super) fn field(&mut self, cx: &mut Context<'_>, name: Name, value: &'a [u8]) {
        match name {
            Name::ContentLength => self.content_length(cx, token(value)),
            Name::TransferEncoding => self.transfer_encoding(value),
            Name::ContentEncoding => self.coding = content_coding(token(value)),
            Name::ContentType => self.content_type = Some(value),
            Name::ContentDisposition => self.disposition = Some(value),
            _ => {}
        }
    }

    fn content_length(&mut self, cx: &mut Context<'_>, digits: &[u8]) {
        let Some(length) = decimal(digits) else {
            cx.weird_about("HTTP", "HTTP_bad_content_length", 0, text_from_wire(digits));
            self.length = self.length.or(Some(0));
            return;
        };
        if digits.len() > 1 && digits.starts_with(b"0") {
            cx.weird_about("HTTP", "HTTP_content_length_leading_zeros", 0, text_from_wire(digits));
        }
        if self.length.is_some_and(|other| other != length) {
            self.lengths_differ = true;
        }
        self.length = Some(length);
    }

    /// The last coding counts: only `chunked` delimits the body (RFC 9112 §6.3).
    fn transfer_encoding(&mut self, value: &[u8]) {
        for coding in value.split(|&byte| byte == b',') {
            let coding = token(coding.trim_ascii());
            self.chunked = coding.eq_ignore_ascii_case(b"chunked");
            self.coding = self.coding.or(content_coding(coding));
        }
    }

    /// Takes note of a `Content-Range` of a reply with status 206.
    pub(super) fn content_range(&mut self, cx: &mut Context<'_>, value: &[u8]) {
        match read_range(value) {
            Ok(range) => {
                if self.length.is_some_and(|length| length != range.length) {
                    cx.weird("HTTP", "HTTP_range_not_matching_len", 0);
                }
                self.range = Some(range);
            }
            Err((name, found)) => cx.weird_about("HTTP", name, 0, found),
        }
    }

    /// Says when fields contradict each other, which is how requests are smuggled.
    pub(super) fn check(&self, cx: &mut Context<'_>) {
        if self.chunked && self.length.is_some() {
            cx.weird("HTTP", "HTTP_content_length_and_chunked", 0);
        }
        if self.lengths_differ {
            cx.weird("HTTP", "HTTP_content_lengths_differ", 0);
        }
    }

    /// How the body is delimited; absent where nothing says so. A range longer than the length wins, as in Zeek, so
    /// that a lying length hides nothing.
    pub(super) fn framing(&self) -> Option<Framing> {
        if self.chunked {
            return Some(Framing::Chunked(Chunk::Size));
        }
        let range = self.range.map(|range| range.length);
        let length = self.length.max(range);
        length.map(Framing::Length)
    }

    /// How long the content is as a file.
    pub(super) fn total_bytes(&self) -> Option<u64> {
        match (self.coding, self.chunked, self.range) {
            (None, false, None) => self.length.filter(|&length| length > 0),
            (None, _, Some(range)) => range.complete,
            _ => None,
        }
    }
}

/// A number in decimal digits and nothing else, no larger than Zeek reads.
fn decimal(digits: &[u8]) -> Option<u64> {
    let all_digits = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let text = std::str::from_utf8(digits).ok().filter(|_| all_digits)?;
    text.parse::<u64>().ok().filter(|&number| i64::try_from(number).is_ok())
}

fn content_coding(name: &[u8]) -> Option<Coding> {
    if name.eq_ignore_ascii_case(b"gzip") || name.eq_ignore_ascii_case(b"x-gzip") {
        Some(Coding::Gzip)
    } else if name.eq_ignore_ascii_case(b"deflate") {
        Some(Coding::Deflate)
    } else {
        None
    }
}

/// Reads `bytes 0-499/1234`; an error is Zeek's name of it and what was found.
fn read_range(value: &[u8]) -> Result<Range, (&'static str, Option<String>)> {
    let (unit, rest) = value.split_at_checked(token(value).len()).unwrap_or((value, &[]));
    if !unit.eq_ignore_ascii_case(b"bytes") {
        return Err(("HTTP_content_range_unknown_byte_unit", Some(text_from_wire(unit))));
    }
    let spec: Vec<u8> = rest.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let found = || Some(text_from_wire(&spec));
    let cannot = || ("HTTP_content_range_cannot_parse", found());
    let slash = memchr::memchr(b'/', &spec).ok_or_else(cannot)?;
    let (range, complete) =
        (spec.get(..slash).unwrap_or_default(), spec.get(slash + 1..).unwrap_or_default());
    let dash = memchr::memchr(b'-', range).ok_or_else(cannot)?;
    let (first, last) = (range.get(..dash).unwrap_or_default(), range.get(dash + 1..).unwrap_or_default());
    let (Some(first), Some(last)) = (decimal(first), decimal(last)) else {
        return Err(("HTTP_content_range_invalid", found()));
    };
    if last < first {
        return Err(("HTTP_non_positive_content_range", found()));
    }
    let length = last - first + 1;
    if i64::try_from(length).is_err() {
        return Err(("HTTP_content_range_overflow", found()));
    }
    Ok(Range { length, complete: decimal(complete) })
}
