//! What tokens end with, from a dot on: `AV.job` ends with `.job`, `a.evil.com` with `.evil.com` and `.com`.
//!
//! `*.job` is the wildcard that is asked for most. With these it is one look-up.

/// How many dots an ending may have: enough for `www.example.co.uk` without its host.
const DOTS_MAX: usize = 3;
const LENGTH_MAX: usize = 64;

/// What an ending begins with.
pub(crate) fn is_ending_start(c: char) -> bool {
    c == '.'
}

/// The endings of a token that are in the index. Numbers after a dot, as in addresses and versions, are not.
pub(crate) fn endings(token: &str) -> impl Iterator<Item = &str> {
    let dots = token.rmatch_indices('.').take(DOTS_MAX);
    dots.filter_map(|(place, _)| token.get(place..))
        .filter(|ending| is_short(ending) && starts_with_letter(ending))
}

/// Whether every token that ends with this has it among its [`endings`].
pub(crate) fn is_ending(text: &str) -> bool {
    let dots = text.matches('.').count();
    text.starts_with('.') && (1..=DOTS_MAX).contains(&dots) && is_short(text) && starts_with_letter(text)
}

fn is_short(ending: &str) -> bool {
    ending.len() <= LENGTH_MAX
}

fn starts_with_letter(ending: &str) -> bool {
    ending.as_bytes().get(1).is_some_and(u8::is_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn from_every_dot_before_a_letter() {
        let of = |token| endings(token).collect::<Vec<_>>();
        assert_eq!(of("av.job"), [".job"]);
        assert_eq!(of("a.evil.com"), [".com", ".evil.com"]);
        assert_eq!(of("a.b.c.d.e"), [".e", ".d.e", ".c.d.e"]);
        assert_eq!(of("10.0.0.5"), [""; 0]);
        assert_eq!(of(".job"), [".job"]);
        assert!(is_ending(".job") && !is_ending(".5") && !is_ending("job") && !is_ending(".a.b.c.d"));
    }

    proptest! {
        #[test]
        fn no_token_that_ends_so_is_missed(token in "[a-c.1]{1,12}", length in 1usize..8) {
            let start = token.len().saturating_sub(length);
            let end = &token[start..];
            if is_ending(end) {
                prop_assert!(endings(&token).any(|ending| ending == end));
            }
        }
    }
}
