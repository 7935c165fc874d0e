//! Which packets are wanted.

use std::net::IpAddr;

use thymus_wire::Timestamp;

use super::conversation::{Conversation, Ports, conversations, number};
use super::filter;
use super::layout::Span;
use crate::packet::Packet;

/// Which packets to extract: those that fit all that is given.
///
/// Addresses count wherever they stand: as source or destination, within VLANs, MPLS, PPPoE and tunnels, in ARP too.
/// A later fragment, or a packet cut short before its ports, fits every port: without it evidence would have holes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Query {
    /// An address that sends or receives the packet.
    pub host: Option<IpAddr>,
    /// The address at the other end.
    pub peer: Option<IpAddr>,
    /// A port, of either end, of the same conversation that the addresses are of.
    pub port: Option<u16>,
    /// The earliest time, inclusive.
    pub from: Timestamp,
    /// The latest time, inclusive.
    pub to: Timestamp,
}

/// A query made ready for comparison.
pub(super) struct Plan {
    hosts: [Option<u128>; 2],
    port: Option<u16>,
    pub(super) span: Span,
}

impl Plan {
    pub(super) fn new(query: &Query) -> Self {
        let span = Span { first: query.from, last: query.to };
        Self { hosts: [query.host, query.peer].map(|host| host.map(number)), port: query.port, span }
    }

    /// Whether a block with this filter may have packets that fit.
    pub(super) fn may_fit(&self, filter: &[u8]) -> bool {
        let has = |key| filter::contains(filter, key);
        let has_address = |host: &u128| has(filter::address_key(*host));
        self.hosts.iter().flatten().all(has_address)
            && self.pair().is_none_or(|(host, peer)| has(filter::pair_key(host, peer)))
            && self.port.is_none_or(|port| has(filter::port_key(port)) || has(filter::unknown_port_key()))
    }

    /// Whether a packet fits.
    #[inline]
    pub(super) fn fits(&self, packet: &Packet) -> bool {
        if packet.timestamp < self.span.first || packet.timestamp > self.span.last {
            return false;
        }
        if self.hosts == [None, None] && self.port.is_none() {
            return true;
        }
        let mut fits = false;
        conversations(packet.link, packet.bytes, |conversation| {
            fits |= self.fits_conversation(&conversation)
        });
        fits
    }

    fn pair(&self) -> Option<(u128, u128)> {
        let [host, peer] = self.hosts;
        host.zip(peer)
    }

    fn fits_conversation(&self, conversation: &Conversation) -> bool {
        let Conversation { source, destination, ports } = *conversation;
        let addresses_fit = match self.hosts {
            [Some(a), Some(b)] => (source, destination) == (a, b) || (source, destination) == (b, a),
            [Some(host), None] | [None, Some(host)] => source == host || destination == host,
            [None, None] => true,
        };
        let port_fits = |port| match ports {
            Ports::None => false,
            Ports::Known(source, destination) => source == port || destination == port,
            Ports::Unknown => true,
        };
        addresses_fit && self.port.is_none_or(port_fits)
    }
}
