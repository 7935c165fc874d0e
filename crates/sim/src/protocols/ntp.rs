//! NTP (RFC 5905).

use crate::packet::bytes::Put as _;
use crate::packet::frame::Address;

pub(crate) const PORT: u16 = 123;
/// From 1900, when NTP begins to count, to 1970, in seconds (RFC 5905 figure 4).
const EPOCH: i64 = 2_208_988_800;

/// A client's question. `seconds` is the time after 1970, `fraction` its part below a second.
pub(crate) fn question(seconds: i64, fraction: u32) -> Vec<u8> {
    let mut message = vec![0x23, 0, 6, 0xec];
    message.zeros(36).u32_be((seconds + EPOCH) as u32).u32_be(fraction);
    message
}

/// The answer of a server that takes its time from `reference`.
pub(crate) fn answer(question: &[u8], seconds: i64, stratum: u8, reference: Address) -> Vec<u8> {
    let now = (seconds + EPOCH) as u32;
    let mut message = vec![0x24, stratum, 6, 0xe9];
    message.u32_be(0x200).u32_be(0x800).put(&reference).u32_be(now - 40).u32_be(7);
    message.put(question.get(40..48).unwrap_or_default());
    message.u32_be(now).u32_be(1 << 20).u32_be(now).u32_be(2 << 20);
    message
}
