//! What servers do among themselves: replication, clocks, monitoring, updates through the proxy.

use super::directory::CONTROLLER_PORT;
use super::talk::rpc::{SealedCall, sealed};
use super::talk::tickets::{self, Service};
use super::talk::{names, web};
use crate::company::{Device, DeviceId, HOUR, MINUTE, Role, System};
use crate::packet::bytes::Put as _;
use crate::packet::datagrams::Datagrams;
use crate::packet::dialog::{Dialog, MILLISECOND, SECOND, Side};
use crate::play::{Activity, Place, Planner, Scene, far, near};
use crate::protocols::rpc::DRSUAPI;
use crate::protocols::tls::{Hello, OPENSSL, application_data};
use crate::protocols::{ntp, snmp};

/// One controller fetches changes of the directory from the other.
pub(super) const REPLICATION: Activity = Activity {
    name: "replication",
    seconds_max: 60,
    ports: 6,
    plan: plan_replication,
    play: play_replication,
};

/// The first controller asks for the time outside.
pub(super) const TIME: Activity =
    Activity { name: "time", seconds_max: 10, ports: 2, plan: plan_time, play: play_time };

/// The monitoring server looks whether a device answers.
pub(super) const WATCH: Activity =
    Activity { name: "watch", seconds_max: 10, ports: 2, plan: plan_watch, play: play_watch };

/// A server fetches something through the proxy.
pub(super) const PROXY: Activity =
    Activity { name: "proxy", seconds_max: 120, ports: 3, plan: plan_proxy, play: play_proxy };

/// A server logs in to its domain again.
pub(super) const MACHINE: Activity =
    Activity { name: "machine", seconds_max: 60, ports: 8, plan: plan_machine, play: play_machine };

const PROXY_PORT: u16 = 8080;
/// DRSBind, DRSGetNCChanges and DRSUnbind (MS-DRSR 4.1).
pub(super) const REPLICATION_CALLS: [SealedCall; 3] = [
    SealedCall { operation: 0, asked: 120, told: 140 },
    SealedCall { operation: 3, asked: 640, told: 3600 },
    SealedCall { operation: 1, asked: 40, told: 40 },
];

fn plan_replication(planner: &mut Planner<'_>) {
    for controller in planner.company.servers.controllers {
        planner.every(controller, 30 * MINUTE, 15);
    }
}

fn play_replication(scene: &mut Scene<'_>) {
    let [first, second] = scene.company.servers.controllers;
    let other = if scene.actor == first { second } else { first };
    let (Some(device), Some(place)) = (scene.device(scene.actor), scene.own_place()) else { return };
    let account = device.account();
    let service = Service::replication(scene, other);
    let mut after = 0;
    if scene.number.is_multiple_of(16) {
        after = tickets::log_in(scene, 0, &place, &account);
        after += tickets::get(scene, after, &place, &account, &service);
    }
    let server = (other, &service);
    sealed(scene, after, &place, server, &account, (&DRSUAPI, CONTROLLER_PORT), &REPLICATION_CALLS);
}

fn plan_time(planner: &mut Planner<'_>) {
    planner.every(planner.company.servers.controllers[0], HOUR, 30);
}

fn play_time(scene: &mut Scene<'_>) {
    let Some(own) = scene.own_place() else { return };
    let company = scene.company;
    let Some(site) = company.sites.named("ptbtime1.ptb.de") else { return };
    let server = Place::of_site(site);
    let ends = Scene::endpoints((&own, ntp::PORT), (&server, ntp::PORT));
    let mut flow = Datagrams::new(ends, false);
    let question = ntp::question(scene.now.seconds(), scene.random.next() as u32);
    let answer = ntp::answer(&question, scene.now.seconds(), 1, *b"PTB\0");
    flow.say(Side::Client, 0, question);
    let wait = far(&mut scene.random, site);
    flow.say(Side::Server, wait, answer);
    scene.datagrams(0, &own, &server, flow);
}

fn watched(device: &&Device) -> bool {
    device.role.is_server() || device.role == Role::Printer
}

fn plan_watch(planner: &mut Planner<'_>) {
    let watcher = planner.company.servers.monitoring;
    let mut random = planner.random(watcher);
    let devices: Vec<DeviceId> =
        planner.company.devices().iter().filter(watched).map(|device| device.id).collect();
    for round in 0..23 * 3 {
        for device in &devices {
            let second = round * 20 * MINUTE + random.below(2 * MINUTE);
            planner.at(&mut random, watcher, second, u32::from(device.0) | (round as u32) << 16);
        }
    }
}

