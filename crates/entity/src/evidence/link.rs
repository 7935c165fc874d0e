//! What the link says: leases, ARP, neighbour discovery, LLDP and CDP.

use super::{Statement, View, mark, say_name, say_role};
use crate::device::Role;
use crate::hardware::{self, Hardware};
use crate::timeline::{Claim, Mark};
use crate::{Source, name};
use std::net::IpAddr;
use std::sync::Arc;
use thymus_record::Mac;

pub(crate) const DHCP: &[&str] = &[
    "mac",
    "host_name",
    "client_fqdn",
    "domain",
    "assigned_addr",
    "client_addr",
    "server_addr",
    "lease_time",
    "duration",
    "msg_types",
];
const MAC: usize = 0;
const HOST_NAME: usize = 1;
const CLIENT_FQDN: usize = 2;
const DOMAIN: usize = 3;
const ASSIGNED: usize = 4;
const CLIENT: usize = 5;
const SERVER: usize = 6;
const LEASE: usize = 7;
const DURATION: usize = 8;
const MESSAGES: usize = 9;

pub(crate) fn dhcp(view: &View<'_>, out: &mut Vec<Statement>) {
    let Some(mac) = view.mac(MAC).filter(|mac| Hardware::of(*mac) != Hardware::Nobody) else { return };
    let end = view.ts.saturating_add(view.interval(DURATION).max(0));
    let names: Vec<(Arc<str>, Source)> = [HOST_NAME, CLIENT_FQDN]
        .into_iter()
        .filter_map(|field| name::clean(view.text(field)?))
        .map(|name| (name, Source::Dhcp))
        .collect();
    out.push(Statement::Device { mac, time: end, names, router: false, record: view.record() });
    let acknowledged = view.lists(MESSAGES, "ACK");
    if acknowledged {
        say_role(view, out, view.address(SERVER), None, Role::LeaseServer);
        if let (Some(by), Some(domain)) = (view.address(SERVER), view.text(DOMAIN)) {
            out.push(Statement::Own { by, domain: domain.to_owned(), time: end });
        }
        if let Some(address) = view.address(ASSIGNED).or(view.address(CLIENT)) {
            let claim = Claim::Hardware { mac: mac.0, how: Source::Dhcp };
            let hold = view.interval(LEASE).max(0);
            out.push(Statement::Address(address, Mark { hold, ..mark(view, end, claim) }));
        }
    }
    if (view.lists(MESSAGES, "RELEASE") || view.lists(MESSAGES, "DECLINE"))
        && let Some(address) = view.address(CLIENT).or(view.address(ASSIGNED))
    {
        out.push(Statement::Address(address, mark(view, end, Claim::Release { mac: mac.0 })));
    }
}

pub(crate) const ARP: &[&str] = &["operation", "orig_l2_addr", "probe"];

/// The sender of an ARP packet says which hardware address it has.
pub(crate) fn arp(view: &View<'_>, out: &mut Vec<Statement>) {
    let tells = matches!(view.text(0), Some("request" | "reply")) && !view.is(2);
    if let (true, Some(address), Some(mac)) = (tells, view.orig, view.mac(1)) {
        has(view, out, address, mac, Source::Arp);
    }
}

pub(crate) const ND: &[&str] =
    &["operation", "addr", "l2_addr", "mac_src", "probe", "is_router", "router_lifetime", "sender"];

pub(crate) fn nd(view: &View<'_>, out: &mut Vec<Statement>) {
    let operation = view.text(0).unwrap_or_default();
    let Some(address) = view.address(1) else { return };
    // A redirect tells of others.
    if view.is(4) || operation == "redirect" {
        return;
    }
    if let Some(mac) = view.mac(2).or(view.mac(3)) {
        has(view, out, address, mac, Source::NeighborDiscovery);
    }
    if view.is(5) || (operation == "router_advertisement" && view.interval(6) > 0) {
        say_role(view, out, Some(address), None, Role::Router);
    }
}

fn has(view: &View<'_>, out: &mut Vec<Statement>, address: IpAddr, mac: Mac, how: Source) {
    if Hardware::of(mac) == Hardware::Nobody {
        return;
    }
    out.push(Statement::Alive { address, since: view.ts, time: view.ts, record: view.record() });
    out.push(Statement::Address(address, mark(view, view.ts, Claim::Hardware { mac: mac.0, how })));
    if Hardware::of(mac) == Hardware::Virtual {
        say_role(view, out, Some(address), None, Role::Router);
    }
}

pub(crate) const LLDP: &[&str] = &[
    "mac_src",
    "chassis_id",
    "chassis_id_type",
    "system_name",
    "enabled_capabilities",
    "management_addresses",
];

pub(crate) fn lldp(view: &View<'_>, out: &mut Vec<Statement>) {
    let chassis = view.text(1).filter(|_| view.text(2) == Some("mac")).and_then(hardware::parse);
    announced(view, out, chassis.or(view.mac(0)), view.text(3), Source::Lldp);
}

pub(crate) const CDP: &[&str] =
    &["mac_src", "device_id", "platform", "system_name", "capabilities", "management_addresses", "addresses"];

pub(crate) fn cdp(view: &View<'_>, out: &mut Vec<Statement>) {
    announced(view, out, view.mac(0), view.text(3).or(view.text(1)), Source::Cdp);
    for address in view.addresses(6) {
        say_name(view, out, Some(address), view.text(3).or(view.text(1)), Source::Cdp);
    }
}

/// A device on the link says what it is called and where it is managed; capabilities and addresses stand in the same fields.
fn announced(view: &View<'_>, out: &mut Vec<Statement>, mac: Option<Mac>, called: Option<&str>, how: Source) {
    let Some(mac) = mac.filter(|mac| Hardware::of(*mac) != Hardware::Nobody) else { return };
    let router = view.lists(4, "router");
    let names = called.and_then(name::clean).map(|name| (name, how)).into_iter().collect();
    out.push(Statement::Device { mac, time: view.ts, names, router, record: view.record() });
    for address in view.addresses(5) {
        say_name(view, out, Some(address), called, how);
        if router {
            say_role(view, out, Some(address), None, Role::Router);
        }
    }
}
