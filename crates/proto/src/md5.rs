//! MD5 (RFC 1321), for names that others have fixed in it: JA3, HASSH, the `md5` of files. It protects nothing.
//!
//! A block is cut into its four rounds, so that whoever takes other digests too can put them between the rounds. MD5 is one
//! chain of dependent steps: what counts is how few of its instructions wait for the one before.

use std::hint::black_box;

/// The bytes of one block.
pub(crate) const BLOCK_BYTES: usize = 64;

/// The four words A, B, C and D.
pub(crate) type State = [u32; 4];

/// RFC 1321 §3.3.
pub(crate) const START: State = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];

/// A digest in the making.
#[derive(Clone, Debug)]
pub(crate) struct Md5 {
    state: State,
    length_bytes: u64,
    block: [u8; BLOCK_BYTES],
    filled: usize,
}

impl Default for Md5 {
    fn default() -> Self {
        Self { state: START, length_bytes: 0, block: [0; BLOCK_BYTES], filled: 0 }
    }
}

impl Md5 {
    /// The digest of bytes that are all there.
    pub(crate) fn of(bytes: &[u8]) -> [u8; 16] {
        let mut md5 = Self::default();
        md5.update(bytes);
        md5.finish()
    }

    /// The next bytes.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.length_bytes = self.length_bytes.wrapping_add(bytes.len() as u64);
        let rest = self.fill(bytes);
        let (blocks, rest) = rest.as_chunks::<BLOCK_BYTES>();
        for block in blocks {
            self.state = block_after(self.state, block, sines());
        }
        self.fill(rest);
    }

    /// The digest.
    pub(crate) fn finish(mut self) -> [u8; 16] {
        let length_bits = self.length_bytes.wrapping_mul(8).to_le_bytes();
        let padding = match self.filled {
            filled @ 0..56 => 56 - filled,
            filled => 120 - filled,
        };
        let mut tail = [0u8; BLOCK_BYTES];
        tail[0] = 0x80;
        self.update(tail.get(..padding).unwrap_or_default());
        self.update(&length_bits);
        let mut digest = [0; 16];
        for (place, word) in digest.as_chunks_mut::<4>().0.iter_mut().zip(self.state) {
            *place = word.to_le_bytes();
        }
        digest
    }

    /// Tops up a block that is begun, or begins one with fewer bytes than a block. What is left comes back.
    fn fill<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        if self.filled == 0 && bytes.len() >= BLOCK_BYTES {
            return bytes;
        }
        let (now, rest) = bytes.split_at(bytes.len().min(BLOCK_BYTES - self.filled));
        if let Some(place) = self.block.get_mut(self.filled..self.filled + now.len()) {
            place.copy_from_slice(now);
        }
        self.filled += now.len();
        if self.filled == BLOCK_BYTES {
            self.state = block_after(self.state, &self.block, sines());
            self.filled = 0;
        }
        rest
    }
}

/// The integer parts of 2^32 times |sin(i + 1)|.
#[rustfmt::skip]
pub(crate) static SINES: Sines = [
    0xd76a_a478, 0xe8c7_b756, 0x2420_70db, 0xc1bd_ceee, 0xf57c_0faf, 0x4787_c62a, 0xa830_4613, 0xfd46_9501,
    0x6980_98d8, 0x8b44_f7af, 0xffff_5bb1, 0x895c_d7be, 0x6b90_1122, 0xfd98_7193, 0xa679_438e, 0x49b4_0821,
    0xf61e_2562, 0xc040_b340, 0x265e_5a51, 0xe9b6_c7aa, 0xd62f_105d, 0x0244_1453, 0xd8a1_e681, 0xe7d3_fbc8,
    0x21e1_cde6, 0xc337_07d6, 0xf4d5_0d87, 0x455a_14ed, 0xa9e3_e905, 0xfcef_a3f8, 0x676f_02d9, 0x8d2a_4c8a,
    0xfffa_3942, 0x8771_f681, 0x6d9d_6122, 0xfde5_380c, 0xa4be_ea44, 0x4bde_cfa9, 0xf6bb_4b60, 0xbebf_bc70,
    0x289b_7ec6, 0xeaa1_27fa, 0xd4ef_3085, 0x0488_1d05, 0xd9d4_d039, 0xe6db_99e5, 0x1fa2_7cf8, 0xc4ac_5665,
    0xf429_2244, 0x432a_ff97, 0xab94_23a7, 0xfc93_a039, 0x655b_59c3, 0x8f0c_cc92, 0xffef_f47d, 0x8584_5dd1,
    0x6fa8_7e4f, 0xfe2c_e6e0, 0xa301_4314, 0x4e08_11a1, 0xf753_7e82, 0xbd3a_f235, 0x2ad7_d2bb, 0xeb86_d391,
];

/// The constants of the steps.
pub(crate) type Sines = [u32; 64];

/// The constants, as something that the compiler cannot see through: it would add them last, each one instruction
/// longer on the way of the step that waits for it.
pub(crate) fn sines() -> &'static Sines {
    black_box(&SINES)
}

/// The state after one more block.
pub(crate) fn block_after(state: State, block: &[u8; BLOCK_BYTES], sines: &'static Sines) -> State {
    let mut rounds = Rounds::new(state, block, sines);
    rounds.first();
    rounds.second();
    rounds.third();
    rounds.fourth();
    rounds.finish(state)
}

/// One block on its way through the rounds.
pub(crate) struct Rounds<'a> {
    state: State,
    block: &'a [u8; BLOCK_BYTES],
    sines: &'static Sines,
}

