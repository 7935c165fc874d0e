//! The digests of several files at once, one file in each lane of a vector.
//!
//! A step of MD5 waits for the step before it, and so it is in SHA-1 and SHA-256: one file leaves most of the processor
//! idle, while several do not wait for each other. The code is loops over lanes, of which the compiler makes vector
//! instructions: those that every processor of its kind has, and, chosen as the program runs, AVX2 or AVX-512. It does so
//! only while the loops stay loops over arrays in memory; `black_box` keeps them that.

/// The sixteen words of one lane. With an iterator in its place the compiler makes no vector instructions.
#[rustfmt::skip]
macro_rules! load {
    ($words:ident, $lane:ident) => {
        [
            at(&$words[0], $lane), at(&$words[1], $lane), at(&$words[2], $lane), at(&$words[3], $lane),
            at(&$words[4], $lane), at(&$words[5], $lane), at(&$words[6], $lane), at(&$words[7], $lane),
            at(&$words[8], $lane), at(&$words[9], $lane), at(&$words[10], $lane), at(&$words[11], $lane),
            at(&$words[12], $lane), at(&$words[13], $lane), at(&$words[14], $lane), at(&$words[15], $lane),
        ]
    };
}

/// Puts the sixteen words of one lane back.
macro_rules! store {
    ($words:ident, $lane:ident, $values:ident) => {
        store!($words, $lane, $values: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15)
    };
    ($words:ident, $lane:ident, $values:ident: $($word:literal)*) => {
        $(put(&mut $words[$word], $lane, $values[$word]);)*
    };
}

mod md5;
mod sha1;
mod sha256;
#[cfg(test)]
mod tests;

use super::{BLOCK_BYTES, Block, State};
use fearless_simd::Level;
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
use fearless_simd::Simd as _;
use std::array::from_fn;

/// The most files that are worth taking at once, on any processor.
pub(super) const LANES_MAX: usize = 16;

/// One word of every lane.
type Vector<const LANES: usize> = [u32; LANES];

/// The words of every lane's state, or of its block.
type Vectors<const LANES: usize, const WORDS: usize> = [Vector<LANES>; WORDS];

/// Which instructions the processor has for vectors.
#[derive(Clone, Copy, Debug)]
pub(super) struct Processor {
    level: Level,
}

impl Default for Processor {
    fn default() -> Self {
        Self { level: Level::new() }
    }
}

/// How many lanes are worth their while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    Sixteen,
    Eight,
    Four,
    /// One file after the other.
    One,
}

impl Processor {
    /// The lanes to take for so many files, by what was measured: where all three digests are taken in lanes, it is worth
    /// while even if some are left over.
    pub(super) fn width(self, files: usize) -> Width {
        match self.vector_words() {
            16 if files >= 10 => Width::Sixteen,
            8.. if files >= 4 => Width::Eight,
            _ if files >= 8 => Width::Eight,
            _ if files >= 4 => Width::Four,
            _ => Width::One,
        }
    }

    /// This processor, and those that it can stand for because it can do all that they can.
    #[cfg(test)]
    fn all() -> Vec<Self> {
        let this = Level::new();
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        let others = [this.as_sse2().map(Level::Sse2), this.as_avx2().map(Level::Avx2)];
        #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
        let others = [None; 2];
        others.into_iter().flatten().chain([this]).map(|level| Self { level }).collect()
    }

    /// How many words one instruction works on; 4 where that is not looked at.
    fn vector_words(self) -> usize {
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        {
            if self.level.as_avx512().is_some() {
                return 16;
            }
            if self.level.as_avx2().is_some() {
                return 8;
            }
        }
        4
    }

    /// Takes blocks of several files: as many of each as there are in the shortest of `blocks`.
    pub(super) fn take<const LANES: usize>(self, states: &mut [State; LANES], blocks: [&[Block]; LANES]) {
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        if LANES >= 8 {
            if let Some(avx512) = self.level.as_avx512() {
                return avx512.vectorize(
                    #[inline(always)]
                    || take_all(states, &blocks),
                );
            }
            if let Some(avx2) = self.level.as_avx2() {
                return avx2.vectorize(
                    #[inline(always)]
                    || take_all(states, &blocks),
                );
            }
        }
        take_md5(states, &blocks);
        take_sha(states, &blocks);
    }
}

