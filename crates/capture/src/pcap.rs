//! Classic pcap: a file header and packets, in the byte order of the machine that wrote them.
//!
//! Source: <https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcap/>. Besides the two common magic numbers
//! this reads the modified one of Alexey Kuznetzov's patched libpcap, whose packet headers are longer.

use thymus_wire::{LinkType, Reader, Timestamp};

use crate::PACKET_BYTES_MAX;
use crate::error::CaptureError;
use crate::format::{Endian, Found, FoundPacket};
use crate::window::Window;

pub(crate) const MAGIC_MICROSECONDS: u32 = 0xa1b2_c3d4;
pub(crate) const MAGIC_NANOSECONDS: u32 = 0xa1b2_3c4d;
const MAGIC_MODIFIED: u32 = 0xa1b2_cd34;

pub(crate) const FILE_HEADER_BYTES: usize = 24;
pub(crate) const PACKET_HEADER_BYTES: usize = 16;
/// Interface index, protocol and packet type follow the ordinary header.
const MODIFIED_PACKET_HEADER_BYTES: usize = 24;

/// The link type proper; the bits above tell of frame check sequences.
const LINK_TYPE_MASK: u32 = 0x03ff_ffff;
const FCS_LENGTH_IS_GIVEN: u32 = 0x0400_0000;
/// The frame check sequence's length is given in units of two bytes.
const FCS_LENGTH_SHIFT: u32 = 28;

/// What the file header says, all that is needed to read packets.
pub(crate) struct Pcap {
    endian: Endian,
    nanoseconds_per_tick: i64,
    header_bytes: usize,
    lengths: Lengths,
    link: LinkType,
    fcs_bytes: u32,
}

/// Old versions wrote the two lengths of a packet the other way round.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lengths {
    CapturedFirst,
    CapturedSecond,
    /// Version 2.3 was written both ways; the captured length is the lesser.
    LesserIsCaptured,
}

impl Pcap {
    /// Which byte order a file that begins with `magic` has, if it is a pcap file.
    pub(crate) fn recognise(magic: [u8; 4]) -> Option<Endian> {
        let known = |magic| matches!(magic, MAGIC_MICROSECONDS | MAGIC_NANOSECONDS | MAGIC_MODIFIED);
        match magic {
            _ if known(u32::from_le_bytes(magic)) => Some(Endian::Little),
            _ if known(u32::from_be_bytes(magic)) => Some(Endian::Big),
            _ => None,
        }
    }

    /// Reads the file header of a file recognised as pcap of this byte order.
    pub(crate) fn open(window: &mut Window, endian: Endian) -> Result<Self, CaptureError> {
        let mut header = Reader::new(window.need(FILE_HEADER_BYTES)?);
        let parsed = Self::parse(&mut header, endian).map_err(|_| CaptureError::Truncated { offset: 0 })?;
        window.pass(FILE_HEADER_BYTES);
        Ok(parsed)
    }

    fn parse(header: &mut Reader, endian: Endian) -> thymus_wire::Result<Self> {
        let magic = endian.u32(header)?;
        let version = (endian.u16(header)?, endian.u16(header)?);
        // The time zone, the accuracy and the snapshot length have no bearing on how packets are read.
        header.skip(12)?;
        let link_field = endian.u32(header)?;
        let fcs_bytes =
            if link_field & FCS_LENGTH_IS_GIVEN == 0 { 0 } else { 2 * (link_field >> FCS_LENGTH_SHIFT) };
        let modified = magic == MAGIC_MODIFIED;
        Ok(Self {
            endian,
            nanoseconds_per_tick: if magic == MAGIC_NANOSECONDS { 1 } else { 1000 },
            header_bytes: if modified { MODIFIED_PACKET_HEADER_BYTES } else { PACKET_HEADER_BYTES },
            lengths: Lengths::of_version(version),
            link: LinkType(link_field & LINK_TYPE_MASK),
            fcs_bytes,
        })
    }

    /// Reads the next packet and passes over it; nothing at the end.
    #[inline]
    pub(crate) fn step(&self, window: &mut Window) -> Result<Option<Found>, CaptureError> {
        let header = window.peek(self.header_bytes);
        if header.len() < self.header_bytes {
            return if window.is_at_end() { Ok(None) } else { window.need(self.header_bytes).map(|_| None) };
        }
        let Ok((timestamp, captured, on_wire)) = self.packet_header(&mut Reader::new(header)) else {
            return Ok(None);
        };
        let offset = window.offset();
        if captured > PACKET_BYTES_MAX {
            return Err(CaptureError::Malformed { offset, what: "a packet longer than 256 KiB" });
        }
        let whole = self.header_bytes + captured as usize;
        window.need(whole)?;
        let at = window.pass(whole) + self.header_bytes;
        let packet = FoundPacket { timestamp, link: self.link, at, captured, on_wire, interface: 0 };
        Ok(Some(Found::Packet(packet.without_fcs(self.fcs_bytes))))
    }

    #[inline]
    fn packet_header(&self, header: &mut Reader) -> thymus_wire::Result<(Timestamp, u32, u32)> {
        let seconds = i64::from(self.endian.u32(header)?);
        let ticks = i64::from(self.endian.u32(header)?);
        let (first, second) = (self.endian.u32(header)?, self.endian.u32(header)?);
        let (captured, on_wire) = match self.lengths {
            Lengths::CapturedFirst => (first, second),
            Lengths::CapturedSecond => (second, first),
            Lengths::LesserIsCaptured => (first.min(second), first.max(second)),
        };
        Ok((Timestamp::from_parts(seconds, ticks * self.nanoseconds_per_tick), captured, on_wire))
    }
}

impl Lengths {
    /// Digital Unix called its version 543.0 and swapped the lengths too.
    fn of_version(version: (u16, u16)) -> Self {
        match version {
            (2, 0..=2) | (543, 0) => Self::CapturedSecond,
            (2, 3) => Self::LesserIsCaptured,
            _ => Self::CapturedFirst,
        }
    }
}
