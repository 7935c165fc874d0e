//! The login exchange of one session.

use super::{Mechanism, NegotiationState, Token};
use crate::kerberos::ApExchange;
use crate::ntlm::Exchange;
use crate::{Context, Side};

/// The service name of the wrappings in `conn.service`.
const SERVICE: &str = "gssapi";

/// Which services may carry a login, the innermost first: what stands first is likelier to be the carrier.
const CARRIERS: [&str; 12] = [
    "dce_rpc", "smb", "ldap_tcp", "ldap_udp", "ldap", "http", "smtp", "imap", "pop3", "mssql", "rdp",
    "telnet",
];

/// The login exchange of one session of a carrier (an SMB session, an RPC association, an LDAP or HTTP connection).
#[derive(Debug, Default)]
pub struct GssSession {
    carrier: Option<&'static str>,
    login: Option<Login>,
}

#[derive(Debug)]
enum Login {
    Ntlm(Box<Exchange>),
    Kerberos(Box<ApExchange>),
}

impl GssSession {
    /// A session of this carrier, which records name. Without it the carrier is guessed from the flow's services.
    #[must_use]
    pub fn carried_by(service: &'static str) -> Self {
        Self { carrier: Some(service), login: None }
    }

    /// A security token in any wrapping: SPNEGO, GSS-API, raw NTLMSSP, raw Kerberos AP-REQ.
    pub fn token(&mut self, cx: &mut Context<'_>, from: Side, token: &[u8]) {
        let _ = from;
        let token = Token::unwrap(token);
        if token.wrapped {
            cx.confirm(SERVICE);
        }
        match token.message {
            Some((Mechanism::Ntlm, message)) => self.ntlm(cx, message),
            Some((Mechanism::Kerberos, message)) => self.kerberos(cx, message),
            None => {}
        }
        match token.state {
            Some(NegotiationState::AcceptCompleted) => self.outcome(cx, Some(true)),
            Some(NegotiationState::Reject) => self.outcome(cx, Some(false)),
            Some(NegotiationState::AcceptIncomplete | NegotiationState::RequestMic) | None => {}
        }
    }

    /// The carrier's verdict on the login, where it is known: the record goes out now. A verdict without a login, or a
    /// second one, does nothing.
    pub fn outcome(&mut self, cx: &mut Context<'_>, success: Option<bool>) {
        match self.login.take() {
            Some(Login::Ntlm(exchange)) => exchange.finish(cx, success),
            Some(Login::Kerberos(exchange)) => exchange.finish(cx, success),
            None => {}
        }
    }

    /// The carrier ends: a login that still waits for its outcome goes out with that unknown.
    pub fn closed(&mut self, cx: &mut Context<'_>) {
        self.outcome(cx, None);
    }

    /// The next NTLM message: of the login at hand, or of a new one where that was answered already.
    fn ntlm(&mut self, cx: &mut Context<'_>, message: &[u8]) {
        match &mut self.login {
            Some(Login::Ntlm(exchange)) if !exchange.is_over_at(message) => exchange.message(cx, message),
            _ => {
                self.outcome(cx, None);
                let mut exchange = Box::new(Exchange::new(cx, self.carrier(cx)));
                exchange.message(cx, message);
                self.login = Some(Login::Ntlm(exchange));
            }
        }
    }

    /// The next Kerberos message: a ticket begins a login, anything else answers one.
    fn kerberos(&mut self, cx: &mut Context<'_>, message: &[u8]) {
        if let Some(exchange) = ApExchange::begin(cx, message) {
            self.outcome(cx, None);
            self.login = Some(Login::Kerberos(Box::new(exchange)));
        } else if let Some(Login::Kerberos(exchange)) = &mut self.login {
            exchange.answer(message);
        }
    }

    fn carrier(&self, cx: &Context<'_>) -> Option<&'static str> {
        self.carrier.or_else(|| CARRIERS.into_iter().find(|service| cx.has_service(service)))
    }
}
