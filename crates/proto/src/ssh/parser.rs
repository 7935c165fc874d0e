//! Identification lines, packets before encryption, and the offers of key exchange (RFC 4253 §4, §6, §7).

use thymus_wire::Reader;

/// SSH_MSG_KEXINIT.
pub(super) const KEXINIT: u8 = 20;
/// SSH_MSG_NEWKEYS.
pub(super) const NEWKEYS: u8 = 21;
/// SSH_MSG_KEXDH_INIT, SSH_MSG_KEX_ECDH_INIT; of RFC 4432 the server's SSH_MSG_KEXRSA_PUBKEY.
pub(super) const KEXDH_INIT: u8 = 30;
/// SSH_MSG_KEXDH_REPLY, SSH_MSG_KEX_ECDH_REPLY; in a group exchange the server's group.
pub(super) const KEXDH_REPLY: u8 = 31;
/// SSH_MSG_KEX_DH_GEX_INIT.
pub(super) const GEX_INIT: u8 = 32;
/// SSH_MSG_KEX_DH_GEX_REPLY.
pub(super) const GEX_REPLY: u8 = 33;
/// SSH_MSG_KEX_DH_GEX_REQUEST.
pub(super) const GEX_REQUEST: u8 = 34;

/// RFC 4253 wants 35,000 bytes to be taken; post-quantum keys need no more.
pub(super) const PACKET_BYTES_MAX: usize = 256 * 1024;

/// The names that are read of one list.
const NAMES_MAX: usize = 256;

/// One packet in the clear.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Packet<'a> {
    pub(super) kind: u8,
    /// What follows the message number.
    pub(super) payload: &'a [u8],
    /// The whole packet's length.
    pub(super) length: usize,
}

/// What the front of a stream is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Cut<'a> {
    Packet(Packet<'a>),
    /// So many bytes are needed in all.
    Need(usize),
    /// It cannot be a packet.
    Bad,
}

/// Cuts one packet of SSH 2 off the front.
pub(super) fn cut(bytes: &[u8]) -> Cut<'_> {
    let Some(&length) = bytes.first_chunk() else { return Cut::Need(4) };
    let body = u32::from_be_bytes(length) as usize;
    if !(2..=PACKET_BYTES_MAX).contains(&body) {
        return Cut::Bad;
    }
    let length = body + 4;
    let Some(whole) = bytes.get(4..length) else { return Cut::Need(length) };
    let Some((&padding, rest)) = whole.split_first() else { return Cut::Bad };
    let content = rest.len().checked_sub(usize::from(padding)).and_then(|end| rest.get(..end));
    match content.and_then(<[u8]>::split_first) {
        Some((&kind, payload)) => Cut::Packet(Packet { kind, payload, length }),
        None => Cut::Bad,
    }
}

/// An identification line without its end. Some programs fill the line with NULs, which RFC 4253 forbids.
pub(super) fn identification(line: &[u8]) -> Option<&[u8]> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let line = memchr::memchr(0, line).and_then(|end| line.get(..end)).unwrap_or(line);
    line.starts_with(b"SSH-").then_some(line)
}

/// What one side offers for a key exchange.
#[derive(Debug, Default)]
pub(super) struct Offers {
    /// The ten name-lists as sent (RFC 4253 §7.1), text made safe.
    lists: [String; 10],
}

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Kex,
    HostKey,
    CipherToServer,
    CipherToClient,
    MacToServer,
    MacToClient,
    CompressionToServer,
    CompressionToClient,
}

/// Zeek's names for lists that are too long.
const LIMIT_NAMES: [&str; 10] = [
    "SSH_max_kexinit_kex_algorithms_exceeded",
    "SSH_max_kexinit_hostkey_algorithms_exceeded",
    "SSH_max_kexinit_encryption_algorithms_exceeded",
    "SSH_max_kexinit_encryption_algorithms_exceeded",
    "SSH_max_kexinit_mac_algorithms_exceeded",
    "SSH_max_kexinit_mac_algorithms_exceeded",
    "SSH_max_kexinit_compression_algorithms_exceeded",
    "SSH_max_kexinit_compression_algorithms_exceeded",
    "SSH_max_kexinit_languages_exceeded",
    "SSH_max_kexinit_languages_exceeded",
];

