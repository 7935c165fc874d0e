//! Which addresses are one's own, and which way a connection goes.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A network: an address and how many of its bits count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Prefix {
    bits: u128,
    mask: u128,
    four: bool,
}

/// A text that is no network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no network; write it as 10.0.0.0/8 or fd00::/8, or a single address")]
pub struct PrefixError(pub String);

/// One's own networks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Networks {
    prefixes: Vec<Prefix>,
}

/// Which way something goes, seen from one's own networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Both ends are one's own.
    Internal,
    /// From one's own networks to others.
    Outbound,
    /// From other networks to one's own.
    Inbound,
    /// Neither end is one's own.
    External,
}

/// What is one's own where nothing else is said: RFC 1918, RFC 4193 and link local.
const DEFAULT: [&str; 6] =
    ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10"];

impl Prefix {
    /// Whether the address is in the network. IPv4 inside IPv6 counts as IPv4.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let (bits, four) = plain(address.to_canonical());
        four == self.four && bits & self.mask == self.bits
    }
}

fn plain(address: IpAddr) -> (u128, bool) {
    match address {
        IpAddr::V4(address) => (u128::from(u32::from(address)) << 96, true),
        IpAddr::V6(address) => (u128::from(address), false),
    }
}

impl FromStr for Prefix {
    type Err = PrefixError;

    fn from_str(text: &str) -> Result<Self, PrefixError> {
        let wrong = || PrefixError(text.to_owned());
        let (address, length) = text.split_once('/').map_or((text, None), |(a, l)| (a, Some(l)));
        let (bits, four) = plain(address.trim().parse().map_err(|_| wrong())?);
        let longest = if four { 32 } else { 128 };
        let length =
            length.map_or(Ok(longest), |length| length.trim().parse::<u32>().map_err(|_| wrong()))?;
        if length > longest {
            return Err(wrong());
        }
        let mask = u128::MAX.checked_shl(128 - length).unwrap_or(0);
        Ok(Self { bits: bits & mask, mask, four })
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.mask.count_ones();
        if self.four {
            write!(f, "{}/{length}", Ipv4Addr::from((self.bits >> 96) as u32))
        } else {
            write!(f, "{}/{length}", Ipv6Addr::from(self.bits))
        }
    }
}

impl Default for Networks {
    fn default() -> Self {
        Self { prefixes: DEFAULT.iter().filter_map(|text| text.parse().ok()).collect() }
    }
}

impl Networks {
    /// These networks, and link-local addresses, which are always one's own.
    #[must_use]
    pub fn new(prefixes: Vec<Prefix>) -> Self {
        Self { prefixes }
    }

    /// Whether the address is one's own: in one of the networks, or one that does not leave the link or machine.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        stays_here(address) || self.prefixes.iter().any(|prefix| prefix.contains(address))
    }

    /// Which way something from the one address to the other goes.
    #[must_use]
    pub fn direction(&self, from: IpAddr, to: IpAddr) -> Direction {
        Direction::of(self.contains(from), self.contains(to))
    }
}

impl Direction {
    /// Which way it goes from an end that is (not) one's own to one that is (not).
    #[must_use]
    pub fn of(from_inside: bool, to_inside: bool) -> Self {
        match (from_inside, to_inside) {
            (true, true) => Self::Internal,
            (true, false) => Self::Outbound,
            (false, true) => Self::Inbound,
            (false, false) => Self::External,
        }
    }

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Outbound => "outbound",
            Self::Inbound => "inbound",
            Self::External => "external",
        }
    }
}

/// Addresses that no router passes on: link local, multicast, broadcast, loopback, none.
fn stays_here(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            address.is_link_local()
                || address.is_multicast()
                || address.is_broadcast()
                || address.is_loopback()
                || address.is_unspecified()
        }
        IpAddr::V6(address) => {
            address.is_unicast_link_local()
                || address.is_multicast()
                || address.is_loopback()
                || address.is_unspecified()
        }
    }
}

/// Whether one device can have the address: not multicast, broadcast, loopback or none.
#[must_use]
pub fn is_of_one_device(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            !(address.is_multicast()
                || address.is_broadcast()
                || address.is_loopback()
                || address.is_unspecified())
        }
        IpAddr::V6(address) => !(address.is_multicast() || address.is_loopback() || address.is_unspecified()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn private_addresses_are_ones_own_unless_something_else_is_said() {
        let networks = Networks::default();
        for text in
            ["10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.1.1", "fd00::1", "fe80::1"]
        {
            assert!(networks.contains(address(text)), "{text}");
        }
        for text in [
            "11.0.0.1",
            "172.32.0.1",
            "172.15.255.255",
            "192.169.0.1",
            "8.8.8.8",
            "2001:db8::1",
            "100.64.0.1",
        ] {
            assert!(!networks.contains(address(text)), "{text}");
        }
        let own = Networks::new(vec!["198.51.100.0/24".parse().unwrap(), "2001:db8::/32".parse().unwrap()]);
        assert!(own.contains(address("198.51.100.77")) && own.contains(address("2001:db8:1::1")));
        assert!(own.contains(address("::ffff:198.51.100.77")));
        assert!(!own.contains(address("10.0.0.1")), "the list replaces the default");
        assert!(
            own.contains(address("fe80::1")) && own.contains(address("224.0.0.251")),
            "they stay on the link"
        );
    }

    #[test]
    fn a_connection_goes_one_of_four_ways() {
        let networks = Networks::default();
        let way = |from, to| networks.direction(address(from), address(to)).name();
        assert_eq!(way("10.0.0.1", "10.0.0.2"), "internal");
        assert_eq!(way("10.0.0.1", "8.8.8.8"), "outbound");
        assert_eq!(way("8.8.8.8", "10.0.0.1"), "inbound");
        assert_eq!(way("8.8.8.8", "9.9.9.9"), "external");
        assert_eq!(way("10.0.0.1", "255.255.255.255"), "internal");
        assert_eq!(way("10.0.0.1", "ff02::fb"), "internal");
    }

    #[test]
    fn networks_are_written_as_everybody_does() {
        for text in ["10.0.0.0/8", "0.0.0.0/0", "192.0.2.1/32", "fd00::/8", "::/0"] {
            assert_eq!(text.parse::<Prefix>().unwrap().to_string(), text);
        }
        assert_eq!("10.1.2.3/8".parse::<Prefix>().unwrap().to_string(), "10.0.0.0/8");
        assert_eq!("192.0.2.1".parse::<Prefix>().unwrap().to_string(), "192.0.2.1/32");
        for text in ["", "10.0.0.0/33", "fd00::/129", "10.0.0/8", "10.0.0.0/", "10.0.0.0/-1", "pc17"] {
            assert!(text.parse::<Prefix>().is_err(), "{text}");
        }
    }
}
