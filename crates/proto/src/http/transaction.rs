//! Requests that wait for their replies.

use super::record::{Http, WebSocket};
use crate::mime::FileList;
use crate::{Context, Timestamp};
use std::collections::VecDeque;

/// At most this many requests wait; then all but the newest go out without a reply, as in Zeek.
const REQUESTS_WAITING_MAX: usize = 100;

/// A request, its reply, or both.
pub(super) struct Transaction {
    pub(super) record: Http,
    /// What the reply's meaning depends on.
    pub(super) request: RequestFacts,
    /// More of the request is to come.
    request_open: bool,
    /// The reply, or more of it, is to come.
    reply_open: bool,
}

/// What of a request is needed to understand its reply.
#[derive(Default)]
pub(super) struct RequestFacts {
    /// Its reply has no body.
    pub(super) is_head: bool,
    /// It asks for a tunnel.
    pub(super) is_connect: bool,
    /// It goes to WS-Management.
    pub(super) is_wsman: bool,
    /// It is one of HTTP/0.9: its reply has no head.
    pub(super) is_old: bool,
    /// It asks to speak WebSocket.
    pub(super) websocket: Option<Box<WebSocket>>,
}

/// The transactions of one connection that are not over, oldest first.
#[derive(Default)]
pub(super) struct Transactions {
    queue: VecDeque<Box<Transaction>>,
    depth: u32,
    /// Replies went missing: which request the next one answers cannot be told by counting.
    pub(super) replies_lost: bool,
}

impl Transactions {
    /// Begins the transaction of a new request, made at `ts`; says its number.
    pub(super) fn request(&mut self, cx: &mut Context<'_>, ts: Timestamp) -> u32 {
        if std::mem::take(&mut self.replies_lost) {
            self.flush(cx, 0);
        }
        if self.queue.len() > REQUESTS_WAITING_MAX {
            let found = format!("{} > {REQUESTS_WAITING_MAX}", self.queue.len());
            cx.weird_about("HTTP", "HTTP_excessive_pipelining", 0, found);
            self.flush(cx, 1);
        }
        self.open(cx, ts, true)
    }

    /// The number of the transaction that the next reply belongs to: a new one where no request was seen.
    pub(super) fn reply(&mut self, cx: &mut Context<'_>, ts: Timestamp) -> u32 {
        let waiting = self.queue.iter().find(|transaction| transaction.reply_open);
        match waiting {
            Some(transaction) => transaction.record.trans_depth,
            None => self.open(cx, ts, false),
        }
    }

    /// Whether the next reply answers a request of HTTP/0.9.
    pub(super) fn expects_old_reply(&self) -> bool {
        self.queue.iter().find(|transaction| transaction.reply_open).is_some_and(|found| found.request.is_old)
    }

    /// The transaction with this number, while it is not over.
    pub(super) fn get(&mut self, depth: u32) -> Option<&mut Transaction> {
        let first = self.queue.front()?.record.trans_depth;
        let index = usize::try_from(depth.checked_sub(first)?).ok()?;
        self.queue.get_mut(index).map(Box::as_mut)
    }

    fn open(&mut self, cx: &Context<'_>, ts: Timestamp, request_open: bool) -> u32 {
        self.depth = self.depth.saturating_add(1);
        self.queue.push_back(Box::new(Transaction {
            record: Http::new(cx.head_at(ts), self.depth),
            request: RequestFacts::default(),
            request_open,
            reply_open: true,
        }));
        self.depth
    }

    /// The request is complete, or nothing more of it will be seen.
    pub(super) fn request_over(&mut self, cx: &mut Context<'_>, depth: u32) {
        if let Some(transaction) = self.get(depth) {
            transaction.request_open = false;
            self.settle(cx);
        }
    }

    /// The final reply is complete, or nothing more of it will be seen.
    pub(super) fn reply_over(&mut self, cx: &mut Context<'_>, depth: u32) {
        if let Some(transaction) = self.get(depth) {
            transaction.reply_open = false;
            self.settle(cx);
        }
    }

    fn settle(&mut self, cx: &mut Context<'_>) {
        while let Some(transaction) = self.queue.front()
            && !transaction.request_open
            && !transaction.reply_open
        {
            cx.emit(&transaction.record);
            self.queue.pop_front();
        }
    }

    /// Sends out what waits, but for the newest `keep`.
    pub(super) fn flush(&mut self, cx: &mut Context<'_>, keep: usize) {
        while self.queue.len() > keep
            && let Some(transaction) = self.queue.pop_front()
        {
            cx.emit(&transaction.record);
        }
    }
}

impl Transaction {
    /// What the request's body came to.
    pub(super) fn request_body(&mut self, length: u64, files: FileList) {
        self.record.request_body_len = length;
        self.record.orig_fuids = files.fuids;
        self.record.orig_filenames = files.filenames;
        self.record.orig_mime_types = files.mime_types;
    }

    /// What the reply's body came to.
    pub(super) fn reply_body(&mut self, length: u64, files: FileList) {
        self.record.response_body_len = length;
        self.record.resp_fuids = files.fuids;
        self.record.resp_filenames = files.filenames;
        self.record.resp_mime_types = files.mime_types;
    }
}
