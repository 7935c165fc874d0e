//! One HTTP/1 connection: messages of both sides, cut out of their streams.

use super::auth::Login;
use super::body::{Framing, Piece};
use super::content::Content;
use super::parser::{Version, end_of_head, first_line, leading_line_ends, request_line, status_line};
use super::probe::{is_reply, is_request};
use super::transaction::Transactions;
use super::tunnel::Tunnel;
use super::winrm::WinRm;
use crate::{Analyzer, Context, Pending, Side, Step, Timestamp, Verdict};

/// A head longer than this is read as far as it goes.
const HEAD_BYTES_MAX: usize = 64 * 1024;

/// At most this much waits for the rest of its head or chunk line, or for the reply to CONNECT.
const PENDING_BYTES_MAX: usize = 256 * 1024;

/// The state of one HTTP/1 connection.
pub(super) struct HttpAnalyzer {
    ends: [End; 2],
    /// Who asks. The originator, unless the beginning was not seen and the bytes say otherwise.
    pub(super) client: Side,
    client_known: bool,
    pub(super) transactions: Transactions,
    pub(super) login: Login,
    pub(super) tunnel: Option<Box<Tunnel>>,
    pub(super) winrm: WinRm,
}

/// One direction.
pub(super) struct End {
    pending: Pending,
    /// Bytes that were searched in vain for the end of a head.
    scanned: usize,
    pub(super) reading: Reading,
    pub(super) body: Option<Box<Body>>,
    /// When the start line of the head at hand was complete.
    began: Option<Timestamp>,
    pub(super) version: Option<Version>,
    /// The transaction of the message at hand.
    pub(super) depth: u32,
}

/// What the next bytes of a direction are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// A start line and header fields.
    Head,
    /// The rest of a head that was too long.
    HeadRest,
    /// A body.
    Body,
    /// Anything: the next message is looked for.
    Lost,
    /// Unknown until the reply to CONNECT or to an upgrade is seen.
    Held,
    /// Another protocol.
    Tunnel,
}

/// A body that is being read.
pub(super) struct Body {
    pub(super) framing: Framing,
    pub(super) content: Content,
}

impl Default for HttpAnalyzer {
    fn default() -> Self {
        Self {
            ends: [End::new(), End::new()],
            client: Side::Originator,
            client_known: false,
            transactions: Transactions::default(),
            login: Login::default(),
            tunnel: None,
            winrm: WinRm::default(),
        }
    }
}

impl End {
    fn new() -> Self {
        Self {
            pending: Pending::new(PENDING_BYTES_MAX),
            scanned: 0,
            reading: Reading::Head,
            body: None,
            began: None,
            version: None,
            depth: 0,
        }
    }

    /// The next message begins after this.
    pub(super) fn next_message(&mut self) {
        self.reading = Reading::Head;
        self.scanned = 0;
        self.began = None;
    }
}

impl Analyzer for HttpAnalyzer {
    fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        self.feed(cx, from, bytes);
    }

    fn gap(&mut self, cx: &mut Context<'_>, from: Side, length: u64) {
        let (reading, between) = (self.end(from).reading, self.end(from).pending.is_empty());
        match reading {
            Reading::Tunnel => {
                if let Some(tunnel) = &mut self.tunnel {
                    tunnel.gap(cx, from, length);
                }
            }
            Reading::Body if between => self.gap_in_body(cx, from, length),
            _ => self.lose(cx, from),
        }
    }

    fn ended(&mut self, cx: &mut Context<'_>, from: Side) {
        if self.end(from).reading == Reading::Tunnel
            && let Some(tunnel) = &mut self.tunnel
        {
            return tunnel.ended(cx, from);
        }
        self.salvage(cx, from);
        if self.end(from).reading == Reading::Body {
            self.message_over(cx, from);
        }
    }

    fn closed(&mut self, cx: &mut Context<'_>) {
        for from in [self.client, self.client.other()] {
            self.salvage(cx, from);
            if self.end(from).reading == Reading::Body {
                self.message_over(cx, from);
            }
        }
        self.transactions.flush(cx, 0);
        self.login.closed(cx);
        if let Some(tunnel) = &mut self.tunnel {
            tunnel.closed(cx);
        }
    }
}

impl HttpAnalyzer {
    pub(super) fn end(&mut self, side: Side) -> &mut End {
        let [originator, responder] = &mut self.ends;
        match side {
            Side::Originator => originator,
            Side::Responder => responder,
        }
    }

