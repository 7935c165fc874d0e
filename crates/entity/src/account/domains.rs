//! Domains of accounts: the short name of each long one.

use crate::limits::{Counters, Limits};
use hashbrown::HashMap;
use std::collections::BTreeMap;

/// Which `NetBIOS` domain goes with which DNS domain, as servers and key distribution centres said, and which DNS domains
/// are one's own.
///
/// Where they disagree, the majority counts: one server that lies does not rename a domain.
#[derive(Debug, Default)]
pub(crate) struct Domains {
    /// How often each pair was told, by DNS domain and `NetBIOS` domain, both in capitals.
    pairs: BTreeMap<(String, String), u64>,
    /// The short name of each long one, made from `pairs`.
    short: HashMap<String, String, foldhash::quality::RandomState>,
    /// One's own DNS domains in small letters, with when they were last told of.
    own: BTreeMap<String, i64>,
}

/// A `NetBIOS` name has at most 15 bytes ([MS-ADTS] section 1.1).
const SHORT_BYTES_MAX: usize = 15;

/// A DNS name has at most 253.
const LONG_BYTES_MAX: usize = 253;

/// What a snapshot keeps: long and short names that belong together with how often that was told, and one's own domains
/// with when they were last told.
pub(crate) type Saved = (Vec<(String, String, u64)>, Vec<(String, i64)>);

impl Domains {
    /// Somebody said that the short and the long name are one domain's.
    pub(crate) fn learn(&mut self, short: &str, long: &str, limits: &Limits, counters: &mut Counters) {
        let (short, long) = (short.trim(), long.trim().trim_end_matches('.'));
        let sane = !short.is_empty()
            && short.len() <= SHORT_BYTES_MAX
            && !short.contains(['.', '\\'])
            && long.contains('.')
            && long.len() <= LONG_BYTES_MAX
            && !long.contains('\\');
        if !sane {
            return;
        }
        let pair = (long.to_uppercase(), short.to_uppercase());
        if let Some(count) = self.pairs.get_mut(&pair) {
            *count += 1;
        } else if self.pairs.len() >= limits.domains {
            counters.domains_left_out += 1;
            return;
        } else {
            self.pairs.insert(pair.clone(), 1);
        }
        self.choose(&pair.0);
    }

    fn choose(&mut self, long: &str) {
        let of_this =
            self.pairs.range((long.to_owned(), String::new())..).take_while(|((known, _), _)| known == long);
        let best = of_this.max_by_key(|((_, short), count)| (**count, std::cmp::Reverse(short.clone())));
        let Some(((_, short), _)) = best else { return };
        if self.short.get(long) != Some(short) {
            let short = short.clone();
            self.short.insert(long.to_owned(), short);
        }
    }

    /// The name that a domain, in capitals, is known by: the short one if there is one.
    pub(crate) fn canonical<'d>(&'d self, domain: &'d str) -> &'d str {
        self.short.get(domain).map_or(domain, String::as_str)
    }

    /// Whether it is the short name of a domain.
    pub(crate) fn is_short_name(&self, name: &str) -> bool {
        self.short.values().any(|short| short.eq_ignore_ascii_case(name))
    }

    /// All spellings of the domain that the canonical name is of, itself included.
    pub(crate) fn spellings<'d>(&'d self, canonical: &'d str) -> impl Iterator<Item = &'d str> {
        let mut long: Vec<&str> = self
            .short
            .iter()
            .filter(|(_, short)| *short == canonical)
            .map(|(long, _)| long.as_str())
            .collect();
        long.sort_unstable();
        std::iter::once(canonical).chain(long)
    }

    /// A DNS domain of one's own was told of: by DHCP, by a login, by a ticket.
    pub(crate) fn own(&mut self, domain: &str, time: i64, limits: &Limits, counters: &mut Counters) {
        let domain = domain.trim().trim_end_matches('.');
        if !domain.contains('.') || domain.len() > LONG_BYTES_MAX {
            return;
        }
        let domain = domain.to_lowercase();
        if let Some(last) = self.own.get_mut(&domain) {
            *last = time.max(*last);
        } else if self.own.len() >= limits.domains {
            counters.domains_left_out += 1;
        } else {
            self.own.insert(domain, time);
        }
    }

    /// Whether a host name is within one of one's own domains, or has a name that no public name server knows.
    pub(crate) fn is_own(&self, name: &str) -> bool {
        let private =
            [".local", ".lan", ".internal", ".home.arpa", ".intranet", ".corp", ".home", ".localdomain"];
        if !name.contains('.') || private.iter().any(|suffix| name.ends_with(suffix)) {
            return true;
        }
        name.match_indices('.')
            .any(|(at, _)| name.get(at + 1..).is_some_and(|domain| self.own.contains_key(domain)))
    }

    /// What a snapshot keeps.
    pub(crate) fn save(&self) -> Saved {
        let pairs =
            self.pairs.iter().map(|((long, short), count)| (long.clone(), short.clone(), *count)).collect();
        (pairs, self.own.iter().map(|(domain, time)| (domain.clone(), *time)).collect())
    }

    /// Takes back what a snapshot kept.
    pub(crate) fn load((pairs, own): Saved) -> Self {
        let mut domains = Self { own: own.into_iter().collect(), ..Self::default() };
        for (long, short, count) in pairs {
            domains.pairs.insert((long.clone(), short), count);
            domains.choose(&long);
        }
        domains
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learn(domains: &mut Domains, short: &str, long: &str) {
        domains.learn(short, long, &Limits::default(), &mut Counters::default());
    }

    #[test]
    fn the_majority_says_what_a_domain_is_called() {
        let mut domains = Domains::default();
        assert_eq!(domains.canonical("CORP.EXAMPLE.COM"), "CORP.EXAMPLE.COM");
        learn(&mut domains, "corp", "corp.example.com");
        assert_eq!(domains.canonical("CORP.EXAMPLE.COM"), "CORP");
        assert_eq!(domains.canonical("CORP"), "CORP");
        learn(&mut domains, "EVIL", "corp.example.com.");
        assert_eq!(domains.canonical("CORP.EXAMPLE.COM"), "CORP", "one against one: the first by name");
        learn(&mut domains, "EVIL", "corp.example.com");
        assert_eq!(domains.canonical("CORP.EXAMPLE.COM"), "EVIL");
        learn(&mut domains, "CORP", "corp.example.com");
        learn(&mut domains, "CORP", "corp.example.com");
        assert_eq!(domains.spellings("CORP").collect::<Vec<_>>(), ["CORP", "CORP.EXAMPLE.COM"]);
        learn(&mut domains, "CORP", "workgroup");
        learn(&mut domains, "corp.example.com", "corp.example.com");
        assert_eq!(domains.save().0.len(), 2);
    }

    #[test]
    fn own_domains_are_those_that_were_told_of() {
        let mut domains = Domains::default();
        domains.own("corp.example.com", 1, &Limits::default(), &mut Counters::default());
        for name in ["pc17", "pc17.corp.example.com", "nas.local", "a.b.corp.example.com"] {
            assert!(domains.is_own(name), "{name}");
        }
        for name in ["www.example.com", "evil.example.org", "xcorp.example.com"] {
            assert!(!domains.is_own(name), "{name}");
        }
    }

    #[test]
    fn too_many_domains_are_counted() {
        let (limits, mut counters) = (Limits { domains: 2, ..Limits::default() }, Counters::default());
        let mut domains = Domains::default();
        for number in 0..5 {
            domains.learn("X", &format!("d{number}.example.com"), &limits, &mut counters);
        }
        assert_eq!((domains.save().0.len(), counters.domains_left_out), (2, 3));
    }
}
