//! The Link Layer Discovery Protocol (IEEE 802.1AB).

use crate::Reader;
use crate::anomaly::WireAnomaly;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How many values of one frame are looked at.
pub const VALUES_MAX: usize = 128;

/// What a device says about itself and the port it speaks from. The first of each kind of value counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lldp<'a> {
    /// The device.
    pub chassis_id: Option<LldpId<'a>>,
    /// The port.
    pub port_id: Option<LldpId<'a>>,
    /// How long this holds, in seconds; 0 says the device goes away.
    pub ttl_s: Option<u16>,
    /// The port in words.
    pub port_description: Option<&'a [u8]>,
    /// The device's name.
    pub system_name: Option<&'a [u8]>,
    /// The device, its system and version in words.
    pub system_description: Option<&'a [u8]>,
    /// What the device can be and what of that is switched on: from bit 0 other, repeater, bridge, access point,
    /// router, telephone, DOCSIS cable device, station.
    pub capabilities: Option<(u16, u16)>,
    /// Where the device is managed.
    pub management_address: Option<IpAddr>,
    /// The native VLAN of the port (IEEE 802.1 organisation, subtype 1).
    pub port_vlan: Option<u16>,
    /// `bad_LLDP` where a value was cut off or the mandatory ones are missing.
    pub anomaly: Option<WireAnomaly>,
    bytes: &'a [u8],
}

/// An identifier and what kind of one it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LldpId<'a> {
    /// What the value is. Of a chassis: 4 hardware address, 5 network address, 7 local; of a port: 3 hardware address,
    /// 5 interface name, 7 local.
    pub subtype: u8,
    /// The identifier.
    pub value: &'a [u8],
}

/// The values of a frame; ends at the end mark or where the list is damaged.
#[derive(Clone, Copy, Debug)]
pub struct LldpTlvs<'a> {
    reader: Reader<'a>,
}

/// One value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LldpTlv<'a> {
    /// Its type, 127 for those of an organisation.
    pub kind: u8,
    /// Its bytes.
    pub value: &'a [u8],
}

/// Reads the payload of an LLDP frame.
#[must_use]
pub fn lldp(bytes: &[u8]) -> Lldp<'_> {
    let mut found = Lldp { bytes, ..Lldp::default() };
    let mut values = found.tlvs();
    for LldpTlv { kind, value } in values.by_ref().take(VALUES_MAX) {
        found.learn(kind, value);
    }
    let complete = found.chassis_id.is_some() && found.port_id.is_some() && found.ttl_s.is_some();
    if !complete || !values.reader.is_empty() {
        found.anomaly = Some(WireAnomaly::new("bad_LLDP", values.reader.offset()));
    }
    found
}

impl<'a> Lldp<'a> {
    /// All values of the frame.
    #[must_use]
    pub fn tlvs(&self) -> LldpTlvs<'a> {
        LldpTlvs { reader: Reader::new(self.bytes) }
    }

    /// Everywhere the device is managed.
    pub fn management_addresses(&self) -> impl Iterator<Item = IpAddr> + use<'a> {
        const MANAGEMENT_ADDRESS: u8 = 8;
        let tlvs = self.tlvs().take(VALUES_MAX).filter(|tlv| tlv.kind == MANAGEMENT_ADDRESS);
        tlvs.filter_map(|tlv| management_address(tlv.value))
    }

    fn learn(&mut self, kind: u8, value: &'a [u8]) {
        match kind {
            1 => keep(&mut self.chassis_id, identifier(value)),
            2 => keep(&mut self.port_id, identifier(value)),
            3 => keep(&mut self.ttl_s, Reader::new(value).u16_be().ok()),
            4 => keep(&mut self.port_description, Some(value)),
            5 => keep(&mut self.system_name, Some(value)),
            6 => keep(&mut self.system_description, Some(value)),
            7 => keep(&mut self.capabilities, capabilities(value)),
            8 => keep(&mut self.management_address, management_address(value)),
            127 => keep(&mut self.port_vlan, port_vlan(value)),
            _ => {}
        }
    }
}

fn keep<T>(place: &mut Option<T>, value: Option<T>) {
    if place.is_none() {
        *place = value;
    }
}

fn identifier(value: &[u8]) -> Option<LldpId<'_>> {
    value.split_first().map(|(subtype, value)| LldpId { subtype: *subtype, value })
}

fn capabilities(value: &[u8]) -> Option<(u16, u16)> {
    let mut reader = Reader::new(value);
    Some((reader.u16_be().ok()?, reader.u16_be().ok()?))
}

/// Length of subtype and address, subtype (an address family), address.
fn management_address(value: &[u8]) -> Option<IpAddr> {
    let (length, rest) = value.split_first()?;
    match rest.get(..usize::from(*length))?.split_first()? {
        (1, address) => <[u8; 4]>::try_from(address).ok().map(|octets| Ipv4Addr::from(octets).into()),
        (2, address) => <[u8; 16]>::try_from(address).ok().map(|octets| Ipv6Addr::from(octets).into()),
        _ => None,
    }
}

fn port_vlan(value: &[u8]) -> Option<u16> {
    match value {
        [0x00, 0x80, 0xc2, 1, high, low] => Some(u16::from_be_bytes([*high, *low])),
        _ => None,
    }
}

impl<'a> Iterator for LldpTlvs<'a> {
    type Item = LldpTlv<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut reader = self.reader;
        let header = reader.u16_be().ok()?;
        let value = reader.take(usize::from(header & 0x01ff)).ok()?;
        let [kind, _] = (header >> 1).to_be_bytes();
        if header == 0 {
            reader.take_rest();
        }
        self.reader = reader;
        (header != 0).then_some(LldpTlv { kind, value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;

    const FRAME: &str = "0207 04 001122334455 0404 05 312f31 0602 0078 0a02 7377 0e04 0014 0004
        100c 05 01 0a000001 02 00000001 00 fe06 0080c2 01 0064 0000 ffff";

    #[test]
    fn a_device_says_who_it_is() {
        let bytes = hex(FRAME);
        let frame = lldp(&bytes);
        assert_eq!(frame.chassis_id, Some(LldpId { subtype: 4, value: &[0, 0x11, 0x22, 0x33, 0x44, 0x55] }));
        assert_eq!(frame.port_id, Some(LldpId { subtype: 5, value: b"1/1" }));
        assert_eq!((frame.ttl_s, frame.system_name), (Some(120), Some(&b"sw"[..])));
        assert_eq!(frame.capabilities, Some((0x14, 4)));
        assert_eq!(frame.management_address, Some([10, 0, 0, 1].into()));
        assert_eq!((frame.port_vlan, frame.anomaly), (Some(100), None));
        assert_eq!(frame.tlvs().count(), 7);
        assert_eq!(frame.management_addresses().collect::<Vec<_>>(), [IpAddr::from([10, 0, 0, 1])]);
    }

    #[test]
    fn what_came_before_damage_stays() {
        let bytes = hex("0207 04 001122334455 0404 05 312f31 0602 0078 0aff 7377");
        let frame = lldp(&bytes);
        assert_eq!(frame.ttl_s, Some(120));
        assert_eq!(frame.anomaly, Some(WireAnomaly { name: "bad_LLDP", offset: 19, needed: 0 }));
        assert_eq!(lldp(&[]).anomaly.unwrap().name, "bad_LLDP");
    }
}
