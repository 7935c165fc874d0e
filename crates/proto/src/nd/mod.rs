//! Neighbour discovery for IPv6 (RFC 4861): who has which address, which routers and prefixes a link has.
//!
//! As with ARP, a record says what is new or changed, and what is still told every ten minutes; what is told in between is
//! counted in the next record.

mod claim;
mod record;
#[cfg(test)]
mod tests;

pub use record::Nd;

use crate::Context;
use crate::context::mix;
use crate::link::{LinkAnalyzer, LinkCarrier, LinkProtocol, News, Recent, Seen, Segment, Sightings};
use claim::{Claim, Said};
use std::net::{IpAddr, Ipv6Addr};
use thymus_flow::IcmpNews;
use thymus_record::{Declared, Interval, Mac};
use thymus_wire::{NeighborMessage, NeighborOption, NeighborOptions};

/// Neighbour discovery in ICMPv6.
pub static PROTOCOL: LinkProtocol = LinkProtocol {
    name: "nd",
    carrier: LinkCarrier::Icmp,
    open: || Box::<State>::default(),
    records: &[Nd::declaration],
};

/// A router that was further away would have made it less (RFC 4861 section 6.1): whoever sent it is not on the link.
const HOP_LIMIT: u8 = 255;

/// At most this many prefixes, and as many name servers, of one advertisement are told.
const LISTED_MAX: usize = 32;

#[derive(Default)]
struct State {
    sightings: Sightings<(Segment, Claim), Said>,
    /// Which address was asked for.
    solicitations: Recent<(Segment, Ipv6Addr)>,
}

impl LinkAnalyzer for State {
    fn message(&mut self, cx: &mut Context<'_>, news: &IcmpNews<'_>) {
        let Some(message) = news.message.neighbor_message() else { return };
        if news.packet.ttl != HOP_LIMIT {
            return cx.weird_about("ICMP", "nd_hop_limit", 7, news.packet.ttl.to_string());
        }
        if news.reassembled {
            return cx.weird("ICMP", "nd_fragmented", 0);
        }
        match message {
            Ok(message) => self.tell(cx, news, &message),
            Err(anomaly) if news.packet.is_complete() => {
                cx.weird("ICMP", anomaly.name, anomaly.offset as u64)
            }
            Err(_) => {}
        }
    }
}

impl State {
    fn tell(&mut self, cx: &mut Context<'_>, news: &IcmpNews<'_>, message: &NeighborMessage<'_>) {
        let IpAddr::V6(sender) = news.packet.source else { return };
        let segment = Segment::of(&news.place);
        let unsolicited = self.is_unsolicited(cx, segment, message);
        let frame = news.place.link.source;
        let (claim, said) = claim::of(message, sender, frame);
        let target = match message {
            NeighborMessage::NeighborSolicitation { target, .. } => {
                let bits = target.to_bits();
                Some(mix(bits as u64, (bits >> 64) as u64))
            }
            _ => None,
        };
        match self.sightings.see(cx.now, (segment, claim), said, target) {
            Seen::Known => cx.left_out(),
            Seen::Limit(found) => {
                cx.left_out();
                cx.weird_about("ICMP", "nd_limit_reached", 0, found.to_owned());
            }
            Seen::New(sighting) => {
                let record = record(cx, news, message, sender, claim, unsolicited, &sighting);
                cx.emit(&record);
                // A redirect tells of somebody else by its nature.
                if claim.address().is_some() {
                    tell_of_mismatch(cx, said);
                }
            }
        }
    }

    /// Remembers a solicitation; says of an advertisement whether it answers one.
    fn is_unsolicited(&mut self, cx: &Context<'_>, segment: Segment, message: &NeighborMessage<'_>) -> bool {
        match message {
            NeighborMessage::NeighborSolicitation { target, .. } => {
                self.solicitations.ask(cx.now, (segment, *target));
                false
            }
            NeighborMessage::NeighborAdvertisement { target, .. } => {
                !self.solicitations.was_asked(cx.now, &(segment, *target))
            }
            _ => false,
        }
    }
}

