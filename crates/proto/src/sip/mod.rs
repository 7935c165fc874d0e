//! SIP (RFC 3261)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// SIP (RFC 3261): recognised and named.
pub static PROTOCOL: Protocol =
    Protocol::recognised("sip", &[Carrier::Stream, Carrier::Datagram], &[5060, 5061], probe);

const METHODS: &[&[u8]] = &[
    b"INVITE ",
    b"ACK ",
    b"BYE ",
    b"CANCEL ",
    b"REGISTER ",
    b"OPTIONS ",
    b"PRACK ",
    b"SUBSCRIBE ",
    b"NOTIFY ",
    b"PUBLISH ",
    b"INFO ",
    b"REFER ",
    b"MESSAGE ",
    b"UPDATE ",
];

/// A method and a `sip:`, `sips:` or `tel:` address, or the status line of an answer.
fn probe(probe: &Probe<'_>) -> Verdict {
    if probe.bytes.starts_with(b"SIP/2.0 ") {
        return Verdict::Certain;
    }
    let address = METHODS.iter().find_map(|method| probe.bytes.strip_prefix(*method)).unwrap_or_default();
    let scheme =
        |name: &[u8]| address.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name));
    Verdict::certain_if(scheme(b"sip:") || scheme(b"sips:") || scheme(b"tel:"))
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_request_is_recognised_on_any_port() {
        let mut flow = TestFlow::udp(5099);
        flow.orig(b"OPTIONS sip:nm SIP/2.0\r\n").close();
        assert_eq!(flow.services(), "sip");
    }

    #[test]
    fn a_request_of_another_protocol_is_not() {
        let mut flow = TestFlow::udp(5060);
        flow.orig(b"OPTIONS * RTSP/1.0\r\n").close();
        assert_eq!(flow.services(), "");
    }
}
