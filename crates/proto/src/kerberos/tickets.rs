//! Tickets that were seen being granted. Whoever shows one later keeps their name encrypted; the grant tells it.

use hashbrown::HashMap;
use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::Arc;

/// At most this many grants are remembered; the oldest goes first. A day's tickets of a few hundred users.
const GRANTS_MAX: usize = 16_384;

/// How a client that was named by the very ticket it showed is marked.
const BY_TICKET: &str = "the same ticket seen when it was granted";

/// How a client that was named by another ticket of its address is marked.
const BY_ADDRESS: &str = "from a ticket granted to this address earlier";

/// SHA-256 of a ticket's encrypted part.
pub(crate) type Fingerprint = [u8; 32];

/// The fingerprint of a ticket; none where its encrypted part is not there.
pub(crate) fn fingerprint(sealed: &[u8]) -> Option<Fingerprint> {
    if sealed.is_empty() {
        return None;
    }
    let digest = ring::digest::digest(&ring::digest::SHA256, sealed);
    digest.as_ref().first_chunk().copied()
}

/// A fingerprint in hexadecimal.
pub(crate) fn hexadecimal(fingerprint: &Fingerprint) -> String {
    fingerprint.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A ticket granted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) user: String,
    pub(crate) realm: String,
    pub(crate) to: IpAddr,
}

/// What is known of whoever shows a ticket.
#[derive(Clone, Debug)]
pub(crate) struct Owner {
    pub(crate) grant: Arc<Grant>,
    pub(crate) inferred_from: &'static str,
    /// It is this very ticket that was granted.
    pub(crate) exact: bool,
}

type Seeded = foldhash::fast::FixedState;

/// The grants that one worker has seen.
#[derive(Default)]
pub(crate) struct Tickets {
    by_ticket: HashMap<Fingerprint, Arc<Grant>, Seeded>,
    by_address: HashMap<(IpAddr, Box<str>), Arc<Grant>, Seeded>,
    order: VecDeque<(Fingerprint, (IpAddr, Box<str>))>,
}

impl Tickets {
    /// Remembers a ticket that was granted for a service.
    pub(crate) fn granted(&mut self, ticket: Fingerprint, service: &str, grant: Grant) {
        while self.order.len() >= GRANTS_MAX
            && let Some((ticket, place)) = self.order.pop_front()
        {
            self.forget(&ticket, &place);
        }
        let place = (grant.to, key_of(service));
        let grant = Arc::new(grant);
        self.by_address.insert(place.clone(), Arc::clone(&grant));
        if self.by_ticket.insert(ticket, grant).is_none() {
            self.order.push_back((ticket, place));
        }
    }

    /// Who it is that shows this ticket for a service from an address.
    pub(crate) fn owner(&self, ticket: &Fingerprint, service: &str, from: IpAddr) -> Option<Owner> {
        if let Some(grant) = self.by_ticket.get(ticket) {
            return Some(Owner { grant: Arc::clone(grant), inferred_from: BY_TICKET, exact: true });
        }
        let grant = self.by_address.get(&(from, key_of(service)))?;
        Some(Owner { grant: Arc::clone(grant), inferred_from: BY_ADDRESS, exact: false })
    }

    fn forget(&mut self, ticket: &Fingerprint, place: &(IpAddr, Box<str>)) {
        let Some(gone) = self.by_ticket.remove(ticket) else { return };
        if self.by_address.get(place).is_some_and(|grant| Arc::ptr_eq(grant, &gone)) {
            self.by_address.remove(place);
        }
    }
}

/// Windows compares service names without regard to case.
fn key_of(service: &str) -> Box<str> {
    service.to_lowercase().into_boxed_str()
}
