//! Logins: tokens go to the GSS reader, the outcome becomes an `smb_session`.

use super::conversation::{Conversation, account_text};
use super::record::{SmbAccessFailure, SmbSession};
use super::sessions::Session;
use super::status::Status;
use crate::{Account, Context, Side};
use std::sync::Arc;

/// What the answer that ends a login tells.
#[derive(Debug, Default)]
pub(super) struct LoginFacts {
    pub(super) guest: bool,
    pub(super) anonymous: bool,
    pub(super) signed: bool,
    pub(super) encrypted: bool,
}

/// How the client began or went on with a login.
#[derive(Debug, Default)]
pub(super) struct LoginRequest<'a> {
    /// What the request's answer will repeat.
    pub(super) key: u64,
    /// The session, 0 where the server has not given a number yet.
    pub(super) session: u64,
    pub(super) token: &'a [u8],
    pub(super) binding: bool,
    pub(super) client_os: Option<Arc<str>>,
    /// The account, where SMB1 names it without a token.
    pub(super) account: Option<Account>,
    pub(super) anonymous: bool,
}

impl Conversation {
    /// A client logs in, or goes on logging in.
    pub(super) fn login_asked(&mut self, cx: &mut Context<'_>, request: LoginRequest<'_>) {
        let mut evicted = None;
        // Some servers, those that pretend to be one among them, go on with number 0.
        let goes_on = self.sessions.get(0).is_some_and(|session| session.asked && !session.told);
        let session = if request.session == 0 && !goes_on {
            self.sessions.begin(request.key, cx.now)
        } else {
            let (session, gone) = self.sessions.entry(request.session, cx.now);
            evicted = gone;
            session
        };
        if session.told {
            *session = Session { account: session.account.take(), ..Session::new(cx.now) };
        }
        if !session.asked {
            session.asked = true;
            session.displaced = cx.session().account.take();
        }
        session.binding |= request.binding;
        session.anonymous |= request.anonymous;
        session.client_os = request.client_os.or(session.client_os.take());
        if let Some(account) = request.account {
            cx.session().account = Some(account);
        }
        if !request.token.is_empty() {
            session.gss.token(cx, Side::Originator, request.token);
        }
        if let Some(evicted) = evicted {
            self.evict(cx, evicted);
        }
    }

    /// The server answered a login. `key` is that of the request, where it was seen.
    pub(super) fn login_answered(
        &mut self,
        cx: &mut Context<'_>,
        key: Option<u64>,
        number: u64,
        token: &[u8],
        status: Status,
        facts: &LoginFacts,
    ) {
        if let Some(begun) = key.and_then(|key| self.sessions.begun(key)) {
            if let Some(before) = self.sessions.remove(number) {
                self.abandon(cx, before);
            }
            let (session, evicted) = self.sessions.entry(number, cx.now);
            *session = begun;
            if let Some(evicted) = evicted {
                self.evict(cx, evicted);
            }
        }
        let (session, evicted) = self.sessions.entry(number, cx.now);
        if !token.is_empty() {
            session.gss.token(cx, Side::Responder, token);
        }
        if !status.wants_more() {
            self.login_ended(cx, number, status, facts);
        }
        if let Some(evicted) = evicted {
            self.evict(cx, evicted);
        }
    }

    fn login_ended(&mut self, cx: &mut Context<'_>, number: u64, status: Status, facts: &LoginFacts) {
        let (session, _) = self.sessions.entry(number, cx.now);
        let success = status.is_success();
        // The tokens name the account before the outcome is known; a failed outcome takes it back.
        let tried = account_text(cx);
        session.gss.outcome(cx, Some(success));
        let account = account_text(cx).or(tried).filter(|_| session.asked);
        if session.asked && (!success || account.is_none()) {
            cx.session().account = session.displaced.take();
        }
        session.account = account.or(session.account.take());
        session.told = true;
        session.encrypted |= facts.encrypted;
        let Some(session) = self.sessions.get(number) else { return };
        if let (true, Some(account)) = (success, &session.account) {
            self.share_account(cx, number, account);
        }
        let record = self.session_record(cx, number, session, Some(status), facts);
        cx.emit(&record);
        if !success {
            self.login_failed(cx, record, status);
            self.sessions.remove(number);
        }
    }

    fn login_failed(&self, cx: &mut Context<'_>, session: SmbSession, status: Status) {
        let command = if session.version == "SMB1" { "SESSION_SETUP_ANDX" } else { "SESSION_SETUP" };
        let record = SmbAccessFailure {
            head: session.head,
            command,
            action: None,
            path: None,
            name: None,
            result: status.name(),
            refused: status.is_refusal(),
            account: session.account,
            version: session.version,
        };
        cx.emit(&record);
    }

    /// An encrypted message of this session was seen.
    pub(super) fn encrypted(&mut self, cx: &mut Context<'_>, number: u64) {
        let (session, evicted) = self.sessions.entry(number, cx.now);
        if !std::mem::replace(&mut session.encrypted, true) {
            session.told = true;
            if let Some(session) = self.sessions.get(number) {
                let facts = LoginFacts { encrypted: true, ..LoginFacts::default() };
                let record = self.session_record(cx, number, session, None, &facts);
                cx.emit(&record);
            }
        }
        if let Some(evicted) = evicted {
            self.evict(cx, evicted);
        }
    }

    /// A session was left.
    pub(super) fn logged_off(&mut self, cx: &mut Context<'_>, number: u64) {
        if let Some(session) = self.sessions.remove(number) {
            self.abandon(cx, session);
        }
    }

    fn evict(&self, cx: &mut Context<'_>, session: Session) {
        cx.weird("SMB", "smb_sessions_limit_reached", 0);
        self.abandon(cx, session);
    }

    /// A session ends: a login that had no answer is told without one.
    pub(super) fn abandon(&self, cx: &mut Context<'_>, mut session: Session) {
        session.gss.closed(cx);
        if session.asked && !session.told {
            session.account = session.account.take().or_else(|| account_text(cx));
            let record = self.session_record(cx, 0, &session, None, &LoginFacts::default());
            cx.emit(&record);
        }
    }

    fn session_record(
        &self,
        cx: &mut Context<'_>,
        number: u64,
        session: &Session,
        result: Option<Status>,
        facts: &LoginFacts,
    ) -> SmbSession {
        let agreed = &self.agreed;
        let required = agreed.server_requires_signing.map(|server| server || agreed.client_requires_signing);
        SmbSession {
            head: cx.head_at(session.began),
            version: agreed.version,
            dialect: agreed.dialect.clone(),
            session_id: number,
            account: session.account.clone(),
            result: result.map(Status::name),
            guest: facts.guest.then_some(true),
            anonymous: (facts.anonymous || session.anonymous).then_some(true),
            binding: session.binding.then_some(true),
            signing_required: required,
            signed: result.map(|_| facts.signed),
            encrypted: (session.encrypted || facts.encrypted).then_some(true),
            cipher: agreed.cipher,
            compressed: agreed.compressed.then_some(true),
            client_guid: agreed.client_guid.clone(),
            server_guid: agreed.server_guid.clone(),
            client_name: cx.session().client_host.clone().or_else(|| agreed.client_name.clone()),
            server_name: agreed.server_name.clone(),
            client_os: session.client_os.clone(),
            server_os: agreed.server_os.clone(),
        }
    }
}
