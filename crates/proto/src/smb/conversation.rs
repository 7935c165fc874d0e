//! What is known of a flow's SMB traffic, whichever version: logins, shares, openings, waiting requests.

use super::calls::{Call, Calls, Intent};
use super::opens::{Open, Opens, Serial, What};
use super::recent::Recent;
use super::record::SmbMapping;
use super::sessions::Sessions;
use super::status::Status;
use super::trees::{Share, Tree, TreeKey, Trees};
use crate::dce_rpc::Pipe;
use crate::{Context, Side, remote_exec};
use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;
use thymus_record::Timestamp;

/// Why a path is given that was not seen.
pub(super) const INFERRED_FROM_PIPE: &str = "a pipe was opened, so the tree is IPC$";
pub(super) const INFERRED_FROM_RPC: &str = "RPC is spoken over it, so it is a pipe and the tree is IPC$";

/// All that is known.
#[derive(Debug, Default)]
pub(super) struct Conversation {
    pub(super) calls: Calls,
    pub(super) opens: Opens,
    pub(super) trees: Trees,
    pub(super) sessions: Sessions,
    pub(super) agreed: Agreed,
    pub(super) recent: Recent,
    /// Content that is on its way, by the side that sends it.
    pub(super) moving: [Option<Moving>; 2],
    /// Who answers requests; the responder until a message tells.
    pub(super) server: Option<Side>,
}

/// What both ends agreed on.
#[derive(Debug, Default)]
pub(super) struct Agreed {
    pub(super) version: &'static str,
    pub(super) dialect: Option<Cow<'static, str>>,
    pub(super) client_guid: Option<Arc<str>>,
    pub(super) server_guid: Option<Arc<str>>,
    pub(super) server_name: Option<Arc<str>>,
    pub(super) client_name: Option<String>,
    pub(super) server_os: Option<Arc<str>>,
    pub(super) client_requires_signing: bool,
    pub(super) server_requires_signing: Option<bool>,
    pub(super) cipher: Option<&'static str>,
    pub(super) compressed: bool,
}

/// Content of a read or write whose bytes are still coming.
#[derive(Debug)]
pub(super) struct Moving {
    pub(super) open: Serial,
    pub(super) offset: u64,
    pub(super) role: Side,
    /// Bytes to drop before the content begins: the length in front of a raw write to a pipe.
    pub(super) drop: u32,
}

impl Conversation {
    /// Adds a request that waits for its answer.
    pub(super) fn ask(&mut self, cx: &mut Context<'_>, call: Call) {
        if let Some(oldest) = self.calls.push(call) {
            cx.weird("SMB", "smb_pending_limit_reached", 0);
            self.unanswered(cx, &oldest);
        }
    }

    /// Who is logged in on a session; where its login was not seen, who is known to be logged in on the flow.
    pub(super) fn account(&self, cx: &mut Context<'_>, session: u64) -> Option<Arc<str>> {
        match self.sessions.get(session) {
            Some(session) => session.account.clone(),
            None => account_text(cx).or_else(|| self.account_elsewhere(cx, session)),
        }
    }

    /// The address of who answers.
    fn server_address(&self, cx: &Context<'_>) -> IpAddr {
        match self.server {
            Some(Side::Originator) => cx.flow.endpoints.orig_h,
            _ => cx.flow.endpoints.resp_h,
        }
    }

    /// Adds an opening, named or, where it was not seen, by its id alone.
    pub(super) fn add_open(&mut self, cx: &mut Context<'_>, mut open: Open) -> Serial {
        self.adopt_tree(cx, open.tree);
        if let Some(tree) = self.trees.get(open.tree) {
            open.path.clone_from(&tree.path);
            open.inferred = open.inferred.or(tree.inferred);
            let name = open.leaf().unwrap_or_default();
            open.what = match tree.share {
                Share::Unknown => What::Unknown,
                Share::Disk => What::File,
                Share::Print => What::Printer,
                Share::Pipe => What::Pipe(Box::new(Pipe::new(Some(name).filter(|name| !name.is_empty())))),
            };
        }
        open.account = self.account(cx, open.tree.session).or(open.account);
        let (serial, evicted) = self.opens.insert(open);
        if let Some(evicted) = evicted {
            cx.weird("SMB", "smb_open_files_limit_reached", 0);
            self.finish(cx, evicted, None);
        }
        serial
    }

