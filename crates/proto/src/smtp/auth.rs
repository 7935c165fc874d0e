//! Logins in SMTP (RFC 4954): tokens of NTLM and GSSAPI, and the names of PLAIN and LOGIN.

use crate::gss::GssSession;
use crate::mime::decode_base64;
use crate::{Account, Context, Side};
use thymus_record::text_from_wire;

/// Longer lines hold no login.
const TOKEN_BYTES_MAX: usize = 96 * 1024;

/// A login that is under way.
#[derive(Default)]
pub(super) struct Login {
    mechanism: Mechanism,
    session: Option<Box<GssSession>>,
    user: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Mechanism {
    #[default]
    Other,
    Plain,
    Login,
    Gss,
}

impl Login {
    /// The argument of AUTH: a mechanism and perhaps the first response.
    pub(super) fn begin(cx: &mut Context<'_>, from: Side, arg: &[u8]) -> Self {
        let mut words = arg.splitn(2, |&byte| byte == b' ');
        let mechanism = match words.next().unwrap_or_default().to_ascii_uppercase().as_slice() {
            b"PLAIN" => Mechanism::Plain,
            b"LOGIN" => Mechanism::Login,
            b"NTLM" | b"GSSAPI" | b"GSS-SPNEGO" => Mechanism::Gss,
            _ => Mechanism::Other,
        };
        let mut login = Self { mechanism, ..Self::default() };
        if let Some(response) = words.next().filter(|response| *response != b"=") {
            login.client(cx, from, response);
        }
        login
    }

    /// A response of the client.
    pub(super) fn client(&mut self, cx: &mut Context<'_>, from: Side, line: &[u8]) {
        if line.len() > TOKEN_BYTES_MAX {
            return cx.weird("SMTP", "smtp_login_token_too_long", 0);
        }
        let token = decode_base64(line);
        match self.mechanism {
            Mechanism::Gss => self.session.get_or_insert_default().token(cx, from, &token),
            // RFC 4616: authorization identity, authentication identity and password, with NUL between.
            Mechanism::Plain => self.user = token.split(|&byte| byte == 0).nth(1).map(text_from_wire),
            Mechanism::Login if self.user.is_none() => self.user = Some(text_from_wire(&token)),
            Mechanism::Login | Mechanism::Other => {}
        }
    }

    /// A challenge of the server (334).
    pub(super) fn challenge(&mut self, cx: &mut Context<'_>, from: Side, text: &[u8]) {
        if self.mechanism == Mechanism::Gss && text.len() <= TOKEN_BYTES_MAX {
            let token = decode_base64(text);
            if !token.is_empty() {
                self.session.get_or_insert_default().token(cx, from, &token);
            }
        }
    }

    /// The server's verdict.
    pub(super) fn finish(mut self, cx: &mut Context<'_>, success: bool) {
        if let Some(session) = &mut self.session {
            return session.outcome(cx, Some(success));
        }
        if let Some(user) = self.user.filter(|_| success) {
            let mechanism = if self.mechanism == Mechanism::Plain { "PLAIN" } else { "LOGIN" };
            cx.session().account = Some(Account { user, domain: String::new(), mechanism, inferred: None });
        }
    }

    /// The connection is over before the verdict.
    pub(super) fn closed(&mut self, cx: &mut Context<'_>) {
        if let Some(session) = &mut self.session {
            session.closed(cx);
        }
    }
}
