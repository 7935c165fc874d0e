//! Captures built by hand from the specifications, round trips, an independent parser as oracle, damage everywhere.

use std::io::{Cursor, Write};
use std::net::{IpAddr, Ipv4Addr};

use pcap_parser::{Block, PcapBlockOwned, PcapError, create_reader};
use proptest::prelude::*;
use thymus_wire::{LinkType, Timestamp};

use crate::{
    CaptureError, CaptureReader, Item, Packet, PcapWriter, PcapngWriter, Secrets, SecretsKind, Source,
};

#[derive(Clone, Debug, PartialEq, Eq)]
struct Owned {
    timestamp: i64,
    link: u32,
    bytes: Vec<u8>,
    wire_length: u32,
    interface: u32,
}

impl From<Packet<'_>> for Owned {
    fn from(packet: Packet) -> Self {
        let Packet { timestamp, link, bytes, wire_length, interface, .. } = packet;
        Self { timestamp: timestamp.0, link: link.0, bytes: bytes.to_vec(), wire_length, interface }
    }
}

fn read(bytes: &[u8]) -> (Vec<Owned>, Option<CaptureError>) {
    let mut packets = Vec::new();
    let mut reader = match CaptureReader::new(Box::new(Cursor::new(bytes.to_vec()))) {
        Ok(reader) => reader,
        Err(error) => return (packets, Some(error)),
    };
    loop {
        match reader.next() {
            Ok(Some(Item::Packet(packet))) => {
                assert_eq!(packet.ordinal, packets.len() as u64 + 1);
                packets.push(packet.into());
            }
            Ok(Some(Item::Names(names))) => drop(names.collect::<Vec<_>>()),
            Ok(Some(_)) => {}
            Ok(None) => return (packets, None),
            Err(error) => {
                assert!(matches!(reader.next(), Ok(None)), "an error ends the capture");
                return (packets, Some(error));
            }
        }
    }
}

fn packets(bytes: &[u8]) -> Vec<Owned> {
    let (packets, error) = read(bytes);
    assert!(error.is_none(), "{error:?}");
    packets
}

/// A pcap file of one packet `abc` of 60 bytes, at 2 s and 3 ticks.
fn tiny_pcap(magic: u32, big: bool, link: u32, extra: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut put = |value: u32| file.extend(if big { value.to_be_bytes() } else { value.to_le_bytes() });
    put(magic);
    put(if big { 0x0002_0004 } else { 0x0004_0002 });
    [0, 0, 65535, link, 2, 3, 3, 60].into_iter().for_each(put);
    file.extend(extra);
    file.extend(b"abc");
    file
}

#[test]
fn pcap_in_both_byte_orders_and_resolutions() {
    for big in [false, true] {
        for (magic, nanoseconds, extra) in
            [(0xa1b2c3d4, 3000, &[][..]), (0xa1b23c4d, 3, &[]), (0xa1b2cd34, 3000, &[0; 8])]
        {
            let file = tiny_pcap(magic, big, 1, extra);
            let expected = Owned {
                timestamp: 2_000_000_000 + nanoseconds,
                link: 1,
                bytes: b"abc".into(),
                wire_length: 60,
                interface: 0,
            };
            assert_eq!(packets(&file), [expected]);
        }
    }
}

#[test]
fn pcap_frame_check_sequences_are_taken_off() {
    // Four bytes are two units of two; the capture of 3 of 60 bytes does not reach into them.
    let mut file = tiny_pcap(0xa1b2c3d4, false, 0x2400_0001, &[]);
    assert_eq!((packets(&file)[0].link, packets(&file)[0].wire_length), (1, 56));
    file.truncate(24 + 16);
    file[32] = 60;
    file.extend([7; 60]);
    assert_eq!(packets(&file)[0].bytes.len(), 56);
}

