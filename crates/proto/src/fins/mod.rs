//! FINS, the protocol of Omron controllers (W227)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// FINS, the protocol of Omron controllers (W227): recognised and named.
pub static PROTOCOL: Protocol =
    Protocol::recognised("fins", &[Carrier::Stream, Carrier::Datagram], &[9600], probe);

/// Over TCP a header that names the protocol; over UDP a command's or response's control byte, the reserved zero and
/// the gateway count that is always 2 or 7.
fn probe(probe: &Probe<'_>) -> Verdict {
    if probe.carrier == Carrier::Stream {
        return Verdict::certain_if(probe.bytes.starts_with(b"FINS\0\0"));
    }
    match probe.bytes {
        [0x80 | 0x81 | 0xc0 | 0xc1, 0, 2 | 7, rest @ ..] => {
            Verdict::certain_if(probe.uses_port(9600) && rest.len() >= 9)
        }
        _ => Verdict::NotMine,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_header_is_recognised_on_any_port() {
        let mut flow = TestFlow::tcp(9700);
        flow.orig(b"FINS\0\0\0\x0c\0\0\0\0").close();
        assert_eq!(flow.services(), "fins");
    }

    #[test]
    fn a_command_is_recognised() {
        let mut flow = TestFlow::udp(9600);
        flow.orig(&[0x80, 0, 2, 0, 1, 0, 0, 2, 0, 1, 5, 1]).close();
        assert_eq!(flow.services(), "fins");
    }
}
