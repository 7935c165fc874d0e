//! What the operations hold (RFC 4511 section 4).

use super::filter::Filter;
use crate::asn1::{self, Elements};
use thymus_record::text_from_wire;

/// A name is kept up to this length in bytes.
const NAME_BYTES_MAX: usize = 4096;

/// At most this many attributes of a search are kept.
const ATTRIBUTES_MAX: usize = 256;

/// The changes of one modification are written down up to about this length in bytes.
const CHANGES_BYTES_MAX: usize = 2048;

/// One value of a change is written down up to this length in bytes.
const VALUE_BYTES_MAX: usize = 256;

/// How a client wants to log in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Authentication<'a> {
    /// With a password, which may be empty.
    Simple { has_password: bool },
    /// With a SASL mechanism.
    Sasl { mechanism: String, token: &'a [u8] },
    /// With NTLM in the old way of Windows (MS-ADTS section 5.1.1.1.3).
    Sicily { name: &'static str, token: &'a [u8] },
    /// In a way that is not known.
    Other,
}

/// A bind request (section 4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bind<'a> {
    pub(super) version: Option<i64>,
    pub(super) name: String,
    pub(super) authentication: Authentication<'a>,
}

impl<'a> Bind<'a> {
    pub(super) fn read(content: &'a [u8]) -> Self {
        let mut fields = Elements::new(content);
        let version = fields.optional(asn1::INTEGER).and_then(asn1::integer);
        let name = text(fields.optional(asn1::OCTET_STRING).unwrap_or_default());
        let authentication = match fields.next() {
            Some(choice) => match choice.tag & 0x1f {
                0 => Authentication::Simple { has_password: !choice.content.is_empty() },
                3 => sasl(choice.inside()),
                9 => Authentication::Sicily { name: "bind SICILY_PACKAGE_DISCOVERY", token: &[] },
                10 => Authentication::Sicily { name: "bind SICILY_NEGOTIATE", token: choice.content },
                11 => Authentication::Sicily { name: "bind SICILY_RESPONSE", token: choice.content },
                _ => Authentication::Other,
            },
            None => Authentication::Other,
        };
        Self { version, name, authentication }
    }
}

fn sasl<'a>(mut fields: Elements<'a>) -> Authentication<'a> {
    let mechanism = text(fields.optional(asn1::OCTET_STRING).unwrap_or_default());
    Authentication::Sasl { mechanism, token: fields.optional(asn1::OCTET_STRING).unwrap_or_default() }
}

/// Who logs in, where the mechanism says it in the open: PLAIN (RFC 4616) and SCRAM (RFC 5802).
pub(super) fn sasl_user(mechanism: &str, token: &[u8]) -> Option<String> {
    if mechanism == "PLAIN" {
        return token.split(|&byte| byte == 0).nth(1).map(text);
    }
    if !mechanism.starts_with("SCRAM-") {
        return None;
    }
    token.split(|&byte| byte == b',').find_map(|part| part.strip_prefix(b"n=")).map(text)
}

/// What every response but entries and references begins with (section 4.1.9).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Answer<'a> {
    pub(super) code: Option<i64>,
    /// The nearest entry; in answers to Sicily the token.
    pub(super) matched: &'a [u8],
    pub(super) diagnostic: String,
    /// The token of a SASL mechanism.
    pub(super) sasl: Option<&'a [u8]>,
    /// The extended operation that is answered.
    pub(super) extended: Option<String>,
}

impl<'a> Answer<'a> {
    pub(super) fn read(content: &'a [u8]) -> Self {
        let mut fields = Elements::new(content);
        let mut answer = Self {
            code: fields.optional(asn1::ENUMERATED).and_then(asn1::integer),
            matched: fields.optional(asn1::OCTET_STRING).unwrap_or_default(),
            diagnostic: text(fields.optional(asn1::OCTET_STRING).unwrap_or_default()),
            ..Self::default()
        };
        for field in fields {
            match field.tag {
                0x87 => answer.sasl = Some(field.content),
                0x8a => answer.extended = Some(text(field.content)),
                _ => {}
            }
        }
        answer
    }
}

/// A search request (section 4.5.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Search {
    pub(super) base: String,
    pub(super) scope: Option<i64>,
    pub(super) deref_aliases: Option<i64>,
    pub(super) filter: Filter,
    pub(super) attributes: Vec<String>,
}

impl Search {
    pub(super) fn read(content: &[u8]) -> Self {
        let mut fields = Elements::new(content);
        let base = text(fields.optional(asn1::OCTET_STRING).unwrap_or_default());
        let scope = fields.optional(asn1::ENUMERATED).and_then(asn1::integer);
        let deref_aliases = fields.optional(asn1::ENUMERATED).and_then(asn1::integer);
        fields.optional(asn1::INTEGER);
        fields.optional(asn1::INTEGER);
        fields.optional(asn1::BOOLEAN);
        let filter = fields.next().map(Filter::read).unwrap_or_default();
        let attributes = fields.enter(asn1::SEQUENCE).into_iter().flatten();
        let attributes = attributes.take(ATTRIBUTES_MAX).map(|attribute| text(attribute.content)).collect();
        Self { base, scope, deref_aliases, filter, attributes }
    }
}

/// The entry that an operation is about: the first field of modify, add, compare and rename requests.
pub(super) fn entry(content: &[u8]) -> String {
    text(Elements::new(content).optional(asn1::OCTET_STRING).unwrap_or_default())
}

/// The changes of a modify request (section 4.6) as `replace(attribute=value), …`.
pub(super) fn changes(content: &[u8]) -> String {
    let mut fields = Elements::new(content);
    fields.optional(asn1::OCTET_STRING);
    let mut text = String::new();
    for change in fields.enter(asn1::SEQUENCE).into_iter().flatten() {
        if text.len() > CHANGES_BYTES_MAX {
            break;
        }
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(&one_change(change.inside()));
    }
    text
}

fn one_change(mut fields: Elements<'_>) -> String {
    let operation = match fields.optional(asn1::ENUMERATED).and_then(asn1::integer) {
        Some(0) => "add",
        Some(1) => "delete",
        Some(2) => "replace",
        Some(3) => "increment",
        _ => "unknown",
    };
    let mut modification = fields.enter(asn1::SEQUENCE).unwrap_or(Elements::new(&[]));
    let attribute = text(modification.optional(asn1::OCTET_STRING).unwrap_or_default());
    let values = modification.enter(asn1::SET).into_iter().flatten().take(ATTRIBUTES_MAX);
    let values: Vec<String> = values.map(|value| short_text(value.content)).collect();
    if values.is_empty() {
        return format!("{operation}({attribute})");
    }
    format!("{operation}({attribute}={})", values.join(","))
}

/// The name of an extended request (section 4.12).
pub(super) fn extended_name(content: &[u8]) -> String {
    text(Elements::new(content).optional(asn1::context_primitive(0)).unwrap_or_default())
}

pub(super) fn text(bytes: &[u8]) -> String {
    text_from_wire(bytes.get(..NAME_BYTES_MAX).unwrap_or(bytes))
}

fn short_text(bytes: &[u8]) -> String {
    text_from_wire(bytes.get(..VALUE_BYTES_MAX).unwrap_or(bytes))
}
