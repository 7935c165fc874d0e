//! BitTorrent: peers (BEP 3), the distributed hash table (BEP 5) and uTP

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// BitTorrent: peers (BEP 3), the distributed hash table (BEP 5) and uTP: recognised and named.
pub static PROTOCOL: Protocol =
    Protocol::recognised("bittorrent", &[Carrier::Stream, Carrier::Datagram], &[6881], probe);

/// A handshake names the protocol; a message of the hash table is a dictionary whose first keys are fixed by their order.
fn probe(probe: &Probe<'_>) -> Verdict {
    let starts = |begin: &[u8]| probe.bytes.starts_with(begin);
    let table = [b"d1:ad2:id20:".as_slice(), b"d1:rd2:id20:", b"d2:ip6:", b"d1:eli"]
        .iter()
        .any(|begin| starts(begin));
    Verdict::certain_if(starts(b"\x13BitTorrent protocol") || table && probe.carrier == Carrier::Datagram)
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_handshake_is_recognised_on_any_port() {
        let mut flow = TestFlow::tcp(51413);
        flow.orig(b"\x13BitTorrent protocol\0\0\0\0\0\0\0\0").close();
        assert_eq!(flow.services(), "bittorrent");
    }

    #[test]
    fn a_ping_of_the_table_is_recognised() {
        let mut flow = TestFlow::udp(51413);
        flow.orig(b"d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe").close();
        assert_eq!(flow.services(), "bittorrent");
    }
}
