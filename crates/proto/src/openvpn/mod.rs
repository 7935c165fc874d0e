//! OpenVPN (its protocol overview)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// OpenVPN (its protocol overview): recognised and named.
pub static PROTOCOL: Protocol =
    Protocol::recognised("openvpn", &[Carrier::Stream, Carrier::Datagram], &[1194], probe);

/// A hard reset: operation code and key, a session number that is not zero, and, without a control signature, no
/// acknowledgement and packet number 0.
fn probe(probe: &Probe<'_>) -> Verdict {
    let message = match probe.carrier {
        Carrier::Stream => match probe.bytes.split_first_chunk() {
            Some((&[high, low], rest)) if usize::from(u16::from_be_bytes([high, low])) == rest.len() => rest,
            _ => return Verdict::NotMine,
        },
        _ => probe.bytes,
    };
    let Some((operation, rest)) = message.split_first() else { return Verdict::NotMine };
    let reset = matches!(operation >> 3, 7 | 8 | 10) && operation & 7 == 0;
    let session: Option<&[u8; 8]> = rest.first_chunk();
    let has_session = session.is_some_and(|session| session.iter().any(|byte| *byte != 0));
    let plain = message.len() == 14 && message.ends_with(&[0, 0, 0, 0, 0]);
    let own_port = probe.uses_port(1194) && (14..=100).contains(&message.len());
    Verdict::certain_if(reset && has_session && (plain || own_port))
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    const RESET: [u8; 14] = [0x38, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0];

    #[test]
    fn a_reset_is_recognised_on_any_port() {
        let mut flow = TestFlow::udp(8443);
        flow.orig(&RESET).close();
        assert_eq!(flow.services(), "openvpn");
    }

    #[test]
    fn an_unknown_operation_is_not() {
        let mut flow = TestFlow::udp(1194);
        flow.orig(&[0xf8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0]).close();
        assert_eq!(flow.services(), "");
    }
}
