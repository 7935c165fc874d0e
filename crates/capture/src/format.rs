//! What the two capture formats have in common, and how to tell them from everything else.

use thymus_wire::{LinkType, Reader, Timestamp};

use crate::error::CaptureError;
use crate::packet::{Item, Names, Packet, Secrets, SecretsKind, Statistics};
use crate::pcap::Pcap;
use crate::pcapng::{self, Pcapng};
use crate::window::Window;

/// The byte order of a file or section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Endian {
    Little,
    Big,
}

impl Endian {
    #[inline]
    pub(crate) fn u16(self, reader: &mut Reader) -> thymus_wire::Result<u16> {
        if self == Self::Little { reader.u16_le() } else { reader.u16_be() }
    }

    #[inline]
    pub(crate) fn u32(self, reader: &mut Reader) -> thymus_wire::Result<u32> {
        if self == Self::Little { reader.u32_le() } else { reader.u32_be() }
    }

    #[inline]
    pub(crate) fn u64(self, reader: &mut Reader) -> thymus_wire::Result<u64> {
        if self == Self::Little { reader.u64_le() } else { reader.u64_be() }
    }
}

/// Something found in the window, described by its place so that finding it borrows nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Found {
    Packet(FoundPacket),
    Names { at: usize, length: usize, endian: Endian },
    Secrets { kind: SecretsKind, at: usize, length: usize },
    Statistics(Statistics),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct FoundPacket {
    pub(crate) timestamp: Timestamp,
    pub(crate) link: LinkType,
    pub(crate) at: usize,
    pub(crate) captured: u32,
    pub(crate) on_wire: u32,
    pub(crate) interface: u32,
}

impl FoundPacket {
    /// Takes a frame check sequence of this length off: from what was on the wire, and from what was captured as
    /// far as the capture reaches into it.
    #[inline]
    pub(crate) fn without_fcs(mut self, fcs_bytes: u32) -> Self {
        self.on_wire = self.on_wire.max(self.captured).saturating_sub(fcs_bytes);
        self.captured = self.captured.min(self.on_wire);
        self
    }
}

impl Found {
    #[inline]
    pub(crate) fn lend(self, window: &Window, ordinal: u64) -> Item<'_> {
        match self {
            Self::Packet(packet) => Item::Packet(Packet {
                timestamp: packet.timestamp,
                link: packet.link,
                bytes: window.passed(packet.at, packet.captured as usize),
                wire_length: packet.on_wire,
                ordinal,
                interface: packet.interface,
                vlan: None,
            }),
            Self::Names { at, length, endian } => {
                Item::Names(Names::new(window.passed(at, length), endian == Endian::Big))
            }
            Self::Secrets { kind, at, length } => {
                Item::Secrets(Secrets { kind, bytes: window.passed(at, length) })
            }
            Self::Statistics(statistics) => Item::Statistics(statistics),
        }
    }
}

/// A capture whose header has been read.
pub(crate) enum Format {
    Pcap(Pcap),
    Pcapng(Pcapng),
}

impl Format {
    /// Recognises the format by the first bytes and reads the file header.
    pub(crate) fn open(window: &mut Window) -> Result<Self, CaptureError> {
        let Some(magic) = window.peek(4).first_chunk().copied() else {
            return Err(unknown(window));
        };
        if let Some(endian) = Pcap::recognise(magic) {
            return Pcap::open(window, endian).map(Self::Pcap);
        }
        if u32::from_be_bytes(magic) == pcapng::SECTION_HEADER {
            return Ok(Self::Pcapng(Pcapng::default()));
        }
        Err(unknown(window))
    }

    #[inline]
    pub(crate) fn step(&mut self, window: &mut Window) -> Result<Option<Found>, CaptureError> {
        match self {
            Self::Pcap(pcap) => pcap.step(window),
            Self::Pcapng(pcapng) => pcapng.step(window),
        }
    }
}

fn unknown(window: &mut Window) -> CaptureError {
    const LONG_ENOUGH_TO_JUDGE: usize = 512;
    let first = window.peek(LONG_ENOUGH_TO_JUDGE);
    let looks_like = guess(first);
    if first.is_empty() && !window.is_at_end() {
        return window.need(1).err().unwrap_or(CaptureError::UnknownFormat { looks_like });
    }
    CaptureError::UnknownFormat { looks_like }
}

/// First bytes of what people hand over by mistake.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"\x7fELF", "a Linux program (ELF)"),
    (b"MZ", "a Windows program"),
    (b"PK\x03\x04", "a zip archive; unpack it first"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"\xfd7zXZ\0", "an xz-compressed file; decompress it first"),
    (b"BZh", "a bzip2-compressed file; decompress it first"),
    (b"\x04\x22\x4d\x18", "an lz4-compressed file; decompress it first"),
    (b"\x1f\x8b", "a file that was gzip-compressed twice"),
    (b"\x28\xb5\x2f\xfd", "a file that was zstd-compressed twice"),
    (b"snoop\0\0\0", "a Solaris snoop capture; convert it with editcap"),
    (b"GMBU", "a Microsoft Network Monitor 2 capture; convert it with editcap"),
    (b"RTSS", "a Microsoft Network Monitor 1 capture; convert it with editcap"),
    (b"XCP\0", "a NetXRay or Windows Sniffer capture; convert it with editcap"),
    (b"TRSNIFF data", "a Sniffer capture; convert it with editcap"),
    (b"iptrace", "an AIX iptrace capture; convert it with editcap"),
    (b"ElfFile\0", "a Windows event log (evtx)"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"#separator", "a Zeek log"),
    (b"#fields", "a Zeek log"),
    (b"<?xml", "an XML document"),
    (b"<!DOCTYPE", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"version https://git-lfs", "a Git LFS pointer; fetch the real file first"),
    (b"Received: ", "an e-mail message"),
    (b"Return-Path: ", "an e-mail message"),
    (b"From ", "a mailbox (mbox)"),
    (b"{", "a JSON document or Zeek JSON log"),
    (b"[", "a JSON document"),
];

fn guess(first: &[u8]) -> &'static str {
    if first.is_empty() {
        return "an empty file";
    }
    if let Some((_, name)) = SIGNATURES.iter().find(|(signature, _)| first.starts_with(signature)) {
        return name;
    }
    if first.iter().all(|byte| *byte == 0) {
        return "zeros, as a file has that was never filled";
    }
    let is_text =
        |byte: &u8| byte.is_ascii_graphic() || matches!(byte, b' ' | b'\t' | b'\r' | b'\n') || *byte >= 0x80;
    if first.iter().all(is_text) { "a text file" } else { "binary data of an unknown kind" }
}
