//! The heads of requests and replies, put into their transactions.

use super::body::Framing;
use super::content::{Content, Plan};
use super::headers::BodyFacts;
use super::names::{Name, is_known_method, known};
use super::parser::{RequestLine, StatusLine, Version};
use super::record::{Http, WebSocket};
use super::state::{Body, HttpAnalyzer, Reading};
use super::transaction::RequestFacts;
use super::tunnel::Tunnel;
use super::uri::unescape;
use crate::mime::{FieldLines, token, unfold};
use crate::{Context, Side, Timestamp};
use thymus_record::text_from_wire;

/// A longer value of a header field is cut in the record.
const VALUE_BYTES_MAX: usize = 16 * 1024;

/// At most this many values are kept of a field that is a list.
const LIST_MAX: usize = 32;

impl HttpAnalyzer {
    /// A request's head.
    pub(super) fn request(
        &mut self,
        cx: &mut Context<'_>,
        ts: Timestamp,
        line: &RequestLine<'_>,
        fields: &[u8],
    ) {
        self.check_version(cx, self.client, line.version);
        let depth = self.transactions.request(cx, ts);
        let Some(transaction) = self.transactions.get(depth) else { return };
        transaction.record.method = Some(text(line.method));
        transaction.record.uri = Some(uri(cx, line));
        transaction.request = request_facts(line);
        let mut facts = BodyFacts::default();
        let (record, request) = (&mut transaction.record, &mut transaction.request);
        let mut handshake = WebSocket::new(cx.head());
        let mut upgrades = false;
        for field in FieldLines::new(fields) {
            let Some(name) = known(field.name) else { continue };
            match name {
                Name::Authorization => {
                    self.login.request(cx, self.client, &unfold(field.value), record);
                }
                Name::Upgrade => upgrades = token(field.value).eq_ignore_ascii_case(b"websocket"),
                Name::Host if record.host.is_some() => {
                    let before = record.host.take();
                    request_field(record, name, field.value);
                    if record.host != before {
                        cx.weird_about("HTTP", "HTTP_host_headers_differ", 0, before);
                    }
                }
                Name::WebSocketProtocol => handshake.client_protocols = list(field.value),
                Name::WebSocketExtensions => handshake.client_extensions = list(field.value),
                _ => {
                    request_field(record, name, field.value);
                    facts.field(cx, name, field.value);
                }
            }
        }
        facts.check(cx);
        request.websocket = upgrades.then(|| Box::new(handshake));
        let (is_connect, capture) = (request.is_connect, request.is_wsman);
        if capture {
            self.winrm.head(cx, record, facts.content_type);
        }
        let framing = facts.framing().filter(|framing| !framing.is_finished());
        let from = self.client;
        self.end(from).depth = depth;
        match framing {
            Some(framing) if !is_connect => {
                let plan = plan(&facts, from, depth, capture);
                let content = Content::new(cx, &plan);
                self.begin_body(from, framing, content);
            }
            _ => {
                self.end(from).reading = if is_connect { Reading::Held } else { Reading::Head };
                self.transactions.request_over(cx, depth);
            }
        }
    }

    /// A reply's head.
    pub(super) fn reply(
        &mut self,
        cx: &mut Context<'_>,
        ts: Timestamp,
        line: &StatusLine<'_>,
        fields: &[u8],
    ) {
        let from = self.client.other();
        self.check_version(cx, from, line.version);
        let depth = self.transactions.reply(cx, ts);
        self.end(from).depth = depth;
        let Some(transaction) = self.transactions.get(depth) else { return };
        status(&mut transaction.record, line);
        let mut facts = BodyFacts::default();
        let mut upgrade = Upgrade::default();
        let mut challenged = false;
        for field in FieldLines::new(fields) {
            let Some(name) = known(field.name) else { continue };
            match name {
                Name::Authenticate => challenged |= self.login.reply(cx, from, &unfold(field.value)),
                Name::ContentRange if line.code == 206 => facts.content_range(cx, field.value),
                _ => {
                    upgrade.field(name, field.value);
                    facts.field(cx, name, field.value);
                }
            }
        }
        facts.check(cx);
        self.login.replied(cx, line.code, challenged);
        self.after_reply_head(cx, line.code, &facts, upgrade);
    }

