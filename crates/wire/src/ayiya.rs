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
/// Fails where lengths or what is carried say that this is something else.
pub fn ayiya(payload: &[u8]) -> Decoded<Ayiya<'_>> {
    const FORWARD: u8 = 1;
    let mut reader = Reader::new(payload);
    let header: [u8; 8] = reader.array().named(NAME)?;
    // The identity's length is 2 to a power, the signature's counts four bytes.
    let identity_length = 1usize << (header[0] >> 4);
    let signature_length = usize::from(header[1] >> 4) * 4;
    let operation = header[2] & 0x0f;
    let next_header = header[3];
    let identity = reader.take(identity_length).named(NAME)?;
    let signature = reader.take(signature_length).named(NAME)?;
    let rest = reader.rest();
    let version = rest.first().map(|first| first >> 4);
    let inner = match (next_header, version) {
        (Protocol::IPV4, Some(4)) | (Protocol::IPV6, Some(6)) if operation == FORWARD => Inner::Ip(rest),
        (Protocol::NONE, _) => Inner::Other { ethertype: 0, payload: rest },
        _ => return Err(WireAnomaly::new("bad_AYIYA", reader.offset())),
    };
    Ok(Ayiya { identity, signature, operation, epoch_s: be32!(header, 4), inner })
}
