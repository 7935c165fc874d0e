//! BER and DER by hand-made bytes, after the specifications.

use super::*;

/// An element by its tag and content, in DER.
pub(crate) fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![tag];
    match content.len() {
        short @ 0..0x80 => bytes.push(short as u8),
        long @ 0..0x100 => bytes.extend([0x81, long as u8]),
        long => bytes.extend([&[0x82], &(long as u16).to_be_bytes()[..]].concat()),
    }
    bytes.extend(content);
    bytes
}

#[test]
fn lengths_in_short_and_long_form() {
    assert_eq!(begin(&[0x30, 0x03]), Begin::Element(Header { tag: 0x30, header_bytes: 2, content_bytes: 3 }));
    let long = [0x60, 0x82, 0x01, 0x00];
    assert_eq!(begin(&long), Begin::Element(Header { tag: 0x60, header_bytes: 4, content_bytes: 256 }));
    assert_eq!(begin(&long[..3]), Begin::More);
    assert_eq!(begin(&[0x30, 0x80]), Begin::Invalid, "an indefinite length");
    assert_eq!(begin(&[0x30, 0x85, 0, 0, 0, 0, 1]), Begin::Invalid);
    assert_eq!(begin(&[0x1f, 0x81]), Begin::Invalid, "a tag of several bytes");
}

#[test]
fn content_past_the_end_is_given_as_far_as_it_goes() {
    let mut elements = Elements::new(&[0x04, 0x84, 0xff, 0xff, 0xff, 0xff, b'a', b'b']);
    assert_eq!(elements.next(), Some(Element { tag: OCTET_STRING, content: b"ab", truncated: true }));
    assert_eq!(elements.next(), None);
}

#[test]
fn optional_elements_stay_when_the_tag_differs() {
    let mut elements = Elements::new(&[0xa1, 0x03, 0x02, 0x01, 0x05, 0x01, 0x01, 0xff]);
    assert_eq!(elements.explicit(0, INTEGER), None);
    assert_eq!(elements.explicit(1, INTEGER), Some(&[5u8][..]));
    assert_eq!(elements.optional(BOOLEAN), Some(&[0xff_u8][..]));
    assert_eq!(elements.optional(BOOLEAN), None);
}

#[test]
fn numbers_keep_their_sign() {
    assert_eq!(integer(&[0x7f]), Some(127));
    assert_eq!(integer(&[0x00, 0x80]), Some(128));
    assert_eq!(integer(&[0x80]), Some(-128));
    assert_eq!(integer(&[0xff, 0x79]), Some(-135), "the HMAC-MD5-old encryption type of Windows");
    assert_eq!(integer(&[]), None);
    assert_eq!(integer(&[1; 9]), None);
}

#[test]
fn object_identifiers_as_dotted_text() {
    assert_eq!(object_identifier(&[0x2b, 0x06, 0x01, 0x05, 0x05, 0x02]), "1.3.6.1.5.5.2");
    assert_eq!(
        object_identifier(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02]),
        "1.2.840.113554.1.2.2"
    );
    assert_eq!(object_identifier(&[0x88, 0x37]), "2.999");
    assert_eq!(object_identifier(&[0xff; 40]), "", "no arc ever ends");
}

#[test]
fn bits_count_from_the_highest() {
    assert_eq!(bits(&[0, 0x40, 0x81, 0x00, 0x10]), 0x4081_0010);
    assert_eq!(bits(&[4, 0x50]), 0x5000_0000);
    assert_eq!(bits(&[]), 0);
}

#[test]
fn times_are_in_utc() {
    assert_eq!(generalized_time(b"19700101000000Z"), Some(Timestamp::from_parts(0, 0)));
    assert_eq!(generalized_time(b"20370913024805Z"), Some(Timestamp::from_parts(2_136_422_885, 0)));
    assert_eq!(generalized_time(b"20000229120000Z"), Some(Timestamp::from_parts(951_825_600, 0)));
    assert_eq!(generalized_time(b"00010101000000Z").map(|time| time.0 < 0), Some(true));
    assert_eq!(generalized_time(b"20001301000000Z"), None);
    assert_eq!(generalized_time(b"2000"), None);
}
