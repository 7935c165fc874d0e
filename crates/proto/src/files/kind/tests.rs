//! Files of each kind, made by hand, and the order of the table.

use super::*;
use proptest::prelude::*;

fn zip_entry(name: &str, content: &[u8]) -> Vec<u8> {
    let mut entry = b"PK\x03\x04\x14\0\0\0\x08\0".to_vec();
    entry.extend([0; 16]);
    entry.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
    entry.extend([0, 0]);
    entry.extend(name.as_bytes());
    entry.extend(content);
    entry
}

fn at(offset: usize, magic: &[u8]) -> Vec<u8> {
    let mut bytes = vec![1; offset];
    bytes.extend(magic);
    bytes
}

#[test]
fn the_table_stands_in_order_of_strength() {
    assert!(SIGNATURES.is_sorted_by_key(|signature| -signature.strength));
    for signature in SIGNATURES {
        assert!(signature.mime_type.contains('/') && signature.mime_type.is_ascii());
    }
}

#[test]
fn binary_kinds() {
    let cases: &[(&[u8], &str)] = &[
        (b"MZ\x90\0\x03\0\0\0", "application/x-dosexec"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"GIF89a", "image/gif"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "image/x-ms-bmp"),
        (b"\x1f\x8b\x08\0", "application/x-gzip"),
        (b"BZh91AY", "application/x-bzip2"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "application/x-7z-compressed"),
        (b"Rar!\x1a\x07\0", "application/x-rar"),
        (b"MSCF\0\0\0\0", "application/vnd.ms-cab-compressed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "application/msword"),
        (b"{\\rtf1\\ansi", "text/rtf"),
        (b"CWS\x0a", "application/x-shockwave-flash"),
        (b"\xca\xfe\xba\xbe\0\0\0\x34", "application/x-java-applet"),
        (b"\xca\xfe\xba\xbe\0\0\0\x02", "application/x-mach-o-executable"),
        (b"\xcf\xfa\xed\xfe\x07\0\0\x01", "application/x-mach-o-executable"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\x3e\0", "application/x-executable"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0", "application/x-sharedlib"),
        (b"\x7fELF\x01\x02\x01\0\0\0\0\0\0\0\0\0\0\x01\0\x3e", "application/x-object"),
        (b"\x4c\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46", "application/x-ms-shortcut"),
        (b"\xd4\xc3\xb2\xa1\x02\0\x04\0", "application/vnd.tcpdump.pcap"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "audio/x-wav"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x18ftypmp42", "video/mp4"),
        (b"ElfFile\0\0\0", "application/x-ms-evtx"),
        (b"regf\x01\0\0\0", "application/x-ms-registry"),
        (b"MDMP\x93\xa7", "application/x-ms-dump"),
        (b"SQLite format 3\0", "application/vnd.sqlite3"),
        (b"OggS\0\x02", "application/ogg"),
        (b"\0\0\x01\0\x01\0", "image/x-icon"),
    ];
    for (bytes, expected) in cases {
        assert_eq!(mime_type(bytes), Some(*expected), "{}", bytes.escape_ascii());
    }
    assert_eq!(mime_type(&at(257, b"ustar\x0000")), Some("application/x-tar"));
    assert_eq!(mime_type(&at(4, b"\xef\xcd\xab\x89")), Some("application/x-ms-ese"));
    assert_eq!(mime_type(b""), None);
    assert_eq!(mime_type(&[0x80; 64]), None);
}

#[test]
fn archives_that_hold_documents_are_those_documents() {
    let types = zip_entry("[Content_Types].xml", b"\x0a\x0bwhatever");
    let with = |second: &str| [types.clone(), zip_entry(second, b"x")].concat();
    let office = "application/vnd.openxmlformats-officedocument.";
    assert_eq!(mime_type(&with("word/document.xml")).unwrap(), format!("{office}wordprocessingml.document"));
    assert_eq!(mime_type(&with("xl/workbook.xml")).unwrap(), format!("{office}spreadsheetml.sheet"));
    assert_eq!(
        mime_type(&with("ppt/presentation.xml")).unwrap(),
        format!("{office}presentationml.presentation")
    );
    assert_eq!(mime_type(&with("other/x")), Some("application/zip"));
    assert_eq!(mime_type(&zip_entry("META-INF/MANIFEST.MF", b"")), Some("application/java-archive"));
    let odt = zip_entry("mimetype", b"application/vnd.oasis.opendocument.text");
    assert_eq!(mime_type(&odt), Some("application/vnd.oasis.opendocument.text"));
    let template = zip_entry("mimetype", b"application/vnd.oasis.opendocument.text-template");
    assert_eq!(mime_type(&template), Some("application/vnd.oasis.opendocument.text-template"));
}

#[test]
fn texts() {
    let cases = [
        ("hello, world", "text/plain"),
        ("\u{feff}hello, world", "text/plain"),
        ("<!DOCTYPE html>\n<html>", "text/html"),
        ("\n <!-- a\nb --> <HTML lang=en>", "text/html"),
        ("<?xml version='1.0'?>\n<html>", "text/html"),
        ("<?xml version='1.0'?><project/>", "application/xml"),
        ("<?xml version='1.0'?><rss>", "text/rss"),
        ("<!-- x -->\n<?xml encoding='UTF-8'?><a/>", "application/xml"),
        ("<body>hello</body>", "text/html"),
        ("some words <a href=x>\n", "text/html"),
        ("some words\n<a href=x>\n", "text/plain"),
        ("<soap:Envelope xmlns:soap='x'>", "application/soap+xml"),
        ("<rss version='2.0'>", "text/rss"),
        ("<feed xmlns=\"http://www.w3.org/2005/Atom\">", "text/atom"),
        ("{\"a\": [1, 2]}", "text/json"),
        ("{ key: true }  ", "text/json"),
        ("[1.5, 2, 3]", "text/json"),
        ("[{\"a\":1}]", "text/json"),
        ("{\"a\": null, \"b\": 1}", "text/plain"),
        (" [] ", "text/json"),
        ("{}", "text/json"),
        ("#!/bin/bash\necho", "text/x-shellscript"),
        ("#!/usr/bin/env python3\n", "text/x-python"),
        ("#! /usr/bin/perl -w\n", "text/x-perl"),
        ("@ECHO  OFF\r\n", "text/x-msdos-batch"),
        ("a line with <?php in it", "text/x-php"),
        ("(function() { return; })()", "application/javascript"),
        ("BEGIN:VCALENDAR\r\n", "text/calendar"),
        ("Received: from a by b", "message/rfc822"),
        ("return-PATH: <a@b>", "message/rfc822"),
        ("-----BEGIN CERTIFICATE-----\n", "application/x-pem"),
        ("#include <stdio.h>\n", "text/x-c"),
        ("--- a\n+++ b\n@@ -1 +1 @@\n", "text/x-diff"),
    ];
    for (text, expected) in cases {
        assert_eq!(mime_type(text.as_bytes()), Some(expected), "{text}");
    }
    assert_eq!(mime_type(b"short"), None, "too little to be called text");
    assert_eq!(mime_type(b"tex\x01t and more"), None);
}

proptest! {
    #[test]
    fn any_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        mime_type(&bytes);
    }

    #[test]
    fn any_text_does_no_harm(text in "[<>!?\\-\"{}\\[\\]:,#@a-z/= \n]{0,80}") {
        mime_type(text.as_bytes());
    }
}
