//! MySQL (client/server protocol, version 10)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// MySQL (client/server protocol, version 10): recognised and named.
pub static PROTOCOL: Protocol = Protocol::recognised("mysql", &[Carrier::Stream], &[3306], probe);

/// The server's greeting: a length of three bytes, number 0, version 10, then the server's version as text.
fn probe(probe: &Probe<'_>) -> Verdict {
    let Some((&[low, middle, high, 0, 10], rest)) = probe.bytes.split_first_chunk() else {
        return Verdict::NotMine;
    };
    let length = usize::from(low) | usize::from(middle) << 8 | usize::from(high) << 16;
    let text = rest.iter().take(64).position(|byte| *byte == 0);
    let version = text.and_then(|end| rest.get(..end)).unwrap_or_default();
    let readable =
        version.first().is_some_and(u8::is_ascii_digit) && version.iter().all(u8::is_ascii_graphic);
    Verdict::certain_if(readable && (length == rest.len() + 1 || probe.uses_port(3306)))
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_greeting_is_recognised_on_any_port() {
        let mut flow = TestFlow::tcp(3310);
        flow.resp(b"\x0b\0\0\0\x0a8.0.36\0\x01\x02\x03").close();
        assert_eq!(flow.services(), "mysql");
    }

    #[test]
    fn another_version_is_not() {
        let mut flow = TestFlow::tcp(3306);
        flow.resp(b"\x0b\0\0\0\x098.0.36\0\x01\x02\x03").close();
        assert_eq!(flow.services(), "");
    }
}
