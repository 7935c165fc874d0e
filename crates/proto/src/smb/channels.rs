//! What connections between the same two hosts tell each other: SMB 3 spreads a session over several of them (MS-SMB2
//! 3.3.1.7), and a connection that was quiet for long is seen as another flow. Names of what is open, shares and accounts hold
//! for the session, not for the connection.
//!
//! Connections of one session between other addresses of the two hosts are not joined: what one pair of addresses says is
//! read by one worker, and the records are not to depend on how many there are.

use super::conversation::Conversation;
use super::opens::{FileId, Open, Serial, What};
use super::record::FileTimes;
use super::trees::{Share, Tree, TreeKey};
use crate::Context;
use crate::dce_rpc::Pipe;
use hashbrown::HashMap;
use std::collections::VecDeque;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::Arc;
use thymus_record::{Interval, Timestamp};

/// Why a name or share is given that was not seen in its flow.
const ELSEWHERE: &str = "known from another connection of the same session";

/// At most so many openings of all connections are known; the oldest goes first.
const OPENS_MAX: usize = 32_768;

/// The same for shares.
const TREES_MAX: usize = 8_192;

/// The same for sessions.
const SESSIONS_MAX: usize = 8_192;

/// A server that started anew may give out its numbers again; what is older than this is not believed any more.
const LIFE: Interval = Interval::from_seconds(24 * 3600);

/// Two hosts, the lower address first, and the number of a session between them.
type SessionKey = (IpAddr, IpAddr, u64);

/// What is known of sessions, of all connections that one engine sees.
#[derive(Default)]
pub(crate) struct Channels {
    opens: Bounded<(SessionKey, FileId), SharedOpen, OPENS_MAX>,
    trees: Bounded<(SessionKey, u32), SharedTree, TREES_MAX>,
    accounts: Bounded<SessionKey, Arc<str>, SESSIONS_MAX>,
}

struct SharedOpen {
    name: Option<Arc<str>>,
    path: Option<Arc<str>>,
    share: Share,
    account: Option<Arc<str>>,
    size: u64,
    times: FileTimes,
    directory: bool,
}

struct SharedTree {
    path: Option<Arc<str>>,
    share: Share,
}

impl Conversation {
    /// Lets other connections know of an opening.
    pub(super) fn share_open(&self, cx: &mut Context<'_>, serial: Serial) {
        let Some(open) = self.opens.get(serial) else { return };
        let (Some(id), Some(session)) = (open.id, self.session_key(cx, open.tree)) else { return };
        let share = match open.what {
            What::Pipe(_) => Share::Pipe,
            What::Printer => Share::Print,
            What::File => Share::Disk,
            What::Unknown => Share::Unknown,
        };
        let shared = SharedOpen {
            name: open.name.clone(),
            path: open.path.clone(),
            share,
            account: open.account.clone(),
            size: open.size,
            times: open.times,
            directory: open.directory,
        };
        cx.hub.smb.opens.insert(cx.now, (session, id), shared);
    }

    /// The opening is no more, on whichever connection.
    pub(super) fn forget_shared(&self, cx: &mut Context<'_>, open: &Open) {
        if let (Some(id), Some(session)) = (open.id, self.session_key(cx, open.tree)) {
            cx.hub.smb.opens.remove(&(session, id));
        }
    }

    /// What another connection knows of the opening with this id.
    pub(super) fn opened_elsewhere(&self, cx: &Context<'_>, id: FileId, tree: TreeKey) -> Option<Open> {
        let session = self.session_key(cx, tree)?;
        let (number, shared) = cx.hub.smb.opens.get(cx.now, &(session, id))?;
        let name = shared.name.as_deref().map(super::opens::leaf).filter(|name| !name.is_empty());
        let what = match shared.share {
            Share::Pipe => What::Pipe(Box::new(Pipe::new(name))),
            Share::Print => What::Printer,
            Share::Disk => What::File,
            Share::Unknown => What::Unknown,
        };
        Some(Open {
            id: Some(id),
            name: shared.name.clone(),
            path: shared.path.clone(),
            inferred: Some(ELSEWHERE),
            what,
            account: shared.account.clone(),
            size: shared.size,
            times: shared.times,
            directory: shared.directory,
            adopted: Some(number),
            ..Open::default()
        })
    }

    /// Whether an opening that was known from another connection has been closed there and its id given to another.
    pub(super) fn is_outdated(&self, cx: &Context<'_>, serial: Serial) -> bool {
        let Some(Open { adopted: Some(number), id: Some(id), tree, .. }) = self.opens.get(serial) else {
            return false;
        };
        let Some(session) = self.session_key(cx, *tree) else { return false };
        cx.hub.smb.opens.get(cx.now, &(session, *id)).is_some_and(|(latest, _)| latest != *number)
    }

