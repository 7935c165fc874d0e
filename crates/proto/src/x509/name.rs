//! Distinguished names as text (RFC 2253, as OpenSSL and so Zeek write it): the last part first.

use super::der::{Element, Elements, tag};
use super::oids::{attribute_name, dotted};
use std::fmt::Write as _;

/// The longest text that is made of a name, in bytes; more is cut.
const NAME_BYTES_MAX: usize = 4096;

/// As many attributes of one name are read.
const ATTRIBUTES_MAX: usize = 64;

/// The OID of `commonName`.
const COMMON_NAME: &[u8] = b"\x55\x04\x03";

/// A name: the content of its sequence of sets of attributes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Name<'a>(pub(super) &'a [u8]);

/// One attribute, and whether it goes with the one before it in a set of several.
#[derive(Clone, Copy)]
struct Attribute<'a> {
    joined: bool,
    oid: &'a [u8],
    value: Element<'a>,
}

impl<'a> Name<'a> {
    /// The text: `CN=host,O=Org,C=DE`.
    pub(super) fn text(self) -> String {
        let attributes: Vec<Attribute<'a>> = self.attributes().take(ATTRIBUTES_MAX).collect();
        let mut text = String::with_capacity(96);
        let mut joined = false;
        for attribute in attributes.iter().rev() {
            if !text.is_empty() {
                text.push(if joined { '+' } else { ',' });
            }
            joined = attribute.joined;
            push_attribute(&mut text, attribute);
            if text.len() > NAME_BYTES_MAX {
                text.truncate(NAME_BYTES_MAX);
                break;
            }
        }
        text
    }

    /// The last common name, as plain text.
    pub(super) fn common_name(self) -> Option<String> {
        let common = self.attributes().take(ATTRIBUTES_MAX).filter(|attribute| attribute.oid == COMMON_NAME);
        common.last().and_then(|attribute| decoded(attribute.value))
    }

    fn attributes(self) -> impl Iterator<Item = Attribute<'a>> {
        let sets = Elements::new(self.0).filter(|element| element.tag == tag::SET);
        sets.flat_map(|set| {
            set.inside().enumerate().filter_map(|(index, pair)| {
                let mut pair = pair.inside();
                let oid = pair.tagged(tag::OID)?.content;
                Some(Attribute { joined: index > 0, oid, value: pair.next()? })
            })
        })
    }
}

fn push_attribute(text: &mut String, attribute: &Attribute<'_>) {
    let name = attribute_name(attribute.oid);
    match name {
        Some(name) => text.push_str(name),
        None => text.push_str(&dotted(attribute.oid)),
    }
    text.push('=');
    match name.and_then(|_| decoded(attribute.value)) {
        Some(value) => push_escaped(text, &value),
        None => {
            text.push('#');
            for byte in attribute.value.whole.iter().take(NAME_BYTES_MAX) {
                let _ = write!(text, "{byte:02X}");
            }
        }
    }
}

/// The characters of a string type: `UTF8String`; `NumericString`, `PrintableString`, `T61String`, `IA5String` and
/// `VisibleString`, whose characters are single bytes; `UniversalString`; `BMPString`. `None` for types that are no text.
fn decoded(value: Element<'_>) -> Option<String> {
    match value.tag {
        0x0c => Some(String::from_utf8_lossy(value.content).into_owned()),
        0x12 | 0x13 | 0x14 | 0x16 | 0x1a => Some(value.content.iter().copied().map(char::from).collect()),
        0x1c => {
            let units = value.content.as_chunks::<4>().0.iter().map(|bytes| u32::from_be_bytes(*bytes));
            Some(units.map(|unit| char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
        }
        0x1e => {
            let units = value.content.as_chunks::<2>().0.iter().map(|bytes| u16::from_be_bytes(*bytes));
            Some(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
        }
        _ => None,
    }
}

/// Escapes what RFC 2253 wants escaped, control characters and all that is not ASCII.
fn push_escaped(text: &mut String, value: &str) {
    let last = value.len().saturating_sub(1);
    for (index, character) in value.char_indices() {
        match character {
            ',' | '+' | '"' | '\\' | '<' | '>' | ';' => text.extend(['\\', character]),
            '#' if index == 0 => text.push_str("\\#"),
            ' ' if index == 0 || index == last => text.push_str("\\ "),
            ' '..='~' => text.push(character),
            _ => {
                for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                    let _ = write!(text, "\\{byte:02X}");
                }
            }
        }
    }
}
