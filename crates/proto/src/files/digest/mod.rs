//! MD5, SHA-1 and SHA-256 of content as it streams by, all three in one pass.
//!
//! Each digest is one long chain of dependent instructions, which leaves most of the processor idle. Of several files at
//! once they take a fraction of the time for each, so bytes wait in chunks until several files have some: see [`Hashing`].
//!
//! Of a file alone, each block goes through a piece of MD5, SHA-1, more of MD5, SHA-256 and the rest of MD5: SHA-1 and
//! SHA-256 run on units of their own, and the processor overlaps some of it.

mod chunk;
mod hashing;
mod lanes;
#[cfg(test)]
mod tests;

pub(super) use hashing::{Hashing, Ticket};

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

/// The finished digests in lower-case hexadecimal.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hexadecimal {
    pub(super) md5: String,
    pub(super) sha1: String,
    pub(super) sha256: String,
}

/// The three digests after some blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
struct State {
    md5: md5::State,
    sha1: [u32; 5],
    sha256: [u32; 8],
}

impl Default for State {
    fn default() -> Self {
        Self { md5: md5::START, sha1: SHA1_START, sha256: SHA256_START }
    }
}

impl State {
    /// Takes more blocks.
    fn blocks(&mut self, blocks: &[Block]) {
        let sines = md5::sines();
        for block in blocks {
            self.block(block, sines);
        }
    }

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

    /// The digests of content of this length in bytes, which ends with `rest`, less than a block.
    fn finish(mut self, rest: &[u8], length: u64) -> Hexadecimal {
        let mut last = [0; BLOCK_BYTES];
        for (place, byte) in last.iter_mut().zip(rest.iter().chain(&[0x80])) {
            *place = *byte;
        }
        if rest.len() >= LENGTH_OFFSET {
            self.blocks(&[last]);
            last = [0; BLOCK_BYTES];
        }
        self.last_block(last, length.wrapping_mul(8));
        Hexadecimal {
            md5: hexadecimal(self.md5.iter().map(|word| word.swap_bytes())),
            sha1: hexadecimal(self.sha1),
            sha256: hexadecimal(self.sha256),
        }
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
