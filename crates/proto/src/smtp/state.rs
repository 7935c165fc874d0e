//! One SMTP connection: which bytes are commands, which are content, and which answer what.

use super::auth::Login;
use super::dots::Dots;
use super::parser::{Verb, chunk, command, reply};
use super::session::Session;
use crate::{Analyzer, Context, Layer, Pending, Side, Step};
use std::collections::VecDeque;

/// The longest line that is read: RFC 4954 allows 12,288 bytes for AUTH, tickets need more.
const LINE_BYTES_MAX: usize = 128 * 1024;

/// At most this many commands wait for their replies.
const COMMANDS_WAITING_MAX: usize = 256;

/// Lines that are neither commands nor replies before the connection is left alone.
const BAD_LINES_MAX: u32 = 64;

/// The state of one connection.
pub(super) struct SmtpAnalyzer {
    client: Pending,
    server: Pending,
    reading: Reading,
    session: Session,
    waiting: VecDeque<Waiting>,
    login: Option<Login>,
    secured: Option<Box<Layer>>,
    server_seen: bool,
    /// Part of the content was lost: its end may have been there.
    content_torn: bool,
    bad_lines: u32,
}

/// What the client's next bytes are.
#[derive(Debug)]
enum Reading {
    Commands,
    /// DATA was said; its reply decides.
    DataAsked,
    Data(Dots),
    /// So many bytes of a chunk are left, and whether it is the last.
    Chunk(u64, bool),
    /// Responses of a login.
    Login,
    /// STARTTLS was said; its reply decides.
    TlsAsked,
}

/// A command whose reply is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waiting {
    Data,
    /// The end of a message.
    Message,
    StartTls,
    Login,
    Other,
}

impl Default for SmtpAnalyzer {
    fn default() -> Self {
        Self {
            client: Pending::new(LINE_BYTES_MAX),
            server: Pending::new(LINE_BYTES_MAX),
            reading: Reading::Commands,
            session: Session::default(),
            waiting: VecDeque::new(),
            login: None,
            secured: None,
            server_seen: false,
            content_torn: false,
            bad_lines: 0,
        }
    }
}

impl Analyzer for SmtpAnalyzer {
    fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        if let Some(layer) = &mut self.secured {
            return cx.inner(layer, from, bytes);
        }
        match from {
            Side::Originator => self.feed_client(cx, bytes),
            Side::Responder => self.feed_server(cx, bytes),
        }
    }

    fn gap(&mut self, cx: &mut Context<'_>, from: Side, length: u64) {
        if let Some(layer) = &mut self.secured {
            return layer.gap(cx, from, length);
        }
        match from {
            Side::Originator => self.client_gap(cx, length),
            Side::Responder => {
                self.server.clear();
                self.waiting.clear();
            }
        }
    }

    fn ended(&mut self, cx: &mut Context<'_>, from: Side) {
        if let Some(layer) = &mut self.secured {
            layer.ended(cx, from);
        }
    }

    fn closed(&mut self, cx: &mut Context<'_>) {
        self.session.log(cx);
        if let Some(login) = &mut self.login {
            login.closed(cx);
        }
        if let Some(layer) = &mut self.secured {
            layer.closed(cx);
        }
    }
}

impl SmtpAnalyzer {
    fn feed_client(&mut self, cx: &mut Context<'_>, bytes: &[u8]) {
        let mut pending = std::mem::replace(&mut self.client, Pending::new(0));
        let fed = pending.feed(bytes, |bytes| self.client_step(cx, bytes));
        self.client = pending;
        if fed.is_err() {
            cx.weird("SMTP", "smtp_line_too_long", 0);
        }
    }

    fn feed_server(&mut self, cx: &mut Context<'_>, bytes: &[u8]) {
        let mut pending = std::mem::replace(&mut self.server, Pending::new(0));
        let fed = pending.feed(bytes, |bytes| self.server_step(cx, bytes));
        self.server = pending;
        if fed.is_err() {
            cx.weird("SMTP", "smtp_line_too_long", 0);
        }
    }

