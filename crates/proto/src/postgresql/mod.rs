//! PostgreSQL (frontend/backend protocol 3), and TLS inside it after an SSLRequest.

use crate::protocol::{Carrier, Probe, Protocol, Verdict};
use crate::upgrade::UntilTls;

/// PostgreSQL: recognised and named, TLS inside it read.
pub static PROTOCOL: Protocol = Protocol {
    name: "postgresql",
    carriers: &[Carrier::Stream],
    ports: &[5432],
    probe,
    open: Some(UntilTls::open),
    records: &[],
};

/// The numbers that stand in the place of a version for a cancel request, TLS and GSS encryption.
const REQUESTS: [u32; 3] = [80_877_102, 80_877_103, 80_877_104];

/// The client's first message: its length, then version 3.0 or one of the special requests.
fn probe(probe: &Probe<'_>) -> Verdict {
    let Some(&[a, b, c, d, e, f, g, h]) = probe.bytes.first_chunk() else { return Verdict::NotMine };
    let length = u32::from_be_bytes([a, b, c, d]) as usize;
    let version = u32::from_be_bytes([e, f, g, h]);
    let request = REQUESTS.contains(&version) && matches!(length, 8 | 16);
    let startup = version >> 16 == 3 && (9..=10_000).contains(&length) && has_user(probe.bytes);
    Verdict::certain_if(request || startup)
}

fn has_user(bytes: &[u8]) -> bool {
    let parameters = bytes.get(8..bytes.len().min(256)).unwrap_or_default();
    memchr::memmem::find(parameters, b"user\0").is_some()
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_start_is_recognised_on_any_port() {
        let mut flow = TestFlow::tcp(6000);
        flow.orig(b"\0\0\0\x15\0\x03\0\0user\0postgres\0\0").close();
        assert_eq!(flow.services(), "postgresql");
    }

    #[test]
    fn a_request_for_tls_is_too() {
        let mut flow = TestFlow::tcp(6000);
        flow.orig(&[0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f]).resp(b"S").close();
        assert_eq!(flow.services(), "postgresql");
    }

    #[test]
    fn version_2_is_not() {
        let mut flow = TestFlow::tcp(5432);
        flow.orig(b"\0\0\0\x15\0\x02\0\0user\0postgres\0\0").close();
        assert_eq!(flow.services(), "");
    }
}
