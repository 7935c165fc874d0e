//! pcapng: sections of blocks, each section in its own byte order, with any number of interfaces.
//!
//! Source: <https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcapng/>. Blocks of unknown kinds are passed over.

use thymus_wire::{LinkType, Reader, Timestamp};

use crate::PACKET_BYTES_MAX;
use crate::error::CaptureError;
use crate::format::{Endian, Found, FoundPacket};
use crate::packet::{SecretsKind, Statistics};
use crate::window::Window;

pub(crate) const SECTION_HEADER: u32 = 0x0a0d_0d0a;
pub(crate) const INTERFACE_DESCRIPTION: u32 = 1;
const OBSOLETE_PACKET: u32 = 2;
const SIMPLE_PACKET: u32 = 3;
pub(crate) const NAME_RESOLUTION: u32 = 4;
const INTERFACE_STATISTICS: u32 = 5;
pub(crate) const ENHANCED_PACKET: u32 = 6;
pub(crate) const DECRYPTION_SECRETS: u32 = 10;

pub(crate) const BYTE_ORDER_MAGIC: u32 = 0x1a2b_3c4d;

/// The most bytes one block may have, as in other tools: names, secrets and options fit easily.
const BLOCK_BYTES_MAX: u32 = 16 * 1024 * 1024;
/// The most interfaces one section may describe.
const INTERFACES_MAX: usize = 65_536;
/// Type, length and the length again.
const BLOCK_BYTES_MIN: u32 = 12;
/// A section header has at least byte order, version and section length besides.
const SECTION_HEADER_BYTES_MIN: u32 = 28;

pub(crate) const OPTION_END: u16 = 0;
pub(crate) const OPTION_TIME_RESOLUTION: u16 = 9;
const OPTION_FCS_LENGTH: u16 = 13;
const OPTION_TIME_OFFSET: u16 = 14;
const OPTION_PACKET_FLAGS: u16 = 2;

/// The state of reading: the section's byte order and interfaces.
#[derive(Default)]
pub(crate) struct Pcapng {
    endian: Option<Endian>,
    interfaces: Vec<Interface>,
    /// How many interfaces the sections before had, so that numbers stay unique in the file.
    interfaces_before: u32,
    /// The time of the last packet, for packets that carry none.
    last: Timestamp,
}

/// What an Interface Description Block says that packets depend on.
#[derive(Clone, Copy)]
struct Interface {
    link: LinkType,
    snap_length: u32,
    resolution: Resolution,
    offset_seconds: i64,
    fcs_bytes: u32,
}

/// How many nanoseconds a tick has, made ready for integer arithmetic.
#[derive(Clone, Copy)]
enum Resolution {
    Multiply(u64),
    Divide(u64),
    /// Ticks are `2^-n` seconds.
    PowerOfTwo(u32),
}

/// A block's place: its kind and the length of its body.
#[derive(Clone, Copy)]
struct Block {
    kind: u32,
    total: usize,
    offset: u64,
}

impl Pcapng {
    /// Reads blocks up to the next thing worth handing out and passes over it; nothing at the end.
    #[inline]
    pub(crate) fn step(&mut self, window: &mut Window) -> Result<Option<Found>, CaptureError> {
        while let Some(block) = self.next_block(window)? {
            let at = window.pass(block.total) + 8;
            let body = Body { bytes: window.passed(at, block.total - 12), at, endian: self.endian() };
            match self.read(block.kind, body) {
                Ok(None) => {}
                Ok(found) => return Ok(found),
                Err(what) => return Err(CaptureError::Malformed { offset: block.offset, what }),
            }
        }
        Ok(None)
    }

    fn endian(&self) -> Endian {
        self.endian.unwrap_or(Endian::Little)
    }

    /// Makes the whole next block available and checks its frame.
    #[inline]
    fn next_block(&mut self, window: &mut Window) -> Result<Option<Block>, CaptureError> {
        let offset = window.offset();
        let Some(header) = window.peek(12).first_chunk::<12>().copied() else {
            return if window.is_at_end() { Ok(None) } else { window.need(12).map(|_| None) };
        };
        let malformed = |what| CaptureError::Malformed { offset, what };
        let (kind, total) = self.block_header(&header).map_err(malformed)?;
        let trailer = window.need(total as usize)?.last_chunk::<4>().copied().unwrap_or_default();
        let again = self.endian().u32(&mut Reader::new(&trailer)).unwrap_or_default();
        if again != total {
            return Err(malformed("the two lengths of a block differ"));
        }
        Ok(Some(Block { kind, total: total as usize, offset }))
    }

