//! After a hole, or where the bytes are no message: what can be saved, and where the next message begins.

use super::body::Framing;
use super::probe::{is_reply, is_request};
use super::state::{HttpAnalyzer, PENDING_BYTES_MAX, Reading};
use crate::{Context, Pending, Side, Step, Verdict};

impl HttpAnalyzer {
    pub(super) fn gap_in_body(&mut self, cx: &mut Context<'_>, from: Side, length: u64) {
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
    pub(super) fn lose(&mut self, cx: &mut Context<'_>, from: Side) {
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
    pub(super) fn salvage(&mut self, cx: &mut Context<'_>, from: Side) {
        if self.end(from).pending.is_empty() || self.end(from).reading == Reading::Held {
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
    pub(super) fn no_message(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) -> Step {
        cx.weird("HTTP", "bad_HTTP_reply", 0);
        self.end(from).reading = Reading::Lost;
        self.find_message(cx, from, bytes)
    }

    /// Looks for the beginning of a message at the front of a piece, or after a line end in it.
    pub(super) fn find_message(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) -> Step {
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
