//! Ethernet II and IEEE 802.3 with the tags that may follow the addresses.

use crate::anomaly::{Named, WireAnomaly};
use crate::link::{Next, Unwrap};
use crate::{Decoded, Frame, Network, ethertype};

/// Length of the header: two addresses and a type.
pub(crate) const HEADER_LENGTH: usize = 14;

/// The longest payload an 802.3 length field can announce.
const LENGTH_MAX: u16 = 1500;

mod field {
    pub(super) const TYPE: usize = 12;
}

/// The commonest frame by far, Ethernet II with an IP packet, without the general loop.
#[inline]
pub(crate) fn plain_ip(bytes: &[u8]) -> Option<Frame<'_>> {
    let (header, payload) = bytes.split_first_chunk::<HEADER_LENGTH>()?;
    match be16!(header, field::TYPE) {
        ethertype::IPV4 | ethertype::IPV6 => {}
        _ => return None,
    }
    let (destination, rest) = header.split_first_chunk::<6>()?;
    Some(Frame {
        source: rest.first_chunk::<6>().copied(),
        destination: Some(*destination),
        network: Network::Ip(payload),
        ..Frame::default()
    })
}

pub(crate) fn unwrap(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    let reader = &mut unwrap.reader;
    let destination = reader.array().named("truncated_ethernet_frame")?;
    let source = reader.array().named("truncated_ethernet_frame")?;
    unwrap.frame.destination = Some(destination);
    unwrap.frame.source = Some(source);
    reader.u16_be().named("truncated_ethernet_frame").map(Next::EtherType)
}

/// An 802.3 length in place of a type: an 802.2 header follows, and padding after `length` bytes.
pub(crate) fn unwrap_length(unwrap: &mut Unwrap<'_>, length: u16) -> Decoded<Next> {
    let offset = unwrap.reader.offset();
    if length > LENGTH_MAX {
        unwrap.note(WireAnomaly::new("undefined_ether_type", offset));
        return Ok(unwrap.found_nothing());
    }
    if usize::from(length) > unwrap.reader.remaining() {
        unwrap.note(WireAnomaly::short("truncated_ethernet_frame", offset, length.into()));
    }
    unwrap.clip(length.into());
    Ok(Next::Llc)
}

/// IEEE 802.1Q clause 9: three bits of priority, one of drop eligibility, twelve of VLAN, and the type within.
pub(crate) fn unwrap_vlan(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    let vlan = unwrap.reader.u16_be().named("truncated_VLAN_packet")? & 0x0fff;
    if vlan != 0 {
        let frame = &mut unwrap.frame;
        let place = if frame.vlan.is_none() { &mut frame.vlan } else { &mut frame.inner_vlan };
        place.get_or_insert(vlan);
    }
    unwrap.reader.u16_be().named("truncated_VLAN_packet").map(Next::EtherType)
}

/// VN-Tag: four bytes of virtual interface numbers, then the type within.
pub(crate) fn unwrap_vn_tag(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    unwrap.reader.skip(4).named("truncated_vntag_header")?;
    unwrap.reader.u16_be().named("truncated_vntag_header").map(Next::EtherType)
}

/// Cisco metadata: version, length, one option of two bytes and its value of two, then the type within.
pub(crate) fn unwrap_cisco_metadata(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    unwrap.reader.skip(6).named("truncated_cisco_metadata")?;
    unwrap.reader.u16_be().named("truncated_cisco_metadata").map(Next::EtherType)
}

/// FabricPath: the outer header is sixteen bytes long, and a whole frame follows.
pub(crate) fn unwrap_fabric_path(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    unwrap.reader.skip(2).named("truncated_link_header_cfp")?;
    Ok(Next::Ethernet)
}

/// IEEE 802.1ah: flags and the service instance number, then the customer's frame.
pub(crate) fn unwrap_backbone_service(unwrap: &mut Unwrap<'_>) -> Decoded<Next> {
    unwrap.reader.skip(4).named("truncated_link_header")?;
    Ok(Next::Ethernet)
}

#[cfg(test)]
mod tests {
    use crate::bytes::hex;
    use crate::{Frame, LinkType, Network, frame};

    const ADDRESSES: &str = "00aabbccddee 001122334455";
    const IP: &str = "4500 0014";

