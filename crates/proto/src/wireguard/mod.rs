//! WireGuard (its protocol page, 5.4)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// WireGuard (its protocol page, 5: recognised and named.
pub static PROTOCOL: Protocol = Protocol::recognised("wireguard", &[Carrier::Datagram], &[51820], probe);

/// Message types and their fixed lengths; data messages are at least 32 bytes long and a multiple of 16.
fn probe(probe: &Probe<'_>) -> Verdict {
    let length = probe.bytes.len();
    match probe.bytes.first_chunk() {
        Some([1, 0, 0, 0]) => Verdict::certain_if(length == 148),
        Some([2, 0, 0, 0]) => Verdict::certain_if(length == 92),
        Some([3, 0, 0, 0]) => Verdict::certain_if(length == 64 && probe.uses_port(51820)),
        Some([4, 0, 0, 0]) => {
            Verdict::certain_if(length >= 32 && length.is_multiple_of(16) && probe.uses_port(51820))
        }
        _ => Verdict::NotMine,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    fn message(kind: u8, length: usize) -> Vec<u8> {
        let mut bytes = vec![kind, 0, 0, 0];
        bytes.resize(length, 0x5a);
        bytes
    }

    #[test]
    fn a_handshake_is_recognised_on_any_port() {
        let mut flow = TestFlow::udp(9999);
        flow.orig(&message(1, 148)).close();
        assert_eq!(flow.services(), "wireguard");
    }

    #[test]
    fn another_length_is_not() {
        let mut flow = TestFlow::udp(9999);
        flow.orig(&message(1, 149)).close();
        assert_eq!(flow.services(), "");
    }
}
