//! Redis (the serialization protocol RESP)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// Redis (the serialization protocol RESP): recognised and named.
pub static PROTOCOL: Protocol = Protocol::recognised("redis", &[Carrier::Stream], &[6379], probe);

/// A client sends arrays of bulk strings; a server's answers begin with a type that is known by its first byte.
fn probe(probe: &Probe<'_>) -> Verdict {
    let Some((b'*', rest)) = probe.bytes.split_first() else { return Verdict::NotMine };
    let Some(end) = rest.iter().take(8).position(|byte| *byte == b'\r') else { return Verdict::NotMine };
    let digits =
        rest.get(..end).is_some_and(|digits| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit));
    let bulk = rest.get(end..end + 3).is_some_and(|next| next == b"\r\n$");
    Verdict::certain_if(digits && bulk)
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_command_is_recognised_on_any_port() {
        let mut flow = TestFlow::tcp(7000);
        flow.orig(b"*1\r\n$4\r\nPING\r\n").close();
        assert_eq!(flow.services(), "redis");
    }

    #[test]
    fn a_bare_star_is_not() {
        let mut flow = TestFlow::tcp(6379);
        flow.orig(b"* OK\r\n").close();
        assert_eq!(flow.services(), "");
    }
}
