//! Recognising RPC by content.

use super::parser::{HEADER_BYTES, Header};
use super::{datagram, stream};
use crate::protocol::{Carrier, Probe, Verdict};

/// The first bytes of a message fix a version, a type, a data representation and consistent lengths: some sixty bits,
/// which neither chance nor another protocol meets.
pub(super) fn probe(probe: &Probe<'_>) -> Verdict {
    match probe.carrier {
        Carrier::Stream => of_stream(probe.bytes),
        Carrier::Datagram if datagram::is_message(probe.bytes) => Verdict::Certain,
        Carrier::Datagram | Carrier::Message => Verdict::NotMine,
    }
}

fn of_stream(bytes: &[u8]) -> Verdict {
    if Header::read(bytes).is_some() || bytes.starts_with(stream::HTTP_BANNER) {
        return Verdict::Certain;
    }
    if bytes.len() < HEADER_BYTES && begins_message(bytes) { Verdict::Unsure } else { Verdict::NotMine }
}

/// Whether the bytes begin a message as far as they go.
pub(super) fn begins_message(bytes: &[u8]) -> bool {
    if bytes.len() >= HEADER_BYTES {
        return Header::read(bytes).is_some();
    }
    let rules: [fn(u8) -> bool; 8] = [
        |version| version == 5,
        |minor| minor <= 1,
        |kind| matches!(kind, 0 | 2 | 3 | 11..=20),
        |_flags| true,
        |integers| matches!(integers, 0x00 | 0x10),
        |floats| floats <= 3,
        |reserved| reserved == 0,
        |reserved| reserved == 0,
    ];
    !bytes.is_empty() && bytes.iter().zip(rules).all(|(byte, rule)| rule(*byte))
}
