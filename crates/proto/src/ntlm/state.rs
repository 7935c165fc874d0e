//! One login exchange: three messages and an outcome become one record.

use super::parser::{Authenticate, Challenge, Message, Negotiate, ServerNames};
use super::{Flags, Ntlm, SERVICE};
use crate::{Account, Context};

/// How an account that logged in with NTLM is marked.
const MECHANISM: &str = "NTLM";

/// One exchange of messages.
#[derive(Debug)]
pub(crate) struct Exchange {
    record: Ntlm,
    unicode_agreed: bool,
    authenticated: bool,
}

impl Exchange {
    pub(crate) fn new(cx: &mut Context<'_>, carrier: Option<&'static str>) -> Self {
        cx.confirm(SERVICE);
        Self { record: Ntlm::new(cx.head(), carrier), unicode_agreed: true, authenticated: false }
    }

    /// Whether this message begins another exchange: an offer, or a second challenge or answer.
    pub(crate) fn is_over_at(&self, token: &[u8]) -> bool {
        let begins = matches!(token.get(8), Some(1 | 2));
        self.authenticated && begins
    }

    /// The next message.
    pub(crate) fn message(&mut self, cx: &mut Context<'_>, token: &[u8]) {
        match Message::parse(token, self.unicode_agreed) {
            Some(Message::Negotiate(offer)) => self.negotiate(&offer),
            Some(Message::Challenge(challenge)) => self.challenge(challenge),
            Some(Message::Authenticate(answer)) => self.authenticate(cx, answer),
            None => cx.weird("NTLM", "ntlm_malformed_message", 0),
        }
    }

    fn negotiate(&mut self, offer: &Negotiate) {
        self.unicode_agreed = offer.flags.contains(Flags::UNICODE);
        self.record.client_os_version = offer.version.map(|version| version.to_string());
    }

    fn challenge(&mut self, challenge: Challenge) {
        self.unicode_agreed = challenge.flags.contains(Flags::UNICODE);
        let record = &mut self.record;
        let ServerNames { nb_computer, nb_domain, dns_computer, dns_domain, dns_tree } = challenge.server;
        record.server_nb_computer_name = nb_computer;
        record.server_nb_domain = nb_domain;
        record.server_dns_computer_name = dns_computer;
        record.server_dns_domain = dns_domain;
        record.server_tree_name = dns_tree;
        record.server_os_version = challenge.version.map(|version| version.to_string());
    }

    fn authenticate(&mut self, cx: &mut Context<'_>, answer: Authenticate) {
        self.authenticated = true;
        let anonymous = answer.user.is_none();
        let record = &mut self.record;
        record.anonymous = Some(anonymous);
        record.version = answer.response.name().filter(|_| !anonymous);
        record.mic = Some(answer.has_mic);
        record.sign = answer.flags.map(|flags| flags.contains(Flags::SIGN));
        record.seal = answer.flags.map(|flags| flags.contains(Flags::SEAL));
        record.target_name = answer.target_name;
        if let Some(version) = answer.version {
            record.client_os_version = Some(version.to_string());
        }
        record.username = answer.user;
        record.domainname = answer.domain;
        record.hostname = answer.workstation;
        if let Some(host) = &record.hostname {
            cx.session().client_host = Some(host.clone());
        }
        if let Some(account) = self.account() {
            cx.session().account = Some(account);
        }
    }

    fn account(&self) -> Option<Account> {
        let user = self.record.username.clone()?;
        let domain = self.record.domainname.clone().unwrap_or_default();
        Some(Account { user, domain, mechanism: MECHANISM, inferred: None })
    }

    /// Ends the exchange: it becomes a record.
    pub(crate) fn finish(mut self, cx: &mut Context<'_>, success: Option<bool>) {
        self.record.success = success;
        if success == Some(false) && cx.session().account == self.account() {
            cx.session().account = None;
        }
        cx.emit(&self.record);
    }
}
