//! Requests and their responses become records.

use super::envelope::{Envelope, Operation};
use super::parser::{self, Answer, Authentication, Bind, Search};
use super::record::{Ldap, LdapSearch};
use super::{TCP_SERVICE, names};
use crate::gss::GssSession;
use crate::{Account, Context, Side};

/// At most this many operations, and as many searches, of one connection wait for their responses; the oldest goes out
/// unanswered.
const WAITING_MAX: usize = 128;

/// The extended operation after which the connection speaks TLS (RFC 4511 section 4.14).
const START_TLS: &str = "1.3.6.1.4.1.1466.20037";

/// The result that says that a login goes on.
const SASL_BIND_IN_PROGRESS: i64 = 14;

/// The operations of one connection.
#[derive(Default)]
pub(super) struct Operations {
    operations: Vec<Ldap>,
    searches: Vec<LdapSearch>,
    login: Option<GssSession>,
    account: Option<Account>,
    start_tls: Option<i64>,
    /// A SASL login succeeded: what follows may be wrapped.
    pub(super) may_be_wrapped: bool,
    /// What follows is TLS.
    pub(super) is_tls: bool,
}

impl Operations {
    /// The next message.
    pub(super) fn message(&mut self, cx: &mut Context<'_>, message: &Envelope<'_>) {
        let (id, content) = (message.id, message.content);
        match message.operation {
            Operation::BindRequest => self.bind(cx, id, &Bind::read(content)),
            Operation::BindResponse => self.bound(cx, id, &Answer::read(content)),
            Operation::SearchRequest => self.search(cx, id, Search::read(content)),
            Operation::SearchResultEntry => self.found(cx, id),
            Operation::SearchResultDone => self.search_done(cx, id, Answer::read(content)),
            Operation::SearchResultReference | Operation::IntermediateResponse => {}
            Operation::UnbindRequest => {
                let record = self.request(cx, message, None);
                cx.emit(&record);
            }
            Operation::AbandonRequest => {
                let abandoned = crate::asn1::integer(content).map(|number| number.to_string());
                let record = self.request(cx, message, abandoned);
                cx.emit(&record);
            }
            Operation::ModifyRequest => {
                let mut record = self.request(cx, message, Some(parser::entry(content)));
                record.argument = Some(parser::changes(content)).filter(|changes| !changes.is_empty());
                self.keep(cx, record);
            }
            Operation::AddRequest | Operation::CompareRequest | Operation::ModDnRequest => {
                let record = self.request(cx, message, Some(parser::entry(content)));
                self.keep(cx, record);
            }
            Operation::DelRequest => {
                let record = self.request(cx, message, Some(parser::text(content)));
                self.keep(cx, record);
            }
            Operation::ExtendedRequest => self.extended(cx, message),
            Operation::ExtendedResponse => self.extended_done(cx, message),
            Operation::ModifyResponse
            | Operation::AddResponse
            | Operation::DelResponse
            | Operation::ModDnResponse
            | Operation::CompareResponse => {
                let record = self.take(cx, id);
                Self::done(cx, message, record, Answer::read(content));
            }
        }
    }

    fn bind(&mut self, cx: &mut Context<'_>, id: i64, bind: &Bind<'_>) {
        let mut record = self.take(cx, id);
        record.version = bind.version;
        record.object = (!bind.name.is_empty()).then(|| bind.name.clone());
        let mut user = None;
        match &bind.authentication {
            Authentication::Simple { has_password } => {
                record.opcode = Some("bind simple");
                record.argument = has_password.then(|| "REDACTED".to_owned());
                user = record.object.clone().map(|name| (name, "simple"));
            }
            Authentication::Sasl { mechanism, token } => {
                record.opcode = Some("bind SASL");
                record.argument = Some(mechanism.clone());
                user = parser::sasl_user(mechanism, token).map(|name| (name, "SASL"));
                self.token(cx, Side::Originator, token);
            }
            Authentication::Sicily { name, token } => {
                record.opcode = Some(name);
                self.token(cx, Side::Originator, token);
            }
            Authentication::Other => record.opcode = Some("bind"),
        }
        if let Some((user, mechanism)) = user {
            self.account = Some(Account { user, domain: String::new(), mechanism, inferred: None });
        }
        self.keep(cx, record);
    }

    fn bound(&mut self, cx: &mut Context<'_>, id: i64, answer: &Answer<'_>) {
        let mut record = self.take(cx, id);
        record.opcode = record.opcode.or(Some("bind"));
        note(answer, &mut record.result, &mut record.diagnostic_message);
        // Sicily answers with its token in the place of a name.
        let sicily = Some(answer.matched).filter(|name| name.starts_with(crate::ntlm::SIGNATURE));
        if let Some(token) = answer.sasl.or(sicily) {
            self.token(cx, Side::Responder, token);
        }
        if answer.code != Some(SASL_BIND_IN_PROGRESS) && sicily.is_none() {
            let is_sasl = record.opcode != Some("bind simple");
            self.login_ended(cx, answer.code.map(|code| code == 0), is_sasl);
        }
        cx.emit(&record);
    }

