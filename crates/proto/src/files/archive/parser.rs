//! The records of a ZIP archive as they stand in a stream (PKWARE APPNOTE 6.3.10): local headers, data descriptors and
//! what follows the last entry.

use thymus_wire::{Reader, Truncated};

/// How an archive begins.
pub(super) const LOCAL_HEADER: [u8; 4] = *b"PK\x03\x04";

/// Before the first entry where the archive was to be split and was not; before a data descriptor otherwise.
const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";

/// What follows the last entry: the directory, its end, both for large archives, and the extra data of encrypted ones.
const DIRECTORY: [[u8; 4]; 4] = [*b"PK\x01\x02", *b"PK\x05\x06", *b"PK\x06\x06", *b"PK\x06\x08"];

/// The length of a local header without name and extra fields.
const FIXED_BYTES: usize = 30;

/// Enough to tell how long a descriptor is: the longest one and the signature after it.
pub(super) const DESCRIPTOR_VIEW_BYTES: usize = 28;

/// Its content is encrypted (§4.4.4, bit 0).
const ENCRYPTED: u16 = 1;

/// Its sizes stand in a descriptor after the content (§4.4.4, bit 3).
const SIZES_FOLLOW: u16 = 1 << 3;

/// The extra field with sizes of 64 bits (§4.5.3).
const EXTRA_ZIP64: u16 = 1;

/// What stands where a record should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// An entry, and how long its header is.
    Entry(LocalHeader<'a>, usize),
    /// The mark of an archive that was to be split.
    Mark,
    /// The directory: all entries have passed.
    Directory,
    /// Nothing that an archive has.
    Unknown,
    /// So many bytes are needed to tell, more than there are.
    Need(usize),
}

/// One entry, as its local header describes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LocalHeader<'a> {
    /// The name's bytes; UTF-8 or a code page of the sender's.
    pub(super) name: &'a [u8],
    /// The compression method (§4.4.5).
    pub(super) method: u16,
    pub(super) encrypted: bool,
    /// A descriptor follows the content.
    pub(super) descriptor: bool,
    /// Where it is known before the content.
    pub(super) compressed_bytes: Option<u64>,
    /// Likewise.
    pub(super) content_bytes: Option<u64>,
}

impl LocalHeader<'_> {
    /// The entry is a folder.
    pub(super) fn is_folder(&self) -> bool {
        self.name.ends_with(b"/") && self.compressed_bytes == Some(0)
    }
}

/// Whether a file begins as an archive does.
pub(in crate::files) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") && bytes.strip_prefix(&DESCRIPTOR).unwrap_or(bytes).starts_with(&LOCAL_HEADER)
}

/// Reads the record that begins here.
pub(super) fn record(bytes: &[u8]) -> Found<'_> {
    let Some(signature) = bytes.first_chunk::<4>() else { return Found::Need(4) };
    match *signature {
        LOCAL_HEADER => local_header(bytes),
        DESCRIPTOR => Found::Mark,
        other if DIRECTORY.contains(&other) => Found::Directory,
        _ => Found::Unknown,
    }
}

fn local_header(bytes: &[u8]) -> Found<'_> {
    let Some(lengths) = bytes.get(26..FIXED_BYTES) else { return Found::Need(FIXED_BYTES) };
    let mut lengths = Reader::new(lengths);
    let (name, extra) = (lengths.u16_le().unwrap_or(0), lengths.u16_le().unwrap_or(0));
    let length = FIXED_BYTES + usize::from(name) + usize::from(extra);
    match fields(bytes, name.into(), extra.into()) {
        Ok(header) => Found::Entry(header, length),
        Err(Truncated { .. }) => Found::Need(length),
    }
}

fn fields(bytes: &[u8], name: usize, extra: usize) -> Result<LocalHeader<'_>, Truncated> {
    let mut reader = Reader::new(bytes);
    reader.skip(6)?;
    let flags = reader.u16_le()?;
    let method = reader.u16_le()?;
    reader.skip(8)?;
    let sizes = (reader.u32_le()?, reader.u32_le()?);
    reader.skip(4)?;
    let name = reader.take(name)?;
    let (compressed, content) = wide_sizes(sizes, reader.sub(extra)?);
    let descriptor = flags & SIZES_FOLLOW != 0;
    let known = |size: u64| (!descriptor || size != 0).then_some(size);
    Ok(LocalHeader {
        name,
        method,
        encrypted: flags & ENCRYPTED != 0,
        descriptor,
        compressed_bytes: known(compressed),
        content_bytes: known(content),
    })
}

/// The compressed and the plain size; those of all ones stand in an extra field, the plain one first.
fn wide_sizes((compressed, content): (u32, u32), mut extra: Reader<'_>) -> (u64, u64) {
    let mut wide = (u64::from(compressed), u64::from(content));
    while let (Ok(id), Ok(length)) = (extra.u16_le(), extra.u16_le()) {
        let Ok(mut field) = extra.sub(length.into()) else { break };
        if id == EXTRA_ZIP64 {
            if content == u32::MAX {
                wide.1 = field.u64_le().unwrap_or(wide.1);
            }
            if compressed == u32::MAX {
                wide.0 = field.u64_le().unwrap_or(wide.0);
            }
            break;
        }
    }
    wide
}

/// The length of the descriptor that begins here: with or without signature, with sizes of 32 or 64 bits, as shown by
/// what follows it. Some writers announce one and leave it out.
pub(super) fn descriptor_length(bytes: &[u8]) -> Option<usize> {
    let follows = |length: &usize| {
        let next = bytes.get(*length..).and_then(|rest| rest.first_chunk::<4>());
        next.is_some_and(|next| *next == LOCAL_HEADER || DIRECTORY.contains(next))
    };
    [0, 16, 24, 12, 20].into_iter().find(follows)
}

/// Where content whose length is not known ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// At a descriptor after so many bytes.
    After(usize),
    /// Not within so many bytes.
    NotWithin(usize),
    /// So many bytes are needed to tell, more than there are.
    Need(usize),
}

/// Looks for the descriptor that says how many bytes have passed, `passed` of them before these.
pub(super) fn find_descriptor(bytes: &[u8], passed: u64) -> End {
    for at in memchr::memmem::find_iter(bytes, &DESCRIPTOR) {
        let length = passed.saturating_add(at as u64);
        match bytes.get(at..at + DESCRIPTOR_VIEW_BYTES) {
            None if at == 0 => return End::Need(DESCRIPTOR_VIEW_BYTES),
            None => return End::NotWithin(at),
            Some(view) if tells(view, length) => return End::After(at),
            Some(_) => {}
        }
    }
    match bytes.len().saturating_sub(DESCRIPTOR.len() - 1) {
        0 => End::Need(DESCRIPTOR.len()),
        length => End::NotWithin(length),
    }
}

/// A descriptor with signature tells of this compressed length, in 32 or 64 bits.
fn tells(descriptor: &[u8], length: u64) -> bool {
    let size = descriptor.get(8..).unwrap_or_default();
    let narrow = size.first_chunk().is_some_and(|size| u64::from(u32::from_le_bytes(*size)) == length);
    let wide = size.first_chunk().is_some_and(|size| u64::from_le_bytes(*size) == length);
    (narrow || wide) && descriptor_length(descriptor).is_some()
}
