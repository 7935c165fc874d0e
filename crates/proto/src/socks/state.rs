//! The few messages of a SOCKS handshake, then what is carried.

use super::parser;
use crate::{Analyzer, Context, Layer, Pending, Side, Step};

/// No message of a handshake is longer.
const MESSAGE_BYTES_MAX: usize = 1024;

/// The length of a reply of version 4, and of both short answers of version 5.
const REPLY_4_BYTES: usize = 8;
const ANSWER_5_BYTES: usize = 2;

const METHOD_PASSWORD: u8 = 2;

/// What a side says next.
#[derive(Clone, Copy, Default)]
enum Next {
    #[default]
    Beginning,
    Login,
    Request,
    Carried,
}

/// Follows the handshake of one flow.
pub(super) struct SocksAnalyzer {
    client: Next,
    server: Next,
    version: u8,
    pending: [Pending; 2],
    inner: Layer,
}

impl Default for SocksAnalyzer {
    fn default() -> Self {
        Self {
            client: Next::default(),
            server: Next::default(),
            version: 0,
            pending: [Pending::new(MESSAGE_BYTES_MAX), Pending::new(MESSAGE_BYTES_MAX)],
            inner: Layer::default(),
        }
    }
}

impl Analyzer for SocksAnalyzer {
    fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        if self.is_carried(from) {
            return self.inner.data(cx, from, bytes);
        }
        let Some(place) = self.pending.get_mut(from.index()) else { return };
        let mut pending = std::mem::replace(place, Pending::new(MESSAGE_BYTES_MAX));
        let fed = pending.feed(bytes, |bytes| self.step(cx, from, bytes));
        if fed.is_err() {
            cx.weird("SOCKS", "socks_message_too_long", 0);
            cx.stop();
        }
        if let Some(place) = self.pending.get_mut(from.index()) {
            *place = pending;
        }
    }

    fn gap(&mut self, cx: &mut Context<'_>, from: Side, length: u64) {
        if self.is_carried(from) { self.inner.gap(cx, from, length) } else { cx.stop() }
    }

    fn ended(&mut self, cx: &mut Context<'_>, from: Side) {
        self.inner.ended(cx, from);
    }

    fn closed(&mut self, cx: &mut Context<'_>) {
        self.inner.closed(cx);
    }
}

impl SocksAnalyzer {
    fn is_carried(&self, from: Side) -> bool {
        let next = if from == Side::Originator { self.client } else { self.server };
        matches!(next, Next::Carried)
    }

    fn step(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) -> Step {
        if self.is_carried(from) {
            self.inner.data(cx, from, bytes);
            return Step::Drop;
        }
        match from {
            Side::Originator => self.client_message(bytes),
            Side::Responder => {
                let step = self.server_message(bytes);
                if self.is_carried(Side::Responder) {
                    crate::tunnel::found_in_flow(cx, "Tunnel::SOCKS");
                }
                step
            }
        }
    }

    fn client_message(&mut self, bytes: &[u8]) -> Step {
        let length = match self.client {
            Next::Beginning => {
                self.version = bytes.first().copied().unwrap_or_default();
                if self.version == 4 { parser::request_4(bytes) } else { parser::offer_5(bytes) }
            }
            Next::Login => parser::login_5(bytes).ok(),
            Next::Request | Next::Carried => parser::request_or_reply_5(bytes).ok(),
        };
        let Some(length) = length else { return Step::More };
        self.client = match self.client {
            Next::Beginning if self.version == 4 => Next::Carried,
            Next::Beginning | Next::Login => Next::Request,
            Next::Request | Next::Carried => Next::Carried,
        };
        Step::Took(length)
    }

    fn server_message(&mut self, bytes: &[u8]) -> Step {
        let length = match self.server {
            Next::Beginning if self.version == 4 => Some(REPLY_4_BYTES),
            Next::Beginning | Next::Login => Some(ANSWER_5_BYTES),
            Next::Request | Next::Carried => parser::request_or_reply_5(bytes).ok(),
        };
        let Some(length) = length.filter(|length| *length <= bytes.len()) else { return Step::More };
        self.server = match self.server {
            Next::Beginning if self.version == 4 => Next::Carried,
            Next::Beginning if bytes.get(1) == Some(&METHOD_PASSWORD) => {
                self.client = Next::Login;
                Next::Login
            }
            Next::Beginning | Next::Login => Next::Request,
            Next::Request | Next::Carried => Next::Carried,
        };
        Step::Took(length)
    }
}
