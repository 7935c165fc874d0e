//! Addresses that are given out (RFC 2131): who gets which one, and what is said about it.

use super::device::{DeviceId, Subnet};
use super::presence::Connection;
use crate::packet::frame::Address;
use std::collections::BTreeMap;
use thymus_wire::Timestamp;

/// A time for which a device is connected with one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stay {
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
    pub(crate) subnet: Subnet,
    pub(crate) address: Address,
    /// The computer was started; else it came from another network.
    pub(crate) started: bool,
    /// It had no address here that it could ask for again.
    pub(crate) discovers: bool,
}

impl Stay {
    pub(crate) fn contains(&self, time: Timestamp) -> bool {
        (self.from..self.to).contains(&time)
    }
}

/// Whose an address is, and until when.
#[derive(Clone, Copy, Debug)]
struct Lease {
    device: DeviceId,
    until: Timestamp,
}

/// The addresses of one network.
#[derive(Default)]
struct Pool {
    leases: BTreeMap<u8, Lease>,
    last: BTreeMap<DeviceId, u8>,
}

/// Gives every connection an address. The result is sorted by device, then by time.
pub(crate) fn assign(mut connections: Vec<Connection>) -> Vec<(DeviceId, Stay)> {
    connections.sort_by_key(|connection| (connection.from, connection.device));
    let mut pools: BTreeMap<Subnet, Pool> = BTreeMap::new();
    let mut stays: Vec<(DeviceId, Stay)> = connections
        .iter()
        .map(|connection| {
            let pool = pools.entry(connection.subnet).or_default();
            (connection.device, pool.stay(connection))
        })
        .collect();
    stays.sort_by_key(|(device, stay)| (*device, stay.from));
    stays
}

impl Pool {
    fn stay(&mut self, connection: &Connection) -> Stay {
        let Connection { device, from, to, subnet, started } = *connection;
        let before = self.last.get(&device).copied();
        let kept = before.filter(|host| self.leases.get(host).is_some_and(|lease| lease.device == device));
        let still_valid = kept.is_some_and(|host| self.leases.get(&host).is_some_and(|it| it.until > from));
        let host = kept.unwrap_or_else(|| self.free(subnet, from));
        let until = last_renewal(connection) + thymus_wire::Interval::from_seconds(seconds(subnet));
        self.leases.insert(host, Lease { device, until });
        self.last.insert(device, host);
        Stay { from, to, subnet, address: subnet.address(host), started, discovers: !still_valid }
    }

    /// An address that nobody ever had, else the one that has been free for the longest time.
    fn free(&self, subnet: Subnet, now: Timestamp) -> u8 {
        let (first, count) = subnet.pool();
        let mut hosts = first..first.saturating_add(count);
        if let Some(never) = hosts.find(|host| !self.leases.contains_key(host)) {
            return never;
        }
        let free = self.leases.iter().filter(|(_, lease)| lease.until <= now);
        let longest = free.min_by_key(|(host, lease)| (lease.until, **host)).map(|(host, _)| *host);
        // Where all are taken the administrators would widen the pool, as happens here.
        longest
            .unwrap_or_else(|| self.leases.last_key_value().map_or(first, |(host, _)| host.saturating_add(1)))
    }
}

fn seconds(subnet: Subnet) -> i64 {
    subnet.lease_seconds() as i64
}

/// When the device asks to keep its address for the last time: it asks at half of the lease (RFC 2131 section 4.4.5).
fn last_renewal(connection: &Connection) -> Timestamp {
    let half = seconds(connection.subnet) * 1_000_000_000 / 2;
    let halves = (connection.to.0 - connection.from.0).max(0) / half;
    Timestamp(connection.from.0 + halves * half)
}

/// When a device asks to keep its address during a stay.
pub(crate) fn renewals(stay: &Stay) -> impl Iterator<Item = Timestamp> {
    let half = seconds(stay.subnet) * 1_000_000_000 / 2;
    let (from, to) = (stay.from.0, stay.to.0);
    (1..).map(move |number| Timestamp(from + number * half)).take_while(move |time| time.0 < to)
}