fn play_watch(scene: &mut Scene<'_>) {
    let target = DeviceId(scene.number as u16);
    let (Some(own), Some(place), Some(device)) =
        (scene.own_place(), scene.place(target), scene.device(target))
    else {
        return;
    };
    if target == scene.actor {
        return;
    }
    if device.role == Role::Printer {
        let number = scene.random.next() as u32 >> 1;
        let mut flow = scene.udp(&own, &place, snmp::PORT);
        flow.say(Side::Client, 0, snmp::question(number));
        let wait = near(&mut scene.random);
        let uptime = (scene.now.seconds() % 8_640_000) as u32 * 100;
        flow.say(Side::Server, wait, snmp::answer(number, uptime, 30 + u32::from(target.0) % 60));
        scene.datagrams(0, &own, &place, flow);
        return;
    }
    let ends = Scene::endpoints((&own, 0), (&place, 0));
    let mut flow = Datagrams::new(ends, true);
    let mut message = Vec::with_capacity(60);
    message.u16_be(scene.random.next() as u16).u16_be(1).put(&[0x5a; 48]);
    flow.say(Side::Client, 0, message.clone());
    let wait = near(&mut scene.random);
    flow.say(Side::Server, wait, message);
    scene.datagrams(0, &own, &place, flow);
}

fn plan_proxy(planner: &mut Planner<'_>) {
    let servers: Vec<DeviceId> = planner
        .company
        .devices()
        .iter()
        .filter(|device| device.role.is_server() && device.role != Role::ProxyServer)
        .map(|device| device.id)
        .collect();
    for server in servers {
        planner.every(server, 3 * HOUR, 1800);
    }
}

/// A tunnel through the proxy (RFC 9110 section 9.3.6), and the connection that the proxy makes.
fn play_proxy(scene: &mut Scene<'_>) {
    let company = scene.company;
    let (Some(own), Some(device)) = (scene.own_place(), scene.device(scene.actor)) else { return };
    let Some(proxy) = scene.place(company.servers.proxy) else { return };
    let name = match device.system {
        System::Windows => *scene.random.pick(&[
            "ctldl.windowsupdate.com",
            "settings-win.data.microsoft.com",
            "ocsp.digicert.com",
        ]),
        _ => *scene.random.pick(&["deb.debian.org", "registry.npmjs.org"]),
    };
    let Some(site) = company.sites.named(name) else { return };
    let mut inside = Dialog::new(near(&mut scene.random));
    let agent = if device.system == System::Windows {
        "Microsoft-CryptoAPI/10.0"
    } else {
        "Debian APT-HTTP/1.3 (2.6.1)"
    };
    let target = format!("{name}:443");
    inside.client(300_000, format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\nUser-Agent: {agent}\r\nProxy-Connection: Keep-Alive\r\n\r\n"));
    let open = 40 * MILLISECOND;
    inside.say(Side::Server, open, "HTTP/1.1 200 Connection established\r\n\r\n");
    let known = names::look_up(scene, 2 * MILLISECOND, &proxy, name, Some(site.address));
    let random = &mut scene.random;
    let mut outside = Dialog::new(far(random, site));
    let hello = Hello { name, program: &OPENSSL, modern: site.modern, chain: &site.chain };
    hello.say(&mut random.clone(), &mut inside);
    hello.say(random, &mut outside);
    let told = random.spread(3000, 5);
    for dialog in [&mut inside, &mut outside] {
        dialog.client(SECOND / 10, application_data(random, 400));
        dialog.server(application_data(random, told));
    }
    scene.tcp(0, &own, &proxy, PROXY_PORT, inside);
    scene.tcp(known + 3 * MILLISECOND, &proxy, &Place::of_site(site), web::HTTPS, outside);
}

fn plan_machine(planner: &mut Planner<'_>) {
    let windows: Vec<DeviceId> = planner
        .company
        .devices()
        .iter()
        .filter(|device| device.role.is_server() && device.system == System::Windows)
        .map(|device| device.id)
        .collect();
    for server in windows {
        planner.every(server, 8 * HOUR, 1200);
    }
}

fn play_machine(scene: &mut Scene<'_>) {
    let (Some(device), Some(place)) = (scene.device(scene.actor), scene.own_place()) else { return };
    let account = device.account();
    let [controller, _] = scene.company.servers.controllers;
    if scene.actor == controller {
        return;
    }
    let mut after = tickets::log_in(scene, 0, &place, &account);
    for class in ["cifs", "ldap", "host"] {
        let service = Service::of(scene, class, controller);
        after += tickets::get(scene, after, &place, &account, &service);
    }
    super::policy::read(scene, after, &account, false);
}
