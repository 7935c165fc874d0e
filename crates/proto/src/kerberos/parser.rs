//! Kerberos messages (RFC 4120 section 5), as far as they are not encrypted.

use crate::asn1::{self, Element, Elements};
use thymus_record::{Timestamp, text_from_wire};

/// At most this many parts of a principal's name are read; real ones have up to three.
const NAME_PARTS_MAX: usize = 8;

/// At most this many encryption types, pre-authentication data and addresses of a message are read.
const LIST_MAX: usize = 32;

/// A name is kept up to this length in bytes.
const NAME_BYTES_MAX: usize = 1024;

const TICKET: u8 = asn1::application(1);

/// What kind of message it is; the number is both its tag's and its `msg-type`'s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A request for the first ticket.
    AsRequest,
    /// The first ticket.
    AsReply,
    /// A request for a ticket for a service.
    TgsRequest,
    /// A ticket for a service.
    TgsReply,
    /// A ticket shown to a service.
    ApRequest,
    /// The service proves itself.
    ApReply,
    /// A refusal.
    Error,
}

impl Kind {
    /// The kind of message with this ASN.1 tag.
    #[must_use]
    pub fn of_tag(tag: u8) -> Option<Self> {
        match tag {
            0x6a => Some(Self::AsRequest),
            0x6b => Some(Self::AsReply),
            0x6c => Some(Self::TgsRequest),
            0x6d => Some(Self::TgsReply),
            0x6e => Some(Self::ApRequest),
            0x6f => Some(Self::ApReply),
            0x7e => Some(Self::Error),
            _ => None,
        }
    }

    /// The number of the field that holds the protocol's version: requests to the KDC begin at 1.
    #[must_use]
    pub fn version_field(self) -> u8 {
        match self {
            Self::AsRequest | Self::TgsRequest => 1,
            _ => 0,
        }
    }
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message<'a> {
    /// AS-REQ or TGS-REQ.
    Request(Request<'a>),
    /// AS-REP or TGS-REP.
    Reply(Reply<'a>),
    /// AP-REQ.
    ApRequest(Option<Ticket<'a>>),
    /// AP-REP.
    ApReply,
    /// KRB-ERROR.
    Error(Refusal),
}

/// A request to the KDC (section 5.4.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request<'a> {
    /// A ticket for a service is asked for, not the first.
    pub is_tgs: bool,
    /// The KDCOptions, the first the highest bit.
    pub options: u32,
    /// Who asks.
    pub client: Option<String>,
    /// The realm of the KDC.
    pub realm: Option<String>,
    /// For which service.
    pub service: Option<String>,
    /// Valid from.
    pub from: Option<Timestamp>,
    /// Valid till.
    pub till: Option<Timestamp>,
    /// A number that tells repeats from new requests.
    pub nonce: Option<i64>,
    /// Encryption types that the client can do, the best first.
    pub ciphers: Vec<i64>,
    /// Kinds of pre-authentication data.
    pub preauth: Vec<i64>,
    /// The ticket that proves who asks, in TGS-REQ.
    pub ticket: Option<Ticket<'a>>,
    /// Whom the ticket is to be for, where a service asks in a user's name (MS-SFU section 2.2.1).
    pub for_user: Option<String>,
    /// The client's NetBIOS name, where it gives one among its addresses.
    pub netbios_name: Option<String>,
    /// What a client with a certificate signed (RFC 4556 section 3.2.1).
    pub certificate_data: Option<&'a [u8]>,
}

/// A reply of the KDC (section 5.4.2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply<'a> {
    /// A ticket for a service, not the first.
    pub is_tgs: bool,
    /// The client's realm.
    pub realm: Option<String>,
    /// The client.
    pub client: Option<String>,
    /// The ticket.
    pub ticket: Option<Ticket<'a>>,
    /// Encryption type of the part that only the client can read.
    pub cipher: Option<i64>,
    /// What a KDC with a certificate signed.
    pub certificate_data: Option<&'a [u8]>,
}

/// A ticket (section 5.3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticket<'a> {
    /// The service's realm.
    pub realm: Option<String>,
    /// The service.
    pub service: Option<String>,
    /// Encryption type.
    pub cipher: Option<i64>,
    /// The encrypted part, the same wherever the ticket goes.
    pub sealed: &'a [u8],
}

