//! The digests of all files of one worker, taken of several files at once.

use super::chunk::Chunk;
use super::lanes::{LANES_MAX, Processor, Width};
use super::{BLOCK_BYTES, Block, Hexadecimal, State};
use std::array::from_fn;

/// At most this many files have bytes waiting; with 32 KiB for each that is 2 MiB. One file more, and another's
/// bytes are hashed at once to make room.
pub(super) const CHUNKS_MAX: usize = 64;

/// Files are hashed together if so many blocks can be taken of each; with fewer, looking for them and changing from one
/// to the other takes longer than it saves.
const BLOCKS_MIN: usize = 8;

/// The files of one worker that are being hashed.
///
/// Bytes wait in chunks, one for each file. When one is full or its file ends, its blocks are hashed and, along with them,
/// as many blocks of the files with the fullest chunks. When bytes are hashed changes nothing in what comes out.
#[derive(Default)]
pub(in crate::files) struct Hashing {
    files: Vec<Progress>,
    files_free: Vec<usize>,
    chunks: Vec<Chunk>,
    chunks_free: Vec<usize>,
    /// The chunk that was last taken from its file for another.
    hand: usize,
    processor: Processor,
}

/// A file's place in [`Hashing`]; none before its first byte.
#[derive(Debug, Default)]
pub(in crate::files) struct Ticket(Option<usize>);

/// How far one file is hashed.
#[derive(Clone)]
struct Progress {
    state: State,
    length_bytes: u64,
    /// The chunk in which bytes wait.
    chunk: Option<usize>,
    /// Without a chunk: the bytes of the block that is not full yet.
    rest: Block,
}

impl Default for Progress {
    fn default() -> Self {
        Self { state: State::default(), length_bytes: 0, chunk: None, rest: [0; BLOCK_BYTES] }
    }
}

impl Progress {
    /// Without a chunk: how many bytes of `rest` there are.
    fn rest_length(&self) -> usize {
        (self.length_bytes % BLOCK_BYTES as u64) as usize
    }
}

impl Hashing {
    /// Takes the next bytes of a file.
    pub(in crate::files) fn update(&mut self, ticket: &mut Ticket, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        let number = *ticket.0.get_or_insert_with(|| self.begin());
        let Some(file) = self.files.get_mut(number) else { return };
        let filled = file.rest_length();
        file.length_bytes = file.length_bytes.wrapping_add(bytes.len() as u64);
        let chunk = match file.chunk {
            Some(chunk) => chunk,
            None if filled + bytes.len() < BLOCK_BYTES => {
                if let Some(place) = file.rest.get_mut(filled..filled + bytes.len()) {
                    place.copy_from_slice(bytes);
                }
                return;
            }
            None => self.open_chunk(number, filled),
        };
        self.fill(chunk, bytes);
    }

    /// The digests of all bytes of a file; none if there were none.
    pub(in crate::files) fn finish(&mut self, ticket: Ticket) -> Option<Hexadecimal> {
        let number = ticket.0?;
        if let Some(chunk) = self.files.get(number)?.chunk {
            self.close_chunk(chunk);
            self.chunks_free.push(chunk);
        }
        self.files_free.push(number);
        let file = std::mem::take(self.files.get_mut(number)?);
        let rest = file.rest.get(..file.rest_length()).unwrap_or_default();
        Some(file.state.finish(rest, file.length_bytes))
    }

    /// A file's digests are not wanted any more.
    pub(in crate::files) fn forget(&mut self, ticket: Ticket) {
        let Some(number) = ticket.0 else { return };
        let Some(file) = self.files.get_mut(number).map(std::mem::take) else { return };
        self.files_free.push(number);
        if let Some(number) = file.chunk
            && let Some(chunk) = self.chunks.get_mut(number)
        {
            chunk.clear();
            self.chunks_free.push(number);
        }
    }

    /// How many chunks there are, in use or not.
    #[cfg(test)]
    pub(super) fn chunks(&self) -> usize {
        self.chunks.len()
    }

    /// How many files and how many chunks are in use.
    #[cfg(test)]
    pub(super) fn in_use(&self) -> (usize, usize) {
        (self.files.len() - self.files_free.len(), self.chunks.len() - self.chunks_free.len())
    }

    fn begin(&mut self) -> usize {
        self.files_free.pop().unwrap_or_else(|| {
            self.files.push(Progress::default());
            self.files.len() - 1
        })
    }

