//! Texts that are chance to whoever reads them: digests and the like.
//!
//! A community id or a SHA-256 is different in nearly every record. In the index of words each would cost more than the rest of
//! its record, and nobody looks for a part of one. They stay out of it; a filter of a few bits for each says which splits cannot
//! have one that is asked for.

use super::bytes::{u32_at, u64_at};
use thymus_record::query::tokens;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// How many letters and digits make a text that may be chance: those of MD5 in base 64.
const BASE64_LENGTH_MIN: usize = 22;
const HEX_LENGTHS: &[usize] = &[32, 40, 48, 56, 64, 96, 128];
/// What is longer is no digest.
const LENGTH_MAX: usize = 160;
/// Tokens that are shorter are few, and go into the index of words.
const TOKEN_LENGTH_MIN: usize = 4;

const BITS_FOR_EACH: u64 = 10;
const PROBES: u64 = 6;

/// Whether a text is a digest: as many hexadecimal digits as digests have, or a run of base 64 with capitals, small letters and
/// digits mixed, perhaps behind a short name and a colon. Its tokens are of letters and digits only.
pub(crate) fn is_digest(text: &str) -> bool {
    if text.len() < BASE64_LENGTH_MIN || text.len() > LENGTH_MAX || !text.is_ascii() {
        return false;
    }
    let body = match text.split_once(':') {
        Some((name, body)) if name.len() <= 8 && name.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            body
        }
        _ => text,
    };
    is_hexadecimal(body) || is_base64(body)
}

fn is_hexadecimal(body: &str) -> bool {
    HEX_LENGTHS.contains(&body.len())
        && body.bytes().all(|byte| byte.is_ascii_hexdigit())
        && body.bytes().filter(u8::is_ascii_digit).count() * 8 >= body.len()
}

fn is_base64(body: &str) -> bool {
    let body = body.trim_end_matches('=');
    let count = |test: fn(&u8) -> bool| body.bytes().filter(test).count();
    body.len() >= BASE64_LENGTH_MIN
        && body.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
        && count(u8::is_ascii_digit) >= 1
        && count(u8::is_ascii_uppercase) * 6 >= body.len()
        && count(u8::is_ascii_lowercase) * 6 >= body.len()
}

/// The tokens of a digest that go into the filter, and those that go into the index of words.
pub(crate) fn digest_tokens(text: &str) -> impl Iterator<Item = (String, bool)> + '_ {
    tokens(text).map(|token| {
        let hidden = token.len() >= TOKEN_LENGTH_MIN;
        (token, hidden)
    })
}

/// Whether a token that stands in a digest would be in the filter and not in the index of words.
pub(crate) fn is_hidden(token: &str) -> bool {
    token.len() >= TOKEN_LENGTH_MIN
}

/// A filter that says of a token that it is not there, or that it may be: Bloom's, with one wrong answer in a hundred.
pub(crate) struct DigestFilter<'a>(&'a [u8]);

/// The two numbers from which the places of a token come.
pub(crate) fn fingerprint(token: &str) -> (u64, u64) {
    (xxh3_64_with_seed(token.as_bytes(), 0), xxh3_64_with_seed(token.as_bytes(), 1) | 1)
}

/// The bytes of a filter for these fingerprints.
pub(crate) fn pack(tokens: &[(u64, u64)]) -> Vec<u8> {
    let bits = (tokens.len() as u64 * BITS_FOR_EACH).next_multiple_of(64).max(64);
    let mut words = vec![0u64; (bits / 64) as usize];
    for fingerprint in tokens {
        for bit in places(*fingerprint, bits) {
            if let Some(word) = words.get_mut((bit / 64) as usize) {
                *word |= 1 << (bit % 64);
            }
        }
    }
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn places((start, step): (u64, u64), bits: u64) -> impl Iterator<Item = u64> {
    (0..PROBES).map(move |probe| start.wrapping_add(probe.wrapping_mul(step)) % bits)
}

impl<'a> DigestFilter<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether a token may be there.
    pub(crate) fn may_have(&self, token: &str) -> bool {
        let bits = self.0.len() as u64 / 8 * 64;
        bits == 0
            || places(fingerprint(token), bits)
                .all(|bit| u64_at(self.0, (bit / 64) as usize).is_none_or(|word| word >> (bit % 64) & 1 == 1))
    }
}

/// Whether bytes can be a filter.
pub(crate) fn is_filter(bytes: &[u8]) -> bool {
    bytes.len() >= 8 && bytes.len().is_multiple_of(8) && u32_at(bytes, 0).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_told_from_names() {
        for digest in [
            "1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
            "d41d8cd98f00b204e9800998ecf8427e",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDi5xH7Yk5wH0Qm1Lo",
        ] {
            assert!(is_digest(digest), "{digest}");
        }
        for name in [
            "BackgroundScanClient.exe",
            "www.averylongdomainnamethatisnodigest.example.com",
            "deadbeefdeadbeefdeadbeefdeadbeef",
            "\\Device\\HarddiskVolume1\\Windows\\Tasks\\AV.job",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
            "DESKTOP-1234567890ABCDEFGHIJ",
            "",
        ] {
            assert!(!is_digest(name), "{name}");
        }
    }

    #[test]
    fn the_filter_forgets_nothing_and_rules_out_nearly_all_else() {
        let token = |number: u32| format!("token{number}");
        let fingerprints: Vec<_> = (0..10_000).map(|number| fingerprint(&token(number))).collect();
        let bytes = pack(&fingerprints);
        assert!(is_filter(&bytes));
        let filter = DigestFilter::open(&bytes);
        assert!((0..10_000).all(|number| filter.may_have(&token(number))));
        let wrong = (10_000..20_000).filter(|number| filter.may_have(&token(*number))).count();
        assert!(wrong < 300, "{wrong} of 10,000");
    }
}
