//! Finding packets again: the index names the blocks, the blocks are read and filtered, the packets put in order.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use thymus_wire::{Reader, Timestamp};

use super::error::{StoreError, failed};
use super::layout::{
    self, BLOCK_HEADER_BYTES, BlockHeader, Entry, FILE_HEADER_BYTES, INDEX_MAGIC, SEGMENT_MAGIC, Span,
};
use super::query::{Plan, Query};
use super::recovery::{read_at, read_block, read_header};
use super::segment;
use crate::packet::Packet;

/// How many blocks are held at most to put packets in order: 256 MiB. Packets later than that come out of order.
const BLOCKS_HELD_MAX: usize = 1024;

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
        Merge::new(plan, output).run(&segments, &candidates)
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
struct Blocks {
    open: Option<File>,
    path: PathBuf,
}

impl Blocks {
    /// Reads a block; false if it is damaged or gone.
    fn read(&self, offset: u64, payload: &mut Vec<u8>) -> Result<bool, StoreError> {
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
struct Candidate {
    segment: usize,
    offset: u64,
    span: Span,
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

/// A packet that waits for its turn: by time, then by where it was stored.
type Waiting = Reverse<(Timestamp, usize, u64, usize)>;

/// Puts packets of blocks in order whose times overlap.
struct Merge<F> {
    plan: Plan,
    output: F,
    waiting: BinaryHeap<(Waiting, usize)>,
    /// Blocks read that have packets waiting.
    held: Vec<Held>,
    free: Vec<usize>,
    latest: Timestamp,
    extracted: Extracted,
}

#[derive(Default)]
struct Held {
    payload: Vec<u8>,
    waiting: usize,
}

impl<F: FnMut(&Packet) -> io::Result<()>> Merge<F> {
    fn new(plan: Plan, output: F) -> Self {
        Self {
            plan,
            output,
            waiting: BinaryHeap::new(),
            held: Vec::new(),
            free: Vec::new(),
            latest: Timestamp(i64::MIN),
            extracted: Extracted::default(),
        }
    }

    /// Reads the candidates, which come in the order of their first packets.
    fn run(mut self, segments: &[Blocks], candidates: &[Candidate]) -> Result<Extracted, StoreError> {
        for candidate in candidates {
            self.hand_out(|next, held| next < candidate.span.first || held >= BLOCKS_HELD_MAX)?;
            if let Some(segment) = segments.get(candidate.segment) {
                self.read(segment, candidate)?;
            }
        }
        self.hand_out(|_, _| true)?;
        Ok(self.extracted)
    }

    /// Reads a block and holds it if a packet of it fits.
    fn read(&mut self, segment: &Blocks, candidate: &Candidate) -> Result<(), StoreError> {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.held.push(Held::default());
            self.held.len() - 1
        });
        let Some(held) = self.held.get_mut(slot) else { return Ok(()) };
        self.extracted.blocks_read += 1;
        if !segment.read(candidate.offset, &mut held.payload)? {
            self.extracted.blocks_lost += 1;
            self.free.push(slot);
            return Ok(());
        }
        let mut reader = Reader::new(&held.payload);
        let mut at = 0;
        while let Some(packet) = reader.seek(at).ok().and_then(|()| layout::record(&mut reader)) {
            if self.plan.fits(&packet) {
                let place = Reverse((packet.timestamp, candidate.segment, candidate.offset, at));
                self.waiting.push((place, slot));
                held.waiting += 1;
            }
            at = reader.offset();
        }
        if held.waiting == 0 {
            self.free.push(slot);
        }
        Ok(())
    }

    /// Hands out packets as long as `may_go` says so of the time of the next and the number of blocks held.
    fn hand_out(&mut self, may_go: impl Fn(Timestamp, usize) -> bool) -> Result<(), StoreError> {
        while let Some((Reverse((time, _, _, at)), slot)) = self.waiting.peek().copied() {
            if !may_go(time, self.held.len() - self.free.len()) {
                return Ok(());
            }
            self.waiting.pop();
            let Some(held) = self.held.get_mut(slot) else { continue };
            let mut reader = Reader::new(&held.payload);
            if let Some(packet) = reader.seek(at).ok().and_then(|()| layout::record(&mut reader)) {
                self.extracted.packets += 1;
                self.extracted.bytes += packet.bytes.len() as u64;
                self.extracted.packets_out_of_order += u64::from(time < self.latest);
                self.latest = self.latest.max(time);
                (self.output)(&Packet { ordinal: self.extracted.packets, ..packet })
                    .map_err(StoreError::Output)?;
            }
            held.waiting = held.waiting.saturating_sub(1);
            if held.waiting == 0 {
                self.free.push(slot);
            }
        }
        Ok(())
    }
}
