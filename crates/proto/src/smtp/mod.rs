//! SMTP (RFC 5321, RFC 3030, RFC 3207, RFC 4954): transactions, the headers of messages, and their parts as files.

mod addresses;
mod auth;
mod dots;
mod message;
mod parser;
mod record;
mod session;
mod state;

#[cfg(test)]
mod tests;

pub use record::Smtp;

use crate::{Carrier, Probe, Protocol, Verdict};
use thymus_record::Declared;

/// SMTP and submission.
pub static PROTOCOL: Protocol = Protocol {
    name: "smtp",
    carriers: &[Carrier::Stream],
    ports: &[25, 587, 2525],
    probe,
    open: Some(|| Box::<state::SmtpAnalyzer>::default()),
    records: &[Smtp::declaration],
};

/// Commands that begin no other protocol.
const OWN_COMMANDS: [&[u8]; 4] = [b"EHLO ", b"HELO ", b"MAIL FROM:", b"RCPT TO:"];

fn probe(probe: &Probe<'_>) -> Verdict {
    let bytes = probe.bytes;
    if bytes.first().is_some_and(u8::is_ascii_digit) {
        return greeting(bytes);
    }
    let mut possible = false;
    for command in OWN_COMMANDS {
        let length = command.len().min(bytes.len());
        let same = bytes
            .get(..length)
            .is_some_and(|start| start.eq_ignore_ascii_case(command.get(..length).unwrap_or_default()));
        possible |= same && length > 0;
        if same && length == command.len() && memchr::memchr(b'\n', bytes).is_some() {
            return Verdict::Certain;
        }
    }
    if possible { Verdict::Unsure } else { Verdict::NotMine }
}

/// A greeting that says SMTP is enough.
fn greeting(bytes: &[u8]) -> Verdict {
    let end = memchr::memchr(b'\n', bytes);
    let line = end.and_then(|end| bytes.get(..end)).unwrap_or(bytes);
    let marked = matches!(line, [b'2', b'2', b'0', b' ' | b'-', ..]);
    if !marked {
        return if b"220 ".starts_with(bytes) { Verdict::Unsure } else { Verdict::NotMine };
    }
    let says_smtp = line.windows(4).any(|word| word.eq_ignore_ascii_case(b"smtp"));
    if says_smtp { Verdict::Certain } else { Verdict::Unsure }
}
