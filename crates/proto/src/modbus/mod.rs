//! Modbus over TCP (Modbus Messaging on TCP/IP Implementation Guide 1.0b)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// Modbus over TCP (Modbus Messaging on TCP/IP Implementation Guide 1: recognised and named.
pub static PROTOCOL: Protocol = Protocol::recognised("modbus", &[Carrier::Stream], &[502], probe);

/// Transaction, protocol 0, a length that fits the data that follows, a unit and a function code.
fn probe(probe: &Probe<'_>) -> Verdict {
    let Some(&[_, _, 0, 0, high, low, _unit, function]) = probe.bytes.first_chunk() else {
        return Verdict::NotMine;
    };
    let length = usize::from(u16::from_be_bytes([high, low]));
    let known = matches!(function & 0x7f, 1..=8 | 11 | 12 | 15..=17 | 20..=24 | 43 | 90..=91 | 100);
    let exact = probe.bytes.len() == length + 6;
    let fits = (2..=254).contains(&length) && known;
    Verdict::certain_if(fits && (probe.uses_port(502) || exact && function <= 24))
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_read_is_recognised_on_any_port() {
        let mut flow = TestFlow::tcp(1502);
        flow.orig(&[0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 10]).close();
        assert_eq!(flow.services(), "modbus");
    }

    #[test]
    fn another_protocol_number_is_not() {
        let mut flow = TestFlow::tcp(502);
        flow.orig(&[0, 1, 0, 9, 0, 6, 1, 3, 0, 0, 0, 10]).close();
        assert_eq!(flow.services(), "");
    }
}
