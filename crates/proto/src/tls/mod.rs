//! TLS, SSL and DTLS: `ssl` records, JA3, JA3S and JA4.
//!
//! [`PROTOCOL`] reads a stream from the first hello until both sides have sent encrypted data, and then asks for no
//! more bytes. [`DTLS`] does so with datagrams, and QUIC feeds its own handshake to the same session. Certificates
//! become records of [`crate::x509`].

mod ciphers;
mod dtls;
mod fingerprint;
mod handshake;
mod hello;
mod names;
mod old;
mod record;
mod records;
mod scatter;
mod session;
mod state;
#[cfg(test)]
mod tests;

pub use ciphers::cipher_name;
pub use fingerprint::{Transport, ja3, ja3s, ja4};
pub use hello::{ClientHello, Extensions, Numbers, ServerHello};
pub use names::{alert_name, group_name, version_name};
pub use record::Ssl;

pub(crate) use fingerprint::hex;
pub(crate) use scatter::Scatter;
pub(crate) use session::Session;

use crate::{Carrier, Probe, Protocol, Verdict};
use handshake::{APPLICATION_DATA, CLIENT_HELLO, HANDSHAKE, SERVER_HELLO};
use records::{HEADER_BYTES, Header};
use thymus_record::Declared;
use thymus_wire::Reader;

/// TLS and SSL over a stream.
pub static PROTOCOL: Protocol = Protocol {
    name: "ssl",
    carriers: &[Carrier::Stream],
    ports: &[443, 465, 563, 585, 614, 636, 853, 989, 990, 992, 993, 995, 3269, 5061, 5223, 5986, 8443, 8883],
    probe,
    open: Some(state::Tls::open),
    records: &[Ssl::declaration],
};

/// DTLS over datagrams.
pub static DTLS: Protocol = Protocol {
    name: "dtls",
    carriers: &[Carrier::Datagram],
    ports: &[],
    probe: probe_dtls,
    open: Some(dtls::Dtls::open),
    records: &[Ssl::declaration],
};

fn probe(probe: &Probe<'_>) -> Verdict {
    let bytes = probe.bytes;
    match bytes.first() {
        Some(&HANDSHAKE) => probe_handshake(bytes),
        Some(first) if first & 0x80 != 0 => probe_old(bytes),
        Some(&(20..=24)) => probe_records(bytes),
        _ => Verdict::NotMine,
    }
}

/// A hello in a record: content type, version, length, message type, its length and the hello's version agree.
fn probe_handshake(bytes: &[u8]) -> Verdict {
    let Some(&[_, major, minor, high, low]) = bytes.first_chunk::<HEADER_BYTES>() else {
        return if bytes.get(1).is_none_or(|&major| major == 3) { Verdict::Unsure } else { Verdict::NotMine };
    };
    if Header::parse([HANDSHAKE, major, minor, high, low]).is_none_or(|header| header.length < 4) {
        return Verdict::NotMine;
    }
    let Some(&[kind, a, b, c, hello_major, _]) =
        bytes.get(HEADER_BYTES..).and_then(|rest| rest.first_chunk())
    else {
        return Verdict::Unsure;
    };
    let length = u32::from_be_bytes([0, a, b, c]);
    match kind {
        CLIENT_HELLO | SERVER_HELLO if length >= 38 && matches!(hello_major, 3 | 0x7e | 0x7f) => {
            Verdict::Certain
        }
        _ => probe_records(bytes),
    }
}

fn probe_old(bytes: &[u8]) -> Verdict {
    match bytes.first_chunk::<HEADER_BYTES>() {
        None => Verdict::Unsure,
        Some(&head) if !old::begins_client_hello(head) => Verdict::NotMine,
        Some(_) if bytes.len() < 11 => Verdict::Unsure,
        Some(_) if old::is_client_hello(bytes) => Verdict::Certain,
        Some(_) => Verdict::NotMine,
    }
}

/// Records one after the other: a session of which the beginning was not seen.
fn probe_records(bytes: &[u8]) -> Verdict {
    let mut reader = Reader::new(bytes);
    for records in 0u8.. {
        let Ok(head) = reader.array::<HEADER_BYTES>() else {
            let enough = records >= 2 || (records == 1 && reader.is_empty());
            return if enough { Verdict::Certain } else { Verdict::Unsure };
        };
        let Some(header) = Header::parse_strictly(head) else { return Verdict::NotMine };
        if records >= 2 {
            return Verdict::Certain;
        }
        if reader.skip(header.length).is_err() {
            // The record goes on in the next segment. A full one of application data is rare by chance.
            let full = header.content_type == APPLICATION_DATA && header.length >= 1024;
            return if full || records > 0 { Verdict::Certain } else { Verdict::Unsure };
        }
    }
    Verdict::Unsure
}

fn probe_dtls(probe: &Probe<'_>) -> Verdict {
    if !probe.bytes.first().is_some_and(|first| (20..=26).contains(first)) {
        return Verdict::NotMine;
    }
    let mut reader = Reader::new(probe.bytes);
    let Some(header) = dtls::Header::parse(&mut reader) else { return Verdict::NotMine };
    let Ok(mut content) = reader.sub(header.length) else { return Verdict::NotMine };
    let hello = header.content_type == HANDSHAKE && header.epoch == 0;
    if hello {
        let Ok(fragment) = dtls::Fragment::parse(&mut content) else { return Verdict::NotMine };
        let known = matches!(fragment.kind, 0..=4 | 8 | 11..=16 | 20..=22) && fragment.is_consistent();
        return if known { Verdict::Certain } else { Verdict::NotMine };
    }
    let agrees = header.length > 0 && (reader.is_empty() || dtls::Header::parse(&mut reader).is_some());
    if agrees { Verdict::Certain } else { Verdict::NotMine }
}
