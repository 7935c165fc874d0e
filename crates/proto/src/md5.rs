//! MD5 (RFC 1321), for names that others have fixed in it: JA3, HASSH, the `md5` of files. It protects nothing.

/// The bytes of one block.
const BLOCK_BYTES: usize = 64;

/// A digest in the making.
#[derive(Clone, Debug)]
pub(crate) struct Md5 {
    state: [u32; 4],
    length_bytes: u64,
    block: [u8; BLOCK_BYTES],
    filled: usize,
}

/// How far each round of four steps rotates (RFC 1321, 3.4).
const ROTATIONS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];

/// The integer part of 2^32 times |sin(i + 1)|.
const SINES: [u32; 64] = [
    0xd76a_a478,
    0xe8c7_b756,
    0x2420_70db,
    0xc1bd_ceee,
    0xf57c_0faf,
    0x4787_c62a,
    0xa830_4613,
    0xfd46_9501,
    0x6980_98d8,
    0x8b44_f7af,
    0xffff_5bb1,
    0x895c_d7be,
    0x6b90_1122,
    0xfd98_7193,
    0xa679_438e,
    0x49b4_0821,
    0xf61e_2562,
    0xc040_b340,
    0x265e_5a51,
    0xe9b6_c7aa,
    0xd62f_105d,
    0x0244_1453,
    0xd8a1_e681,
    0xe7d3_fbc8,
    0x21e1_cde6,
    0xc337_07d6,
    0xf4d5_0d87,
    0x455a_14ed,
    0xa9e3_e905,
    0xfcef_a3f8,
    0x676f_02d9,
    0x8d2a_4c8a,
    0xfffa_3942,
    0x8771_f681,
    0x6d9d_6122,
    0xfde5_380c,
    0xa4be_ea44,
    0x4bde_cfa9,
    0xf6bb_4b60,
    0xbebf_bc70,
    0x289b_7ec6,
    0xeaa1_27fa,
    0xd4ef_3085,
    0x0488_1d05,
    0xd9d4_d039,
    0xe6db_99e5,
    0x1fa2_7cf8,
    0xc4ac_5665,
    0xf429_2244,
    0x432a_ff97,
    0xab94_23a7,
    0xfc93_a039,
    0x655b_59c3,
    0x8f0c_cc92,
    0xffef_f47d,
    0x8584_5dd1,
    0x6fa8_7e4f,
    0xfe2c_e6e0,
    0xa301_4314,
    0x4e08_11a1,
    0xf753_7e82,
    0xbd3a_f235,
    0x2ad7_d2bb,
    0xeb86_d391,
];

impl Default for Md5 {
    fn default() -> Self {
        let state = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
        Self { state, length_bytes: 0, block: [0; BLOCK_BYTES], filled: 0 }
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
            compress(&mut self.state, block);
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
            compress(&mut self.state, &self.block);
            self.filled = 0;
        }
        rest
    }
}

#[allow(
    clippy::indexing_slicing,
    reason = "every index is a constant of the step taken modulo the array's length"
)]
fn compress(state: &mut [u32; 4], block: &[u8; BLOCK_BYTES]) {
    let mut words = [0u32; 16];
    for (word, bytes) in words.iter_mut().zip(block.as_chunks::<4>().0) {
        *word = u32::from_le_bytes(*bytes);
    }
    let [mut a, mut b, mut c, mut d] = *state;
    for step in 0..64 {
        let (mixed, word) = match step / 16 {
            0 => ((b & c) | (!b & d), step),
            1 => ((d & b) | (!d & c), (5 * step + 1) % 16),
            2 => (b ^ c ^ d, (3 * step + 5) % 16),
            _ => (c ^ (b | !d), (7 * step) % 16),
        };
        let sum = a.wrapping_add(mixed).wrapping_add(SINES[step]).wrapping_add(words[word]);
        (a, d, c) = (d, c, b);
        b = b.wrapping_add(sum.rotate_left(ROTATIONS[step / 16][step % 4]));
    }
    for (sum, part) in state.iter_mut().zip([a, b, c, d]) {
        *sum = sum.wrapping_add(part);
    }
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
