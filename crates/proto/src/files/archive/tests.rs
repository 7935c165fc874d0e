//! Archives built by hand, whole, cut at every length, with holes, and such as attackers build.

use crate::Side;
use crate::files::FileStart;
use crate::testing::TestFlow;
use flate2::{Compression, write::DeflateEncoder};
use serde_json::Value;
use std::io::Write;

const SIGNED: &[u8] = b"PK\x07\x08";

fn deflate(content: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// A local header (§4.3.7).
fn header(name: &str, flags: u16, method: u16, sizes: (u32, u32), extra: &[u8]) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04\x14\0".to_vec();
    for number in [flags, method, 0, 0] {
        bytes.extend(number.to_le_bytes());
    }
    for number in [0xdead_beef, sizes.0, sizes.1] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend((name.len() as u16).to_le_bytes());
    bytes.extend((extra.len() as u16).to_le_bytes());
    [&bytes[..], name.as_bytes(), extra].concat()
}

fn stored(name: &str, content: &[u8]) -> Vec<u8> {
    let length = content.len() as u32;
    [&header(name, 0, 0, (length, length), &[])[..], content].concat()
}

fn deflated(name: &str, content: &[u8]) -> Vec<u8> {
    let packed = deflate(content);
    [&header(name, 0, 8, (packed.len() as u32, content.len() as u32), &[])[..], &packed].concat()
}

/// An entry whose sizes follow it in a descriptor (§4.3.9), with or without signature, in 32 or 64 bits.
fn streamed(name: &str, content: &[u8], method: u16, signed: bool, wide: bool) -> Vec<u8> {
    let packed = if method == 8 { deflate(content) } else { content.to_vec() };
    let mut bytes = [&header(name, 8, method, (0, 0), &[])[..], &packed].concat();
    bytes.extend(if signed { SIGNED } else { &[] });
    bytes.extend(0xdead_beef_u32.to_le_bytes());
    for size in [packed.len() as u64, content.len() as u64] {
        bytes.extend(&size.to_le_bytes()[..if wide { 8 } else { 4 }]);
    }
    bytes
}

/// Entries and the directory after them, which is never read beyond its signature.
fn archive(entries: &[Vec<u8>]) -> Vec<u8> {
    [&entries.concat()[..], b"PK\x01\x02", &[0; 42], b"PK\x05\x06", &[0; 18]].concat()
}

fn start() -> FileStart {
    FileStart { source: "HTTP", from: Side::Responder, depth: 1, filename: None, total_bytes: None }
}

/// The records of an archive that comes in pieces of this size.
fn read_in(archive: &[u8], size: usize) -> TestFlow {
    let mut flow = TestFlow::tcp(80);
    flow.act(|cx| {
        let file = cx.file_open(start());
        archive.chunks(size).for_each(|piece| cx.file_data(&file, piece));
        cx.file_close(file);
    });
    flow
}

fn read(archive: &[u8]) -> TestFlow {
    read_in(archive, 1460)
}

fn texts<'a>(records: &'a [Value], field: &str) -> Vec<&'a str> {
    records.iter().map(|record| record[field].as_str().unwrap_or("-")).collect()
}

fn weirds(flow: &TestFlow) -> Vec<String> {
    texts(&flow.of_kind("weird"), "name").into_iter().map(str::to_owned).collect()
}

/// Text that does not compress to nothing.
fn prose(length: usize) -> Vec<u8> {
    let words = ["thymus ", "cell ", "self ", "other ", "learns ", "\n"];
    let mut state = 7u32;
    let mut text = Vec::new();
    while text.len() < length {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        text.extend(words[(state >> 16) as usize % words.len()].as_bytes());
    }
    text.truncate(length);
    text
}

