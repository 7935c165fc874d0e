//! SMB2 messages about files (MS-SMB2 2.2.13 to 2.2.40).

use super::parser::{HEADER_LENGTH, body, file_id, part, text};
use crate::smb::activity::OpenFacts;
use crate::smb::information::{Change, change};
use crate::smb::parser::{DELETE_ON_CLOSE, create_action, file_times};
use crate::smb::trees::Share;
use std::sync::Arc;
use thymus_wire::Result;

/// MS-SMB2 2.2.13: the name and whether the file is to be deleted when it is closed.
pub(super) fn create_request(message: &[u8]) -> Result<(Arc<str>, bool)> {
    let mut reader = body(message)?;
    reader.skip(40)?;
    let options = reader.u32_le()?;
    let (offset, length) = (reader.u16_le()?, reader.u16_le()?);
    Ok((text(message, offset, length), options & DELETE_ON_CLOSE != 0))
}

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
