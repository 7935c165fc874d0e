//! What a device is called and what it is, in short, for every record about it.

use super::{Device, Evidence, RULES, TAG_LASTS};
use crate::timeline::{NameUse, RoleUse};
use crate::{Source, name};
use std::collections::BTreeSet;
use std::sync::Arc;

const DAY: i64 = 86_400 * 1_000_000_000;

/// Names that weigh less than this make no short name longer.
const DOMAIN_STRENGTH_MIN: u8 = 5;

/// A device in short. Made anew when evidence changes it or time does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    /// The best name.
    pub(crate) name: Option<Arc<str>>,
    /// All tags by name, without repetition, sorted.
    pub(crate) tags: Vec<String>,
    /// The keys of its SSH servers, each with its algorithm, sorted.
    pub(crate) host_keys: Vec<Arc<str>>,
    /// Until when this holds if nothing is seen.
    pub(crate) until: i64,
}

impl Summary {
    /// The summary of a device with everything that the timelines of its addresses say of it.
    pub(crate) fn of(device: &Device, names: &[NameUse], roles: &[RoleUse], now: i64) -> Self {
        let mut until = i64::MAX;
        let mut tags = BTreeSet::new();
        for tag in device.tags.iter().filter(|tag| tag.holds_at(now)) {
            until = until.min(tag.expires.unwrap_or(i64::MAX));
            tags.insert(tag.name.clone());
        }
        let evidence = Evidence::new(roles, now);
        for rule in RULES {
            if let Some((_, last, _)) = rule.basis(&evidence) {
                until = until.min(last.saturating_add(TAG_LASTS));
                tags.insert(rule.tag.to_owned());
            }
        }
        let mut host_keys: Vec<Arc<str>> =
            names.iter().filter(|known| !known.how.is_name()).map(|known| known.name.clone()).collect();
        host_keys.sort_unstable();
        Self { name: best_name(names), tags: tags.into_iter().collect(), host_keys, until }
    }
}

/// The name that a device is best called by.
///
/// What weighs most counts; of several that weigh the same, the one last seen where a device has one such name at a time,
/// else the one seen most on the last day. A short name takes its domain from a weaker name if that has one.
pub(crate) fn best_name(names: &[NameUse]) -> Option<Arc<str>> {
    let rank = |known: &NameUse| {
        let recent = if known.how.is_single() { known.last } else { known.last.div_euclid(DAY) };
        (known.how.strength(), recent, known.count, known.name.clone())
    };
    let best = &names.iter().filter(|known| known.how.is_name()).max_by_key(|known| rank(known))?.name;
    if best.contains('.') {
        return Some(best.clone());
    }
    let longer = names.iter().filter(|known| {
        known.how.strength() >= DOMAIN_STRENGTH_MIN
            && known.how != Source::ForeignDns
            && known.name.contains('.')
            && name::label(&known.name) == best.as_ref()
    });
    Some(longer.max_by_key(|known| rank(known)).map_or_else(|| best.clone(), |known| known.name.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str, how: Source, last: i64, count: u64) -> NameUse {
        NameUse { name: name.into(), how, first: 0, last, count, record: 1 }
    }

    #[test]
    fn the_name_that_weighs_most_counts_and_takes_a_domain() {
        let names = [
            known("intranet.example.com", Source::HttpHost, 90, 1_000),
            known("pc17", Source::Dhcp, 50, 1),
            known("pc17.corp.example.com", Source::Dns, 10, 1),
            known("alias.corp.example.com", Source::Dns, 80, 100),
        ];
        assert_eq!(best_name(&names).as_deref(), Some("pc17.corp.example.com"));
        assert_eq!(best_name(&names[..2]).as_deref(), Some("pc17"));
        assert_eq!(best_name(&[]), None);
    }

    #[test]
    fn a_device_that_is_called_otherwise_from_now_on_bears_its_new_name() {
        let names = [known("old", Source::Dhcp, 100, 500), known("new", Source::Dhcp, 101, 1)];
        assert_eq!(best_name(&names).as_deref(), Some("new"));
        let names = [known("a", Source::NtlmClient, 100, 500), known("b", Source::NtlmClient, 101, 1)];
        assert_eq!(best_name(&names).as_deref(), Some("a"), "tools make up names; most of the day's count");
    }
}
