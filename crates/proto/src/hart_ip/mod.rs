//! HART-IP (FieldComm Group HCF_SPEC-85)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// HART-IP (FieldComm Group HCF_SPEC-85): recognised and named.
pub static PROTOCOL: Protocol =
    Protocol::recognised("hart_ip", &[Carrier::Stream, Carrier::Datagram], &[5094], probe);

/// Version 1 or 2, a message type and identifier that exist, and the length of the message.
fn probe(probe: &Probe<'_>) -> Verdict {
    let Some(&[version, kind, identifier, _status, _, _, high, low]) = probe.bytes.first_chunk() else {
        return Verdict::NotMine;
    };
    let length = usize::from(u16::from_be_bytes([high, low]));
    let known = matches!(version, 1 | 2) && matches!(kind, 0..=2 | 15) && identifier <= 4;
    Verdict::certain_if(known && probe.bytes.len() >= length && length >= 8 && probe.uses_port(5094))
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_session_is_recognised() {
        let mut flow = TestFlow::udp(5094);
        flow.orig(&[1, 0, 0, 0, 0, 1, 0, 13, 1, 0, 0, 0x27, 0x10]).close();
        assert_eq!(flow.services(), "hart_ip");
    }

    #[test]
    fn an_unknown_identifier_is_not() {
        let mut flow = TestFlow::udp(5094);
        flow.orig(&[1, 0, 9, 0, 0, 1, 0, 13, 1, 0, 0, 0x27, 0x10]).close();
        assert_eq!(flow.services(), "");
    }
}
