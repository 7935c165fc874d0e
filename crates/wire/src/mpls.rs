//! Multiprotocol label switching (RFC 3032) and Ethernet pseudowires over it (RFC 4448).

use crate::anomaly::{Named, WireAnomaly};
use crate::link::{Next, Unwrap};
use crate::{Decoded, Reader, ethernet, ethertype};

/// How many labels a stack may have.
pub const LABELS_MAX: usize = 32;

/// Marks the last label of a stack.
const BOTTOM_OF_STACK: u32 = 0x100;

/// Passes the label stack. Nothing says what follows it, so that is told by its looks: IP by version and
/// lengths, a pseudowire by a known EtherType where the frame within would have it, with or without a control word.
pub(crate) fn unwrap(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    pass_labels(&mut unwrap.reader)?;
    let rest = unwrap.reader.rest();
    if looks_like_ip(rest) {
        return Ok(unwrap.found_ip());
    }
    let control_word = rest.first().is_some_and(|first| first >> 4 == 0)
        && rest.get(4..).is_some_and(looks_like_ethernet)
        && unwrap.reader.skip(4).is_ok();
    if control_word || looks_like_ethernet(rest) {
        return Ok(Next::Ethernet);
    }
    Ok(unwrap.found_other(ethertype::MPLS))
}

fn pass_labels(reader: &mut Reader<'_>) -> Decoded<()> {
    for _ in 0..LABELS_MAX {
        if reader.u32_be().named("truncated_link_header")? & BOTTOM_OF_STACK != 0 {
            return Ok(());
        }
    }
    Err(WireAnomaly::new("too_many_mpls_labels", reader.offset()))
}

fn looks_like_ip(bytes: &[u8]) -> bool {
    match bytes {
        [first, ..] if first >> 4 == 4 => {
            let mut reader = Reader::new(bytes);
            let length = reader.skip(2).and_then(|()| reader.u16_be()).unwrap_or_default();
            first & 0x0f >= 5 && (length == 0 || usize::from(length) >= usize::from(first & 0x0f) * 4)
        }
        [first, ..] => first >> 4 == 6 && !looks_like_ethernet(bytes),
        [] => false,
    }
}

fn looks_like_ethernet(bytes: &[u8]) -> bool {
    let Some(header) = bytes.first_chunk::<{ ethernet::HEADER_LENGTH }>() else { return false };
    match be16!(header, 12) {
        ethertype::IPV4 | ethertype::IPV6 | ethertype::ARP | ethertype::VLAN | ethertype::SERVICE_VLAN => {
            true
        }
        ethertype::PPPOE_DISCOVERY | ethertype::PPPOE_SESSION | ethertype::MPLS | ethertype::LLDP => true,
        kind => (3..=1500).contains(&kind) && usize::from(kind) <= bytes.len() - ethernet::HEADER_LENGTH,
    }
}
