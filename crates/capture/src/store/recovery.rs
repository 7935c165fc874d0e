//! After a crash: which blocks of a segment are whole, and an index made anew from them.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;

use thymus_wire::Reader;

use super::block::{Block, Collector};
use super::error::{StoreError, failed};
use super::layout::{
    self, BLOCK_HEADER_BYTES, BlockHeader, Entry, FILE_HEADER_BYTES, FileHeader, INDEX_MAGIC, SEGMENT_MAGIC,
    Span,
};
use super::segment::{SealedSegment, remove, seal_index};

/// Finds out what an existing segment has. One that was not sealed is scanned, its torn end cut off and its index
/// rebuilt; one without a single block is removed.
pub(super) fn settle(directory: &Path, sequence: u64) -> Result<Option<SealedSegment>, StoreError> {
    let packets_path = layout::packets_path(directory, sequence);
    let index_path = layout::index_path(directory, sequence);
    let file = OpenOptions::new().read(true).write(true).open(&packets_path);
    let file = file.map_err(failed("open", &packets_path))?;
    if read_header(&file, &packets_path, SEGMENT_MAGIC)?.is_none() {
        remove(&packets_path)?;
        remove(&index_path)?;
        return Ok(None);
    }
    let length = file.metadata().map_err(failed("examine", &packets_path))?.len();
    if let Some((span, index_bytes)) = sealed_span(&index_path, length)? {
        return Ok(Some(SealedSegment { sequence, bytes: length + index_bytes, span }));
    }
    rebuild(directory, sequence, &file)
}

/// Removes index files whose packets are gone, and indices that were being rebuilt.
pub(super) fn remove_stray_indices(directory: &Path) -> Result<(), StoreError> {
    for entry in fs::read_dir(directory).map_err(failed("list", directory))? {
        let path = entry.map_err(failed("list", directory))?.path();
        let is_stray = layout::sequence_of(&path, "rebuilding").is_some()
            || layout::sequence_of(&path, "index")
                .is_some_and(|sequence| !layout::packets_path(directory, sequence).exists());
        if is_stray {
            remove(&path)?;
        }
    }
    Ok(())
}

/// Reads and checks the header of a file; nothing if it is damaged.
pub(super) fn read_header(
    file: &File,
    path: &Path,
    magic: [u8; 8],
) -> Result<Option<FileHeader>, StoreError> {
    let mut bytes = [0; FILE_HEADER_BYTES];
    match file.read_exact_at(&mut bytes, 0) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
        other => other.map_err(failed("read", path))?,
    }
    match FileHeader::parse(&bytes).filter(|header| header.magic == magic) {
        Some(header) if header.version != layout::VERSION => {
            Err(StoreError::Version { path: path.to_owned(), found: header.version })
        }
        other => Ok(other),
    }
}

/// The span of a segment whose index says it is complete and fits the packets, and the size of the index.
fn sealed_span(index_path: &Path, packet_bytes: u64) -> Result<Option<(Span, u64)>, StoreError> {
    let file = match File::open(index_path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed("open", index_path)(error)),
    };
    let index_bytes = file.metadata().map_err(failed("examine", index_path))?.len();
    let sealed = read_header(&file, index_path, INDEX_MAGIC)?.and_then(|header| header.sealed);
    Ok(sealed.filter(|sealed| sealed.packet_bytes == packet_bytes).map(|sealed| (sealed.span, index_bytes)))
}

