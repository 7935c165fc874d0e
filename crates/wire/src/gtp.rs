//! The user plane of the GPRS tunnelling protocol, version 1 (3GPP TS 29.281).

use crate::anomaly::{Named, WireAnomaly};
use crate::{Decoded, Inner, Reader};

const NAME: &str = "truncated_GTPv1";

/// How many extension headers are followed.
pub const EXTENSION_HEADERS_MAX: usize = 16;

/// The message that carries a user's packet.
const G_PDU: u8 = 255;

mod flag {
    pub(super) const PROTOCOL_TYPE: u8 = 0x10;
    pub(super) const EXTENSION: u8 = 0x04;
    pub(super) const SEQUENCE: u8 = 0x02;
    pub(super) const PDU_NUMBER: u8 = 0x01;
}

/// A GTP header and the user's packet.
#[derive(Clone, Copy, Debug)]
pub struct GtpU<'a> {
    /// The tunnel's number at the receiver.
    pub tunnel_endpoint: u32,
    /// The sequence number.
    pub sequence: Option<u16>,
    /// The number of the packet for lossless handover.
    pub pdu_number: Option<u8>,
    /// The extension headers.
    pub extensions: GtpExtensions<'a>,
    /// The user's packet.
    pub inner: Inner<'a>,
}

/// The extension headers: pairs of type and content.
#[derive(Clone, Copy, Debug)]
pub struct GtpExtensions<'a> {
    next: u8,
    left: usize,
    reader: Reader<'a>,
}

/// Reads a user's packet from a UDP payload (port 2152).
///
/// Fails for other messages than G-PDU, and where version, length or the packet's own version say that this is
/// something else.
pub fn gtp_u(payload: &[u8]) -> Decoded<GtpU<'_>> {
    let mut reader = Reader::new(payload);
    let flags = reader.u8().named(NAME)?;
    let message = reader.u8().named(NAME)?;
    if flags >> 5 != 1 || flags & flag::PROTOCOL_TYPE == 0 || message != G_PDU {
        return Err(WireAnomaly::new("not_a_GTPv1_user_packet", 0));
    }
    let length = reader.u16_be().named(NAME)?;
    let tunnel_endpoint = reader.u32_be().named(NAME)?;
    let mut reader = reader.sub(length.into()).named(NAME)?;
    let mut extensions = GtpExtensions { next: 0, left: EXTENSION_HEADERS_MAX, reader };
    let (mut sequence, mut pdu_number) = (None, None);
    if flags & (flag::EXTENSION | flag::SEQUENCE | flag::PDU_NUMBER) != 0 {
        let [high, low, number, next]: [u8; 4] = reader.array().named(NAME)?;
        sequence = (flags & flag::SEQUENCE != 0).then_some(u16::from_be_bytes([high, low]));
        pdu_number = (flags & flag::PDU_NUMBER != 0).then_some(number);
        extensions = GtpExtensions {
            next: if flags & flag::EXTENSION != 0 { next } else { 0 },
            left: EXTENSION_HEADERS_MAX,
            reader,
        };
        reader = pass(extensions)?;
    }
    Ok(GtpU { tunnel_endpoint, sequence, pdu_number, extensions, inner: inner(reader.rest())? })
}

/// The reader after all extension headers.
fn pass(mut extensions: GtpExtensions<'_>) -> Decoded<Reader<'_>> {
    while extensions.next().is_some() {}
    match extensions.next {
        0 => Ok(extensions.reader),
        _ => Err(WireAnomaly::new(NAME, extensions.reader.offset())),
    }
}

fn inner(packet: &[u8]) -> Decoded<Inner<'_>> {
    match packet.first().map(|first| first >> 4) {
        Some(4 | 6) => Ok(Inner::Ip(packet)),
        Some(_) => Ok(Inner::Other { ethertype: 0, payload: packet }),
        None => Err(WireAnomaly::short("truncated_GTPv1", 0, 1)),
    }
}

/// Each extension begins with its length in units of four bytes and ends with the type of the next. After damage or
/// `EXTENSION_HEADERS_MAX` headers `next` stays non-zero.
impl<'a> Iterator for GtpExtensions<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = self.next;
        self.left = if kind == 0 { 0 } else { self.left.checked_sub(1)? };
        if kind == 0 {
            return None;
        }
        let mut reader = self.reader;
        let length = usize::from(reader.u8().ok()?) * 4;
        let content = reader.take(length.checked_sub(2)?).ok()?;
        self.next = reader.u8().ok()?;
        self.reader = reader;
        Some((kind, content))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;

    #[test]
    fn a_users_packet() {
        let bytes = hex("30 ff 0004 00000001 4500 0014");
        let header = gtp_u(&bytes).unwrap();
        assert_eq!((header.tunnel_endpoint, header.sequence, header.pdu_number), (1, None, None));
        assert_eq!(header.inner, Inner::Ip(&[0x45, 0, 0, 0x14]));
    }

    #[test]
    fn a_sequence_number_alone_makes_the_header_longer() {
        let bytes = hex("32 ff 0006 00000001 0007 ff ff 4500 ");
        let header = gtp_u(&bytes).unwrap();
        assert_eq!((header.sequence, header.pdu_number), (Some(7), None));
        assert_eq!((header.inner, header.extensions.count()), (Inner::Ip(&[0x45, 0]), 0));
    }

    #[test]
    fn extension_headers_are_chained() {
        // A PDU session container, then a UDP port.
        let bytes = hex("34 ff 000e 00000001 0000 00 85  01 1009 40  01 0868 00  6000");
        let header = gtp_u(&bytes).unwrap();
        assert_eq!(header.inner, Inner::Ip(&[0x60, 0]));
        let extensions: Vec<_> = header.extensions.collect();
        assert_eq!(extensions, [(0x85, &[0x10, 9][..]), (0x40, &[8, 0x68][..])]);
    }

    #[test]
    fn what_is_something_else() {
        let name = |digits: &str| gtp_u(&hex(digits)).unwrap_err().name;
        // An echo request, version 2, GTP', and a query for a name.
        assert_eq!(name("32 01 0004 00000000 00000000"), "not_a_GTPv1_user_packet");
        assert_eq!(name("48 ff 0004 00000001 4500 0014"), "not_a_GTPv1_user_packet");
        assert_eq!(name("20 ff 0004 00000001 4500 0014"), "not_a_GTPv1_user_packet");
        assert_eq!(name("30 39 0100 0001 0000 0000 0000 00"), "not_a_GTPv1_user_packet");
        assert_eq!(name("30 ff 0005 00000001 4500 0014"), "truncated_GTPv1");
        assert_eq!(name("30 ff 0000 00000001"), "truncated_GTPv1");
        // An extension header without length would never end.
        assert_eq!(name("34 ff 0006 00000001 0000 00 85  00 85"), "truncated_GTPv1");
        assert_eq!(
            name(&format!("34 ff 0054 00000001 0000 00 85 {}", "01 0000 85".repeat(20))),
            "truncated_GTPv1"
        );
    }
}