    /// The kind and length of a block; a section header sets the byte order by which its length is read.
    #[inline]
    fn block_header(&mut self, header: &[u8; 12]) -> Result<(u32, u32), &'static str> {
        let mut reader = Reader::new(header);
        let cut = |_| "a block header is cut short";
        let mut smallest = BLOCK_BYTES_MIN;
        if header.starts_with(&SECTION_HEADER.to_be_bytes()) {
            let magic = header.last_chunk().copied().unwrap_or_default();
            self.endian = Some(byte_order(magic).ok_or("a section header without a byte order")?);
            smallest = SECTION_HEADER_BYTES_MIN;
        }
        let endian = self.endian();
        let kind = endian.u32(&mut reader).map_err(cut)?;
        let total = endian.u32(&mut reader).map_err(cut)?;
        match total {
            _ if total < smallest => Err("a block shorter than its own frame"),
            _ if total > BLOCK_BYTES_MAX => Err("a block longer than 16 MiB"),
            _ if !total.is_multiple_of(4) => Err("a block whose length is no multiple of four"),
            _ => Ok((kind, total)),
        }
    }

    #[inline]
    fn read(&mut self, kind: u32, body: Body) -> Result<Option<Found>, &'static str> {
        let cut = |_| "a block's fields are cut short";
        match kind {
            ENHANCED_PACKET => self.enhanced_packet(body),
            SECTION_HEADER => self.section(body).map(|()| None),
            INTERFACE_DESCRIPTION => self.interface(body).map(|()| None),
            OBSOLETE_PACKET => self.obsolete_packet(body),
            SIMPLE_PACKET => self.simple_packet(body),
            NAME_RESOLUTION => {
                Ok(Some(Found::Names { at: body.at, length: body.bytes.len(), endian: body.endian }))
            }
            INTERFACE_STATISTICS => {
                self.statistics(body).map_err(cut).map(|found| found.map(Found::Statistics))
            }
            DECRYPTION_SECRETS => secrets(body).map_err(cut).map(Some),
            _ => Ok(None),
        }
    }

    fn section(&mut self, body: Body) -> Result<(), &'static str> {
        let mut reader = body.reader();
        let major = reader.skip(4).and_then(|()| body.endian.u16(&mut reader));
        if major != Ok(1) {
            return Err("a section of an unknown version");
        }
        let count = u32::try_from(self.interfaces.len()).unwrap_or(u32::MAX);
        self.interfaces_before = self.interfaces_before.saturating_add(count);
        self.interfaces.clear();
        Ok(())
    }

    fn interface(&mut self, body: Body) -> Result<(), &'static str> {
        if self.interfaces.len() >= INTERFACES_MAX {
            return Err("more than 65536 interfaces in a section");
        }
        let interface = Interface::parse(body).map_err(|_| "an interface description is cut short")?;
        self.interfaces.push(interface);
        Ok(())
    }

    #[inline]
    fn enhanced_packet(&mut self, body: Body) -> Result<Option<Found>, &'static str> {
        let mut reader = body.reader();
        let fields = || -> thymus_wire::Result<_> {
            let interface = body.endian.u32(&mut reader)?;
            let ticks = body.ticks(&mut reader)?;
            Ok((interface, ticks, body.endian.u32(&mut reader)?, body.endian.u32(&mut reader)?, reader))
        }();
        let (interface, ticks, captured, on_wire, data) =
            fields.map_err(|_| "a packet's fields are cut short")?;
        self.timed_packet(body, data, interface, ticks, (captured, on_wire)).map(Some)
    }

    fn obsolete_packet(&mut self, body: Body) -> Result<Option<Found>, &'static str> {
        let mut reader = body.reader();
        let fields = || -> thymus_wire::Result<_> {
            let interface = body.endian.u16(&mut reader)?;
            // How many packets were dropped before this one is not told on.
            reader.skip(2)?;
            let ticks = body.ticks(&mut reader)?;
            Ok((interface, ticks, body.endian.u32(&mut reader)?, body.endian.u32(&mut reader)?, reader))
        }();
        let (interface, ticks, captured, on_wire, data) =
            fields.map_err(|_| "a packet's fields are cut short")?;
        self.timed_packet(body, data, u32::from(interface), ticks, (captured, on_wire)).map(Some)
    }

    /// A packet whose data comes next in `data`, after which options may follow.
    #[inline]
    fn timed_packet(
        &mut self,
        body: Body,
        mut data: Reader,
        number: u32,
        ticks: u64,
        (captured, on_wire): (u32, u32),
    ) -> Result<Found, &'static str> {
        let interface = self.find(number)?;
        check_length(captured)?;
        let at = body.at + data.offset();
        data.skip(captured as usize).map_err(|_| "a packet longer than its block")?;
        let fcs_bytes = fcs_bytes_of_options(data, body.endian).unwrap_or(interface.fcs_bytes);
        self.last = interface.time(ticks);
        let packet = FoundPacket {
            timestamp: self.last,
            link: interface.link,
            at,
            captured,
            on_wire,
            interface: self.interfaces_before.saturating_add(number),
        };
        Ok(Found::Packet(packet.without_fcs(fcs_bytes)))
    }

    /// A packet without time and captured length: both follow from what is known.
    fn simple_packet(&mut self, body: Body) -> Result<Option<Found>, &'static str> {
        let interface = self.find(0)?;
        let mut reader = body.reader();
        let on_wire = body.endian.u32(&mut reader).map_err(|_| "a packet's fields are cut short")?;
        let available = u32::try_from(reader.remaining()).unwrap_or(u32::MAX);
        let snapped = if interface.snap_length == 0 { on_wire } else { on_wire.min(interface.snap_length) };
        if snapped > available {
            return Err("a packet longer than its block");
        }
        check_length(snapped)?;
        let packet = FoundPacket {
            timestamp: self.last,
            link: interface.link,
            at: body.at + reader.offset(),
            captured: snapped,
            on_wire,
            interface: self.interfaces_before,
        };
        Ok(Some(Found::Packet(packet.without_fcs(interface.fcs_bytes))))
    }

    #[inline]
    fn find(&self, number: u32) -> Result<Interface, &'static str> {
        self.interfaces
            .get(number as usize)
            .copied()
            .ok_or("a packet of an interface that was never described")
    }

    /// Counters; none where their interface was never described.
    fn statistics(&self, body: Body) -> thymus_wire::Result<Option<Statistics>> {
        let mut reader = body.reader();
        let number = body.endian.u32(&mut reader)?;
        let ticks = body.ticks(&mut reader)?;
        let Ok(interface) = self.find(number) else { return Ok(None) };
        let mut statistics = Statistics {
            interface: self.interfaces_before.saturating_add(number),
            timestamp: interface.time(ticks),
            ..Statistics::default()
        };
        for (code, value) in (Options { reader, endian: body.endian }) {
            let value = body.endian.u64(&mut Reader::new(value)).ok();
            match code {
                4 => statistics.received = value,
                5 => statistics.dropped = value,
                6 => statistics.accepted = value,
                7 => statistics.dropped_by_system = value,
                8 => statistics.delivered = value,
                _ => {}
            }
        }
        Ok(Some(statistics))
    }
}

