//! The logins of an association, by the number of their security context.

use super::parser::Verifier;
use crate::gss::GssSession;
use crate::{Context, Side};
use smallvec::SmallVec;

/// At most this many logins of one association are followed; more are not, and say so.
const LOGINS_MAX: usize = 16;

/// SPNEGO, NTLM and Kerberos carry tokens that tell who logs in; others do not.
const SERVICES_READ: [u8; 3] = [9, 10, 16];

#[derive(Debug, Default)]
pub(super) struct Logins(SmallVec<[Login; 1]>);

#[derive(Debug)]
struct Login {
    context_id: u32,
    session: GssSession,
    settled: bool,
}

impl Logins {
    /// A token of a bind, its answer, or an auth3.
    pub(super) fn token(&mut self, cx: &mut Context<'_>, from: Side, verifier: &Verifier<'_>) {
        if verifier.token.is_empty() || !SERVICES_READ.contains(&verifier.service) {
            return;
        }
        if let Some(login) = self.get(verifier.context_id) {
            return login.session.token(cx, from, verifier.token);
        }
        if self.0.len() >= LOGINS_MAX {
            return cx.weird("DCE_RPC", "dce_rpc_too_many_logins", 0);
        }
        let mut session = GssSession::carried_by("dce_rpc");
        session.token(cx, from, verifier.token);
        self.0.push(Login { context_id: verifier.context_id, session, settled: false });
    }

    /// The server answered a call that this login secures, or refused to.
    pub(super) fn outcome(&mut self, cx: &mut Context<'_>, context_id: Option<u32>, success: bool) {
        let unsettled = self.0.iter_mut().filter(|login| !login.settled);
        for login in unsettled.filter(|login| context_id.is_none_or(|id| id == login.context_id)) {
            login.settled = true;
            login.session.outcome(cx, Some(success));
        }
    }

    pub(super) fn closed(&mut self, cx: &mut Context<'_>) {
        for login in &mut self.0 {
            login.session.closed(cx);
        }
    }

    fn get(&mut self, context_id: u32) -> Option<&mut Login> {
        self.0.iter_mut().find(|login| login.context_id == context_id)
    }
}
