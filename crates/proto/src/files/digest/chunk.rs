//! Bytes of one file that wait to be hashed.

use super::{BLOCK_BYTES, Block};

/// So many blocks of one file wait at most: 32 KiB. Bytes come in bursts, and while one file fills its chunk, others are to
/// have some too.
pub(super) const CHUNK_BLOCKS: usize = 512;

/// Bytes of one file that wait to be hashed.
pub(super) struct Chunk {
    /// The number of the file whose bytes these are.
    pub(super) file: usize,
    blocks: Box<[Block]>,
    /// So many blocks at the front are hashed already.
    hashed: usize,
    /// The end of what waits, in bytes.
    end: usize,
}

impl Chunk {
    pub(super) fn new() -> Self {
        Self { file: 0, blocks: vec![[0; BLOCK_BYTES]; CHUNK_BLOCKS].into(), hashed: 0, end: 0 }
    }

    /// Makes it one of a file that had less than a block so far.
    pub(super) fn begin(&mut self, file: usize, rest: &[u8]) {
        self.clear();
        self.file = file;
        self.take(rest);
    }

    /// Nothing waits in it any more.
    pub(super) fn clear(&mut self) {
        (self.hashed, self.end) = (0, 0);
    }

    /// Takes as many of the next bytes as there is room for. Returns the others.
    pub(super) fn take<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        if self.hashed > 0 && bytes.len() > self.place().len() {
            self.move_up();
        }
        let place = self.place();
        let taken = place.len().min(bytes.len());
        let Some((now, later)) = bytes.split_at_checked(taken) else { return bytes };
        if let Some(place) = place.get_mut(..taken) {
            place.copy_from_slice(now);
        }
        self.end += taken;
        later
    }

    /// How many whole blocks wait.
    pub(super) fn waiting(&self) -> usize {
        (self.end / BLOCK_BYTES).saturating_sub(self.hashed)
    }

    /// The first so many blocks that wait.
    pub(super) fn first(&self, count: usize) -> &[Block] {
        self.blocks.get(self.hashed..self.hashed + count).unwrap_or_default()
    }

    /// The first so many blocks are hashed.
    pub(super) fn pass(&mut self, count: usize) {
        self.hashed += count;
    }

    /// The bytes after the last whole block.
    pub(super) fn rest(&self) -> &[u8] {
        let whole = self.end - self.end % BLOCK_BYTES;
        self.blocks.as_flattened().get(whole..self.end).unwrap_or_default()
    }

    fn place(&mut self) -> &mut [u8] {
        self.blocks.as_flattened_mut().get_mut(self.end..).unwrap_or_default()
    }

    fn move_up(&mut self) {
        let begin = self.hashed * BLOCK_BYTES;
        self.blocks.as_flattened_mut().copy_within(begin..self.end, 0);
        self.end -= begin;
        self.hashed = 0;
    }
}
