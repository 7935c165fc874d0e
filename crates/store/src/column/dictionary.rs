//! What the numbers of a column stand for.

use super::raw::unmac;
use crate::memory::Texts;
use crate::split::{StoredAddresses, StoredMacs, StoredTexts};
use std::net::IpAddr;
use thymus_record::Value;

/// What the numbers of a column stand for. Those on the disk are sorted, those in memory are in the order in which they came.
#[derive(Clone, Copy)]
pub(crate) enum Dictionary<'a> {
    /// The numbers are the values.
    None,
    /// Texts in memory.
    MemoryTexts(&'a Texts),
    /// IP addresses in memory.
    MemoryAddresses(&'a [IpAddr]),
    /// Hardware addresses in memory.
    MemoryMacs(&'a [u64]),
    /// Texts on the disk.
    Texts(&'a StoredTexts),
    /// IP addresses on the disk: IPv4 before IPv6.
    Addresses(&'a StoredAddresses),
    /// Hardware addresses on the disk.
    Macs(&'a StoredMacs),
}

impl Dictionary<'_> {
    /// How many values there are.
    pub(crate) fn len(&self) -> u32 {
        match self {
            Self::None => 0,
            Self::MemoryTexts(texts) => texts.len(),
            Self::MemoryAddresses(addresses) => addresses.len() as u32,
            Self::MemoryMacs(macs) => macs.len() as u32,
            Self::Texts(texts) => texts.len(),
            Self::Addresses(addresses) => addresses.len(),
            Self::Macs(macs) => macs.len(),
        }
    }

    /// Calls with the value of a number; absent past the end.
    pub(crate) fn with<R>(&self, number: u64, take: impl FnOnce(Value<'_>) -> R) -> R {
        let place = number as usize;
        match self {
            Self::None => take(Value::Absent),
            Self::MemoryTexts(texts) => take(Value::Text(texts.get(number as u32))),
            Self::MemoryAddresses(addresses) => {
                take(addresses.get(place).map_or(Value::Absent, |address| Value::Address(*address)))
            }
            Self::MemoryMacs(macs) => {
                take(macs.get(place).map_or(Value::Absent, |mac| Value::Mac(unmac(*mac))))
            }
            Self::Texts(texts) => {
                texts.with(number as u32, |text| take(text.map_or(Value::Absent, Value::Text)))
            }
            Self::Addresses(addresses) => {
                take(addresses.get(number as u32).map_or(Value::Absent, Value::Address))
            }
            Self::Macs(macs) => {
                take(macs.get(number as u32).map_or(Value::Absent, |mac| Value::Mac(unmac(mac))))
            }
        }
    }

    /// Calls with each value and its number, least number first, until told to stop. Says whether it came to the end.
    pub(crate) fn each(&self, mut take: impl FnMut(u32, Value<'_>) -> bool) -> bool {
        match self {
            Self::Texts(texts) => texts.each(|number, text| take(number, Value::Text(text))),
            _ => (0..self.len()).all(|number| self.with(number.into(), |value| take(number, value))),
        }
    }
}
