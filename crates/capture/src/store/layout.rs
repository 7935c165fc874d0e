//! The bytes on disk, as the documentation of the [store](super) lays them out.

use std::path::{Path, PathBuf};

use flate2::Crc;
use thymus_wire::{LinkType, Reader, Timestamp};

use crate::packet::Packet;

/// The version of all that is laid out here.
pub(super) const VERSION: u8 = 1;

pub(super) const SEGMENT_MAGIC: [u8; 8] = *b"THYMPKTS";
pub(super) const INDEX_MAGIC: [u8; 8] = *b"THYMPKIX";
const BLOCK_MAGIC: [u8; 4] = *b"TBLK";

pub(super) const FILE_HEADER_BYTES: usize = 64;
pub(super) const BLOCK_HEADER_BYTES: usize = 48;
pub(super) const RECORD_HEADER_BYTES: usize = 28;
pub(super) const ENTRY_HEADER_BYTES: usize = 40;

/// The most bytes a block may have with its header.
pub(super) const BLOCK_BYTES_MAX: usize = 1024 * 1024;
/// A block of so many bytes is full. Small blocks make extraction read less in vain, large ones write faster; the
/// filter takes about as much either way.
pub(super) const BLOCK_BYTES_FULL: usize = 64 * 1024;
/// The most bytes an index entry may have: its header and the largest filter.
pub(super) const ENTRY_BYTES_MAX: usize = 256 * 1024;

/// Set in a record whose packet had a VLAN tag that the network card took out.
const RECORD_HAS_VLAN: u16 = 1;

/// The files of one segment.
pub(super) fn packets_path(directory: &Path, sequence: u64) -> PathBuf {
    directory.join(format!("{sequence:020}.packets"))
}

pub(super) fn index_path(directory: &Path, sequence: u64) -> PathBuf {
    directory.join(format!("{sequence:020}.index"))
}

/// The number of the segment whose packets or index (as `extension` says) a file has.
pub(super) fn sequence_of(path: &Path, extension: &str) -> Option<u64> {
    let is_ours = path.extension()? == extension;
    let name = path.file_stem()?.to_str()?;
    (is_ours && name.len() == 20).then(|| name.parse().ok())?
}

pub(super) fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// From when to when the packets of something were seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) first: Timestamp,
    pub(super) last: Timestamp,
}

impl Span {
    pub(super) const NONE: Self = Self { first: Timestamp(i64::MAX), last: Timestamp(i64::MIN) };

    #[inline]
    pub(super) fn include(&mut self, other: Self) {
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
    }

    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    fn parse(reader: &mut Reader) -> thymus_wire::Result<Self> {
        let first = Timestamp(reader.u64_le()?.cast_signed());
        Ok(Self { first, last: Timestamp(reader.u64_le()?.cast_signed()) })
    }

    fn bytes(self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.first.0.to_le_bytes());
        bytes[8..].copy_from_slice(&self.last.0.to_le_bytes());
        bytes
    }
}

/// What both files of a segment begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileHeader {
    pub(super) magic: [u8; 8],
    pub(super) version: u8,
    pub(super) sequence: u64,
    /// Of an index file only: the span of all blocks and how many there are, once no more will come.
    pub(super) sealed: Option<Sealed>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sealed {
    pub(super) span: Span,
    pub(super) packet_bytes: u64,
}

impl FileHeader {
    pub(super) fn new(magic: [u8; 8], sequence: u64) -> Self {
        Self { magic, version: VERSION, sequence, sealed: None }
    }

    pub(super) fn bytes(&self) -> [u8; FILE_HEADER_BYTES] {
        let mut bytes = [0; FILE_HEADER_BYTES];
        bytes[..8].copy_from_slice(&self.magic);
        bytes[8] = self.version;
        bytes[16..24].copy_from_slice(&self.sequence.to_le_bytes());
        let sum = checksum(&bytes[..24]);
        bytes[24..28].copy_from_slice(&sum.to_le_bytes());
        if let Some(sealed) = self.sealed {
            bytes[32..48].copy_from_slice(&sealed.span.bytes());
            bytes[48..56].copy_from_slice(&sealed.packet_bytes.to_le_bytes());
            let sum = checksum(&bytes[32..56]);
            bytes[56..60].copy_from_slice(&sum.to_le_bytes());
            bytes[60] = 1;
        }
        bytes
    }

    /// Reads a header; nothing if its checksum does not fit.
    pub(super) fn parse(bytes: &[u8; FILE_HEADER_BYTES]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let magic = reader.array().ok()?;
        let version = reader.u8().ok()?;
        reader.seek(16).ok()?;
        let sequence = reader.u64_le().ok()?;
        if reader.u32_le() != Ok(checksum(&bytes[..24])) {
            return None;
        }
        reader.seek(32).ok()?;
        let sealed = Sealed { span: Span::parse(&mut reader).ok()?, packet_bytes: reader.u64_le().ok()? };
        let is_sealed = reader.u32_le() == Ok(checksum(&bytes[32..56])) && bytes[60] == 1;
        Some(Self { magic, version, sequence, sealed: is_sealed.then_some(sealed) })
    }
}

/// What a block begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BlockHeader {
    /// Bytes of records that follow.
    pub(super) payload_bytes: u32,
    pub(super) packets: u32,
    pub(super) span: Span,
    pub(super) payload_checksum: u32,
}

impl BlockHeader {
    /// The whole block, header and records.
    pub(super) fn block_bytes(&self) -> u64 {
        BLOCK_HEADER_BYTES as u64 + u64::from(self.payload_bytes)
    }