#[test]
fn each_entry_is_a_file_found_in_the_archive() {
    let bytes = archive(&[
        stored("docs/", b""),
        stored("a.txt", b"message digest"),
        deflated("b.pdf", b"%PDF-1.7\n"),
    ]);
    for size in [1, 3, 29, 1460, 100_000] {
        let flow = read_in(&bytes, size);
        let records = flow.of_kind("files");
        assert_eq!(texts(&records, "source"), ["ZIP", "ZIP", "ZIP", "HTTP"]);
        assert_eq!(
            texts(&records, "filename"),
            ["-", "a.txt", "b.pdf", "-"],
            "a folder has no name, as in Zeek"
        );
        assert_eq!(texts(&records, "mime_type"), ["-", "text/plain", "application/pdf", "application/zip"]);
        assert_eq!(records[1]["md5"], "f96b697d7cb7938d525a2f31aaf161d0", "RFC 1321, A.5");
        assert!(records[..3].iter().all(|record| record["parent_fuid"] == records[3]["fuid"]));
        assert!(records.iter().all(|record| record["depth"] == 1 && record["is_orig"] == false));
        assert_eq!((&records[2]["seen_bytes"], &records[2]["total_bytes"]), (&9.into(), &9.into()));
        assert!(records[3]["analyzers"].as_array().unwrap().contains(&"ZIP".into()));
        let names: std::collections::BTreeSet<_> = texts(&records, "fuid").into_iter().collect();
        assert_eq!((names.len(), weirds(&flow).len()), (4, 0));
    }
}

#[test]
fn sizes_may_follow_in_any_kind_of_descriptor() {
    let text = prose(9_000);
    let decoy = [b"zip: ", SIGNED, &[0; 30], b"PK\x03\x04 end"].concat();
    for (method, signed) in [(8, true), (8, false), (0, true)] {
        for wide in [false, true] {
            for size in [1, 7, 1460, 100_000] {
                let entries = [("a", &text), ("b", &decoy)]
                    .map(|(name, content)| streamed(name, content, method, signed, wide));
                let flow = read_in(&archive(&[entries.concat(), stored("c", b"x")]), size);
                let records = flow.of_kind("files");
                assert_eq!(
                    texts(&records, "filename"),
                    ["a", "b", "c", "-"],
                    "{method} {signed} {wide} {size}"
                );
                assert_eq!(records[0]["seen_bytes"], text.len());
                assert_eq!(records[1]["seen_bytes"], decoy.len());
                assert!(records.iter().all(|record| record["sha256"].is_string()));
                assert!(weirds(&flow).is_empty());
            }
        }
    }
}

#[test]
fn sizes_of_64_bits_and_the_mark_of_a_split_archive_are_understood() {
    let extra = [&b"\x55\x54\x01\0x\x01\0\x10\0"[..], &3u64.to_le_bytes(), &3u64.to_le_bytes()].concat();
    let entry = [&header("large", 0, 0, (u32::MAX, u32::MAX), &extra)[..], b"abc"].concat();
    let flow = read(&[SIGNED, &archive(&[entry, stored("next", b"def")])].concat());
    let records = flow.of_kind("files");
    assert_eq!(texts(&records, "filename"), ["large", "next", "-"]);
    assert_eq!((&records[0]["seen_bytes"], &records[0]["total_bytes"]), (&3.into(), &3.into()));
}

#[test]
fn what_cannot_be_read_is_named_and_passed_over() {
    let hidden = |name, flags, method, size| header(name, flags, method, (size, 9), &[]);
    let mut open_end = [&hidden("streamed", 9, 8, 0)[..], b"secret", SIGNED, &[0; 4]].concat();
    open_end.extend([6, 0, 0, 0, 9, 0, 0, 0]);
    let aes = [&hidden("aes", 1, 99, 6)[..], b"secret"].concat();
    let lzma = [&hidden("lzma", 0, 14, 6)[..], b"packed"].concat();
    let flow = read(&archive(&[open_end, aes, lzma, stored("plain", b"text")]));
    let records = flow.of_kind("files");
    assert_eq!(texts(&records, "filename"), ["streamed", "aes", "lzma", "plain", "-"]);
    assert!(records[1..3].iter().all(|record| record["seen_bytes"] == 0 && record["total_bytes"] == 9));
    assert!(records[0].get("sha256").is_none());
    assert_eq!(weirds(&flow), ["archive_entry_encrypted", "archive_method_unsupported"]);
    assert_eq!(flow.of_kind("weird")[0]["addl"], "streamed");
}

