//! The three messages of NTLM (MS-NLMP section 2.2.1).

use super::{Flags, SIGNATURE};
use std::fmt;
use thymus_record::text_from_wire;
use thymus_wire::Reader;

/// At most this many attributes of a target information block are read.
const ATTRIBUTES_MAX: usize = 32;

/// A name is kept up to this length in bytes on the wire; Windows itself allows 15 to 256 characters.
const NAME_BYTES_MAX: usize = 2048;

/// An NTLMv1 response has exactly this many bytes; an NTLMv2 response has more.
const NTLM_V1_RESPONSE_BYTES: usize = 24;

/// Where an NTLMv2 response's target information begins: after the proof and the fixed part of the client's challenge.
const V2_ATTRIBUTES_OFFSET: usize = 16 + 28;

/// The attribute flag that says that the message carries an integrity code.
const ATTRIBUTE_FLAG_MIC: u32 = 0x2;

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// The client offers.
    Negotiate(Negotiate),
    /// The server challenges.
    Challenge(Challenge),
    /// The client answers.
    Authenticate(Authenticate),
}

/// Message 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Negotiate {
    /// What the client can do.
    pub flags: Flags,
    /// The client's operating system.
    pub version: Option<Version>,
}

/// Message 2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Challenge {
    /// What the server chose.
    pub flags: Flags,
    /// Who the server says it is.
    pub server: ServerNames,
    /// The server's operating system.
    pub version: Option<Version>,
}

/// The names in a server's target information.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerNames {
    /// NetBIOS name of the server.
    pub nb_computer: Option<String>,
    /// NetBIOS name of its domain.
    pub nb_domain: Option<String>,
    /// DNS name of the server.
    pub dns_computer: Option<String>,
    /// DNS name of its domain.
    pub dns_domain: Option<String>,
    /// DNS name of its forest.
    pub dns_tree: Option<String>,
}

/// Message 3.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Authenticate {
    /// What was agreed, where the message is long enough to say it.
    pub flags: Option<Flags>,
    /// The account's domain, or the server's name for local accounts.
    pub domain: Option<String>,
    /// The account.
    pub user: Option<String>,
    /// The client's host name.
    pub workstation: Option<String>,
    /// Which generation of NTLM the response is of.
    pub response: Response,
    /// The service that the client believes it talks to.
    pub target_name: Option<String>,
    /// The message carries an integrity code over all three.
    pub has_mic: bool,
    /// The client's operating system.
    pub version: Option<Version>,
}

/// Which generation a response is of, by its form (MS-NLMP section 3.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Response {
    /// None: nobody logs in.
    #[default]
    Anonymous,
    /// LAN Manager alone.
    Lm,
    /// NTLMv1.
    V1,
    /// NTLMv1 with the client's challenge mixed in ("NTLM2 session").
    V1Extended,
    /// NTLMv2.
    V2,
}

impl Response {
    /// Its usual name; none for the anonymous.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Anonymous => None,
            Self::Lm => Some("LM"),
            Self::V1 => Some("NTLMv1"),
            Self::V1Extended => Some("NTLMv1-ESS"),
            Self::V2 => Some("NTLMv2"),
        }
    }
}

/// An operating system's version (MS-NLMP section 2.2.2.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// Major version: 10 for Windows 10 and later.
    pub major: u8,
    /// Minor version.
    pub minor: u8,
    /// Build.
    pub build: u16,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.build)
    }
}

/// Where a message's field lies.
#[derive(Clone, Copy, Default)]
struct Place {
    length: usize,
    offset: usize,
}

impl Message {
    /// Reads a message. Fields that lie outside of it are left out.
    #[must_use]
    pub fn parse(bytes: &[u8], unicode_agreed: bool) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        if reader.array().ok()? != *SIGNATURE {
            return None;
        }
        match reader.u32_le().ok()? {
            1 => Some(Self::Negotiate(Negotiate::read(reader))),
            2 => Some(Self::Challenge(Challenge::read(reader))),
            3 => Authenticate::read(reader, unicode_agreed).map(Self::Authenticate),
            _ => None,
        }
    }
}

impl Negotiate {
    fn read(mut reader: Reader<'_>) -> Self {
        let flags = flags(&mut reader).unwrap_or_default();
        let version = reader.skip(16).ok().and_then(|()| version(&mut reader, flags));
        Self { flags, version }
    }
}

impl Challenge {
    fn read(mut reader: Reader<'_>) -> Self {
        let whole = reader.whole();
        let mut challenge = Self::default();
        let _target_name = place(&mut reader);
        challenge.flags = flags(&mut reader).unwrap_or_default();
        if reader.skip(16).is_err() {
            return challenge;
        }
        if let Some(information) = place(&mut reader) {
            challenge.server = ServerNames::read(information.of(whole));
        }
        challenge.version = version(&mut reader, challenge.flags);
        challenge
    }
}

