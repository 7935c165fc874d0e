//! Remote Desktop (MS-RDPBCGR): how a session is negotiated, before it is encrypted; and that it also runs over UDP
//! (MS-RDPEUDP).

mod client;
mod keyboards;
pub mod names;
mod negotiation;
mod record;
mod server;
mod state;
#[cfg(test)]
mod tests;

pub use client::ClientData;
pub use negotiation::{ConnectConfirm, ConnectRequest};
pub use record::Rdp;
pub use server::ServerData;

use crate::{Analyzer, Carrier, Probe, Protocol, Side, Verdict};
use thymus_record::Declared;

/// The well-known port.
const PORT: u16 = 3389;

/// Remote Desktop over TCP.
pub static TCP: Protocol = Protocol {
    name: "rdp",
    carriers: &[Carrier::Stream],
    ports: &[PORT],
    probe: probe_tcp,
    open: Some(|| Box::<state::Session>::default() as Box<dyn Analyzer>),
    records: &[Rdp::declaration],
};

/// Remote Desktop over UDP: recognised, but all of it is encrypted.
pub static UDP: Protocol = Protocol {
    name: "rdpeudp",
    carriers: &[Carrier::Datagram],
    ports: &[PORT],
    probe: probe_udp,
    open: None,
    records: &[],
};

fn probe_tcp(probe: &Probe<'_>) -> Verdict {
    if probe.bytes.first().is_some_and(|&version| version != 3) {
        return Verdict::NotMine;
    }
    match negotiation::looks_like(probe.bytes) {
        Verdict::Unsure if probe.bytes.len() >= negotiation::DECISIVE_BYTES && !probe.uses_port(PORT) => {
            Verdict::NotMine
        }
        verdict => verdict,
    }
}

/// The server's answer to a client's first datagram (MS-RDPEUDP section 2.2.2.1): both carry the sizes that a datagram
/// may have, 1132 to 1232 bytes, and are filled up with zeros to the smaller.
fn probe_udp(probe: &Probe<'_>) -> Verdict {
    const SYN_AND_ACK: u16 = 5;
    const KNOWN_FLAGS: u16 = 0x1fff;
    let sizes = 1132..=1232;
    let Some(&[_, _, _, _, _, _, flags_a, flags_b, _, _, _, _, up_a, up_b, down_a, down_b]) =
        probe.bytes.first_chunk()
    else {
        return Verdict::NotMine;
    };
    let flags = u16::from_be_bytes([flags_a, flags_b]);
    let fits = probe.from == Side::Responder
        && flags & SYN_AND_ACK == SYN_AND_ACK
        && flags & !KNOWN_FLAGS == 0
        && sizes.contains(&u16::from_be_bytes([up_a, up_b]))
        && sizes.contains(&u16::from_be_bytes([down_a, down_b]))
        && probe.bytes.len() >= 1132;
    if fits { Verdict::Certain } else { Verdict::NotMine }
}
