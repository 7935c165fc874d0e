//! IKE, the key exchange of IPsec (RFC 2408, RFC 7296), alone or with ESP on UDP (RFC 3948)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};
use thymus_wire::Reader;

/// IKE, the key exchange of IPsec (RFC 2408, RFC 7296), alone or with ESP on UDP (RFC 3948): recognised and named.
pub static PROTOCOL: Protocol = Protocol::recognised("ipsec", &[Carrier::Datagram], &[500, 4500], probe);

const PORT_NAT_TRAVERSAL: u16 = 4500;
const HEADER_BYTES: usize = 28;

/// On port 4500 IKE stands behind four zero bytes, what does not is ESP.
fn probe(probe: &Probe<'_>) -> Verdict {
    if is_ike(probe.bytes) {
        return Verdict::Certain;
    }
    if !probe.uses_port(PORT_NAT_TRAVERSAL) {
        return Verdict::NotMine;
    }
    match probe.bytes.split_first_chunk() {
        Some(([0, 0, 0, 0], message)) => Verdict::certain_if(is_ike(message)),
        Some((_, rest)) => Verdict::certain_if(rest.len() >= 16),
        None => Verdict::certain_if(probe.bytes == [0xff]),
    }
}

fn is_ike(bytes: &[u8]) -> bool {
    let mut reader = Reader::new(bytes);
    let header = (|| {
        let initiator = reader.u64_be()?;
        reader.skip(9)?;
        let (version, exchange) = (reader.u8()?, reader.u8()?);
        reader.skip(5)?;
        Ok::<_, thymus_wire::Truncated>((initiator, version, exchange, reader.u32_be()?))
    })();
    let Ok((initiator, version, exchange, length)) = header else { return false };
    let version_fits = match version {
        0x10 => matches!(exchange, 1..=6 | 32..=34),
        0x20 | 0x21 => (34..=37).contains(&exchange) || exchange == 43,
        _ => false,
    };
    initiator != 0 && version_fits && length as usize == bytes.len() && bytes.len() >= HEADER_BYTES
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    fn main_mode() -> Vec<u8> {
        let mut bytes = vec![1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0x10, 2, 0, 0, 0, 0, 0];
        bytes.extend(28_u32.to_be_bytes());
        bytes
    }

    #[test]
    fn main_mode_is_recognised_on_any_port() {
        let mut flow = TestFlow::udp(5000);
        flow.orig(&main_mode()).close();
        assert_eq!(flow.services(), "ipsec");
    }

    #[test]
    fn behind_the_marker_too() {
        let mut flow = TestFlow::udp(4500);
        flow.orig(&[&[0; 4][..], &main_mode()].concat()).close();
        assert_eq!(flow.services(), "ipsec");
    }

    #[test]
    fn a_length_that_does_not_fit_is_not() {
        let mut flow = TestFlow::udp(500);
        flow.orig(&main_mode()[..27]).close();
        assert_eq!(flow.services(), "");
    }
}
