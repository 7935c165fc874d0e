//! Client and server hellos (RFC 8446, 4.1; RFC 5246, 7.4.1; RFC 6347, 4.2.1), borrowed from the message.

use super::names::{is_grease, version};
use thymus_wire::{Reader, Truncated};

/// Extension types that are looked into (IANA registry "TLS ExtensionType Values").
pub(crate) mod extension {
    pub(crate) const SERVER_NAME: u16 = 0;
    pub(crate) const SUPPORTED_GROUPS: u16 = 10;
    pub(crate) const EC_POINT_FORMATS: u16 = 11;
    pub(crate) const SIGNATURE_ALGORITHMS: u16 = 13;
    pub(crate) const ALPN: u16 = 16;
    pub(crate) const SESSION_TICKET: u16 = 35;
    pub(crate) const PRE_SHARED_KEY: u16 = 41;
    pub(crate) const SUPPORTED_VERSIONS: u16 = 43;
    pub(crate) const KEY_SHARE: u16 = 51;
    /// The number of the draft, in drafts of TLS 1.3 before the 16th.
    pub(crate) const DRAFT_VERSION: u16 = 0xff02;
    /// `key_share` in drafts of TLS 1.3 before the 23rd.
    pub(crate) const KEY_SHARE_OLD: u16 = 40;
}

/// The random of a server hello that is a request to try again (RFC 8446, 4.1.3).
const RETRY_RANDOM: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2,
    0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];

/// What a client offers. Lists are the bytes of the message, read when asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClientHello<'a> {
    /// `legacy_version`.
    pub version: u16,
    /// The session to be resumed, at most 32 bytes.
    pub session_id: &'a [u8],
    /// The cookie that a DTLS server asked for.
    pub cookie: &'a [u8],
    /// Cipher suites, two bytes each.
    pub ciphers: Numbers<'a>,
    /// All extensions, in order.
    pub extensions: Extensions<'a>,
    /// The message ended before a length in it did: what comes after is missing.
    pub truncated: bool,
}

/// What a server chose.
#[derive(Clone, Copy, Debug, Default)]
pub struct ServerHello<'a> {
    /// `legacy_version`.
    pub version: u16,
    /// Not a choice but the wish for another hello (RFC 8446, 4.1.4).
    pub is_retry: bool,
    /// The session: the client's if it is resumed.
    pub session_id: &'a [u8],
    /// The cipher suite.
    pub cipher: u16,
    /// All extensions, in order.
    pub extensions: Extensions<'a>,
    /// The message ended before a length in it did.
    pub truncated: bool,
}

/// Numbers of 16 bits, one after the other.
#[derive(Clone, Copy, Debug, Default)]
pub struct Numbers<'a>(&'a [u8]);

impl<'a> Numbers<'a> {
    /// The numbers in order.
    pub fn iter(self) -> impl Iterator<Item = u16> + use<'a> {
        self.0.as_chunks::<2>().0.iter().map(|bytes| u16::from_be_bytes(*bytes))
    }
}

/// The extensions of a hello.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extensions<'a>(&'a [u8]);

impl<'a> Extensions<'a> {
    /// Type and content of each whole extension in order.
    pub fn iter(self) -> impl Iterator<Item = (u16, &'a [u8])> + use<'a> {
        let mut reader = Reader::new(self.0);
        std::iter::from_fn(move || {
            let kind = reader.u16_be().ok()?;
            let length = reader.u16_be().ok()?;
            Some((kind, reader.take(usize::from(length)).ok()?))
        })
    }

    /// The content of the first extension of this type.
    #[must_use]
    pub fn get(self, kind: u16) -> Option<&'a [u8]> {
        self.iter().find(|&(other, _)| other == kind).map(|(_, content)| content)
    }

