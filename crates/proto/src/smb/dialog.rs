//! Which version a message is of.

use super::conversation::Conversation;
use super::smb1::Smb1;
use super::smb2::Smb2;
use super::stream::Taken;
use crate::{Context, Side};
use thymus_record::text_from_wire;
use thymus_wire::Reader;

/// A name of NetBIOS on the wire without a scope: its length, 32 letters and a zero.
const NETBIOS_NAME_LENGTH: usize = 34;

/// A name of NetBIOS (RFC 1001 14.1): 16 bytes as two letters each, filled up with blanks, the last of another meaning.
fn netbios_name(encoded: &[u8]) -> Option<String> {
    let letters = encoded.get(1..31)?;
    let nibble = |letter: u8| letter.checked_sub(b'A').filter(|nibble| *nibble < 16);
    let mut name = Vec::with_capacity(15);
    for pair in letters.chunks_exact(2) {
        let [high, low] = pair else { return None };
        name.push(nibble(*high)? << 4 | nibble(*low)?);
    }
    Some(text_from_wire(name.trim_ascii_end())).filter(|name| !name.is_empty())
}

/// The whole dialog of a flow.
#[derive(Debug, Default)]
pub(super) struct Dialog {
    all: Conversation,
    smb1: Smb1,
    smb2: Smb2,
}

impl Dialog {
    /// Reads a message of which `here` has come, of a frame that has `left` bytes from here on.
    pub(super) fn message(
        &mut self,
        cx: &mut Context<'_>,
        from: Side,
        here: &[u8],
        left: u32,
        first: bool,
    ) -> Taken {
        match here {
            [0xfe, b'S', b'M', b'B', ..] => self.smb2.message(cx, &mut self.all, from, here, left, first),
            [0xff, b'S', b'M', b'B', ..] => self.smb1.message(cx, &mut self.all, from, here, left),
            [0xfd, b'S', b'M', b'B', ..] => self.encrypted(cx, here, left),
            [0xfc, b'S', b'M', b'B', ..] => self.compressed(cx, here, left),
            [_, _, _, _, ..] => {
                cx.weird("SMB", "smb_message_not_recognised", 0);
                Taken::Done(left)
            }
            _ => Taken::Need(4),
        }
    }

    /// The names in a request for a NetBIOS session: the server's, then the client's (RFC 1002 4.3.2).
    pub(super) fn session_names(&mut self, names: &[u8]) {
        let mut names = names.chunks(NETBIOS_NAME_LENGTH).map(netbios_name);
        let agreed = &mut self.all.agreed;
        agreed.server_name = names.next().flatten().filter(|name| name != "*SMBSERVER").map(Into::into);
        agreed.client_name = names.next().flatten();
    }

    /// MS-SMB2 2.2.41: all but the session's number is hidden.
    fn encrypted(&mut self, cx: &mut Context<'_>, here: &[u8], left: u32) -> Taken {
        let mut reader = Reader::new(here);
        let session = reader.skip(44).and_then(|()| reader.u64_le());
        let Ok(session) = session else { return Taken::Need(52) };
        self.all.agreed.version = "SMB2";
        self.smb2.missed();
        self.all.encrypted(cx, session);
        Taken::Done(left)
    }

    /// MS-SMB2 2.2.42: compressed messages are not unpacked. A size and offset that overflow when added are the mark
    /// of an attack on the server's unpacking (CVE-2020-0796).
    fn compressed(&mut self, cx: &mut Context<'_>, here: &[u8], left: u32) -> Taken {
        let Some(&[_, _, _, _, a, b, c, d, _, _, flags, _, e, f, g, h]) = here.first_chunk() else {
            return Taken::Need(16);
        };
        let (size, offset) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]));
        if flags & 1 == 0 && size.checked_add(offset).is_none() {
            cx.weird_about("SMB", "smb2_compressed_size_overflow", 4, format!("{size}+{offset}"));
        }
        self.all.agreed.version = "SMB2";
        self.smb2.missed();
        self.all.agreed.compressed = true;
        Taken::Done(left)
    }

    /// A frame that begins like no message. False where none is expected.
    pub(super) fn raw_frame(&mut self, cx: &mut Context<'_>, from: Side) -> bool {
        self.smb1.raw_frame(cx, &mut self.all, from)
    }

    pub(super) fn content(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        self.all.moving_content(cx, from, bytes);
    }

    pub(super) fn content_missing(&mut self, cx: &mut Context<'_>, from: Side, length: u32) {
        self.all.moving_gap(cx, from, length);
    }

    /// Bytes of the stream are missing.
    pub(super) fn missed(&mut self) {
        self.smb2.missed();
    }

    /// Whether any message was seen: a flow may be taken for SMB by its port alone.
    pub(super) fn has_begun(&self) -> bool {
        !self.all.agreed.version.is_empty()
    }

    pub(super) fn closed(&mut self, cx: &mut Context<'_>) {
        self.all.closed(cx);
    }
}
