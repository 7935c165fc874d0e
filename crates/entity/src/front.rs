//! Which hardware addresses stand in front of others: routers.

use crate::limits::{Counters, Limits};
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// A hardware address from which this many IPv4 addresses answered that are not known to be its own is a router's.
const FOUR_MIN: usize = 6;

/// Likewise for IPv6, of which a device has many itself.
const SIX_MIN: usize = 16;

/// The addresses that answered from one hardware address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Front {
    addresses: Vec<IpAddr>,
    router: bool,
}

/// All hardware addresses that are watched.
#[derive(Debug, Default)]
pub(crate) struct Fronts {
    by_mac: HashMap<[u8; 6], Front, foldhash::quality::RandomState>,
}

impl Fronts {
    /// How many are watched.
    pub(crate) fn len(&self) -> usize {
        self.by_mac.len()
    }

    /// Whether the hardware address is a router's.
    pub(crate) fn is_router(&self, mac: [u8; 6]) -> bool {
        self.by_mac.get(&mac).is_some_and(|front| front.router)
    }

    /// An address that is not known to be its own answered from the hardware address. Tells whether that makes it a router's.
    pub(crate) fn answered(
        &mut self,
        mac: [u8; 6],
        address: IpAddr,
        limits: &Limits,
        counters: &mut Counters,
    ) -> bool {
        if self.by_mac.len() >= limits.fronts && !self.by_mac.contains_key(&mac) {
            let before = self.by_mac.len();
            // Routers are few and stay; whoever floods the link with made-up addresses is forgotten.
            self.by_mac.retain(|_, front| front.router);
            if self.by_mac.len() >= limits.fronts {
                self.by_mac.clear();
            }
            counters.fronts_forgotten += (before - self.by_mac.len()) as u64;
        }
        let front = self.by_mac.entry(mac).or_default();
        if front.router || front.addresses.contains(&address) {
            return false;
        }
        front.addresses.push(address);
        let four = front.addresses.iter().filter(|address| address.is_ipv4()).count();
        front.router = four >= FOUR_MIN || front.addresses.len() - four >= SIX_MIN;
        if front.router {
            front.addresses = Vec::new();
        }
        front.router
    }

    /// What a snapshot keeps, in a fixed order.
    pub(crate) fn save(&self) -> Vec<([u8; 6], Front)> {
        let mut all: Vec<_> = self.by_mac.iter().map(|(mac, front)| (*mac, front.clone())).collect();
        all.sort_by_key(|(mac, _)| *mac);
        all
    }

    /// Takes back what a snapshot kept.
    pub(crate) fn load(saved: Vec<([u8; 6], Front)>) -> Self {
        Self { by_mac: saved.into_iter().collect() }
    }
}