    /// The host name that the client asks for (RFC 6066, 3).
    #[must_use]
    pub fn server_name(self) -> Option<&'a [u8]> {
        let mut names = vector16(self.get(extension::SERVER_NAME)?);
        loop {
            let kind = names.u8().ok()?;
            let length = names.u16_be().ok()?;
            let name = names.take_up_to(usize::from(length));
            if kind == 0 {
                return Some(name);
            }
        }
    }

    /// The application protocols, in order (RFC 7301).
    pub fn application_protocols(self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let mut names = vector16(self.get(extension::ALPN).unwrap_or_default());
        std::iter::from_fn(move || {
            let length = names.u8().ok()?;
            names.take(usize::from(length)).ok()
        })
    }

    /// The groups that the client knows (RFC 8446, 4.2.7).
    #[must_use]
    pub fn supported_groups(self) -> Numbers<'a> {
        Numbers(vector16(self.get(extension::SUPPORTED_GROUPS).unwrap_or_default()).rest())
    }

    /// The forms of curve points that the sender reads (RFC 8422, 5.1.2).
    #[must_use]
    pub fn point_formats(self) -> &'a [u8] {
        let mut reader = Reader::new(self.get(extension::EC_POINT_FORMATS).unwrap_or_default());
        let length = reader.u8().unwrap_or_default();
        reader.take_up_to(usize::from(length))
    }

    /// The signatures that the client accepts (RFC 8446, 4.2.3).
    #[must_use]
    pub fn signature_algorithms(self) -> Numbers<'a> {
        Numbers(vector16(self.get(extension::SIGNATURE_ALGORITHMS).unwrap_or_default()).rest())
    }

    /// The versions that a client offers in `supported_versions` (RFC 8446, 4.2.1).
    #[must_use]
    pub fn offered_versions(self) -> Option<Numbers<'a>> {
        let mut reader = Reader::new(self.get(extension::SUPPORTED_VERSIONS)?);
        let length = reader.u8().ok()?;
        Some(Numbers(reader.take_up_to(usize::from(length))))
    }

    /// The version that a server chose in `supported_versions`.
    #[must_use]
    pub fn chosen_version(self) -> Option<u16> {
        Reader::new(self.get(extension::SUPPORTED_VERSIONS)?).u16_be().ok()
    }

    /// The draft before the 16th that a client speaks when it offers TLS 1.3, as a version.
    #[must_use]
    pub fn early_draft(self) -> Option<u16> {
        let draft = Reader::new(self.get(extension::DRAFT_VERSION)?).u16_be().ok()?;
        Some(0x7f00 | draft & 0x7f)
    }

    /// The group of a server's `key_share`, of its choice or of its wish (RFC 8446, 4.2.8).
    #[must_use]
    pub fn chosen_group(self) -> Option<u16> {
        let share = self.get(extension::KEY_SHARE).or_else(|| self.get(extension::KEY_SHARE_OLD))?;
        Reader::new(share).u16_be().ok()
    }
}

/// The content of a list that begins with its length in 16 bits, cut to what is there.
fn vector16(bytes: &[u8]) -> Reader<'_> {
    let mut reader = Reader::new(bytes);
    let length = reader.u16_be().unwrap_or_default();
    Reader::new(reader.take_up_to(usize::from(length)))
}

/// Whether a version is one of DTLS: their numbers count down from 0xfeff.
pub(crate) fn is_datagram_version(number: u16) -> bool {
    matches!(number, version::DTLS_1_0 | version::DTLS_1_2 | version::DTLS_1_3 | 0x0100)
}

impl<'a> ClientHello<'a> {
    /// Reads the body of the message, after the four bytes of its handshake header; `datagram` says it is DTLS.
    #[must_use]
    pub fn parse(body: &'a [u8], datagram: bool) -> Self {
        let mut hello = Self::default();
        hello.truncated = hello.read(&mut Reader::new(body), datagram).is_err();
        hello
    }

    fn read(&mut self, reader: &mut Reader<'a>, datagram: bool) -> Result<(), Truncated> {
        self.version = reader.u16_be()?;
        reader.skip(32)?;
        let length = reader.u8()?;
        self.session_id = reader.take(usize::from(length))?;
        if datagram {
            let length = reader.u8()?;
            self.cookie = reader.take(usize::from(length))?;
        }
        let length = reader.u16_be()?;
        self.ciphers = Numbers(reader.take(usize::from(length))?);
        let length = reader.u8()?;
        reader.skip(usize::from(length))?;
        self.extensions = read_extensions(reader)?;
        Ok(())
    }

    /// The highest version offered, which `supported_versions` says where it is there.
    #[must_use]
    pub fn highest_version(&self) -> u16 {
        let rank = |number: u16| if is_datagram_version(number) { !number } else { number };
        let offered = self.extensions.offered_versions().into_iter().flat_map(Numbers::iter);
        offered
            .filter(|&number| !is_grease(number))
            .max_by_key(|&number| rank(number))
            .unwrap_or(self.version)
    }
}

impl<'a> ServerHello<'a> {
    /// Reads the body of the message, after the four bytes of its handshake header.
    #[must_use]
    pub fn parse(body: &'a [u8]) -> Self {
        let mut hello = Self::default();
        hello.truncated = hello.read(&mut Reader::new(body)).is_err();
        hello
    }

    fn read(&mut self, reader: &mut Reader<'a>) -> Result<(), Truncated> {
        self.version = reader.u16_be()?;
        self.is_retry = reader.array::<32>()? == RETRY_RANDOM;
        if !has_session_id(self.version) {
            self.cipher = reader.u16_be()?;
            self.extensions = read_extensions(reader)?;
            return Ok(());
        }
        let length = reader.u8()?;
        self.session_id = reader.take(usize::from(length))?;
        self.cipher = reader.u16_be()?;
        reader.skip(1)?;
        self.extensions = read_extensions(reader)?;
        Ok(())
    }
}

/// Drafts of TLS 1.3 before the 22nd, and the final number where it stands in `legacy_version`, leave out session and
/// compression.
fn has_session_id(version: u16) -> bool {
    !(matches!(version, 0x7f00..=0x7f15) || version == version::TLS_1_3)
}

/// The extensions, or none where the message ends before them; cut where it ends within.
fn read_extensions<'a>(reader: &mut Reader<'a>) -> Result<Extensions<'a>, Truncated> {
    if reader.is_empty() {
        return Ok(Extensions::default());
    }
    let length = reader.u16_be()?;
    Ok(Extensions(reader.take_up_to(usize::from(length))))
}
