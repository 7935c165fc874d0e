//! What is added to a record about its ends.

use crate::device::{DeviceKey, DeviceRef};
use crate::entities::Entities;
use crate::evidence::{self, Kind, View};
use crate::facts::{End, Fact, Stamper};
use crate::network::{Direction, is_of_one_device};
use std::net::IpAddr;
use thymus_record::{OwnedValue, Record as _, Row};

impl Entities {
    /// Adds to a record what is known of its ends, and learns nothing from it.
    ///
    /// Addresses belong to whoever had them at the record's time `ts`.
    pub fn stamp(&mut self, row: &mut Row) {
        let plan = self.plan(row.schema());
        let view = View::new(row, &plan);
        let (ts, orig, resp) = (view.ts, view.orig, view.resp);
        let account = evidence::account(&view).map(|account| self.accounts.canonical(&account));
        let card = matches!(plan.kind, Kind::Dhcp | Kind::Lldp | Kind::Cdp).then(|| view.mac(0)).flatten();
        let mut stamper = Stamper { row, taken: plan.taken };
        if let Some(account) = account {
            stamper.account(account);
        }
        let inside = |address: Option<IpAddr>| address.map(|address| self.networks.contains(address));
        let (from_inside, to_inside) = (inside(orig), inside(resp));
        if let (Some(from), Some(to)) = (from_inside, to_inside) {
            stamper.direction(Direction::of(from, to).name());
        }
        for (end, address, peer, inside) in
            [(End::Source, orig, resp, from_inside), (End::Destination, resp, orig, to_inside)]
        {
            let (Some(address), Some(inside)) = (address, inside) else { continue };
            stamper.fact(end, Fact::Internal, OwnedValue::Bool(inside));
            if inside {
                self.stamp_own(&mut stamper, end, address, peer, ts);
            } else {
                self.stamp_other(&mut stamper, end, address, peer, ts);
            }
        }
        if let Some(mac) = card {
            let key = DeviceKey::Hardware(mac.0);
            stamper.fact(End::Source, Fact::Internal, OwnedValue::Bool(true));
            if let Some(at) = self.devices.place(&key) {
                self.stamp_device(&mut stamper, End::Source, at, ts);
            }
        }
    }

    fn stamp_own(
        &mut self,
        stamper: &mut Stamper<'_>,
        end: End,
        address: IpAddr,
        peer: Option<IpAddr>,
        ts: i64,
    ) {
        if !is_of_one_device(address) {
            return;
        }
        let named = match self.holder(address, ts) {
            Ok(at) => self.stamp_device(stamper, end, at, ts),
            Err(key) => {
                stamper.text(end, Fact::Device, &key.id());
                self.devices.find(&key).is_some_and(|device| {
                    stamper.tags(end, &device.summary.tags);
                    device
                        .summary
                        .name
                        .as_deref()
                        .inspect(|name| stamper.text(end, Fact::Name, name))
                        .is_some()
                })
            }
        };
        if !named && let Some(known) = peer.and_then(|peer| self.answers.name(peer, address, ts)) {
            stamper.text(end, Fact::Name, &known.name);
        }
    }

    /// Whoever had the address at this time: where the device stands, or its key where it must be looked up.
    fn holder(&self, address: IpAddr, ts: i64) -> Result<DeviceRef, DeviceKey> {
        let Some(entry) = self.addresses.get(&address) else { return Err(DeviceKey::Address(address)) };
        if let Some(head) = entry.head
            && head.from <= ts
            && ts <= head.until
            && self.devices.get(head.device).is_some()
        {
            return Ok(head.device);
        }
        let span = entry.timeline.place_at(ts).and_then(|place| entry.timeline.spans().get(place));
        let span = span.filter(|span| span.holds_at(ts));
        Err(span.map_or(DeviceKey::Address(address), |span| self.device_key(&span.key, address)))
    }

    /// Adds a device; tells whether it has a name.
    fn stamp_device(&mut self, stamper: &mut Stamper<'_>, end: End, at: DeviceRef, ts: i64) -> bool {
        let stale = self.devices.get(at).is_some_and(|device| ts >= device.summary.until);
        if stale {
            self.summarize(at, ts, 0);
        }
        let Some(device) = self.devices.get_mut(at) else { return false };
        device.last = device.last.max(ts);
        stamper.text(end, Fact::Device, &device.id);
        stamper.tags(end, &device.summary.tags);
        let name = device.summary.name.as_deref();
        name.inspect(|name| stamper.text(end, Fact::Name, name)).is_some()
    }

    fn stamp_other(
        &self,
        stamper: &mut Stamper<'_>,
        end: End,
        address: IpAddr,
        peer: Option<IpAddr>,
        ts: i64,
    ) {
        if let Some(known) = peer.and_then(|peer| self.answers.name(peer, address, ts)) {
            stamper.text(end, Fact::Name, &known.name);
            if let Some(domain) = known.domain() {
                stamper.text(end, Fact::Domain, domain);
            }
        }
        let Some(geography) = self.geography else { return };
        let place = geography.place(address);
        if let Some((number, name)) = place.system {
            stamper.fact(end, Fact::Asn, OwnedValue::Count(u64::from(number)));
            stamper.text(end, Fact::AsName, name);
        }
        if let Some(country) = place.country {
            stamper.text(end, Fact::Country, country);
        }
    }
}
