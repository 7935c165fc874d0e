//! Multiprotocol label switching (RFC 3032) and Ethernet pseudowires over it (RFC 4448).

use crate::anomaly::{Named, WireAnomaly};
use crate::link::{Next, Unwrap};
use crate::{Decoded, Reader, ethernet, ethertype};

/// How many labels a stack may have.
pub const LABELS_MAX: usize = 32;

/// Marks the last label of a stack.
const BOTTOM_OF_STACK: u32 = 0x100;

/// Passes the label stack. Nothing says what follows it, so that is told by its looks: IP by version and lengths, a
/// pseudowire by a known type where the frame within would have it, without or with a control word in front.
pub(crate) fn unwrap(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    pass_labels(&mut unwrap.reader)?;
    let rest = unwrap.reader.rest();
    let after_control_word = match rest {
        [0, _, _, _, frame @ ..] => frame,
        _ => &[],
    };
    if fits_as_ip(rest) {
        return Ok(unwrap.found_ip());
    }
    let frame = [rest, after_control_word].into_iter().find(|frame| has_known_type(frame));
    let frame = frame.or_else(|| [rest, after_control_word].into_iter().find(|frame| has_llc_header(frame)));
    if let Some(frame) = frame {
        unwrap.reader.skip(rest.len() - frame.len()).named("truncated_link_header")?;
        return Ok(Next::Ethernet);
    }
    match rest.first().map(|first| first >> 4) {
        Some(4 | 6) => Ok(unwrap.found_ip()),
        _ => Ok(unwrap.found_other(ethertype::MPLS)),
    }
}

fn pass_labels(reader: &mut Reader<'_>) -> Decoded<()> {
    for _ in 0..LABELS_MAX {
        if reader.u32_be().named("truncated_link_header")? & BOTTOM_OF_STACK != 0 {
            return Ok(());
        }
    }
    Err(WireAnomaly::new("too_many_mpls_labels", reader.offset()))
}

/// Whether the lengths of an IP header agree with the bytes there are.
fn fits_as_ip(bytes: &[u8]) -> bool {
    let Some(header) = bytes.first_chunk::<20>() else { return false };
    match header[0] >> 4 {
        4 => {
            let header_length = usize::from(header[0] & 0x0f) * 4;
            (20..=bytes.len()).contains(&header_length)
                && (header_length..=bytes.len()).contains(&be16!(header, 2).into())
        }
        6 => usize::from(be16!(header, 4)) + 40 <= bytes.len(),
        _ => false,
    }
}

fn has_known_type(frame: &[u8]) -> bool {
    let Some(header) = frame.first_chunk::<{ ethernet::HEADER_LENGTH }>() else { return false };
    matches!(
        be16!(header, 12),
        ethertype::IPV4
            | ethertype::IPV6
            | ethertype::ARP
            | ethertype::VLAN
            | ethertype::SERVICE_VLAN
            | ethertype::PPPOE_DISCOVERY
            | ethertype::PPPOE_SESSION
            | ethertype::MPLS
            | ethertype::LLDP
    )
}

/// Whether the type is a length that fits and one of the usual 802.2 headers follows: spanning tree, SNAP, ISO.
fn has_llc_header(frame: &[u8]) -> bool {
    let Some((header, rest)) = frame.split_first_chunk::<{ ethernet::HEADER_LENGTH }>() else { return false };
    (3..=rest.len()).contains(&be16!(header, 12).into())
        && matches!(rest, [0x42, 0x42, ..] | [0xaa, 0xaa, ..] | [0xfe, 0xfe, ..])
}
