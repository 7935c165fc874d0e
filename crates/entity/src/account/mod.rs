//! Accounts: who logs in, however it is spelt, and from where.

mod domains;
mod spelling;

pub(crate) use domains::Domains;
pub(crate) use spelling::Spelling;

use crate::limits::{Counters, Limits};
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::sync::Arc;

/// One spelling of an account's domain with its user.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Known {
    pub(crate) first: i64,
    pub(crate) last: i64,
    pub(crate) count: u64,
    pub(crate) failed: u64,
    /// The addresses in whose timelines it stands.
    pub(crate) addresses: Vec<IpAddr>,
}

/// All accounts.
#[derive(Debug, Default)]
pub(crate) struct Accounts {
    known: HashMap<Arc<str>, Known, foldhash::quality::RandomState>,
    /// The domains in which each user name is known, for those who log in without naming one.
    domains_of_user: HashMap<String, Vec<Box<str>>, foldhash::quality::RandomState>,
    pub(crate) domains: Domains,
}

/// When there are too many accounts, this share of them goes at once.
const SWEEP_SHARE: usize = 16;

/// A user name that is known in more domains than this belongs to none in particular.
const DOMAINS_OF_USER_MAX: usize = 8;

impl Accounts {
    /// How many spellings are kept.
    pub(crate) fn len(&self) -> usize {
        self.known.len()
    }

