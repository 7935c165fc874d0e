//! OPC UA over TCP (IEC 62541-6)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// OPC UA over TCP (IEC 62541-6): recognised and named.
pub static PROTOCOL: Protocol = Protocol::recognised("opcua", &[Carrier::Stream], &[4840], probe);

const MESSAGES: &[&[u8]] = &[b"HELF", b"ACKF", b"ERRF", b"OPNF", b"MSGF", b"MSGC", b"CLOF", b"RHEF"];

/// A message type with its chunk mark, and a length that is no less than a header and no more than the largest buffer.
fn probe(probe: &Probe<'_>) -> Verdict {
    let known = MESSAGES.iter().any(|message| probe.bytes.starts_with(message));
    let length =
        probe.bytes.get(4..).and_then(|rest| rest.first_chunk()).map(|bytes| u32::from_le_bytes(*bytes));
    Verdict::certain_if(known && length.is_some_and(|length| (8..=16_777_216).contains(&length)))
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_hello_is_recognised_on_any_port() {
        let mut flow = TestFlow::tcp(48010);
        flow.orig(b"HELF\x20\0\0\0\0\0\0\0").close();
        assert_eq!(flow.services(), "opcua");
    }

    #[test]
    fn a_length_that_cannot_be_is_not() {
        let mut flow = TestFlow::tcp(4840);
        flow.orig(b"HELF\x01\0\0\0\0\0\0\0").close();
        assert_eq!(flow.services(), "");
    }
}
