//! A length of time in which one device had an address.

use super::mark::{Claim, Mark};
use crate::Source;
use crate::device::{COUNT_TELLS_MAX, Role};
use crate::limits::Limits;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How long a holder is believed in without being seen.
pub(crate) const HOLD: i64 = 2 * 86_400 * 1_000_000_000;

/// No lease is believed in for longer.
const HOLD_MAX: i64 = 30 * 86_400 * 1_000_000_000;

/// By what the holder of an address is told from others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Key {
    /// By nothing but the address.
    Unknown,
    /// By its hardware address.
    Hardware([u8; 6]),
    /// By its host name, the first label.
    Host(Arc<str>),
}

/// A name that a device was called by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NameUse {
    pub(crate) name: Arc<str>,
    pub(crate) how: Source,
    pub(crate) first: i64,
    pub(crate) last: i64,
    pub(crate) count: u64,
    pub(crate) record: u64,
}

/// Something that a device did and only devices of a certain role do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RoleUse {
    pub(crate) role: Role,
    pub(crate) first: i64,
    pub(crate) last: i64,
    pub(crate) count: u64,
    pub(crate) peers: u64,
    pub(crate) first_record: u64,
    pub(crate) last_record: u64,
}

/// An account that was used on a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccountUse {
    pub(crate) account: Arc<str>,
    pub(crate) first: i64,
    pub(crate) last: i64,
    pub(crate) count: u64,
    pub(crate) failed: u64,
    pub(crate) record: u64,
}

/// Who had an address from when to when, and what was seen of them meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Span {
    pub(crate) key: Key,
    pub(crate) how: Option<Source>,
    /// The first evidence of any kind.
    pub(crate) from: i64,
    /// The first evidence of the key.
    pub(crate) identified: i64,
    /// The last evidence of any kind.
    pub(crate) last: i64,
    /// The last mark of the key, on which rules depend: unlike `last` it does not move with repetition.
    pub(crate) supported: i64,
    /// When it was given back.
    pub(crate) ended: Option<i64>,
    /// Until when it is believed in without being seen again.
    pub(crate) expires: i64,
    /// Another device claimed the address in between.
    pub(crate) conflict: bool,
    /// Several devices share it, as behind address translation.
    pub(crate) shared: bool,
    pub(crate) first_record: u64,
    pub(crate) last_record: u64,
    pub(crate) names: Vec<NameUse>,
    pub(crate) roles: Vec<RoleUse>,
    pub(crate) accounts: Vec<AccountUse>,
}

/// What was left out because a holder had too much of it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LeftOut {
    pub(crate) names: u64,
    pub(crate) accounts: u64,
}

impl Span {
    /// A span that begins with this evidence.
    pub(crate) fn begin(key: Key, how: Option<Source>, mark: &Mark) -> Self {
        let known = key != Key::Unknown;
        let mut span = Self {
            key,
            how,
            from: mark.first,
            identified: if known { mark.first } else { i64::MAX },
            last: mark.last,
            supported: mark.first,
            ended: None,
            expires: i64::MAX,
            conflict: false,
            shared: false,
            first_record: mark.record,
            last_record: mark.record,
            names: Vec::new(),
            roles: Vec::new(),
            accounts: Vec::new(),
        };
        if known {
            span.expires = mark.first.saturating_add(hold(mark));
        }
        span
    }

    /// Whether its holder is still believed in at this time.
    pub(crate) fn holds_at(&self, time: i64) -> bool {
        self.ended.is_none_or(|ended| time <= ended) && time <= self.expires
    }

    /// More evidence of the key.
    pub(crate) fn support(&mut self, how: Source, mark: &Mark) {
        self.supported = mark.first;
        self.expires = self.expires.max(mark.first.saturating_add(hold(mark)));
        self.last = self.last.max(mark.last);
        if mark.record != 0 {
            self.last_record = mark.record;
        }
        if self.how.is_none_or(|known| how.strength() > known.strength()) {
            self.how = Some(how);
        }
    }

    /// The key is known now.
    pub(crate) fn identify(&mut self, key: Key, how: Source, mark: &Mark) {
        self.key = key;
        self.how = Some(how);
        self.identified = mark.first;
        self.expires = mark.first.saturating_add(hold(mark));
        self.first_record = mark.record;
        self.support(how, mark);
    }

    pub(crate) fn add_name(
        &mut self,
        name: &Arc<str>,
        how: Source,
        mark: &Mark,
        limits: &Limits,
        left: &mut LeftOut,
    ) {
        self.last = self.last.max(mark.last);
        left.names += add_name(&mut self.names, name, how, mark, limits.names_per_span);
    }