#[test]
fn pcap_of_old_versions_has_its_lengths_swapped() {
    let mut file = tiny_pcap(0xa1b2c3d4, false, 1, &[]);
    file[6] = 2;
    file[32..40].rotate_left(4);
    assert_eq!(packets(&file)[0].bytes, b"abc");
    file[6] = 3;
    assert_eq!(packets(&file)[0].bytes, b"abc");
}

/// Puts blocks together in either byte order.
struct Blocks {
    big: bool,
    bytes: Vec<u8>,
}

impl Blocks {
    fn section(big: bool) -> Self {
        let mut blocks = Self { big, bytes: Vec::new() };
        blocks.add_section(big);
        blocks
    }

    fn add_section(&mut self, big: bool) {
        self.big = big;
        let body = [self.u32(0x1a2b3c4d), self.u16(1), self.u16(0), vec![0xff; 8]].concat();
        self.add(0x0a0d0d0a, &body);
    }

    fn interface(&mut self, link: u16, snap_length: u32, options: &[(u16, Vec<u8>)]) {
        let body = [self.u16(link), self.u16(0), self.u32(snap_length), self.options(options)].concat();
        self.add(1, &body);
    }

    fn packet(&mut self, interface: u32, ticks: u64, data: &[u8], on_wire: u32, options: &[(u16, Vec<u8>)]) {
        let numbers = [interface, (ticks >> 32) as u32, ticks as u32, data.len() as u32, on_wire];
        let fixed = numbers.into_iter().flat_map(|number| self.u32(number)).collect();
        let body = [fixed, pad(data), self.options(options)].concat();
        self.add(6, &body);
    }

    fn options(&self, options: &[(u16, Vec<u8>)]) -> Vec<u8> {
        let one = |(code, value): &(u16, Vec<u8>)| {
            [self.u16(*code), self.u16(value.len() as u16), pad(value)].concat()
        };
        let all = options.iter().flat_map(one).collect::<Vec<_>>();
        if all.is_empty() { all } else { [all, vec![0; 4]].concat() }
    }

    fn add(&mut self, kind: u32, body: &[u8]) {
        let length = self.u32(body.len() as u32 + 12);
        let block = [self.u32(kind), length.clone(), body.to_vec(), length].concat();
        self.bytes.extend(block);
    }

    fn u16(&self, value: u16) -> Vec<u8> {
        if self.big { value.to_be_bytes() } else { value.to_le_bytes() }.to_vec()
    }

    fn u32(&self, value: u32) -> Vec<u8> {
        if self.big { value.to_be_bytes() } else { value.to_le_bytes() }.to_vec()
    }

    fn u64(&self, value: u64) -> Vec<u8> {
        if self.big { value.to_be_bytes() } else { value.to_le_bytes() }.to_vec()
    }
}

fn pad(bytes: &[u8]) -> Vec<u8> {
    let mut padded = bytes.to_vec();
    padded.resize(bytes.len().next_multiple_of(4), 0);
    padded
}

/// Two sections of different byte order with every block kind that is read.
fn rich_pcapng() -> Vec<u8> {
    let mut blocks = Blocks::section(false);
    blocks.interface(1, 0, &[]);
    blocks.interface(101, 0, &[(9, vec![0x80 | 10]), (14, blocks.u64(100))]);
    blocks.packet(0, 1_500_000, b"ether", 5, &[(1, b"a comment".to_vec())]);
    blocks.packet(1, 1536, b"raw", 90, &[]);
    blocks.add(0x0bad_cafe, b"some unknown thing..");
    let names = [&[1, 0, 9, 0, 10, 0, 0, 1, b'h', 0, b'i', b'j', 0, 0, 0, 0][..], &[0; 4]].concat();
    blocks.add(4, &names);
    blocks.add(10, &[blocks.u32(0x544c534b), blocks.u32(5), pad(b"CLIEN")].concat());
    let counters = blocks.options(&[(4, blocks.u64(77)), (5, blocks.u64(3)), (7, blocks.u64(1))]);
    blocks.add(5, &[blocks.u32(0), blocks.u32(0), blocks.u32(9), counters].concat());
    blocks.add_section(true);
    blocks.interface(1, 4, &[(9, vec![9]), (13, vec![4])]);
    blocks.packet(0, 7, b"nanofcs!", 8, &[]);
    let obsolete = [vec![0, 0, 0, 9], blocks.u64(8), blocks.u32(4), blocks.u32(64), b"old!".to_vec()];
    blocks.add(2, &obsolete.concat());
    blocks.add(3, &[blocks.u32(64), b"simp".to_vec()].concat());
    blocks.bytes
}

