//! Sorted tables of numbers: the ids of the rows, and dictionaries of IP and hardware addresses.

use super::bytes::{u32_at, u64_at};
use std::net::IpAddr;
use std::sync::Arc;
use tantivy::columnar::ColumnValues;
use tantivy::directory::OwnedBytes;

/// The ids of the rows of a split: the row of the latest is the first.
pub(crate) struct Ids {
    distances: Arc<dyn ColumnValues<u64>>,
    top: u64,
}

/// A sorted dictionary of IP addresses: how many IPv4 ones, these in four bytes, then IPv6 ones in sixteen.
pub(crate) struct StoredAddresses {
    bytes: OwnedBytes,
    v4: u32,
    v6: u32,
}

/// A sorted dictionary of hardware addresses in eight bytes each.
pub(crate) struct StoredMacs(OwnedBytes);

impl Ids {
    /// Ids that were written as distances from the greatest.
    pub(crate) fn new(distances: Arc<dyn ColumnValues<u64>>, top: u64) -> Self {
        Self { distances, top }
    }

    pub(crate) fn len(&self) -> u32 {
        self.distances.num_vals()
    }

    /// The id of a row; zero past the end.
    pub(crate) fn get(&self, row: u32) -> u64 {
        if row < self.len() { self.top.wrapping_sub(self.distances.get_val(row)) } else { 0 }
    }

    /// The first row whose id is less than this.
    pub(crate) fn first_below(&self, id: u64) -> u32 {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.get(middle) < id { high = middle } else { low = middle + 1 }
        }
        low
    }
}

impl StoredAddresses {
    /// The bytes of a sorted dictionary.
    pub(crate) fn pack(addresses: &[IpAddr]) -> Vec<u8> {
        let v4 = addresses.iter().filter(|address| address.is_ipv4()).count() as u32;
        let mut bytes = v4.to_le_bytes().to_vec();
        for address in addresses {
            match address {
                IpAddr::V4(address) => bytes.extend_from_slice(&address.to_bits().to_le_bytes()),
                IpAddr::V6(address) => bytes.extend_from_slice(&address.to_bits().to_le_bytes()),
            }
        }
        bytes
    }

    /// `None` if the bytes cannot be a dictionary.
    pub(crate) fn open(bytes: OwnedBytes) -> Option<Self> {
        let v4 = u32_at(&bytes, 0)?;
        let rest = bytes.len().checked_sub(4 + (v4 as usize).checked_mul(4)?)?;
        Some(Self { bytes, v4, v6: u32::try_from(rest / 16).ok()? })
    }

    pub(crate) fn len(&self) -> u32 {
        self.v4 + self.v6
    }

    pub(crate) fn get(&self, number: u32) -> Option<IpAddr> {
        match number.checked_sub(self.v4) {
            None => u32_at(&self.bytes, 1 + number as usize).map(|bits| IpAddr::V4(bits.into())),
            Some(place) if place < self.v6 => {
                let at = 4 + self.v4 as usize * 4 + place as usize * 16;
                let bits = self.bytes.get(at..at + 16)?.try_into().ok()?;
                Some(IpAddr::V6(u128::from_le_bytes(bits).into()))
            }
            Some(_) => None,
        }
    }

    /// The number of the first address that is not less than this; all IPv4 addresses come before IPv6 ones.
    pub(crate) fn first_from(&self, address: IpAddr) -> u32 {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.get(middle).is_some_and(|found| found < address) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        low
    }
}

impl StoredMacs {
    /// The bytes of a sorted dictionary.
    pub(crate) fn pack(macs: &[u64]) -> Vec<u8> {
        macs.iter().flat_map(|mac| mac.to_le_bytes()).collect()
    }

    pub(crate) fn open(bytes: OwnedBytes) -> Self {
        Self(bytes)
    }

    pub(crate) fn len(&self) -> u32 {
        (self.0.len() / 8) as u32
    }

    pub(crate) fn get(&self, number: u32) -> Option<u64> {
        u64_at(&self.0, number as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_come_back_sorted() {
        let mut addresses: Vec<IpAddr> =
            ["::ffff:1.2.3.4", "10.0.0.1", "::", "255.255.255.255", "0.0.0.0", "2001:db8::1"]
                .iter()
                .map(|text| text.parse().unwrap())
                .collect();
        addresses.sort();
        let stored = StoredAddresses::open(OwnedBytes::new(StoredAddresses::pack(&addresses))).unwrap();
        assert_eq!(stored.len(), 6);
        for (number, address) in addresses.iter().enumerate() {
            assert_eq!(stored.get(number as u32), Some(*address));
            assert_eq!(stored.first_from(*address), number as u32);
        }
        assert_eq!(stored.get(6), None);
        assert_eq!(stored.first_from("10.0.0.2".parse().unwrap()), 2);
        assert!(StoredAddresses::open(OwnedBytes::new(vec![9, 0, 0, 0, 1])).is_none());
    }
}