/// The counterpart of Zeek's `weird-arp-sha`.
fn tell_of_mismatch(cx: &mut Context<'_>, said: Said) {
    if let (Some(told), Some(frame)) = (said.at, said.frame)
        && told != frame
    {
        let found = format!("the frame is from {}, the message tells {}", Mac(frame), Mac(told));
        cx.weird_about("ICMP", "weird_nd_address", 0, found);
    }
}

#[allow(clippy::too_many_arguments, reason = "a record is made of all that is known of its message")]
fn record(
    cx: &Context<'_>,
    news: &IcmpNews<'_>,
    message: &NeighborMessage<'_>,
    sender: Ipv6Addr,
    claim: Claim,
    unsolicited: bool,
    sighting: &News<Said>,
) -> Nd {
    let link = news.place.link;
    let told = claim::told(message);
    let now_at = told.or(link.source);
    let previous = sighting.previous.and_then(|previous| previous.at).filter(|at| Some(*at) != now_at);
    let mut nd = Nd {
        head: cx.head(),
        operation: "",
        sender,
        mac_src: link.source.map(Mac),
        mac_dst: link.destination.map(Mac),
        vlan: link.vlan,
        inner_vlan: link.inner_vlan,
        addr: claim.address(),
        l2_addr: told.map(Mac),
        previous_l2_addr: previous.map(Mac),
        target: None,
        probe: matches!(claim, Claim::Wants(_)),
        unsolicited,
        solicited: None,
        overrides: None,
        is_router: None,
        destination: None,
        hop_limit: None,
        router_lifetime: None,
        router_preference: None,
        managed: None,
        other_configuration: None,
        prefixes: Vec::new(),
        valid_lifetimes: Vec::new(),
        preferred_lifetimes: Vec::new(),
        mtu: None,
        dns_servers: Vec::new(),
        left_out: sighting.left_out,
        targets: sighting.targets,
    };
    nd.describe(message);
    nd
}

impl Nd {
    fn describe(&mut self, message: &NeighborMessage<'_>) {
        match *message {
            NeighborMessage::RouterSolicitation { .. } => self.operation = "router_solicitation",
            NeighborMessage::RouterAdvertisement { hop_limit, flags, lifetime_s, options, .. } => {
                self.operation = "router_advertisement";
                self.hop_limit = Some(hop_limit);
                self.router_lifetime = Some(Interval::from_seconds(lifetime_s.into()));
                self.router_preference = Some(preference(flags));
                self.managed = Some(flags & 0x80 != 0);
                self.other_configuration = Some(flags & 0x40 != 0);
                self.describe_link(options);
            }
            NeighborMessage::NeighborSolicitation { target, .. } => {
                self.operation = "neighbor_solicitation";
                self.target = Some(target);
            }
            NeighborMessage::NeighborAdvertisement { target, router, solicited, overrides, .. } => {
                self.operation = "neighbor_advertisement";
                self.target = Some(target);
                (self.is_router, self.solicited, self.overrides) =
                    (Some(router), Some(solicited), Some(overrides));
            }
            NeighborMessage::Redirect { target, destination, .. } => {
                self.operation = "redirect";
                (self.target, self.destination) = (Some(target), Some(destination));
            }
        }
    }

    fn describe_link(&mut self, options: NeighborOptions<'_>) {
        for option in options {
            match option {
                NeighborOption::Prefix { length, valid_s, preferred_s, prefix, .. }
                    if self.prefixes.len() < LISTED_MAX =>
                {
                    self.prefixes.push(format!("{prefix}/{length}"));
                    self.valid_lifetimes.push(Interval::from_seconds(valid_s.into()));
                    self.preferred_lifetimes.push(Interval::from_seconds(preferred_s.into()));
                }
                NeighborOption::Mtu(mtu) => self.mtu = Some(mtu),
                NeighborOption::RecursiveDns { addresses, .. } => {
                    let room = LISTED_MAX.saturating_sub(self.dns_servers.len());
                    let (addresses, _) = addresses.as_chunks::<16>();
                    let servers = addresses.iter().map(|octets| IpAddr::from(*octets));
                    self.dns_servers.extend(servers.take(room));
                }
                _ => {}
            }
        }
    }
}

/// RFC 4191 section 2.2; the fourth value is reserved and means medium.
fn preference(flags: u8) -> &'static str {
    match flags >> 3 & 3 {
        1 => "high",
        3 => "low",
        _ => "medium",
    }
}
