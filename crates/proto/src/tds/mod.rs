//! TDS, the protocol of Microsoft SQL Server (MS-TDS)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// TDS, the protocol of Microsoft SQL Server (MS-TDS): recognised and named.
pub static PROTOCOL: Protocol = Protocol::recognised("tds", &[Carrier::Stream], &[1433], probe);

/// A packet's type, status, length, process number, packet number and a zero byte (MS-TDS 2.2.3.1).
fn probe(probe: &Probe<'_>) -> Verdict {
    let Some(&[kind, status, high, low, _, _, _number, window]) = probe.bytes.first_chunk() else {
        return Verdict::NotMine;
    };
    let length = usize::from(u16::from_be_bytes([high, low]));
    let known = matches!(kind, 1..=4 | 6 | 7 | 14 | 16..=18);
    let header = known && status <= 0x1f && window == 0 && length >= 8;
    let login = matches!(kind, 16 | 18) && length == probe.bytes.len() && length > 20;
    Verdict::certain_if(header && (login || probe.uses_port(1433)))
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_pre_login_is_recognised_on_any_port() {
        let mut flow = TestFlow::tcp(1444);
        flow.orig(&[&[18, 1, 0, 26, 0, 0, 1, 0][..], &[0; 18]].concat()).close();
        assert_eq!(flow.services(), "tds");
    }

    #[test]
    fn an_unknown_type_is_not() {
        let mut flow = TestFlow::tcp(1433);
        flow.orig(&[99, 1, 0, 8, 0, 0, 1, 0]).close();
        assert_eq!(flow.services(), "");
    }
}