#[test]
fn pcapng_sections_interfaces_and_resolutions() {
    let owned = |timestamp, link, bytes: &[u8], wire_length, interface| Owned {
        timestamp,
        link,
        bytes: bytes.into(),
        wire_length,
        interface,
    };
    let expected = [
        owned(1_500_000_000, 1, b"ether", 5, 0),
        // 1536 ticks of 2^-10 s, 100 s after the epoch.
        owned(101_500_000_000, 101, b"raw", 90, 1),
        owned(7, 1, b"nano", 4, 2),
        owned(8, 1, b"old!", 60, 2),
        owned(8, 1, b"simp", 60, 2),
    ];
    assert_eq!(packets(&rich_pcapng()), expected);
}

#[test]
fn pcapng_names_secrets_and_statistics() {
    let mut reader = CaptureReader::new(Box::new(Cursor::new(rich_pcapng()))).unwrap();
    let mut seen = 0;
    while let Some(item) = reader.next().unwrap() {
        seen += usize::from(!matches!(item, Item::Packet(_)));
        match item {
            Item::Packet(_) => {}
            Item::Names(names) => {
                let host = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));
                assert_eq!(names.collect::<Vec<_>>(), [(host, &b"h"[..]), (host, b"ij")]);
            }
            Item::Secrets(secrets) => {
                assert_eq!(secrets, Secrets { kind: SecretsKind::TLS_KEY_LOG, bytes: b"CLIEN" });
            }
            Item::Statistics(counters) => {
                assert_eq!((counters.received, counters.dropped), (Some(77), Some(3)));
                assert_eq!((counters.accepted, counters.dropped_by_system), (None, Some(1)));
                assert_eq!(counters.timestamp, Timestamp(9000));
            }
        }
    }
    assert_eq!(seen, 3);
}

#[test]
fn packet_flags_override_the_interface_fcs_length() {
    let mut blocks = Blocks::section(false);
    blocks.interface(1, 0, &[]);
    blocks.packet(
        0,
        0,
        b"abcdefgh",
        8,
        &[(1, b"comment".to_vec()), (2, (4_u32 << 5).to_le_bytes().to_vec())],
    );
    assert_eq!(packets(&blocks.bytes)[0].bytes, b"abcd");
}

/// Cuts a capture at every byte: the packets that lie before the cut come, the last error says where.
fn cut_everywhere(file: &[u8]) {
    let whole = packets(file);
    let mut most = 0;
    for length in 0..file.len() {
        let (found, error) = read(&file[..length]);
        assert_eq!(found, whole[..found.len()], "cut at {length}");
        assert!(found.len() >= most, "cut at {length}");
        most = found.len();
        match error {
            None => {}
            Some(CaptureError::Truncated { offset }) => assert!(offset < length as u64 || length == 0),
            Some(CaptureError::UnknownFormat { .. }) => assert!(length < 4),
            Some(other) => panic!("cut at {length}: {other}"),
        }
    }
    assert_eq!(most, whole.len().saturating_sub(1));
}

#[test]
fn truncation_at_every_byte() {
    cut_everywhere(&tiny_pcap(0xa1b2c3d4, true, 1, &[]));
    cut_everywhere(&rich_pcapng());
}

