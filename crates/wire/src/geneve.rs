//! Generic network virtualization encapsulation (RFC 8926).

use crate::anomaly::{Named, WireAnomaly};
use crate::{Decoded, Inner, Reader, ethernet, ethertype};

const NAME: &str = "truncated_Geneve";

/// A Geneve header and what it carries.
#[derive(Clone, Copy, Debug)]
pub struct Geneve<'a> {
    /// A control message rather than traffic.
    pub control: bool,
    /// Some option must be understood.
    pub critical: bool,
    /// The EtherType of what is carried.
    pub protocol: u16,
    /// The network identifier, 24 bits.
    pub vni: u32,
    /// The options.
    pub options: GeneveOptions<'a>,
    /// What is carried.
    pub inner: Inner<'a>,
}

/// The options of a Geneve header; ends where the list is damaged.
#[derive(Clone, Copy, Debug)]
pub struct GeneveOptions<'a> {
    reader: Reader<'a>,
}

/// One Geneve option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GeneveOption<'a> {
    /// Whose option it is: the option class registered with IANA.
    pub class: u16,
    /// The option's number, of which the highest bit says that it must be understood.
    pub kind: u8,
    /// The option's data.
    pub data: &'a [u8],
}

/// Reads a Geneve header from a UDP payload (port 6081).
///
/// Fails where version or reserved fields say this is something else.
pub fn geneve(payload: &[u8]) -> Decoded<Geneve<'_>> {
    let mut reader = Reader::new(payload);
    let header: [u8; 8] = reader.array().named(NAME)?;
    if header[0] >> 6 != 0 {
        return Err(WireAnomaly::new("unknown_Geneve_version", 0));
    }
    if header[1] & 0x3f != 0 || header[7] != 0 {
        return Err(WireAnomaly::new("bad_Geneve_reserved", 1));
    }
    let protocol = be16!(header, 2);
    let options = reader.sub(usize::from(header[0] & 0x3f) * 4).named(NAME)?;
    let inner = Inner::from_ethertype(protocol, reader.rest());
    if !is_plausible(&inner) {
        return Err(WireAnomaly::new("bad_Geneve_protocol", 2));
    }
    Ok(Geneve {
        control: header[1] & 0x80 != 0,
        critical: header[1] & 0x40 != 0,
        protocol,
        vni: be24!(header, 4),
        options: GeneveOptions { reader: options },
        inner,
    })
}

/// What is carried has its first bytes, and is of a type that anyone is known to carry.
fn is_plausible(inner: &Inner<'_>) -> bool {
    match *inner {
        Inner::Ip(packet) => matches!(packet.first().map(|first| first >> 4), Some(4 | 6)),
        Inner::Ethernet(frame) => frame.len() >= ethernet::HEADER_LENGTH,
        Inner::Other { ethertype, .. } => {
            matches!(
                ethertype,
                ethertype::ARP | ethertype::PPP | ethertype::MPLS | ethertype::NETWORK_SERVICE
            )
        }
    }
}

impl<'a> Iterator for GeneveOptions<'a> {
    type Item = GeneveOption<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let class = self.reader.u16_be().ok()?;
        let kind = self.reader.u8().ok()?;
        let length = self.reader.u8().ok()? & 0x1f;
        let data = self.reader.take(usize::from(length) * 4).ok()?;
        Some(GeneveOption { class, kind, data })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;

    const FRAME: &str = "001122334455 00aabbccddee 0800 4500";

    #[test]
    fn options_and_what_is_carried() {
        let bytes = hex(&format!("03 40 6558 00007b00  0103 80 02 0102030405060708  {FRAME}"));
        let header = geneve(&bytes).unwrap();
        assert_eq!((header.vni, header.critical, header.control), (123, true, false));
        let options: Vec<_> = header.options.collect();
        assert_eq!(options, [GeneveOption { class: 0x103, kind: 0x80, data: &[1, 2, 3, 4, 5, 6, 7, 8] }]);
        assert_eq!(header.inner, Inner::Ethernet(&hex(FRAME)));
        assert_eq!(geneve(&hex("00 00 86dd 00007b00 6000")).unwrap().inner, Inner::Ip(&[0x60, 0]));
    }

    #[test]
    fn what_is_something_else() {
        let name = |digits: &str| geneve(&hex(digits)).unwrap_err().name;
        assert_eq!(name("40 00 0800 00007b00 4500"), "unknown_Geneve_version");
        assert_eq!(name("00 01 0800 00007b00 4500"), "bad_Geneve_reserved");
        assert_eq!(name("00 00 0800 00007b01 4500"), "bad_Geneve_reserved");
        assert_eq!(name("00 00 0800 00007b00 1500"), "bad_Geneve_protocol");
        assert_eq!(name("01 00 0800 00007b00 45"), "truncated_Geneve");
        // The first bytes of a DCE/RPC datagram.
        assert_eq!(name(&format!("04 00 2000 10000000 {}", "00".repeat(40))), "bad_Geneve_protocol");
    }
}
