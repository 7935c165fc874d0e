//! BACnet/IP (ASHRAE 135 Annex J)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// BACnet/IP (ASHRAE 135 Annex J): recognised and named.
pub static PROTOCOL: Protocol = Protocol::recognised("bacnet", &[Carrier::Datagram], &[47808], probe);

/// The type of BACnet/IP, a known function, and the length of the datagram.
fn probe(probe: &Probe<'_>) -> Verdict {
    let Some(&[0x81, function, high, low]) = probe.bytes.first_chunk() else { return Verdict::NotMine };
    let length = usize::from(u16::from_be_bytes([high, low]));
    Verdict::certain_if(function <= 0x0c && length == probe.bytes.len())
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_who_is_is_recognised_on_any_port() {
        let mut flow = TestFlow::udp(47809);
        flow.orig(&[0x81, 0x0b, 0, 8, 1, 0, 0x10, 8]).close();
        assert_eq!(flow.services(), "bacnet");
    }

    #[test]
    fn a_length_that_does_not_fit_is_not() {
        let mut flow = TestFlow::udp(47808);
        flow.orig(&[0x81, 0x0b, 0, 9, 1, 0, 0x10, 8]).close();
        assert_eq!(flow.services(), "");
    }
}
