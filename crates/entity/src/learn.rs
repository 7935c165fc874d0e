//! What the statements of records are worth given everything else.

use crate::Source;
use crate::account::Spelling;
use crate::device::{DeviceKey, Role};
use crate::entities::{Entities, Head};
use crate::evidence::Statement;
use crate::external::Named;
use crate::network::is_of_one_device;
use crate::refresh::Before;
use crate::timeline::{Claim, Effect, Key, Mark, add_name, add_role};
use std::net::IpAddr;
use std::sync::Arc;
use thymus_record::Mac;

impl Entities {
    /// Takes in what a record says.
    pub(crate) fn take(&mut self, statement: Statement) {
        match statement {
            Statement::Address(address, mark) => self.take_mark(address, mark),
            Statement::Device { mac, time, names, router, record } => {
                self.take_device(mac, time, names, router, record)
            }
            Statement::Seen { mac, address, time, answer, record } => {
                self.take_seen(mac, address, (time, record), answer)
            }
            Statement::Alive { address, since, time, record } => {
                if self.is_own_device(address) {
                    self.alive(address, since, time, record);
                }
            }
            Statement::Domain { by, short, long } => {
                if self.networks.contains(by) {
                    self.accounts.domains.learn(&short, &long, &self.limits, &mut self.counters);
                }
            }
            Statement::Own { by, domain, time } => {
                if self.networks.contains(by) {
                    self.accounts.domains.own(&domain, time, &self.limits, &mut self.counters);
                }
            }
            Statement::Login { address, account, failed, time, record } => {
                self.take_login(address, &account, failed, time, record);
            }
            Statement::Answer { client, server, addresses, name, time, record } => {
                self.take_answer(client, server, &addresses, &name, time, record);
            }
            Statement::Said { client, address, name, time } => {
                self.answers.said(client, address, &name, time, &self.limits, &mut self.counters);
            }
        }
    }

    /// Whether one device of one's own can have the address.
    pub(crate) fn is_own_device(&self, address: IpAddr) -> bool {
        is_of_one_device(address) && self.networks.contains(address)
    }

    fn take_mark(&mut self, address: IpAddr, mark: Mark) {
        if !self.is_own_device(address) || !self.is_credible(&mark.claim) {
            return;
        }
        self.insert(address, mark);
    }

    /// What is known already makes some claims worthless.
    fn is_credible(&self, claim: &Claim) -> bool {
        match claim {
            Claim::Hardware { mac, .. } => !self.is_gateway(*mac),
            // A domain's name is answered for by its controllers; it is not theirs.
            Claim::Name { name, how: Source::Netbios } => !self.accounts.domains.is_short_name(name),
            _ => true,
        }
    }

    fn is_gateway(&self, mac: [u8; 6]) -> bool {
        self.devices.find(&DeviceKey::Hardware(mac)).is_some_and(|device| device.gateway)
    }

    /// Puts evidence where it belongs in the address's timeline, and draws the consequences.
    pub(crate) fn insert(&mut self, address: IpAddr, mark: Mark) {
        let horizon = self.clock.horizon(&self.limits);
        // Traffic is marked at the beginning of its cell of time, when the address may not have been in use.
        if !matches!(mark.claim, Claim::Seen { .. }) {
            self.entry(address, mark.first);
        }
        let Some(entry) = self.addresses.get_mut(&address) else { return };
        let before = Before::of(&entry.timeline);
        let evidence = mark.clone();
        let effect = entry.timeline.insert(mark, horizon, &self.limits, &mut self.counters);
        let head = entry.head;
        if effect != Effect::default() {
            self.refresh(address, effect, &before, &evidence);
        } else if self.is_unsettled(head) {
            self.settle_head(address, evidence.first, evidence.record);
        }
    }

    /// The address is in use.
    fn alive(&mut self, address: IpAddr, since: i64, time: i64, record: u64) {
        let entry = self.entry(address, time);
        entry.first = entry.first.min(since);
        let head = entry.head;
        if self.is_unsettled(head) {
            self.settle_head(address, time, record);
        }
    }

    /// Whether it is not known who has the address, or the device was forgotten.
    fn is_unsettled(&self, head: Option<Head>) -> bool {
        head.is_none_or(|head| self.devices.get(head.device).is_none())
    }

    fn take_seen(&mut self, mac: Mac, address: IpAddr, (time, record): (i64, u64), answer: bool) {
        if answer && !self.fronts.is_router(mac.0) && !self.is_held_by(address, mac.0) {
            let router = self.fronts.answered(mac.0, address, &self.limits, &mut self.counters);
            if router {
                self.take_device(mac, time, Vec::new(), true, record);
            }
        }
        if !self.is_own_device(address) {
            return;
        }
        let cell = Mark::seen_cell(time);
        let entry = self.entry(address, time);
        if entry.seen != Some((mac.0, cell)) {
            entry.seen = Some((mac.0, cell));
            self.insert(address, Mark::seen(mac.0, cell));
        }
    }

    fn is_held_by(&self, address: IpAddr, mac: [u8; 6]) -> bool {
        let tail = self.addresses.get(&address).and_then(|entry| entry.timeline.tail());
        tail.is_some_and(|tail| tail.key == Key::Hardware(mac))
    }

    /// Something about a device that is known by its hardware address, whatever address it has.
    fn take_device(
        &mut self,
        mac: Mac,
        time: i64,
        names: Vec<(Arc<str>, Source)>,
        router: bool,
        record: u64,
    ) {
        let key = DeviceKey::Hardware(mac.0);
        let at = self.enter_device(&key, time, record);
        let most = self.limits.names_per_span;
        if let Some(device) = self.devices.get_mut(at) {
            for (name, how) in names {
                let claim = Claim::Name { name: name.clone(), how };
                let mark = Mark { first: time, last: time, count: 1, peers: 0, hold: 0, record, claim };
                self.counters.names_forgotten += add_name(&mut device.names, &name, how, &mark, most);
            }
            if router {
                let claim = Claim::Role { role: Role::Router };
                let mark = Mark { first: time, last: time, count: 1, peers: 0, hold: 0, record, claim };
                add_role(&mut device.roles, Role::Router, &mark);
            }
        }
        self.summarize(at, time, record);
    }

    fn take_login(&mut self, address: IpAddr, account: &Spelling, failed: bool, time: i64, record: u64) {
        let key = self.accounts.used(account, address, time, failed, &self.limits, &mut self.counters);
        if self.is_own_device(address) {
            let claim = Claim::Account { account: key, failed };
            self.insert(
                address,
                Mark { first: time, last: time, count: 1, peers: 0, hold: 0, record, claim },
            );
        }
    }

    fn take_answer(
        &mut self,
        client: IpAddr,
        server: IpAddr,
        addresses: &[IpAddr],
        name: &Arc<str>,
        time: i64,
        record: u64,
    ) {
        let named = Named::new(name.clone(), time);
        let trusted = self.networks.contains(server);
        let how = if self.accounts.domains.is_own(name) { Source::Dns } else { Source::ForeignDns };
        for &address in addresses {
            self.answers.answered(client, address, &named, &self.limits, &mut self.counters);
            if trusted && self.is_own_device(address) {
                let claim = Claim::Name { name: name.clone(), how };
                self.insert(
                    address,
                    Mark { first: time, last: time, count: 1, peers: 0, hold: 0, record, claim },
                );
            }
        }
    }
}