    fn client_step(&mut self, cx: &mut Context<'_>, bytes: &[u8]) -> Step {
        match &mut self.reading {
            Reading::Data(_) => self.data_bytes(cx, bytes),
            Reading::Chunk(..) => self.chunk_bytes(cx, bytes),
            Reading::TlsAsked if self.server_seen => Step::More,
            Reading::DataAsked => {
                self.reading = Reading::Data(Dots::default());
                self.data_bytes(cx, bytes)
            }
            Reading::Commands | Reading::Login | Reading::TlsAsked => self.client_line(cx, bytes),
        }
    }

    fn client_line(&mut self, cx: &mut Context<'_>, bytes: &[u8]) -> Step {
        let Some(end) = memchr::memchr(b'\n', bytes) else { return Step::More };
        let line = bytes.get(..end).unwrap_or_default().trim_ascii_end();
        if matches!(self.reading, Reading::Login)
            && let Some(login) = &mut self.login
        {
            login.client(cx, Side::Originator, line);
            self.wait(cx, Waiting::Login);
        } else {
            self.command(cx, line);
        }
        Step::Took(end + 1)
    }

    fn command(&mut self, cx: &mut Context<'_>, line: &[u8]) {
        if line.is_empty() {
            return;
        }
        let (verb, arg) = command(line);
        let mut waiting = Waiting::Other;
        match verb {
            Verb::Hello => self.session.hello(cx, arg),
            Verb::Mail => self.session.mail(cx, arg),
            Verb::Recipient => self.session.recipient(cx, arg),
            Verb::Data => {
                self.session.content_announced(cx);
                self.reading = Reading::DataAsked;
                waiting = Waiting::Data;
            }
            Verb::Bdat => waiting = self.chunk(cx, arg),
            Verb::StartTls => {
                self.reading = Reading::TlsAsked;
                waiting = Waiting::StartTls;
            }
            Verb::Auth => {
                self.login = Some(Login::begin(cx, Side::Originator, arg));
                self.reading = Reading::Login;
                waiting = Waiting::Login;
            }
            Verb::Reset | Verb::Other => {}
        }
        self.wait(cx, waiting);
    }

    fn wait(&mut self, cx: &mut Context<'_>, waiting: Waiting) {
        if self.waiting.len() >= COMMANDS_WAITING_MAX {
            if self.server_seen {
                cx.weird("SMTP", "smtp_too_many_pending_commands", 0);
            }
            self.waiting.clear();
        }
        self.waiting.push_back(waiting);
    }

    fn chunk(&mut self, cx: &mut Context<'_>, arg: &[u8]) -> Waiting {
        self.session.content_announced(cx);
        let chunk = match chunk(arg) {
            Ok(chunk) => chunk,
            Err((name, found)) => {
                cx.weird_about("SMTP", name, 0, found);
                return Waiting::Other;
            }
        };
        if chunk.length > 0 {
            self.reading = Reading::Chunk(chunk.length, chunk.last);
        } else if chunk.last {
            self.session.content_over(cx);
        }
        if chunk.last { Waiting::Message } else { Waiting::Other }
    }

    fn data_bytes(&mut self, cx: &mut Context<'_>, bytes: &[u8]) -> Step {
        let Reading::Data(dots) = &mut self.reading else { return Step::More };
        let session = &mut self.session;
        let end = dots.data(bytes, |content| session.content(cx, Side::Originator, content));
        match end {
            Some(length) => {
                self.content_over(cx);
                self.wait(cx, Waiting::Message);
                Step::Took(length)
            }
            None => Step::Took(bytes.len()),
        }
    }

    fn chunk_bytes(&mut self, cx: &mut Context<'_>, bytes: &[u8]) -> Step {
        let Reading::Chunk(left, last) = &mut self.reading else { return Step::More };
        let length = usize::try_from(*left).unwrap_or(usize::MAX).min(bytes.len());
        *left -= length as u64;
        let (over, last) = (*left == 0, *last);
        self.session.content(cx, Side::Originator, bytes.get(..length).unwrap_or_default());
        if over && last {
            self.content_over(cx);
        } else if over {
            self.reading = Reading::Commands;
        }
        Step::Took(length)
    }

