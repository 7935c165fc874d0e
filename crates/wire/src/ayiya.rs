//! Anything in anything: the tunnels of the former SixXS (draft-massar-v6ops-ayiya-02).

use crate::anomaly::{Named, WireAnomaly};
use crate::{Decoded, Inner, Protocol, Reader};

const NAME: &str = "truncated_AYIYA";

/// An AYIYA header and what it carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ayiya<'a> {
    /// Who sends; an IPv6 address where it is 16 bytes long.
    pub identity: &'a [u8],
    /// The proof of identity.
    pub signature: &'a [u8],
    /// What is asked: 1 is to forward.
    pub operation: u8,
    /// When the packet was sent, in seconds since 1970.
    pub epoch_s: u32,
    /// What is carried.
    pub inner: Inner<'a>,
}

/// Reads an AYIYA header from a UDP payload (port 5072).
///
/// Fails where methods, lengths or what is carried say that this is something else.
pub fn ayiya(payload: &[u8]) -> Decoded<Ayiya<'_>> {
    const FORWARD: u8 = 1;
    let mut reader = Reader::new(payload);
    let header: [u8; 8] = reader.array().named(NAME)?;
    let [identity, hash, method, next_header, ..] = header;
    let signature_length = usize::from(hash >> 4) * 4;
    if !are_known_methods(identity & 0x0f, hash & 0x0f, method >> 4, signature_length) {
        return Err(WireAnomaly::new("bad_AYIYA", 0));
    }
    // The identity's length is 2 to a power.
    let identity = reader.take(1 << (identity >> 4)).named(NAME)?;
    let signature = reader.take(signature_length).named(NAME)?;
    let operation = method & 0x0f;
    let rest = reader.rest();
    let version = rest.first().map(|first| first >> 4);
    let inner = match (next_header, version) {
        (Protocol::IPV4, Some(4)) | (Protocol::IPV6, Some(6)) if operation == FORWARD => Inner::Ip(rest),
        (Protocol::NONE, _) if operation != FORWARD => Inner::Other { ethertype: 0, payload: rest },
        _ => return Err(WireAnomaly::new("bad_AYIYA", reader.offset())),
    };
    Ok(Ayiya { identity, signature, operation, epoch_s: be32!(header, 4), inner })
}

/// Identities are nothing, a number or text; signatures are none, MD5 or SHA-1 and as long as these; keys are none,
/// shared or public.
fn are_known_methods(identity: u8, hash: u8, authentication: u8, signature_length: usize) -> bool {
    let length_fits = match hash {
        0 => signature_length == 0,
        1 => signature_length == 16,
        2 => signature_length == 20,
        _ => false,
    };
    identity <= 2 && authentication <= 2 && length_fits
}
