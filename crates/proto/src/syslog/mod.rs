//! Syslog over UDP (RFC 3164, RFC 5424)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// Syslog over UDP (RFC 3164, RFC 5424): recognised and named.
pub static PROTOCOL: Protocol = Protocol::recognised("syslog", &[Carrier::Datagram], &[514], probe);

/// `<PRI>` with a number up to 191, then text.
fn probe(probe: &Probe<'_>) -> Verdict {
    let Some(after) = probe.bytes.strip_prefix(b"<") else { return Verdict::NotMine };
    let Some(end) = after.iter().take(4).position(|byte| *byte == b'>') else { return Verdict::NotMine };
    let digits = after.get(..end).unwrap_or_default();
    let number = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse::<u16>().ok());
    let text = after.get(end + 1..).unwrap_or_default();
    let printable = text.iter().take(16).all(|byte| *byte >= 0x20 || *byte == b'\t' || *byte == b'\n');
    let facility_fits = number.is_some_and(|number| number <= 191);
    Verdict::certain_if(facility_fits && printable && (probe.uses_port(514) || text.len() > 16))
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_message_is_recognised_on_any_port() {
        let mut flow = TestFlow::udp(1514);
        flow.orig(b"<34>Oct 11 22:14:15 mymachine su: 'su root' failed").close();
        assert_eq!(flow.services(), "syslog");
    }

    #[test]
    fn a_priority_that_cannot_be_is_not() {
        let mut flow = TestFlow::udp(514);
        flow.orig(b"<999>text").close();
        assert_eq!(flow.services(), "");
    }
}
