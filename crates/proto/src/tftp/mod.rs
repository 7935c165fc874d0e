//! TFTP (RFC 1350)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// TFTP (RFC 1350): recognised and named.
pub static PROTOCOL: Protocol = Protocol::recognised("tftp", &[Carrier::Datagram], &[69], probe);

/// A request to read or write: a name, and one of the three modes, each ended by a zero byte.
fn probe(probe: &Probe<'_>) -> Verdict {
    let Some((&[0, 1 | 2], request)) = probe.bytes.split_first_chunk() else { return Verdict::NotMine };
    let mut texts = request.split(|byte| *byte == 0);
    let name = texts.next().unwrap_or_default();
    let mode = texts.next().unwrap_or_default();
    let known =
        [b"octet".as_slice(), b"netascii", b"mail"].iter().any(|known| mode.eq_ignore_ascii_case(known));
    Verdict::certain_if(!name.is_empty() && known)
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_read_request_is_recognised_on_any_port() {
        let mut flow = TestFlow::udp(1069);
        flow.orig(b"\0\x01rfc1350.txt\0octet\0").close();
        assert_eq!(flow.services(), "tftp");
    }

    #[test]
    fn an_unknown_mode_is_not() {
        let mut flow = TestFlow::udp(69);
        flow.orig(b"\0\x01rfc1350.txt\0morse\0").close();
        assert_eq!(flow.services(), "");
    }
}
