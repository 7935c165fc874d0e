//! The first two messages: X.224 connection request and confirm (MS-RDPBCGR sections 2.2.1.1 and 2.2.1.2).

use crate::Verdict;
use thymus_record::text_from_wire;
use thymus_wire::Reader;

/// With this many bytes a message is told from those of other protocols over TPKT.
pub(super) const DECISIVE_BYTES: usize = 19;

/// The length in bytes of TPKT and X.224 headers together.
const HEADERS_BYTES: usize = 11;

const CONNECT_REQUEST: u8 = 0xe0;
const CONNECT_CONFIRM: u8 = 0xd0;
const COOKIE: &[u8] = b"Cookie: mstshash=";
const ROUTING_COOKIE: &[u8] = b"Cookie: msts=";

/// What a client asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnectRequest {
    /// The cookie's value: mostly the user's name, cut to nine characters.
    pub cookie: Option<String>,
    /// The token by which a load balancer finds the server.
    pub routing_token: Option<String>,
    /// What may protect the session, one bit each; absent where the client cannot negotiate.
    pub protocols: Option<u32>,
}

/// What a server answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectConfirm {
    /// Nothing: it cannot negotiate.
    Plain,
    /// What protects the session.
    Selected(u32),
    /// Why it will not go on.
    Failed(u32),
}

/// A message by the code of its X.224 header, which is read from behind the TPKT header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pdu<'a> {
    Request(ConnectRequest),
    Confirm(ConnectConfirm),
    Data(&'a [u8]),
    Other,
}

impl<'a> Pdu<'a> {
    /// Reads a message without its TPKT header.
    pub(super) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let length = usize::from(reader.u8().ok()?);
        let mut header = reader.sub(length.min(reader.remaining())).ok()?;
        match header.u8().ok()? {
            CONNECT_REQUEST => {
                header.skip(5).ok()?;
                Some(Self::Request(ConnectRequest::read(header.rest())))
            }
            CONNECT_CONFIRM => {
                header.skip(5).ok()?;
                Some(Self::Confirm(ConnectConfirm::read(header.rest())))
            }
            0xf0 => Some(Self::Data(reader.rest())),
            _ => Some(Self::Other),
        }
    }
}

impl ConnectRequest {
    fn read(bytes: &[u8]) -> Self {
        let mut request = Self::default();
        let (line, rest) = split_line(bytes);
        if let Some(value) = line.strip_prefix(COOKIE) {
            request.cookie = Some(text_from_wire(value));
        } else if let Some(value) = line.strip_prefix(ROUTING_COOKIE) {
            request.routing_token = Some(text_from_wire(value));
        } else if line.len() != bytes.len() {
            request.routing_token = Some(text_from_wire(line));
        }
        let options = if line.len() == bytes.len() { bytes } else { rest };
        if let Some((1, protocols)) = negotiation(options) {
            request.protocols = Some(protocols);
        }
        request
    }
}

impl ConnectConfirm {
    fn read(bytes: &[u8]) -> Self {
        match negotiation(bytes) {
            Some((2, protocol)) => Self::Selected(protocol),
            Some((3, failure)) => Self::Failed(failure),
            _ => Self::Plain,
        }
    }
}

/// What stands before the first line end, and what behind it; all and nothing where there is none.
fn split_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    match memchr::memmem::find(bytes, b"\r\n") {
        Some(end) => (bytes.get(..end).unwrap_or_default(), bytes.get(end + 2..).unwrap_or_default()),
        None => (bytes, &[]),
    }
}

/// Kind and value of the eight bytes of a negotiation: kind, flags, the length 8, the value.
fn negotiation(bytes: &[u8]) -> Option<(u8, u32)> {
    let &[kind, _, 8, 0, a, b, c, d] = bytes.first_chunk()? else { return None };
    Some((kind, u32::from_le_bytes([a, b, c, d])))
}

/// Whether these are the first bytes of a connection request or confirm of Remote Desktop, or of the messages of the
/// conference that follow. Other protocols use the same headers; what comes after them decides.
pub(super) fn looks_like(bytes: &[u8]) -> Verdict {
    let Some(&[3, 0, length_a, length_b, header_length, code, after]) = bytes.first_chunk() else {
        return if bytes.len() < 7 { Verdict::Unsure } else { Verdict::NotMine };
    };
    let length = usize::from(u16::from_be_bytes([length_a, length_b]));
    match code {
        CONNECT_REQUEST | CONNECT_CONFIRM => {
            if length != usize::from(header_length) + 5 || length < HEADERS_BYTES {
                return Verdict::NotMine;
            }
            let options = bytes.get(HEADERS_BYTES..).unwrap_or_default();
            looks_like_options(code == CONNECT_REQUEST, options, length - HEADERS_BYTES)
        }
        0xf0 if header_length == 2 && after == 0x80 => {
            looks_like_conference(bytes.get(7..).unwrap_or_default())
        }
        _ => Verdict::NotMine,
    }
}

fn looks_like_options(is_request: bool, options: &[u8], length: usize) -> Verdict {
    if length == 0 {
        return Verdict::Unsure;
    }
    let text = [COOKIE, ROUTING_COOKIE];
    if is_request && text.iter().any(|text| options.starts_with(text)) {
        return Verdict::Certain;
    }
    if options.len() < length.min(COOKIE.len()) {
        return Verdict::Unsure;
    }
    match negotiation(options) {
        Some((1, protocols)) if is_request && protocols < 0x100 => Verdict::Certain,
        Some((2 | 3, value)) if !is_request && length == 8 && value < 0x100 => Verdict::Certain,
        _ => Verdict::NotMine,
    }
}

/// MCS Connect Initial or Response with the keys of Microsoft's conferences in it (T.124 H.221 keys).
fn looks_like_conference(bytes: &[u8]) -> Verdict {
    const KEYS_WITHIN: usize = 256;
    if !bytes.starts_with(&[0x7f, 0x65]) && !bytes.starts_with(&[0x7f, 0x66]) {
        return Verdict::NotMine;
    }
    let head = bytes.get(..KEYS_WITHIN).unwrap_or(bytes);
    let has_key = [b"Duca", b"McDn"].iter().any(|key| memchr::memmem::find(head, *key).is_some());
    match has_key {
        true => Verdict::Certain,
        false if bytes.len() < KEYS_WITHIN => Verdict::Unsure,
        false => Verdict::NotMine,
    }
}
