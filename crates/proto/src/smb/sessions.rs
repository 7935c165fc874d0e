//! The logins of a flow.

use crate::Account;
use crate::gss::GssSession;
use std::collections::BTreeMap;
use std::sync::Arc;
use thymus_record::Timestamp;

/// At most this many sessions of a flow are known; the one with the lowest number goes first.
pub(super) const SESSIONS_MAX: usize = 512;

/// One session.
#[derive(Debug, Default)]
pub(super) struct Session {
    pub(super) gss: GssSession,
    /// When the login began.
    pub(super) began: Timestamp,
    pub(super) account: Option<Arc<str>>,
    pub(super) binding: bool,
    /// Its login was seen to begin.
    pub(super) asked: bool,
    /// Who was logged in on the flow before; again, if this login fails.
    pub(super) displaced: Option<Account>,
    /// It was begun without account and password.
    pub(super) anonymous: bool,
    /// The login's record went out.
    pub(super) told: bool,
    /// It was told that the session is encrypted.
    pub(super) encrypted: bool,
    pub(super) client_os: Option<Arc<str>>,
}

impl Session {
    pub(super) fn new(began: Timestamp) -> Self {
        Self { gss: GssSession::carried_by("smb"), began, ..Self::default() }
    }
}

/// The sessions by number, and the logins that have no number yet, by the request that began them.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    known: BTreeMap<u64, Session>,
    beginning: BTreeMap<u64, Session>,
}

impl Sessions {
    pub(super) fn get(&self, number: u64) -> Option<&Session> {
        self.known.get(&number)
    }

    /// The session with this number, made where it is not known; and whether another had to go for it.
    pub(super) fn entry(&mut self, number: u64, now: Timestamp) -> (&mut Session, Option<Session>) {
        let room = self.known.len() < SESSIONS_MAX || self.known.contains_key(&number);
        let evicted = if room { None } else { self.known.pop_first().map(|(_, session)| session) };
        let session = self.known.entry(number);
        (session.or_insert_with(|| Session::new(now)), evicted)
    }

    /// The login that this request begins.
    pub(super) fn begin(&mut self, key: u64, now: Timestamp) -> &mut Session {
        if self.beginning.len() >= SESSIONS_MAX {
            self.beginning.pop_first();
        }
        self.beginning.entry(key).or_insert_with(|| Session::new(now))
    }

    /// Takes the login that this request began.
    pub(super) fn begun(&mut self, key: u64) -> Option<Session> {
        self.beginning.remove(&key)
    }

    pub(super) fn remove(&mut self, number: u64) -> Option<Session> {
        self.known.remove(&number)
    }

    /// Takes all sessions.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = Session> + use<> {
        let beginning = std::mem::take(&mut self.beginning).into_values();
        std::mem::take(&mut self.known).into_values().chain(beginning)
    }
}
