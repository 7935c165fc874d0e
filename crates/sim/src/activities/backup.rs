//! The backup of every night: each server sends what changed, and all of it on Saturdays.

use super::talk::tickets::{self, Service};
use super::talk::web::{Exchange, Secure, connection};
use crate::company::{DeviceId, HOUR, MINUTE};
use crate::packet::dialog::SECOND;
use crate::play::{Activity, Planner, Scene};
use crate::protocols::tls::SCHANNEL;
use jiff::civil::Weekday;

/// One server is saved.
pub(super) const SAVE: Activity =
    Activity { name: "backup", seconds_max: 3600, ports: 4, plan: plan_saves, play: play_save };

/// A copy goes to a vault outside: large, every night, always to the same place.
pub(super) const VAULT: Activity =
    Activity { name: "vault", seconds_max: 3600, ports: 4, plan: plan_vault, play: play_vault };

/// Where the backup program listens on servers.
const PORT: u16 = 10_006;
/// The account of the backup.
pub(crate) const ACCOUNT: &str = "svc-backup";
/// The vault's name.
pub(crate) const VAULT_NAME: &str = "backup-vault.halden-offsite.example";

fn saved(planner: &Planner<'_>) -> Vec<DeviceId> {
    let servers = planner.company.servers;
    let [first, second] = servers.files;
    let [controller, other] = servers.controllers;
    vec![
        first,
        second,
        controller,
        other,
        servers.mail,
        servers.application,
        servers.database,
        servers.print,
        servers.web,
        servers.deployment,
    ]
}

fn plan_saves(planner: &mut Planner<'_>) {
    let backup = planner.company.servers.backup;
    let mut random = planner.random(backup);
    for (number, server) in saved(planner).into_iter().enumerate() {
        let second = HOUR + 10 * MINUTE + number as u64 * 12 * MINUTE + random.below(MINUTE);
        planner.at(&mut random, backup, second, server.0.into());
    }
}

fn plan_vault(planner: &mut Planner<'_>) {
    let backup = planner.company.servers.backup;
    let mut random = planner.random(backup);
    let second = 4 * HOUR + random.below(5 * MINUTE);
    planner.at(&mut random, backup, second, 0);
}

fn play_save(scene: &mut Scene<'_>) {
    let Some(own) = scene.own_place() else { return };
    let target = DeviceId(scene.number as u16);
    let Some(place) = scene.place(target) else { return };
    let service = Service::of(scene, "host", target);
    let mut after = tickets::log_in(scene, 0, &own, ACCOUNT);
    after += tickets::get(scene, after, &own, ACCOUNT, &service);
    let name = scene.company.full_name(target);
    let secure = Secure::inside(scene, place, PORT, &name);
    let all = scene.day.weekday() == Weekday::Saturday;
    let least = if all { 2_400_000 } else { 300_000 };
    let exchanges: Vec<Exchange> = (0..4)
        .map(|_| Exchange { delay: 2 * SECOND, asked: 700, told: scene.random.spread(least, 2) })
        .collect();
    connection(scene, after, &own, &secure, &SCHANNEL, &exchanges);
}

fn play_vault(scene: &mut Scene<'_>) {
    let Some(own) = scene.own_place() else { return };
    let company = scene.company;
    let Some(site) = company.sites.named(VAULT_NAME) else { return };
    let exchanges: Vec<Exchange> = (0..5)
        .map(|_| Exchange { delay: SECOND, asked: scene.random.spread(1_200_000, 2), told: 300 })
        .collect();
    super::talk::web::visit(scene, 0, &own, site, &SCHANNEL, &exchanges);
}
