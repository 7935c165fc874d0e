//! Questions: who had an address, what is known of a device, where was an account used.

use crate::account::Spelling;
use crate::device::{Device, DeviceKey, Evidence, Given, Origin, RULES, TAGS_MAX, Tag, TagError, best_name};
use crate::entities::Entities;
use crate::external::Place;
use crate::hardware::Hardware;
use crate::timeline::{Key, NameUse, Span};
use crate::view::{AccountUse, AccountView, DeviceView, HeldAddress, Holding, NameView};
use std::collections::BTreeMap;
use std::net::IpAddr;
use thymus_record::{Mac, RecordId, Timestamp};

impl Entities {
    /// Who had the address at that time, and how that is known. Nothing where the address was never seen.
    #[must_use]
    pub fn who_had(&self, address: IpAddr, time: Timestamp) -> Option<Holding> {
        let entry = self.addresses.get(&address)?;
        let spans = entry.timeline.spans();
        // Before the first evidence it was most likely the same device: nothing else is known.
        let place = entry.timeline.place_at(time.0).unwrap_or(0);
        match spans.get(place) {
            Some(span) => {
                let mut holding = self.holding(address, span, spans.get(place + 1));
                holding.inferred = time.0 < span.identified.min(span.last) || !span.holds_at(time.0);
                Some(holding)
            }
            None => Some(Holding {
                device: DeviceKey::Address(address).id(),
                address,
                from: Timestamp(entry.first),
                to: None,
                last_seen: Timestamp(entry.last),
                basis: None,
                known_since: None,
                inferred: time.0 < entry.first,
                conflict: false,
                shared: false,
                evidence: Vec::new(),
            }),
        }
    }

    /// Everybody who had the address, the first one first.
    #[must_use]
    pub fn history(&self, address: IpAddr) -> Vec<Holding> {
        let spans = self.addresses.get(&address).map_or(&[][..], |entry| entry.timeline.spans());
        let next = spans.iter().skip(1).map(Some).chain(std::iter::once(None));
        spans.iter().zip(next).map(|(span, next)| self.holding(address, span, next)).collect()
    }

    fn holding(&self, address: IpAddr, span: &Span, next: Option<&Span>) -> Holding {
        let mut evidence = vec![RecordId(span.first_record), RecordId(span.last_record)];
        evidence.retain(|record| record.0 != 0);
        evidence.dedup();
        let open_last = self.addresses.get(&address).filter(|_| next.is_none() && span.ended.is_none());
        Holding {
            device: self.device_key(&span.key, address).id(),
            address,
            from: Timestamp(span.from),
            to: span.ended.or(next.map(|next| next.from)).map(Timestamp),
            last_seen: Timestamp(open_last.map_or(span.last, |entry| entry.last.max(span.last))),
            basis: span.how.filter(|_| span.key != Key::Unknown),
            known_since: (span.identified != i64::MAX).then_some(Timestamp(span.identified)),
            inferred: false,
            conflict: span.conflict,
            shared: span.shared,
            evidence,
        }
    }

    /// What is known of the device with this id. An id that gave way to a better one is still known, with nothing under it.
    #[must_use]
    pub fn device(&self, id: &str) -> Option<DeviceView> {
        let key = DeviceKey::parse(id)?;
        self.devices.find(&key).map(|device| self.view(device))
    }

    /// All devices of which there is evidence, by id.
    #[must_use]
    pub fn devices(&self) -> Vec<DeviceView> {
        let mut all: Vec<&Device> = self.devices.iter().filter(|device| self.has_evidence(device)).collect();
        all.sort_by(|one, other| one.id.cmp(&other.id));
        all.into_iter().map(|device| self.view(device)).collect()
    }

    /// Whether anything stands under the device's id: what was seen under a name or address may have turned out to be a
    /// device that is known by its hardware address.
    fn has_evidence(&self, device: &Device) -> bool {
        !device.names.is_empty()
            || !device.roles.is_empty()
            || !device.tags.is_empty()
            || !self.held(device).is_empty()
    }

    /// The addresses that the device has or had, the last one first.
    #[must_use]
    pub fn addresses_of(&self, id: &str) -> Vec<HeldAddress> {
        let device = DeviceKey::parse(id).and_then(|key| self.devices.find(&key));
        device.map_or_else(Vec::new, |device| self.held(device))
    }

    fn held(&self, device: &Device) -> Vec<HeldAddress> {
        let all = device.addresses.iter().flat_map(|&address| {
            let history = self.history(address);
            if history.is_empty() {
                self.who_had(address, Timestamp(i64::MAX)).into_iter().collect()
            } else {
                history
            }
        });
        let mut held: Vec<HeldAddress> = all.filter(|held| *held.device == *device.id).collect();
        held.sort_by_key(|held| (std::cmp::Reverse(held.last_seen), held.address, held.from));
        held
    }

