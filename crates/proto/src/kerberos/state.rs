//! Requests to the KDC and its replies become records.

use super::ap::note_owner;
use super::parser::{Refusal, Reply, Request, Ticket};
use super::record::Kerberos;
use super::tickets::{self, Grant};
use super::{MECHANISM, Message, PORT, frame, names, pkinit};
use crate::{Account, Analyzer, Context, Pending, Side, Step};
use std::collections::VecDeque;

/// At most this many requests of one flow wait for their replies; the oldest goes out unanswered.
const WAITING_MAX: usize = 16;

/// The longest message over TCP; tickets with the memberships of a whole company in them have some 64 kB.
const MESSAGE_BYTES_MAX: usize = 256 * 1024;

/// The realm of clients without a name, and of those whose name a reply hides (RFC 8062 section 3, RFC 6113 section 5.4.2).
const REALM_OF_THE_NAMELESS: &str = "WELLKNOWN:ANONYMOUS";

/// The requests of one flow that wait for their replies.
#[derive(Default)]
struct Exchanges {
    waiting: VecDeque<Waiting>,
}

struct Waiting {
    record: Kerberos,
    is_tgs: bool,
    nonce: Option<i64>,
}

impl Exchanges {
    fn message(&mut self, cx: &mut Context<'_>, bytes: &[u8]) {
        match Message::parse(bytes) {
            Some(Message::Request(request)) => self.request(cx, &request),
            Some(Message::Reply(reply)) => self.reply(cx, &reply),
            Some(Message::Error(refusal)) => self.refusal(cx, refusal),
            Some(Message::ApRequest(_) | Message::ApReply) => {}
            None => cx.weird("KRB", "kerberos_malformed_message", 0),
        }
    }

    fn request(&mut self, cx: &mut Context<'_>, request: &Request<'_>) {
        let repeats = |waiting: &Waiting| waiting.nonce == request.nonce && waiting.is_tgs == request.is_tgs;
        if request.nonce.is_some() && self.waiting.iter().any(repeats) {
            return;
        }
        if self.waiting.len() >= WAITING_MAX
            && let Some(oldest) = self.waiting.pop_front()
        {
            cx.weird("KRB", "kerberos_too_many_unanswered_requests", 0);
            cx.emit(&oldest.record);
        }
        let mut record = record_of(cx, request);
        if let Some(ticket) = &request.ticket {
            note_ticket(cx, &mut record, ticket);
        }
        if let Some(name) = &request.netbios_name {
            cx.session().client_host = Some(name.clone());
        }
        self.waiting.push_back(Waiting { record, is_tgs: request.is_tgs, nonce: request.nonce });
    }

    fn reply(&mut self, cx: &mut Context<'_>, reply: &Reply<'_>) {
        let service = reply.ticket.as_ref().and_then(|ticket| ticket.service.as_deref());
        let waiting = self.take(service, |waiting| waiting.is_tgs == reply.is_tgs);
        let mut record = waiting.unwrap_or_else(|| Kerberos::new(cx.head()));
        if record.client.is_none() && (reply.client.is_some() || reply.realm.is_some()) {
            let (client, realm) = (reply.client.as_deref(), reply.realm.as_deref());
            record.client = Some(format!("{}/{}", client.unwrap_or_default(), realm.unwrap_or_default()));
        }
        record.success = Some(true);
        record.reply_cipher = reply.cipher.map(names::cipher);
        record.server_cert_subject = reply.certificate_data.and_then(|data| pkinit::observe(cx, data, false));
        if let Some(ticket) = &reply.ticket {
            record.service = ticket.service.clone().or(record.service);
            record.cipher = ticket.cipher.map(names::cipher);
            record.new_ticket_sha256 = remember(cx, &record, reply, ticket);
        }
        if let Some(account) = client_of(reply, &record) {
            cx.session().account = Some(account);
        }
        cx.emit(&record);
    }

    fn refusal(&mut self, cx: &mut Context<'_>, refusal: Refusal) {
        let waiting = self.take(refusal.service.as_deref(), |_| true);
        let mut record = waiting.unwrap_or_else(|| Kerberos::new(cx.head()));
        if record.client.is_none() {
            record.client = match (refusal.client, refusal.client_realm) {
                (Some(client), realm) => Some(format!("{client}/{}", realm.unwrap_or_default())),
                (None, realm) => realm,
            };
        }
        record.service = refusal.service.or(record.service);
        record.success = Some(false);
        record.error_code = refusal.code;
        record.error_msg = refusal.text.map(Into::into).or_else(|| refusal.code.map(names::error));
        cx.emit(&record);
    }

    /// The oldest request that fits, best one for the same service.
    fn take(&mut self, service: Option<&str>, fits: impl Fn(&Waiting) -> bool) -> Option<Kerberos> {
        let same_service = |waiting: &Waiting| {
            fits(waiting) && service.is_some() && waiting.record.service.as_deref() == service
        };
        let index =
            self.waiting.iter().position(same_service).or_else(|| self.waiting.iter().position(&fits))?;
        self.waiting.remove(index).map(|waiting| waiting.record)
    }

    fn closed(&mut self, cx: &mut Context<'_>) {
        for waiting in self.waiting.drain(..) {
            cx.emit(&waiting.record);
        }
    }
}

