//! Kerberos version 5 (RFC 4120, MS-KILE): tickets asked for at the KDC over UDP and TCP, and shown to services inside
//! other protocols.

mod ap;
mod frame;
pub mod names;
mod parser;
mod pkinit;
mod record;
mod state;
#[cfg(test)]
mod tests;
mod tickets;

pub(crate) use ap::ApExchange;
pub use parser::{Kind, Message, Refusal, Reply, Request, Ticket};
pub use record::Kerberos;
pub(crate) use tickets::Tickets;

use crate::{Analyzer, Carrier, Probe, Protocol, Verdict};
use thymus_record::{Declared, Schema};

/// The service name of tickets inside other protocols.
const GSS_SERVICE: &str = "krb";

/// How an account that logged in with Kerberos is marked.
const MECHANISM: &str = "Kerberos";

/// The KDC's well-known port.
const PORT: u16 = 88;

static RECORDS: &[fn() -> &'static Schema] = &[Kerberos::declaration];

/// Kerberos over UDP.
pub static UDP: Protocol = Protocol {
    name: "krb",
    carriers: &[Carrier::Datagram],
    ports: &[PORT],
    probe: probe_udp,
    open: Some(|| Box::<state::OverUdp>::default() as Box<dyn Analyzer>),
    records: RECORDS,
};

/// Kerberos over TCP.
pub static TCP: Protocol = Protocol {
    name: "krb_tcp",
    carriers: &[Carrier::Stream],
    ports: &[PORT],
    probe: probe_tcp,
    open: Some(|| Box::<state::OverTcp>::default() as Box<dyn Analyzer>),
    records: RECORDS,
};

/// Changing passwords (RFC 3244): recognised, but all of it is encrypted.
pub static KPASSWD: Protocol = Protocol {
    name: "kpasswd",
    carriers: &[Carrier::Datagram, Carrier::Stream],
    ports: &[464],
    probe: probe_kpasswd,
    open: None,
    records: &[],
};

fn probe_udp(probe: &Probe<'_>) -> Verdict {
    let there = probe.bytes.len();
    match frame::looks_like(probe.bytes, |total| total >= there) {
        Verdict::NotMine if probe.uses_port(PORT) && frame::is_whole(probe.bytes) => Verdict::Unsure,
        verdict => verdict,
    }
}

fn probe_tcp(probe: &Probe<'_>) -> Verdict {
    frame::looks_framed(probe.bytes)
}

/// A length of two bytes that is the whole message's, version 1 or 0xff80, and an AP-REQ, AP-REP or KRB-ERROR of a
/// length that is said before it.
fn probe_kpasswd(probe: &Probe<'_>) -> Verdict {
    let framed = match probe.carrier {
        Carrier::Stream => probe.bytes.get(4..),
        _ => Some(probe.bytes),
    };
    let Some(&[a, b, version_a, version_b, ap_a, ap_b, tag]) = framed.and_then(|bytes| bytes.first_chunk())
    else {
        return Verdict::NotMine;
    };
    let total = usize::from(u16::from_be_bytes([a, b]));
    let ap = usize::from(u16::from_be_bytes([ap_a, ap_b]));
    let version = u16::from_be_bytes([version_a, version_b]);
    let there = framed.map_or(0, <[u8]>::len);
    let fits = matches!(version, 1 | 0xff80)
        && matches!(tag, 0x6e | 0x6f | 0x7e)
        && total >= there
        && ap.saturating_add(6) < total
        && probe.uses_port(464);
    if fits { Verdict::Certain } else { Verdict::NotMine }
}
