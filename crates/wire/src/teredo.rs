//! Teredo: IPv6 over UDP through network address translators (RFC 4380).

use crate::anomaly::{Named, WireAnomaly};
use crate::{Decoded, Inner, Protocol, Reader};
use std::net::Ipv4Addr;

/// Length of an IPv6 header.
const IPV6_HEADER: usize = 40;
/// The prefix of Teredo addresses, 2001:0::/32.
const PREFIX: [u8; 4] = [0x20, 0x01, 0, 0];

/// A Teredo packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Teredo<'a> {
    /// The authentication header, where there is one.
    pub authentication: Option<TeredoAuthentication<'a>>,
    /// The address and port that a relay saw the packet come from, where it says so.
    pub origin: Option<(Ipv4Addr, u16)>,
    /// The packet is one without payload that keeps a translator's mapping open.
    pub bubble: bool,
    /// Whether source or destination have the Teredo prefix, or a relay's indications came before the packet. Without,
    /// this is likely to be something else whose first nibble happens to be 6.
    pub plausible: bool,
    /// `Teredo_bubble_with_payload` where bytes follow a bubble.
    pub anomaly: Option<WireAnomaly>,
    /// The IPv6 packet.
    pub inner: Inner<'a>,
}

/// Teredo's authentication header (RFC 4380 section 5.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TeredoAuthentication<'a> {
    /// Who authenticates.
    pub client: &'a [u8],
    /// The authentication value.
    pub value: &'a [u8],
    /// The nonce.
    pub nonce: u64,
    /// The confirmation byte.
    pub confirmation: u8,
}

/// Reads a Teredo packet from a UDP payload (port 3544).
///
/// Fails with Zeek's `truncated_Teredo...` names, and with `bad_Teredo` where the IPv6 packet does not fill the
/// datagram exactly.
pub fn teredo(payload: &[u8]) -> Decoded<Teredo<'_>> {
    const NAME: &str = "truncated_Teredo";
    let mut reader = Reader::new(payload);
    let authentication = match reader.rest() {
        [0, 1, ..] => Some(authentication(&mut reader).named("truncated_Teredo_authentication")?),
        _ => None,
    };
    let origin = match reader.rest() {
        [0, 0, ..] => Some(origin(&mut reader).named("truncated_Teredo_origin_indication")?),
        _ => None,
    };
    let packet = reader.rest();
    match packet.first() {
        Some(first) if first >> 4 == 6 => {}
        Some(_) => return Err(WireAnomaly::new("bad_Teredo", reader.offset())),
        None => return Err(WireAnomaly::short(NAME, reader.offset(), 2)),
    }
    let Some(header) = packet.first_chunk::<IPV6_HEADER>() else {
        return Err(WireAnomaly::short("truncated_IPv6_in_Teredo", reader.offset(), IPV6_HEADER));
    };
    let bubble = header[6] == Protocol::NONE && be16!(header, 4) == 0;
    let excess = packet.len().checked_sub(IPV6_HEADER + usize::from(be16!(header, 4)));
    let anomaly = match excess {
        Some(0) => None,
        Some(_) if bubble => Some(WireAnomaly::new("Teredo_bubble_with_payload", reader.offset())),
        _ => return Err(WireAnomaly::new("bad_Teredo", reader.offset())),
    };
    let plausible = authentication.is_some()
        || origin.is_some()
        || [8, 24].iter().any(|at| packet.get(*at..).is_some_and(|address| address.starts_with(&PREFIX)));
    Ok(Teredo { authentication, origin, bubble, plausible, anomaly, inner: Inner::Ip(packet) })
}

fn authentication<'a>(reader: &mut Reader<'a>) -> crate::Result<TeredoAuthentication<'a>> {
    reader.skip(2)?;
    let client_length = reader.u8()?;
    let value_length = reader.u8()?;
    Ok(TeredoAuthentication {
        client: reader.take(client_length.into())?,
        value: reader.take(value_length.into())?,
        nonce: reader.u64_be()?,
        confirmation: reader.u8()?,
    })
}

/// Port and address have all their bits inverted, lest translators rewrite them.
fn origin(reader: &mut Reader<'_>) -> crate::Result<(Ipv4Addr, u16)> {
    reader.skip(2)?;
    let port = !reader.u16_be()?;
    let address = !reader.u32_be()?;
    Ok((Ipv4Addr::from_bits(address), port))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;

    const BUBBLE: &str =
        "60000000 0000 3b 15 fe80000000000000000000fffffffffe ff020000000000000000000000000002";
    const FROM_TEREDO: &str =
        "60000000 0002 11 15 20010000000000000000000000000001 20010db8000000000000000000000002";

    #[test]
    fn authentication_and_origin_come_before_the_packet() {
        let bytes = hex(&format!("0001 02 01 abcd ef 0102030405060708 00  0000 fbbe f5fffffe {BUBBLE}"));
        let packet = teredo(&bytes).unwrap();
        let authentication = packet.authentication.unwrap();
        assert_eq!((authentication.client, authentication.value), (&[0xab, 0xcd][..], &[0xef][..]));
        assert_eq!((authentication.nonce, authentication.confirmation), (0x0102_0304_0506_0708, 0));
        assert_eq!(packet.origin, Some((Ipv4Addr::new(10, 0, 0, 1), 1089)));
        assert!(packet.bubble && packet.plausible && packet.anomaly.is_none());
        assert_eq!(packet.inner, Inner::Ip(&hex(BUBBLE)));
    }

    #[test]
    fn the_prefix_alone_makes_it_plausible() {
        assert!(teredo(&hex(&format!("{FROM_TEREDO} 1234"))).unwrap().plausible);
        assert!(!teredo(&hex(BUBBLE)).unwrap().plausible);
    }

    #[test]
    fn the_packet_must_fill_the_datagram() {
        let name = |digits: &str| teredo(&hex(digits)).unwrap_err().name;
        assert_eq!(name(&format!("{FROM_TEREDO} 12")), "bad_Teredo");
        assert_eq!(name(&format!("{FROM_TEREDO} 123456")), "bad_Teredo");
        assert_eq!(name("6000 0000"), "truncated_IPv6_in_Teredo");
        assert_eq!(name("0001 ff ff 00"), "truncated_Teredo_authentication");
        assert_eq!(name("0000 fbbe f5ff"), "truncated_Teredo_origin_indication");
        assert_eq!(name("0000 fbbe f5fffffe"), "truncated_Teredo");
        assert_eq!(name("4500 0014"), "bad_Teredo");
        let odd = hex(&format!("{BUBBLE} 1234"));
        assert_eq!(teredo(&odd).unwrap().anomaly.unwrap().name, "Teredo_bubble_with_payload");
    }
}
