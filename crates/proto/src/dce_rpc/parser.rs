//! Connection-oriented messages (C706 12.6, MS-RPCE 2.2.2), in either byte order.

use super::Uuid;
use super::ndr::{Ndr, Result, Syntax};
use smallvec::SmallVec;

/// Bytes before the body of every message.
pub(super) const HEADER_BYTES: usize = 16;

/// At most this many presentation contexts of one bind are read. Real clients offer up to a few dozen; tools that hide
/// among decoys up to twenty.
pub(super) const CONTEXTS_PER_BIND_MAX: usize = 64;

/// Message types.
pub(super) mod kind {
    pub(crate) const REQUEST: u8 = 0;
    pub(crate) const RESPONSE: u8 = 2;
    pub(crate) const FAULT: u8 = 3;
    pub(crate) const BIND: u8 = 11;
    pub(crate) const BIND_ACK: u8 = 12;
    pub(crate) const BIND_NAK: u8 = 13;
    pub(crate) const ALTER_CONTEXT: u8 = 14;
    pub(crate) const ALTER_CONTEXT_RESPONSE: u8 = 15;
    pub(crate) const AUTH3: u8 = 16;
    pub(crate) const SHUTDOWN: u8 = 17;
    pub(crate) const CANCEL: u8 = 18;
    pub(crate) const ORPHANED: u8 = 19;
    /// Request to send, of RPC over HTTP (MS-RPCH 2.2.3).
    pub(crate) const RTS: u8 = 20;
}

const FLAG_FIRST: u8 = 0x01;
const FLAG_LAST: u8 = 0x02;
const FLAG_OBJECT: u8 = 0x80;

const NDR32: Uuid = Uuid::of("8a885d04-1ceb-11c9-9fe8-08002b104860");
const NDR64: Uuid = Uuid::of("71710533-beba-4937-8319-b5dbef9ccc36");
/// The first half of the identifier that negotiates features at bind time; the rest says which (MS-RPCE 3.3.1.5.3).
const FEATURES_FIRST_HALF: u64 = 0x6cb7_1c2c_9812_4540;

/// What every message begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) kind: u8,
    pub(super) flags: u8,
    pub(super) little_endian: bool,
    /// Length of the whole fragment, this header included.
    pub(super) length: u16,
    pub(super) auth_length: u16,
    pub(super) call_id: u32,
}

impl Header {
    /// The header at the front of these bytes, if there is one that follows every rule.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let &[version, minor, kind, flags, integers, floats, 0, 0, ..] =
            bytes.first_chunk::<HEADER_BYTES>()?
        else {
            return None;
        };
        if version != 5 || minor > 1 || floats > 3 || !matches!(integers, 0x00 | 0x10) {
            return None;
        }
        let little_endian = integers == 0x10;
        let mut ndr = Ndr::header(bytes, little_endian);
        ndr.reader().skip(8).ok()?;
        let header = Self {
            kind,
            flags,
            little_endian,
            length: ndr.u16().ok()?,
            auth_length: ndr.u16().ok()?,
            call_id: ndr.u32().ok()?,
        };
        header.is_possible().then_some(header)
    }

    fn is_possible(&self) -> bool {
        let shortest = match self.kind {
            kind::REQUEST | kind::RESPONSE => 24,
            kind::FAULT => 28,
            kind::BIND | kind::ALTER_CONTEXT => 28,
            kind::BIND_ACK | kind::ALTER_CONTEXT_RESPONSE => 24,
            kind::BIND_NAK | kind::AUTH3 => 18,
            kind::SHUTDOWN | kind::CANCEL | kind::ORPHANED => 16,
            kind::RTS => 20,
            _ => return false,
        };
        let trailer = if self.auth_length == 0 { 0 } else { u32::from(self.auth_length) + 8 };
        self.length >= shortest && HEADER_BYTES as u32 + trailer <= u32::from(self.length)
    }

    pub(super) fn is_first(&self) -> bool {
        self.flags & FLAG_FIRST != 0
    }

    pub(super) fn is_last(&self) -> bool {
        self.flags & FLAG_LAST != 0
    }
}

/// One whole fragment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fragment<'a> {
    pub(super) header: Header,
    /// What lies between the header and the verifier.
    pub(super) body: &'a [u8],
    pub(super) verifier: Option<Verifier<'a>>,
}

/// How a message is secured (MS-RPCE 2.2.2.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Verifier<'a> {
    pub(super) service: u8,
    pub(super) level: u8,
    pub(super) context_id: u32,
    pub(super) token: &'a [u8],
}

impl<'a> Fragment<'a> {
    /// Cuts a fragment of `header.length` bytes.
    pub(super) fn read(header: Header, bytes: &'a [u8]) -> Option<Self> {
        let whole = bytes.get(..usize::from(header.length))?;
        let rest = whole.get(HEADER_BYTES..)?;
        if header.auth_length == 0 {
            return Some(Self { header, body: rest, verifier: None });
        }
        let (rest, token) = rest.split_at_checked(rest.len().checked_sub(header.auth_length.into())?)?;
        let (body, trailer) = rest.split_last_chunk::<8>()?;
        let &[service, level, padding, _, id @ ..] = trailer;
        let context_id = if header.little_endian { u32::from_le_bytes(id) } else { u32::from_be_bytes(id) };
        let body = body.get(..body.len().saturating_sub(padding.into())).unwrap_or_default();
        Some(Self { header, body, verifier: Some(Verifier { service, level, context_id, token }) })
    }

