//! Protocols that stand on the link itself: no flow carries them, and most of what they say they say again and again.

mod distinct;
mod recent;
mod sightings;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use recent::Recent;
pub(crate) use sightings::{News, Seen, Sightings};

use crate::context::Context;
use crate::hub::Hub;
use crate::registry;
use crate::weird::Weird;
use sightings::{Admission, Window};
use std::hash::{BuildHasher as _, Hash};
use std::net::IpAddr;
use thymus_flow::{IcmpNews, LinkPlace};
use thymus_record::{Mac, Record, Schema, Timestamp};
use thymus_wire::WireAnomaly;

/// At most this many anomalies of frames become records in a minute; the rest are counted.
const WEIRDS_PER_MINUTE_MAX: u32 = 300;

/// A protocol of the link. Each folder has one, named in the registry.
pub struct LinkProtocol {
    /// Its name, which is that of its kind of record.
    pub name: &'static str,
    /// How it is carried.
    pub carrier: LinkCarrier,
    /// Makes the state for one engine.
    pub open: fn() -> Box<dyn LinkAnalyzer>,
    /// The kinds of record it makes.
    pub records: &'static [fn() -> &'static Schema],
}

/// What carries a protocol of the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkCarrier {
    /// Frames of this type: see [`thymus_wire::Network::Other`].
    Frames(u16),
    /// ICMP messages.
    Icmp,
}

/// Reads one protocol of the link, for all devices that one engine sees. Total over any input, as analyzers of flows are.
pub trait LinkAnalyzer: Send {
    /// What a frame carries, maybe with padding.
    fn frame(&mut self, cx: &mut LinkContext<'_>, payload: &[u8]) {
        let _ = (cx, payload);
    }

    /// An ICMP message.
    fn message(&mut self, cx: &mut Context<'_>, news: &IcmpNews<'_>) {
        let _ = (cx, news);
    }
}

/// The state of every protocol of the link, of one engine.
pub(crate) struct Links(Vec<(LinkCarrier, Box<dyn LinkAnalyzer>)>);

impl Default for Links {
    fn default() -> Self {
        Self(registry::LINK_PROTOCOLS.iter().map(|protocol| (protocol.carrier, (protocol.open)())).collect())
    }
}

impl Links {
    pub(crate) fn frame(&mut self, cx: &mut LinkContext<'_>, ethertype: u16, payload: &[u8]) {
        let wanted = LinkCarrier::Frames(ethertype);
        if let Some((_, analyzer)) = self.0.iter_mut().find(|(carrier, _)| *carrier == wanted) {
            analyzer.frame(cx, payload);
        }
    }

    pub(crate) fn message(&mut self, cx: &mut Context<'_>, news: &IcmpNews<'_>) {
        let of_icmp = self.0.iter_mut().filter(|(carrier, _)| *carrier == LinkCarrier::Icmp);
        of_icmp.for_each(|(_, analyzer)| analyzer.message(cx, news));
    }
}

/// What is kept of the link for the engine as a whole.
#[derive(Default)]
pub(crate) struct LinkShared {
    weirds: Window,
}

/// A link analyzer's view of its frame and its way out.
pub struct LinkContext<'a> {
    /// The time of the frame.
    pub now: Timestamp,
    /// Where it was seen.
    pub place: &'a LinkPlace,
    pub(crate) hub: &'a mut Hub,
}

impl LinkContext<'_> {
    /// Sends a record on its way.
    pub(crate) fn emit(&mut self, record: &dyn Record) {
        self.hub.emit(record);
    }

    /// Counts what was left out because it was told before.
    pub(crate) fn left_out(&mut self) {
        self.hub.counts.repeats += 1;
    }

    /// Notes that a rule was broken, or a limit reached, between these hosts if any are named.
    pub(crate) fn weird(&mut self, source: &'static str, hosts: Option<(IpAddr, IpAddr)>, broken: Broken) {
        let broken = match self.hub.link.weirds.take(self.now, WEIRDS_PER_MINUTE_MAX) {
            Admission::Granted => broken,
            Admission::FirstRefused => Broken::rule("weird_limit_reached"),
            Admission::Refused => {
                self.hub.counts.weirds_suppressed += 1;
                return;
            }
        };
        self.hub.counts.weirds += 1;
        let record = Weird::of_frame(self.now, source, hosts, broken);
        self.hub.emit(&record);
    }
}

/// What rule was broken, where, and what was found.
pub(crate) struct Broken {
    pub(crate) name: &'static str,
    pub(crate) found: Option<String>,
    pub(crate) offset: u64,
}

impl Broken {
    pub(crate) fn rule(name: &'static str) -> Self {
        Self { name, found: None, offset: 0 }
    }
}

impl From<WireAnomaly> for Broken {
    fn from(anomaly: WireAnomaly) -> Self {
        Self { name: anomaly.name, found: None, offset: anomaly.offset as u64 }
    }
}

/// The stretch of network in which an address means one device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Segment {
    vlan: Option<u16>,
    inner_vlan: Option<u16>,
    tunnel_between: Option<(IpAddr, IpAddr)>,
}

impl Segment {
    pub(crate) fn of(place: &LinkPlace) -> Self {
        let LinkPlace { link, tunnel_between } = *place;
        Self { vlan: link.vlan, inner_vlan: link.inner_vlan, tunnel_between }
    }
}

/// A hardware address that says something: zeros stand for one that is not known.
pub(crate) fn known_mac(octets: [u8; 6]) -> Option<Mac> {
    (octets != [0; 6]).then_some(Mac(octets))
}

/// A hash of what a device says, to see whether it says the same as before.
pub(crate) fn content_hash(content: &impl Hash) -> u64 {
    foldhash::fast::FixedState::default().hash_one(content)
}

/// Text as devices put it into frames: some end it with zeros or line breaks.
pub(crate) fn tidy_text(bytes: &[u8]) -> String {
    let text = thymus_record::text_from_wire(bytes);
    text.trim_matches(|end: char| end == '\0' || end.is_whitespace()).to_owned()
}

/// A hardware address as text, if these bytes can be one.
pub(crate) fn mac_text(bytes: &[u8]) -> Option<String> {
    <[u8; 6]>::try_from(bytes).ok().map(|octets| Mac(octets).to_string())
}

/// The names of the bits that are set, from the lowest.
pub(crate) fn flag_names(bits: u32, names: &[&'static str]) -> Vec<&'static str> {
    let is_set = |bit: usize| {
        bits.checked_shr(u32::try_from(bit).unwrap_or(u32::MAX)).is_some_and(|rest| rest & 1 == 1)
    };
    names.iter().enumerate().filter(|(bit, _)| is_set(*bit)).map(|(_, name)| *name).collect()
}
