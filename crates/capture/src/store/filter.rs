//! Which addresses, pairs and ports a block may have: a Bloom filter of 64-byte lines, 16 bits per key.
//!
//! A filter never denies a key it was built with. It affirms about one in five hundred others, which costs reading a
//! block in vain; so that the hash needs no secret: whoever aims for collisions slows down searches for themselves.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use super::conversation::{Conversation, Ports};

const LINE_BYTES: usize = 64;
const BITS_PER_KEY: usize = 16;
/// How many bits each key sets in its line.
const PROBES: u32 = 7;
/// The bits that choose one of the 512 bits of a line.
const PROBE_BITS: u32 = 9;
/// A filter is not made for more keys than this: 128 KiB. With more keys it affirms more.
const KEYS_MAX: usize = 65_536;

/// A well mixed number that stands for an address, a pair or a port.
pub(super) type Key = u64;

const ADDRESS: u64 = 0x9e37_79b9_7f4a_7c15;
const PAIR: u64 = 0xd1b5_4a32_d192_ed03;
const PORT: u64 = 0x8cb9_2ba7_2f3d_8dd7;
const PROBE: u64 = 0xe703_7ed1_a0b4_28db;
/// A number no port has: stands for conversations whose ports are not known.
const PORT_UNKNOWN: u64 = 1 << 16;

/// Multiplies to 128 bits and folds, which mixes every bit of both into every bit.
#[inline]
fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ ((product >> 64) as u64)
}

#[inline]
fn hash(number: u128, kind: u64) -> u64 {
    mix(mix((number as u64) ^ kind, ADDRESS | 1) ^ ((number >> 64) as u64), PAIR ^ kind | 1)
}

#[inline]
pub(super) fn address_key(address: u128) -> Key {
    hash(address, ADDRESS)
}

#[inline]
pub(super) fn pair_key(one: u128, other: u128) -> Key {
    let (lesser, greater) = (hash(one.min(other), PAIR), hash(one.max(other), PAIR));
    mix(lesser ^ PROBE, greater.rotate_left(32) | 1)
}

#[inline]
pub(super) fn port_key(port: u16) -> Key {
    hash(u128::from(port), PORT)
}

#[inline]
pub(super) fn unknown_port_key() -> Key {
    hash(u128::from(PORT_UNKNOWN), PORT)
}

/// Tells conversations apart that have different keys. Its secret keeps anyone from making two alike, of which the
/// index would know one only; the hash is never stored.
pub(super) struct ConversationHasher {
    secret: [u64; 4],
}

impl ConversationHasher {
    pub(super) fn new() -> Self {
        let random = RandomState::new();
        Self { secret: [0_u8, 1, 2, 3].map(|part| random.hash_one(part)) }
    }

    #[inline]
    pub(super) fn hash(&self, conversation: &Conversation) -> u64 {
        let Conversation { source, destination, ports } = *conversation;
        let ports = match ports {
            Ports::None => 0,
            Ports::Known(source, destination) => 1 << 32 | u64::from(source) << 16 | u64::from(destination),
            Ports::Unknown => 2 << 32,
        };
        let [a, b, c, d] = self.secret;
        let from = mix(source as u64 ^ a, (source >> 64) as u64 ^ b);
        let to = mix(destination as u64 ^ c, (destination >> 64) as u64 ^ d);
        mix(from ^ ports ^ c, to.rotate_left(32) ^ b)
    }
}

/// Hands out every key of a conversation.
#[inline]
pub(super) fn keys(conversation: &Conversation, mut key: impl FnMut(Key)) {
    key(address_key(conversation.source));
    key(address_key(conversation.destination));
    key(pair_key(conversation.source, conversation.destination));
    match conversation.ports {
        Ports::None => {}
        Ports::Known(source, destination) => {
            key(port_key(source));
            key(port_key(destination));
        }
        Ports::Unknown => key(unknown_port_key()),
    }
}

/// The size of a filter for so many keys.
pub(super) fn bytes_of(keys: usize) -> usize {
    (keys.min(KEYS_MAX) * BITS_PER_KEY).div_ceil(LINE_BYTES * 8) * LINE_BYTES
}

/// Appends the filter of these keys to `output`.
pub(super) fn build(keys: &[Key], output: &mut Vec<u8>) {
    let bytes = bytes_of(keys.len());
    let lines = bytes / LINE_BYTES;
    let start = output.len();
    output.resize(start + bytes, 0);
    let Some(filter) = output.get_mut(start..) else { return };
    for key in keys {
        let line = line_of(*key, lines);
        for (byte, mask) in probes(*key) {
            if let Some(byte) = filter.get_mut(line + byte) {
                *byte |= mask;
            }
        }
    }
}

/// Whether the filter may have been built with this key.
pub(super) fn contains(filter: &[u8], key: Key) -> bool {
    let lines = filter.len() / LINE_BYTES;
    let line = line_of(key, lines);
    probes(key).all(|(byte, mask)| filter.get(line + byte).is_some_and(|byte| byte & mask != 0))
}

#[inline]
fn line_of(key: Key, lines: usize) -> usize {
    let line = (u128::from(key) * lines as u128) >> 64;
    line as usize * LINE_BYTES
}

#[inline]
fn probes(key: Key) -> impl Iterator<Item = (usize, u8)> {
    let bits = mix(key, PROBE);
    (0..PROBES).map(move |probe| {
        let bit = (bits >> (probe * PROBE_BITS)) & ((1 << PROBE_BITS) - 1);
        ((bit / 8) as usize, 1 << (bit % 8))
    })
}

/// Remembers hashes seen lately, so that what a block has thousands of times is looked at once. Forgets on collision,
/// which costs a repetition and nothing else.
pub(super) struct Seen {
    slots: Vec<u64>,
}

impl Seen {
    /// Remembers up to `1 << bits` hashes.
    pub(super) fn new(bits: u32) -> Self {
        let mut seen = Self { slots: vec![0; 1 << bits] };
        seen.clear();
        seen
    }

    /// Whether a hash is new; it is not from then on.
    #[inline]
    pub(super) fn insert(&mut self, hash: u64) -> bool {
        let mask = self.slots.len() - 1;
        match self.slots.get_mut(hash as usize & mask) {
            Some(slot) if *slot != hash => {
                *slot = hash;
                true
            }
            _ => false,
        }
    }

    /// Forgets everything: no hash belongs into the slot whose number is its complement.
    pub(super) fn clear(&mut self) {
        for (number, slot) in (0..).zip(&mut self.slots) {
            *slot = !number;
        }
    }
}
