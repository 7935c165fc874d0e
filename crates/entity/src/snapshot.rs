//! All that is known, as bytes, and back.
//!
//! A snapshot is `THYMUSEN`, a version (u16), a checksum (u64, XXH3 of what follows), then [`Version1`] in postcard's
//! encoding. Numbers are little-endian. A later version reads the ones before.

use crate::account::{Accounts, Domains, Known};
use crate::clock::Clock;
use crate::device::{DeviceKey, Devices, Given};
use crate::entities::{Address, Entities};
use crate::external::{Answers, SavedAnswer};
use crate::front::{Front, Fronts};
use crate::limits::{Counters, Limits};
use crate::network::Networks;
use crate::timeline::{NameUse, RoleUse, Timeline};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::sync::Arc;

const MAGIC: &[u8; 8] = b"THYMUSEN";
const VERSION: u16 = 1;
const HEAD_BYTES: usize = 18;

/// Why a snapshot cannot be read. The way out is always to begin anew: what is lost is learnt again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    /// The bytes do not begin as a snapshot does.
    #[error("this is no snapshot of devices and accounts")]
    NotASnapshot,
    /// A later version of the program wrote it.
    #[error("the snapshot of devices and accounts has version {0}; this program reads up to {VERSION}")]
    Version(u16),
    /// The checksum is not that of the content.
    #[error("the snapshot of devices and accounts is damaged: its checksum is wrong")]
    Checksum,
    /// The content is not what the version says.
    #[error("the snapshot of devices and accounts is damaged: {0}")]
    Content(String),
}

/// What version 1 keeps. Fields must not be moved or removed; a change is a new version.
#[derive(Serialize, Deserialize)]
struct Version1 {
    clock: Clock,
    counters: Counters,
    addresses: Vec<SavedAddress>,
    devices: Vec<SavedDevice>,
    accounts: Vec<(Arc<str>, Known)>,
    domains: Vec<(String, String, u64)>,
    own_domains: Vec<(String, i64)>,
    answers: Vec<SavedAnswer>,
    fronts: Vec<([u8; 6], Front)>,
}

#[derive(Serialize, Deserialize)]
struct SavedAddress {
    address: IpAddr,
    first: i64,
    last: i64,
    seen: Option<([u8; 6], i64)>,
    timeline: Timeline,
}

#[derive(Serialize, Deserialize)]
struct SavedDevice {
    key: DeviceKey,
    first: i64,
    last: i64,
    addresses: Vec<IpAddr>,
    names: Vec<NameUse>,
    roles: Vec<RoleUse>,
    tags: Vec<Given>,
    gateway: bool,
    ambiguous: bool,
}

impl Entities {
    /// All that is known, as bytes. The same knowledge gives the same bytes.
    ///
    /// # Errors
    /// Fails where the encoder does, which it has no reason to.
    pub fn snapshot(&self) -> Result<Vec<u8>, SnapshotError> {
        let content =
            postcard::to_stdvec(&self.save()).map_err(|error| SnapshotError::Content(error.to_string()))?;
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&xxhash_rust::xxh3::xxh3_64(&content).to_le_bytes());
        bytes.extend_from_slice(&content);
        Ok(bytes)
    }

    /// Takes up what a snapshot kept. Networks and limits are those of today; what is above them goes as usual.
    ///
    /// # Errors
    /// Fails where the bytes are no snapshot that this version reads.
    pub fn restore(bytes: &[u8], networks: Networks, limits: Limits) -> Result<Self, SnapshotError> {
        let (head, content) = bytes.split_at_checked(HEAD_BYTES).ok_or(SnapshotError::NotASnapshot)?;
        let (magic, rest) = head.split_first_chunk::<8>().ok_or(SnapshotError::NotASnapshot)?;
        let (version, rest) = rest.split_first_chunk::<2>().ok_or(SnapshotError::NotASnapshot)?;
        let (checksum, _) = rest.split_first_chunk::<8>().ok_or(SnapshotError::NotASnapshot)?;
        if magic != MAGIC {
            return Err(SnapshotError::NotASnapshot);
        }
        match u16::from_le_bytes(*version) {
            VERSION => {}
            other => return Err(SnapshotError::Version(other)),
        }
        if u64::from_le_bytes(*checksum) != xxhash_rust::xxh3::xxh3_64(content) {
            return Err(SnapshotError::Checksum);
        }
        let saved: Version1 =
            postcard::from_bytes(content).map_err(|error| SnapshotError::Content(error.to_string()))?;
        if !saved.addresses.iter().all(|saved| saved.timeline.is_sane()) {
            return Err(SnapshotError::Content("the spans of an address contradict each other".to_owned()));
        }
        Ok(Self::load(saved, networks, limits))
    }

    fn save(&self) -> Version1 {
        let mut addresses: Vec<SavedAddress> = self
            .addresses
            .iter()
            .map(|(&address, entry)| SavedAddress {
                address,
                first: entry.first,
                last: entry.last,
                seen: entry.seen,
                timeline: entry.timeline.clone(),
            })
            .collect();
        addresses.sort_by_key(|saved| saved.address);
        let mut devices: Vec<SavedDevice> = self.devices.iter().map(SavedDevice::of).collect();
        devices.sort_by(|one, other| one.key.cmp(&other.key));
        let mut accounts: Vec<_> =
            self.accounts.iter().map(|(key, known)| (key.clone(), known.clone())).collect();
        accounts.sort_by(|one, other| one.0.cmp(&other.0));
        let (domains, own_domains) = self.accounts.domains.save();
        Version1 {
            clock: self.clock.clone(),
            counters: self.counters.clone(),
            addresses,
            devices,
            accounts,
            domains,
            own_domains,
            answers: self.answers.save(),
            fronts: self.fronts.save(),
        }
    }

    fn load(saved: Version1, networks: Networks, limits: Limits) -> Self {
        let mut entities = Self::new(networks, limits);
        entities.clock = saved.clock;
        entities.counters = saved.counters;
        entities.accounts = Accounts::load(saved.accounts, Domains::load((saved.domains, saved.own_domains)));
        entities.answers = Answers::load(saved.answers);
        entities.fronts = Fronts::load(saved.fronts);
        for SavedAddress { address, first, last, seen, timeline } in saved.addresses {
            entities.addresses.insert(address, Address { first, last, head: None, seen, timeline });
        }
        let mut places = Vec::new();
        for device in saved.devices {
            places.push(entities.devices.add(device.into_device()));
        }
        let addresses: Vec<IpAddr> = entities.addresses.keys().copied().collect();
        addresses.into_iter().for_each(|address| entities.find_head(address));
        for at in places {
            let last = entities.devices.get(at).map_or(0, |device| device.last);
            entities.summarize(at, last, 0);
        }
        // What was known before is no change.
        entities.changes.clear();
        entities.changes_in_minute = (0, 0);
        entities
    }
}

impl SavedDevice {
    fn of(device: &crate::device::Device) -> Self {
        Self {
            key: device.key.clone(),
            first: device.first,
            last: device.last,
            addresses: device.addresses.clone(),
            names: device.names.clone(),
            roles: device.roles.clone(),
            tags: device.tags.clone(),
            gateway: device.gateway,
            ambiguous: device.ambiguous,
        }
    }

    fn into_device(self) -> crate::device::Device {
        let mut device = Devices::blank(self.key, self.first);
        device.last = self.last;
        device.addresses = self.addresses;
        device.names = self.names;
        device.roles = self.roles;
        device.tags = self.tags;
        (device.gateway, device.ambiguous) = (self.gateway, self.ambiguous);
        device
    }
}