    /// Gives a file a chunk: a free one, a new one, or that of a file that had it for long.
    fn open_chunk(&mut self, number: usize, filled: usize) -> usize {
        let place = self.chunks_free.pop().unwrap_or_else(|| {
            if self.chunks.len() < CHUNKS_MAX {
                self.chunks.push(Chunk::new());
                return self.chunks.len() - 1;
            }
            self.hand = (self.hand + 1) % CHUNKS_MAX;
            self.close_chunk(self.hand);
            self.hand
        });
        if let (Some(file), Some(chunk)) = (self.files.get_mut(number), self.chunks.get_mut(place)) {
            file.chunk = Some(place);
            chunk.begin(number, file.rest.get(..filled).unwrap_or_default());
        }
        place
    }

    /// Hashes what waits in a chunk and takes it from its file.
    fn close_chunk(&mut self, place: usize) {
        while self.chunks.get(place).is_some_and(|chunk| chunk.waiting() > 0) {
            self.advance(place);
        }
        let Some(chunk) = self.chunks.get_mut(place) else { return };
        if let Some(file) = self.files.get_mut(chunk.file) {
            file.chunk = None;
            let rest = chunk.rest();
            if let Some(place) = file.rest.get_mut(..rest.len()) {
                place.copy_from_slice(rest);
            }
        }
        chunk.clear();
    }

    fn fill(&mut self, place: usize, mut bytes: &[u8]) {
        while let Some(chunk) = self.chunks.get_mut(place) {
            bytes = chunk.take(bytes);
            if bytes.is_empty() {
                return;
            }
            self.advance(place);
        }
    }

    /// Hashes blocks of a chunk, along with others of which some wait, or all of it alone.
    fn advance(&mut self, place: usize) {
        let fullest = self.fullest(place);
        let enough = fullest.iter().take_while(|rank| rank.blocks >= BLOCKS_MIN).count();
        match self.processor.width(enough) {
            Width::Sixteen => self.together::<16>(&fullest, enough),
            Width::Eight => self.together::<8>(&fullest, enough),
            Width::Four => self.together::<4>(&fullest, enough),
            Width::One => self.alone(place),
        }
    }

    /// A chunk and after it the others in which most waits, but no more than in it.
    fn fullest(&self, first: usize) -> [Rank; LANES_MAX] {
        let mut fullest = [Rank::default(); LANES_MAX];
        let own = self.chunks.get(first).map_or(0, Chunk::waiting);
        let [head, others @ ..] = &mut fullest;
        *head = Rank { blocks: own, place: first };
        for (place, chunk) in self.chunks.iter().enumerate().filter(|(place, _)| *place != first) {
            let mut rank = Rank { blocks: chunk.waiting().min(own), place };
            for held in others.iter_mut() {
                if rank.blocks > held.blocks {
                    std::mem::swap(held, &mut rank);
                }
            }
        }
        fullest
    }

    /// Hashes blocks of so many of the first of these chunks, as many of each as the last of them has. With fewer chunks than
    /// lanes the first fills the lanes that are left, to no effect.
    fn together<const LANES: usize>(&mut self, fullest: &[Rank; LANES_MAX], chunks: usize) {
        let Some(ranks) = fullest.get(..chunks.min(LANES)) else { return };
        let (Some(first), Some(last)) = (ranks.first(), ranks.last()) else { return };
        let count = last.blocks;
        let chunk = |lane| self.chunks.get(ranks.get(lane).unwrap_or(first).place);
        let blocks = from_fn(|lane| chunk(lane).map_or(&[][..], |chunk| chunk.first(count)));
        let mut states: [State; LANES] = from_fn(|lane| {
            let file = chunk(lane).and_then(|chunk| self.files.get(chunk.file));
            file.map(|file| file.state.clone()).unwrap_or_default()
        });
        self.processor.take(&mut states, blocks);
        for (rank, state) in ranks.iter().zip(states) {
            if let Some(chunk) = self.chunks.get_mut(rank.place)
                && let Some(file) = self.files.get_mut(chunk.file)
            {
                file.state = state;
                chunk.pass(count);
            }
        }
    }

    fn alone(&mut self, place: usize) {
        if let Some(chunk) = self.chunks.get_mut(place)
            && let Some(file) = self.files.get_mut(chunk.file)
        {
            let count = chunk.waiting();
            file.state.blocks(chunk.first(count));
            chunk.pass(count);
        }
    }
}

/// How much waits in which chunk.
#[derive(Clone, Copy, Debug, Default)]
struct Rank {
    blocks: usize,
    place: usize,
}