#[test]
fn archives_in_archives_are_read_to_a_depth() {
    let mut bytes = archive(&[stored("core.txt", b"core")]);
    for level in 0..4 {
        bytes = archive(&[deflated(&format!("{level}.zip"), &bytes)]);
    }
    let flow = read(&bytes);
    let records = flow.of_kind("files");
    assert_eq!(texts(&records, "filename"), ["1.zip", "2.zip", "3.zip", "-"]);
    let depths: Vec<_> = records.iter().map(|record| record["depth"].as_u64().unwrap()).collect();
    assert_eq!(depths, [3, 2, 1, 1]);
    assert!(records.windows(2).all(|pair| pair[0]["parent_fuid"] == pair[1]["fuid"]));
    assert_eq!(weirds(&flow), ["archives_nested_too_deep"]);
}

#[test]
fn truncated_anywhere_it_gives_what_had_come() {
    let bytes = archive(&[
        stored("a", b"first"),
        streamed("b", &prose(300), 8, true, false),
        streamed("c", b"third", 0, true, true),
        deflated("d.zip", &archive(&[stored("e", b"inner")])),
    ]);
    let whole = read(&bytes).of_kind("files");
    for length in 0..bytes.len() {
        let flow = read(&bytes[..length]);
        let records = flow.of_kind("files");
        let (_, entries) = records.split_last().unwrap();
        for record in entries.iter().filter(|record| record.get("sha256").is_some()) {
            let same = |other: &&Value| other["filename"] == record["filename"];
            let other = whole.iter().find(same).unwrap();
            assert_eq!(other["sha256"], record["sha256"], "a digest is of the whole or there is none");
        }
        assert!(weirds(&flow).is_empty());
    }
}

#[test]
fn a_hole_in_content_of_known_length_does_not_end_the_reading() {
    let packed = deflated("b", &prose(6_000));
    let bytes = archive(&[stored("a", &prose(6_000)), packed.clone(), stored("c", b"after")]);
    let second = bytes.len() - packed.len() / 2;
    for (hole, names) in [(5_000, vec!["a", "b", "c", "-"]), (second - 200, vec!["a", "b", "c", "-"])] {
        let mut flow = TestFlow::tcp(80);
        flow.act(|cx| {
            let file = cx.file_open(start());
            cx.file_data(&file, &bytes[..hole]);
            cx.file_gap(&file, 10);
            cx.file_data(&file, &bytes[hole + 10..]);
            cx.file_close(file);
        });
        let records = flow.of_kind("files");
        assert_eq!(texts(&records, "filename"), names);
        let damaged = if hole == 5_000 { "a" } else { "b" };
        for record in &records[..3] {
            assert_eq!(record.get("sha256").is_none(), record["filename"] == damaged);
            assert_eq!(record["missing_bytes"] != 0, record["filename"] == damaged);
        }
    }
}

#[test]
fn a_hole_where_an_entry_begins_ends_the_reading() {
    let bytes = archive(&[stored("a", &prose(6_000)), stored("b", b"x"), stored("c", b"y")]);
    let mut flow = TestFlow::tcp(80);
    flow.act(|cx| {
        let file = cx.file_open(start());
        cx.file_data(&file, &bytes[..6_035]);
        cx.file_gap(&file, 3);
        cx.file_data(&file, &bytes[6_038..]);
        cx.file_close(file);
    });
    assert_eq!(texts(&flow.of_kind("files"), "filename"), ["a", "-"]);
}

#[test]
fn a_bomb_is_an_anomaly_and_goes_no_further() {
    let zeros = vec![0; 4 << 20];
    let flow = read(&archive(&[deflated("bomb", &zeros), stored("after", b"x")]));
    let records = flow.of_kind("files");
    assert_eq!(texts(&records, "filename"), ["bomb", "-"]);
    assert!(records[0]["seen_bytes"].as_u64().unwrap() <= 1 << 20 && records[0].get("md5").is_none());
    assert_eq!(weirds(&flow), ["archive_bomb"]);
}

