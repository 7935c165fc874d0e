//! SMB2 messages (MS-SMB2 2.2): bytes in, what they say out. Header, negotiation, logins and shares.
//!
//! Every function gets a message from its first byte, since the offsets in messages count from there.

use crate::smb::parser::utf16;
use crate::smb::trees::Share;
use std::sync::Arc;
use thymus_wire::{Reader, Result};

/// The length of a message's header, in bytes.
pub(super) const HEADER_LENGTH: u32 = 64;

/// At most this many dialects or contexts of a negotiation are read.
const NEGOTIATE_ITEMS_MAX: usize = 64;

pub(super) mod command {
    pub(in crate::smb) const NEGOTIATE: u16 = 0;
    pub(in crate::smb) const SESSION_SETUP: u16 = 1;
    pub(in crate::smb) const LOGOFF: u16 = 2;
    pub(in crate::smb) const TREE_CONNECT: u16 = 3;
    pub(in crate::smb) const TREE_DISCONNECT: u16 = 4;
    pub(in crate::smb) const CREATE: u16 = 5;
    pub(in crate::smb) const CLOSE: u16 = 6;
    pub(in crate::smb) const READ: u16 = 8;
    pub(in crate::smb) const WRITE: u16 = 9;
    pub(in crate::smb) const IOCTL: u16 = 11;
    pub(in crate::smb) const CANCEL: u16 = 12;
    pub(in crate::smb) const QUERY_DIRECTORY: u16 = 14;
    pub(in crate::smb) const SET_INFO: u16 = 17;
}

/// The header (MS-SMB2 2.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// What a request costs; 0 costs as much as 1.
    pub(super) credit_charge: u16,
    pub(super) status: u32,
    pub(super) command: u16,
    /// What a response grants.
    pub(super) credits: u16,
    pub(super) flags: u32,
    /// Where the next message of the frame begins; 0 in the last.
    pub(super) next: u32,
    pub(super) message_id: u64,
    /// 0 in asynchronous messages, which carry none.
    pub(super) tree: u32,
    pub(super) session: u64,
}

impl Header {
    pub(super) fn is_response(&self) -> bool {
        self.flags & 0x1 != 0
    }

    pub(super) fn is_related(&self) -> bool {
        self.flags & 0x4 != 0
    }

    pub(super) fn is_signed(&self) -> bool {
        self.flags & 0x8 != 0
    }
}

pub(super) fn header(message: &[u8]) -> Result<Header> {
    let mut reader = Reader::new(message);
    reader.skip(6)?;
    let credit_charge = reader.u16_le()?;
    let status = reader.u32_le()?;
    let command = reader.u16_le()?;
    let credits = reader.u16_le()?;
    let flags = reader.u32_le()?;
    let next = reader.u32_le()?;
    let message_id = reader.u64_le()?;
    let asynchronous = flags & 0x2 != 0;
    reader.skip(4)?;
    let tree = reader.u32_le()?;
    let session = reader.u64_le()?;
    reader.skip(16)?;
    Ok(Header {
        credit_charge,
        status,
        command,
        credits,
        flags,
        next,
        message_id,
        tree: if asynchronous { 0 } else { tree },
        session,
    })
}

/// A reader at a message's body.
pub(super) fn body(message: &[u8]) -> Result<Reader<'_>> {
    let mut reader = Reader::new(message);
    reader.skip(HEADER_LENGTH as usize)?;
    Ok(reader)
}

/// Bytes of a message by offset and length; fewer where it ends before.
pub(super) fn part(message: &[u8], offset: u32, length: u32) -> &[u8] {
    let rest = message.get(offset as usize..).unwrap_or_default();
    rest.get(..length as usize).unwrap_or(rest)
}

/// Text of a message by offset and length.
pub(super) fn text(message: &[u8], offset: u16, length: u16) -> Arc<str> {
    utf16(part(message, offset.into(), length.into())).into()
}

/// MS-SMB2 2.2.3.
#[derive(Debug, Default)]
pub(super) struct NegotiateRequest {
    pub(super) requires_signing: bool,
    pub(super) client_guid: [u8; 16],
    pub(super) server_name: Option<Arc<str>>,
}

pub(super) fn negotiate_request(message: &[u8]) -> Result<NegotiateRequest> {
    let mut reader = body(message)?;
    reader.skip(2)?;
    let dialects = reader.u16_le()?;
    let security_mode = reader.u16_le()?;
    reader.skip(6)?;
    let client_guid = reader.array()?;
    let context_offset = reader.u32_le()?;
    let context_count = reader.u16_le()?;
    reader.skip(2)?;
    let mut request =
        NegotiateRequest { requires_signing: security_mode & 2 != 0, client_guid, server_name: None };
    let mut newest = 0;
    for _ in 0..usize::from(dialects).min(NEGOTIATE_ITEMS_MAX) {
        newest = newest.max(reader.u16_le()?);
    }
    if newest >= 0x0311 {
        let contexts = Contexts::new(message, context_offset, context_count);
        request.server_name =
            contexts.into_iter().find(|(kind, _)| *kind == NETNAME).map(|(_, name)| utf16(name).into());
    }
    Ok(request)
}

/// MS-SMB2 2.2.4.
#[derive(Debug, Default)]
pub(super) struct NegotiateResponse {
    pub(super) requires_signing: bool,
    pub(super) dialect: u16,
    pub(super) server_guid: [u8; 16],
    pub(super) cipher: Option<u16>,
    pub(super) compressed: bool,
}