/// KRB-ERROR (section 5.9.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// The reason.
    pub code: Option<i64>,
    /// The client.
    pub client: Option<String>,
    /// The client's realm.
    pub client_realm: Option<String>,
    /// The service's realm.
    pub realm: Option<String>,
    /// The service.
    pub service: Option<String>,
    /// The reason in words.
    pub text: Option<String>,
}

impl<'a> Message<'a> {
    /// Reads a message; what is damaged in it is left out.
    #[must_use]
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let element = Elements::new(bytes).next()?;
        let kind = Kind::of_tag(element.tag)?;
        let fields = element.inside().enter(asn1::SEQUENCE)?;
        Some(match kind {
            Kind::AsRequest | Kind::TgsRequest => {
                Self::Request(Request::read(kind == Kind::TgsRequest, fields))
            }
            Kind::AsReply | Kind::TgsReply => Self::Reply(Reply::read(kind == Kind::TgsReply, fields)),
            Kind::ApRequest => Self::ApRequest(ap_ticket(fields)),
            Kind::ApReply => Self::ApReply,
            Kind::Error => Self::Error(Refusal::read(fields)),
        })
    }
}

impl<'a> Request<'a> {
    fn read(is_tgs: bool, fields: Elements<'a>) -> Self {
        let mut request = Self { is_tgs, ..Self::default() };
        for (number, mut value) in numbered(fields) {
            match number {
                3 => request.read_preauth(value),
                4 => {
                    if let Some(body) = value.enter(asn1::SEQUENCE) {
                        request.read_body(body);
                    }
                }
                _ => {}
            }
        }
        request
    }

    fn read_preauth(&mut self, value: Elements<'a>) {
        for (kind, content) in preauth_data(value) {
            self.preauth.push(kind);
            match kind {
                1 => {
                    self.ticket = Elements::new(content)
                        .next()
                        .and_then(|ap| ap_ticket(ap.inside().enter(asn1::SEQUENCE)?))
                }
                14 | 16 => self.certificate_data = Some(content),
                129 => self.for_user = for_user(content),
                _ => {}
            }
        }
    }

    fn read_body(&mut self, body: Elements<'a>) {
        for (number, mut value) in numbered(body) {
            match number {
                0 => self.options = value.optional(asn1::BIT_STRING).map_or(0, asn1::bits),
                1 => self.client = principal(value),
                2 => self.realm = text(value),
                3 => self.service = principal(value),
                4 => self.from = time(value),
                5 => self.till = time(value),
                7 => self.nonce = number_of(value),
                8 => self.ciphers = numbers(value),
                9 => self.netbios_name = netbios_name(value),
                _ => {}
            }
        }
    }

    /// Whether the ticket is to be one that may be passed on.
    #[must_use]
    pub fn forwardable(&self) -> bool {
        self.options & 0x4000_0000 != 0
    }

    /// Whether the ticket is to be one that may be renewed.
    #[must_use]
    pub fn renewable(&self) -> bool {
        self.options & 0x0080_0000 != 0
    }
}

impl<'a> Reply<'a> {
    fn read(is_tgs: bool, fields: Elements<'a>) -> Self {
        let mut reply = Self { is_tgs, ..Self::default() };
        for (number, value) in numbered(fields) {
            match number {
                2 => {
                    let signed = preauth_data(value).find(|(kind, _)| matches!(kind, 15 | 17));
                    reply.certificate_data = signed.map(|(_, content)| content);
                }
                3 => reply.realm = text(value),
                4 => reply.client = principal(value),
                5 => reply.ticket = Ticket::read(value),
                6 => reply.cipher = encrypted(value).0,
                _ => {}
            }
        }
        reply
    }
}

impl<'a> Ticket<'a> {
    fn read(mut value: Elements<'a>) -> Option<Self> {
        let fields = value.enter(TICKET)?.enter(asn1::SEQUENCE)?;
        let mut ticket = Self::default();
        for (number, value) in numbered(fields) {
            match number {
                1 => ticket.realm = text(value),
                2 => ticket.service = principal(value),
                3 => (ticket.cipher, ticket.sealed) = encrypted(value),
                _ => {}
            }
        }
        Some(ticket)
    }
}

impl Refusal {
    fn read(fields: Elements<'_>) -> Self {
        let mut refusal = Self::default();
        for (number, value) in numbered(fields) {
            match number {
                6 => refusal.code = number_of(value),
                7 => refusal.client_realm = text(value),
                8 => refusal.client = principal(value),
                9 => refusal.realm = text(value),
                10 => refusal.service = principal(value),
                11 => refusal.text = text(value),
                _ => {}
            }
        }
        refusal
    }
}