    fn view(&self, device: &Device) -> DeviceView {
        let (mut names, roles) = self.evidence_of(device);
        names.sort_by_key(|known| {
            (std::cmp::Reverse((known.how.strength(), known.last)), known.name.clone(), known.how)
        });
        let (names, keys): (Vec<_>, Vec<_>) = names.into_iter().partition(|known| known.how.is_name());
        let mac = if let DeviceKey::Hardware(mac) = device.key { Some(Mac(mac)) } else { None };
        let name = best_name(&names).map(|name| name.to_string());
        let namesakes = name.as_deref().map_or_else(Vec::new, |name| self.namesakes(name, &device.key));
        let (first, last) = self.seen(device);
        DeviceView {
            id: device.id.to_string(),
            name,
            names: names.iter().map(name_view).collect(),
            host_keys: keys.iter().map(name_view).collect(),
            mac,
            hardware: mac.map(Hardware::of),
            addresses: self.held(device),
            tags: tags(device, &Evidence::new(&roles, last)),
            accounts: self.accounts_on(device),
            namesakes,
            gateway: device.gateway,
            first_seen: Timestamp(first),
            last_seen: Timestamp(last),
        }
    }

    /// Other devices that are called this, by all the evidence that there is of them.
    fn namesakes(&self, name: &str, but: &DeviceKey) -> Vec<String> {
        let called = |other: &&Device| {
            let best = best_name(&self.evidence_of(other).0);
            best.is_some_and(|best| crate::name::label(&best) == crate::name::label(name))
        };
        let mut ids: Vec<String> =
            self.devices.namesakes(name, but).filter(called).map(|other| other.id.to_string()).collect();
        ids.sort_unstable();
        ids
    }

    /// When the device was first and last seen, by all the evidence that there is of it.
    fn seen(&self, device: &Device) -> (i64, i64) {
        let own = device.names.iter().map(|known| (known.first, known.last));
        let roles = device.roles.iter().map(|known| (known.first, known.last));
        let held = self.held(device).into_iter().map(|held| (held.from.0, held.last_seen.0));
        let all = own.chain(roles).chain(held);
        all.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
            .unwrap_or((device.first, device.last))
    }

    fn accounts_on(&self, device: &Device) -> Vec<AccountUse> {
        let mut uses = BTreeMap::new();
        for &address in &device.addresses {
            let spans = self.addresses.get(&address).map_or(&[][..], |entry| entry.timeline.spans());
            for span in spans.iter().filter(|span| self.device_key(&span.key, address) == device.key) {
                for known in &span.accounts {
                    self.join_use(&mut uses, &device.id, known);
                }
            }
        }
        sorted(uses)
    }

    fn join_use(
        &self,
        uses: &mut BTreeMap<(String, String), AccountUse>,
        device: &str,
        known: &crate::timeline::AccountUse,
    ) {
        let account = self.accounts.canonical_of_key(&known.account);
        let used = uses.entry((account.clone(), device.to_owned())).or_insert_with(|| AccountUse {
            account,
            device: device.to_owned(),
            first: Timestamp(known.first),
            last: Timestamp(known.last),
            count: 0,
            failed: 0,
            evidence: RecordId(known.record),
        });
        if known.first < used.first.0 {
            (used.first, used.evidence) = (Timestamp(known.first), RecordId(known.record));
        }
        used.last = used.last.max(Timestamp(known.last));
        used.count += known.count;
        used.failed += known.failed;
    }

    /// What is known of an account, whichever way it is spelt.
    #[must_use]
    pub fn account(&self, text: &str) -> Option<AccountView> {
        let spelling = Spelling::parse(text)?;
        let keys = self.accounts.spellings(&spelling);
        if keys.is_empty() {
            return None;
        }
        let mut uses = BTreeMap::new();
        let mut view = AccountView {
            name: self.accounts.canonical(&spelling),
            spellings: keys.iter().map(|key| key.trim_start_matches('\\').to_owned()).collect(),
            devices: Vec::new(),
            machine: spelling.machine().map(str::to_owned),
            first: Timestamp(i64::MAX),
            last: Timestamp(i64::MIN),
            count: 0,
            failed: 0,
        };
        for key in &keys {
            let Some(known) = self.accounts.get(key) else { continue };
            view.first = view.first.min(Timestamp(known.first));
            view.last = view.last.max(Timestamp(known.last));
            view.count += known.count;
            view.failed += known.failed;
            for &address in &known.addresses {
                let spans = self.addresses.get(&address).map_or(&[][..], |entry| entry.timeline.spans());
                for span in spans {
                    let device = self.device_key(&span.key, address).id();
                    for used in span.accounts.iter().filter(|used| used.account == *key) {
                        self.join_use(&mut uses, &device, used);
                    }
                }
            }
        }
        view.devices = sorted(uses);
        Some(view)
    }