#[test]
fn hostile_lengths_are_refused_without_allocation() {
    for length in [256 * 1024 + 1, 0x7fff_ffff, u32::MAX] {
        let mut pcap = tiny_pcap(0xa1b2c3d4, false, 1, &[]);
        pcap[32..36].copy_from_slice(&length.to_le_bytes());
        assert!(matches!(read(&pcap).1, Some(CaptureError::Malformed { offset: 24, .. })));
        let mut blocks = Blocks::section(false);
        blocks.interface(1, 0, &[]);
        let at = blocks.bytes.len();
        blocks.packet(0, 0, b"abcd", 4, &[]);
        let mut in_packet = blocks.bytes.clone();
        in_packet[at + 20..at + 24].copy_from_slice(&length.to_le_bytes());
        assert!(matches!(read(&in_packet).1, Some(CaptureError::Malformed { .. })));
        blocks.bytes[at + 4..at + 8].copy_from_slice(&length.to_le_bytes());
        assert!(matches!(
            read(&blocks.bytes).1,
            Some(CaptureError::Malformed { .. } | CaptureError::Truncated { .. })
        ));
    }
}

#[test]
fn other_files_are_named() {
    let looks_like = |bytes: &[u8]| match read(bytes).1 {
        Some(CaptureError::UnknownFormat { looks_like }) => looks_like,
        other => panic!("{other:?}"),
    };
    assert_eq!(looks_like(b""), "an empty file");
    assert_eq!(looks_like(b"PK\x03\x04...."), "a zip archive; unpack it first");
    assert_eq!(looks_like(b"#separator \\x09\n"), "a Zeek log");
    assert_eq!(looks_like(b"Hello there,\n"), "a text file");
    assert_eq!(looks_like(&[0; 600]), "zeros, as a file has that was never filled");
    assert_eq!(looks_like(&gzip(b"MZ\x90\0")), "a Windows program");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn compressed_captures_of_several_members() {
    let file = rich_pcapng();
    let expected = packets(&file);
    let (first, second) = file.split_at(100);
    assert_eq!(packets(&[gzip(first), gzip(second)].concat()), expected);
    let zstd = |bytes: &[u8]| zstd::encode_all(bytes, 1).unwrap();
    let skippable = [&[0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9][..], &zstd(first), &zstd(second)].concat();
    assert_eq!(packets(&skippable), expected);
    assert_eq!(packets(&[zstd(first), zstd(second)].concat()), expected);
}

#[test]
fn damaged_compression_gives_what_came_before() {
    let mut state = 1_u64;
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 56) as u8
    };
    let contents: Vec<_> = (0..2000).map(|i| (i, (0..200).map(|_| noise()).collect())).collect();
    let many = written(&contents);
    let incompressible = |packed: Vec<u8>| {
        let (found, error) = read(&packed[..packed.len() / 2]);
        assert!(matches!(error, Some(CaptureError::Truncated { .. })), "{error:?}");
        assert!(!found.is_empty() && found.len() < 2000);
        let mut flipped = packed.clone();
        let middle = flipped.len() / 2;
        flipped[middle..].fill(0xff);
        assert!(matches!(read(&flipped).1, Some(CaptureError::Malformed { .. })));
    };
    incompressible(gzip(&many));
    incompressible(zstd::encode_all(&many[..], 1).unwrap());
}

/// A pcapng file of Ethernet packets at these times.
fn written(contents: &[(i64, Vec<u8>)]) -> Vec<u8> {
    let mut writer = PcapngWriter::new(Vec::new(), "thymus test", Some("written by a test")).unwrap();
    for (index, (time, bytes)) in contents.iter().enumerate() {
        writer
            .packet(&packet(*time, bytes, 1 + index as u64 % 2), (index % 3 == 0).then_some("third"))
            .unwrap();
    }
    writer.finish().unwrap()
}