impl ServerNames {
    fn read(information: &[u8]) -> Self {
        let mut names = Self::default();
        for (kind, value) in attributes(information) {
            let slot = match kind {
                1 => &mut names.nb_computer,
                2 => &mut names.nb_domain,
                3 => &mut names.dns_computer,
                4 => &mut names.dns_domain,
                5 => &mut names.dns_tree,
                _ => continue,
            };
            *slot = name(value, true);
        }
        names
    }
}

impl Authenticate {
    fn read(mut reader: Reader<'_>, unicode_agreed: bool) -> Option<Self> {
        let whole = reader.whole();
        let lm_place = place(&mut reader)?;
        let nt_place = place(&mut reader)?;
        let (lm, nt) = (lm_place.of(whole), nt_place.of(whole));
        let domain = place(&mut reader)?;
        let user = place(&mut reader)?;
        let workstation = place(&mut reader)?;
        // Windows NT 4 and its like end the header here or after the session key: then the first field's data follow.
        let fields = [lm_place, nt_place, domain, user, workstation].into_iter();
        let header_end =
            fields.filter(|field| field.length > 0).map(|field| field.offset).min().unwrap_or(usize::MAX);
        let _session_key = place(&mut reader);
        let flags = if header_end >= 64 { flags(&mut reader) } else { None };
        let unicode = flags.map_or(unicode_agreed, |flags| flags.contains(Flags::UNICODE));
        let version = flags.filter(|_| header_end >= 72).and_then(|flags| version(&mut reader, flags));
        let mut message = Self {
            flags,
            domain: name(domain.of(whole), unicode),
            user: name(user.of(whole), unicode),
            workstation: name(workstation.of(whole), unicode),
            response: response(lm, nt, flags),
            version,
            ..Self::default()
        };
        message.read_client_attributes(nt);
        Some(message)
    }

    fn read_client_attributes(&mut self, nt: &[u8]) {
        if self.response != Response::V2 {
            return;
        }
        for (kind, value) in attributes(nt.get(V2_ATTRIBUTES_OFFSET..).unwrap_or_default()) {
            match (kind, value) {
                (6, &[a, b, c, d]) => {
                    self.has_mic = u32::from_le_bytes([a, b, c, d]) & ATTRIBUTE_FLAG_MIC != 0;
                }
                (9, spn) => self.target_name = name(spn, true),
                _ => {}
            }
        }
    }
}

fn response(lm: &[u8], nt: &[u8], flags: Option<Flags>) -> Response {
    let extended = flags.is_some_and(|flags| flags.contains(Flags::EXTENDED_SESSION_SECURITY));
    match nt.len() {
        0 if lm.len() <= 1 => Response::Anonymous,
        0 => Response::Lm,
        NTLM_V1_RESPONSE_BYTES if extended => Response::V1Extended,
        NTLM_V1_RESPONSE_BYTES => Response::V1,
        _ => Response::V2,
    }
}

impl Place {
    /// The field's bytes; none where they do not lie in the message.
    fn of(self, message: &[u8]) -> &[u8] {
        let end = self.offset.saturating_add(self.length);
        message.get(self.offset..end).unwrap_or_default()
    }
}

fn place(reader: &mut Reader<'_>) -> Option<Place> {
    let length = reader.u16_le().ok()?;
    let _room = reader.u16_le().ok()?;
    let offset = reader.u32_le().ok()?;
    Some(Place { length: usize::from(length), offset: offset as usize })
}

fn flags(reader: &mut Reader<'_>) -> Option<Flags> {
    reader.u32_le().ok().map(Flags)
}

fn version(reader: &mut Reader<'_>, flags: Flags) -> Option<Version> {
    if !flags.contains(Flags::VERSION) {
        return None;
    }
    let (major, minor, build) = (reader.u8().ok()?, reader.u8().ok()?, reader.u16_le().ok()?);
    (major != 0).then_some(Version { major, minor, build })
}

/// The attributes of a target information block (MS-NLMP section 2.2.2.1), up to its end mark.
fn attributes(block: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut reader = Reader::new(block);
    let next = move || {
        let kind = reader.u16_le().ok()?;
        let length = reader.u16_le().ok()?;
        let value = reader.take(usize::from(length)).ok()?;
        (kind != 0).then_some((kind, value))
    };
    std::iter::from_fn(next).take(ATTRIBUTES_MAX)
}

/// A name as text; none for an empty one. Samba ends some names with a zero.
fn name(bytes: &[u8], unicode: bool) -> Option<String> {
    let bytes = bytes.get(..NAME_BYTES_MAX).unwrap_or(bytes);
    let text = if unicode { crate::text::utf16_le(bytes) } else { text_from_wire(bytes) };
    let text = text.trim_end_matches('\0');
    (!text.is_empty()).then(|| text.to_owned())
}
