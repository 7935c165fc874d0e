//! MD5, SHA-1 and SHA-256 of content as it streams by, all three in one pass.
//!
//! MD5 is one long chain of dependent instructions, which leaves most of the processor idle; SHA-1 and SHA-256 run on
//! units of their own. So each block goes through a piece of MD5, SHA-1, more of MD5, SHA-256 and the rest of MD5: the
//! processor overlaps them, and all three take little longer than MD5 alone.

#[cfg(test)]
mod tests;

use crate::md5::{self, BLOCK_BYTES};
use std::fmt::Write as _;

/// Where the length stands in the last block. The blocks of all three are of one size.
const LENGTH_OFFSET: usize = BLOCK_BYTES - 8;

/// FIPS 180-4 §5.3.1.
const SHA1_START: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];

/// FIPS 180-4 §5.3.3.
const SHA256_START: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

type Block = [u8; BLOCK_BYTES];

/// The three digests of the bytes so far.
#[derive(Clone)]
pub(super) struct Digests {
    state: State,
    length: u64,
    /// The bytes of the block that is not full yet.
    rest: Block,
}

/// The finished digests in lower-case hexadecimal.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hexadecimal {
    pub(super) md5: String,
    pub(super) sha1: String,
    pub(super) sha256: String,
}

#[derive(Clone)]
struct State {
    md5: md5::State,
    sha1: [u32; 5],
    sha256: [u32; 8],
}

impl Default for Digests {
    fn default() -> Self {
        let state = State { md5: md5::START, sha1: SHA1_START, sha256: SHA256_START };
        Self { state, length: 0, rest: [0; BLOCK_BYTES] }
    }
}

impl Digests {
    /// Takes the next bytes.
    pub(super) fn update(&mut self, bytes: &[u8]) {
        let bytes = self.fill(bytes);
        let (blocks, rest) = bytes.as_chunks();
        let sines = md5::sines();
        for block in blocks {
            self.state.block(block, sines);
        }
        if let Some(place) = self.rest.get_mut(..rest.len())
            && !rest.is_empty()
        {
            place.copy_from_slice(rest);
        }
    }

    /// Completes the block that was begun. Returns what is left; nothing while the block is not full.
    fn fill<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let filled = (self.length % BLOCK_BYTES as u64) as usize;
        self.length = self.length.wrapping_add(bytes.len() as u64);
        if filled == 0 {
            return bytes;
        }
        let place = self.rest.get_mut(filled..).unwrap_or_default();
        let taken = place.len().min(bytes.len());
        let Some((begin, left)) = bytes.split_at_checked(taken) else { return bytes };
        if let Some(place) = place.get_mut(..taken) {
            place.copy_from_slice(begin);
        }
        if filled + taken == BLOCK_BYTES {
            self.state.block(&self.rest, md5::sines());
        }
        left
    }

    /// The digests of all bytes.
    pub(super) fn finish(mut self) -> Hexadecimal {
        let filled = (self.length % BLOCK_BYTES as u64) as usize;
        let mut last = [0; BLOCK_BYTES];
        for (place, byte) in last.iter_mut().zip(self.rest.iter().take(filled).chain(&[0x80])) {
            *place = *byte;
        }
        if filled >= LENGTH_OFFSET {
            self.state.block(&last, md5::sines());
            last = [0; BLOCK_BYTES];
        }
        self.state.last_block(last, self.length.wrapping_mul(8));
        Hexadecimal {
            md5: hexadecimal(self.state.md5.iter().map(|word| word.swap_bytes())),
            sha1: hexadecimal(self.state.sha1),
            sha256: hexadecimal(self.state.sha256),
        }
    }
}

impl State {
    #[inline]
    fn block(&mut self, block: &Block, sines: &'static md5::Sines) {
        let mut md5 = md5::Rounds::new(self.md5, block, sines);
        md5.first();
        md5.settle();
        sha1::block_api::compress(&mut self.sha1, std::slice::from_ref(block));
        md5.second();
        md5.third();
        md5.settle();
        sha2::block_api::compress256(&mut self.sha256, std::slice::from_ref(block));
        md5.fourth();
        self.md5 = md5.finish(self.md5);
    }

    /// MD5 wants the length with its least significant byte first, the others with the most significant first.
    fn last_block(&mut self, mut block: Block, bits: u64) {
        if let Some(place) = block.last_chunk_mut() {
            *place = bits.to_le_bytes();
        }
        self.md5 = md5::block_after(self.md5, &block, md5::sines());
        if let Some(place) = block.last_chunk_mut() {
            *place = bits.to_be_bytes();
        }
        sha1::block_api::compress(&mut self.sha1, &[block]);
        sha2::block_api::compress256(&mut self.sha256, &[block]);
    }
}

fn hexadecimal(words: impl IntoIterator<Item = u32>) -> String {
    let mut text = String::with_capacity(64);
    for word in words {
        // Writing to a string cannot fail.
        let _ = write!(text, "{word:08x}");
    }
    text
}