    pub(crate) fn add_role(&mut self, role: Role, mark: &Mark) {
        self.last = self.last.max(mark.last);
        add_role(&mut self.roles, role, mark);
    }

    pub(crate) fn add_account(
        &mut self,
        account: &Arc<str>,
        failed: bool,
        mark: &Mark,
        limits: &Limits,
        left: &mut LeftOut,
    ) {
        self.last = self.last.max(mark.last);
        let count = u64::from(mark.count);
        let failed = if failed { count } else { 0 };
        if let Some(known) = self.accounts.iter_mut().find(|known| known.account == *account) {
            known.first = known.first.min(mark.first);
            known.last = known.last.max(mark.last);
            known.count += count;
            known.failed += failed;
            return;
        }
        if self.accounts.len() >= limits.accounts_per_span {
            // Accounts that never got in go first: whoever guesses names must not push out those who work here.
            let rank = |known: &AccountUse| (known.failed < known.count, known.first);
            let least = (0..self.accounts.len()).min_by_key(|&index| self.accounts.get(index).map(rank));
            if let Some(index) = least {
                self.accounts.remove(index);
            }
            left.accounts += 1;
        }
        let (account, record) = (account.clone(), mark.record);
        self.accounts.push(AccountUse { account, first: mark.first, last: mark.last, count, failed, record });
    }

    /// Counts a repetition of a mark that has taken effect already. Tells whether it may change what the holder is.
    pub(crate) fn repeat(&mut self, first: i64, repetition: &Mark) -> bool {
        self.last = self.last.max(repetition.last);
        let count = u64::from(repetition.count);
        match &repetition.claim {
            Claim::Name { name, how } => {
                let found = self.names.iter_mut().find(|known| known.name == *name && known.how == *how);
                if let Some(known) = found {
                    known.last = known.last.max(repetition.last);
                    known.count += count;
                }
            }
            Claim::Role { role } => {
                if let Some(known) = self.roles.iter_mut().find(|known| known.role == *role) {
                    let telling = known.count < COUNT_TELLS_MAX || repetition.peers & !known.peers != 0;
                    known.last = known.last.max(repetition.last);
                    known.count += count;
                    known.peers |= repetition.peers;
                    return telling;
                }
            }
            Claim::Account { account, failed } => {
                let found = self.accounts.iter_mut().find(|known| known.account == *account);
                if let Some(known) = found {
                    known.first = known.first.min(first);
                    known.last = known.last.max(repetition.last);
                    known.count += count;
                    known.failed += if *failed { count } else { 0 };
                }
            }
            Claim::Hardware { .. } | Claim::Release { .. } | Claim::Seen { .. } => {}
        }
        false
    }
}

fn hold(mark: &Mark) -> i64 {
    if mark.hold > 0 { mark.hold.min(HOLD_MAX) } else { HOLD }
}

/// Adds a use of a name to a bounded list; tells how many were left out for it.
pub(crate) fn add_name(
    names: &mut Vec<NameUse>,
    name: &Arc<str>,
    how: Source,
    mark: &Mark,
    most: usize,
) -> u64 {
    if let Some(known) = names.iter_mut().find(|known| known.name == *name && known.how == how) {
        if (mark.first, mark.record) < (known.first, known.record) {
            (known.first, known.record) = (mark.first, mark.record);
        }
        known.last = known.last.max(mark.last);
        known.count += u64::from(mark.count);
        return 0;
    }
    let mut left_out = 0;
    if names.len() >= most {
        let rank = |known: &NameUse| (known.how.strength(), known.first);
        let least = (0..names.len()).min_by_key(|&index| names.get(index).map(rank));
        if let Some(index) = least {
            if names.get(index).is_some_and(|known| known.how.strength() > how.strength()) {
                return 1;
            }
            names.remove(index);
        }
        left_out = 1;
    }
    let (name, count) = (name.clone(), u64::from(mark.count));
    names.push(NameUse { name, how, first: mark.first, last: mark.last, count, record: mark.record });
    left_out
}

/// Adds a use of a role. There are few roles, so the list needs no other limit.
pub(crate) fn add_role(roles: &mut Vec<RoleUse>, role: Role, mark: &Mark) {
    if let Some(known) = roles.iter_mut().find(|known| known.role == role) {
        known.first = known.first.min(mark.first);
        known.last = known.last.max(mark.last);
        known.count += u64::from(mark.count);
        known.peers |= mark.peers;
        known.last_record = mark.record;
        return;
    }
    roles.push(RoleUse {
        role,
        first: mark.first,
        last: mark.last,
        count: u64::from(mark.count),
        peers: mark.peers,
        first_record: mark.record,
        last_record: mark.record,
    });
}