    /// Decides what follows a reply's head: a body, another protocol, or the next reply.
    fn after_reply_head(&mut self, cx: &mut Context<'_>, code: u16, facts: &BodyFacts<'_>, upgrade: Upgrade) {
        let from = self.client.other();
        let depth = self.end(from).depth;
        let Some(transaction) = self.transactions.get(depth) else { return };
        let RequestFacts { is_head, is_connect, .. } = transaction.request;
        if is_connect && code / 100 == 2 {
            return self.begin_tunnel(cx, Tunnel::plain(), depth);
        }
        if code == 101 && upgrade.asked {
            let handshake = transaction.request.websocket.take();
            let tunnel = upgrade.tunnel(cx, handshake, &transaction.record);
            return self.begin_tunnel(cx, tunnel, depth);
        }
        if code / 100 == 1 {
            return;
        }
        if is_connect {
            self.release(cx);
        }
        let framing = facts.framing().unwrap_or(Framing::UntilClose);
        if is_head || matches!(code, 204 | 304) || framing.is_finished() {
            return self.transactions.reply_over(cx, depth);
        }
        let content = Content::new(cx, &plan(facts, from, depth, false));
        self.begin_body(from, framing, content);
    }

    /// After a request of HTTP/0.9 everything that the server sends is the content of its reply.
    pub(super) fn begin_old_reply(&mut self, cx: &mut Context<'_>, from: Side) -> bool {
        if !self.transactions.expects_old_reply() {
            return false;
        }
        let depth = self.transactions.reply(cx, cx.now);
        let Some(transaction) = self.transactions.get(depth) else { return false };
        status(&mut transaction.record, &StatusLine { version: Version::V0_9, code: 0, reason: None });
        self.end(from).depth = depth;
        let content = Content::new(cx, &plan(&BodyFacts::default(), from, depth, false));
        self.begin_body(from, Framing::UntilClose, content);
        true
    }

    fn begin_body(&mut self, from: Side, framing: Framing, content: Content) {
        let end = self.end(from);
        end.body = Some(Box::new(Body { framing, content }));
        end.reading = Reading::Body;
    }

    /// Everything from here on is another protocol.
    fn begin_tunnel(&mut self, cx: &mut Context<'_>, tunnel: Tunnel, depth: u32) {
        self.tunnel = Some(Box::new(tunnel));
        let client = self.client;
        self.end(client).reading = Reading::Tunnel;
        self.end(client.other()).reading = Reading::Tunnel;
        self.transactions.request_over(cx, depth);
        self.transactions.reply_over(cx, depth);
        self.feed(cx, client, &[]);
    }

    /// The tunnel was refused: what the client sent meanwhile is HTTP.
    fn release(&mut self, cx: &mut Context<'_>) {
        let client = self.client;
        if self.end(client).reading == Reading::Held {
            self.end(client).next_message();
            self.feed(cx, client, &[]);
        }
    }

    fn check_version(&mut self, cx: &mut Context<'_>, from: Side, version: Version) {
        let before = self.end(from).version.replace(version);
        if before.is_some_and(|before| before != version) {
            cx.weird("HTTP", "HTTP_version_mismatch", 0);
        }
    }
}

fn plan<'a>(facts: &BodyFacts<'a>, from: Side, depth: u32, capture: bool) -> Plan<'a> {
    Plan {
        from,
        depth,
        coding: facts.coding,
        content_type: facts.content_type,
        disposition: facts.disposition,
        total_bytes: facts.total_bytes(),
        capture,
    }
}

