//! The protection of Initial packets (RFC 9001, 5): keys that anybody can make of the client's first destination.

use super::packet::Body;
use super::versions::Salt;
use ring::aead::quic::{AES_128, HeaderProtectionKey};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{self, HKDF_SHA256, KeyType, Prk};

/// Bytes of the sample from which a header's mask is made; it begins four bytes after the packet number does.
const SAMPLE_BYTES: usize = 16;

/// Keys of both sides.
pub(super) struct Keys {
    pub(super) client: Half,
    pub(super) server: Half,
}

/// What protects the packets of one side.
pub(super) struct Half {
    packet: LessSafeKey,
    iv: [u8; NONCE_LEN],
    header: HeaderProtectionKey,
    /// The highest packet number seen, from which shortened ones are completed.
    highest: Option<u64>,
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

impl Keys {
    /// The keys of a connection whose client first wrote to this destination.
    pub(super) fn of(salt: &Salt, destination: &[u8]) -> Option<Self> {
        let secret = hkdf::Salt::new(HKDF_SHA256, &salt.bytes).extract(destination);
        Some(Self {
            client: Half::of(&expand::<32>(&secret, b"client in")?, salt.second)?,
            server: Half::of(&expand::<32>(&secret, b"server in")?, salt.second)?,
        })
    }
}

impl Half {
    fn of(secret: &[u8; 32], second: bool) -> Option<Self> {
        let secret = Prk::new_less_safe(HKDF_SHA256, secret);
        let [key, iv, header]: [&[u8]; 3] = if second {
            [b"quicv2 key", b"quicv2 iv", b"quicv2 hp"]
        } else {
            [b"quic key", b"quic iv", b"quic hp"]
        };
        let key = expand::<16>(&secret, key)?;
        let header = expand::<16>(&secret, header)?;
        Some(Self {
            packet: LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).ok()?),
            iv: expand(&secret, iv)?,
            header: HeaderProtectionKey::new(&AES_128, &header).ok()?,
            highest: None,
        })
    }

    /// Takes the protection off a packet. The frames come back in `scratch`'s memory; `None` when the keys do not fit.
    pub(super) fn open<'s>(&mut self, body: Body<'_>, scratch: &'s mut Vec<u8>) -> Option<&'s [u8]> {
        let sample_offset = body.number_offset.checked_add(4)?;
        let sample = body.packet.get(sample_offset..sample_offset.checked_add(SAMPLE_BYTES)?)?;
        let [mask_first, mask_number @ ..] = self.header.new_mask(sample).ok()?;
        scratch.clear();
        scratch.extend_from_slice(body.packet);
        let first = scratch.first_mut()?;
        *first ^= mask_first & 0x0f;
        let number_bytes = usize::from(*first & 3) + 1;
        let header_bytes = body.number_offset.checked_add(number_bytes)?;
        let (header, payload) = scratch.split_at_mut_checked(header_bytes)?;
        let mut short = 0u64;
        for (byte, mask) in header.iter_mut().skip(body.number_offset).zip(mask_number) {
            *byte ^= mask;
            short = short << 8 | u64::from(*byte);
        }
        let number = complete(short, number_bytes, self.highest);
        let frames = self.packet.open_in_place(nonce(self.iv, number), Aad::from(&*header), payload).ok()?;
        self.highest = Some(self.highest.unwrap_or(0).max(number));
        Some(frames)
    }
}

fn nonce(mut iv: [u8; NONCE_LEN], number: u64) -> Nonce {
    for (byte, part) in iv.iter_mut().rev().zip(number.to_le_bytes()) {
        *byte ^= part;
    }
    Nonce::assume_unique_for_key(iv)
}

/// The whole packet number nearest to the one that is expected next (RFC 9000, A.3).
fn complete(short: u64, bytes: usize, highest: Option<u64>) -> u64 {
    let Some(highest) = highest else { return short };
    let window = 1u64 << (bytes * 8);
    let expected = highest.saturating_add(1);
    let candidate = (expected & !(window - 1)) | short;
    if candidate.saturating_add(window / 2) <= expected {
        return candidate.saturating_add(window);
    }
    if candidate > expected.saturating_add(window / 2) && candidate >= window {
        return candidate - window;
    }
    candidate
}

/// HKDF-Expand-Label with an empty context (RFC 8446, 7.1).
fn expand<const N: usize>(secret: &Prk, label: &[u8]) -> Option<[u8; N]> {
    let length = u16::try_from(N).ok()?.to_be_bytes();
    let label_length = [u8::try_from(label.len()).ok()?.checked_add(6)?];
    let info: [&[u8]; 5] = [&length, &label_length, b"tls13 ", label, &[0]];
    let mut out = [0; N];
    secret.expand(&info, Length(N)).ok()?.fill(&mut out).ok()?;
    Some(out)
}

#[cfg(test)]
impl Half {
    /// Protects a packet with a number of four bytes, as a peer would.
    pub(super) fn seal(&self, header: &[u8], number: u32, frames: &[u8]) -> Vec<u8> {
        let mut packet = [header, &number.to_be_bytes()].concat();
        let number_offset = header.len();
        let mut payload = frames.to_vec();
        let nonce = nonce(self.iv, u64::from(number));
        self.packet.seal_in_place_append_tag(nonce, Aad::from(&packet), &mut payload).unwrap();
        packet.extend(payload);
        let mask = self.header.new_mask(&packet[number_offset + 4..number_offset + 20]).unwrap();
        packet[0] ^= mask[0] & 0x0f;
        for index in 0..4 {
            packet[number_offset + index] ^= mask[1 + index];
        }
        packet
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quic::versions::salts;
    use crate::tls::hex;

    /// RFC 9001, A.1.
    #[test]
    fn keys_are_those_of_the_rfc() {
        let destination = [0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08];
        let secret = hkdf::Salt::new(HKDF_SHA256, &salts(1)[0].bytes).extract(&destination);
        let client = expand::<32>(&secret, b"client in").unwrap();
        assert_eq!(hex(&client), "c00cf151ca5be075ed0ebfb5c80323c42d6b7db67881289af4008f1f6c357aea");
        let server = expand::<32>(&secret, b"server in").unwrap();
        assert_eq!(hex(&server), "3c199828fd139efd216c155ad844cc81fb82fa8d7446fa7d78be803acdda951b");
        let client = Prk::new_less_safe(HKDF_SHA256, &client);
        assert_eq!(hex(&expand::<16>(&client, b"quic key").unwrap()), "1f369613dd76d5467730efcbe3b1a22d");
        assert_eq!(hex(&expand::<12>(&client, b"quic iv").unwrap()), "fa044b2f42a3fd3b46fb255c");
        assert_eq!(hex(&expand::<16>(&client, b"quic hp").unwrap()), "9f50449e04a0e810283a1e9933adedd2");
    }

    /// The examples of RFC 9000, A.3 and their neighbours.
    #[test]
    fn packet_numbers_are_completed() {
        assert_eq!(complete(0x9b32, 2, Some(0xa82f_30ea)), 0xa82f_9b32);
        assert_eq!(complete(5, 1, None), 5);
        assert_eq!(complete(0x01, 1, Some(0xff)), 0x101);
        assert_eq!(complete(0xff, 1, Some(0x100)), 0xff);
    }
}
