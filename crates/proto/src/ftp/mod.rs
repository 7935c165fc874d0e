//! FTP (RFC 959, RFC 2228, RFC 2428): commands with their replies, and the data connections that they announce.

mod codes;
mod parser;
mod record;
mod state;
mod transfers;

#[cfg(test)]
mod tests;

pub use record::Ftp;
pub(crate) use transfers::Transfers;

use crate::{Carrier, Probe, Protocol, Side, Verdict};
use thymus_record::Declared;

/// The control connection.
pub static PROTOCOL: Protocol = Protocol {
    name: "ftp",
    carriers: &[Carrier::Stream],
    ports: &[21, 2811],
    probe,
    open: Some(|| Box::<state::FtpAnalyzer>::default()),
    records: &[Ftp::declaration],
};

/// Commands that no other protocol with a greeting of 220 has.
const OWN_COMMANDS: [&[u8]; 8] = [b"PASV", b"EPSV", b"SYST", b"FEAT", b"PBSZ", b"CWD ", b"EPRT ", b"OPTS "];

/// Commands that, after a greeting of 220, are FTP.
const COMMANDS_AFTER_GREETING: [&[u8]; 5] = [b"USER ", b"AUTH TLS", b"AUTH SSL", b"AUTH GSSAPI", b"AUTH ADH"];

/// A greeting that says FTP is enough; one that does not wants a command of FTP.
fn probe(probe: &Probe<'_>) -> Verdict {
    let bytes = probe.bytes;
    if is_reply(bytes) {
        return greeting(probe);
    }
    let line = memchr::memchr(b'\n', bytes).and_then(|end| bytes.get(..end)).map(<[u8]>::trim_ascii_end);
    let begins =
        |command: &&[u8]| bytes.get(..command.len()).is_some_and(|start| start.eq_ignore_ascii_case(command));
    if OWN_COMMANDS.iter().any(|command| begins(&command.trim_ascii_end())) {
        let bare = line.is_some_and(|line| matches!(line.get(4), None | Some(b' ')));
        let greeted = probe.other.is_empty() || probe.other.first().is_some_and(u8::is_ascii_digit);
        return match (line, bare && greeted) {
            (None, _) => Verdict::Unsure,
            (_, true) if is_reply(probe.other) || OWN_COMMANDS.iter().take(2).any(begins) => Verdict::Certain,
            (_, true) => Verdict::Unsure,
            _ => Verdict::NotMine,
        };
    }
    if COMMANDS_AFTER_GREETING.iter().any(begins) {
        let greeted = probe.other.starts_with(b"220") || probe.other.starts_with(b"234");
        let expected = greeted || PROTOCOL.ports.contains(&probe.endpoints.resp_p);
        let words = line.map(|line| line.split(|&byte| byte == b' ').count());
        return if expected && words == Some(2) { Verdict::Certain } else { Verdict::Unsure };
    }
    match line {
        Some(line) if parser::data_port(line).is_some() && begins(&&b"PORT "[..]) => Verdict::Certain,
        _ => Verdict::NotMine,
    }
}

/// Three digits of a reply and a space or hyphen, or the beginning of that.
fn is_reply(bytes: &[u8]) -> bool {
    let digits = bytes.iter().take(3).all(u8::is_ascii_digit);
    digits && !bytes.is_empty() && matches!(bytes.get(3), None | Some(b' ' | b'-'))
}

fn greeting(probe: &Probe<'_>) -> Verdict {
    let bytes = probe.bytes;
    let says = |word: &[u8]| {
        let line = memchr::memchr(b'\n', bytes).and_then(|end| bytes.get(..end)).unwrap_or(bytes);
        line.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))
    };
    let passive = bytes.starts_with(b"227 Entering") || bytes.starts_with(b"229 ");
    if (bytes.starts_with(b"220") && says(b"ftp")) || (passive && parser::extended_port(bytes).is_some()) {
        return Verdict::Certain;
    }
    if passive && parser::data_port(bytes).is_some() {
        return Verdict::Certain;
    }
    let other_protocol = says(b"smtp") || says(b"mail") || says(b"nntp");
    let plausible = probe.from == Side::Responder && bytes.starts_with(b"220") && !other_protocol;
    if plausible || b"220".starts_with(bytes) { Verdict::Unsure } else { Verdict::NotMine }
}