    fn read(digits: &str, check: impl Fn(Frame<'_>)) {
        check(frame(LinkType::ETHERNET, &hex(&digits.replace('A', ADDRESSES).replace('I', IP))));
    }

    fn is_ip(frame: &Frame<'_>) -> bool {
        frame.network == Network::Ip(&hex(IP)) && frame.anomaly.is_none()
    }

    #[test]
    fn addresses_and_type() {
        read("A 0800 I", |frame| {
            assert_eq!(frame.destination, Some([0, 0xaa, 0xbb, 0xcc, 0xdd, 0xee]));
            assert_eq!(frame.source, Some([0, 0x11, 0x22, 0x33, 0x44, 0x55]));
            assert!(is_ip(&frame) && frame.vlan.is_none());
        });
        read("A 0806 0001", |frame| assert_eq!(frame.network, Network::Arp(&[0, 1])));
        read("A 88cc 0207", |frame| {
            assert_eq!(frame.network, Network::Other { ethertype: 0x88cc, payload: &[2, 7] });
        });
    }

    #[test]
    fn one_tag_two_tags_and_priority_tags() {
        read("A 8100 2064 0800 I", |frame| assert!(is_ip(&frame) && frame.vlan == Some(100)));
        read("A 88a8 0064 8100 00c8 86dd I", |frame| {
            assert!(is_ip(&frame) && (frame.vlan, frame.inner_vlan) == (Some(100), Some(200)));
        });
        read("A 8100 e000 8100 00c8 0800 I", |frame| {
            assert!(is_ip(&frame) && (frame.vlan, frame.inner_vlan) == (Some(200), None));
        });
        read("A 8100 00", |frame| assert_eq!(frame.anomaly.unwrap().name, "truncated_VLAN_packet"));
    }

    #[test]
    fn frames_of_802_3() {
        // The length cuts the padding off.
        read("A 0005 4242 03 0000 ffff", |frame| {
            assert_eq!(frame.network, Network::Other { ethertype: 0x42, payload: &[0, 0] });
        });
        read("A 000c aaaa03 000000 0800 I ffff", |frame| assert!(is_ip(&frame)));
        read("A 000a aaaa03 00000c 2000 02b4 ffff", |frame| {
            assert_eq!(frame.network, Network::Other { ethertype: 0x2000, payload: &[2, 0xb4] });
        });
        read("A 0004 ffff 0022 0000", |frame| {
            assert_eq!(frame.network, Network::Other { ethertype: 0xff, payload: &[0xff, 0xff, 0, 0x22] });
        });
        read("A 05dc fefe 03 83", |frame| {
            assert_eq!(frame.network, Network::Other { ethertype: 0xfe, payload: &[0x83] });
            assert_eq!(frame.anomaly.unwrap().name, "truncated_ethernet_frame");
        });
        read("A 05dd fefe 03 83", |frame| assert_eq!(frame.anomaly.unwrap().name, "undefined_ether_type"));
    }

    #[test]
    fn frames_within_frames() {
        let innermost = |digits: &str| {
            read(digits, |frame| {
                assert!(is_ip(&frame), "{frame:02x?}");
                assert_eq!(frame.source, Some([0, 0x11, 0x22, 0x33, 0x44, 0x55]));
            });
        };
        innermost("A 8926 00000000 0800 I");
        innermost("A 8909 0101 0001 0007 0800 I");
        innermost("ffffffffffff 020000000000 8903 0001 A 8100 0001 0800 I");
        innermost("ffffffffffff 020000000000 88a8 0001 88e7 00000001 A 0800 I");
    }

    #[test]
    fn endless_tags_end() {
        read(&format!("A {} 0800 I", "8100 0001".repeat(40)), |frame| {
            assert_eq!(frame.anomaly.unwrap().name, "max_packet_analyzer_depth_exceeded");
            assert_eq!(frame.network, Network::Nothing);
        });
    }

    #[test]
    fn short_frames() {
        read("0011", |frame| assert_eq!(frame.anomaly.unwrap().name, "truncated_ethernet_frame"));
        read("A 08", |frame| assert!(frame.anomaly.unwrap().offset == 12 && frame.source.is_some()));
    }
}