    /// Lets other connections know of a connected share.
    pub(super) fn share_tree(&self, cx: &mut Context<'_>, key: TreeKey, tree: &Tree) {
        if let Some(session) = self.session_key(cx, key) {
            let shared = SharedTree { path: tree.path.clone(), share: tree.share };
            cx.hub.smb.trees.insert(cx.now, (session, key.tree), shared);
        }
    }

    /// The share is connected no more.
    pub(super) fn forget_shared_tree(&self, cx: &mut Context<'_>, key: TreeKey) {
        if let Some(session) = self.session_key(cx, key) {
            cx.hub.smb.trees.remove(&(session, key.tree));
        }
    }

    /// Learns of a share that was connected on another connection.
    pub(super) fn adopt_tree(&mut self, cx: &Context<'_>, key: TreeKey) {
        if self.trees.get(key).is_some() {
            return;
        }
        let Some(session) = self.session_key(cx, key) else { return };
        let Some((_, shared)) = cx.hub.smb.trees.get(cx.now, &(session, key.tree)) else { return };
        let (path, share) = (shared.path.clone(), shared.share);
        self.trees.insert(key, Tree { path, share, inferred: Some(ELSEWHERE), ..Tree::default() });
    }

    /// Lets other connections know who is logged in.
    pub(super) fn share_account(&self, cx: &mut Context<'_>, session: u64, account: &Arc<str>) {
        if let Some(session) = self.session_key(cx, TreeKey { session, tree: 0 }) {
            cx.hub.smb.accounts.insert(cx.now, session, Arc::clone(account));
        }
    }

    /// Who logged in on another connection.
    pub(super) fn account_elsewhere(&self, cx: &Context<'_>, session: u64) -> Option<Arc<str>> {
        let session = self.session_key(cx, TreeKey { session, tree: 0 })?;
        cx.hub.smb.accounts.get(cx.now, &session).map(|(_, account)| Arc::clone(account))
    }

    /// The session, where its number means the same on other connections: SMB1's do not.
    fn session_key(&self, cx: &Context<'_>, key: TreeKey) -> Option<SessionKey> {
        let ends = &cx.flow.endpoints;
        let (low, high) = (ends.orig_h.min(ends.resp_h), ends.orig_h.max(ends.resp_h));
        (self.agreed.version == "SMB2" && key.session != 0).then_some((low, high, key.session))
    }
}

/// A map of at most `MAX` things, of which the one that was put in first goes first.
struct Bounded<K, V, const MAX: usize> {
    known: HashMap<K, (u64, Timestamp, V), foldhash::fast::FixedState>,
    /// In the order in which they were put in; those that were put in again are skipped when their turn comes.
    order: VecDeque<(u64, K)>,
    next: u64,
}

impl<K, V, const MAX: usize> Default for Bounded<K, V, MAX> {
    fn default() -> Self {
        Self { known: HashMap::default(), order: VecDeque::new(), next: 0 }
    }
}

impl<K: Copy + Eq + Hash, V, const MAX: usize> Bounded<K, V, MAX> {
    fn insert(&mut self, now: Timestamp, key: K, value: V) {
        while self.order.len() >= MAX
            && let Some((number, oldest)) = self.order.pop_front()
        {
            if self.known.get(&oldest).is_some_and(|(latest, ..)| *latest == number) {
                self.known.remove(&oldest);
            }
        }
        self.next += 1;
        self.order.push_back((self.next, key));
        self.known.insert(key, (self.next, now, value));
    }

    /// The value and the number that it was given when it was put in.
    fn get(&self, now: Timestamp, key: &K) -> Option<(u64, &V)> {
        let (number, at, value) = self.known.get(key)?;
        (now - *at <= LIFE).then_some((*number, value))
    }

    fn remove(&mut self, key: &K) {
        self.known.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_bounded_in_number_and_age() {
        let mut bounded: Bounded<u32, u32, 10> = Bounded::default();
        let at = |seconds: i64| Timestamp::from_parts(1000 + seconds, 0);
        for key in 0..100 {
            bounded.insert(at(0), key % 30, key);
        }
        assert!(bounded.known.len() <= 10 && bounded.order.len() <= 10);
        assert_eq!(bounded.get(at(0), &9).map(|(_, value)| *value), Some(99));
        assert_eq!(bounded.get(at(0), &10), None, "it was among the first");
        assert!(bounded.get(at(24 * 3600), &9).is_some() && bounded.get(at(24 * 3600 + 1), &9).is_none());
        bounded.remove(&9);
        assert_eq!(bounded.get(at(0), &9), None);
    }
}