fn record_of(cx: &mut Context<'_>, request: &Request<'_>) -> Kerberos {
    let mut record = Kerberos::new(cx.head());
    if request.is_tgs {
        record.request_type = Some("TGS");
    } else {
        record.request_type = Some("AS");
        let client = request.client.as_deref().unwrap_or_default();
        record.client = Some(format!("{client}/{}", request.realm.as_deref().unwrap_or_default()));
    }
    record.service.clone_from(&request.service);
    record.from = request.from;
    record.till = request.till;
    record.forwardable = Some(request.forwardable());
    record.renewable = Some(request.renewable());
    record.request_ciphers =
        request.ciphers.iter().map(|&number| names::cipher(number).into_owned()).collect();
    record.preauth = request.preauth.iter().map(|&number| names::preauth(number).into_owned()).collect();
    record.client_cert_subject = request.certificate_data.and_then(|data| pkinit::observe(cx, data, true));
    record.impersonated_user.clone_from(&request.for_user);
    record.client_netbios_name.clone_from(&request.netbios_name);
    record
}

/// The ticket with which another is asked for tells who asks, if it was seen before.
fn note_ticket(cx: &Context<'_>, record: &mut Kerberos, ticket: &Ticket<'_>) {
    let Some(fingerprint) = tickets::fingerprint(ticket.sealed) else { return };
    record.auth_ticket_sha256 = Some(tickets::hexadecimal(&fingerprint));
    let service = ticket.service.as_deref().unwrap_or_default();
    if let Some(owner) = cx.hub.kerberos_tickets.owner(&fingerprint, service, record.head.orig_h) {
        note_owner(record, &owner);
    }
}

/// Whom a reply is for. Where it hides the name, whoever was granted the very ticket shown in the request.
fn client_of(reply: &Reply<'_>, record: &Kerberos) -> Option<Account> {
    let user = reply.client.clone()?;
    let domain = reply.realm.clone().unwrap_or_default();
    let is_hidden = domain == REALM_OF_THE_NAMELESS;
    let is_exact = record.ticket_granted_to.is_some();
    let shown = record.inferred_client.as_deref().filter(|_| is_hidden && is_exact);
    Some(match shown.and_then(|client| client.rsplit_once('/')) {
        Some((user, domain)) => Account {
            user: user.to_owned(),
            domain: domain.to_owned(),
            mechanism: MECHANISM,
            inferred: record.inferred_from,
        },
        None => Account { user, domain, mechanism: MECHANISM, inferred: None },
    })
}

/// Remembers whose ticket it is, and gives its fingerprint.
fn remember(
    cx: &mut Context<'_>,
    record: &Kerberos,
    reply: &Reply<'_>,
    ticket: &Ticket<'_>,
) -> Option<String> {
    let fingerprint = tickets::fingerprint(ticket.sealed)?;
    if let Some(account) = client_of(reply, record).filter(|_| is_seen_by_all_workers(cx)) {
        let service = ticket.service.as_deref().unwrap_or_default();
        let grant = Grant { user: account.user, realm: account.domain, to: record.head.orig_h };
        cx.hub.kerberos_tickets.granted(fingerprint, service, grant);
    }
    Some(tickets::hexadecimal(&fingerprint))
}

/// Grants are remembered where every worker sees them, which is on the well-known port and outside of tunnels: else what
/// is inferred would depend on how many workers there are.
fn is_seen_by_all_workers(cx: &Context<'_>) -> bool {
    let ends = &cx.flow.endpoints;
    (ends.orig_p == PORT || ends.resp_p == PORT) && cx.flow.tunnel_parents.is_empty()
}

/// Kerberos over UDP: a message a datagram.
#[derive(Default)]
pub(super) struct OverUdp {
    exchanges: Exchanges,
}

impl Analyzer for OverUdp {
    fn data(&mut self, cx: &mut Context<'_>, _from: Side, bytes: &[u8]) {
        self.exchanges.message(cx, bytes);
    }

    fn closed(&mut self, cx: &mut Context<'_>) {
        self.exchanges.closed(cx);
    }
}

/// Kerberos over TCP: each message after its length in four bytes (RFC 4120 section 7.2.2).
pub(super) struct OverTcp {
    exchanges: Exchanges,
    pending: [Pending; 2],
    /// Where in a message the side's bytes begin is not known, at first or after a hole: the next one must be found.
    lost: [bool; 2],
}

impl Default for OverTcp {
    fn default() -> Self {
        let pending = || Pending::new(MESSAGE_BYTES_MAX);
        Self { exchanges: Exchanges::default(), pending: [pending(), pending()], lost: [true; 2] }
    }
}

impl Analyzer for OverTcp {
    fn data(&mut self, cx: &mut Context<'_>, from: Side, bytes: &[u8]) {
        let [first, second] = &mut self.pending;
        let [first_lost, second_lost] = &mut self.lost;
        let (pending, lost) = match from {
            Side::Originator => (first, first_lost),
            Side::Responder => (second, second_lost),
        };
        if std::mem::take(lost) && !frame::begins(bytes) {
            *lost = true;
            return;
        }
        let exchanges = &mut self.exchanges;
        let mut rejected = false;
        let fed = pending.feed(bytes, |bytes| match frame::cut(bytes) {
            frame::Cut::Message(length) => {
                exchanges.message(cx, bytes.get(4..length).unwrap_or_default());
                Step::Took(length)
            }
            frame::Cut::Need(length) => Step::Need(length),
            frame::Cut::Broken => {
                rejected = true;
                Step::Drop
            }
        });
        if rejected || fed.is_err() {
            cx.weird("KRB_TCP", "kerberos_bad_length", 0);
            *lost = true;
        }
    }

    fn gap(&mut self, _cx: &mut Context<'_>, from: Side, _length: u64) {
        if let (Some(pending), Some(lost)) =
            (self.pending.get_mut(from.index()), self.lost.get_mut(from.index()))
        {
            pending.clear();
            *lost = true;
        }
    }

    fn closed(&mut self, cx: &mut Context<'_>) {
        self.exchanges.closed(cx);
    }
}