fn packet(time: i64, bytes: &[u8], interface: u64) -> Packet<'_> {
    Packet {
        timestamp: Timestamp(time),
        link: LinkType::ETHERNET,
        bytes,
        wire_length: bytes.len() as u32 + 5,
        ordinal: 0,
        interface: interface as u32,
        vlan: None,
    }
}

#[test]
fn stripped_vlan_tags_are_put_back() {
    let frame: Vec<u8> = (0..40).collect();
    let tagged = Packet { vlan: Some(0x123), ..packet(5, &frame, 0) };
    let mut pcapng = PcapngWriter::new(Vec::new(), "t", None).unwrap();
    pcapng.packet(&tagged, None).unwrap();
    let mut pcap = PcapWriter::new(Vec::new(), LinkType::ETHERNET).unwrap();
    pcap.packet(&tagged).unwrap();
    for file in [pcapng.finish().unwrap(), pcap.finish().unwrap()] {
        let found = &packets(&file)[0];
        assert_eq!(found.bytes[12..18], [0x81, 0, 0x01, 0x23, 12, 13]);
        assert_eq!((found.bytes.len(), found.wire_length), (44, 49));
    }
}

#[test]
fn names_and_secrets_come_back() {
    let mut writer = PcapngWriter::new(Vec::new(), "t", None).unwrap();
    let host: IpAddr = "2001:db8::1".parse().unwrap();
    writer.name(host, "host.example").unwrap();
    writer.secrets(&Secrets { kind: SecretsKind::SSH_KEY_LOG, bytes: b"12345" }).unwrap();
    let mut reader = CaptureReader::new(Box::new(Cursor::new(writer.finish().unwrap()))).unwrap();
    let Some(Item::Names(mut names)) = reader.next().unwrap() else { panic!() };
    assert_eq!(names.next(), Some((host, &b"host.example"[..])));
    let expected = Secrets { kind: SecretsKind::SSH_KEY_LOG, bytes: b"12345" };
    assert_eq!(reader.next().unwrap(), Some(Item::Secrets(expected)));
}

#[test]
fn a_pcap_file_has_one_link_type() {
    let mut writer = PcapWriter::new(Vec::new(), LinkType::RAW).unwrap();
    assert!(writer.packet(&packet(0, b"x", 0)).is_err());
}

/// What the independent parser finds: captured bytes of the packets up to the first error.
fn oracle(file: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let Ok(mut reader) = create_reader(1 << 20, Cursor::new(file.to_vec())) else { return found };
    loop {
        match reader.next() {
            Ok((length, block)) => {
                match block {
                    PcapBlockOwned::NG(Block::EnhancedPacket(p)) => found.push(p.packet_data().to_vec()),
                    PcapBlockOwned::Legacy(p) => found.push(p.data.to_vec()),
                    _ => {}
                }
                reader.consume(length);
            }
            Err(PcapError::Incomplete(_)) => {
                if reader.refill().is_err() || reader.reader_exhausted() {
                    return found;
                }
            }
            Err(_) => return found,
        }
    }
}

trait PacketData {
    fn packet_data(&self) -> &[u8];
}

impl PacketData for pcap_parser::EnhancedPacketBlock<'_> {
    fn packet_data(&self) -> &[u8] {
        &self.data[..self.caplen as usize]
    }
}

