//! XMPP (RFC 6120), and TLS inside it after STARTTLS.

use crate::protocol::{Carrier, Probe, Protocol, Verdict};
use crate::upgrade::UntilTls;

/// XMPP: recognised and named, TLS inside it read.
pub static PROTOCOL: Protocol = Protocol {
    name: "xmpp",
    carriers: &[Carrier::Stream],
    ports: &[5222, 5269],
    probe,
    open: Some(UntilTls::open),
    records: &[],
};

/// The element that opens a stream stands in the first few hundred bytes, behind an XML declaration or not.
fn probe(probe: &Probe<'_>) -> Verdict {
    if probe.bytes.first() != Some(&b'<') {
        return Verdict::NotMine;
    }
    let beginning = probe.bytes.get(..probe.bytes.len().min(512)).unwrap_or_default();
    let opens = memchr::memmem::find(beginning, b"<stream:stream").is_some();
    let named = memchr::memmem::find(beginning, b"http://etherx.jabber.org/streams").is_some();
    Verdict::certain_if(opens || named)
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_stream_is_recognised_on_any_port() {
        let mut flow = TestFlow::tcp(5000);
        flow.orig(b"<?xml version='1.0'?><stream:stream to='example.org'>").close();
        assert_eq!(flow.services(), "xmpp");
    }

    #[test]
    fn other_xml_is_not() {
        let mut flow = TestFlow::tcp(5222);
        flow.orig(b"<?xml version='1.0'?><note/>").close();
        assert_eq!(flow.services(), "");
    }
}
