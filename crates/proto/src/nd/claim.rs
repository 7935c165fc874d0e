//! What a message says of whom.

use crate::context::mix;
use std::net::Ipv6Addr;
use thymus_wire::{NeighborMessage, NeighborOption, NeighborOptions};

/// What a message speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Claim {
    /// Somebody has this address.
    Has(Ipv6Addr),
    /// The sender would like to have this address (RFC 4862 section 5.4).
    Wants(Ipv6Addr),
    /// A device without an address looks for routers.
    Starts(Option<[u8; 6]>),
    /// This address is a router's.
    Routes(Ipv6Addr),
    /// What is for the second address should go another way, says the first.
    Redirects(Ipv6Addr, Ipv6Addr),
}

/// What is said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// The hardware address that the message tells, or that of its frame where it tells none.
    pub(super) at: Option<[u8; 6]>,
    /// The hardware address of its frame.
    pub(super) frame: Option<[u8; 6]>,
    /// Everything else that matters, as a hash.
    rest: u64,
}

impl Claim {
    /// The address whose hardware address may be told.
    pub(super) fn address(self) -> Option<Ipv6Addr> {
        match self {
            Self::Has(address) | Self::Routes(address) => Some(address),
            Self::Wants(_) | Self::Starts(_) | Self::Redirects(..) => None,
        }
    }
}

/// What a message claims, and what it says of it.
pub(super) fn of(message: &NeighborMessage<'_>, sender: Ipv6Addr, frame: Option<[u8; 6]>) -> (Claim, Said) {
    let claim = match *message {
        NeighborMessage::NeighborSolicitation { target, .. } if sender.is_unspecified() => {
            Claim::Wants(target)
        }
        NeighborMessage::RouterSolicitation { .. } if sender.is_unspecified() => Claim::Starts(frame),
        NeighborMessage::NeighborSolicitation { .. } | NeighborMessage::RouterSolicitation { .. } => {
            Claim::Has(sender)
        }
        NeighborMessage::NeighborAdvertisement { target, .. } => Claim::Has(target),
        NeighborMessage::RouterAdvertisement { .. } => Claim::Routes(sender),
        NeighborMessage::Redirect { destination, .. } => Claim::Redirects(sender, destination),
    };
    let rest = match *message {
        NeighborMessage::RouterAdvertisement { hop_limit, flags, lifetime_s, options, .. } => {
            let head = u64::from(hop_limit) << 16 | u64::from(flags) << 8 | u64::from(lifetime_s == 0);
            mix(head, content(options))
        }
        NeighborMessage::Redirect { target, .. } => hash_of(target),
        _ => 0,
    };
    (claim, Said { at: told(message).or(frame), frame, rest })
}

/// The hardware address that a message tells.
pub(super) fn told(message: &NeighborMessage<'_>) -> Option<[u8; 6]> {
    let tells_target =
        matches!(message, NeighborMessage::NeighborAdvertisement { .. } | NeighborMessage::Redirect { .. });
    message.options().find_map(|option| match option {
        NeighborOption::SourceLinkLayer(address) if !tells_target => Some(address),
        NeighborOption::TargetLinkLayer(address) if tells_target => Some(address),
        _ => None,
    })
}

/// What a router says of its link. Lifetimes may run down from one advertisement to the next, so only their end counts.
fn content(options: NeighborOptions<'_>) -> u64 {
    options.fold(0, |sum, option| match option {
        NeighborOption::Prefix { length, on_link, autonomous, valid_s, prefix, .. } => {
            let flags = u64::from(on_link) << 2 | u64::from(autonomous) << 1 | u64::from(valid_s == 0);
            mix(mix(sum, hash_of(prefix)), u64::from(length) << 8 | flags)
        }
        NeighborOption::Mtu(mtu) => mix(sum, mtu.into()),
        NeighborOption::RecursiveDns { lifetime_s, addresses } => {
            let (addresses, _) = addresses.as_chunks::<16>();
            let all = addresses.iter().fold(sum, |sum, octets| mix(sum, hash_of(Ipv6Addr::from(*octets))));
            mix(all, u64::from(lifetime_s == 0))
        }
        _ => sum,
    })
}

/// For telling advertisements apart that are meant to be told apart; nobody gains by making two the same.
fn hash_of(address: Ipv6Addr) -> u64 {
    let bits = address.to_bits();
    mix(bits as u64, (bits >> 64) as u64)
}
