//! The vectors of RFC 1321 and FIPS 180, and the same digests however the bytes are cut.

use super::*;

fn digests(bytes: &[u8]) -> Hexadecimal {
    let mut digests = Digests::default();
    digests.update(bytes);
    digests.finish()
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
    for length in 0..bytes.len() {
        let whole = digests(&bytes[..length]);
        for size in [1, 7, 55, 56, 63, 64, 65, 128] {
            let mut pieces = Digests::default();
            bytes[..length].chunks(size).for_each(|piece| pieces.update(piece));
            assert_eq!(pieces.finish(), whole, "{length} bytes in pieces of {size}");
        }
        let sha256 = ring::digest::digest(&ring::digest::SHA256, &bytes[..length]);
        let sha1 = ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, &bytes[..length]);
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!((whole.sha1, whole.sha256), (hex(sha1.as_ref()), hex(sha256.as_ref())));
    }
}
