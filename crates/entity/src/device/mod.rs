//! Devices: what is known of each, whichever addresses it had.

mod roles;
mod summary;
mod tag;

pub(crate) use roles::{COUNT_TELLS_MAX, Evidence, RULES, Role, TAG_LASTS};
pub(crate) use summary::{Summary, best_name};
pub(crate) use tag::Given;
pub use tag::{Origin, TAG_NAME_BYTES_MAX, TAGS_MAX, Tag, TagError};

use crate::limits::{Counters, Limits};
use crate::timeline::{Key, NameUse, RoleUse};
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::sync::Arc;
use thymus_record::Mac;

/// By what a device is told from others. Its text is the device's id, which stays the same as long as the key does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum DeviceKey {
    Hardware([u8; 6]),
    Host(Arc<str>),
    Address(IpAddr),
}

/// What is known of a device.
#[derive(Clone, Debug)]
pub(crate) struct Device {
    pub(crate) key: DeviceKey,
    pub(crate) id: Arc<str>,
    pub(crate) first: i64,
    pub(crate) last: i64,
    /// The addresses in whose timelines it stands.
    pub(crate) addresses: Vec<IpAddr>,
    /// Names that came with its hardware address, not with an address.
    pub(crate) names: Vec<NameUse>,
    /// Likewise.
    pub(crate) roles: Vec<RoleUse>,
    pub(crate) tags: Vec<Given>,
    /// Its hardware address stands for many devices, so it identifies none.
    pub(crate) gateway: bool,
    /// Several devices bear its name at once, so the name identifies none.
    pub(crate) ambiguous: bool,
    pub(crate) summary: Summary,
}

/// A device's place, and how often the place was given to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DeviceRef {
    place: u32,
    generation: u32,
}

/// All devices.
#[derive(Debug, Default)]
pub(crate) struct Devices {
    slots: Vec<(u32, Option<Device>)>,
    free: Vec<u32>,
    by_key: HashMap<DeviceKey, u32, foldhash::quality::RandomState>,
    /// The devices that are called this, by first label.
    by_name: HashMap<String, Vec<DeviceKey>, foldhash::quality::RandomState>,
}

/// Of devices with the same name no more are noted than this.
const NAMESAKES_MAX: usize = 16;

/// When there are too many devices, this share of them goes at once.
const SWEEP_SHARE: usize = 16;

impl DeviceKey {
    /// The key of whoever has the address by this key of a span.
    pub(crate) fn of(key: &Key, address: IpAddr) -> Self {
        match key {
            Key::Hardware(mac) => Self::Hardware(*mac),
            Key::Host(name) => Self::Host(name.clone()),
            Key::Unknown => Self::Address(address),
        }
    }

    /// The device's id.
    pub(crate) fn id(&self) -> String {
        match self {
            Self::Hardware(mac) => format!("mac:{}", Mac(*mac)),
            Self::Host(name) => format!("host:{name}"),
            Self::Address(address) => format!("ip:{address}"),
        }
    }

    /// Reads an id back.
    pub(crate) fn parse(id: &str) -> Option<Self> {
        match id.split_once(':')? {
            ("mac", text) => crate::hardware::parse(text).map(|mac| Self::Hardware(mac.0)),
            ("host", name) => crate::name::clean(name).map(Self::Host),
            ("ip", text) => text.parse().ok().map(Self::Address),
            _ => None,
        }
    }
}

impl Device {
    fn new(key: DeviceKey, time: i64) -> Self {
        let id = key.id().into();
        Self {
            key,
            id,
            first: time,
            last: time,
            addresses: Vec::new(),
            names: Vec::new(),
            roles: Vec::new(),
            tags: Vec::new(),
            gateway: false,
            ambiguous: false,
            summary: Summary::default(),
        }
    }

    /// Whether its key tells it from others; if not, addresses are devices of their own.
    pub(crate) fn is_identified(&self) -> bool {
        !self.gateway && !self.ambiguous
    }

    /// How much would be lost with it: least first.
    fn worth(&self) -> (bool, u32, i64) {
        let minutes = (self.last - self.first).max(0).unsigned_abs() / 60_000_000_000;
        (!self.tags.is_empty(), (minutes + 1).ilog2(), self.last)
    }

    /// Adds an address. Where there are too many the oldest goes; tells whether one did.
    pub(crate) fn link(&mut self, address: IpAddr, limits: &Limits, counters: &mut Counters) -> bool {
        if self.addresses.contains(&address) {
            return false;
        }
        if self.addresses.len() >= limits.addresses_per_device {
            self.addresses.remove(0);
            counters.links_forgotten += 1;
        }
        self.addresses.push(address);
        true
    }
}

