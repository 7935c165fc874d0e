//! What follows from new evidence about an address: devices appear, are called otherwise, get tags, move.

use crate::change::DeviceChange;
use crate::device::{Device, DeviceKey, DeviceRef, RULES, Summary};
use crate::entities::{Entities, Head};
use crate::hardware::Hardware;
use crate::name;
use crate::timeline::{Effect, Key, Mark, NameUse, RoleUse, Span, Timeline};
use std::net::IpAddr;
use thymus_record::{Mac, Row};

/// A hardware address that claims more IPv4 addresses than this stands for many devices.
const ADDRESSES_OF_CARD_MAX: usize = 16;

/// Two addresses whose holders said the same name within this time of each other had it at once.
const AT_ONCE: i64 = 600 * 1_000_000_000;

const MINUTE: i64 = 60 * 1_000_000_000;

/// What an address's timeline said before new evidence.
pub(crate) struct Before {
    /// By what the last holder was known.
    tail: Option<Key>,
    /// The names by which any holder was known.
    hosts: Vec<Key>,
}

impl Before {
    pub(crate) fn of(timeline: &Timeline) -> Self {
        let hosts = timeline.spans().iter().filter(|span| matches!(span.key, Key::Host(_)));
        Self {
            tail: timeline.tail().map(|tail| tail.key.clone()),
            hosts: hosts.map(|span| span.key.clone()).collect(),
        }
    }
}

impl Entities {
    /// Draws the consequences of evidence that took effect on an address.
    pub(crate) fn refresh(&mut self, address: IpAddr, effect: Effect, before: &Before, mark: &Mark) {
        if effect.holder {
            self.link_holders(address, mark);
        }
        if effect.holder || effect.named {
            self.check_identity(address, &before.hosts, mark);
        }
        if effect.holder {
            self.settle_head(address, mark.first, mark.record);
            self.tell_move(address, before.tail.as_ref(), mark);
        }
        let Some(entry) = self.addresses.get(&address) else { return };
        if entry.head.is_none() {
            self.settle_head(address, mark.first, mark.record);
        }
        let mut keys = self.holders(address, effect.holder, mark.first);
        if effect.holder {
            // Those who had the address, as it seemed, may have lost what was known by way of it.
            keys.push(DeviceKey::Address(address));
            keys.extend(before.tail.iter().chain(&before.hosts).map(|key| DeviceKey::of(key, address)));
            keys.sort_unstable();
            keys.dedup();
        }
        for key in keys {
            if let Some(at) = self.devices.place(&key) {
                self.summarize(at, mark.first, mark.record);
            }
        }
    }

