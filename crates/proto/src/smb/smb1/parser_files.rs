//! SMB1 messages about files (MS-CIFS 2.2.4.3 to 2.2.4.43, 2.2.4.64).

use super::parser::{Block, command, plain_text};
use crate::smb::activity::OpenFacts;
use crate::smb::parser::{DELETE_ON_CLOSE, create_action, file_times};
use crate::smb::record::FileTimes;
use crate::smb::trees::Share;
use std::sync::Arc;
use thymus_record::Timestamp;
use thymus_wire::{Reader, Result};

/// MS-CIFS 2.2.4.64.1: the name and whether the file is to be deleted when it is closed.
pub(super) fn nt_create_request(block: &Block<'_>) -> Result<(Arc<str>, bool)> {
    let mut words = block.words();
    words.skip(5)?;
    let length = usize::from(words.u16_le()?);
    words.skip(32)?;
    let options = words.u32_le()?;
    let skip = usize::from(block.unicode && !block.bytes_at.is_multiple_of(2));
    let name = block.bytes.get(skip..).unwrap_or_default();
    let name = name.get(..length).unwrap_or(name);
    Ok((plain_text(name, block.unicode), options & DELETE_ON_CLOSE != 0))
}

/// MS-CIFS 2.2.4.64.2.
pub(super) fn nt_create_response(block: &Block<'_>) -> Result<OpenFacts> {
    let mut words = block.words();
    words.skip(5)?;
    let id = words.u16_le()?;
    created(&mut words, id)
}

fn created(reader: &mut Reader<'_>, id: u16) -> Result<OpenFacts> {
    let action = reader.u32_le()?;
    let facts = times_and_size(reader, id)?;
    Ok(OpenFacts { create_action: create_action(action), ..facts })
}

pub(super) fn times_and_size(reader: &mut Reader<'_>, id: u16) -> Result<OpenFacts> {
    let times = file_times(reader)?;
    reader.skip(12)?;
    let size = reader.u64_le()?;
    let resource = reader.u16_le()?;
    reader.skip(2)?;
    let directory = reader.u8()? != 0;
    Ok(OpenFacts {
        id: id.into(),
        size,
        times,
        directory,
        create_action: None,
        share: resource_share(resource),
    })
}

/// What was opened, by its resource type (MS-CIFS 2.2.1.2.2).
fn resource_share(resource: u16) -> Share {
    match resource {
        0 => Share::Disk,
        1 | 2 => Share::Pipe,
        3 => Share::Print,
        _ => Share::Unknown,
    }
}

/// The name that a core request gives (MS-CIFS 2.2.4.3.1, 2.2.4.4.1, 2.2.4.7.1).
pub(super) fn formatted_name(block: &Block<'_>) -> Arc<str> {
    block.texts(0).next_formatted()
}

/// Old and new name (MS-CIFS 2.2.4.8.1, 2.2.4.66.1).
pub(super) fn two_names(block: &Block<'_>) -> (Arc<str>, Arc<str>) {
    let mut texts = block.texts(0);
    let first = texts.next_formatted();
    (first, texts.next_formatted())
}

/// MS-CIFS 2.2.4.41.1: the name.
pub(super) fn open_andx_request(block: &Block<'_>) -> Arc<str> {
    block.texts(0).next()
}

/// MS-CIFS 2.2.4.41.2.
pub(super) fn open_andx_response(block: &Block<'_>) -> Result<OpenFacts> {
    let mut words = block.words();
    words.skip(4)?;
    opened(&mut words)
}

/// FID, attributes, time, size, access, resource, pipe state and action, as OPEN_ANDX and OPEN2 answer them.
pub(super) fn opened(reader: &mut Reader<'_>) -> Result<OpenFacts> {
    let id = reader.u16_le()?;
    let attributes = reader.u16_le()?;
    let times = unix_times(reader.u32_le()?);
    let size = reader.u32_le()?;
    reader.skip(2)?;
    let resource = reader.u16_le()?;
    reader.skip(2)?;
    let action = match reader.u16_le()? & 3 {
        1 => Some("opened"),
        2 => Some("created"),
        3 => Some("overwritten"),
        _ => None,
    };
    Ok(OpenFacts {
        id: id.into(),
        size: size.into(),
        times,
        directory: attributes & 0x10 != 0,
        create_action: action,
        share: resource_share(resource),
    })
}

