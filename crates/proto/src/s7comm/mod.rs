//! S7comm, the protocol of Siemens S7 controllers, over ISO transport (RFC 1006, ISO 8073)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// S7comm, the protocol of Siemens S7 controllers, over ISO transport (RFC 1006, ISO 8073): recognised and named.
pub static PROTOCOL: Protocol = Protocol::recognised("s7comm", &[Carrier::Stream], &[102], probe);

/// S7comm and S7comm-plus name themselves in the first byte after the transport header.
const IDENTIFIERS: [u8; 2] = [0x32, 0x72];

/// A TPKT whose length fits, data transfer, and the protocol's number. A connect request alone may be of any ISO protocol.
fn probe(probe: &Probe<'_>) -> Verdict {
    match probe.bytes {
        [3, 0, _, _, 2, 0xf0, _, identifier, ..] => Verdict::certain_if(IDENTIFIERS.contains(identifier)),
        [3, 0, _, _, _, 0xe0 | 0xd0, ..] if probe.uses_port(102) => after_connect(probe.bytes),
        _ => Verdict::NotMine,
    }
}

/// What follows the connect request in the same direction, if it is there already.
fn after_connect(bytes: &[u8]) -> Verdict {
    let Some(&[_, _, high, low]) = bytes.first_chunk() else { return Verdict::Unsure };
    match bytes.get(usize::from(u16::from_be_bytes([high, low]))..) {
        Some([3, 0, _, _, 2, 0xf0, _, identifier, ..]) => {
            Verdict::certain_if(IDENTIFIERS.contains(identifier))
        }
        _ => Verdict::Unsure,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_job_is_recognised_on_any_port() {
        let mut flow = TestFlow::tcp(1102);
        flow.orig(&[3, 0, 0, 25, 2, 0xf0, 0x80, 0x32, 1, 0, 0, 0, 0, 0, 8, 0, 0]).close();
        assert_eq!(flow.services(), "s7comm");
    }

    #[test]
    fn another_identifier_is_not() {
        let mut flow = TestFlow::tcp(102);
        flow.orig(&[3, 0, 0, 25, 2, 0xf0, 0x80, 0x99, 1, 0, 0]).close();
        assert_eq!(flow.services(), "");
    }
}