    /// The devices that evidence of this time may concern: the holder, or all where it changed who that was or came late.
    fn holders(&self, address: IpAddr, all: bool, time: i64) -> Vec<DeviceKey> {
        let spans = self.addresses.get(&address).map_or(&[][..], |entry| entry.timeline.spans());
        if let Some(tail) = spans.last().filter(|tail| !all && tail.from <= time) {
            return vec![self.device_key(&tail.key, address)];
        }
        let mut keys: Vec<DeviceKey> = spans.iter().map(|span| self.device_key(&span.key, address)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Makes the devices that stand in the address's timeline, and notes the address with them.
    fn link_holders(&mut self, address: IpAddr, mark: &Mark) {
        let spans = self.addresses.get(&address).map_or(&[][..], |entry| entry.timeline.spans());
        let mut known: Vec<(Key, i64)> = spans.iter().map(|span| (span.key.clone(), span.from)).collect();
        known.sort_unstable();
        known.dedup_by(|later, earlier| later.0 == earlier.0);
        for (key, from) in known {
            let key = DeviceKey::of(&key, address);
            let new_holder = !matches!(key, DeviceKey::Address(_));
            if !new_holder && self.devices.place(&key).is_none() {
                continue;
            }
            let at = self.enter_device(&key, from, mark.record);
            self.enter_address(at, address, from, mark.record);
            let Some(device) = self.devices.get_mut(at) else { continue };
            device.first = device.first.min(from);
            let had_others = !device.addresses.is_empty();
            if device.link(address, &self.limits, &mut self.counters) && had_others && new_holder {
                let id = device.id.clone();
                let mut change = DeviceChange::new("address", mark.first, &id).shown_by([mark.record]);
                change.address = Some(address);
                self.tell(change, at);
            }
        }
    }

    /// Where a device's key tells nobody apart, its addresses are devices of their own.
    fn enter_address(&mut self, at: DeviceRef, address: IpAddr, time: i64, record: u64) {
        if self.devices.get(at).is_none_or(Device::is_identified) {
            return;
        }
        let own = self.enter_device(&DeviceKey::Address(address), time, record);
        if let Some(device) = self.devices.get_mut(own) {
            device.link(address, &self.limits, &mut self.counters);
        }
    }

    /// Whether keys in the address's timeline tell devices apart: a hardware address in front of many does not, nor does a
    /// name that several bear at once.
    fn check_identity(&mut self, address: IpAddr, before: &[Key], mark: &Mark) {
        let mut keys: Vec<Key> = self
            .addresses
            .get(&address)
            .map(|entry| entry.timeline.spans().iter().map(|span| span.key.clone()).collect())
            .unwrap_or_default();
        keys.extend_from_slice(before);
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let device_key = DeviceKey::of(&key, address);
            let Some(at) = self.devices.place(&device_key) else { continue };
            match key {
                Key::Hardware(_) => self.check_gateway(at, &key, mark),
                Key::Host(_) => self.check_ambiguous(at, &key, mark),
                Key::Unknown => {}
            }
        }
    }

    fn check_gateway(&mut self, at: DeviceRef, key: &Key, mark: &Mark) {
        let Some(device) = self.devices.get(at).filter(|device| !device.gateway) else { return };
        let held =
            device.addresses.iter().filter(|address| address.is_ipv4() && self.holds(**address, key)).count();
        if held <= ADDRESSES_OF_CARD_MAX {
            return;
        }
        let addresses = device.addresses.clone();
        let id = device.id.clone();
        if let Some(device) = self.devices.get_mut(at) {
            device.gateway = true;
        }
        self.tell(DeviceChange::new("gateway", mark.first, &id).shown_by([mark.record]), at);
        for address in &addresses {
            if let Some(entry) = self.addresses.get_mut(address) {
                entry.timeline.forget(key, &self.limits);
            }
        }
        self.resettle(at, &addresses, mark);
    }

    /// The device that seemed to have these addresses does not tell anybody apart any more, or does again.
    fn resettle(&mut self, at: DeviceRef, addresses: &[IpAddr], mark: &Mark) {
        for &address in addresses {
            self.enter_address(at, address, mark.first, mark.record);
            self.settle_head(address, mark.first, mark.record);
            for key in self.holders(address, true, mark.first) {
                if let Some(holder) = self.devices.place(&key) {
                    self.summarize(holder, mark.first, mark.record);
                }
            }
        }
        self.summarize(at, mark.first, mark.record);
    }

    fn holds(&self, address: IpAddr, key: &Key) -> bool {
        self.addresses
            .get(&address)
            .and_then(|entry| entry.timeline.tail())
            .is_some_and(|tail| tail.key == *key)
    }

    fn check_ambiguous(&mut self, at: DeviceRef, key: &Key, mark: &Mark) {
        let Some(device) = self.devices.get(at) else { return };
        let mut spans: Vec<(&Span, bool)> = Vec::new();
        for &address in &device.addresses {
            let all = self.addresses.get(&address).map_or(&[][..], |entry| entry.timeline.spans());
            spans.extend(all.iter().filter(|span| span.key == *key).map(|span| (span, address.is_ipv4())));
        }
        // A machine account is proof enough that both are the same machine.
        let weak = |span: &Span| {
            span.how.is_none_or(|how| how.strength() < crate::Source::KerberosMachine.strength())
        };
        let at_once = |one: &Span, other: &Span| {
            one.from <= other.supported.saturating_add(AT_ONCE)
                && other.from <= one.supported.saturating_add(AT_ONCE)
        };
        let ambiguous = spans.iter().enumerate().any(|(index, (one, four))| {
            let rest = spans.iter().skip(index + 1);
            rest.filter(|(_, other_four)| four == other_four)
                .any(|(other, _)| (weak(one) || weak(other)) && at_once(one, other))
        });
        let changed = device.ambiguous != ambiguous;
        let addresses = device.addresses.clone();
        if !changed {
            return;
        }
        if let Some(device) = self.devices.get_mut(at) {
            device.ambiguous = ambiguous;
        }
        self.resettle(at, &addresses, mark);
    }

    /// The device that a key of a span stands for.
    pub(crate) fn device_key(&self, key: &Key, address: IpAddr) -> DeviceKey {
        let device_key = DeviceKey::of(key, address);
        if self.devices.find(&device_key).is_none_or(Device::is_identified) {
            device_key
        } else {
            DeviceKey::Address(address)
        }
    }

    /// Finds out who has the address now.
    pub(crate) fn settle_head(&mut self, address: IpAddr, time: i64, record: u64) {
        let Some((key, from, until)) = self.head_of(address) else { return };
        let device = self.enter_device(&key, time, record);
        if let Some(device) = self.devices.get_mut(device) {
            device.link(address, &self.limits, &mut self.counters);
        }
        if let Some(entry) = self.addresses.get_mut(&address) {
            entry.head = Some(Head { device, from, until });
        }
    }

    /// Likewise when a snapshot has been read: what is not known does not become known by that.
    pub(crate) fn find_head(&mut self, address: IpAddr) {
        let Some((key, from, until)) = self.head_of(address) else { return };
        if let (Some(device), Some(entry)) = (self.devices.place(&key), self.addresses.get_mut(&address)) {
            entry.head = Some(Head { device, from, until });
        }
    }

    /// The device that has the address now, since when, and until when that is believed.
    fn head_of(&self, address: IpAddr) -> Option<(DeviceKey, i64, i64)> {
        let entry = self.addresses.get(&address)?;
        let (key, from, until) = entry.timeline.tail().map_or((Key::Unknown, i64::MIN, i64::MAX), |tail| {
            let until = tail.ended.unwrap_or(i64::MAX).min(tail.expires);
            (tail.key.clone(), tail.from, until)
        });
        // Before the first span nobody else is known to have had it.
        let from = if entry.timeline.spans().len() <= 1 { i64::MIN } else { from };
        Some((self.device_key(&key, address), from, until))
    }

    /// The device of this key; where it is new that is told.
    pub(crate) fn enter_device(&mut self, key: &DeviceKey, time: i64, record: u64) -> DeviceRef {
        let (at, new) = self.devices.enter(key, time, &self.limits, &mut self.counters);
        if new {
            let mut change = DeviceChange::new("new_device", time, &key.id()).shown_by([record]);
            if let DeviceKey::Address(address) = key {
                change.address = Some(*address);
            }
            self.tell(change, at);
        }
        at
    }

    fn tell_move(&mut self, address: IpAddr, before: Option<&Key>, mark: &Mark) {
        let spans = self.addresses.get(&address).map_or(&[][..], |entry| entry.timeline.spans());
        let Some(tail) = spans.last() else { return };
        // A fight is told of once, not at every blow.
        if tail.conflict && spans.iter().rev().nth(2).is_some_and(|span| span.conflict) {
            return;
        }
        let Some(before) = before.filter(|before| **before != tail.key && **before != Key::Unknown) else {
            return;
        };
        // A name gave way to the hardware address of the same device.
        if tail.key == Key::Unknown || (matches!(before, Key::Host(_)) && tail.identified > tail.from) {
            return;
        }
        let word = if tail.conflict { "conflict" } else { "moved" };
        let (how, records) = (tail.how, [tail.first_record, mark.record]);
        let (now, then) = (self.device_key(&tail.key, address), self.device_key(before, address));
        let Some(at) = self.devices.place(&now) else { return };
        let mut change = DeviceChange::new(word, mark.first, &now.id()).shown_by(records);
        change.evidence.dedup();
        change.address = Some(address);
        change.previous_device = Some(then.id());
        change.basis = how.map(crate::Source::name);
        self.tell(change, at);
    }

    /// Makes the device's summary anew and tells what changed in it.
    pub(crate) fn summarize(&mut self, at: DeviceRef, time: i64, record: u64) {
        let Some(device) = self.devices.get(at) else { return };
        let (names, roles) = self.evidence_of(device);
        let now = device.last.max(time);
        let summary = Summary::of(device, &names, &roles, now);
        let before = device.summary.clone();
        if before == summary {
            return;
        }
        let id = device.id.clone();
        if let Some(device) = self.devices.get_mut(at) {
            device.summary.clone_from(&summary);
        }
        if before.name != summary.name {
            self.tell_name(at, &before, &summary, &names, (time, record));
        }
        self.tell_host_key(at, &before, &summary, (time, record));
        for tag in summary.tags.iter().filter(|tag| !before.tags.contains(tag)) {
            let evidence = crate::device::Evidence::new(&roles, now);
            let basis =
                RULES.iter().find(|rule| rule.tag == tag.as_str()).and_then(|rule| rule.basis(&evidence));
            if let Some((_, _, records)) = basis {
                let mut change = DeviceChange::new("tag", time, &id).shown_by(records);
                change.value = Some(tag.clone());
                self.tell(change, at);
            }
        }
    }

    /// An SSH server shows another key of the same kind than before: it was set up anew, or somebody stands in its place.
    fn tell_host_key(&mut self, at: DeviceRef, before: &Summary, now: &Summary, (time, record): (i64, u64)) {
        let algorithm = |key: &str| key.split(' ').next().map(str::to_owned);
        let new = now.host_keys.iter().find(|key| !before.host_keys.contains(key));
        let Some((new, id)) = new.zip(self.devices.get(at).map(|device| device.id.clone())) else { return };
        if let Some(old) = before.host_keys.iter().find(|key| algorithm(key) == algorithm(new)) {
            let mut change = DeviceChange::new("host_key", time, &id).shown_by([record]);
            (change.value, change.previous) = (Some(new.to_string()), Some(old.to_string()));
            self.tell(change, at);
        }
    }

    fn tell_name(
        &mut self,
        at: DeviceRef,
        before: &Summary,
        now: &Summary,
        names: &[NameUse],
        (time, record): (i64, u64),
    ) {
        let Some(device) = self.devices.get(at) else { return };
        let (id, key) = (device.id.clone(), device.key.clone());
        let basis = now.name.as_ref().and_then(|name| {
            let of_name = names.iter().filter(|known| known.how.is_name() && known.name == *name);
            of_name.max_by_key(|known| (known.how.strength(), known.how)).map(|known| known.how.name())
        });
        self.devices.rename(at, before.name.as_deref(), now.name.as_deref());
        if let (Some(old), Some(new)) = (&before.name, &now.name)
            && !name::is_same_host(old, new)
        {
            let mut change = DeviceChange::new("name", time, &id).shown_by([record]);
            (change.value, change.previous, change.basis) =
                (Some(new.to_string()), Some(old.to_string()), basis);
            self.tell(change, at);
        }
        if let (DeviceKey::Hardware(_), Some(new)) = (&key, &now.name)
            && let Some(other) = self.devices.namesake(new, &key)
        {
            let mut change = DeviceChange::new("hardware", time, &id).shown_by([record]);
            (change.value, change.previous_device, change.basis) =
                (Some(new.to_string()), Some(other), basis);
            self.tell(change, at);
        }
    }

    /// All names and roles of a device, whichever address it had.
    pub(crate) fn evidence_of(&self, device: &Device) -> (Vec<NameUse>, Vec<RoleUse>) {
        let mut names = device.names.clone();
        let mut roles = device.roles.clone();
        for &address in &device.addresses {
            let spans = self.addresses.get(&address).map_or(&[][..], |entry| entry.timeline.spans());
            for span in spans.iter().filter(|span| self.device_key(&span.key, address) == device.key) {
                span.names.iter().for_each(|known| join_name(&mut names, known));
                roles.extend(span.roles.iter().cloned());
            }
        }
        (names, roles)
    }

    /// Tells of a change, within the bound for a minute.
    pub(crate) fn tell(&mut self, mut change: DeviceChange, at: DeviceRef) {
        let minute = self.clock.now().div_euclid(MINUTE);
        if self.changes_in_minute.0 != minute {
            self.changes_in_minute = (minute, 0);
        }
        self.changes_in_minute.1 += 1;
        if self.changes_in_minute.1 > self.limits.changes_per_minute {
            self.counters.changes_suppressed += 1;
            return;
        }
        if let Some(device) = self.devices.get(at) {
            change.name = device.summary.name.as_deref().map(str::to_owned);
            if let DeviceKey::Hardware(mac) = device.key {
                change.mac = Some(Mac(mac));
                change.mac_random = Hardware::of(Mac(mac)) == Hardware::Random;
            }
        }
        self.changes.push(Row::of(&change));
    }
}

/// Adds uses of a name, which may be in the list already.
fn join_name(names: &mut Vec<NameUse>, more: &NameUse) {
    match names.iter_mut().find(|known| known.name == more.name && known.how == more.how) {
        Some(known) => {
            known.first = known.first.min(more.first);
            known.last = known.last.max(more.last);
            known.count += more.count;
            known.record = known.record.min(more.record);
        }
        None => names.push(more.clone()),
    }
}
