//! The Address Resolution Protocol (RFC 826) for IPv4 over Ethernet.

use crate::Decoded;
use crate::anomaly::WireAnomaly;
use std::net::Ipv4Addr;

/// Length of a packet for IPv4 over Ethernet.
const LENGTH: usize = 28;

/// An ARP packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arp {
    /// What is asked or told: see the constants.
    pub operation: u16,
    /// The sender's hardware address.
    pub sender_mac: [u8; 6],
    /// The sender's address.
    pub sender_ip: Ipv4Addr,
    /// The target's hardware address; usually zeros in a request.
    pub target_mac: [u8; 6],
    /// The target's address.
    pub target_ip: Ipv4Addr,
}

impl Arp {
    /// Who has the target's address?
    pub const REQUEST: u16 = 1;
    /// The sender has the sender's address.
    pub const REPLY: u16 = 2;
    /// Reverse ARP (RFC 903): which address has the target?
    pub const REVERSE_REQUEST: u16 = 3;
    /// Reverse ARP: the target has the target's address.
    pub const REVERSE_REPLY: u16 = 4;

    /// Whether sender and target are the same, which announces an address.
    #[must_use]
    pub fn is_gratuitous(&self) -> bool {
        self.sender_ip == self.target_ip
    }
}

/// Reads an ARP packet.
///
/// Fails with Zeek's `truncated_ARP`, or where lengths or types are not those of IPv4 over Ethernet.
pub fn arp(bytes: &[u8]) -> Decoded<Arp> {
    const ETHERNET: u16 = 1;
    const IEEE_802: u16 = 6;
    let Some(packet) = bytes.first_chunk::<LENGTH>() else {
        return Err(WireAnomaly::short("truncated_ARP", 0, LENGTH));
    };
    match (be16!(packet, 0), be16!(packet, 2), packet[4], packet[5]) {
        (ETHERNET | IEEE_802, crate::ethertype::IPV4, 6, 4) => {}
        (ETHERNET | IEEE_802, crate::ethertype::IPV4, ..) => {
            return Err(WireAnomaly::new("corrupt_arp_header", 4));
        }
        (ETHERNET | IEEE_802, ..) => return Err(WireAnomaly::new("unknown_arp_protocol", 2)),
        _ => return Err(WireAnomaly::new("unknown_arp_hw_type", 0)),
    }
    Ok(Arp {
        operation: be16!(packet, 6),
        sender_mac: [packet[8], packet[9], packet[10], packet[11], packet[12], packet[13]],
        sender_ip: Ipv4Addr::from_bits(be32!(packet, 14)),
        target_mac: [packet[18], packet[19], packet[20], packet[21], packet[22], packet[23]],
        target_ip: Ipv4Addr::from_bits(be32!(packet, 24)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;

    const REQUEST: &str = "0001 0800 06 04 0001 001122334455 c0a80001 000000000000 c0a80002 0000";

    #[test]
    fn reads_a_request() {
        let request = arp(&hex(REQUEST)).unwrap();
        assert_eq!(
            (request.operation, request.sender_mac),
            (Arp::REQUEST, [0, 0x11, 0x22, 0x33, 0x44, 0x55])
        );
        assert_eq!(request.sender_ip, Ipv4Addr::new(192, 168, 0, 1));
        assert_eq!((request.target_mac, request.target_ip), ([0; 6], Ipv4Addr::new(192, 168, 0, 2)));
        assert!(!request.is_gratuitous());
    }

    #[test]
    fn other_hardware_and_protocols_are_told() {
        let name = |at: usize, value: u8| {
            let mut bytes = hex(REQUEST);
            bytes[at] = value;
            arp(&bytes).unwrap_err().name
        };
        assert_eq!(name(1, 32), "unknown_arp_hw_type");
        assert_eq!(name(2, 0x86), "unknown_arp_protocol");
        assert_eq!(name(5, 16), "corrupt_arp_header");
        assert_eq!(arp(&hex(REQUEST)[..27]).unwrap_err().name, "truncated_ARP");
    }
}
