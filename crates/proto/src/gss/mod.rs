//! Logins carried inside other protocols: SPNEGO, NTLMSSP and Kerberos tokens (RFC 2743, RFC 4178, MS-NLMP, RFC 4121).

use crate::{Context, Side};

/// The login exchange of one session of a carrier (an SMB session, an RPC association, an LDAP or HTTP connection).
#[derive(Debug, Default)]
pub struct GssSession {
    finished: bool,
}

impl GssSession {
    /// A security token in any wrapping: SPNEGO, GSS-API, raw NTLMSSP, raw Kerberos AP-REQ.
    pub fn token(&mut self, cx: &mut Context<'_>, from: Side, token: &[u8]) {
        let _ = (cx, from, token);
    }

    /// The carrier's verdict on the login, where it is known: the record goes out now.
    pub fn outcome(&mut self, cx: &mut Context<'_>, success: Option<bool>) {
        let _ = (cx, success);
        self.finished = true;
    }

    /// The carrier ends: a login that still waits for its outcome goes out with that unknown.
    pub fn closed(&mut self, cx: &mut Context<'_>) {
        if !self.finished {
            self.outcome(cx, None);
        }
    }
}