proptest! {
    #[test]
    fn written_files_are_read_back_and_by_others(
        contents in prop::collection::vec((0..i64::MAX, prop::collection::vec(any::<u8>(), 0..200)), 1..40),
    ) {
        let file = written(&contents);
        let found = packets(&file);
        prop_assert_eq!(found.len(), contents.len());
        for (packet, (time, bytes)) in found.iter().zip(&contents) {
            prop_assert_eq!((packet.timestamp, &packet.bytes), (*time, bytes));
            prop_assert_eq!(packet.wire_length as usize, bytes.len() + 5);
        }
        let bytes: Vec<_> = contents.iter().map(|(_, bytes)| bytes.clone()).collect();
        prop_assert_eq!(&oracle(&file), &bytes);
        let mut writer = PcapWriter::new(Vec::new(), LinkType::ETHERNET).unwrap();
        for (time, bytes) in &contents {
            writer.packet(&packet(time % 4_000_000_000_000_000_000, bytes, 0)).unwrap();
        }
        let file = writer.finish().unwrap();
        prop_assert_eq!(oracle(&file), bytes);
        prop_assert_eq!(packets(&file)[0].timestamp, contents[0].0 % 4_000_000_000_000_000_000);
    }

    #[test]
    fn damaged_files_never_panic_and_agree_where_both_read(
        contents in prop::collection::vec((0..i64::MAX, prop::collection::vec(any::<u8>(), 0..60)), 1..12),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
    ) {
        let mut file = written(&contents);
        for (at, value) in damage {
            let at = at.index(file.len());
            file[at] = value;
        }
        let (ours, _) = read(&file);
        let theirs = oracle(&file);
        // Either parser may stop earlier at what it refuses; up to there they agree, unless a block kind changed.
        for (our, their) in ours.iter().zip(&theirs) {
            if ours.len() == theirs.len() {
                prop_assert_eq!(&our.bytes, their);
            }
        }
    }

    #[test]
    fn noise_after_a_magic_never_panics(noise in prop::collection::vec(any::<u8>(), 0..300), magic in 0..5) {
        let magic: [u8; 4] = [
            [0xd4, 0xc3, 0xb2, 0xa1], [0xa1, 0xb2, 0x3c, 0x4d], [0x0a, 0x0d, 0x0d, 0x0a],
            [0x1f, 0x8b, 8, 0], [0x28, 0xb5, 0x2f, 0xfd],
        ][magic as usize];
        read(&[&magic[..], &noise].concat());
    }
}

/// A directory of this test run, removed afterwards.
pub(crate) struct Scratch(pub(crate) std::path::PathBuf);

impl Scratch {
    pub(crate) fn new(name: &str) -> Self {
        // In memory where there is such a place: these tests sync thousands of files.
        let memory = std::path::PathBuf::from("/dev/shm");
        let parent = if memory.is_dir() { memory } else { std::env::temp_dir() };
        let path = parent.join(format!("thymus-capture-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn directories_are_read_in_order_of_time() {
    let scratch = Scratch::new("directory");
    let root = &scratch.0;
    std::fs::create_dir(root.join("deep")).unwrap();
    let file = |name: &str, times: &[i64]| {
        let contents: Vec<_> = times.iter().map(|time| (*time, name.as_bytes().to_vec())).collect();
        std::fs::write(root.join(name), written(&contents)).unwrap();
    };
    file("a", &[30, 31]);
    file("deep/c", &[10]);
    file("b", &[20]);
    std::fs::write(root.join("notes.txt"), "no capture").unwrap();
    std::os::unix::fs::symlink("/etc/passwd", root.join("link")).unwrap();
    let mut cut = written(&[(25, b"cut".to_vec())]);
    cut.extend(*b"\x06\0\0\0");
    std::fs::write(root.join("cut"), cut).unwrap();

    let mut source = Source::open(&[root]).unwrap();
    let mut seen = Vec::new();
    let mut errors = Vec::new();
    loop {
        match source.next() {
            Ok(Some(Item::Packet(packet))) => seen.push((packet.timestamp.0, packet.ordinal)),
            Ok(Some(_)) => {}
            Ok(None) => break,
            Err(error) => {
                assert!(matches!(error, CaptureError::Truncated { .. }));
                errors.push(source.current().to_owned());
            }
        }
    }
    assert_eq!(seen, [(10, 1), (20, 2), (25, 3), (30, 4), (31, 5)]);
    assert_eq!(errors, [root.join("cut")]);
    assert_eq!(source.skipped(), [root.join("link"), root.join("notes.txt")]);
    assert!(matches!(Source::open(&[root.join("absent")]), Err(CaptureError::Open { .. })));
}
