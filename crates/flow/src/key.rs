//! What the packets of one flow have in common.

use std::hash::{Hash, Hasher};
use std::net::IpAddr;

/// Both ends of a flow without regard to who began it: the lower address and port first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    low: u128,
    high: u128,
    low_port: u16,
    high_port: u16,
    protocol: u8,
    version_and_kind: u8,
}

const IPV6: u8 = 1;
const ONE_WAY: u8 = 2;

impl Hash for Key {
    fn hash<S: Hasher>(&self, state: &mut S) {
        state.write_u128(self.low);
        state.write_u128(self.high);
        state.write_u64(
            u64::from(self.low_port)
                | u64::from(self.high_port) << 16
                | u64::from(self.protocol) << 32
                | u64::from(self.version_and_kind) << 40,
        );
    }
}

impl Key {
    /// The key of a packet, and whether its source is the lower end.
    pub(crate) fn new(protocol: u8, source: (IpAddr, u16), destination: (IpAddr, u16)) -> (Self, bool) {
        let (source_bits, version) = bits(source.0);
        let (destination_bits, _) = bits(destination.0);
        let from_low = (source_bits, source.1) <= (destination_bits, destination.1);
        let (low, low_port, high, high_port) = if from_low {
            (source_bits, source.1, destination_bits, destination.1)
        } else {
            (destination_bits, destination.1, source_bits, source.1)
        };
        (Self { low, high, low_port, high_port, protocol, version_and_kind: version }, from_low)
    }

    /// The key of a message that has no answer: both directions are flows of their own.
    pub(crate) fn one_way(protocol: u8, source: (IpAddr, u16), destination: (IpAddr, u16)) -> (Self, bool) {
        let (low, version) = bits(source.0);
        let (high, _) = bits(destination.0);
        let key = Self {
            low,
            high,
            low_port: source.1,
            high_port: destination.1,
            protocol,
            version_and_kind: version | ONE_WAY,
        };
        (key, true)
    }
}

/// An address as a number, and its version.
fn bits(address: IpAddr) -> (u128, u8) {
    match address {
        IpAddr::V4(address) => (u128::from(address.to_bits()), 0),
        IpAddr::V6(address) => (address.to_bits(), IPV6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_directions_agree_and_one_way_does_not() {
        let a = ("10.0.0.1".parse().unwrap(), 8);
        let b = ("10.0.0.2".parse().unwrap(), 0);
        assert_eq!(Key::new(1, a, b).0, Key::new(1, b, a).0);
        assert_ne!(Key::new(1, a, b).1, Key::new(1, b, a).1);
        assert_ne!(Key::one_way(1, a, b).0, Key::one_way(1, b, a).0);
        let mapped = ("::10.0.0.1".parse().unwrap(), 8);
        let mapped_b = ("::10.0.0.2".parse().unwrap(), 0);
        assert_ne!(Key::new(1, a, b).0, Key::new(1, mapped, mapped_b).0);
    }
}