    /// Reads the bytes that wait and these.
    pub(super) fn feed(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        let mut pending = std::mem::replace(&mut self.end(from).pending, Pending::new(0));
        let result = pending.feed(bytes, |bytes| self.step(cx, from, bytes));
        self.end(from).pending = pending;
        if result.is_err() {
            cx.weird("HTTP", "HTTP_message_too_long", 0);
            self.end(from).reading = Reading::Lost;
        }
    }

    fn step(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) -> Step {
        match self.end(from).reading {
            Reading::Head => self.head(cx, from, bytes),
            Reading::HeadRest => self.rest_of_head(bytes, from),
            Reading::Body => self.body(cx, from, bytes),
            Reading::Lost => self.find_message(cx, from, bytes),
            Reading::Held => Step::More,
            Reading::Tunnel => {
                if let Some(tunnel) = &mut self.tunnel {
                    tunnel.data(cx, from, bytes);
                }
                Step::Took(bytes.len())
            }
        }
    }

    fn head(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) -> Step {
        let skipped = leading_line_ends(bytes);
        if skipped > 0 {
            return Step::Took(skipped);
        }
        if self.speaks_as_server(from)
            && is_reply(bytes) == Verdict::NotMine
            && self.begin_old_reply(cx, from)
        {
            return self.body(cx, from, bytes);
        }
        let Some(length) = end_of_head(bytes, self.end(from).scanned) else {
            return self.unfinished_head(cx, from, bytes);
        };
        self.message(cx, from, bytes.get(..length).unwrap_or_default());
        Step::Took(length)
    }

    /// A head whose end has not come. Its start line alone may already say that nothing more of it will come.
    fn unfinished_head(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) -> Step {
        self.end(from).scanned = bytes.len().saturating_sub(3);
        if self.end(from).began.is_none() {
            match first_line(bytes) {
                Some((line, next)) => {
                    self.end(from).began = Some(cx.now);
                    if is_short_message(line) {
                        self.message(cx, from, bytes.get(..next).unwrap_or_default());
                        return Step::Took(next);
                    }
                }
                None if self.speaks_as_server(from) && is_reply(bytes) == Verdict::NotMine => {
                    return self.no_message(cx, from, bytes);
                }
                None => {}
            }
        }
        if bytes.len() > HEAD_BYTES_MAX {
            return self.too_long_head(cx, from, bytes);
        }
        Step::More
    }

    fn too_long_head(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) -> Step {
        cx.weird("HTTP", "HTTP_head_too_long", bytes.len() as u64);
        let length = memchr::memrchr(b'\n', bytes).map_or(bytes.len(), |end| end + 1);
        self.message(cx, from, bytes.get(..length).unwrap_or_default());
        if self.end(from).reading != Reading::Lost {
            self.end(from).reading = Reading::HeadRest;
        }
        Step::Took(length)
    }

    /// Passes over header lines to the empty one.
    fn rest_of_head(&mut self, bytes: &[u8], from: Side) -> Step {
        let Some((line, next)) = first_line(bytes) else {
            return if bytes.len() > HEAD_BYTES_MAX { Step::Drop } else { Step::More };
        };
        if line.is_empty() {
            let end = self.end(from);
            match end.body {
                Some(_) => end.reading = Reading::Body,
                None => end.next_message(),
            }
        }
        Step::Took(next)
    }

    fn speaks_as_server(&self, from: Side) -> bool {
        self.client_known && from != self.client
    }

    /// A whole head, or as much of it as will ever come.
    fn message(&mut self, cx: &mut Context<'_>, from: Side, head: &[u8]) {
        let (line, next) = first_line(head).unwrap_or((head, head.len()));
        let fields = head.get(next..).unwrap_or_default();
        let ts = self.end(from).began.take().unwrap_or(cx.now);
        self.end(from).next_message();
        if !self.client_known {
            self.client_known = true;
            self.client = if is_reply(line) == Verdict::Certain { from.other() } else { from };
        }
        if from == self.client {
            match request_line(line) {
                Ok(request) => self.request(cx, ts, &request, fields),
                Err(bad) => {
                    cx.weird("HTTP", bad.name(), 0);
                    self.end(from).reading = Reading::Lost;
                }
            }
        } else {
            match status_line(line) {
                Some(status) => self.reply(cx, ts, &status, fields),
                None => self.end(from).reading = Reading::Lost,
            }
        }
    }