/// MS-CIFS 2.2.4.3.2 and 2.2.4.4.2; the answer to a create holds the FID alone.
pub(super) fn core_open_response(block: &Block<'_>) -> Result<OpenFacts> {
    let mut words = block.words();
    let id = words.u16_le()?.into();
    if block.word_count() < 7 {
        return Ok(OpenFacts { id, create_action: Some("created"), ..OpenFacts::default() });
    }
    let attributes = words.u16_le()?;
    let times = unix_times(words.u32_le()?);
    let size = words.u32_le()?.into();
    let directory = attributes & 0x10 != 0;
    Ok(OpenFacts { id, size, times, directory, create_action: None, share: Share::Unknown })
}

/// The last write time in seconds since 1970, in the server's local time; 0 stands for none.
fn unix_times(seconds: u32) -> FileTimes {
    let time = (seconds != 0).then(|| Timestamp::from_parts(seconds.into(), 0));
    FileTimes { modified: time, ..FileTimes::default() }
}

/// A read or write.
#[derive(Debug)]
pub(super) struct Transfer {
    pub(super) id: u16,
    pub(super) offset: u64,
    /// Where the content begins in the message, and its length; of requests to read nothing.
    pub(super) content: (usize, usize),
    /// Bytes in front of the content that tell the length of the whole write to the pipe.
    pub(super) drop: u32,
}

/// MS-CIFS 2.2.4.42.1: FID and offset.
pub(super) fn read_andx_request(block: &Block<'_>) -> Result<Transfer> {
    let mut words = block.words();
    words.skip(4)?;
    let id = words.u16_le()?;
    let low = words.u32_le()?;
    words.skip(10)?;
    let high = if block.word_count() >= 12 { words.u32_le()? } else { 0 };
    Ok(Transfer { id, offset: u64::from(high) << 32 | u64::from(low), content: (0, 0), drop: 0 })
}

/// MS-SMB 2.2.4.2.2: where the content begins in the message, and its length.
pub(super) fn read_andx_response(block: &Block<'_>) -> Result<(usize, usize)> {
    let mut words = block.words();
    words.skip(10)?;
    let low = words.u16_le()?;
    let offset = words.u16_le()?;
    let high = words.u16_le()?;
    Ok((offset.into(), usize::from(high) << 16 | usize::from(low)))
}

/// WriteMode: a raw write to a pipe, and the first of its message (MS-CIFS 2.2.4.43.1). Both together put two bytes with
/// the length of the whole in front of the content.
const RAW_START: u16 = 0x000c;

/// MS-CIFS 2.2.4.43.1.
pub(super) fn write_andx_request(block: &Block<'_>) -> Result<Transfer> {
    let mut words = block.words();
    words.skip(4)?;
    let id = words.u16_le()?;
    let low = words.u32_le()?;
    words.skip(4)?;
    let mode = words.u16_le()?;
    words.skip(2)?;
    let length_high = words.u16_le()?;
    let length = words.u16_le()?;
    let content_offset = words.u16_le()?;
    let high = if block.word_count() >= 14 { words.u32_le()? } else { 0 };
    Ok(Transfer {
        id,
        offset: u64::from(high) << 32 | u64::from(low),
        content: (content_offset.into(), usize::from(length_high) << 16 | usize::from(length)),
        drop: if mode & RAW_START == RAW_START { 2 } else { 0 },
    })
}

/// The core reads and writes (MS-CIFS 2.2.4.11.1, 2.2.4.12.1, 2.2.4.20.1, 2.2.4.21.1, 2.2.4.40.1, 2.2.4.22.1).
pub(super) fn core_transfer(block: &Block<'_>) -> Result<Transfer> {
    let mut words = block.words();
    let id = words.u16_le()?;
    if block.command != command::READ_RAW {
        words.skip(2)?;
    }
    let offset = words.u32_le()?.into();
    let skip = if block.command == command::WRITE_AND_CLOSE { 1 } else { 3 };
    let content = (block.bytes_at + skip, block.bytes.len().saturating_sub(skip));
    Ok(Transfer { id, offset, content, drop: 0 })
}

/// MS-CIFS 2.2.4.11.2: the content, after its format and length.
pub(super) fn core_read_response<'a>(block: &Block<'a>) -> &'a [u8] {
    block.bytes.get(3..).unwrap_or_default()
}
