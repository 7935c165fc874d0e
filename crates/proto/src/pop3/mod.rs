//! POP3 (RFC 1939), and TLS inside it after STLS (RFC 2595).

use crate::protocol::{Carrier, Probe, Protocol, Verdict};
use crate::upgrade::UntilTls;
use thymus_flow::Side;

/// POP3: recognised and named, TLS inside it read.
pub static PROTOCOL: Protocol = Protocol {
    name: "pop3",
    carriers: &[Carrier::Stream],
    ports: &[110],
    probe,
    open: Some(UntilTls::open),
    records: &[],
};

const COMMANDS: &[&[u8]] =
    &[b"USER ", b"CAPA", b"APOP ", b"AUTH", b"STLS", b"QUIT", b"STAT", b"LIST", b"RETR ", b"UIDL", b"NOOP"];

/// The server greets with `+OK`; what the client says first makes it certain off the protocol's own port.
fn probe(probe: &Probe<'_>) -> Verdict {
    let (client, server) = match probe.from {
        Side::Originator => (probe.bytes, probe.other),
        Side::Responder => (probe.other, probe.bytes),
    };
    let greeted = server.starts_with(b"+OK") || server.starts_with(b"-ERR");
    let commanded = COMMANDS.iter().any(|command| begins_with(client, command));
    match (greeted, commanded) {
        (true, true) => Verdict::Certain,
        (true, false) if client.is_empty() => {
            if probe.uses_port(110) {
                Verdict::Certain
            } else {
                Verdict::Unsure
            }
        }
        (false, true) if server.is_empty() => Verdict::Unsure,
        (true, false) if probe.uses_port(110) => Verdict::Certain,
        _ => Verdict::NotMine,
    }
}

fn begins_with(bytes: &[u8], word: &[u8]) -> bool {
    bytes.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_login_is_recognised_on_any_port() {
        let mut flow = TestFlow::tcp(1100);
        flow.resp(b"+OK ready\r\n").orig(b"USER mrose\r\n").close();
        assert_eq!(flow.services(), "pop3");
    }

    #[test]
    fn a_redis_status_is_not() {
        let mut flow = TestFlow::tcp(1100);
        flow.orig(b"SET a b\r\n").resp(b"+OK\r\n").close();
        assert_eq!(flow.services(), "");
    }
}
