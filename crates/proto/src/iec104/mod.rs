//! IEC 60870-5-104

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// IEC 60870-5-104: recognised and named.
pub static PROTOCOL: Protocol = Protocol::recognised("iec104", &[Carrier::Stream], &[2404], probe);

/// Start byte, a length that fits, and the control field of one of the three formats; off its port only the pair of a
/// start of data transfer is certain.
fn probe(probe: &Probe<'_>) -> Verdict {
    let Some(&[0x68, length, control, second, third, fourth]) = probe.bytes.first_chunk() else {
        return Verdict::NotMine;
    };
    let unnumbered = length == 4 && matches!(control, 0x07 | 0x0b | 0x13 | 0x23 | 0x43 | 0x83);
    if unnumbered && [second, third, fourth] == [0; 3] {
        return Verdict::Certain;
    }
    let supervisory = length == 4 && control == 1 && second == 0 && third & 1 == 0;
    let information = length >= 10 && control & 1 == 0 && third & 1 == 0;
    Verdict::certain_if(probe.uses_port(2404) && (supervisory || information))
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_start_of_data_transfer_is_recognised_on_any_port() {
        let mut flow = TestFlow::tcp(2405);
        flow.orig(&[0x68, 4, 7, 0, 0, 0]).close();
        assert_eq!(flow.services(), "iec104");
    }

    #[test]
    fn a_reserved_byte_that_is_set_is_not() {
        let mut flow = TestFlow::tcp(2405);
        flow.orig(&[0x68, 4, 7, 1, 0, 0]).close();
        assert_eq!(flow.services(), "");
    }
}
