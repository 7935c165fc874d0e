//! An association: what was bound, which calls wait, who logged in.

use super::call::{Call, RpcCall};
use super::codes::{self, ACCESS_DENIED, LEVEL_PRIVACY};
use super::contexts::Contexts;
use super::facts::Facts;
use super::login::Logins;
use super::parser::{self, Consent, Fragment, Offer, Request, Verifier, kind};
use super::presentation::Presentation;
use super::record::{DceRpc, RpcBind};
use super::{endpoints, interfaces};
use crate::{Context, Side, remote_exec};
use smallvec::SmallVec;
use std::collections::VecDeque;
use std::sync::Arc;
use thymus_record::Timestamp;

/// At most this many calls of one association wait for their responses; the oldest goes out without one.
const CALLS_MAX: usize = 128;

/// At most this many bytes of arguments are kept for all waiting calls of one association together.
const STUBS_BYTES_MAX: usize = 1024 * 1024;

/// One association of RPC: fragments in, `dce_rpc` and `rpc_bind` records out.
#[derive(Debug, Default)]
pub(super) struct Association {
    facts: Facts,
    contexts: Contexts,
    bind: Option<Box<Bind>>,
    calls: VecDeque<Call>,
    stubs_bytes: usize,
    logins: Logins,
    security: Option<(u8, u8)>,
    remote: remote_exec::Handles,
    confirmed: bool,
}

/// A bind or alter_context that waits for its answer.
#[derive(Debug)]
struct Bind {
    ts: Timestamp,
    operation: &'static str,
    offers: SmallVec<[Offer; 4]>,
    security: Option<(u8, u8)>,
}

impl Association {
    pub(super) fn of_pipe(pipe: Option<Arc<str>>) -> Self {
        Self { facts: Facts::of_pipe(pipe), ..Self::default() }
    }

    /// Whether a fragment has been seen.
    pub(super) fn is_confirmed(&self) -> bool {
        self.confirmed
    }

    pub(super) fn fragment(&mut self, cx: &mut Context<'_>, from: Side, fragment: &Fragment<'_>) {
        if !std::mem::replace(&mut self.confirmed, true) {
            cx.confirm("dce_rpc");
        }
        match fragment.header.kind {
            kind::REQUEST => self.request(cx, fragment),
            kind::RESPONSE => self.response(cx, from, fragment),
            kind::FAULT => self.fault(cx, from, fragment),
            kind::BIND => self.bind(cx, from, fragment, "bind"),
            kind::ALTER_CONTEXT => self.bind(cx, from, fragment, "alter_context"),
            kind::BIND_ACK | kind::ALTER_CONTEXT_RESPONSE => self.consent(cx, from, fragment),
            kind::BIND_NAK => self.refusal(cx, fragment),
            kind::AUTH3 => self.login(cx, from, fragment),
            kind::ORPHANED => self.orphaned(cx, from, fragment.header.call_id),
            _ => {}
        }
    }

    pub(super) fn closed(&mut self, cx: &mut Context<'_>) {
        self.bind_is_over(cx, None, None);
        while let Some(call) = self.calls.pop_front() {
            self.finish(cx, None, call, None, false);
        }
        self.logins.closed(cx);
    }

    fn request(&mut self, cx: &mut Context<'_>, fragment: &Fragment<'_>) {
        let Ok(request) = Request::read(fragment) else { return };
        let id = fragment.header.call_id;
        let waiting = self.calls.iter().rposition(|call| call.id == id);
        if let Some(index) = waiting
            && !fragment.header.is_first()
        {
            return self.keep(index, true, request.stub);
        }
        if let Some(call) = waiting.and_then(|index| self.calls.remove(index)) {
            self.finish(cx, None, call, None, false);
        }
        self.begin(cx, fragment, &request);
    }

    fn begin(&mut self, cx: &mut Context<'_>, fragment: &Fragment<'_>, request: &Request<'_>) {
        if self.calls.len() >= CALLS_MAX
            && let Some(oldest) = self.calls.pop_front()
        {
            cx.weird("DCE_RPC", "dce_rpc_too_many_calls", 0);
            self.finish(cx, None, oldest, None, false);
        }
        let little_endian = fragment.header.little_endian;
        let presentation = self.contexts.of_request(cx, self.facts.pipe(), request, little_endian);
        let security = match fragment.verifier {
            Some(Verifier { service, level, .. }) => Some((service, level)),
            None => self.security.filter(|&(_, level)| level <= 2),
        };
        let sealed = security.is_some_and(|(_, level)| level >= LEVEL_PRIVACY);
        let read = presentation.uuid.is_some_and(|uuid| {
            endpoints::reads(uuid, request.opnum) || remote_exec::reads(uuid, request.opnum)
        });
        self.calls.push_back(Call {
            id: fragment.header.call_id,
            ts: cx.now,
            presentation,
            opnum: request.opnum,
            security,
            little_endian,
            stubs: read.then(Box::default),
        });
        if read && !sealed {
            self.keep(self.calls.len() - 1, true, request.stub);
        }
    }

