//! The Cisco Discovery Protocol, versions 1 and 2.

use crate::anomaly::{Named, WireAnomaly};
use crate::{Decoded, Reader};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How many values of one frame are looked at.
pub const VALUES_MAX: usize = 128;

const NAME: &str = "truncated_CDP";
/// Type and length of a value, which its length counts.
const VALUE_HEADER: u16 = 4;

/// What a device says about itself and the port it speaks from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cdp<'a> {
    /// 1 or 2.
    pub version: u8,
    /// How long this holds, in seconds.
    pub ttl_s: u8,
    /// The device's name.
    pub device_id: Option<&'a [u8]>,
    /// The device's first IP address.
    pub address: Option<IpAddr>,
    /// The port.
    pub port_id: Option<&'a [u8]>,
    /// What the device is: from bit 0 router, transparent bridge, source-route bridge, switch, host, IGMP, repeater,
    /// telephone.
    pub capabilities: Option<u32>,
    /// The software's version in words.
    pub software_version: Option<&'a [u8]>,
    /// The hardware.
    pub platform: Option<&'a [u8]>,
    /// The VLAN of untagged frames.
    pub native_vlan: Option<u16>,
    /// `bad_CDP` where a value was cut off.
    pub anomaly: Option<WireAnomaly>,
    bytes: &'a [u8],
}

/// The values of a frame; ends where the list is damaged.
#[derive(Clone, Copy, Debug)]
pub struct CdpTlvs<'a> {
    reader: Reader<'a>,
}

/// One value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CdpTlv<'a> {
    /// Its type.
    pub kind: u16,
    /// Its bytes.
    pub value: &'a [u8],
}

/// Reads the payload of a CDP frame ([`crate::ethertype::CDP`]).
///
/// # Errors
///
/// Where there is no whole header, or an unknown version.
pub fn cdp(bytes: &[u8]) -> Decoded<Cdp<'_>> {
    let mut reader = Reader::new(bytes);
    let [version, ttl_s, _, _] = reader.array().named(NAME)?;
    if !matches!(version, 1 | 2) {
        return Err(WireAnomaly::new("unknown_CDP_version", 0));
    }
    let mut found = Cdp { version, ttl_s, bytes: reader.rest(), ..Cdp::default() };
    let mut values = found.tlvs();
    for CdpTlv { kind, value } in values.by_ref().take(VALUES_MAX) {
        found.learn(kind, value);
    }
    if !values.reader.is_empty() {
        found.anomaly = Some(WireAnomaly::new("bad_CDP", values.reader.offset()));
    }
    Ok(found)
}

impl<'a> Cdp<'a> {
    /// All values of the frame.
    #[must_use]
    pub fn tlvs(&self) -> CdpTlvs<'a> {
        CdpTlvs { reader: Reader::new(self.bytes) }
    }

    /// The addresses of the device.
    pub fn addresses(&self) -> impl Iterator<Item = IpAddr> + use<'a> {
        self.addresses_of(2)
    }

    /// The addresses by which the device is managed.
    pub fn management_addresses(&self) -> impl Iterator<Item = IpAddr> + use<'a> {
        self.addresses_of(22)
    }

    fn addresses_of(&self, kind: u16) -> impl Iterator<Item = IpAddr> + use<'a> {
        self.tlvs().take(VALUES_MAX).filter(move |tlv| tlv.kind == kind).flat_map(|tlv| addresses(tlv.value))
    }

    fn learn(&mut self, kind: u16, value: &'a [u8]) {
        match kind {
            1 => self.device_id = Some(value),
            2 => self.address = addresses(value).next(),
            3 => self.port_id = Some(value),
            4 => self.capabilities = Reader::new(value).u32_be().ok(),
            5 => self.software_version = Some(value),
            6 => self.platform = Some(value),
            10 => self.native_vlan = Reader::new(value).u16_be().ok(),
            _ => {}
        }
    }
}

/// The IP addresses of a list: a count, then for each address: protocol type, protocol length and protocol, address length
/// and address.
fn addresses(value: &[u8]) -> impl Iterator<Item = IpAddr> {
    let mut reader = Reader::new(value);
    let count = reader.u32_be().map_or(0, |count| usize::try_from(count).unwrap_or(VALUES_MAX));
    (0..count.min(VALUES_MAX)).map_while(move |_| address_bytes(&mut reader)).filter_map(|address| {
        match *address {
            [a, b, c, d] => Some(Ipv4Addr::new(a, b, c, d).into()),
            _ => <[u8; 16]>::try_from(address).ok().map(|octets| Ipv6Addr::from(octets).into()),
        }
    })
}

fn address_bytes<'a>(reader: &mut Reader<'a>) -> Option<&'a [u8]> {
    reader.skip(1).ok()?;
    let protocol_length = reader.u8().ok()?;
    reader.skip(protocol_length.into()).ok()?;
    let address_length = reader.u16_be().ok()?;
    reader.take(address_length.into()).ok()
}

impl<'a> Iterator for CdpTlvs<'a> {
    type Item = CdpTlv<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut reader = self.reader;
        let kind = reader.u16_be().ok()?;
        let length = reader.u16_be().ok()?.checked_sub(VALUE_HEADER)?;
        let value = reader.take(length.into()).ok()?;
        self.reader = reader;
        Some(CdpTlv { kind, value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;

    const FRAME: &str = "02 b4 1234 0001 0006 5231 0002 0011 00000001 01 01 cc 0004 c0a80a01
        0003 0008 45746830 0004 0008 00000029 000a 0006 0001";

    #[test]
    fn a_device_says_who_it_is() {
        let bytes = hex(FRAME);
        let frame = cdp(&bytes).unwrap();
        assert_eq!((frame.version, frame.ttl_s, frame.device_id), (2, 180, Some(&b"R1"[..])));
        assert_eq!(frame.address, Some([192, 168, 10, 1].into()));
        assert_eq!((frame.port_id, frame.capabilities), (Some(&b"Eth0"[..]), Some(0x29)));
        assert_eq!((frame.native_vlan, frame.anomaly), (Some(1), None));
    }

    #[test]
    fn a_device_may_have_several_addresses_and_others_for_its_management() {
        let bytes = hex("02 b4 0000
            0002 002d 00000002 01 01 cc 0004 0a000001
                02 08 aaaa0300000086dd 0010 20010db8000000000000000000000001
            0016 0011 00000001 01 01 cc 0004 0a0000fe");
        let frame = cdp(&bytes).unwrap();
        let addresses: Vec<String> = frame.addresses().map(|address| address.to_string()).collect();
        assert_eq!(addresses, ["10.0.0.1", "2001:db8::1"]);
        assert_eq!(frame.management_addresses().collect::<Vec<_>>(), [IpAddr::from([10, 0, 0, 254])]);
        assert_eq!(frame.anomaly, None);
    }

    #[test]
    fn impossible_lengths_end_the_list() {
        let short = hex("02 b4 1234 0001 0006 5231 0003 0003 45");
        let frame = cdp(&short).unwrap();
        assert_eq!((frame.device_id, frame.anomaly.unwrap().name), (Some(&b"R1"[..]), "bad_CDP"));
        assert_eq!(cdp(&hex("03 b4 0000")).unwrap_err().name, "unknown_CDP_version");
    }
}
