//! LDAP version 3 (RFC 4511) over TCP and UDP, plain or inside SASL wrappings that do not encrypt.

mod envelope;
mod filter;
pub mod names;
mod parser;
mod record;
mod sasl;
mod state;
mod stream;
#[cfg(test)]
mod tests;

pub use envelope::{Envelope, Operation};
pub use record::{Ldap, LdapSearch};

use crate::{Analyzer, Carrier, Probe, Protocol, Verdict};
use thymus_record::{Declared, Schema};

/// The service name over TCP.
const TCP_SERVICE: &str = "ldap_tcp";

/// The well-known ports: LDAP, and the global catalogue of Active Directory.
const PORTS: &[u16] = &[389, 3268];

static RECORDS: &[fn() -> &'static Schema] = &[Ldap::declaration, LdapSearch::declaration];

/// LDAP over TCP.
pub static TCP: Protocol = Protocol {
    name: TCP_SERVICE,
    carriers: &[Carrier::Stream],
    ports: PORTS,
    probe: probe_tcp,
    open: Some(|| Box::<stream::OverTcp>::default() as Box<dyn Analyzer>),
    records: RECORDS,
};

/// LDAP over UDP (MS-ADTS section 6.3.3): how Windows finds its domain controllers.
pub static UDP: Protocol = Protocol {
    name: "ldap_udp",
    carriers: &[Carrier::Datagram],
    ports: &[389],
    probe: probe_udp,
    open: Some(|| Box::<stream::OverUdp>::default() as Box<dyn Analyzer>),
    records: RECORDS,
};

fn probe_tcp(probe: &Probe<'_>) -> Verdict {
    match probe.bytes.first() {
        Some(0x30) => envelope::looks_like(probe.bytes),
        Some(0) if probe.midstream && PORTS.iter().any(|&port| probe.uses_port(port)) => {
            sasl::looks_like(probe.bytes)
        }
        _ => Verdict::NotMine,
    }
}

fn probe_udp(probe: &Probe<'_>) -> Verdict {
    match envelope::looks_like(probe.bytes) {
        Verdict::Unsure => Verdict::NotMine,
        verdict => verdict,
    }
}
