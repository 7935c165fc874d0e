//! EtherNet/IP (ODVA, The CIP Networks Library, volume 2)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// EtherNet/IP (ODVA, The CIP Networks Library, volume 2): recognised and named.
pub static PROTOCOL: Protocol =
    Protocol::recognised("enip", &[Carrier::Stream, Carrier::Datagram], &[44818], probe);

const HEADER_BYTES: usize = 24;

/// A known command, a length that fits, and the options that are always zero.
fn probe(probe: &Probe<'_>) -> Verdict {
    let Some(header) = probe.bytes.first_chunk::<HEADER_BYTES>() else { return Verdict::NotMine };
    let [low, high, length_low, length_high, .., a, b, c, d] = header;
    let command = u16::from_le_bytes([*low, *high]);
    let length = usize::from(u16::from_le_bytes([*length_low, *length_high]));
    let known = matches!(command, 0x0001 | 0x0004 | 0x0063..=0x0066 | 0x006f | 0x0070 | 0x0072 | 0x0073);
    let exact = probe.bytes.len() == HEADER_BYTES + length;
    Verdict::certain_if(known && [a, b, c, d] == [&0; 4] && (exact || probe.uses_port(44818)))
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    fn list_identity() -> Vec<u8> {
        let mut bytes = vec![0x63, 0];
        bytes.resize(24, 0);
        bytes
    }

    #[test]
    fn a_list_identity_is_recognised_on_any_port() {
        let mut flow = TestFlow::udp(2222);
        flow.orig(&list_identity()).close();
        assert_eq!(flow.services(), "enip");
    }

    #[test]
    fn an_unknown_command_is_not() {
        let mut flow = TestFlow::tcp(44818);
        flow.orig(&[&[0x99, 0x99][..], &[0; 22]].concat()).close();
        assert_eq!(flow.services(), "");
    }
}