    fn ndr(&self) -> Ndr<'a> {
        Ndr::header(self.body, self.header.little_endian)
    }
}

/// A request's fields before its stub.
#[derive(Clone, Copy, Debug)]
pub(super) struct Request<'a> {
    pub(super) context_id: u16,
    pub(super) opnum: u16,
    pub(super) stub: &'a [u8],
}

impl<'a> Request<'a> {
    pub(super) fn read(fragment: &Fragment<'a>) -> Result<Self> {
        let mut ndr = fragment.ndr();
        ndr.u32()?;
        let context_id = ndr.u16()?;
        let opnum = ndr.u16()?;
        if fragment.header.flags & FLAG_OBJECT != 0 {
            ndr.take(16)?;
        }
        Ok(Self { context_id, opnum, stub: ndr.rest() })
    }
}

/// The stub of a response.
pub(super) fn response_stub<'a>(fragment: &Fragment<'a>) -> &'a [u8] {
    fragment.body.get(8..).unwrap_or_default()
}

/// The status of a fault.
pub(super) fn fault_status(fragment: &Fragment<'_>) -> Result<u32> {
    let mut ndr = fragment.ndr();
    ndr.take(8)?;
    ndr.u32()
}

/// The reason of a refused bind.
pub(super) fn nak_reason(fragment: &Fragment<'_>) -> Result<u16> {
    fragment.ndr().u16()
}

/// One interface that a client wants to use, in one way of laying out arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    pub(super) context_id: u16,
    pub(super) interface: Uuid,
    /// The first transfer syntax offered.
    pub(super) transfer: Transfer,
}

/// A transfer syntax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Transfer {
    Layout(Syntax),
    /// Not a syntax: features negotiated at bind time.
    Features,
    Other,
}

impl Transfer {
    fn of(uuid: Uuid) -> Self {
        match uuid {
            NDR32 => Self::Layout(Syntax::Ndr32),
            NDR64 => Self::Layout(Syntax::Ndr64),
            Uuid(number) if (number >> 64) as u64 == FEATURES_FIRST_HALF => Self::Features,
            _ => Self::Other,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Layout(syntax) => syntax.name(),
            Self::Features => "features",
            Self::Other => "other",
        }
    }
}

/// The offers of a bind or alter_context, as many as are whole and within the limit, and whether all were read.
pub(super) fn offers(fragment: &Fragment<'_>) -> (SmallVec<[Offer; 4]>, bool) {
    let mut offers = SmallVec::new();
    let mut ndr = fragment.ndr();
    let Ok(count) = ndr.take(8).and_then(|_| ndr.u8()) else { return (offers, false) };
    if ndr.take(3).is_err() {
        return (offers, false);
    }
    for _ in 0..usize::from(count).min(CONTEXTS_PER_BIND_MAX) {
        match offer(&mut ndr) {
            Ok(offer) => offers.push(offer),
            Err(_) => return (offers, false),
        }
    }
    let whole = usize::from(count) <= CONTEXTS_PER_BIND_MAX;
    (offers, whole)
}

fn offer(ndr: &mut Ndr<'_>) -> Result<Offer> {
    let little_endian = ndr.little_endian();
    let context_id = ndr.u16()?;
    let syntaxes = ndr.u8()?;
    ndr.u8()?;
    let interface = Uuid::read(ndr.reader(), little_endian)?;
    ndr.u32()?;
    let mut transfer = Transfer::Other;
    for index in 0..syntaxes {
        let uuid = Uuid::read(ndr.reader(), little_endian)?;
        ndr.u32()?;
        if index == 0 {
            transfer = Transfer::of(uuid);
        }
    }
    Ok(Offer { context_id, interface, transfer })
}

/// What a server answered to one offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) outcome: Outcome,
    /// The transfer syntax chosen; meaningful when accepted.
    pub(super) transfer: Transfer,
}

/// The result of one offer (C706 12.6.3.1, MS-RPCE 2.2.2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Accepted,
    Rejected,
    Negotiated,
}

impl Outcome {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Negotiated => "negotiated",
        }
    }
}

/// A server's consent to a bind: its secondary address (a pipe or a port) and the answers in the order of the offers.
#[derive(Clone, Debug, Default)]
pub(super) struct Consent<'a> {
    pub(super) secondary_address: &'a [u8],
    pub(super) answers: SmallVec<[Answer; 4]>,
}

impl<'a> Consent<'a> {
    /// As much as is whole.
    pub(super) fn read(fragment: &Fragment<'a>) -> Self {
        let mut consent = Self::default();
        let _ = consent.fill(fragment.ndr());
        consent
    }

    fn fill(&mut self, mut ndr: Ndr<'a>) -> Result<()> {
        ndr.take(8)?;
        let length = ndr.u16()?;
        let address = ndr.take(length.into())?;
        self.secondary_address = address.strip_suffix(b"\0").unwrap_or(address);
        ndr.align(4)?;
        let count = usize::from(ndr.u8()?);
        ndr.take(3)?;
        for _ in 0..count.min(CONTEXTS_PER_BIND_MAX) {
            let outcome = match ndr.u16()? {
                0 => Outcome::Accepted,
                3 => Outcome::Negotiated,
                _ => Outcome::Rejected,
            };
            ndr.u16()?;
            let little_endian = ndr.little_endian();
            let transfer = Transfer::of(Uuid::read(ndr.reader(), little_endian)?);
            ndr.u32()?;
            self.answers.push(Answer { outcome, transfer });
        }
        Ok(())
    }
}