    /// The opening with this id, known or seen now for the first time.
    pub(super) fn open_of(&mut self, cx: &mut Context<'_>, id: u128, tree: TreeKey) -> Serial {
        if let Some(serial) = self.opens.find(id) {
            if !self.is_outdated(cx, serial) {
                return serial;
            }
            if let Some(outdated) = self.opens.remove(serial) {
                self.finish(cx, outdated, None);
            }
        }
        let elsewhere = self.opened_elsewhere(cx, id, tree).unwrap_or_default();
        self.add_open(cx, Open { id: Some(id), tree, asked_at: cx.now, ..elsewhere })
    }

    /// Makes an opening a pipe, and its tree one of pipes where that was not known.
    pub(super) fn make_pipe(&mut self, cx: &Context<'_>, serial: Serial, reason: &'static str) {
        let path: Arc<str> = format!("\\\\{}\\IPC$", self.server_address(cx)).into();
        let Some(open) = self.opens.get_mut(serial) else { return };
        if open.is_pipe() {
            return;
        }
        let name = open.leaf().filter(|name| !name.is_empty());
        open.what = What::Pipe(Box::new(Pipe::new(name)));
        if open.path.is_some() {
            return;
        }
        open.path = Some(Arc::clone(&path));
        open.inferred = Some(reason);
        let known = self.trees.get(open.tree).is_some_and(|tree| tree.path.is_some());
        if !known {
            let tree = Tree { path: Some(path), share: Share::Pipe, inferred: Some(reason), service: None };
            self.trees.insert(open.tree, tree);
        }
    }

    /// A share was connected, or the server's answer was not seen.
    pub(super) fn connected(
        &mut self,
        cx: &mut Context<'_>,
        at: Timestamp,
        key: TreeKey,
        tree: Tree,
        facts: ConnectFacts,
        result: Option<Status>,
    ) {
        let record = SmbMapping {
            head: cx.head_at(at),
            path: tree.path.clone(),
            service: tree.service.clone(),
            native_file_system: facts.native_file_system,
            share_type: tree.share.name(),
            result: result.map(Status::name),
            account: self.account(cx, key.session),
            encrypted: facts.encrypted.then_some(true),
            maximal_access: facts.maximal_access,
        };
        cx.emit(&record);
        if result.is_some() {
            self.share_tree(cx, key, &tree);
            if !self.trees.insert(key, tree) {
                cx.weird("SMB", "smb_trees_limit_reached", 0);
            }
        }
    }

    /// A share was left: what is open in it is closed with it.
    pub(super) fn disconnected(&mut self, cx: &mut Context<'_>, key: TreeKey) {
        self.trees.remove(key);
        self.forget_shared_tree(cx, key);
        for serial in self.opens.of_tree(key) {
            if let Some(open) = self.opens.remove(serial) {
                self.forget_shared(cx, &open);
                self.finish(cx, open, None);
            }
        }
    }

    /// A request will not be answered any more: what it wanted is told without a result.
    fn unanswered(&mut self, cx: &mut Context<'_>, call: &Call) {
        match &call.intent {
            Intent::Connect { path, service } => {
                let tree = Tree { path: Some(path.clone()), service: service.clone(), ..Tree::default() };
                self.connected(cx, call.at, call.tree, tree, ConnectFacts::default(), None);
            }
            _ => self.tell_done(cx, call, None),
        }
        if let (Intent::Open | Intent::OpenByTransaction, Some(serial)) = (&call.intent, call.open)
            && let Some(open) = self.opens.remove(serial)
        {
            self.finish(cx, open, None);
        }
    }

    /// The flow is over.
    pub(super) fn closed(&mut self, cx: &mut Context<'_>) {
        for call in self.calls.drain() {
            self.unanswered(cx, &call);
        }
        for open in self.opens.drain() {
            self.finish(cx, open, None);
        }
        for session in self.sessions.drain() {
            self.abandon(cx, session);
        }
    }
}

/// What the answer to a connect tells beside the share itself.
#[derive(Debug, Default)]
pub(super) struct ConnectFacts {
    pub(super) native_file_system: Option<String>,
    pub(super) encrypted: bool,
    pub(super) maximal_access: Option<u32>,
}

/// The account that the flow's login facts name, as `DOMAIN\user`.
pub(super) fn account_text(cx: &mut Context<'_>) -> Option<Arc<str>> {
    cx.session().account.as_ref().map(|account| remote_exec::account_text(account).into())
}