    /// Keeps arguments or results of a call that is read.
    fn keep(&mut self, index: usize, of_request: bool, stub: &[u8]) {
        let Some(call) = self.calls.get_mut(index) else { return };
        let sealed = call.security.is_some_and(|(_, level)| level >= LEVEL_PRIVACY);
        let Some(stubs) = call.stubs.as_mut().filter(|_| !sealed) else { return };
        if self.stubs_bytes < STUBS_BYTES_MAX {
            self.stubs_bytes += stubs.push(of_request, stub);
        } else {
            stubs.cut = true;
        }
    }

    fn response(&mut self, cx: &mut Context<'_>, from: Side, fragment: &Fragment<'_>) {
        let verifier = fragment.verifier.map(|verifier| verifier.context_id);
        self.logins.outcome(cx, verifier, true);
        let id = fragment.header.call_id;
        let Some(index) = self.calls.iter().position(|call| call.id == id) else { return };
        self.keep(index, false, parser::response_stub(fragment));
        if fragment.header.is_last()
            && let Some(call) = self.calls.remove(index)
        {
            self.finish(cx, Some(from), call, None, true);
        }
    }

    fn fault(&mut self, cx: &mut Context<'_>, from: Side, fragment: &Fragment<'_>) {
        let status = parser::fault_status(fragment).ok();
        let verifier = fragment.verifier.map(|verifier| verifier.context_id);
        if status == Some(ACCESS_DENIED) {
            self.logins.outcome(cx, verifier, false);
        }
        let id = fragment.header.call_id;
        let index = self.calls.iter().position(|call| call.id == id);
        if let Some(call) = index.and_then(|index| self.calls.remove(index)) {
            self.finish(cx, Some(from), call, status, true);
        }
    }

    fn orphaned(&mut self, cx: &mut Context<'_>, from: Side, id: u32) {
        let index = self.calls.iter().position(|call| call.id == id);
        if let Some(call) = index.and_then(|index| self.calls.remove(index)) {
            self.finish(cx, Some(from), call, None, false);
        }
    }

    fn bind(&mut self, cx: &mut Context<'_>, from: Side, fragment: &Fragment<'_>, operation: &'static str) {
        self.bind_is_over(cx, None, None);
        self.login(cx, from, fragment);
        let (offers, whole) = parser::offers(fragment);
        if !whole {
            cx.weird("DCE_RPC", "dce_rpc_incomplete_bind", 0);
        }
        for offer in &offers {
            self.contexts.add(Arc::new(Presentation::offered(offer, None)));
        }
        let security = fragment.verifier.map(|verifier| (verifier.service, verifier.level));
        self.security = security.or(self.security);
        self.bind = Some(Box::new(Bind { ts: cx.now, operation, offers, security }));
    }

    fn login(&mut self, cx: &mut Context<'_>, from: Side, fragment: &Fragment<'_>) {
        if let Some(verifier) = &fragment.verifier {
            self.logins.token(cx, from, verifier);
        }
    }

    fn consent(&mut self, cx: &mut Context<'_>, from: Side, fragment: &Fragment<'_>) {
        self.login(cx, from, fragment);
        let consent = Consent::read(fragment);
        if !consent.secondary_address.is_empty() {
            self.facts.set_secondary_address(consent.secondary_address);
        }
        self.bind_is_over(cx, Some(&consent), None);
    }

    fn refusal(&mut self, cx: &mut Context<'_>, fragment: &Fragment<'_>) {
        let reason = parser::nak_reason(fragment).unwrap_or(0);
        self.logins.outcome(cx, None, false);
        self.bind_is_over(cx, None, Some(codes::nak_name(reason)));
    }