    /// All spellings, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Known)> {
        self.known.iter()
    }

    /// What is known of this spelling.
    pub(crate) fn get(&self, key: &str) -> Option<&Known> {
        self.known.get(key)
    }

    /// The account was used from this address.
    pub(crate) fn used(
        &mut self,
        spelling: &Spelling,
        address: IpAddr,
        time: i64,
        failed: bool,
        limits: &Limits,
        counters: &mut Counters,
    ) -> Arc<str> {
        let key = spelling.key();
        if self.known.len() >= limits.accounts && !self.known.contains_key(&key) {
            self.sweep(limits, counters);
        }
        if !failed && !spelling.domain.is_empty() {
            self.remember_domain(spelling);
        }
        let known = self.known.entry(key.clone()).or_insert_with(|| Known {
            first: time,
            last: time,
            ..Known::default()
        });
        known.first = known.first.min(time);
        known.last = known.last.max(time);
        known.count += 1;
        known.failed += u64::from(failed);
        if !known.addresses.contains(&address) {
            if known.addresses.len() >= limits.addresses_per_account {
                known.addresses.remove(0);
                counters.links_forgotten += 1;
            }
            known.addresses.push(address);
        }
        key
    }

    fn remember_domain(&mut self, spelling: &Spelling) {
        let domains = self.domains_of_user.entry_ref(spelling.user.as_str()).or_default();
        if domains.len() <= DOMAINS_OF_USER_MAX && !domains.iter().any(|known| **known == *spelling.domain) {
            domains.push(spelling.domain.as_str().into());
        }
    }

    /// The one way to write the account: `DOMAIN\user`; `user` alone where the domain is not known.
    pub(crate) fn canonical(&self, spelling: &Spelling) -> String {
        let domain = self.canonical_domain(&spelling.domain, &spelling.user);
        if domain.is_empty() { spelling.user.clone() } else { format!("{domain}\\{}", spelling.user) }
    }

    /// The canonical form of a spelling that is kept under this key.
    pub(crate) fn canonical_of_key(&self, key: &str) -> String {
        let (domain, user) = Spelling::of_key(key);
        let domain = self.canonical_domain(domain, user);
        if domain.is_empty() { user.to_owned() } else { format!("{domain}\\{user}") }
    }

    fn canonical_domain<'a>(&'a self, domain: &'a str, user: &str) -> &'a str {
        if !domain.is_empty() {
            return self.domains.canonical(domain);
        }
        // A user without a domain is the one of that name, if there is one only.
        let known = self.domains_of_user.get(user).map_or(&[][..], Vec::as_slice);
        let mut names = known.iter().map(|domain| self.domains.canonical(domain));
        match names.next() {
            Some(first) if known.len() <= DOMAINS_OF_USER_MAX && names.all(|name| name == first) => first,
            _ => "",
        }
    }

    /// The keys of all spellings that are kept and mean the same account as this one.
    pub(crate) fn spellings(&self, spelling: &Spelling) -> Vec<Arc<str>> {
        let canonical = self.canonical(spelling);
        let domain = self.canonical_domain(&spelling.domain, &spelling.user);
        let candidates = self.domains.spellings(domain).chain(std::iter::once("")).map(|domain| {
            let user = spelling.user.clone();
            Spelling { domain: domain.to_owned(), user }.key()
        });
        let mut keys: Vec<Arc<str>> = candidates
            .filter(|key| self.known.contains_key(key) && self.canonical_of_key(key) == canonical)
            .collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn sweep(&mut self, limits: &Limits, counters: &mut Counters) {
        // Accounts that never got in go first, then those used for the shortest time, then those used longest ago.
        let rank = |known: &Known| {
            let minutes = (known.last - known.first).max(0).unsigned_abs() / 60_000_000_000;
            (known.failed < known.count, (minutes + 1).ilog2(), known.last)
        };
        let mut order: Vec<_> = self.known.iter().map(|(key, known)| (rank(known), key.clone())).collect();
        let count = (limits.accounts / SWEEP_SHARE).max(1).min(order.len());
        if count < order.len() {
            order.select_nth_unstable(count);
        }
        for (_, key) in order.into_iter().take(count) {
            self.known.remove(&key);
            let (domain, user) = Spelling::of_key(&key);
            if let Some(domains) = self.domains_of_user.get_mut(user) {
                domains.retain(|known| **known != *domain);
                if domains.is_empty() {
                    self.domains_of_user.remove(user);
                }
            }
            counters.accounts_forgotten += 1;
        }
    }

    /// Takes back what a snapshot kept.
    pub(crate) fn load(known: Vec<(Arc<str>, Known)>, domains: Domains) -> Self {
        let mut accounts = Self { domains, ..Self::default() };
        for (key, known) in known {
            let (domain, user) = Spelling::of_key(&key);
            if known.failed < known.count && !domain.is_empty() {
                accounts.remember_domain(&Spelling { domain: domain.to_owned(), user: user.to_owned() });
            }
            accounts.known.insert(key, known);
        }
        accounts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(accounts: &mut Accounts, text: &str, failed: bool, limits: &Limits, counters: &mut Counters) {
        let spelling = Spelling::parse(text).unwrap();
        accounts.used(&spelling, "10.0.0.1".parse().unwrap(), 1, failed, limits, counters);
    }

    fn canonical(accounts: &Accounts, text: &str) -> String {
        accounts.canonical(&Spelling::parse(text).unwrap())
    }

    #[test]
    fn spellings_of_one_account_come_together_when_the_domain_is_learnt() {
        let (limits, mut counters) = (Limits::default(), Counters::default());
        let mut accounts = Accounts::default();
        for text in [r"CORP\alice", "Alice@corp.example.com", "alice"] {
            used(&mut accounts, text, false, &limits, &mut counters);
        }
        assert_eq!(canonical(&accounts, "alice@corp.example.com"), r"CORP.EXAMPLE.COM\alice");
        assert_eq!(canonical(&accounts, "alice"), "alice", "two domains have one");
        accounts.domains.learn("CORP", "corp.example.com", &limits, &mut counters);
        for text in [r"corp\ALICE", "alice@CORP.EXAMPLE.COM", "ALICE"] {
            assert_eq!(canonical(&accounts, text), r"CORP\alice", "{text}");
        }
        let keys = accounts.spellings(&Spelling::parse("alice").unwrap());
        assert_eq!(keys.len(), 3, "{keys:?}");
        used(&mut accounts, r"LAB\alice", false, &limits, &mut counters);
        assert_eq!(canonical(&accounts, "alice"), "alice", "two domains have one again");
        assert_eq!(canonical(&accounts, "bob"), "bob");
    }

    #[test]
    fn guessed_names_do_not_push_out_accounts_that_got_in() {
        let (limits, mut counters) = (Limits { accounts: 100, ..Limits::default() }, Counters::default());
        let mut accounts = Accounts::default();
        used(&mut accounts, r"CORP\alice", false, &limits, &mut counters);
        for number in 0..10_000 {
            used(&mut accounts, &format!(r"CORP\guess{number}"), true, &limits, &mut counters);
        }
        assert!(accounts.get(r"CORP\alice").is_some());
        assert!(accounts.len() <= 100);
        assert!(counters.accounts_forgotten >= 9_900);
    }
}
