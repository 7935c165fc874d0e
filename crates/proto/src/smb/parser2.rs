//! SMB2 messages (MS-SMB2 2.2): bytes in, what they say out.
//!
//! Every function gets a message from its first byte, since the offsets in messages count from there.

use super::activity::OpenFacts;
use super::parser::{filetime, guid, utf16};
use super::record::FileTimes;
use super::trees::Share;
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
    pub(in crate::smb) const SET_INFO: u16 = 17;
}

/// The header (MS-SMB2 2.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) status: u32,
    pub(super) command: u16,
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
    reader.skip(8)?;
    let status = reader.u32_le()?;
    let command = reader.u16_le()?;
    reader.skip(2)?;
    let flags = reader.u32_le()?;
    let next = reader.u32_le()?;
    let message_id = reader.u64_le()?;
    let asynchronous = flags & 0x2 != 0;
    reader.skip(4)?;
    let tree = reader.u32_le()?;
    let session = reader.u64_le()?;
    reader.skip(16)?;
    Ok(Header {
        status,
        command,
        flags,
        next,
        message_id,
        tree: if asynchronous { 0 } else { tree },
        session,
    })
}

/// A reader at a message's body.
fn body(message: &[u8]) -> Result<Reader<'_>> {
    let mut reader = Reader::new(message);
    reader.skip(HEADER_LENGTH as usize)?;
    Ok(reader)
}

/// Bytes of a message by offset and length; fewer where it ends before.
fn part(message: &[u8], offset: u32, length: u32) -> &[u8] {
    let rest = message.get(offset as usize..).unwrap_or_default();
    rest.get(..length as usize).unwrap_or(rest)
}

