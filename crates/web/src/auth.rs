//! Who may ask: whoever has the token.

use crate::Problem;
use crate::state::State;
use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use ring::digest::{SHA256, digest};

/// The shortest token, in letters: 128 bits in hexadecimal.
pub const TOKEN_LETTERS_MIN: usize = 32;

/// The token that every request needs. Only its digest is kept.
#[derive(Clone)]
pub struct Token([u8; 32]);

impl Token {
    /// The token of this text, blanks at its ends taken away; absent if it is shorter than [`TOKEN_LETTERS_MIN`].
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (text.len() >= TOKEN_LETTERS_MIN).then(|| Self(hash(text)))
    }

    /// Whether this is the text of the token. Takes as long for any text of the same length.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        // Of two digests it tells an attacker nothing in how many bytes they agree; all are compared all the same.
        let difference = hash(text).iter().zip(&self.0).fold(0, |all, (one, other)| all | (one ^ other));
        difference == 0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

fn hash(text: &str) -> [u8; 32] {
    let mut out = [0; 32];
    for (place, byte) in out.iter_mut().zip(digest(&SHA256, text.as_bytes()).as_ref()) {
        *place = *byte;
    }
    out
}

/// Lets only those pass who have the token.
pub(crate) async fn require_token(
    axum::extract::State(state): axum::extract::State<State>,
    request: Request,
    next: Next,
) -> Response {
    let given = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = given.and_then(|value| value.split_once(' ')).filter(|(scheme, _)| {
        // RFC 9110 §11.1: the name of a scheme is the same in letters of either case.
        scheme.eq_ignore_ascii_case("bearer")
    });
    match token {
        Some((_, token)) if state.settings.token.is(token.trim()) => next.run(request).await,
        _ => Problem::unauthorized().into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_token_is_it() {
        let text = "0123456789abcdef0123456789abcdef";
        let token = Token::new(&format!("{text}\n")).unwrap();
        assert!(token.is(text));
        for other in ["", "0123456789abcdef0123456789abcdeF", &text[..31], &format!("{text}0")] {
            assert!(!token.is(other), "{other}");
        }
        assert!(Token::new("short").is_none());
        assert!(!format!("{token:?}").contains("0123"));
    }
}
