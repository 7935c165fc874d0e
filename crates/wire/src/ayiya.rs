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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bytes::hex;

    const IDENTITY: &str = "20010db8000000000000000000000002";
    const SHA_1: &str = "000102030405060708090a0b0c0d0e0f10111213";

    #[test]
    fn a_packet_to_forward() {
        let bytes = hex(&format!("41 52 11 29 4f5e1234 {IDENTITY} {SHA_1} 6000"));
        let header = ayiya(&bytes).unwrap();
        assert_eq!((header.identity, header.signature), (&hex(IDENTITY)[..], &hex(SHA_1)[..]));
        assert_eq!((header.operation, header.epoch_s), (1, 0x4f5e_1234));
        assert_eq!(header.inner, Inner::Ip(&[0x60, 0]));
        let heartbeat = hex(&format!("41 52 10 3b 4f5e1234 {IDENTITY} {SHA_1}"));
        assert_eq!(ayiya(&heartbeat).unwrap().inner, Inner::Other { ethertype: 0, payload: &[] });
    }

    #[test]
    fn what_is_something_else() {
        let name = |digits: &str| ayiya(&hex(digits)).unwrap_err().name;
        assert_eq!(name(&format!("41 51 11 29 4f5e1234 {IDENTITY} {SHA_1} 6000")), "bad_AYIYA");
        assert_eq!(name(&format!("41 52 11 29 4f5e1234 {IDENTITY} {SHA_1} 4500")), "bad_AYIYA");
        assert_eq!(name(&format!("41 52 11 29 4f5e1234 {IDENTITY}")), "truncated_AYIYA");
        assert_eq!(name("f1 00 11 29 4f5e1234"), "truncated_AYIYA");
    }
}