impl Devices {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.by_key.len()
    }

    /// All devices, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Device> {
        self.slots.iter().filter_map(|(_, device)| device.as_ref())
    }

    /// The device of this key.
    pub(crate) fn find(&self, key: &DeviceKey) -> Option<&Device> {
        self.slots.get(*self.by_key.get(key)? as usize)?.1.as_ref()
    }

    /// The device of this key, and where it stands.
    pub(crate) fn place(&self, key: &DeviceKey) -> Option<DeviceRef> {
        let place = *self.by_key.get(key)?;
        let (generation, _) = self.slots.get(place as usize)?;
        Some(DeviceRef { place, generation: *generation })
    }

    /// The device that stands there, if it still does.
    pub(crate) fn get(&self, at: DeviceRef) -> Option<&Device> {
        let (generation, device) = self.slots.get(at.place as usize)?;
        device.as_ref().filter(|_| *generation == at.generation)
    }

    /// Likewise, to be changed.
    pub(crate) fn get_mut(&mut self, at: DeviceRef) -> Option<&mut Device> {
        let (generation, device) = self.slots.get_mut(at.place as usize)?;
        device.as_mut().filter(|_| *generation == at.generation)
    }

    /// The device of this key; a new one if there is none. Tells whether it is new.
    pub(crate) fn enter(
        &mut self,
        key: &DeviceKey,
        time: i64,
        limits: &Limits,
        counters: &mut Counters,
    ) -> (DeviceRef, bool) {
        if let Some(at) = self.place(key) {
            return (at, false);
        }
        if self.len() >= limits.devices {
            self.sweep(limits, counters);
        }
        (self.add(Device::new(key.clone(), time)), true)
    }

    /// Puts a device in a free place.
    pub(crate) fn add(&mut self, device: Device) -> DeviceRef {
        let key = device.key.clone();
        let place = self.free.pop().unwrap_or_else(|| {
            self.slots.push((0, None));
            u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
        });
        let mut generation = 0;
        if let Some(slot) = self.slots.get_mut(place as usize) {
            slot.1 = Some(device);
            generation = slot.0;
        }
        self.by_key.insert(key, place);
        DeviceRef { place, generation }
    }

    /// A device made from nothing but its key, as [`Self::add`] wants it when a snapshot is read.
    pub(crate) fn blank(key: DeviceKey, time: i64) -> Device {
        Device::new(key, time)
    }

    fn sweep(&mut self, limits: &Limits, counters: &mut Counters) {
        let mut order: Vec<_> = self.iter().map(|device| (device.worth(), device.key.clone())).collect();
        let count = (limits.devices / SWEEP_SHARE).max(1).min(order.len());
        if count < order.len() {
            order.select_nth_unstable(count);
        }
        for (_, key) in order.into_iter().take(count) {
            self.remove(&key);
            counters.devices_forgotten += 1;
        }
    }

    fn remove(&mut self, key: &DeviceKey) {
        let Some(place) = self.by_key.remove(key) else { return };
        let Some(slot) = self.slots.get_mut(place as usize) else { return };
        let gone = std::mem::replace(slot, (slot.0.wrapping_add(1), None)).1;
        self.free.push(place);
        if let Some(name) = gone.and_then(|device| device.summary.name) {
            self.unname(&name, key);
        }
    }

    /// The device is called otherwise from now on.
    pub(crate) fn rename(&mut self, at: DeviceRef, before: Option<&str>, now: Option<&str>) {
        let Some(key) = self.get(at).map(|device| device.key.clone()) else { return };
        if let Some(before) = before {
            self.unname(before, &key);
        }
        if let Some(now) = now {
            let namesakes = self.by_name.entry_ref(crate::name::label(now)).or_default();
            if namesakes.len() < NAMESAKES_MAX && !namesakes.contains(&key) {
                namesakes.push(key);
            }
        }
    }

    fn unname(&mut self, name: &str, key: &DeviceKey) {
        let label = crate::name::label(name);
        if let Some(namesakes) = self.by_name.get_mut(label) {
            namesakes.retain(|known| known != key);
            if namesakes.is_empty() {
                self.by_name.remove(label);
            }
        }
    }

    /// Other devices that are called this.
    pub(crate) fn namesakes<'d>(
        &'d self,
        name: &str,
        but: &'d DeviceKey,
    ) -> impl Iterator<Item = &'d Device> {
        let keys = self.by_name.get(crate::name::label(name)).map_or(&[][..], Vec::as_slice);
        keys.iter().filter(move |key| *key != but).filter_map(|key| self.find(key))
    }

    /// The id of another device that is known by its hardware address and called this: the one last seen.
    pub(crate) fn namesake(&self, name: &str, but: &DeviceKey) -> Option<String> {
        let others = self.namesakes(name, but).filter(|device| matches!(device.key, DeviceKey::Hardware(_)));
        others.max_by_key(|device| (device.last, device.key.clone())).map(|device| device.id.to_string())
    }
}
