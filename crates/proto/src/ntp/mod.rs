//! NTP (RFC 5905)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// NTP (RFC 5905): recognised and named.
pub static PROTOCOL: Protocol = Protocol::recognised("ntp", &[Carrier::Datagram], &[123], probe);

/// The length of a header without extensions.
const HEADER_BYTES: usize = 48;

/// Transmit times before 1994 or with no seconds are those of other protocols, off NTP's own port.
const SECONDS_PLAUSIBLE_MIN: u32 = 0xb000_0000;

fn probe(probe: &Probe<'_>) -> Verdict {
    let Some(&[first, stratum]) = probe.bytes.first_chunk() else { return Verdict::NotMine };
    let (version, mode) = (first >> 3 & 7, first & 7);
    if !(1..=4).contains(&version) || mode == 0 {
        return Verdict::NotMine;
    }
    if probe.uses_port(123) {
        // Control and private messages (modes 6 and 7) are shorter than a header.
        return Verdict::certain_if(probe.bytes.len() >= if mode >= 6 { 8 } else { HEADER_BYTES });
    }
    let seconds =
        probe.bytes.get(40..).and_then(|time| time.first_chunk()).map(|time| u32::from_be_bytes(*time));
    let client_or_server = matches!(mode, 3 | 4) && version >= 3 && stratum <= 16;
    let exact = probe.bytes.len() == HEADER_BYTES;
    Verdict::certain_if(
        exact && client_or_server && seconds.is_some_and(|seconds| seconds > SECONDS_PLAUSIBLE_MIN),
    )
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    /// A client's request of version 4 with a transmit time in 2026.
    fn request() -> Vec<u8> {
        let mut bytes = vec![0x23, 0, 6, 0xec];
        bytes.resize(40, 0);
        bytes.extend([0xee, 0x10, 0, 0, 0, 0, 0, 0]);
        bytes
    }

    #[test]
    fn a_request_is_recognised_on_any_port() {
        let mut flow = TestFlow::udp(4123);
        flow.orig(&request()).close();
        assert_eq!(flow.services(), "ntp");
    }

    #[test]
    fn other_bytes_on_its_port_are_not() {
        let mut flow = TestFlow::udp(123);
        flow.orig(&[0x47; 48]).resp(&[0xff; 20]).close();
        assert_eq!(flow.services(), "");
    }
}
