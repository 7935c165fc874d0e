//! What every LDAP message begins with: its number and what it is about (RFC 4511 section 4.1.1).

use crate::Verdict;
use crate::asn1::{self, Begin, Elements};
use thymus_wire::Reader;

/// Nothing that is longer is a message. Active Directory itself takes 10 MB at most.
const MESSAGE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The tag of an extended request's name.
const EXTENDED_NAME: u8 = asn1::context_primitive(0);

/// What a message is about, by the tag of its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of RFC 4511")]
pub enum Operation {
    BindRequest,
    BindResponse,
    UnbindRequest,
    SearchRequest,
    SearchResultEntry,
    SearchResultDone,
    ModifyRequest,
    ModifyResponse,
    AddRequest,
    AddResponse,
    DelRequest,
    DelResponse,
    ModDnRequest,
    ModDnResponse,
    CompareRequest,
    CompareResponse,
    AbandonRequest,
    SearchResultReference,
    ExtendedRequest,
    ExtendedResponse,
    IntermediateResponse,
}

impl Operation {
    fn of_tag(tag: u8) -> Option<Self> {
        Some(match tag {
            0x60 => Self::BindRequest,
            0x61 => Self::BindResponse,
            0x42 => Self::UnbindRequest,
            0x63 => Self::SearchRequest,
            0x64 => Self::SearchResultEntry,
            0x65 => Self::SearchResultDone,
            0x66 => Self::ModifyRequest,
            0x67 => Self::ModifyResponse,
            0x68 => Self::AddRequest,
            0x69 => Self::AddResponse,
            0x4a => Self::DelRequest,
            0x6b => Self::DelResponse,
            0x6c => Self::ModDnRequest,
            0x6d => Self::ModDnResponse,
            0x6e => Self::CompareRequest,
            0x6f => Self::CompareResponse,
            0x50 => Self::AbandonRequest,
            0x73 => Self::SearchResultReference,
            0x77 => Self::ExtendedRequest,
            0x78 => Self::ExtendedResponse,
            0x79 => Self::IntermediateResponse,
            _ => return None,
        })
    }

    /// The first tags of its content, which the standard fixes; as many as tell it from noise.
    fn opening(self) -> &'static [u8] {
        match self {
            Self::BindRequest => &[asn1::INTEGER],
            Self::SearchRequest => &[asn1::OCTET_STRING, asn1::ENUMERATED, asn1::ENUMERATED, asn1::INTEGER],
            Self::SearchResultEntry | Self::ModifyRequest | Self::AddRequest | Self::CompareRequest => {
                &[asn1::OCTET_STRING, asn1::SEQUENCE]
            }
            Self::ModDnRequest => &[asn1::OCTET_STRING, asn1::OCTET_STRING, asn1::BOOLEAN],
            Self::SearchResultReference => &[asn1::OCTET_STRING],
            Self::ExtendedRequest => &[EXTENDED_NAME],
            Self::BindResponse
            | Self::SearchResultDone
            | Self::ModifyResponse
            | Self::AddResponse
            | Self::DelResponse
            | Self::ModDnResponse
            | Self::CompareResponse
            | Self::ExtendedResponse => &[asn1::ENUMERATED, asn1::OCTET_STRING, asn1::OCTET_STRING],
            Self::UnbindRequest | Self::DelRequest | Self::AbandonRequest | Self::IntermediateResponse => &[],
        }
    }
}

/// A message's outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope<'a> {
    /// The whole message's length in bytes, whether it is all there or not.
    pub total_bytes: usize,
    /// The message's number, by which requests and responses belong together.
    pub id: i64,
    /// What it is about.
    pub operation: Operation,
    /// The operation's content, as far as it is there.
    pub content: &'a [u8],
}

/// What the front of some bytes holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Front<'a> {
    Message(Envelope<'a>),
    More,
    Invalid,
}

impl<'a> Envelope<'a> {
    /// Reads the outside of the message that begins here.
    pub(super) fn read(bytes: &'a [u8]) -> Front<'a> {
        let mut reader = Reader::new(bytes);
        let sequence = match header(&mut reader, |tag| tag == asn1::SEQUENCE) {
            Ok(sequence) => sequence,
            Err(front) => return front,
        };
        let total_bytes = sequence.total_bytes();
        if total_bytes > MESSAGE_BYTES_MAX {
            return Front::Invalid;
        }
        match header(&mut reader, |tag| tag == asn1::INTEGER) {
            Ok(id) if (1..=5).contains(&id.content_bytes) => {
                let Ok(id) = reader.take(id.content_bytes) else { return Front::More };
                Self::operation(reader, total_bytes, asn1::integer(id).unwrap_or(0))
            }
            Ok(_) => Front::Invalid,
            Err(front) => front,
        }
    }

    fn operation(mut reader: Reader<'a>, total_bytes: usize, id: i64) -> Front<'a> {
        let operation = match header(&mut reader, |tag| Operation::of_tag(tag).is_some()) {
            Ok(operation) => operation,
            Err(front) => return front,
        };
        if reader.offset().saturating_add(operation.content_bytes) > total_bytes {
            return Front::Invalid;
        }
        match Operation::of_tag(operation.tag) {
            Some(kind) => Front::Message(Self {
                total_bytes,
                id,
                operation: kind,
                content: reader.take_up_to(operation.content_bytes),
            }),
            None => Front::Invalid,
        }
    }
}

/// Reads a tag and length if the tag is wanted.
fn header<'a>(reader: &mut Reader<'a>, wanted: impl Fn(u8) -> bool) -> Result<asn1::Header, Front<'a>> {
    if reader.peek().is_some_and(|tag| !wanted(tag)) {
        return Err(Front::Invalid);
    }
    match asn1::begin(reader.rest()) {
        Begin::Element(header) => {
            reader.skip(header.header_bytes).map_err(|_| Front::More)?;
            Ok(header)
        }
        Begin::More => Err(Front::More),
        Begin::Invalid => Err(Front::Invalid),
    }
}

/// Whether these are the first bytes of a message. A message with nothing inside (unbind) is enough: its tag and
/// lengths leave no room for chance.
pub(super) fn looks_like(bytes: &[u8]) -> Verdict {
    let envelope = match Envelope::read(bytes) {
        Front::Message(envelope) => envelope,
        Front::More => return Verdict::Unsure,
        Front::Invalid => return Verdict::NotMine,
    };
    if envelope.id < 0 {
        return Verdict::NotMine;
    }
    let mut content = Elements::new(envelope.content);
    for &tag in envelope.operation.opening() {
        match content.next() {
            Some(element) if element.tag == tag => {}
            Some(_) => return Verdict::NotMine,
            None if bytes.len() < envelope.total_bytes => return Verdict::Unsure,
            None => return Verdict::NotMine,
        }
    }
    match envelope.operation {
        Operation::UnbindRequest if !envelope.content.is_empty() => Verdict::NotMine,
        Operation::AbandonRequest if !(1..=5).contains(&envelope.content.len()) => Verdict::NotMine,
        _ => Verdict::Certain,
    }
}
