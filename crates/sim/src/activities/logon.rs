//! People log in in the morning, and again after lunch.

use super::policy;
use super::talk::smb::{Login, Session};
use super::talk::tickets::{self, NO_SUCH_ACCOUNT, Service, WRONG_PASSWORD};
use super::talk::{files, names};
use crate::company::DNS_DOMAIN;
use crate::packet::dialog::{MILLISECOND, SECOND};
use crate::play::{Activity, Planner, Scene};
use crate::protocols::smb::Share;

/// The login in the morning: tickets, scripts, drives.
pub(super) const MORNING: Activity =
    Activity { name: "logon", seconds_max: 300, ports: 30, plan: plan_morning, play: play_morning };

/// The screen is unlocked.
pub(super) const UNLOCK: Activity =
    Activity { name: "unlock", seconds_max: 60, ports: 8, plan: plan_unlock, play: play_unlock };

/// Logins in a thousand whose password is mistyped at first.
const MISTYPED: u64 = 35;
/// Login scripts are read once a day.
const SCRIPT: &[u8] = b"@echo off\r\nnet use H: \\\\FS01\\Home$ /persistent:no\r\nnet use S: \\\\FS01\\Public /persistent:no\r\nif exist H:\\profile.cmd call H:\\profile.cmd\r\n";

fn plan_morning(planner: &mut Planner<'_>) {
    for worker in planner.workers() {
        let mut random = planner.random(worker.device.id);
        planner.at(&mut random, worker.device.id, worker.shift.from + 20, 0);
    }
}

fn plan_unlock(planner: &mut Planner<'_>) {
    for worker in planner.workers() {
        let mut random = planner.random(worker.device.id);
        let (lunch, seconds) = worker.shift.lunch;
        if lunch + seconds < worker.shift.to {
            planner.at(&mut random, worker.device.id, lunch + seconds, 0);
        }
    }
}

fn play_morning(scene: &mut Scene<'_>) {
    let (Some(device), Some(place)) = (scene.device(scene.actor), scene.own_place()) else { return };
    let Some(person) = scene.company.person_of(device) else { return };
    let account = person.account.clone();
    let mut after = mistype(scene, 0, &account);
    after += tickets::log_in(scene, after, &place, &account);
    let servers = scene.company.servers;
    let [controller, _] = servers.controllers;
    let [first, second] = servers.files;
    for (class, server) in [
        ("host", scene.actor),
        ("cifs", controller),
        ("ldap", controller),
        ("cifs", first),
        ("cifs", second),
        ("cifs", servers.print),
        ("HTTP", servers.mail),
        ("HTTP", servers.web),
    ] {
        let service = Service::of(scene, class, server);
        after += tickets::get(scene, after, &place, &account, &service) + 30 * MILLISECOND;
    }
    after += policy::read(scene, after, &account, false);
    after += run_script(scene, after, &account);
    connect_drives(scene, after + SECOND, &account, files::share(scene, person.department).1);
}

/// Now and then a password is mistyped.
fn mistype(scene: &mut Scene<'_>, delay: u64, account: &str) -> u64 {
    let Some(place) = scene.own_place() else { return 0 };
    if !scene.random.chance(MISTYPED) {
        return 0;
    }
    let took = if scene.random.chance(150) {
        let mistyped = account.replacen('.', "", 1);
        tickets::ask(scene, delay, &place, &mistyped, NO_SUCH_ACCOUNT)
    } else {
        tickets::ask(scene, delay, &place, account, WRONG_PASSWORD)
    };
    took + scene.random.between(4, 12) * SECOND
}

fn run_script(scene: &mut Scene<'_>, delay: u64, account: &str) -> u64 {
    let [controller, _] = scene.company.servers.controllers;
    let Some(mut session) = Session::begin(scene, scene.actor, controller, Login::Ticket(account)) else {
        return 0;
    };
    session.connect("NETLOGON", Share::Disk);
    session.read_bytes("logon.cmd", SCRIPT);
    session.disconnect();
    session.end(delay)
}

/// The drives of the department and of everybody are connected and looked into.
fn connect_drives(scene: &mut Scene<'_>, delay: u64, account: &str, share: &str) {
    let [first, _] = scene.company.servers.files;
    let Some(place) = scene.own_place() else { return };
    let Some(server) = scene.place(first) else { return };
    let name = format!("fs01.{DNS_DOMAIN}");
    let known = names::look_up_device(scene, delay, &place, &server, &name);
    let Some(mut session) = Session::begin(scene, scene.actor, first, Login::Ticket(account)) else { return };
    session.connect("Home$", Share::Disk);
    session.list(account);
    session.open_in_vain(&format!("{account}\\profile.cmd"), super::talk::smb::NOT_FOUND);
    session.connect("Public", Share::Disk);
    session.list("");
    if share != "Public" {
        session.pause(200 * MILLISECOND);
    }
    session.end(delay + known);
}

fn play_unlock(scene: &mut Scene<'_>) {
    let (Some(device), Some(place)) = (scene.device(scene.actor), scene.own_place()) else { return };
    let Some(person) = scene.company.person_of(device) else { return };
    let account = person.account.clone();
    let after = mistype(scene, 0, &account);
    let took = tickets::log_in(scene, after, &place, &account);
    let service = Service::of(scene, "host", scene.actor);
    tickets::get(scene, after + took, &place, &account, &service);
}
