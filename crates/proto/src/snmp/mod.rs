//! SNMP (RFC 1157, RFC 3416, RFC 3412)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};
use thymus_wire::Reader;

/// SNMP (RFC 1157, RFC 3416, RFC 3412): recognised and named.
pub static PROTOCOL: Protocol = Protocol::recognised("snmp", &[Carrier::Datagram], &[161, 162], probe);

/// A sequence, a version of 0, 1, 2 or 3, then a community (text) or, in version 3, a sequence.
fn probe(probe: &Probe<'_>) -> Verdict {
    Verdict::certain_if(begins_message(probe.bytes).unwrap_or(false))
}

fn begins_message(bytes: &[u8]) -> Option<bool> {
    let mut reader = Reader::new(bytes);
    if reader.u8().ok()? != 0x30 {
        return Some(false);
    }
    let length = ber_length(&mut reader)?;
    if length != reader.remaining() {
        return Some(false);
    }
    let version: [u8; 3] = reader.array().ok()?;
    let next = reader.u8().ok()?;
    Some(match version {
        [0x02, 0x01, 0..=2] => next == 0x04,
        [0x02, 0x01, 3] => next == 0x30,
        _ => false,
    })
}

/// A BER length in its short form or with one or two more bytes.
fn ber_length(reader: &mut Reader<'_>) -> Option<usize> {
    match reader.u8().ok()? {
        short @ 0..=0x7f => Some(short.into()),
        0x81 => reader.u8().ok().map(usize::from),
        0x82 => reader.u16_be().ok().map(usize::from),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_get_request_is_recognised_on_any_port() {
        let mut flow = TestFlow::udp(9161);
        flow.orig(b"\x30\x0d\x02\x01\x01\x04\x06public\xa0\x00").close();
        assert_eq!(flow.services(), "snmp");
    }

    #[test]
    fn a_length_that_does_not_fit_is_not() {
        let mut flow = TestFlow::udp(161);
        flow.orig(b"\x30\x26\x02\x01\x01\x04\x06public\xa0").close();
        assert_eq!(flow.services(), "");
    }
}
