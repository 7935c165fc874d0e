//! MQTT (OASIS 3.1.1 and 5.0)

use crate::protocol::{Carrier, Probe, Protocol, Verdict};

/// MQTT (OASIS 3: recognised and named.
pub static PROTOCOL: Protocol = Protocol::recognised("mqtt", &[Carrier::Stream], &[1883], probe);

/// CONNECT, its length, and the protocol's name with its own length.
fn probe(probe: &Probe<'_>) -> Verdict {
    if probe.bytes.first() != Some(&0x10) {
        return Verdict::NotMine;
    }
    let length_bytes = probe.bytes.iter().skip(1).take(4).take_while(|byte| **byte & 0x80 != 0).count() + 1;
    let name = probe.bytes.get(1 + length_bytes..).unwrap_or_default();
    Verdict::certain_if(name.starts_with(b"\0\x04MQTT") || name.starts_with(b"\0\x06MQIsdp"))
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_connect_is_recognised_on_any_port() {
        let mut flow = TestFlow::tcp(8000);
        flow.orig(b"\x10\x0f\0\x04MQTT\x04\x02\0\x3c\0\x03abc").close();
        assert_eq!(flow.services(), "mqtt");
    }

    #[test]
    fn another_name_is_not() {
        let mut flow = TestFlow::tcp(1883);
        flow.orig(b"\x10\x0f\0\x04MQTX\x04\x02\0\x3c\0\x03abc").close();
        assert_eq!(flow.services(), "");
    }
}
