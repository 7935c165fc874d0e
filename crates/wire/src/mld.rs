//! Multicast listener discovery for IPv6: versions 1 (RFC 2710) and 2 (RFC 9777).

use crate::anomaly::WireAnomaly;
use crate::{Decoded, Icmp, Reader};
use std::net::Ipv6Addr;

/// Length of the message before the parts of its own: type, code, checksum and four bytes, as of all of ICMPv6.
const HEADER_LENGTH: usize = 8;

/// A multicast listener message.
#[derive(Clone, Copy, Debug)]
pub struct ListenerMessage<'a> {
    /// The ICMPv6 type: see the constants.
    pub kind: u8,
    /// How long to wait at most before a report, in milliseconds, as coded in version 2 above 32767.
    pub max_response_ms: u16,
    /// The group; unspecified in general queries, absent from version 2 reports.
    pub group: Option<Ipv6Addr>,
    /// The groups of a version 2 report.
    pub records: ListenerRecords<'a>,
    /// Zeek's `truncated_ICMPv6_MLDv2_record` where a record leads out of the message.
    pub anomaly: Option<WireAnomaly>,
}

/// The records of a version 2 report; ends where the list is damaged.
#[derive(Clone, Copy, Debug)]
pub struct ListenerRecords<'a> {
    left: u16,
    reader: Reader<'a>,
}

/// What a host reports about one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListenerRecord<'a> {
    /// 1: only these sources, 2: all but these; 3, 4: change to so; 5: also these, 6: no longer these.
    pub kind: u8,
    /// The group.
    pub group: Ipv6Addr,
    /// The sources, sixteen bytes each.
    pub sources: &'a [u8],
}

impl ListenerMessage<'_> {
    /// Who listens?
    pub const QUERY: u8 = 130;
    /// A listener of version 1.
    pub const REPORT_V1: u8 = 131;
    /// No longer a listener.
    pub const DONE: u8 = 132;
    /// A listener of version 2.
    pub const REPORT_V2: u8 = 143;
}

/// Reads a message of one of the four types; `None` for other types.
pub(crate) fn message<'a>(icmp: &Icmp<'a>) -> Option<Decoded<ListenerMessage<'a>>> {
    match icmp.kind {
        ListenerMessage::REPORT_V2 => Some(Ok(report(icmp))),
        ListenerMessage::QUERY | ListenerMessage::REPORT_V1 | ListenerMessage::DONE => {
            Some(of_one_group(icmp))
        }
        _ => None,
    }
}

fn of_one_group<'a>(icmp: &Icmp<'a>) -> Decoded<ListenerMessage<'a>> {
    let short = || WireAnomaly::short("truncated_ICMPv6_MLD", HEADER_LENGTH, 16);
    let group = Reader::new(icmp.payload).u128_be().map_err(|_| short())?;
    Ok(ListenerMessage {
        kind: icmp.kind,
        max_response_ms: be16!(icmp.rest, 0),
        group: Some(Ipv6Addr::from_bits(group)),
        records: ListenerRecords { left: 0, reader: Reader::new(&[]) },
        anomaly: None,
    })
}

fn report<'a>(icmp: &Icmp<'a>) -> ListenerMessage<'a> {
    let records = ListenerRecords { left: be16!(icmp.rest, 2), reader: Reader::new(icmp.payload) };
    let mut passed = records;
    passed.by_ref().for_each(drop);
    let anomaly = (passed.left != 0).then(|| {
        WireAnomaly::new(
            "truncated_ICMPv6_MLDv2_record",
            HEADER_LENGTH.saturating_add(passed.reader.offset()),
        )
    });
    ListenerMessage { kind: icmp.kind, max_response_ms: 0, group: None, records, anomaly }
}

/// Kind, length of auxiliary data in units of four bytes, number of sources, group, sources, auxiliary data. After
/// damage `left` stays above zero.
impl<'a> Iterator for ListenerRecords<'a> {
    type Item = ListenerRecord<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let left = self.left.checked_sub(1)?;
        let mut reader = self.reader;
        let kind = reader.u8().ok()?;
        let auxiliary = reader.u8().ok()?;
        let count = reader.u16_be().ok()?;
        let group = Ipv6Addr::from_bits(reader.u128_be().ok()?);
        let sources = reader.take(usize::from(count) * 16).ok()?;
        reader.skip(usize::from(auxiliary) * 4).ok()?;
        (self.left, self.reader) = (left, reader);
        Some(ListenerRecord { kind, group, sources })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;
    use crate::icmp_v6;

    const GROUP: &str = "ff02000000000000 00000000000000fb";

    #[test]
    fn version_1_is_about_one_group() {
        let bytes = hex(&format!("8200 0000 03e8 0000 {GROUP}"));
        let message = icmp_v6(&bytes).unwrap().listener_message().unwrap().unwrap();
        assert_eq!((message.kind, message.max_response_ms), (ListenerMessage::QUERY, 1000));
        assert_eq!(message.group, Some("ff02::fb".parse().unwrap()));
        assert!(icmp_v6(&bytes[..20]).unwrap().listener_message().unwrap().is_err());
    }

    #[test]
    fn version_2_reports_records() {
        let bytes =
            hex(&format!("8f00 0000 0000 0002  04 00 0000 {GROUP}  01 01 0001 {GROUP} {GROUP} deadbeef"));
        let message = icmp_v6(&bytes).unwrap().listener_message().unwrap().unwrap();
        let records: Vec<_> = message.records.collect();
        assert_eq!((records.len(), records[0].kind, records[1].sources.len()), (2, 4, 16));
        assert_eq!((message.anomaly, message.group), (None, None));
    }

    #[test]
    fn records_beyond_the_message_are_told() {
        let bytes = hex(&format!("8f00 0000 0000 0002  04 00 0000 {GROUP}  01 00 0001 {GROUP}"));
        let message = icmp_v6(&bytes).unwrap().listener_message().unwrap().unwrap();
        assert_eq!(message.records.count(), 1);
        assert_eq!(
            message.anomaly,
            Some(WireAnomaly { name: "truncated_ICMPv6_MLDv2_record", offset: 28, needed: 0 })
        );
    }
}
