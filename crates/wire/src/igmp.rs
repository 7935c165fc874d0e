//! The Internet Group Management Protocol: version 1 (RFC 1112), 2 (RFC 2236) and 3 (RFC 9776).

use crate::anomaly::WireAnomaly;
use crate::{Decoded, Reader, internet_checksum};
use std::net::Ipv4Addr;

/// An IGMP message.
#[derive(Clone, Copy, Debug)]
pub struct Igmp<'a> {
    /// The message's type: see the constants.
    pub kind: u8,
    /// How long to wait at most before a report, in tenths of a second, as coded in version 3 above 127.
    pub max_response: u8,
    /// Whether the checksum is right; where not, Zeek speaks of `igmp_invalid_checksum`.
    pub checksum_ok: bool,
    /// The group; unspecified in general queries, absent from version 3 reports.
    pub group: Option<Ipv4Addr>,
    /// The sources a version 3 query asks about, four bytes each.
    pub sources: &'a [u8],
    /// The groups of a version 3 report.
    pub records: IgmpGroupRecords<'a>,
}

/// The group records of a version 3 report; ends where the list is damaged.
#[derive(Clone, Copy, Debug)]
pub struct IgmpGroupRecords<'a> {
    left: u16,
    reader: Reader<'a>,
}

/// What a host reports about one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IgmpGroupRecord<'a> {
    /// 1: only these sources, 2: all but these; 3, 4: change to so; 5: also these, 6: no longer these.
    pub kind: u8,
    /// The group.
    pub group: Ipv4Addr,
    /// The sources, four bytes each.
    pub sources: &'a [u8],
}

impl Igmp<'_> {
    /// Who listens?
    pub const QUERY: u8 = 0x11;
    /// A listener of version 1.
    pub const REPORT_V1: u8 = 0x12;
    /// A listener of version 2.
    pub const REPORT_V2: u8 = 0x16;
    /// No longer a listener.
    pub const LEAVE: u8 = 0x17;
    /// A listener of version 3.
    pub const REPORT_V3: u8 = 0x22;
}

/// Reads an IGMP message from an IPv4 payload.
///
/// Fails with Zeek's `truncated_header`.
pub fn igmp(bytes: &[u8]) -> Decoded<Igmp<'_>> {
    let Some((header, rest)) = bytes.split_first_chunk::<8>() else {
        return Err(WireAnomaly::short("truncated_header", 0, 8));
    };
    let report = header[0] == Igmp::REPORT_V3;
    Ok(Igmp {
        kind: header[0],
        max_response: header[1],
        checksum_ok: internet_checksum(bytes) == 0,
        group: (!report).then_some(Ipv4Addr::from_bits(be32!(header, 4))),
        sources: if header[0] == Igmp::QUERY { query_sources(rest).unwrap_or_default() } else { &[] },
        records: IgmpGroupRecords {
            left: if report { be16!(header, 6) } else { 0 },
            reader: Reader::new(rest),
        },
    })
}

/// Flags, query interval, number of sources, sources.
fn query_sources(rest: &[u8]) -> Option<&[u8]> {
    let mut reader = Reader::new(rest);
    reader.skip(2).ok()?;
    let count = reader.u16_be().ok()?;
    Some(reader.take_up_to(usize::from(count) * 4))
}

impl<'a> Iterator for IgmpGroupRecords<'a> {
    type Item = IgmpGroupRecord<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let kind = self.reader.u8().ok()?;
        let auxiliary = self.reader.u8().ok()?;
        let count = self.reader.u16_be().ok()?;
        let group = Ipv4Addr::from_bits(self.reader.u32_be().ok()?);
        let sources = self.reader.take(usize::from(count) * 4).ok()?;
        self.reader.skip(usize::from(auxiliary) * 4).ok()?;
        Some(IgmpGroupRecord { kind, group, sources })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;

    #[test]
    fn a_report_of_version_2() {
        let bytes = hex("1600 0904 e00000fb");
        let message = igmp(&bytes).unwrap();
        assert_eq!((message.kind, message.group), (Igmp::REPORT_V2, Some(Ipv4Addr::new(224, 0, 0, 251))));
        assert_eq!(message.records.count(), 0);
        assert!(message.checksum_ok && !igmp(&hex("1600 0905 e00000fb")).unwrap().checksum_ok);
    }

    #[test]
    fn a_report_of_version_3_has_records() {
        let bytes = hex("2200 ea03 0000 0002  04 00 0000 effffffa  01 01 0001 e8010101 0a000001 deadbeef");
        let message = igmp(&bytes).unwrap();
        assert_eq!(message.group, None);
        let records: Vec<_> = message.records.collect();
        assert_eq!((records[0].kind, records[0].group), (4, Ipv4Addr::new(239, 255, 255, 250)));
        assert_eq!((records[1].kind, records[1].sources), (1, &[10, 0, 0, 1][..]));
    }

    #[test]
    fn counts_beyond_the_message_end_the_list() {
        let bytes = hex("2200 0000 0000 ffff  04 00 ffff effffffa");
        assert_eq!(igmp(&bytes).unwrap().records.count(), 0);
        let query = hex("1164 0000 00000000 02 7d 0009 0a000001");
        assert_eq!(igmp(&query).unwrap().sources, [10, 0, 0, 1]);
    }
}
