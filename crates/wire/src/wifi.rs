//! IEEE 802.11 data frames, and the radiotap and PPI headers before them.

use crate::anomaly::Named;
use crate::link::{LinkType, Next, Unwrap};
use crate::{Decoded, Reader};

mod control {
    pub(super) const TYPE_MASK: u16 = 0x0c00;
    pub(super) const DATA: u16 = 0x0800;
    pub(super) const NO_DATA: u16 = 0x4000;
    pub(super) const QUALITY_OF_SERVICE: u16 = 0x8000;
    pub(super) const TO_DISTRIBUTION: u16 = 0x0001;
    pub(super) const FROM_DISTRIBUTION: u16 = 0x0002;
    pub(super) const PROTECTED: u16 = 0x0040;
    pub(super) const ORDER: u16 = 0x0080;
    pub(super) const MORE_FRAGMENTS: u16 = 0x0004;
}

/// Set in the quality of service field where the body is several frames, of which the first is read.
const AGGREGATE: u16 = 0x8000;

mod radiotap {
    pub(super) const TIMER: u32 = 1;
    pub(super) const FLAGS: u32 = 1 << 1;
    pub(super) const MORE_WORDS: u32 = 1 << 31;
    /// In the flags field: the body begins at a multiple of four bytes.
    pub(super) const DATA_PAD: u8 = 0x20;
    /// How many presence words are followed.
    pub(super) const WORDS_MAX: usize = 32;
}

/// A frame header of IEEE 802.11 clause 9. Only data frames in the clear carry anything here. `flags` are radiotap's.
pub(crate) fn unwrap(unwrap: &mut Unwrap<'_>, flags: u8) -> Decoded<Next> {
    const NAME: &str = "truncated_802_11_header";
    let begin = unwrap.reader.offset();
    let reader = &mut unwrap.reader;
    let frame_control = reader.u16_be().named(NAME)?;
    let fragment = frame_control & control::MORE_FRAGMENTS != 0;
    let hidden = frame_control & (control::NO_DATA | control::PROTECTED) != 0 || fragment;
    if frame_control & control::TYPE_MASK != control::DATA {
        return Ok(unwrap.found_nothing());
    }
    reader.skip(2).named(NAME)?;
    let addresses: [[u8; 6]; 3] =
        [reader.array().named(NAME)?, reader.array().named(NAME)?, reader.array().named(NAME)?];
    let later_fragment = reader.u16_le().named(NAME)? & 0x000f != 0;
    let fourth = match frame_control & (control::TO_DISTRIBUTION | control::FROM_DISTRIBUTION) {
        3 => Some(reader.array().named(NAME)?),
        _ => None,
    };
    let quality = match frame_control & control::QUALITY_OF_SERVICE {
        0 => 0,
        _ => reader.u16_be().named(NAME)?,
    };
    if frame_control & control::ORDER != 0 && frame_control & control::QUALITY_OF_SERVICE != 0 {
        reader.skip(4).named(NAME)?;
    }
    if flags & radiotap::DATA_PAD != 0 {
        let past = (reader.offset() - begin) % 4;
        reader.skip((4 - past) % 4).named(NAME)?;
    }
    set_addresses(unwrap, frame_control, addresses, fourth);
    if hidden || later_fragment {
        return Ok(unwrap.found_nothing());
    }
    match quality & AGGREGATE {
        0 => Ok(Next::Llc),
        _ => aggregate(unwrap),
    }
}

/// Which address means what depends on whether the frame enters or leaves the distribution system (table 9-60).
fn set_addresses(
    unwrap: &mut Unwrap<'_>,
    frame_control: u16,
    addresses: [[u8; 6]; 3],
    fourth: Option<[u8; 6]>,
) {
    let [first, second, third] = addresses;
    let to = frame_control & control::TO_DISTRIBUTION != 0;
    let from = frame_control & control::FROM_DISTRIBUTION != 0;
    unwrap.frame.destination = Some(if to { third } else { first });
    unwrap.frame.source = match (from, fourth) {
        (_, Some(fourth)) => Some(fourth),
        (true, None) => Some(third),
        (false, None) => Some(second),
    };
}

/// The first frame of an aggregate: its addresses, its length, an 802.2 header.
fn aggregate(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    const NAME: &str = "truncated_802_11_aggregate";
    unwrap.frame.destination = Some(unwrap.reader.array().named(NAME)?);
    unwrap.frame.source = Some(unwrap.reader.array().named(NAME)?);
    let length = unwrap.reader.u16_be().named(NAME)?;
    unwrap.clip(length.into());
    Ok(Next::Llc)
}

/// Version, padding, length, presence bits and fields (radiotap.org); only the flags matter here.
pub(crate) fn unwrap_radiotap(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    const NAME: &str = "truncated_radiotap_header";
    let mut header = unwrap.reader;
    header.skip(2).named(NAME)?;
    let length = header.u16_le().named(NAME)?;
    let mut header = unwrap.reader.sub(length.into()).named(NAME)?;
    let flags = radiotap_flags(&mut header).unwrap_or_default();
    self::unwrap(unwrap, flags)
}

fn radiotap_flags(header: &mut Reader<'_>) -> crate::Result<u8> {
    header.skip(4)?;
    let present = header.u32_le()?;
    let mut word = present;
    for _ in 0..radiotap::WORDS_MAX {
        if word & radiotap::MORE_WORDS == 0 {
            break;
        }
        word = header.u32_le()?;
    }
    if present & radiotap::TIMER != 0 {
        header.align(8)?;
        header.skip(8)?;
    }
    if present & radiotap::FLAGS != 0 { header.u8() } else { Ok(0) }
}

/// Version, flags, length of all PPI fields and the link type of what follows them.
pub(crate) fn unwrap_per_packet_information(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    const NAME: &str = "truncated_ppi_header";
    let mut header = unwrap.reader;
    header.skip(2).named(NAME)?;
    let length = header.u16_le().named(NAME)?;
    let link = header.u32_le().named(NAME)?;
    unwrap.reader.skip(length.into()).named(NAME)?;
    Ok(Next::Link(LinkType(link)))
}