fn check_length(captured: u32) -> Result<(), &'static str> {
    if captured > PACKET_BYTES_MAX { Err("a packet longer than 256 KiB") } else { Ok(()) }
}

fn byte_order(magic: [u8; 4]) -> Option<Endian> {
    match magic {
        _ if u32::from_le_bytes(magic) == BYTE_ORDER_MAGIC => Some(Endian::Little),
        _ if u32::from_be_bytes(magic) == BYTE_ORDER_MAGIC => Some(Endian::Big),
        _ => None,
    }
}

fn secrets(body: Body) -> thymus_wire::Result<Found> {
    let mut reader = body.reader();
    let kind = SecretsKind(body.endian.u32(&mut reader)?);
    let length = body.endian.u32(&mut reader)? as usize;
    let at = body.at + reader.offset();
    reader.skip(length)?;
    Ok(Found::Secrets { kind, at, length })
}

/// The length of the frame check sequence that a packet's own flags give, in bits 5 to 8.
#[inline]
fn fcs_bytes_of_options(mut after_data: Reader, endian: Endian) -> Option<u32> {
    after_data.align(4).ok()?;
    if after_data.is_empty() {
        return None;
    }
    let mut options = Options { reader: after_data, endian };
    let (_, flags) = options.find(|(code, _)| *code == OPTION_PACKET_FLAGS)?;
    let length = endian.u32(&mut Reader::new(flags)).ok()? >> 5 & 0xf;
    (length > 0).then_some(length)
}