    fn login_ended(&mut self, cx: &mut Context<'_>, success: Option<bool>, is_sasl: bool) {
        if let Some(login) = &mut self.login {
            login.outcome(cx, success);
        }
        let account = self.account.take();
        if success == Some(true) {
            self.may_be_wrapped |= is_sasl;
            if account.is_some() {
                cx.session().account = account;
            }
        }
    }

    fn token(&mut self, cx: &mut Context<'_>, from: Side, token: &[u8]) {
        if !token.is_empty() {
            let login = self.login.get_or_insert_with(|| GssSession::carried_by(TCP_SERVICE));
            login.token(cx, from, token);
        }
    }

    fn search(&mut self, cx: &mut Context<'_>, id: i64, search: Search) {
        if search.filter.cut {
            cx.weird("LDAP", "ldap_filter_too_large", 0);
        }
        if let Some(host) = search.filter.host.filter(|_| cx.has_service("ldap_udp")) {
            cx.session().client_host = Some(host);
        }
        let mut record = self.take_search(cx, id);
        record.scope = search.scope.map(names::scope);
        record.deref_aliases = search.deref_aliases.map(names::deref_aliases);
        record.base_object = Some(search.base).filter(|base| !base.is_empty());
        record.filter = Some(search.filter.text).filter(|filter| !filter.is_empty());
        record.attributes = search.attributes;
        self.keep_search(cx, record);
    }

    fn found(&mut self, cx: &mut Context<'_>, id: i64) {
        if let Some(record) = self.searches.iter_mut().find(|record| record.message_id == id) {
            record.result_count = record.result_count.saturating_add(1);
            return;
        }
        let mut record = LdapSearch::new(cx.head(), id);
        record.result_count = 1;
        self.keep_search(cx, record);
    }

    fn search_done(&mut self, cx: &mut Context<'_>, id: i64, answer: Answer<'_>) {
        let mut record = self.take_search(cx, id);
        note(&answer, &mut record.result, &mut record.diagnostic_message);
        cx.emit(&record);
    }

    fn request(&mut self, cx: &Context<'_>, message: &Envelope<'_>, object: Option<String>) -> Ldap {
        let mut record = self.take(cx, message.id);
        record.opcode = Some(names::operation(message.operation));
        record.object = object.filter(|object| !object.is_empty());
        record
    }

    fn extended(&mut self, cx: &mut Context<'_>, message: &Envelope<'_>) {
        let oid = parser::extended_name(message.content);
        if oid == START_TLS {
            self.start_tls = Some(message.id);
        }
        let record = self.request(cx, message, Some(extended_text(&oid)));
        self.keep(cx, record);
    }

    fn extended_done(&mut self, cx: &mut Context<'_>, message: &Envelope<'_>) {
        let answer = Answer::read(message.content);
        self.is_tls = answer.code == Some(0) && self.start_tls == Some(message.id);
        let mut record = self.take(cx, message.id);
        if record.object.is_none() {
            record.object = answer.extended.as_deref().map(extended_text);
        }
        Self::done(cx, message, record, answer);
    }

    fn done(cx: &mut Context<'_>, message: &Envelope<'_>, mut record: Ldap, answer: Answer<'_>) {
        record.opcode = Some(names::operation(message.operation));
        note(&answer, &mut record.result, &mut record.diagnostic_message);
        cx.emit(&record);
    }

    /// The operation with this number, which begins now if it is not known.
    fn take(&mut self, cx: &Context<'_>, id: i64) -> Ldap {
        match self.operations.iter().position(|record| record.message_id == id) {
            Some(index) => self.operations.remove(index),
            None => Ldap::new(cx.head(), id),
        }
    }

    fn keep(&mut self, cx: &mut Context<'_>, record: Ldap) {
        if self.operations.len() >= WAITING_MAX {
            cx.weird("LDAP", "LDAP_max_pending_messages_exceeded", 0);
            let oldest = self.operations.remove(0);
            cx.emit(&oldest);
        }
        self.operations.push(record);
    }

    /// The search with this number, which begins now if it is not known.
    fn take_search(&mut self, cx: &Context<'_>, id: i64) -> LdapSearch {
        match self.searches.iter().position(|record| record.message_id == id) {
            Some(index) => self.searches.remove(index),
            None => LdapSearch::new(cx.head(), id),
        }
    }

    fn keep_search(&mut self, cx: &mut Context<'_>, record: LdapSearch) {
        if self.searches.len() >= WAITING_MAX {
            cx.weird("LDAP", "LDAP_max_pending_searches_exceeded", 0);
            let oldest = self.searches.remove(0);
            cx.emit(&oldest);
        }
        self.searches.push(record);
    }

    pub(super) fn closed(&mut self, cx: &mut Context<'_>) {
        for record in self.operations.drain(..) {
            cx.emit(&record);
        }
        for record in self.searches.drain(..) {
            cx.emit(&record);
        }
        if let Some(login) = &mut self.login {
            login.closed(cx);
        }
    }
}

fn note(answer: &Answer<'_>, result: &mut Option<&'static str>, diagnostic: &mut Option<String>) {
    *result = answer.code.map(names::result);
    *diagnostic = Some(answer.diagnostic.clone()).filter(|text| !text.is_empty());
}

fn extended_text(oid: &str) -> String {
    format!("{oid} ({})", names::extended(oid))
}