impl Offers {
    /// Reads the payload of a KEXINIT. `limit` is told of lists that are too long: its name and how many names there are.
    pub(super) fn read(payload: &[u8], mut limit: impl FnMut(&'static str, usize)) -> Option<Self> {
        let mut reader = Reader::new(payload);
        reader.skip(16).ok()?;
        let mut offers = Self::default();
        for (list, name) in offers.lists.iter_mut().zip(LIMIT_NAMES) {
            let text = string(&mut reader)?;
            let count = memchr::memchr_iter(b',', text).count() + 1;
            if count > NAMES_MAX {
                limit(name, count);
            }
            let mut commas = memchr::memchr_iter(b',', text);
            let end = commas.nth(NAMES_MAX - 1).unwrap_or(text.len());
            *list = thymus_record::text_from_wire(text.get(..end)?);
        }
        Some(offers)
    }

    fn list(&self, list: List) -> &str {
        self.lists.get(list as usize).map_or("", String::as_str)
    }

    /// The text of which HASSH is the digest.
    pub(super) fn hassh(&self, from_client: bool) -> String {
        let (cipher, mac, compression) = match from_client {
            true => (List::CipherToServer, List::MacToServer, List::CompressionToServer),
            false => (List::CipherToClient, List::MacToClient, List::CompressionToClient),
        };
        [List::Kex, cipher, mac, compression].map(|list| self.list(list)).join(";")
    }

    /// The first of the client's names that the server has too.
    pub(super) fn agree(&self, server: &Self, list: List) -> String {
        let theirs: Vec<&str> = server.list(list).split(',').collect();
        let found = self.list(list).split(',').find(|name| theirs.contains(name));
        found.unwrap_or("Algorithm negotiation failed").to_owned()
    }

    /// What both directions agree on; both where they differ.
    pub(super) fn agree_both(&self, server: &Self, to_server: List, to_client: List) -> String {
        let (up, down) = (self.agree(server, to_server), self.agree(server, to_client));
        if up == down { up } else { format!("To server: {up}, to client: {down}") }
    }
}

/// A string of SSH: its length in four bytes, then its bytes.
pub(super) fn string<'a>(reader: &mut Reader<'a>) -> Option<&'a [u8]> {
    let length = reader.u32_be().ok()? as usize;
    reader.take(length).ok()
}

/// The SHA-256 of a host key as OpenSSH shows it: Base64 without padding.
pub(super) fn fingerprint(key: &[u8]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, key);
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::from("SHA256:");
    for group in digest.as_ref().chunks(3) {
        let bits =
            group.iter().zip([16u32, 8, 0]).fold(0, |bits, (&byte, shift)| bits | u32::from(byte) << shift);
        let digits = [18, 12, 6, 0].map(|shift| (bits >> shift & 63) as usize);
        text.extend(
            digits
                .iter()
                .take(group.len() + 1)
                .filter_map(|&digit| alphabet.get(digit).map(|&c| char::from(c))),
        );
    }
    text
}

/// The major version that both identifications allow; 0 where they exclude each other (RFC 4253 §5.1).
pub(super) fn common_version(client: &str, server: &str) -> Option<u8> {
    let major = |text: &str| text.as_bytes().get(4).copied();
    let compatible = |text: &str| text.get(4..8) == Some("1.99");
    match (major(client)?, major(server)?) {
        (b'2', b'2') => Some(2),
        (b'2', b'1') => Some(if compatible(server) { 2 } else { 0 }),
        (b'1', b'2') => Some(if compatible(client) { 2 } else { 0 }),
        (b'1', b'1') => Some(if compatible(client) && compatible(server) { 2 } else { 1 }),
        _ => None,
    }
}
