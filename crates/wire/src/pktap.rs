//! Apple's PKTAP header: interface, process and link type of a packet.

use crate::Decoded;
use crate::anomaly::Named;
use crate::link::{LinkType, Next, Unwrap};

/// Length of the header, type of record and link type, each little-endian; the header's other fields are passed over.
pub(crate) fn unwrap(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    const NAME: &str = "truncated_pktap_header";
    let mut header = unwrap.reader;
    let length = header.u32_le().named(NAME)?;
    header.skip(4).named(NAME)?;
    let link = header.u32_le().named(NAME)?;
    unwrap.reader.skip(usize::try_from(length).unwrap_or(usize::MAX)).named(NAME)?;
    Ok(Next::Link(LinkType(link)))
}
