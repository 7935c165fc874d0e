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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;

    /// A header with a right checksum, announcing 0x73 bytes.
    const HEADER: &str = "4500 0073 0000 4000 4011 b861 c0a80001 c0a800c7";

    #[test]
    fn reads_a_header() {
        let mut bytes = hex(HEADER);
        bytes.resize(0x73 + 6, 0xee);
        let packet = parse(&bytes).unwrap();
        assert_eq!((packet.source, packet.destination), ([192, 168, 0, 1].into(), [192, 168, 0, 199].into()));
        assert_eq!((packet.protocol, packet.ttl, packet.dont_fragment), (17, 64, true));
        assert_eq!(
            (packet.header_length, packet.total_length, packet.declared_payload_length),
            (20, 115, 95)
        );
        assert_eq!((packet.payload.len(), packet.fragment), (95, None));
        assert!(packet.header_checksum_ok() && packet.is_complete());
        bytes[8] -= 1;
        assert!(!parse(&bytes).unwrap().header_checksum_ok());
    }

    #[test]
    fn a_snapped_packet_keeps_its_declared_lengths() {
        let mut bytes = hex(HEADER);
        bytes.resize(40, 0);
        let packet = parse(&bytes).unwrap();
        assert_eq!(
            (packet.total_length, packet.declared_payload_length, packet.payload.len()),
            (115, 95, 20)
        );
        assert!(!packet.is_complete() && packet.transport_checksum_ok().is_none());
    }

    #[test]
    fn offloaded_segmentation_leaves_the_length_out() {
        let mut bytes = hex("4500 0000 0000 4000 4006 0000 c0a80001 c0a800c7");
        bytes.resize(3000, 0);
        let packet = parse(&bytes).unwrap();
        assert_eq!((packet.total_length, packet.payload.len()), (3000, 2980));
        assert_eq!(packet.anomaly.unwrap().name, "ip_hdr_len_zero");
    }

    #[test]
    fn impossible_headers_have_zeeks_names() {
        let name = |digits: &str, length: usize| {
            let mut bytes = hex(digits);
            bytes.resize(length, 0);
            parse(&bytes).unwrap_err().name
        };
        assert_eq!(name("45", 19), "truncated_IP");
        assert_eq!(name("45000013", 40), "invalid_IP_header_size");
        assert_eq!(name("46000018", 23), "internally_truncated_header");
        assert_eq!(name("44000028", 40), "IPv4_min_header_size");
    }

    #[test]
    fn fragments_count_in_units_of_eight() {
        let packet = hex("4500 0014 abcd 20b9 4011 0000 c0a80001 c0a800c7");
        let fragment = parse(&packet).unwrap().fragment;
        assert_eq!(fragment, Some(Fragment { identification: 0xabcd, offset: 1480, more: true }));
        let last = hex("4500 0014 abcd 1fff 4011 0000 c0a80001 c0a800c7");
        assert_eq!(parse(&last).unwrap().fragment.unwrap().offset, 65528);
    }

    #[test]
    fn options_end_at_damage() {
        // No operation, router alert, record route whose length leads out of the header.
        let bytes = hex("4800 0020 0000 0000 0102 0000 c0a80001 e0000016  01 94040000 07 ff 04 000000 00");
        let options: Vec<_> = parse(&bytes).unwrap().ipv4_options().collect();
        assert_eq!(options, [Ipv4Option { kind: 148, data: &[0, 0] }]);
    }
}