    /// All accounts by name, each once however it is spelt.
    #[must_use]
    pub fn accounts(&self) -> Vec<AccountView> {
        let mut names: Vec<String> =
            self.accounts.iter().map(|(key, _)| self.accounts.canonical_of_key(key)).collect();
        names.sort_unstable();
        names.dedup();
        names.iter().filter_map(|name| self.account(name)).collect()
    }

    /// The one way to write an account: `DOMAIN\user`, or `user` where the domain is not known.
    #[must_use]
    pub fn canonical_account(&self, text: &str) -> Option<String> {
        Spelling::parse(text).map(|spelling| self.accounts.canonical(&spelling))
    }

    /// The network and country of an address.
    #[must_use]
    pub fn place(&self, address: IpAddr) -> Place<'static> {
        self.geography.map_or(Place::default(), |geography| geography.place(address))
    }

    /// The name that the client knew the address by at that time: the last answer of a name server, else the name that it
    /// gave itself.
    #[must_use]
    pub fn name_for(&self, client: IpAddr, address: IpAddr, time: Timestamp) -> Option<&str> {
        self.answers.name(client, address, time.0).map(|named| &*named.name)
    }

    /// Puts a tag on a device, in place of one of the same name. A tag `group::one` also takes the place of `group::other`.
    ///
    /// # Errors
    /// Fails where there is no such device or the tag is not written as tags are.
    pub fn set_tag(&mut self, device: &str, tag: &Tag, now: Timestamp) -> Result<(), TagError> {
        let given = Given::check(tag)?;
        let key = DeviceKey::parse(device).ok_or_else(|| TagError::NoDevice(device.to_owned()))?;
        let at = self.devices.place(&key).ok_or_else(|| TagError::NoDevice(device.to_owned()))?;
        if let Some(device) = self.devices.get_mut(at) {
            let group = given.name.split_once("::").map(|(group, _)| format!("{group}::"));
            device.tags.retain(|known| {
                let same_group = group.as_ref().is_some_and(|group| known.name.starts_with(group));
                known.name != given.name && !same_group && known.holds_at(now.0)
            });
            if device.tags.len() >= TAGS_MAX {
                return Err(TagError::TooMany);
            }
            device.tags.push(given);
        }
        self.summarize(at, now.0, 0);
        Ok(())
    }

    /// Takes a tag that somebody put on a device away again; tells whether it was there.
    pub fn remove_tag(&mut self, device: &str, tag: &str, now: Timestamp) -> bool {
        let Some(at) = DeviceKey::parse(device).and_then(|key| self.devices.place(&key)) else {
            return false;
        };
        let Some(device) = self.devices.get_mut(at) else { return false };
        let before = device.tags.len();
        device.tags.retain(|known| !known.name.eq_ignore_ascii_case(tag));
        let removed = device.tags.len() < before;
        self.summarize(at, now.0, 0);
        removed
    }
}

fn sorted(uses: BTreeMap<(String, String), AccountUse>) -> Vec<AccountUse> {
    let mut all: Vec<AccountUse> = uses.into_values().collect();
    all.sort_by_key(|used| std::cmp::Reverse(used.last));
    all
}

fn name_view(known: &NameUse) -> NameView {
    NameView {
        name: known.name.to_string(),
        basis: known.how,
        first: Timestamp(known.first),
        last: Timestamp(known.last),
        count: known.count,
        evidence: RecordId(known.record),
    }
}

fn tags(device: &Device, evidence: &Evidence<'_>) -> Vec<Tag> {
    let mut all: Vec<Tag> = device.tags.iter().map(Given::view).collect();
    for rule in RULES {
        if let Some((first, last, records)) = rule.basis(evidence) {
            all.push(Tag {
                name: rule.tag.to_owned(),
                colour: rule.colour.to_owned(),
                description: rule.doc.to_owned(),
                expires: Some(Timestamp(last.saturating_add(crate::device::TAG_LASTS))),
                origin: Origin::Seen {
                    first: Timestamp(first),
                    last: Timestamp(last),
                    evidence: records.into_iter().map(RecordId).collect(),
                },
            });
        }
    }
    all.sort_by(|one, other| one.name.cmp(&other.name));
    all
}