/// Writes the index anew under another name and puts it in place of the old one when it is complete.
fn rebuild(directory: &Path, sequence: u64, packets: &File) -> Result<Option<SealedSegment>, StoreError> {
    let packets_path = layout::packets_path(directory, sequence);
    let index_path = layout::index_path(directory, sequence);
    let known = known_offsets(&index_path)?;
    let temporary = index_path.with_extension("rebuilding");
    let index = File::create(&temporary).map_err(failed("create", &temporary))?;
    let mut rebuild = Rebuild { index, index_bytes: 0, span: Span::NONE, end: FILE_HEADER_BYTES as u64 };
    rebuild.append(&temporary, &FileHeader::new(INDEX_MAGIC, sequence).bytes())?;
    rebuild.scan(packets, &packets_path, &temporary, &known)?;
    if rebuild.span == Span::NONE {
        remove(&packets_path)?;
        remove(&index_path)?;
        remove(&temporary)?;
        return Ok(None);
    }
    packets.set_len(rebuild.end).map_err(failed("truncate", &packets_path))?;
    packets.sync_data().map_err(failed("sync", &packets_path))?;
    seal_index(&rebuild.index, &temporary, sequence, rebuild.span, rebuild.end)?;
    rebuild.index.sync_data().map_err(failed("sync", &temporary))?;
    fs::rename(&temporary, &index_path).map_err(failed("rename", &temporary))?;
    Ok(Some(SealedSegment { sequence, bytes: rebuild.end + rebuild.index_bytes, span: rebuild.span }))
}

/// Where the old index says that blocks begin: trusted to find the way past a damaged block, for nothing else.
fn known_offsets(index_path: &Path) -> Result<Vec<u64>, StoreError> {
    let bytes = match fs::read(index_path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed("read", index_path)(error)),
    };
    let mut reader = Reader::new(bytes.get(FILE_HEADER_BYTES..).unwrap_or_default());
    Ok(std::iter::from_fn(|| Entry::parse(&mut reader)).map(|(entry, _)| entry.offset).collect())
}

struct Rebuild {
    index: File,
    index_bytes: u64,
    span: Span,
    /// Where the last whole block ends.
    end: u64,
}

impl Rebuild {
    fn scan(
        &mut self,
        packets: &File,
        path: &Path,
        temporary: &Path,
        known: &[u64],
    ) -> Result<(), StoreError> {
        let mut offset = FILE_HEADER_BYTES as u64;
        let mut payload = Vec::new();
        let mut entry = Vec::new();
        let mut collector = Collector::new();
        let mut block = Block::new();
        loop {
            if let Some(header) = read_block(packets, path, offset, &mut payload)? {
                collector.refill(&mut block, &payload);
                block.index(offset, &mut entry);
                self.append(temporary, &entry)?;
                self.span.include(header.span);
                offset += header.block_bytes();
                self.end = offset;
            } else if let Some(next) = known.iter().find(|next| **next > offset) {
                offset = *next;
            } else {
                return Ok(());
            }
        }
    }

    fn append(&mut self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        self.index_bytes += bytes.len() as u64;
        self.index.write_all(bytes).map_err(failed("write to", path))
    }
}

/// Reads the records of a block into `payload`; nothing if the block is not whole.
pub(super) fn read_block(
    file: &File,
    path: &Path,
    offset: u64,
    payload: &mut Vec<u8>,
) -> Result<Option<BlockHeader>, StoreError> {
    let mut header = [0; BLOCK_HEADER_BYTES];
    if !read_at(file, path, &mut header, offset)? {
        return Ok(None);
    }
    let Some(header) = BlockHeader::parse(&header) else { return Ok(None) };
    payload.resize(header.payload_bytes as usize, 0);
    if !read_at(file, path, payload, offset.saturating_add(BLOCK_HEADER_BYTES as u64))? {
        return Ok(None);
    }
    Ok((layout::checksum(payload) == header.payload_checksum).then_some(header))
}

/// Fills `bytes` from a file; false where the file ends before, or `offset` is none that a file can have.
pub(super) fn read_at(file: &File, path: &Path, bytes: &mut [u8], offset: u64) -> Result<bool, StoreError> {
    match file.read_exact_at(bytes, offset) {
        Ok(()) => Ok(true),
        Err(error) if matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::InvalidInput) => Ok(false),
        Err(error) => Err(failed("read", path)(error)),
    }
}
