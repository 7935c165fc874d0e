//! STUN (RFC 8489)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// STUN (RFC 8489): recognised and named.
pub static PROTOCOL: Protocol =
    Protocol::recognised("stun", &[Carrier::Stream, Carrier::Datagram], &[3478, 5349], probe);

const MAGIC_COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];

/// Two zero bits, a length that is a multiple of four and fits, and the cookie.
fn probe(probe: &Probe<'_>) -> Verdict {
    let Some(&[kind, _, high, low]) = probe.bytes.first_chunk() else { return Verdict::NotMine };
    let length = usize::from(u16::from_be_bytes([high, low]));
    let cookie = probe.bytes.get(4..8).is_some_and(|bytes| bytes == MAGIC_COOKIE);
    let fits = length.is_multiple_of(4) && probe.bytes.len() >= length + 20;
    Verdict::certain_if(kind & 0xc0 == 0 && cookie && fits)
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    /// RFC 5769 §2.1 begins so; a binding request without attributes.
    const REQUEST: [u8; 20] = [
        0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, 0xb7, 0xe7, 0xa7, 1, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf,
        0xae,
    ];

    #[test]
    fn a_binding_request_is_recognised_on_any_port() {
        let mut flow = TestFlow::udp(40000);
        flow.orig(&REQUEST).close();
        assert_eq!(flow.services(), "stun");
    }

    #[test]
    fn a_length_past_the_end_is_not() {
        let mut flow = TestFlow::udp(3478);
        flow.orig(&[&[0, 1, 0, 8], &REQUEST[4..]].concat()).close();
        assert_eq!(flow.services(), "");
    }
}