    fn body(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) -> Step {
        let Some(body) = &mut self.end(from).body else {
            self.end(from).next_message();
            return self.head(cx, from, bytes);
        };
        let piece = body.framing.next(bytes);
        let step = piece.step();
        match piece {
            Piece::Content(content) => body.content.data(cx, content),
            Piece::Bad(_, name, found) => {
                cx.weird_about("HTTP", name, body.content.length, thymus_record::text_from_wire(found));
            }
            Piece::Framing(_) | Piece::Incomplete | Piece::End => {}
        }
        if body.framing.is_finished() {
            self.message_over(cx, from);
        }
        step
    }

    /// The message's body, and so the message, is over.
    pub(super) fn message_over(&mut self, cx: &mut Context<'_>, from: Side) {
        let end = self.end(from);
        end.next_message();
        let depth = end.depth;
        let Some(mut body) = end.body.take() else { return };
        let files = body.content.finish(cx);
        let length = body.content.length;
        let is_request = from == self.client;
        if let Some(transaction) = self.transactions.get(depth) {
            if is_request {
                transaction.request_body(length, files);
            } else {
                transaction.reply_body(length, files);
            }
        }
        if let Some(soap) = body.content.captured().filter(|_| is_request) {
            super::winrm::request(cx, soap);
        }
        if is_request {
            self.transactions.request_over(cx, depth);
        } else {
            self.transactions.reply_over(cx, depth);
        }
    }

    fn gap_in_body(&mut self, cx: &mut Context<'_>, from: Side, length: u64) {
        let Some(body) = &mut self.end(from).body else { return self.lose(cx, from) };
        let left = match body.framing {
            Framing::Length(left) => left,
            _ => length,
        };
        body.content.gap(cx, length.min(left));
        let inside = body.framing.skip(length);
        if !inside {
            return self.lose(cx, from);
        }
        if body.framing.is_finished() {
            self.message_over(cx, from);
        }
    }

    /// What follows cannot be placed: the message at hand is over, and the next one is looked for.
    fn lose(&mut self, cx: &mut Context<'_>, from: Side) {
        self.salvage(cx, from);
        if self.end(from).reading == Reading::Body {
            self.message_over(cx, from);
        }
        if from != self.client {
            self.transactions.replies_lost = true;
        }
        self.end(from).reading = Reading::Lost;
    }

    /// Reads an unfinished head for what it says.
    fn salvage(&mut self, cx: &mut Context<'_>, from: Side) {
        if self.end(from).pending.is_empty() {
            return;
        }
        let mut pending = std::mem::replace(&mut self.end(from).pending, Pending::new(PENDING_BYTES_MAX));
        let has_line = self.end(from).began.is_some();
        if self.end(from).reading == Reading::Head && has_line {
            let _ = pending.feed(b"\n", |head| {
                let length = memchr::memrchr(b'\n', head.get(..head.len() - 1).unwrap_or_default());
                self.message(cx, from, head.get(..length.map_or(0, |end| end + 1)).unwrap_or_default());
                Step::Drop
            });
        }
    }

    /// What the server sends is no reply, or what the client sends no request.
    fn no_message(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) -> Step {
        cx.weird("HTTP", "bad_HTTP_reply", 0);
        self.end(from).reading = Reading::Lost;
        self.find_message(cx, from, bytes)
    }

    /// Looks for the beginning of a message at the front of a piece, or after a line end in it.
    fn find_message(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) -> Step {
        let begins =
            |bytes: &[u8]| is_reply(bytes) == Verdict::Certain || is_request(bytes) == Verdict::Certain;
        if begins(bytes) {
            self.end(from).next_message();
            return self.head(cx, from, bytes);
        }
        let mut starts = memchr::memmem::find_iter(bytes, b"\nHTTP/1.").map(|at| at + 1);
        let start = starts.find(|&at| bytes.get(at..).is_some_and(|rest| is_reply(rest) == Verdict::Certain));
        match start.filter(|_| from != self.client) {
            Some(start) => {
                self.end(from).next_message();
                Step::Took(start)
            }
            None => Step::Drop,
        }
    }
}

/// Whether a start line is a message of its own: a request of HTTP/0.9, or nothing that a head could follow.
fn is_short_message(line: &[u8]) -> bool {
    match request_line(line) {
        Ok(request) => request.version == Version::V0_9 && status_line(line).is_none(),
        Err(_) => status_line(line).is_none(),
    }
}
