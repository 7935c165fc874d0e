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

#[cfg(test)]
mod tests {
    use crate::bytes::hex;
    use crate::{LinkType, Network, frame};

    const A: [u8; 6] = [0x0a; 6];
    const B: [u8; 6] = [0x0b; 6];
    const C: [u8; 6] = [0x0c; 6];
    const ADDRESSES: &str = "0a0a0a0a0a0a 0b0b0b0b0b0b 0c0c0c0c0c0c 1000";
    const LLC: &str = "aaaa03 000000 0800";
    const IP: &str = "4500 0014";

    #[test]
    fn which_address_is_whose() {
        let read = |control: &str, fourth: &str| {
            let bytes = hex(&format!("{control} 0000 {ADDRESSES} {fourth} {LLC} {IP}"));
            let frame = frame(LinkType::IEEE802_11, &bytes);
            assert_eq!(frame.network, Network::Ip(&hex(IP)), "{control}");
            (frame.destination, frame.source)
        };
        assert_eq!(read("0800", ""), (Some(A), Some(B)));
        assert_eq!(read("0801", ""), (Some(C), Some(B)));
        assert_eq!(read("0802", ""), (Some(A), Some(C)));
        assert_eq!(read("0803", "0d0d0d0d0d0d"), (Some(C), Some([0x0d; 6])));
        assert_eq!(read("8801", "0000"), (Some(C), Some(B)));
        assert_eq!(read("8881", "0000 00000000"), (Some(C), Some(B)));
    }

    #[test]
    fn frames_that_carry_nothing_readable() {
        // A beacon, a frame without data, an encrypted one, a later fragment.
        for (control, sequence) in [("8000", "1000"), ("4801", "1000"), ("0841", "1000"), ("0801", "1100")] {
            let addresses = ADDRESSES.replace("1000", sequence);
            let bytes = hex(&format!("{control} 0000 {addresses} {LLC} {IP}"));
            assert_eq!(frame(LinkType::IEEE802_11, &bytes).network, Network::Nothing, "{control}");
        }
    }

    #[test]
    fn the_first_frame_of_an_aggregate() {
        let bytes =
            hex(&format!("8802 0000 {ADDRESSES} 8000 0e0e0e0e0e0e 0f0f0f0f0f0f 000c {LLC} {IP} 0000 0e0e"));
        let frame = frame(LinkType::IEEE802_11, &bytes);
        assert_eq!((frame.destination, frame.source), (Some([0x0e; 6]), Some([0x0f; 6])));
        assert_eq!(frame.network, Network::Ip(&hex(IP)));
    }

    #[test]
    fn radiotap_says_whether_the_body_is_padded() {
        // Time stamp and flags are present; the flags say that the header is padded to four bytes.
        let radiotap = "00 00 1900 03000080 00000000 00000000 0000000000000000 20";
        let bytes = hex(&format!("{radiotap} 8801 0000 {ADDRESSES} 0000 0000 {LLC} {IP}"));
        assert_eq!(frame(LinkType::RADIOTAP, &bytes).network, Network::Ip(&hex(IP)));
        assert_eq!(
            frame(LinkType::RADIOTAP, &hex("0000 0800")).anomaly.unwrap().name,
            "truncated_radiotap_header"
        );
    }
}
