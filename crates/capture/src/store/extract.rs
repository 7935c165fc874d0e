//! Finding packets again: which blocks the index cannot rule out.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use thymus_wire::Reader;

use super::error::{StoreError, failed};
use super::layout::{
    self, BLOCK_HEADER_BYTES, BlockHeader, Entry, FILE_HEADER_BYTES, INDEX_MAGIC, SEGMENT_MAGIC, Span,
};
use super::merge;
use super::query::{Plan, Query};
use super::recovery::{read_at, read_block, read_header};
use super::segment;
use crate::packet::Packet;

/// How many segments are kept open during an extraction: what is removed meanwhile stays readable in these.
const SEGMENTS_OPEN_MAX: usize = 400;

/// A packet store opened for reading, while another process or thread may write to it.
#[derive(Clone, Debug)]
pub struct StoreReader {
    directory: PathBuf,
}

/// What an extraction found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extracted {
    /// Packets handed out.
    pub packets: u64,
    /// Their captured bytes.
    pub bytes: u64,
    /// Blocks that the index could not rule out.
    pub blocks_read: u64,
    /// Blocks that were damaged on the disk, or removed to make room before they could be read.
    pub blocks_lost: u64,
    /// Packets handed out after later ones, because they were stored too long after them.
    pub packets_out_of_order: u64,
}

impl StoreReader {
    /// Opens the store in a directory.
    pub fn open(directory: impl AsRef<Path>) -> Result<Self, StoreError> {
        let directory = directory.as_ref().to_owned();
        fs::read_dir(&directory).map_err(failed("list", &directory))?;
        Ok(Self { directory })
    }

    /// Hands every packet that fits the query to `output`, in order of time; of packets with the same time the one
    /// stored first comes first. Sees everything [flushed](super::PacketStore::flush) before.
    pub fn extract(
        &self,
        query: &Query,
        output: impl FnMut(&Packet) -> io::Result<()>,
    ) -> Result<Extracted, StoreError> {
        let plan = Plan::new(query);
        let mut segments = Vec::new();
        let mut candidates = Vec::new();
        for sequence in segment::list(&self.directory)? {
            let Some(segment) = Segment::open(&self.directory, sequence)? else { continue };
            let before = candidates.len();
            segment.find(&plan, segments.len(), &mut candidates)?;
            if candidates.len() > before {
                let open = (segments.len() < SEGMENTS_OPEN_MAX).then_some(segment.packets);
                segments.push(Blocks { open, path: segment.packets_path });
            }
        }
        candidates
            .sort_unstable_by_key(|candidate| (candidate.span.first, candidate.segment, candidate.offset));
        merge::run(&plan, &segments, &candidates, output)
    }
}

/// A segment whose blocks are to be found.
struct Segment {
    packets: File,
    packets_path: PathBuf,
    index: Option<File>,
    index_path: PathBuf,
}

/// A segment whose blocks are to be read.
pub(super) struct Blocks {
    open: Option<File>,
    path: PathBuf,
}

impl Blocks {
    /// Reads the records of a block; false if it is damaged or gone.
    pub(super) fn read(&self, offset: u64, payload: &mut Vec<u8>) -> Result<bool, StoreError> {
        let reopened;
        let file = match &self.open {
            Some(file) => file,
            None => match if_there(&self.path)? {
                Some(file) => {
                    reopened = file;
                    &reopened
                }
                None => return Ok(false),
            },
        };
        Ok(read_block(file, &self.path, offset, payload)?.is_some())
    }
}

/// A block that may have packets that fit.
#[derive(Clone, Copy)]
pub(super) struct Candidate {
    pub(super) segment: usize,
    pub(super) offset: u64,
    pub(super) span: Span,
}

impl Segment {
    /// Opens the files of a segment; nothing if it has been removed meanwhile.
    fn open(directory: &Path, sequence: u64) -> Result<Option<Self>, StoreError> {
        let packets_path = layout::packets_path(directory, sequence);
        let index_path = layout::index_path(directory, sequence);
        let index = if_there(&index_path)?;
        let Some(packets) = if_there(&packets_path)? else { return Ok(None) };
        Ok(Some(Self { packets, packets_path, index, index_path }))
    }

    /// Appends the blocks that may have packets that fit.
    fn find(&self, plan: &Plan, segment: usize, candidates: &mut Vec<Candidate>) -> Result<(), StoreError> {
        let mut end = FILE_HEADER_BYTES as u64;
        if let Some(index) = &self.index {
            let header = read_header(index, &self.index_path, INDEX_MAGIC)?;
            if header.and_then(|header| header.sealed).is_some_and(|sealed| !sealed.span.overlaps(&plan.span))
            {
                return Ok(());
            }
            if header.is_some() {
                end = self.find_indexed(index, plan, segment, candidates)?;
            }
        }
        self.find_after(end, plan, segment, candidates)
    }

    /// Goes through the index; returns where the last block it names ends.
    fn find_indexed(
        &self,
        index: &File,
        plan: &Plan,
        segment: usize,
        candidates: &mut Vec<Candidate>,
    ) -> Result<u64, StoreError> {
        let bytes = read_from(index, &self.index_path, FILE_HEADER_BYTES as u64)?;
        let mut reader = Reader::new(&bytes);
        let mut end = FILE_HEADER_BYTES as u64;
        while let Some((entry, filter)) = Entry::parse(&mut reader) {
            if entry.span.overlaps(&plan.span) && plan.may_fit(filter) {
                candidates.push(Candidate { segment, offset: entry.offset, span: entry.span });
            }
            end = entry.offset.saturating_add(entry.block_bytes.into());
        }
        Ok(end)
    }

    /// Goes through the headers of blocks whose index entries are not written yet, or were lost.
    fn find_after(
        &self,
        mut offset: u64,
        plan: &Plan,
        segment: usize,
        candidates: &mut Vec<Candidate>,
    ) -> Result<(), StoreError> {
        if offset == FILE_HEADER_BYTES as u64 {
            read_header(&self.packets, &self.packets_path, SEGMENT_MAGIC)?;
        }
        let mut bytes = [0; BLOCK_HEADER_BYTES];
        while read_at(&self.packets, &self.packets_path, &mut bytes, offset)? {
            let Some(header) = BlockHeader::parse(&bytes) else { return Ok(()) };
            if header.span.overlaps(&plan.span) {
                candidates.push(Candidate { segment, offset, span: header.span });
            }
            offset += header.block_bytes();
        }
        Ok(())
    }
}

fn if_there(path: &Path) -> Result<Option<File>, StoreError> {
    match File::open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed("open", path)(error)),
    }
}

/// All of a file from `offset` to where it ends now.
fn read_from(file: &File, path: &Path, offset: u64) -> Result<Vec<u8>, StoreError> {
    use std::io::{Read, Seek, SeekFrom};
    let mut file = file;
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(offset)).map_err(failed("read", path))?;
    file.read_to_end(&mut bytes).map_err(failed("read", path))?;
    Ok(bytes)
}
