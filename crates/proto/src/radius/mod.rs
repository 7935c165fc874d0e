//! RADIUS (RFC 2865, RFC 2866)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// RADIUS (RFC 2865, RFC 2866): recognised and named.
pub static PROTOCOL: Protocol =
    Protocol::recognised("radius", &[Carrier::Datagram], &[1812, 1813, 1645, 1646, 3799], probe);

const HEADER_BYTES: usize = 20;

/// The codes of RFC 2865, RFC 2866 and RFC 5176.
const CODES: &[u8] = &[1, 2, 3, 4, 5, 11, 12, 13, 40, 41, 42, 43, 44, 45];

/// The length in the header is that of the datagram, and the attributes fill it exactly.
fn probe(probe: &Probe<'_>) -> Verdict {
    let Some(&[code, _identifier, high, low]) = probe.bytes.first_chunk() else { return Verdict::NotMine };
    let length = usize::from(u16::from_be_bytes([high, low]));
    let attributes = probe.bytes.get(HEADER_BYTES..length);
    let fits = CODES.contains(&code) && attributes.is_some_and(attributes_fit);
    // An attribute or two off its own ports could be chance.
    let enough = probe.uses_any_port(PROTOCOL.ports) || length > HEADER_BYTES + 12;
    Verdict::certain_if(fits && enough)
}

fn attributes_fit(bytes: &[u8]) -> bool {
    let mut left = bytes;
    while let Some(&[kind, length]) = left.first_chunk() {
        match left.get(usize::from(length)..) {
            Some(rest) if length >= 2 && kind != 0 => left = rest,
            _ => return false,
        }
    }
    left.is_empty()
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    fn access_request() -> Vec<u8> {
        let mut bytes = vec![1, 7, 0, 27];
        bytes.extend([0xaa; 16]);
        bytes.extend(b"\x01\x07steve");
        bytes
    }

    #[test]
    fn a_request_is_recognised() {
        let mut flow = TestFlow::udp(1812);
        flow.orig(&access_request()).close();
        assert_eq!(flow.services(), "radius");
    }

    #[test]
    fn attributes_that_overrun_are_not() {
        let mut flow = TestFlow::udp(1812);
        let mut bytes = access_request();
        bytes[21] = 9;
        flow.orig(&bytes).close();
        assert_eq!(flow.services(), "");
    }
}
