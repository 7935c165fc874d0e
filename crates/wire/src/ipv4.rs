//! The Internet Protocol version 4 (RFC 791).

use crate::anomaly::WireAnomaly;
use crate::{Decoded, Fragment, Ip, Reader};
use std::net::{IpAddr, Ipv4Addr};

/// Length of the header without options.
pub(crate) const HEADER_LENGTH: usize = 20;

mod field {
    pub(super) const VERSION_AND_LENGTH: usize = 0;
    pub(super) const TYPE_OF_SERVICE: usize = 1;
    pub(super) const TOTAL_LENGTH: usize = 2;
    pub(super) const IDENTIFICATION: usize = 4;
    pub(super) const FLAGS_AND_OFFSET: usize = 6;
    pub(super) const TTL: usize = 8;
    pub(super) const PROTOCOL: usize = 9;
    pub(super) const SOURCE: usize = 12;
    pub(super) const DESTINATION: usize = 16;
}

const DONT_FRAGMENT: u16 = 0x4000;
const MORE_FRAGMENTS: u16 = 0x2000;
const OFFSET_MASK: u16 = 0x1fff;
/// Fragment offsets count in units of eight bytes.
const OFFSET_UNIT: usize = 8;

#[inline]
pub(crate) fn parse(bytes: &[u8]) -> Decoded<Ip<'_>> {
    let Some(header) = bytes.first_chunk::<HEADER_LENGTH>() else {
        return Err(WireAnomaly::short("truncated_IP", 0, HEADER_LENGTH));
    };
    let header_length = usize::from(header[field::VERSION_AND_LENGTH] & 0x0f) * 4;
    let declared = usize::from(be16!(header, field::TOTAL_LENGTH));
    // Offloaded segmentation leaves the length to the network card.
    let total_length = if declared == 0 { bytes.len() } else { declared };
    let captured = bytes.get(..total_length.min(bytes.len())).unwrap_or(bytes);
    let Some((whole_header, payload)) = captured.split_at_checked(header_length) else {
        return Err(impossible_header(header_length, total_length, bytes.len()));
    };
    if header_length < HEADER_LENGTH {
        return Err(WireAnomaly::short("IPv4_min_header_size", 0, HEADER_LENGTH));
    }
    Ok(Ip {
        version: 4,
        source: IpAddr::V4(Ipv4Addr::from_bits(be32!(header, field::SOURCE))),
        destination: IpAddr::V4(Ipv4Addr::from_bits(be32!(header, field::DESTINATION))),
        protocol: header[field::PROTOCOL],
        ttl: header[field::TTL],
        traffic_class: header[field::TYPE_OF_SERVICE],
        dont_fragment: be16!(header, field::FLAGS_AND_OFFSET) & DONT_FRAGMENT != 0,
        header_length,
        total_length,
        declared_payload_length: total_length - header_length,
        payload,
        fragment: fragment(header),
        anomaly: (declared == 0).then(|| WireAnomaly::new("ip_hdr_len_zero", field::TOTAL_LENGTH)),
        header: whole_header,
    })
}

#[inline]
fn fragment(header: &[u8; HEADER_LENGTH]) -> Option<Fragment> {
    let flags_and_offset = be16!(header, field::FLAGS_AND_OFFSET);
    if flags_and_offset & (MORE_FRAGMENTS | OFFSET_MASK) == 0 {
        return None;
    }
    Some(Fragment {
        identification: be16!(header, field::IDENTIFICATION).into(),
        offset: usize::from(flags_and_offset & OFFSET_MASK) * OFFSET_UNIT,
        more: flags_and_offset & MORE_FRAGMENTS != 0,
    })
}

#[cold]
fn impossible_header(header_length: usize, total_length: usize, captured: usize) -> WireAnomaly {
    if header_length > total_length {
        return WireAnomaly::new("invalid_IP_header_size", field::TOTAL_LENGTH);
    }
    WireAnomaly::short("internally_truncated_header", captured, header_length - captured)
}

/// The options of a header. Ends at the end-of-list option or where the list is damaged.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ipv4Options<'a> {
    reader: Option<Reader<'a>>,
}

/// One option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ipv4Option<'a> {
    /// The option's number with its copied flag and class: 7 is record route, 131 loose source route, 137 strict
    /// source route, 148 router alert.
    pub kind: u8,
    /// What follows the option's length.
    pub data: &'a [u8],
}

impl<'a> Ipv4Options<'a> {
    pub(crate) fn new(options: &'a [u8]) -> Self {
        Self { reader: Some(Reader::new(options)) }
    }
}

impl<'a> Iterator for Ipv4Options<'a> {
    type Item = Ipv4Option<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        const END: u8 = 0;
        const NO_OPERATION: u8 = 1;
        let reader = self.reader.as_mut()?;
        loop {
            match reader.u8().ok()? {
                END => {
                    self.reader = None;
                    return None;
                }
                NO_OPERATION => {}
                kind => {
                    let length = reader.u8().ok().and_then(|length| length.checked_sub(2));
                    let data = length.and_then(|length| reader.take(length.into()).ok());
                    self.reader = data.and(self.reader);
                    return data.map(|data| Ipv4Option { kind, data });
                }
            }
        }
    }
}