    pub(super) fn bytes(&self) -> [u8; BLOCK_HEADER_BYTES] {
        let mut bytes = [0; BLOCK_HEADER_BYTES];
        bytes[..4].copy_from_slice(&BLOCK_MAGIC);
        bytes[4] = VERSION;
        bytes[8..12].copy_from_slice(&self.payload_bytes.to_le_bytes());
        bytes[12..16].copy_from_slice(&self.packets.to_le_bytes());
        bytes[16..32].copy_from_slice(&self.span.bytes());
        bytes[32..36].copy_from_slice(&self.payload_checksum.to_le_bytes());
        let sum = checksum(&bytes[..36]);
        bytes[36..40].copy_from_slice(&sum.to_le_bytes());
        bytes
    }

    /// Reads a header; nothing if it is none, or damaged.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes.first_chunk::<BLOCK_HEADER_BYTES>()?);
        let magic: [u8; 4] = reader.array().ok()?;
        let version = reader.u8().ok()?;
        reader.skip(3).ok()?;
        let header = Self {
            payload_bytes: reader.u32_le().ok()?,
            packets: reader.u32_le().ok()?,
            span: Span::parse(&mut reader).ok()?,
            payload_checksum: reader.u32_le().ok()?,
        };
        let is_whole = reader.u32_le() == Ok(checksum(bytes.get(..36)?));
        let is_ours =
            magic == BLOCK_MAGIC && version == VERSION && header.block_bytes() <= BLOCK_BYTES_MAX as u64;
        (is_whole && is_ours).then_some(header)
    }
}

/// What an index says of one block; the block's filter follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Where in the packets file the block begins.
    pub(super) offset: u64,
    pub(super) block_bytes: u32,
    pub(super) packets: u32,
    pub(super) span: Span,
}

impl Entry {
    /// Begins an entry in `output`, to which the filter is to be appended; [`Self::close`] ends it.
    pub(super) fn write(&self, output: &mut Vec<u8>) {
        output.clear();
        output.extend_from_slice(&[0; 8]);
        output.extend_from_slice(&self.offset.to_le_bytes());
        output.extend_from_slice(&self.block_bytes.to_le_bytes());
        output.extend_from_slice(&self.packets.to_le_bytes());
        output.extend_from_slice(&self.span.bytes());
    }

    /// Fills in length and checksum.
    pub(super) fn close(output: &mut [u8]) {
        let length = u32::try_from(output.len()).unwrap_or(u32::MAX);
        let sum = checksum(output.get(8..).unwrap_or_default());
        if let Some(field) = output.first_chunk_mut::<8>() {
            field[..4].copy_from_slice(&length.to_le_bytes());
            field[4..].copy_from_slice(&sum.to_le_bytes());
        }
    }

    /// Takes the next entry and its filter; nothing at the end, which may be torn.
    pub(super) fn parse<'a>(reader: &mut Reader<'a>) -> Option<(Self, &'a [u8])> {
        let mut ahead = *reader;
        let length = ahead.u32_le().ok()? as usize;
        let sum = ahead.u32_le().ok()?;
        if !(ENTRY_HEADER_BYTES..=ENTRY_BYTES_MAX).contains(&length) {
            return None;
        }
        let mut body = ahead.sub(length - 8).ok()?;
        if checksum(body.whole()) != sum {
            return None;
        }
        let entry = Self {
            offset: body.u64_le().ok()?,
            block_bytes: body.u32_le().ok()?,
            packets: body.u32_le().ok()?,
            span: Span::parse(&mut body).ok()?,
        };
        *reader = ahead;
        (entry.block_bytes as usize <= BLOCK_BYTES_MAX).then_some((entry, body.rest()))
    }
}

/// The header of a packet's record in a block; the captured bytes follow.
#[inline]
pub(super) fn record_header(packet: &Packet) -> [u8; RECORD_HEADER_BYTES] {
    let mut bytes = [0; RECORD_HEADER_BYTES];
    let captured = u32::try_from(packet.bytes.len()).unwrap_or(u32::MAX);
    bytes[..8].copy_from_slice(&packet.timestamp.0.to_le_bytes());
    bytes[8..12].copy_from_slice(&captured.to_le_bytes());
    bytes[12..16].copy_from_slice(&packet.wire_length.to_le_bytes());
    bytes[16..20].copy_from_slice(&packet.link.0.to_le_bytes());
    bytes[20..24].copy_from_slice(&packet.interface.to_le_bytes());
    if let Some(vlan) = packet.vlan {
        bytes[24..26].copy_from_slice(&vlan.to_le_bytes());
        bytes[26..28].copy_from_slice(&RECORD_HAS_VLAN.to_le_bytes());
    }
    bytes
}

/// Takes the next record of a block's payload; nothing at the end.
#[inline]
pub(super) fn record<'a>(reader: &mut Reader<'a>) -> Option<Packet<'a>> {
    let timestamp = Timestamp(reader.u64_le().ok()?.cast_signed());
    let captured = reader.u32_le().ok()?;
    let wire_length = reader.u32_le().ok()?;
    let link = LinkType(reader.u32_le().ok()?);
    let interface = reader.u32_le().ok()?;
    let vlan = reader.u16_le().ok()?;
    let flags = reader.u16_le().ok()?;
    let bytes = reader.take(captured as usize).ok()?;
    let vlan = (flags & RECORD_HAS_VLAN != 0).then_some(vlan);
    Some(Packet { timestamp, link, bytes, wire_length, ordinal: 0, interface, vlan })
}
