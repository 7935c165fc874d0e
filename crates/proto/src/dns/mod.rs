//! DNS (RFC 1035), and what shares its format: mDNS (RFC 6762), LLMNR (RFC 4795), NetBIOS names (RFC 1002).

mod names;
mod parser;
mod rdata;
mod record;
mod state;
#[cfg(test)]
mod tests;

pub use record::Dns;

use crate::protocol::{Carrier, Probe, Protocol, Verdict};
use parser::Header;
use thymus_record::Declared as _;
use thymus_wire::Reader;

/// DNS over UDP and TCP.
pub static PROTOCOL: Protocol = Protocol {
    name: "dns",
    carriers: &[Carrier::Datagram, Carrier::Stream],
    ports: &[PORT_DNS, PORT_MDNS, PORT_LLMNR, PORT_NBNS],
    probe,
    open: Some(|| Box::<state::DnsAnalyzer>::default()),
    records: &[Dns::declaration],
};

const PORT_DNS: u16 = 53;
const PORT_NBNS: u16 = 137;
const PORT_MDNS: u16 = 5353;
const PORT_LLMNR: u16 = 5355;

/// More questions than this do not stand in one message of a sane sender.
const QUESTIONS_PROBED_MAX: u16 = 64;

fn probe(probe: &Probe<'_>) -> Verdict {
    match probe.carrier {
        Carrier::Stream => probe_stream(probe),
        _ => probe_message(probe, probe.bytes),
    }
}

fn probe_stream(probe: &Probe<'_>) -> Verdict {
    let mut reader = Reader::new(probe.bytes);
    let Ok(length) = reader.u16_be() else { return Verdict::Unsure };
    if usize::from(length) < parser::HEADER_BYTES {
        return Verdict::NotMine;
    }
    let whole = reader.remaining() >= usize::from(length);
    match probe_message(probe, reader.take_up_to(usize::from(length))) {
        Verdict::NotMine if !whole && reader.offset() < 2 + parser::HEADER_BYTES => Verdict::Unsure,
        verdict => verdict,
    }
}

/// On its own ports a plausible header is enough; elsewhere the first question or answer must parse as well, and
/// ask for something that is asked for.
fn probe_message(probe: &Probe<'_>, message: &[u8]) -> Verdict {
    let Ok(header) = Header::parse(&mut Reader::new(message)) else { return Verdict::NotMine };
    if !header.is_plausible(QUESTIONS_PROBED_MAX) {
        return Verdict::NotMine;
    }
    let own_port = PROTOCOL.ports.iter().any(|&port| probe.uses_port(port));
    if own_port || parser::first_entry_is_sane(message, &header) {
        Verdict::Certain
    } else {
        Verdict::NotMine
    }
}
