//! RFB, the protocol of VNC (RFC 6143)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// RFB, the protocol of VNC (RFC 6143): recognised and named.
pub static PROTOCOL: Protocol = Protocol::recognised("rfb", &[Carrier::Stream], &[5900, 5901], probe);

/// The version that both sides begin with.
fn probe(probe: &Probe<'_>) -> Verdict {
    let version: Option<&[u8; 12]> = probe.bytes.first_chunk();
    match version {
        Some(version) => Verdict::certain_if(version.starts_with(b"RFB 00") && version.ends_with(b"\n")),
        None if b"RFB 00".starts_with(probe.bytes.get(..probe.bytes.len().min(6)).unwrap_or_default()) => {
            Verdict::Unsure
        }
        None => Verdict::NotMine,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_version_is_recognised_on_any_port() {
        let mut flow = TestFlow::tcp(9000);
        flow.resp(b"RFB 003.008\n").close();
        assert_eq!(flow.services(), "rfb");
    }

    #[test]
    fn a_version_without_its_end_is_not() {
        let mut flow = TestFlow::tcp(9000);
        flow.resp(b"RFB 003.0088").close();
        assert_eq!(flow.services(), "");
    }
}
