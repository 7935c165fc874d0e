//! Search filters as text.
//!
//! The form is that of RFC 4515 with one peculiarity which Zeek and Wireshark share: three or more filters under one
//! `&` or `|` are written as if they were nested two by two. A few attributes of Windows have binary values.

use crate::asn1::{self, Element, Elements};
use std::fmt::Write as _;
use thymus_record::text_from_wire;

/// Filters may be nested this deep; what is deeper is left out.
const DEPTH_MAX: usize = 64;

/// The text has at most about this many bytes; what follows is left out.
const TEXT_BYTES_MAX: usize = 16 * 1024;

/// A filter in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    pub(super) text: String,
    /// A limit was reached: the text is not the whole filter.
    pub(super) cut: bool,
    /// The value of `Host`, with which Windows tells its own name when it looks for a domain controller.
    pub(super) host: Option<String>,
}

impl Filter {
    pub(super) fn read(element: Element<'_>) -> Self {
        let mut filter = Self::default();
        filter.write(element, 0);
        filter
    }

    fn write(&mut self, element: Element<'_>, depth: usize) {
        if depth >= DEPTH_MAX || self.text.len() >= TEXT_BYTES_MAX {
            self.cut = true;
            return;
        }
        match element.tag & 0x1f {
            0 => self.several('&', element.inside(), depth),
            1 => self.several('|', element.inside(), depth),
            2 => {
                self.text.push_str("(!");
                if let Some(inner) = element.inside().next() {
                    self.write(inner, depth + 1);
                }
                self.text.push(')');
            }
            3 => self.comparison("=", element.inside()),
            4 => self.substrings(element.inside()),
            5 => self.comparison(">=", element.inside()),
            6 => self.comparison("<=", element.inside()),
            7 => {
                let _ = write!(self.text, "({}=*)", text_from_wire(element.content));
            }
            8 => self.comparison("~=", element.inside()),
            9 => self.extensible(element.inside()),
            _ => self.text.push_str("FILTER_PARSING_ERROR"),
        }
    }

    fn several(&mut self, sign: char, parts: Elements<'_>, depth: usize) {
        let count = parts.take(TEXT_BYTES_MAX).count();
        for _ in 0..count.saturating_sub(1).max(1) {
            self.text.push('(');
            self.text.push(sign);
        }
        for (index, part) in parts.enumerate() {
            self.write(part, depth + 1);
            if self.cut {
                return;
            }
            if index > 0 || count == 1 {
                self.text.push(')');
            }
        }
        if count == 0 {
            self.text.push(')');
        }
    }

    fn comparison(&mut self, sign: &str, mut parts: Elements<'_>) {
        let attribute = parts.next().map_or(&[][..], |element| element.content);
        let value = parts.next().map_or(&[][..], |element| element.content);
        if attribute.eq_ignore_ascii_case(b"host") {
            self.host = Some(text_from_wire(value));
        }
        let _ = write!(self.text, "({}{sign}{})", text_from_wire(attribute), value_text(attribute, value));
    }

    fn substrings(&mut self, mut parts: Elements<'_>) {
        let attribute = parts.next().map_or(&[][..], |element| element.content);
        let _ = write!(self.text, "({}=", text_from_wire(attribute));
        let mut ended = false;
        for (index, part) in parts.enter(asn1::SEQUENCE).into_iter().flatten().enumerate() {
            let is_initial = part.tag & 0x1f == 0;
            ended = part.tag & 0x1f == 2;
            if !(index == 0 && is_initial) {
                self.text.push('*');
            }
            self.text.push_str(&text_from_wire(part.content));
        }
        self.text.push_str(if ended { ")" } else { "*)" });
    }

    /// `(attribute:rule:=value)`.
    fn extensible(&mut self, parts: Elements<'_>) {
        let (mut rule, mut attribute, mut value) = (&[][..], &[][..], &[][..]);
        for part in parts {
            match part.tag & 0x1f {
                1 => rule = part.content,
                2 => attribute = part.content,
                3 => value = part.content,
                _ => {}
            }
        }
        let (attribute_text, rule) = (text_from_wire(attribute), text_from_wire(rule));
        let _ = write!(self.text, "({attribute_text}:{rule}:={})", text_from_wire(value));
    }
}

/// The value of an attribute, which for a few is binary (MS-ADTS section 6.3.3).
fn value_text(attribute: &[u8], value: &[u8]) -> String {
    match attribute {
        b"DomainGuid" => guid(value),
        b"objectSid" | b"AAC" => pairs(value, ":"),
        b"DomainSid" => sid(value).unwrap_or_else(|| "SID_FORMAT_FAILED".to_owned()),
        b"NtVer" => match value.first_chunk() {
            Some(&number) if value.len() == 4 => format!("0x{:08x}", u32::from_le_bytes(number)),
            _ => "HEX_FORMAT_FAILED".to_owned(),
        },
        _ => text_from_wire(value),
    }
}

fn pairs(bytes: &[u8], between: &str) -> String {
    let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    pairs.join(between)
}

fn guid(bytes: &[u8]) -> String {
    let Ok(&[a, b, c, d, e, f, g, h, i, j, k @ ..]) = <&[u8; 16]>::try_from(bytes) else {
        return "GUID_FORMAT_FAILED".to_owned();
    };
    let groups = [&[d, c, b, a][..], &[f, e], &[h, g], &[i, j], &k];
    groups.map(|group| pairs(group, "")).join("-")
}

/// A security identifier as `S-1-5-21-…` (MS-DTYP section 2.4.2).
fn sid(bytes: &[u8]) -> Option<String> {
    let (&[revision, count, a, b, c, d, e, f], parts) = bytes.split_first_chunk()?;
    let authority = u64::from_be_bytes([0, 0, a, b, c, d, e, f]);
    if parts.len() != usize::from(count) * 4 {
        return None;
    }
    let mut text = format!("S-{revision}-{authority}");
    for part in parts.as_chunks::<4>().0 {
        let _ = write!(text, "-{}", u32::from_le_bytes(*part));
    }
    Some(text)
}