    fn content_over(&mut self, cx: &mut Context<'_>) {
        self.reading = Reading::Commands;
        self.content_torn = false;
        self.session.content_over(cx);
    }

    fn client_gap(&mut self, cx: &mut Context<'_>, length: u64) {
        self.client.clear();
        match &mut self.reading {
            Reading::Data(dots) => {
                *dots = Dots::Inside;
                self.content_torn = true;
                self.session.content_gap(cx, length);
            }
            Reading::Chunk(left, _) if *left > length => {
                *left -= length;
                self.session.content_gap(cx, length);
            }
            Reading::Chunk(..) => self.content_over(cx),
            _ => {}
        }
    }

    fn server_step(&mut self, cx: &mut Context<'_>, bytes: &[u8]) -> Step {
        if let Some(layer) = &mut self.secured {
            cx.inner(layer, Side::Responder, bytes);
            return Step::Took(bytes.len());
        }
        let Some(end) = memchr::memchr(b'\n', bytes) else { return Step::More };
        let line = bytes.get(..end).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match reply(line) {
            Some(reply) => {
                let first = !std::mem::replace(&mut self.server_seen, true);
                self.session.replied(cx, reply.code, reply.text);
                if reply.code == 334
                    && let Some(login) = &mut self.login
                {
                    login.challenge(cx, Side::Responder, reply.text);
                }
                if !reply.more {
                    self.replied(cx, reply.code, first);
                }
            }
            None => self.bad_line(cx, line),
        }
        Step::Took(end + 1)
    }

    fn bad_line(&mut self, cx: &mut Context<'_>, line: &[u8]) {
        if line.trim_ascii().is_empty() {
            return;
        }
        self.bad_lines = self.bad_lines.saturating_add(1);
        if self.bad_lines == 1 {
            cx.weird("SMTP", "smtp_unmatched_reply", 0);
        }
        if self.bad_lines >= BAD_LINES_MAX {
            cx.reject();
        }
    }

    /// The last line of a reply. The greeting answers nothing.
    fn replied(&mut self, cx: &mut Context<'_>, code: u16, first: bool) {
        if first && matches!(code, 220 | 421 | 554) && self.waiting.front() != Some(&Waiting::StartTls) {
            return;
        }
        if self.content_torn && matches!(self.reading, Reading::Data(_)) && self.waiting.is_empty() {
            self.content_over(cx);
            return self.session.message_answered(cx);
        }
        match self.waiting.pop_front() {
            Some(Waiting::Data) => self.data_answered(code),
            Some(Waiting::Message) => self.session.message_answered(cx),
            Some(Waiting::StartTls) => self.tls_answered(cx, code),
            Some(Waiting::Login) => self.login_answered(cx, code),
            Some(Waiting::Other) | None => {}
        }
    }

    fn data_answered(&mut self, code: u16) {
        if matches!(self.reading, Reading::DataAsked) {
            self.reading = if code == 354 { Reading::Data(Dots::default()) } else { Reading::Commands };
        }
    }

    fn tls_answered(&mut self, cx: &mut Context<'_>, code: u16) {
        if code == 220 {
            self.session.tls(cx);
            self.secured = Some(Box::default());
            let mut client = std::mem::replace(&mut self.client, Pending::new(0));
            let _ = client.feed(&[], |bytes| {
                if let Some(layer) = &mut self.secured {
                    cx.inner(layer, Side::Originator, bytes);
                }
                Step::Took(bytes.len())
            });
        } else {
            self.reading = Reading::Commands;
            self.feed_client(cx, &[]);
        }
    }

    fn login_answered(&mut self, cx: &mut Context<'_>, code: u16) {
        if code == 334 {
            return;
        }
        if let Some(login) = self.login.take() {
            login.finish(cx, code / 100 == 2);
        }
        if matches!(self.reading, Reading::Login) {
            self.reading = Reading::Commands;
        }
    }
}
