//! QUIC (RFC 9000, RFC 9001, RFC 9369, the drafts before them and Google's own): `quic` records.
//!
//! The first packets of a connection are encrypted with keys that anybody can make of the client's first destination.
//! They are opened until the hellos of both sides are read, which feed a session of [`crate::tls`]; what comes after
//! is counted only.

mod google;
mod initial;
mod packet;
mod protection;
mod record;
mod state;
#[cfg(test)]
mod tests;
mod versions;

pub use record::Quic;
pub use versions::version_name;

use crate::{Carrier, Probe, Protocol, Verdict};
use packet::{Body, FIXED, Kind, LONG, LongHeader};
use thymus_record::Declared;
use thymus_wire::Reader;

/// The shortest datagram that may carry a client's first packet (RFC 9000, 14.1), in bytes.
const FIRST_DATAGRAM_BYTES_MIN: usize = 1200;

/// QUIC over UDP.
pub static PROTOCOL: Protocol = Protocol {
    name: "quic",
    carriers: &[Carrier::Datagram],
    ports: &[443, 784, 853, 8853],
    probe,
    open: Some(state::Connection::open),
    records: &[Quic::declaration, crate::tls::Ssl::declaration],
};

fn probe(probe: &Probe<'_>) -> Verdict {
    let bytes = probe.bytes;
    let Some(&first) = bytes.first() else { return Verdict::NotMine };
    if google::version(bytes).is_some() {
        return Verdict::Certain;
    }
    if first & (LONG | FIXED) != LONG | FIXED {
        return Verdict::NotMine;
    }
    let mut reader = Reader::new(bytes);
    let Ok(header) = LongHeader::parse(&mut reader) else { return Verdict::NotMine };
    if !header.is_plausible() {
        return Verdict::NotMine;
    }
    if versions::is_known(header.version) {
        return probe_known(&header, &mut reader);
    }
    if versions::is_reserved(header.version) && bytes.len() >= FIRST_DATAGRAM_BYTES_MIN {
        return Verdict::Certain;
    }
    // A version that is not known: the port has to speak for it.
    Verdict::Unsure
}

/// The lengths within the packet must agree with the datagram.
fn probe_known(header: &LongHeader<'_>, reader: &mut Reader<'_>) -> Verdict {
    let kind = header.kind();
    let fits = kind == Kind::Retry || Body::parse(reader, 0, kind).is_ok_and(|body| body.packet.len() >= 20);
    if fits { Verdict::Certain } else { Verdict::NotMine }
}