pub(super) fn negotiate_response(message: &[u8]) -> Result<NegotiateResponse> {
    let mut reader = body(message)?;
    reader.skip(2)?;
    let security_mode = reader.u16_le()?;
    let dialect = reader.u16_le()?;
    let context_count = reader.u16_le()?;
    let server_guid = reader.array()?;
    reader.skip(36)?;
    let context_offset = reader.u32_le()?;
    let mut response = NegotiateResponse {
        requires_signing: security_mode & 2 != 0,
        dialect,
        server_guid,
        ..NegotiateResponse::default()
    };
    if dialect == 0x0311 {
        for (kind, data) in Contexts::new(message, context_offset, context_count) {
            match kind {
                ENCRYPTION => response.cipher = first_choice(data, 2),
                COMPRESSION => response.compressed = first_choice(data, 8).is_some_and(|kind| kind != 0),
                _ => {}
            }
        }
    }
    Ok(response)
}

/// What a server repeats of the negotiation when it is asked to (MS-SMB2 2.2.32.6).
pub(super) fn validated(output: &[u8]) -> Result<NegotiateResponse> {
    let mut reader = Reader::new(output);
    reader.skip(4)?;
    let server_guid = reader.array()?;
    let requires_signing = reader.u16_le()? & 2 != 0;
    let dialect = reader.u16_le()?;
    Ok(NegotiateResponse { requires_signing, dialect, server_guid, ..NegotiateResponse::default() })
}

/// Types of negotiate contexts (MS-SMB2 2.2.3.1).
const ENCRYPTION: u16 = 2;

const COMPRESSION: u16 = 3;

const NETNAME: u16 = 5;

/// The first of the choices that a context lists after its count and `at` bytes in all.
fn first_choice(context: &[u8], at: usize) -> Option<u16> {
    let mut reader = Reader::new(context);
    let count = reader.u16_le().ok()?;
    reader.seek(at).ok()?;
    reader.u16_le().ok().filter(|_| count > 0)
}

/// The negotiate contexts of a message: type and content.
struct Contexts<'a> {
    reader: Reader<'a>,
    left: usize,
}

impl<'a> Contexts<'a> {
    fn new(message: &'a [u8], offset: u32, count: u16) -> Self {
        let mut reader = Reader::new(message);
        let found = reader.seek(offset as usize).is_ok();
        Self { reader, left: if found { usize::from(count).min(NEGOTIATE_ITEMS_MAX) } else { 0 } }
    }

    fn read(&mut self) -> Result<(u16, &'a [u8])> {
        self.reader.align(8)?;
        let kind = self.reader.u16_le()?;
        let length = self.reader.u16_le()?;
        self.reader.skip(4)?;
        Ok((kind, self.reader.take(length.into())?))
    }
}

impl<'a> Iterator for Contexts<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        self.read().ok()
    }
}

/// The dialect's name, by its number.
pub(super) fn dialect(number: u16) -> Option<&'static str> {
    Some(match number {
        0x0202 => "2.0.2",
        0x0210 => "2.1",
        0x0300 => "3.0",
        0x0302 => "3.0.2",
        0x0311 => "3.1.1",
        _ => return None,
    })
}

/// A cipher's name (MS-SMB2 2.2.3.1.2).
pub(super) fn cipher(number: u16) -> Option<&'static str> {
    Some(match number {
        1 => "AES-128-CCM",
        2 => "AES-128-GCM",
        3 => "AES-256-CCM",
        4 => "AES-256-GCM",
        _ => return None,
    })
}

/// MS-SMB2 2.2.5: whether the connection joins a session that stands on another one, and the token.
pub(super) fn session_setup_request(message: &[u8]) -> Result<(bool, &[u8])> {
    let mut reader = body(message)?;
    reader.skip(2)?;
    let flags = reader.u8()?;
    reader.skip(9)?;
    let (offset, length) = (reader.u16_le()?, reader.u16_le()?);
    Ok((flags & 1 != 0, part(message, offset.into(), length.into())))
}

/// MS-SMB2 2.2.6: session flags and the token.
pub(super) fn session_setup_response(message: &[u8]) -> Result<(u16, &[u8])> {
    let mut reader = body(message)?;
    reader.skip(2)?;
    let flags = reader.u16_le()?;
    let (offset, length) = (reader.u16_le()?, reader.u16_le()?);
    Ok((flags, part(message, offset.into(), length.into())))
}

/// MS-SMB2 2.2.9: the share's path.
pub(super) fn tree_connect_request(message: &[u8]) -> Result<Arc<str>> {
    let mut reader = body(message)?;
    reader.skip(4)?;
    let (offset, length) = (reader.u16_le()?, reader.u16_le()?);
    Ok(text(message, offset, length))
}

/// MS-SMB2 2.2.10.
#[derive(Debug)]
pub(super) struct TreeConnectResponse {
    pub(super) share: Share,
    pub(super) encrypted: bool,
    pub(super) maximal_access: u32,
}

pub(super) fn tree_connect_response(message: &[u8]) -> Result<TreeConnectResponse> {
    let mut reader = body(message)?;
    reader.skip(2)?;
    let share = Share::of_smb2(reader.u8()?);
    reader.skip(1)?;
    let flags = reader.u32_le()?;
    reader.skip(4)?;
    Ok(TreeConnectResponse { share, encrypted: flags & 0x8000 != 0, maximal_access: reader.u32_le()? })
}

pub(super) fn file_id(reader: &mut Reader<'_>) -> Result<u128> {
    Ok(u128::from_le_bytes(reader.array()?))
}
