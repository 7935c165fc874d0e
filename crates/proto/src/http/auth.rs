//! Logins in HTTP: Basic (RFC 7617) and the tokens of NTLM and Negotiate (RFC 4559, MS-NTHT).

use super::record::Http;
use crate::gss::GssSession;
use crate::mime::decode_base64;
use crate::{Context, Side};
use thymus_record::text_from_wire;

/// Longer tokens are not decoded. A Kerberos ticket with a large PAC may take 64 KiB.
const TOKEN_BYTES_MAX: usize = 96 * 1024;

/// The login exchange of one connection.
#[derive(Default)]
pub(super) struct Login {
    session: Option<Box<GssSession>>,
    /// The request at hand carried a token.
    asked: bool,
}

impl Login {
    /// An `Authorization` or `Proxy-Authorization` field.
    pub(super) fn request(&mut self, cx: &mut Context<'_>, from: Side, value: &[u8], record: &mut Http) {
        let (scheme, credentials) = scheme_of(value);
        if scheme.eq_ignore_ascii_case(b"basic") {
            basic(cx, value, credentials, record);
        } else if is_gss(scheme) && !credentials.is_empty() {
            self.token(cx, from, credentials);
            self.asked = true;
        }
    }

    /// A `WWW-Authenticate` or `Proxy-Authenticate` field. Schemes without a token are offers and say nothing.
    pub(super) fn reply(&mut self, cx: &mut Context<'_>, from: Side, value: &[u8]) -> bool {
        let (scheme, token) = scheme_of(value);
        let challenged = is_gss(scheme) && !token.is_empty();
        if challenged {
            self.token(cx, from, token);
        }
        challenged
    }

    fn token(&mut self, cx: &mut Context<'_>, from: Side, token: &[u8]) {
        if token.len() > TOKEN_BYTES_MAX {
            return cx.weird("HTTP", "HTTP_login_token_too_long", 0);
        }
        let token = decode_base64(token);
        self.session.get_or_insert_default().token(cx, from, &token);
    }

    /// The reply to a request is known: with a challenge the login goes on, else its status decides.
    pub(super) fn replied(&mut self, cx: &mut Context<'_>, status: u16, challenged: bool) {
        let refused = matches!(status, 401 | 407);
        if !self.asked || status < 200 || (refused && challenged) {
            return;
        }
        self.asked = false;
        if let Some(mut session) = self.session.take() {
            session.outcome(cx, Some(!refused));
        }
    }

    /// The connection is over.
    pub(super) fn closed(&mut self, cx: &mut Context<'_>) {
        if let Some(mut session) = self.session.take() {
            session.closed(cx);
        }
    }
}

/// A scheme and what stands after it.
fn scheme_of(value: &[u8]) -> (&[u8], &[u8]) {
    let end = value.iter().position(u8::is_ascii_whitespace).unwrap_or(value.len());
    let (scheme, rest) = value.split_at_checked(end).unwrap_or((value, &[]));
    (scheme, rest.trim_ascii())
}

fn is_gss(scheme: &[u8]) -> bool {
    [b"negotiate".as_slice(), b"ntlm", b"kerberos"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

fn basic(cx: &Context<'_>, value: &[u8], credentials: &[u8], record: &mut Http) {
    let plain = decode_base64(credentials);
    let colon = memchr::memchr(b':', &plain);
    let keep = cx.settings().keep_passwords;
    let Some(colon) = colon else {
        record.username = Some(format!("<problem-decoding> ({})", text_from_wire(value)));
        return;
    };
    record.username = plain.get(..colon).map(text_from_wire);
    record.password = plain.get(colon + 1..).filter(|_| keep).map(text_from_wire);
}
