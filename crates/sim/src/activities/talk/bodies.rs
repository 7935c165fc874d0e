//! Bodies of HTTP messages: whole files of their kinds.

use crate::packet::bytes::Put as _;
use crate::packet::content::{Content, Pool};
use crate::protocols::certificate::revocations;
use crate::random::Random;

/// What a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    Page,
    Script,
    Document,
    Picture,
    Photo,
    /// A service described in XML.
    Description,
    Cabinet,
    Revocations,
}

impl Body {
    pub(crate) fn mime(self) -> &'static str {
        match self {
            Self::Page => "text/html; charset=utf-8",
            Self::Script => "application/javascript",
            Self::Document => "application/pdf",
            Self::Picture => "image/png",
            Self::Photo => "image/jpeg",
            Self::Description => "text/xml; charset=utf-8",
            Self::Cabinet => "application/octet-stream",
            Self::Revocations => "application/pkix-crl",
        }
    }

    /// A file of this kind around `length` bytes of substance.
    pub(crate) fn content(self, random: &mut Random, length: u64) -> Content {
        let (start, pool, end): (Vec<u8>, Pool, &[u8]) = match self {
            Self::Page => (b"<!DOCTYPE html>\n<html><body><p>".to_vec(), Pool::Text, b"</p></body></html>\n"),
            Self::Script => (b"\"use strict\";\n// ".to_vec(), Pool::Text, b"\n"),
            Self::Document => {
                (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), Pool::Noise, b"\nstartxref\n0\n%%EOF\n")
            }
            Self::Picture => (picture_start(length), Pool::Noise, PICTURE_END),
            Self::Photo => (photo_start(), Pool::Base64, b"\xff\xd9"),
            Self::Description => {
                (b"<?xml version=\"1.0\" encoding=\"utf-8\"?><!-- ".to_vec(), Pool::Text, b" --><service/>\n")
            }
            Self::Cabinet => (b"MSCF\0\0\0\0".to_vec(), Pool::Noise, b""),
            Self::Revocations => return revocations(random, length / 40).into(),
        };
        let mut content = Content::from(start);
        content.filler(pool, random, length);
        if !end.is_empty() {
            content.own(end.to_vec());
        }
        content
    }
}

/// A header, and the beginning of the one chunk of data (ISO/IEC 15948).
fn picture_start(length: u64) -> Vec<u8> {
    let mut start = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0\0\0\x01\0\x08\x06\0\0\0".to_vec();
    start.u32_be(0x7aa1_3a51).u32_be(length as u32).put(b"IDAT");
    start
}

/// The check of the data, which nobody checks, and the end.
const PICTURE_END: &[u8] = b"\0\0\0\0\0\0\0\0IEND\xae\x42\x60\x82";

/// A frame of 640 by 480 points and the beginning of its scan (ITU-T T.81).
fn photo_start() -> Vec<u8> {
    let mut start = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0".to_vec();
    start.put(&[0xff, 0xc0, 0, 11, 8, 0x01, 0xe0, 0x02, 0x80, 1, 1, 0x11, 0]);
    start.put(&[0xff, 0xda, 0, 8, 1, 1, 0, 0, 0x3f, 0]);
    start
}