    /// The answer to a bind came, or will not come: contexts are known for good, and the bind becomes a record.
    fn bind_is_over(
        &mut self,
        cx: &mut Context<'_>,
        consent: Option<&Consent<'_>>,
        reject_reason: Option<&'static str>,
    ) {
        let Some(bind) = self.bind.take() else { return };
        let answers = consent.map_or(&[][..], |consent| consent.answers.as_slice());
        let mut presentations = Vec::with_capacity(bind.offers.len());
        for (index, offer) in bind.offers.iter().enumerate() {
            let presentation = Arc::new(Presentation::offered(offer, answers.get(index)));
            self.contexts.add(Arc::clone(&presentation));
            presentations.push(presentation);
        }
        let answered = consent.is_some() || reject_reason.is_some();
        let record = self.bind_record(cx, &bind, &presentations, answered, reject_reason);
        cx.emit(&record);
    }

    fn bind_record(
        &mut self,
        cx: &mut Context<'_>,
        bind: &Bind,
        presentations: &[Arc<Presentation>],
        answered: bool,
        reject_reason: Option<&'static str>,
    ) -> RpcBind {
        let text = |text: &Option<Arc<str>>| text.as_deref().unwrap_or_default().to_owned();
        let outcome = |presentation: &Arc<Presentation>| match presentation.outcome {
            Some(outcome) => outcome.name(),
            None if reject_reason.is_some() => "rejected",
            None => "unknown",
        };
        let (account, account_inferred) = self.facts.account(cx);
        let results: Vec<_> = presentations.iter().map(outcome).collect();
        RpcBind {
            head: cx.head_at(bind.ts),
            rtt: answered.then(|| cx.now - bind.ts),
            named_pipe: self.facts.named_pipe(),
            operation: bind.operation,
            endpoints: presentations.iter().map(|p| text(&p.endpoint)).collect(),
            interface_uuids: presentations.iter().map(|p| text(&p.uuid_text)).collect(),
            context_ids: presentations.iter().map(|p| u64::from(p.context_id)).collect(),
            success: answered.then(|| results.contains(&"accepted")),
            results,
            transfer_syntaxes: bind.offers.iter().map(|offer| offer.transfer.name()).collect(),
            reject_reason,
            auth_type: bind.security.map(|(service, _)| codes::service_name(service)),
            auth_level: bind.security.map(|(_, level)| codes::level_name(level)),
            account,
            account_inferred,
        }
    }

    fn finish(
        &mut self,
        cx: &mut Context<'_>,
        server: Option<Side>,
        call: Call,
        fault: Option<u32>,
        ended: bool,
    ) {
        let record = self.call_record(cx, &call, fault, ended);
        cx.emit(&record);
        let Some(stubs) = &call.stubs else { return };
        self.stubs_bytes = self.stubs_bytes.saturating_sub(stubs.len());
        let Some(interface) = call.presentation.uuid else { return };
        let rpc_call = RpcCall {
            ts: call.ts,
            interface,
            endpoint: call.presentation.endpoint.as_deref().unwrap_or_default(),
            opnum: call.opnum,
            operation: &record.operation,
            pipe: self.facts.pipe(),
            syntax: call.presentation.syntax.unwrap_or_default(),
            little_endian: call.little_endian,
            sealed: call.security.is_some_and(|(_, level)| level >= LEVEL_PRIVACY),
            request: &stubs.request,
            response: (ended && fault.is_none()).then_some(stubs.response.as_slice()),
            fault,
            inferred: call.presentation.inferred,
        };
        if stubs.cut {
            cx.weird("DCE_RPC", "dce_rpc_arguments_cut", 0);
        }
        if endpoints::reads(interface, call.opnum) {
            endpoints::learn(cx, server, &rpc_call);
        }
        remote_exec::called(cx, &mut self.remote, &rpc_call);
    }

    fn call_record(&mut self, cx: &mut Context<'_>, call: &Call, fault: Option<u32>, ended: bool) -> DceRpc {
        let presentation = &call.presentation;
        let (account, account_inferred) = self.facts.account(cx);
        DceRpc {
            head: cx.head_at(call.ts),
            rtt: ended.then(|| cx.now - call.ts),
            named_pipe: self.facts.named_pipe(),
            endpoint: presentation.endpoint.clone(),
            operation: interfaces::operation_name(presentation.interface, call.opnum),
            interface_uuid: presentation.uuid_text.clone(),
            opnum: call.opnum,
            context_id: Some(presentation.context_id),
            call_id: call.id,
            ndr: presentation.syntax.map(super::ndr::Syntax::name),
            auth_type: call.security.map(|(service, _)| codes::service_name(service)),
            auth_level: call.security.map(|(_, level)| codes::level_name(level)),
            fault: fault.map(codes::fault_name),
            account,
            account_inferred,
            inferred: presentation.inferred.map(|_| true),
            inferred_reason: presentation.inferred,
        }
    }
}
