//! IMAP (RFC 9051), and TLS inside it after STARTTLS.

use crate::protocol::{Carrier, Probe, Protocol, Verdict};
use crate::upgrade::UntilTls;
use thymus_flow::Side;

/// IMAP: recognised and named, TLS inside it read.
pub static PROTOCOL: Protocol = Protocol {
    name: "imap",
    carriers: &[Carrier::Stream],
    ports: &[143],
    probe,
    open: Some(UntilTls::open),
    records: &[],
};

/// The server greets with `* OK`, `* PREAUTH` or `* BYE`; a client's command has a tag before it.
fn probe(probe: &Probe<'_>) -> Verdict {
    match probe.from {
        Side::Responder => {
            let greeting =
                [b"* OK".as_slice(), b"* PREAUTH", b"* BYE"].iter().any(|word| probe.bytes.starts_with(word));
            Verdict::certain_if(greeting)
        }
        Side::Originator => Verdict::certain_if(is_tagged_command(probe.bytes)),
    }
}

fn is_tagged_command(bytes: &[u8]) -> bool {
    let mut words = bytes.splitn(3, |byte| matches!(byte, b' ' | b'\r'));
    let tag = words.next().unwrap_or_default();
    let command = words.next().unwrap_or_default();
    let commands: [&[u8]; 5] = [b"CAPABILITY", b"STARTTLS", b"LOGIN", b"AUTHENTICATE", b"NAMESPACE"];
    let tagged = (1..=12).contains(&tag.len()) && tag.iter().all(u8::is_ascii_alphanumeric);
    tagged && commands.iter().any(|known| command.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use crate::testing::TestFlow;

    #[test]
    fn a_greeting_is_recognised_on_any_port() {
        let mut flow = TestFlow::tcp(1430);
        flow.resp(b"* OK IMAP4rev1 ready\r\n").close();
        assert_eq!(flow.services(), "imap");
    }

    #[test]
    fn a_command_alone_is_too() {
        let mut flow = TestFlow::tcp(1430);
        flow.orig(b"a001 CAPABILITY\r\n").close();
        assert_eq!(flow.services(), "imap");
        let mut flow = TestFlow::tcp(1430);
        flow.orig(b"a001 MAKE TEA\r\n").close();
        assert_eq!(flow.services(), "");
    }
}
