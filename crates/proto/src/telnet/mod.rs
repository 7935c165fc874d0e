//! Telnet (RFC 854)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// Telnet (RFC 854): recognised and named.
pub static PROTOCOL: Protocol = Protocol::recognised("telnet", &[Carrier::Stream], &[23], probe);

const INTERPRET_AS_COMMAND: u8 = 255;

/// Two negotiations (WILL, WON'T, DO, DON'T and an option) one after the other; on its own port one will do.
fn probe(probe: &Probe<'_>) -> Verdict {
    let negotiations = probe.bytes.chunks(3).take_while(|chunk| is_negotiation(chunk)).count();
    Verdict::certain_if(negotiations >= 2 || negotiations == 1 && probe.uses_port(23))
}

fn is_negotiation(bytes: &[u8]) -> bool {
    matches!(bytes, [INTERPRET_AS_COMMAND, 251..=254, 0..=49 | 138..=140 | 255])
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn negotiations_are_recognised_on_any_port() {
        let mut flow = TestFlow::tcp(2323);
        flow.resp(&[255, 253, 24, 255, 253, 32]).close();
        assert_eq!(flow.services(), "telnet");
    }

    #[test]
    fn an_unknown_command_is_not() {
        let mut flow = TestFlow::tcp(2323);
        flow.resp(&[255, 100, 24, 255, 100, 32]).close();
        assert_eq!(flow.services(), "");
    }
}