/// The ticket in the fields of an AP-REQ.
fn ap_ticket(fields: Elements<'_>) -> Option<Ticket<'_>> {
    numbered(fields).find(|(number, _)| *number == 3).and_then(|(_, value)| Ticket::read(value))
}

/// The fields of a SEQUENCE with their numbers, each without its outer tag.
fn numbered(fields: Elements<'_>) -> impl Iterator<Item = (u8, Elements<'_>)> {
    let is_numbered = |field: &Element<'_>| field.tag & 0xe0 == 0xa0;
    fields.filter(is_numbered).map(|field| (field.tag & 0x1f, field.inside()))
}

/// Kind and content of each PA-DATA in a METHOD-DATA (section 5.2.7).
fn preauth_data(mut value: Elements<'_>) -> impl Iterator<Item = (i64, &[u8])> {
    let list = value.enter(asn1::SEQUENCE).unwrap_or(Elements::new(&[]));
    list.take(LIST_MAX).filter_map(|entry| {
        let mut fields = entry.inside();
        let kind = fields.explicit(1, asn1::INTEGER).and_then(asn1::integer)?;
        let content = fields.explicit(2, asn1::OCTET_STRING).unwrap_or_default();
        Some((kind, content))
    })
}

/// Encryption type and content of an EncryptedData (section 5.2.9).
fn encrypted(mut value: Elements<'_>) -> (Option<i64>, &[u8]) {
    let mut result = (None, [].as_slice());
    let Some(fields) = value.enter(asn1::SEQUENCE) else { return result };
    for (number, mut value) in numbered(fields) {
        match number {
            0 => result.0 = number_of(value),
            2 => result.1 = value.optional(asn1::OCTET_STRING).unwrap_or_default(),
            _ => {}
        }
    }
    result
}

/// A PrincipalName as `part/part`.
fn principal(mut value: Elements<'_>) -> Option<String> {
    let mut fields = value.enter(asn1::SEQUENCE)?;
    fields.optional(asn1::context(0));
    let parts = fields.enter(asn1::context(1))?.enter(asn1::SEQUENCE)?;
    let parts: Vec<String> = parts.take(NAME_PARTS_MAX).map(|part| name(part.content)).collect();
    Some(parts.join("/"))
}

fn text(mut value: Elements<'_>) -> Option<String> {
    value.next().map(|element| name(element.content))
}

fn name(bytes: &[u8]) -> String {
    text_from_wire(bytes.get(..NAME_BYTES_MAX).unwrap_or(bytes))
}

fn time(mut value: Elements<'_>) -> Option<Timestamp> {
    value.optional(asn1::GENERALIZED_TIME).and_then(asn1::generalized_time)
}

fn number_of(mut value: Elements<'_>) -> Option<i64> {
    value.optional(asn1::INTEGER).and_then(asn1::integer)
}

fn numbers(mut value: Elements<'_>) -> Vec<i64> {
    let list = value.enter(asn1::SEQUENCE).unwrap_or(Elements::new(&[]));
    list.take(LIST_MAX).filter_map(|element| asn1::integer(element.content)).collect()
}

/// The first NetBIOS name (type 20) among HostAddresses (section 5.2.5): 16 bytes, filled up with spaces.
fn netbios_name(mut value: Elements<'_>) -> Option<String> {
    let mut addresses = value.enter(asn1::SEQUENCE)?.take(LIST_MAX);
    addresses.find_map(|address| {
        let mut fields = address.inside();
        if fields.explicit(0, asn1::INTEGER).and_then(asn1::integer) != Some(20) {
            return None;
        }
        let padded = fields.explicit(1, asn1::OCTET_STRING)?;
        let name = name(padded.get(..15).unwrap_or(padded).trim_ascii_end());
        (!name.is_empty()).then_some(name)
    })
}

/// The user in a PA-FOR-USER, with the realm.
fn for_user(content: &[u8]) -> Option<String> {
    let mut fields = Elements::new(content).enter(asn1::SEQUENCE)?;
    let user = principal(fields.enter(asn1::context(0))?)?;
    match fields.enter(asn1::context(1)).and_then(text) {
        Some(realm) => Some(format!("{user}/{realm}")),
        None => Some(user),
    }
}
