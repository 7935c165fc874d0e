//! SOCKS 4, 4a and 5 (RFC 1928, RFC 1929): what is carried inside is found like any other protocol.

mod parser;
mod state;
#[cfg(test)]
mod tests;

use crate::protocol::{Carrier, Probe, Protocol, Verdict};
use thymus_flow::Side;

/// SOCKS: recognised and named, and what it carries read.
pub static PROTOCOL: Protocol = Protocol {
    name: "socks",
    carriers: &[Carrier::Stream],
    ports: &[1080],
    probe,
    open: Some(|| Box::<state::SocksAnalyzer>::default()),
    records: &[],
};

/// Version 4 has a whole request to look at. The offer of version 5 is a few bytes only, so the server's choice must
/// follow, unless the flow is on the protocol's own port.
fn probe(probe: &Probe<'_>) -> Verdict {
    let (client, server) = match probe.from {
        Side::Originator => (probe.bytes, probe.other),
        Side::Responder => (probe.other, probe.bytes),
    };
    if parser::request_4(client).is_some_and(|length| length == client.len()) {
        return Verdict::Certain;
    }
    if parser::offer_5(client).is_none_or(|length| length != client.len()) {
        return Verdict::NotMine;
    }
    match server {
        [] if probe.uses_port(1080) => Verdict::Certain,
        [] => Verdict::Unsure,
        [5, 0..=9 | 0xff] => Verdict::Certain,
        _ => Verdict::NotMine,
    }
}
