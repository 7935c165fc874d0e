//! The antivirus programs of computers: they report to their server and fetch what is new from its share.

use super::talk::names;
use super::talk::smb::{Login, Session};
use super::talk::web::{Exchange, Secure, connection, visit};
use crate::company::HOUR;
use crate::play::{Activity, Planner, Scene};
use crate::protocols::smb::Share;
use crate::protocols::tls::SCHANNEL;
use crate::random::number_of;

/// A computer reports.
pub(super) const REPORT: Activity =
    Activity { name: "antivirus report", seconds_max: 120, ports: 3, plan: plan_reports, play: play_report };

/// A computer fetches what is new.
pub(super) const UPDATE: Activity =
    Activity { name: "antivirus update", seconds_max: 120, ports: 3, plan: plan_updates, play: play_update };

/// The server fetches what is new from its maker.
pub(super) const SOURCE: Activity =
    Activity { name: "antivirus source", seconds_max: 300, ports: 4, plan: plan_source, play: play_source };

/// Where the server listens to its agents.
const PORT: u16 = 8194;
/// The account that everybody fetches updates with.
pub(crate) const UPDATER: &str = "svc-avupdate";

fn plan_reports(planner: &mut Planner<'_>) {
    for worker in planner.workers() {
        planner.while_working(&worker, 6);
    }
}

fn plan_updates(planner: &mut Planner<'_>) {
    for worker in planner.workers() {
        let mut random = planner.random(worker.device.id);
        let second = worker.shift.from + random.between(400, 3000);
        planner.at(&mut random, worker.device.id, second, 0);
    }
}

fn plan_source(planner: &mut Planner<'_>) {
    planner.every(planner.company.servers.antivirus, HOUR, 600);
}

fn play_report(scene: &mut Scene<'_>) {
    let Some(place) = scene.own_place() else { return };
    let server = scene.company.servers.antivirus;
    let Some(server_place) = scene.place(server) else { return };
    let name = scene.company.full_name(server);
    let secure = Secure::inside(scene, server_place, PORT, &name);
    let exchange = Exchange { delay: 1_000_000, asked: scene.random.spread(700, 3), told: 400 };
    connection(scene, 0, &place, &secure, &SCHANNEL, &[exchange]);
}

fn play_update(scene: &mut Scene<'_>) {
    let Some(place) = scene.own_place() else { return };
    let server = scene.company.servers.antivirus;
    let Some(server_place) = scene.place(server) else { return };
    let name = scene.company.full_name(server);
    let known = names::look_up_device(scene, 0, &place, &server_place, &name);
    let version = scene.day.number + 20_771;
    let Some(mut session) = Session::begin(scene, scene.actor, server, Login::Password(UPDATER)) else {
        return;
    };
    session.connect("SophosUpdate", Share::Disk);
    let folder = r"CIDs\S000\SAVSCFXP";
    session.read_bytes(
        &format!("{folder}\\cidsync.upd"),
        format!("[Version]\r\nSequence={version}\r\nProduct=ESXP\r\n").as_bytes(),
    );
    // Everybody fetches the same new file of the day.
    let bytes = session.scene.of_today(&[number_of("news of the day")]).bytes(9000);
    session.read_bytes(&format!("{folder}\\savxp\\agen-{version}.ide"), &bytes);
    session.disconnect();
    session.end(known);
}

fn play_source(scene: &mut Scene<'_>) {
    let Some(place) = scene.own_place() else { return };
    let company = scene.company;
    let Some(site) = company.sites.named("d1.sophosupd.com") else { return };
    let told = if scene.number.is_multiple_of(8) { 400_000 } else { 6000 };
    let exchanges = [Exchange { delay: 1_000_000, asked: 500, told: scene.random.spread(told, 2) }];
    visit(scene, 0, &place, site, &SCHANNEL, &exchanges);
}