/// What a reply says of a change of protocol.
#[derive(Default)]
struct Upgrade {
    asked: bool,
    websocket: bool,
    subprotocol: Option<String>,
    extensions: Vec<String>,
}

impl Upgrade {
    fn field(&mut self, name: Name, value: &[u8]) {
        match name {
            Name::Upgrade => {
                self.asked = true;
                self.websocket = token(value).eq_ignore_ascii_case(b"websocket");
            }
            Name::WebSocketProtocol => self.subprotocol = Some(text(value)),
            Name::WebSocketExtensions => self.extensions = list(value),
            _ => {}
        }
    }

    fn tunnel(self, cx: &mut Context<'_>, handshake: Option<Box<WebSocket>>, request: &Http) -> Tunnel {
        if !self.websocket {
            return Tunnel::plain();
        }
        let head = cx.head();
        let mut record = handshake.map_or_else(|| WebSocket::new(head), |handshake| *handshake);
        record.head = head;
        record.host.clone_from(&request.host);
        record.uri.clone_from(&request.uri);
        record.user_agent.clone_from(&request.user_agent);
        record.subprotocol = self.subprotocol;
        record.server_extensions = self.extensions;
        cx.confirm("websocket");
        cx.emit(&record);
        Tunnel::websocket()
    }
}

fn request_facts(line: &RequestLine<'_>) -> RequestFacts {
    let path = line.uri.get(..6).unwrap_or_default();
    RequestFacts {
        is_head: line.method.eq_ignore_ascii_case(b"HEAD"),
        is_connect: line.method.eq_ignore_ascii_case(b"CONNECT"),
        is_wsman: path.eq_ignore_ascii_case(b"/wsman"),
        is_old: line.version == Version::V0_9,
        websocket: None,
    }
}

fn uri(cx: &mut Context<'_>, line: &RequestLine<'_>) -> String {
    if line.uri.is_empty() {
        cx.weird("HTTP", "missing_HTTP_uri", 0);
    }
    if line.crud {
        cx.weird("HTTP", "crud_after_HTTP_version", 0);
    }
    if line.version == Version::default() {
        cx.weird("HTTP", "bad_HTTP_version", 0);
    }
    if !is_known_method(line.method) {
        let name = if line.version == Version::V0_9 {
            "invalid_http_09_request_method"
        } else {
            "unknown_HTTP_method"
        };
        cx.weird_about("HTTP", name, 0, text(line.method));
    }
    let mut last = "";
    let plain = unescape(line.uri, |flaw| {
        if flaw != last {
            cx.weird("HTTP", flaw, 0);
        }
        last = flaw;
    });
    text(&plain)
}

fn status(record: &mut Http, line: &StatusLine<'_>) {
    let reason = line.reason.map_or_else(|| "<empty>".to_owned(), text);
    record.version = Some(line.version.text());
    record.status_code = Some(line.code);
    if line.code / 100 == 1 {
        record.info_code = Some(line.code);
        record.info_msg = Some(reason.clone());
    }
    record.status_msg = Some(reason);
}

fn request_field(record: &mut Http, name: Name, value: &[u8]) {
    let value = || Some(text(&unfold(value)));
    match name {
        Name::Host => record.host = value(),
        Name::Referer => record.referrer = value(),
        Name::UserAgent => record.user_agent = value(),
        Name::Origin => record.origin = value(),
        Name::Proxy(name) if record.proxied.len() < LIST_MAX => {
            record.proxied.extend(value().map(|value| format!("{name} -> {value}")));
        }
        _ => {}
    }
}

fn text(value: &[u8]) -> String {
    text_from_wire(value.get(..VALUE_BYTES_MAX).unwrap_or(value))
}

/// The members of a list, as written.
fn list(value: &[u8]) -> Vec<String> {
    value.split(|&byte| byte == b',').map(<[u8]>::trim_ascii).take(LIST_MAX).map(text).collect()
}
