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

#[cfg(test)]
mod tests {
    use crate::bytes::hex;
    use crate::{LinkType, Network, frame};

    const LABELS: &str = "00064 0 ff 00065 1 ff";
    const IP: &str = "4500 0014 0000 4000 4011 0000 0a000001 0a000002";
    /// A destination whose first nibble could be a control word's.
    const ADDRESSES: &str = "005056000001 005056000002";

    fn ip_of(digits: &str) -> bool {
        frame(LinkType::MPLS, &hex(digits)).network == Network::Ip(&hex(IP))
    }

    #[test]
    fn packets_and_pseudowires_are_told_apart() {
        assert!(ip_of(&format!("{LABELS} {IP}")));
        assert!(ip_of(&format!("{LABELS} {ADDRESSES} 0800 {IP}")));
        assert!(ip_of(&format!("{LABELS} 00000000 {ADDRESSES} 0800 {IP}")));
        assert!(ip_of(&format!("{LABELS} 00000007 {ADDRESSES} 8100 0064 0800 {IP}")));
        // A destination whose first nibble could be a version.
        assert!(ip_of(&format!("{LABELS} 4600ff000001 005056000002 0800 {IP}")));
    }

    #[test]
    fn addresses_may_look_like_ethertypes() {
        let packet = "60000000 0000 3b 40 20010db8080000000000000000000001 20010db8000000000000000000000002";
        let bytes = hex(&format!("{LABELS} {packet}"));
        assert_eq!(frame(LinkType::MPLS, &bytes).network, Network::Ip(&hex(packet)));
    }

    #[test]
    fn a_pseudowire_may_carry_spanning_trees() {
        let bytes = hex(&format!("{LABELS} 00000000 0180c2000000 005056000002 0003 4242 03 0000"));
        assert_eq!(frame(LinkType::MPLS, &bytes).network, Network::Other { ethertype: 0x42, payload: &[] });
    }

    #[test]
    fn a_stack_without_a_bottom() {
        let anomaly =
            |count: usize| frame(LinkType::MPLS, &hex(&"00064 0 ff".repeat(count))).anomaly.unwrap();
        assert_eq!(anomaly(3).name, "truncated_link_header");
        assert_eq!(anomaly(100).name, "too_many_mpls_labels");
    }
}