/// Takes all three digests in lanes.
#[inline(always)]
fn take_all<const LANES: usize>(states: &mut [State; LANES], blocks: &[&[Block]; LANES]) {
    let mut md5 = to_lanes(states, |state| &state.md5);
    let mut sha1 = to_lanes(states, |state| &state.sha1);
    let mut sha256 = to_lanes(states, |state| &state.sha256);
    for row in 0..rows(blocks) {
        let mut words = words(blocks, row);
        md5::block(&mut md5, &words);
        swap_bytes(&mut words);
        sha1::block(&mut sha1, words);
        sha256::block(&mut sha256, words);
    }
    from_lanes(&md5, states, |state| &mut state.md5);
    from_lanes(&sha1, states, |state| &mut state.sha1);
    from_lanes(&sha256, states, |state| &mut state.sha256);
}

/// Takes MD5 in lanes.
fn take_md5<const LANES: usize>(states: &mut [State; LANES], blocks: &[&[Block]; LANES]) {
    let mut md5 = to_lanes(states, |state| &state.md5);
    for row in 0..rows(blocks) {
        md5::block(&mut md5, &words(blocks, row));
    }
    from_lanes(&md5, states, |state| &mut state.md5);
}

/// Takes SHA-1 and SHA-256 of one file after the other. The two take turns: neither waits for the other, so they overlap.
fn take_sha<const LANES: usize>(states: &mut [State; LANES], blocks: &[&[Block]; LANES]) {
    let rows = rows(blocks);
    for (state, blocks) in states.iter_mut().zip(blocks) {
        for block in blocks.iter().take(rows) {
            ::sha1::block_api::compress(&mut state.sha1, std::slice::from_ref(block));
            ::sha2::block_api::compress256(&mut state.sha256, std::slice::from_ref(block));
        }
    }
}

fn rows<const LANES: usize>(blocks: &[&[Block]; LANES]) -> usize {
    blocks.iter().map(|blocks| blocks.len()).min().unwrap_or(0)
}

/// The words of one block of every lane, least significant byte first.
#[inline(always)]
fn words<const LANES: usize>(blocks: &[&[Block]; LANES], row: usize) -> Vectors<LANES, 16> {
    let mut words = [[0; LANES]; 16];
    for (lane, blocks) in blocks.iter().enumerate() {
        let block = blocks.get(row).unwrap_or(&[0; BLOCK_BYTES]);
        for (word, bytes) in words.iter_mut().zip(block.as_chunks().0) {
            put(word, lane, u32::from_le_bytes(*bytes));
        }
    }
    words
}

#[inline(always)]
fn swap_bytes<const LANES: usize>(words: &mut Vectors<LANES, 16>) {
    for word in words.as_flattened_mut() {
        *word = word.swap_bytes();
    }
}

#[inline(always)]
fn to_lanes<const LANES: usize, const WORDS: usize>(
    states: &[State; LANES],
    of: impl Fn(&State) -> &[u32; WORDS],
) -> Vectors<LANES, WORDS> {
    let mut vectors = [[0; LANES]; WORDS];
    for (lane, state) in states.iter().enumerate() {
        for (vector, word) in vectors.iter_mut().zip(of(state)) {
            put(vector, lane, *word);
        }
    }
    vectors
}

#[inline(always)]
fn from_lanes<const LANES: usize, const WORDS: usize>(
    vectors: &Vectors<LANES, WORDS>,
    states: &mut [State; LANES],
    of: impl Fn(&mut State) -> &mut [u32; WORDS],
) {
    for (lane, state) in states.iter_mut().enumerate() {
        *of(state) = from_fn(|word| vectors.get(word).map_or(0, |vector| at(vector, lane)));
    }
}

/// Adds a state to what it was before the block.
#[inline(always)]
fn add<const LANES: usize, const WORDS: usize>(
    before: &mut Vectors<LANES, WORDS>,
    after: &Vectors<LANES, WORDS>,
) {
    for (before, after) in before.as_flattened_mut().iter_mut().zip(after.as_flattened()) {
        *before = before.wrapping_add(*after);
    }
}

#[inline(always)]
fn at<const LANES: usize>(vector: &Vector<LANES>, lane: usize) -> u32 {
    vector.get(lane).copied().unwrap_or_default()
}

#[inline(always)]
fn put<const LANES: usize>(vector: &mut Vector<LANES>, lane: usize, word: u32) {
    if let Some(place) = vector.get_mut(lane) {
        *place = word;
    }
}