#[test]
fn a_bomb_of_archives_in_archives_is_counted_as_one() {
    let inner = archive(&[deflated("zeros", &vec![0; 1 << 19])]);
    let many = archive(&vec![stored("inner.zip", &inner); 64]);
    let flow = read(&archive(&[deflated("middle.zip", &many)]));
    let total: u64 = flow.of_kind("files").iter().map(|record| record["seen_bytes"].as_u64().unwrap()).sum();
    assert!(total < 4 << 20, "{total}");
    assert_eq!(weirds(&flow), ["archive_bomb"]);
}

#[test]
fn entries_are_counted_over_all_levels() {
    let many = archive(&vec![stored("", b""); 10_000]);
    let flow = read(&archive(&[stored("1.zip", &many), stored("2.zip", &many)]));
    let count = flow.of_kind("files").len();
    assert_eq!(count, super::budget::ENTRIES_MAX as usize + 1);
    assert_eq!(weirds(&flow), ["archive_entry_limit_reached"]);
}

#[test]
fn hostile_lengths_do_no_harm() {
    let long = "n".repeat(60_000);
    let name = [&header(&long[..2_000], 0, 0, (1, 1), &[])[..], b"x"].concat();
    let flow = read(&archive(&[name]));
    assert_eq!(flow.of_kind("files")[0]["filename"].as_str().unwrap().len(), super::NAME_BYTES_MAX);
    assert_eq!(weirds(&flow), ["archive_name_too_long"]);
    assert_eq!(weirds(&read(&stored(&long, b"x"))), ["archive_header_too_large"]);
    let endless = [&b"\x01\0\x10\0"[..], &[0xff; 16]].concat();
    for method in [0, 8, 14] {
        let flow = read(
            &[&header("endless", 0, method, (u32::MAX, u32::MAX), &endless)[..], &prose(9_000)].concat(),
        );
        let records = flow.of_kind("files");
        assert_eq!(texts(&records, "filename"), ["endless", "-"]);
        assert_eq!(records[0]["total_bytes"].as_u64(), Some(u64::MAX));
    }
}

#[test]
fn content_that_is_not_what_its_header_says_is_cut_and_the_next_entry_read() {
    let garbage = [&header("garbage", 0, 8, (6, 9), &[])[..], b"\xff\xff\xff\xff\xff\xff"].concat();
    let packed = deflate(b"too short a length");
    let short = [&header("short", 0, 8, (packed.len() as u32 - 3, 18), &[])[..], &packed[..packed.len() - 3]]
        .concat();
    let flow = read(&archive(&[garbage, short, stored("next", b"x")]));
    let records = flow.of_kind("files");
    assert_eq!(texts(&records, "filename"), ["garbage", "short", "next", "-"]);
    assert!(records[..2].iter().all(|record| record.get("sha256").is_none() && record["missing_bytes"] != 0));
    assert_eq!(weirds(&flow), ["archive_entry_damaged"]);
    assert_eq!(
        weirds(&read(&[&stored("a", b"x")[..], b"what is this"].concat())),
        ["archive_unexpected_bytes"]
    );
}

#[test]
fn a_task_in_an_archive_is_a_job() {
    let task =
        b"<?xml version=\"1.0\"?><Task xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\
        <Actions><Exec><Command>calc.exe</Command></Exec></Actions></Task>";
    let flow = read(&archive(&[deflated("x.xml", task)]));
    let job = &flow.of_kind("scheduled_job")[0];
    assert_eq!(
        (&job["program"], &job["source"], &job["path"]),
        (&"calc.exe".into(), &"ZIP".into(), &"x.xml".into())
    );
    assert_eq!(job["fuid"], flow.of_kind("files")[0]["fuid"]);
}

#[test]
fn any_change_of_a_byte_does_no_harm() {
    let bytes = archive(&[
        stored("a", b"first"),
        streamed("b", &prose(40), 8, true, false),
        streamed("c", b"third", 0, true, true),
        deflated("d.zip", &archive(&[stored("e", b"inner")])),
    ]);
    for at in 0..bytes.len() {
        for value in [0, 1, 8, 0x7f, 0xff] {
            let mut changed = bytes.clone();
            changed[at] = value;
            assert!(read(&changed).of_kind("files").len() <= 7);
        }
    }
}
