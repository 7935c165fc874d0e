//! A ticket shown to a service inside another protocol.

use super::record::Kerberos;
use super::tickets::{self, Owner};
use super::{GSS_SERVICE, MECHANISM, Message, names};
use crate::{Account, Context};

/// AP-REQ, perhaps AP-REP or KRB-ERROR, and an outcome.
#[derive(Debug)]
pub(crate) struct ApExchange {
    record: Kerberos,
    account: Option<Account>,
}

impl ApExchange {
    /// The exchange that a message begins, if it is one that begins an exchange.
    pub(crate) fn begin(cx: &mut Context<'_>, message: &[u8]) -> Option<Self> {
        cx.confirm(GSS_SERVICE);
        let Some(Message::ApRequest(ticket)) = Message::parse(message) else { return None };
        let mut record = Kerberos::new(cx.head());
        record.request_type = Some("AP");
        let mut account = None;
        if let Some(ticket) = ticket {
            let fingerprint = tickets::fingerprint(ticket.sealed);
            let service = ticket.service.unwrap_or_default();
            let owner =
                fingerprint.and_then(|it| cx.hub.kerberos_tickets.owner(&it, &service, record.head.orig_h));
            record.client = ticket.realm.map(|realm| format!("/{realm}"));
            record.service = Some(service);
            record.cipher = ticket.cipher.map(names::cipher);
            record.auth_ticket_sha256 = fingerprint.as_ref().map(tickets::hexadecimal);
            account = owner.map(|owner| note_owner(&mut record, &owner));
        }
        if account.is_some() {
            cx.session().account.clone_from(&account);
        }
        Some(Self { record, account })
    }

    /// What the service answers: a proof of itself, or a refusal.
    pub(crate) fn answer(&mut self, message: &[u8]) {
        match Message::parse(message) {
            Some(Message::ApReply) => self.record.success = Some(true),
            Some(Message::Error(refusal)) => {
                self.record.success = Some(false);
                self.record.error_code = refusal.code;
                self.record.error_msg =
                    refusal.text.map(Into::into).or_else(|| refusal.code.map(names::error));
            }
            _ => {}
        }
    }

    /// Ends the exchange: it becomes a record. What the service itself answered stands where the carrier says nothing.
    pub(crate) fn finish(mut self, cx: &mut Context<'_>, success: Option<bool>) {
        self.record.success = success.or(self.record.success);
        if self.record.success == Some(false) && cx.session().account == self.account {
            cx.session().account = None;
        }
        cx.emit(&self.record);
    }
}

/// Writes down who showed the ticket, and gives the account.
pub(super) fn note_owner(record: &mut Kerberos, owner: &Owner) -> Account {
    let grant = &owner.grant;
    record.inferred_client = Some(format!("{}/{}", grant.user, grant.realm));
    record.inferred_from = Some(owner.inferred_from);
    record.ticket_granted_to = owner.exact.then_some(grant.to);
    Account {
        user: grant.user.clone(),
        domain: grant.realm.clone(),
        mechanism: MECHANISM,
        inferred: Some(owner.inferred_from),
    }
}
