//! Listings of directories (MS-SMB2 2.2.33 and 2.2.34, MS-FSCC 2.4).

use super::parser::{body, file_id, part, text};
use crate::smb::listing::Entry;
use crate::smb::parser::utf16;
use std::sync::Arc;
use thymus_wire::{Reader, Result};

/// Begin the listing again; forget the pattern of the one before.
const RESTART: u8 = 0x01;
const REOPEN: u8 = 0x10;

/// MS-SMB2 2.2.33.
#[derive(Debug)]
pub(super) struct DirectoryRequest {
    pub(super) id: u128,
    /// How entries are laid out in the answer.
    pub(super) class: u8,
    pub(super) restarts: bool,
    pub(super) pattern: Arc<str>,
}

pub(super) fn directory_request(message: &[u8]) -> Result<DirectoryRequest> {
    let mut reader = body(message)?;
    reader.skip(2)?;
    let class = reader.u8()?;
    let restarts = reader.u8()? & (RESTART | REOPEN) != 0;
    reader.skip(4)?;
    let id = file_id(&mut reader)?;
    let (offset, length) = (reader.u16_le()?, reader.u16_le()?);
    Ok(DirectoryRequest { id, class, restarts, pattern: text(message, offset, length) })
}

/// MS-SMB2 2.2.34: the entries, and how many bytes of them are beyond the end of what is there.
pub(super) fn directory_response(message: &[u8]) -> Result<(&[u8], usize)> {
    let mut reader = body(message)?;
    reader.skip(2)?;
    let offset = reader.u16_le()?;
    let length = reader.u32_le()?;
    let entries = part(message, offset.into(), length);
    Ok((entries, (length as usize).saturating_sub(entries.len())))
}

/// The entries of a listing in the layout of this class; ends where one is damaged or cut off.
pub(super) fn entries(class: u8, bytes: &[u8]) -> impl Iterator<Item = Entry> + use<'_> {
    let mut rest = layout(class).map(|layout| (layout, bytes));
    std::iter::from_fn(move || {
        let (layout, here) = rest.take()?;
        let mut reader = Reader::new(here);
        let next = reader.u32_le().ok()? as usize;
        let entry = entry(layout, here).ok()?;
        // Every entry is at least as long as its fixed part, so that the walk goes on.
        rest = here.get(next..).filter(|_| next >= layout.name_at).map(|after| (layout, after));
        Some(entry)
    })
}

/// Where in an entry the parts that are read stand, in bytes.
#[derive(Clone, Copy)]
struct Layout {
    /// Absent where entries are names alone.
    size_at: Option<usize>,
    length_at: usize,
    name_at: usize,
}

fn layout(class: u8) -> Option<Layout> {
    let full = |name_at| Some(Layout { size_at: Some(40), length_at: 60, name_at });
    match class {
        1 => full(64),
        2 => full(68),
        3 => full(94),
        37 => full(104),
        38 => full(80),
        60 => full(88),
        63 => full(114),
        12 => Some(Layout { size_at: None, length_at: 8, name_at: 12 }),
        _ => None,
    }
}

fn entry(layout: Layout, bytes: &[u8]) -> Result<Entry> {
    const DIRECTORY: u32 = 0x10;
    let mut reader = Reader::new(bytes);
    let (mut size, mut directory) = (0, false);
    if let Some(size_at) = layout.size_at {
        reader.seek(size_at)?;
        size = reader.u64_le()?;
        reader.skip(8)?;
        directory = reader.u32_le()? & DIRECTORY != 0;
    }
    reader.seek(layout.length_at)?;
    let length = reader.u32_le()?;
    reader.seek(layout.name_at)?;
    Ok(Entry { name: utf16(reader.take(length as usize)?), size, directory })
}