/// Text of a message by offset and length.
fn text(message: &[u8], offset: u16, length: u16) -> Arc<str> {
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

/// A GUID of a negotiation; nothing where it is all zero.
pub(super) fn guid_text(bytes: &[u8; 16]) -> Option<Arc<str>> {
    (*bytes != [0; 16]).then(|| guid(bytes).into())
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

/// MS-SMB2 2.2.13: the name and whether the file is to be deleted when it is closed.
pub(super) fn create_request(message: &[u8]) -> Result<(Arc<str>, bool)> {
    let mut reader = body(message)?;
    reader.skip(40)?;
    let options = reader.u32_le()?;
    let (offset, length) = (reader.u16_le()?, reader.u16_le()?);
    Ok((text(message, offset, length), options & DELETE_ON_CLOSE != 0))
}

/// FILE_DELETE_ON_CLOSE (MS-SMB2 2.2.13).
pub(super) const DELETE_ON_CLOSE: u32 = 0x1000;

/// MS-SMB2 2.2.14.
pub(super) fn create_response(message: &[u8]) -> Result<OpenFacts> {
    let mut reader = body(message)?;
    reader.skip(4)?;
    let create_action = create_action(reader.u32_le()?);
    let times = file_times(&mut reader)?;
    reader.skip(8)?;
    let size = reader.u64_le()?;
    let attributes = reader.u32_le()?;
    reader.skip(4)?;
    let id = file_id(&mut reader)?;
    let directory = attributes & 0x10 != 0;
    Ok(OpenFacts { id, size, times, directory, create_action, share: Share::Unknown })
}

/// Creation, access, write and change time in their order on the wire. As in Zeek, without a write time there is none.
pub(super) fn file_times(reader: &mut Reader<'_>) -> Result<FileTimes> {
    let created = filetime(reader.u64_le()?);
    let accessed = filetime(reader.u64_le()?);
    let modified = filetime(reader.u64_le()?);
    let changed = filetime(reader.u64_le()?);
    Ok(match modified {
        Some(_) => FileTimes { modified, accessed, created, changed },
        None => FileTimes::default(),
    })
}

/// What a create did (MS-SMB2 2.2.14).
pub(super) fn create_action(number: u32) -> Option<&'static str> {
    Some(match number {
        0 => "superseded",
        1 => "opened",
        2 => "created",
        3 => "overwritten",
        _ => return None,
    })
}

fn file_id(reader: &mut Reader<'_>) -> Result<u128> {
    Ok(u128::from_le_bytes(reader.array()?))
}

/// The file of a request whose id stands `at` bytes into its body.
pub(super) fn file_id_at(message: &[u8], at: usize) -> Result<u128> {
    let mut reader = body(message)?;
    reader.skip(at)?;
    file_id(&mut reader)
}

/// MS-SMB2 2.2.19: offset in the file and its id.
pub(super) fn read_request(message: &[u8]) -> Result<(u64, u128)> {
    let mut reader = body(message)?;
    reader.skip(8)?;
    Ok((reader.u64_le()?, file_id(&mut reader)?))
}

/// How much of a read's answer must be there before its content begins.
pub(super) const READ_RESPONSE_HEAD: u32 = HEADER_LENGTH + 16;

/// MS-SMB2 2.2.20: where the content begins in the message, and its length.
pub(super) fn read_response(message: &[u8]) -> Result<(u32, u32)> {
    let mut reader = body(message)?;
    reader.skip(2)?;
    let offset = reader.u8()?;
    reader.skip(1)?;
    Ok((u32::from(offset).max(READ_RESPONSE_HEAD), reader.u32_le()?))
}

/// How much of a write must be there before its content begins.
pub(super) const WRITE_REQUEST_HEAD: u32 = HEADER_LENGTH + 48;

/// MS-SMB2 2.2.21.
#[derive(Debug)]
pub(super) struct WriteRequest {
    /// Where the content begins in the message.
    pub(super) content_offset: u32,
    pub(super) length: u32,
    pub(super) offset: u64,
    pub(super) id: u128,
}

pub(super) fn write_request(message: &[u8]) -> Result<WriteRequest> {
    let mut reader = body(message)?;
    reader.skip(2)?;
    let content_offset = u32::from(reader.u16_le()?).max(WRITE_REQUEST_HEAD);
    let length = reader.u32_le()?;
    let offset = reader.u64_le()?;
    Ok(WriteRequest { content_offset, length, offset, id: file_id(&mut reader)? })
}

/// MS-SMB2 2.2.31: control code, file and what is sent to it.
pub(super) fn ioctl_request(message: &[u8]) -> Result<(u32, u128, &[u8])> {
    let mut reader = body(message)?;
    reader.skip(4)?;
    let code = reader.u32_le()?;
    let id = file_id(&mut reader)?;
    let (offset, length) = (reader.u32_le()?, reader.u32_le()?);
    Ok((code, id, part(message, offset, length)))
}

/// MS-SMB2 2.2.32: control code, file and what came back.
pub(super) fn ioctl_response(message: &[u8]) -> Result<(u32, u128, &[u8])> {
    let mut reader = body(message)?;
    reader.skip(4)?;
    let code = reader.u32_le()?;
    let id = file_id(&mut reader)?;
    reader.skip(8)?;
    let (offset, length) = (reader.u32_le()?, reader.u32_le()?);
    Ok((code, id, part(message, offset, length)))
}

/// What a SET_INFO request changes (MS-SMB2 2.2.39, MS-FSCC 2.4).
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Change {
    Attributes,
    Rename(Arc<str>),
    /// To be deleted when closed, or not.
    Delete(bool),
    Other,
}

/// Of a file's SET_INFO: the file and what is changed.
pub(super) fn set_info_request(message: &[u8]) -> Result<(u128, Change)> {
    let mut reader = body(message)?;
    reader.skip(2)?;
    let kind = reader.u8()?;
    let class = reader.u8()?;
    let length = reader.u32_le()?;
    let offset = reader.u16_le()?;
    reader.skip(6)?;
    let id = file_id(&mut reader)?;
    let data = part(message, offset.into(), length);
    Ok((id, if kind == 1 { change(class, data) } else { Change::Other }))
}

/// What setting this class of file information changes.
pub(super) fn change(class: u8, data: &[u8]) -> Change {
    let first = data.first().copied().unwrap_or_default();
    match class {
        4 => Change::Attributes,
        10 | 65 => renamed_to(data).map_or(Change::Other, Change::Rename),
        13 | 64 => Change::Delete(first & 1 != 0),
        _ => Change::Other,
    }
}

/// FileRenameInformation for SMB2 (MS-FSCC 2.4.42.2).
fn renamed_to(data: &[u8]) -> Option<Arc<str>> {
    let mut reader = Reader::new(data);
    reader.skip(16).ok()?;
    let length = reader.u32_le().ok()?;
    Some(utf16(reader.take_up_to(length as usize)).into())
}