/// Gives the sixteen steps of a round to the macro `$each`, after the arguments for it: of each step, which word, which
/// constant and how far to rotate (RFC 1321 §3.4).
#[rustfmt::skip]
macro_rules! steps {
    (first $each:ident $arguments:tt) => { $each!($arguments
         0  0  7,  1  1 12,  2  2 17,  3  3 22,
         4  4  7,  5  5 12,  6  6 17,  7  7 22,
         8  8  7,  9  9 12, 10 10 17, 11 11 22,
        12 12  7, 13 13 12, 14 14 17, 15 15 22) };
    (second $each:ident $arguments:tt) => { $each!($arguments
         1 16  5,  6 17  9, 11 18 14,  0 19 20,
         5 20  5, 10 21  9, 15 22 14,  4 23 20,
         9 24  5, 14 25  9,  3 26 14,  8 27 20,
        13 28  5,  2 29  9,  7 30 14, 12 31 20) };
    (third $each:ident $arguments:tt) => { $each!($arguments
         5 32  4,  8 33 11, 11 34 16, 14 35 23,
         1 36  4,  4 37 11,  7 38 16, 10 39 23,
        13 40  4,  0 41 11,  3 42 16,  6 43 23,
         9 44  4, 12 45 11, 15 46 16,  2 47 23) };
    (fourth $each:ident $arguments:tt) => { $each!($arguments
         0 48  6,  7 49 10, 14 50 15,  5 51 21,
        12 52  6,  3 53 10, 10 54 15,  1 55 21,
         8 56  6, 15 57 10,  6 58 15, 13 59 21,
         4 60  6, 11 61 10,  2 62 15,  9 63 21) };
}
pub(crate) use steps;

/// Takes steps one after the other.
macro_rules! take {
    (($state:ident, $words:ident, $sines:expr, $function:ident) $($word:literal $constant:literal $rotate:literal),*) => {
        $(
            let [a, b, c, d] = $state;
            let sum = a.wrapping_add(u32::from_le_bytes($words[$word])).wrapping_add($sines[$constant]);
            $state = [d, $function(sum, b, c, d).rotate_left($rotate).wrapping_add(b), b, c];
        )*
    };
}

/// One round.
macro_rules! round {
    ($name:ident, $function:ident) => {
        #[inline(always)]
        pub(crate) fn $name(&mut self) {
            let Some(words) = words(self.block) else { return };
            let mut state = self.state;
            steps!($name take (state, words, self.sines, $function));
            self.state = state;
        }
    };
}

impl Rounds<'_> {
    round!(first, choose);
    round!(second, choose_by_last);
    round!(third, parity);
    round!(fourth, mix);
}

impl<'a> Rounds<'a> {
    #[inline(always)]
    pub(crate) fn new(state: State, block: &'a [u8; BLOCK_BYTES], sines: &'static Sines) -> Self {
        Self { state, block, sines }
    }

    /// Has what was done so far done by now: the compiler does not move it past what follows.
    #[inline(always)]
    pub(crate) fn settle(&mut self) {
        self.state = black_box(self.state);
    }

    /// The new state, given the one from before the block.
    #[inline(always)]
    pub(crate) fn finish(self, before: State) -> State {
        let [a, b, c, d] = self.state;
        let [e, f, g, h] = before;
        [a.wrapping_add(e), b.wrapping_add(f), c.wrapping_add(g), d.wrapping_add(h)]
    }
}

/// The words of a block, to be read where they are used: all sixteen do not fit into registers, and a copy costs more.
#[inline(always)]
fn words(block: &[u8; BLOCK_BYTES]) -> Option<&[[u8; 4]; 16]> {
    black_box(block).as_chunks().0.first_chunk()
}

// The functions F, G, H and I of RFC 1321 §3.4, added to `sum`. `b` is known last, so each is written such that little is
// left to do once it is.

#[inline(always)]
pub(crate) fn choose(sum: u32, b: u32, c: u32, d: u32) -> u32 {
    sum.wrapping_add(d ^ (b & (c ^ d)))
}

/// The two halves of G have no bit in common, so they can be added one by one.
#[inline(always)]
pub(crate) fn choose_by_last(sum: u32, b: u32, c: u32, d: u32) -> u32 {
    sum.wrapping_add(c & !d).wrapping_add(b & d)
}

#[inline(always)]
pub(crate) fn parity(sum: u32, b: u32, c: u32, d: u32) -> u32 {
    sum.wrapping_add(b ^ (c ^ d))
}

#[inline(always)]
pub(crate) fn mix(sum: u32, b: u32, c: u32, d: u32) -> u32 {
    sum.wrapping_add(c ^ (b | !d))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The test suite of RFC 1321, A.5.
    #[test]
    fn the_vectors_of_the_rfc() {
        let long = "1234567890".repeat(8);
        let vectors = [
            ("", "d41d8cd98f00b204e9800998ecf8427e"),
            ("a", "0cc175b9c0f1b6a831c399e269772661"),
            ("abc", "900150983cd24fb0d6963f7d28e17f72"),
            ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
            ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
            (&long, "57edf4a22be3c955ac49da2e2107b67a"),
        ];
        for (text, digest) in vectors {
            assert_eq!(hex(&Md5::of(text.as_bytes())), digest);
        }
    }

    #[test]
    fn pieces_give_the_digest_of_the_whole() {
        let bytes: Vec<u8> = (0..=255).cycle().take(700).collect();
        for size in [1, 3, 55, 56, 63, 64, 65, 128, 500] {
            let mut md5 = Md5::default();
            for piece in bytes.chunks(size) {
                md5.update(piece);
            }
            assert_eq!(md5.finish(), Md5::of(&bytes), "pieces of {size}");
        }
    }
}
