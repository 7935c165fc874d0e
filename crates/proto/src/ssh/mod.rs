//! SSH (RFC 4253): who speaks what, which keys and algorithms, and whether the login succeeded, guessed from sizes.

mod login;
mod parser;
mod record;
mod state;

#[cfg(test)]
mod tests;

pub use record::Ssh;

use crate::{Carrier, Probe, Protocol, Verdict};
use thymus_record::Declared;

/// SSH 1 and 2. Some programs run it over datagrams.
pub static PROTOCOL: Protocol = Protocol {
    name: "ssh",
    carriers: &[Carrier::Stream, Carrier::Datagram],
    ports: &[22],
    probe,
    open: Some(|| Box::<state::SshAnalyzer>::default()),
    records: &[Ssh::declaration],
};

fn probe(probe: &Probe<'_>) -> Verdict {
    match probe.bytes {
        [b'S', b'S', b'H', b'-', b'1' | b'2', b'.', ..] => Verdict::Certain,
        bytes if b"SSH-".starts_with(bytes) && !bytes.is_empty() => Verdict::Unsure,
        [b'S', b'S', b'H', b'-', b'1' | b'2'] => Verdict::Unsure,
        _ => Verdict::NotMine,
    }
}
