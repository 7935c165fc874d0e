//! MD5 (RFC 1321), for names that others have fixed in it: JA3, HASSH, the `md5` of files. It protects nothing.
//!
//! A block is cut into its four rounds, so that whoever takes other digests too can put them between the rounds.

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
            self.state = block_after(self.state, block);
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
            self.state = block_after(self.state, &self.block);
            self.filled = 0;
        }
        rest
    }
}

/// One block on its way through the rounds.
pub(crate) struct Rounds {
    state: State,
    words: [u32; 16],
}

/// The state after one more block.
pub(crate) fn block_after(state: State, block: &[u8; BLOCK_BYTES]) -> State {
    let mut rounds = Rounds::new(state, block);
    rounds.first();
    rounds.second();
    rounds.third();
    rounds.fourth();
    rounds.finish(state)
}

/// The sixteen steps of one round: which word, which constant, how far to rotate.
macro_rules! round {
    ($name:ident, $function:ident: $($word:literal $constant:literal $rotate:literal),*) => {
        #[inline(always)]
        pub(crate) fn $name(&mut self) {
            let [mut a, mut b, mut c, mut d] = self.state;
            $(
                let sum = a.wrapping_add(self.words[$word]).wrapping_add($constant);
                let turned = $function(sum, b, c, d).rotate_left($rotate).wrapping_add(b);
                (a, b, c, d) = (d, turned, b, c);
            )*
            self.state = [a, b, c, d];
        }
    };
}

#[rustfmt::skip]
impl Rounds {
    round!(first, choose:
         0 0xd76a_a478  7,  1 0xe8c7_b756 12,  2 0x2420_70db 17,  3 0xc1bd_ceee 22,
         4 0xf57c_0faf  7,  5 0x4787_c62a 12,  6 0xa830_4613 17,  7 0xfd46_9501 22,
         8 0x6980_98d8  7,  9 0x8b44_f7af 12, 10 0xffff_5bb1 17, 11 0x895c_d7be 22,
        12 0x6b90_1122  7, 13 0xfd98_7193 12, 14 0xa679_438e 17, 15 0x49b4_0821 22);
    round!(second, choose_by_last:
         1 0xf61e_2562  5,  6 0xc040_b340  9, 11 0x265e_5a51 14,  0 0xe9b6_c7aa 20,
         5 0xd62f_105d  5, 10 0x0244_1453  9, 15 0xd8a1_e681 14,  4 0xe7d3_fbc8 20,
         9 0x21e1_cde6  5, 14 0xc337_07d6  9,  3 0xf4d5_0d87 14,  8 0x455a_14ed 20,
        13 0xa9e3_e905  5,  2 0xfcef_a3f8  9,  7 0x676f_02d9 14, 12 0x8d2a_4c8a 20);
    round!(third, parity:
         5 0xfffa_3942  4,  8 0x8771_f681 11, 11 0x6d9d_6122 16, 14 0xfde5_380c 23,
         1 0xa4be_ea44  4,  4 0x4bde_cfa9 11,  7 0xf6bb_4b60 16, 10 0xbebf_bc70 23,
        13 0x289b_7ec6  4,  0 0xeaa1_27fa 11,  3 0xd4ef_3085 16,  6 0x0488_1d05 23,
         9 0xd9d4_d039  4, 12 0xe6db_99e5 11, 15 0x1fa2_7cf8 16,  2 0xc4ac_5665 23);
    round!(fourth, mix:
         0 0xf429_2244  6,  7 0x432a_ff97 10, 14 0xab94_23a7 15,  5 0xfc93_a039 21,
        12 0x655b_59c3  6,  3 0x8f0c_cc92 10, 10 0xffef_f47d 15,  1 0x8584_5dd1 21,
         8 0x6fa8_7e4f  6, 15 0xfe2c_e6e0 10,  6 0xa301_4314 15, 13 0x4e08_11a1 21,
         4 0xf753_7e82  6, 11 0xbd3a_f235 10,  2 0x2ad7_d2bb 15,  9 0xeb86_d391 21);
}

impl Rounds {
    #[inline(always)]
    pub(crate) fn new(state: State, block: &[u8; BLOCK_BYTES]) -> Self {
        let mut words = [0; 16];
        for (word, bytes) in words.iter_mut().zip(block.as_chunks().0) {
            *word = u32::from_le_bytes(*bytes);
        }
        Self { state, words }
    }

    /// The new state, given the one from before the block.
    #[inline(always)]
    pub(crate) fn finish(self, before: State) -> State {
        let [a, b, c, d] = self.state;
        let [e, f, g, h] = before;
        [a.wrapping_add(e), b.wrapping_add(f), c.wrapping_add(g), d.wrapping_add(h)]
    }
}

// The functions F, G, H and I of RFC 1321 §3.4, added to `sum`. `b` is known last, so each is written such that little is
// left to do once it is.

#[inline(always)]
fn choose(sum: u32, b: u32, c: u32, d: u32) -> u32 {
    sum.wrapping_add(d ^ (b & (c ^ d)))
}

/// The two halves of G have no bit in common, so they can be added one by one.
#[inline(always)]
fn choose_by_last(sum: u32, b: u32, c: u32, d: u32) -> u32 {
    sum.wrapping_add(c & !d).wrapping_add(b & d)
}

#[inline(always)]
fn parity(sum: u32, b: u32, c: u32, d: u32) -> u32 {
    sum.wrapping_add(b ^ (c ^ d))
}

#[inline(always)]
fn mix(sum: u32, b: u32, c: u32, d: u32) -> u32 {
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
