//! Everything that is known of identities, and the way records take through it.

use crate::account::Accounts;
use crate::clock::Clock;
use crate::device::{DeviceKey, DeviceRef, Devices};
use crate::evidence::{self, Plan, Statement, View};
use crate::external::{Answers, Geography};
use crate::front::Fronts;
use crate::limits::{Counters, Limits};
use crate::network::Networks;
use crate::timeline::Timeline;
use hashbrown::HashMap;
use std::net::IpAddr;
use thymus_record::{Record as _, Row, Schema};

/// Who is who.
pub struct Entities {
    pub(crate) networks: Networks,
    pub(crate) limits: Limits,
    pub(crate) counters: Counters,
    pub(crate) geography: Option<&'static Geography>,
    pub(crate) clock: Clock,
    pub(crate) addresses: HashMap<IpAddr, Address, foldhash::quality::RandomState>,
    pub(crate) devices: Devices,
    pub(crate) accounts: Accounts,
    pub(crate) answers: Answers,
    pub(crate) fronts: Fronts,
    pub(crate) changes: Vec<Row>,
    /// The minute of event time in which changes are counted, and how many there were.
    pub(crate) changes_in_minute: (i64, u32),
    plans: HashMap<usize, Plan, foldhash::fast::FixedState>,
    statements: Vec<Statement>,
}

/// What is known of an address.
#[derive(Debug)]
pub(crate) struct Address {
    pub(crate) first: i64,
    pub(crate) last: i64,
    pub(crate) head: Option<Head>,
    /// The hardware address that packets came from, and in which cell of time: what need not be told again.
    pub(crate) seen: Option<([u8; 6], i64)>,
    pub(crate) timeline: Timeline,
}

/// Who has an address now: what almost every record asks for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    pub(crate) device: DeviceRef,
    pub(crate) from: i64,
    pub(crate) until: i64,
}

/// How much is remembered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// Devices.
    pub devices: usize,
    /// Addresses of one's own networks.
    pub addresses: usize,
    /// Accounts, each spelling of the domain counted.
    pub accounts: usize,
    /// Answers of name servers.
    pub answers: usize,
    /// Hardware addresses that are watched for being routers.
    pub fronts: usize,
}

impl Address {
    pub(crate) fn new(time: i64) -> Self {
        Self { first: time, last: time, head: None, seen: None, timeline: Timeline::default() }
    }

    fn worth(&self) -> (u32, i64) {
        let minutes = (self.last - self.first).max(0).unsigned_abs() / 60_000_000_000;
        ((minutes + 1).ilog2(), self.last)
    }
}

/// When there are too many addresses, this share of them goes at once.
const SWEEP_SHARE: usize = 16;

impl Entities {
    /// Nobody is known yet. These networks are one's own.
    #[must_use]
    pub fn new(networks: Networks, limits: Limits) -> Self {
        Self {
            networks,
            limits,
            counters: Counters::default(),
            geography: Geography::embedded(),
            clock: Clock::default(),
            addresses: HashMap::default(),
            devices: Devices::default(),
            accounts: Accounts::default(),
            answers: Answers::default(),
            fronts: Fronts::default(),
            changes: Vec::new(),
            changes_in_minute: (0, 0),
            plans: HashMap::default(),
            statements: Vec::new(),
        }
    }

    /// Learns from the record and adds to it what is known of its ends. Gives back records of what changed, to be stored
    /// and searched like any others.
    pub fn observe(&mut self, row: &mut Row) -> Vec<Row> {
        let changes = self.learn(row);
        self.stamp(row);
        changes
    }

    /// Learns from the record, and gives back records of what changed.
    pub fn learn(&mut self, row: &Row) -> Vec<Row> {
        let plan = self.plan(row.schema());
        let view = View::new(row, &plan);
        self.clock.advance(view.ts);
        let mut statements = std::mem::take(&mut self.statements);
        evidence::read(&view, &mut statements);
        for statement in statements.drain(..) {
            self.take(statement);
        }
        self.statements = statements;
        std::mem::take(&mut self.changes)
    }

    /// Where the fields of this kind of record stand.
    pub(crate) fn plan(&mut self, schema: &'static Schema) -> Plan {
        let place = std::ptr::from_ref(schema) as usize;
        *self.plans.entry(place).or_insert_with(|| Plan::of(schema))
    }

    /// One's own networks.
    #[must_use]
    pub fn networks(&self) -> &Networks {
        &self.networks
    }

    /// How much is remembered at most.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// What was forgotten or left out so far.
    #[must_use]
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    /// How much is remembered.
    #[must_use]
    pub fn sizes(&self) -> Sizes {
        Sizes {
            devices: self.devices.len(),
            addresses: self.addresses.len(),
            accounts: self.accounts.len(),
            answers: self.answers.len(),
            fronts: self.fronts.len(),
        }
    }

    /// What is known of the address, made if there is nothing yet.
    pub(crate) fn entry(&mut self, address: IpAddr, time: i64) -> &mut Address {
        if self.addresses.len() >= self.limits.addresses && !self.addresses.contains_key(&address) {
            self.sweep_addresses();
        }
        let entry = self.addresses.entry(address).or_insert_with(|| Address::new(time));
        entry.first = entry.first.min(time);
        entry.last = entry.last.max(time);
        entry
    }

    fn sweep_addresses(&mut self) {
        let mut order: Vec<_> =
            self.addresses.iter().map(|(address, entry)| (entry.worth(), *address)).collect();
        let count = (self.limits.addresses / SWEEP_SHARE).max(1).min(order.len());
        if count < order.len() {
            order.select_nth_unstable(count);
        }
        for (_, address) in order.into_iter().take(count) {
            self.forget_address(address);
            self.counters.addresses_forgotten += 1;
        }
    }

    fn forget_address(&mut self, address: IpAddr) {
        let Some(entry) = self.addresses.remove(&address) else { return };
        let keys = entry.timeline.spans().iter().map(|span| DeviceKey::of(&span.key, address));
        let mut keys: Vec<DeviceKey> = keys.chain(std::iter::once(DeviceKey::Address(address))).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let Some(at) = self.devices.place(&key) else { continue };
            if let Some(device) = self.devices.get_mut(at) {
                device.addresses.retain(|known| *known != address);
            }
            // What was known by way of the address is gone.
            self.summarize(at, entry.last, 0);
        }
    }
}
