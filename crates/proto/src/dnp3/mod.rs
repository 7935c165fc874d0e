//! DNP3 (IEEE 1815) over TCP and UDP.

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// DNP3 over TCP: recognised and named.
pub static TCP: Protocol = Protocol::recognised("dnp3_tcp", &[Carrier::Stream], &[20000], probe);

/// DNP3 over UDP: recognised and named.
pub static UDP: Protocol = Protocol::recognised("dnp3_udp", &[Carrier::Datagram], &[20000], probe);

/// The start bytes of a link frame, a length of at least 5, and a whole header.
fn probe(probe: &Probe<'_>) -> Verdict {
    match probe.bytes {
        [0x05, 0x64, length, _control, _, _, _, _, ..] => Verdict::certain_if(*length >= 5),
        _ => Verdict::NotMine,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    const FRAME: [u8; 10] = [0x05, 0x64, 5, 0xc9, 1, 0, 2, 0, 0xab, 0xcd];

    #[test]
    fn a_frame_is_recognised_on_any_port() {
        let mut flow = TestFlow::tcp(2001);
        flow.orig(&FRAME).close();
        assert_eq!(flow.services(), "dnp3_tcp");
        let mut flow = TestFlow::udp(2001);
        flow.orig(&FRAME).close();
        assert_eq!(flow.services(), "dnp3_udp");
    }

    #[test]
    fn a_frame_too_short_to_be_is_not() {
        let mut flow = TestFlow::tcp(20000);
        flow.orig(&[0x05, 0x64, 4, 0xc9, 1, 0, 2, 0]).close();
        assert_eq!(flow.services(), "");
    }
}
