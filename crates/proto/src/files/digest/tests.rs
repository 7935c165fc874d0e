//! The vectors of RFC 1321 and FIPS 180, and the same digests however the bytes are cut and whatever other files there are.

use super::chunk::CHUNK_BLOCKS;
use super::hashing::CHUNKS_MAX;
use super::*;
use crate::md5::Md5;
use proptest::prelude::*;

/// The digests of a file that comes in pieces of this size, alone.
fn in_pieces(bytes: &[u8], size: usize) -> Hexadecimal {
    let (mut hashing, mut ticket) = (Hashing::default(), Ticket::default());
    bytes.chunks(size).for_each(|piece| hashing.update(&mut ticket, piece));
    hashing.finish(ticket).unwrap()
}

/// The digests of a file of which there is one piece, if only the empty one.
fn digests(bytes: &[u8]) -> Hexadecimal {
    if bytes.is_empty() {
        return State::default().finish(bytes, 0);
    }
    in_pieces(bytes, bytes.len())
}

/// The digests by other means.
fn expected(bytes: &[u8]) -> Hexadecimal {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    Hexadecimal {
        md5: hex(&Md5::of(bytes)),
        sha1: hex(ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, bytes).as_ref()),
        sha256: hex(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref()),
    }
}

/// Content that differs from file to file and from block to block.
fn content(file: usize, from: usize, length: usize) -> Vec<u8> {
    let byte = |at: usize| (at.wrapping_mul(2_654_435_761) >> 11) as u8 ^ (at >> 6) as u8 ^ (file * 37) as u8;
    (from..from + length).map(byte).collect()
}

#[test]
fn rfc_1321_appendix_5() {
    let vectors = [
        ("", "d41d8cd98f00b204e9800998ecf8427e"),
        ("a", "0cc175b9c0f1b6a831c399e269772661"),
        ("abc", "900150983cd24fb0d6963f7d28e17f72"),
        ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
        ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
        (
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
            "d174ab98d277d9f5a5611c2c9f419d9f",
        ),
        (
            "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
            "57edf4a22be3c955ac49da2e2107b67a",
        ),
    ];
    for (text, md5) in vectors {
        assert_eq!(digests(text.as_bytes()).md5, md5);
    }
}

#[test]
fn fips_180_examples() {
    let abc = digests(b"abc");
    assert_eq!(abc.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d");
    assert_eq!(abc.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    let two_blocks = digests(b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq");
    assert_eq!(two_blocks.sha1, "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
    assert_eq!(two_blocks.sha256, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    let million = digests(&[b'a'; 1_000_000]);
    assert_eq!(million.md5, "7707d6ae4e027c70eea2a935c2296f21");
    assert_eq!(million.sha1, "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
    assert_eq!(million.sha256, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

#[test]
fn the_same_for_every_length_and_cut() {
    let bytes: Vec<u8> = (0..200u8).collect();
    for length in 1..bytes.len() {
        let whole = expected(&bytes[..length]);
        for size in [1, 7, 55, 56, 63, 64, 65, 128, 200] {
            assert_eq!(in_pieces(&bytes[..length], size), whole, "{length} bytes in pieces of {size}");
        }
    }
}

#[test]
fn a_file_without_bytes_has_no_digests() {
    let (mut hashing, mut ticket) = (Hashing::default(), Ticket::default());
    hashing.update(&mut ticket, b"");
    assert_eq!(hashing.finish(ticket), None);
}

/// What is done to one of the files under way.
#[derive(Clone, Copy, Debug)]
enum Act {
    /// So many bytes come.
    Bytes(usize),
    /// It ends.
    Finish,
    /// It turns out to have a hole.
    Forget,
}

fn act() -> impl Strategy<Value = Act> {
    let chunk = CHUNK_BLOCKS * BLOCK_BYTES;
    prop_oneof![
        8 => (1usize..200).prop_map(Act::Bytes),
        12 => (1usize..5_000).prop_map(Act::Bytes),
        6 => prop::sample::select(vec![64, 1024, 1460, chunk - 1, chunk, chunk + 1]).prop_map(Act::Bytes),
        1 => (chunk..2 * chunk + 70).prop_map(Act::Bytes),
        3 => Just(Act::Finish),
        1 => Just(Act::Forget),
    ]
}

/// Files under way, and what each has had so far. A file that ends makes place for another.
struct Model {
    hashing: Hashing,
    files: Vec<(Ticket, Vec<u8>)>,
}

impl Model {
    fn new(files: usize) -> Self {
        Self {
            hashing: Hashing::default(),
            files: std::iter::repeat_with(Default::default).take(files).collect(),
        }
    }

    fn act(&mut self, number: usize, act: Act) {
        let (ticket, bytes) = &mut self.files[number];
        match act {
            Act::Bytes(length) => {
                let piece = content(number, bytes.len(), length);
                self.hashing.update(ticket, &piece);
                bytes.extend_from_slice(&piece);
            }
            Act::Finish => self.finish(number),
            Act::Forget => {
                let (ticket, _) = std::mem::take(&mut self.files[number]);
                self.hashing.forget(ticket);
            }
        }
        assert!(self.hashing.chunks() <= CHUNKS_MAX);
    }

    fn finish(&mut self, number: usize) {
        let (ticket, bytes) = std::mem::take(&mut self.files[number]);
        let expected = (!bytes.is_empty()).then(|| expected(&bytes));
        assert_eq!(self.hashing.finish(ticket), expected, "file {number} of {} bytes", bytes.len());
    }

    fn finish_all(mut self) {
        for number in 0..self.files.len() {
            self.finish(number);
        }
        assert_eq!(self.hashing.in_use(), (0, 0), "nothing is left behind");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Few files, each with much: all widths of lanes, chunks that run full.
    #[test]
    fn any_interleaving_of_some_files(
        files in 1usize..40,
        acts in prop::collection::vec((any::<prop::sample::Index>(), act()), 0..400),
    ) {
        let mut model = Model::new(files);
        for (file, act) in acts {
            model.act(file.index(files), act);
        }
        model.finish_all();
    }

    /// More files than may have bytes waiting.
    #[test]
    fn any_interleaving_of_many_files(
        acts in prop::collection::vec((0..3 * CHUNKS_MAX, act()), 0..900),
    ) {
        let mut model = Model::new(3 * CHUNKS_MAX);
        for (file, act) in acts {
            model.act(file, act);
        }
        model.finish_all();
    }
}

#[test]
fn files_of_one_length_side_by_side() {
    for files in [1, 2, 3, 4, 5, 7, 8, 9, 10, 15, 16, 17, 33, 63, 64, 65, 130] {
        let mut model = Model::new(files);
        for _ in 0..40 {
            for number in 0..files {
                model.act(number, Act::Bytes(1460));
            }
        }
        model.finish_all();
    }
}