/// The body of a block.
#[derive(Clone, Copy)]
struct Body<'a> {
    bytes: &'a [u8],
    /// Where it lies in the window.
    at: usize,
    endian: Endian,
}

impl<'a> Body<'a> {
    #[inline]
    fn reader(&self) -> Reader<'a> {
        Reader::new(self.bytes)
    }

    /// A time: the upper half comes first in either byte order.
    #[inline]
    fn ticks(&self, reader: &mut Reader) -> thymus_wire::Result<u64> {
        let upper = self.endian.u32(reader)?;
        Ok(u64::from(upper) << 32 | u64::from(self.endian.u32(reader)?))
    }
}

impl Interface {
    fn parse(body: Body) -> thymus_wire::Result<Self> {
        let mut reader = body.reader();
        let link = LinkType(u32::from(body.endian.u16(&mut reader)?));
        reader.skip(2)?;
        let snap_length = body.endian.u32(&mut reader)?;
        let mut interface = Self {
            link,
            snap_length,
            resolution: Resolution::Multiply(1000),
            offset_seconds: 0,
            fcs_bytes: 0,
        };
        for (code, value) in (Options { reader, endian: body.endian }) {
            let mut value = Reader::new(value);
            match code {
                OPTION_TIME_RESOLUTION => interface.resolution = value.u8().map(Resolution::of)?,
                OPTION_TIME_OFFSET => interface.offset_seconds = body.endian.u64(&mut value)?.cast_signed(),
                OPTION_FCS_LENGTH => interface.fcs_bytes = u32::from(value.u8()?),
                _ => {}
            }
        }
        Ok(interface)
    }

    #[inline]
    fn time(&self, ticks: u64) -> Timestamp {
        let since_offset = i64::try_from(self.resolution.nanoseconds(ticks)).unwrap_or(i64::MAX);
        Timestamp(self.offset_seconds.saturating_mul(1_000_000_000).saturating_add(since_offset))
    }
}

impl Resolution {
    /// From the option: the upper bit tells whether the rest is a power of two or of ten.
    fn of(option: u8) -> Self {
        let exponent = u32::from(option & 0x7f);
        match option {
            0x80.. => Self::PowerOfTwo(exponent),
            0..=9 => Self::Multiply(10_u64.pow(9 - exponent)),
            _ => Self::Divide(10_u64.checked_pow(exponent - 9).unwrap_or(u64::MAX)),
        }
    }

    #[inline]
    fn nanoseconds(self, ticks: u64) -> u64 {
        match self {
            Self::Multiply(factor) => ticks.saturating_mul(factor),
            Self::Divide(divisor) => ticks.checked_div(divisor).unwrap_or_default(),
            Self::PowerOfTwo(exponent) => {
                let nanoseconds = (u128::from(ticks) * 1_000_000_000) >> exponent;
                u64::try_from(nanoseconds).unwrap_or(u64::MAX)
            }
        }
    }
}

/// Iterates over the code and value of options; damage ends it.
struct Options<'a> {
    reader: Reader<'a>,
    endian: Endian,
}

impl<'a> Iterator for Options<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let code = self.endian.u16(&mut self.reader).ok()?;
        let length = self.endian.u16(&mut self.reader).ok()?;
        if code == OPTION_END {
            return None;
        }
        let value = self.reader.take(usize::from(length)).ok()?;
        // The last option may lack its padding; the value is there all the same.
        let _ = self.reader.align(4);
        Some((code, value))
    }
}
