//! Harmless things that look like attacks, beyond those that are the daily work of servers and administrators.

use super::talk::files::file;
use super::talk::smb::{Login, Session};
use super::talk::tickets::{self, Service};
use super::talk::web::{Exchange, visit};
use crate::company::{Company, Day, Department, DeviceId, HOUR, MINUTE};
use crate::packet::dialog::{MILLISECOND, SECOND};
use crate::play::{Activity, Planner, Scene};
use crate::protocols::kerberos::{CIPHERS, RC4};
use crate::protocols::smb::Share;
use crate::protocols::tls::{OPENSSL, SCHANNEL};
use jiff::civil::Weekday;

/// A program of an engineer asks for its licence every ten minutes, always the same way: like a beacon.
pub(super) const LICENCE: Activity =
    Activity { name: "licence", seconds_max: 60, ports: 3, plan: plan_licence, play: play_licence };

/// Pictures for brochures go to the printer's house on Fridays: like data that are carried off.
pub(super) const BROCHURE: Activity =
    Activity { name: "brochure", seconds_max: 900, ports: 3, plan: plan_brochure, play: play_brochure };

/// On the first workday of the month old files get another name: like ransomware.
pub(super) const ARCHIVE: Activity =
    Activity { name: "archive", seconds_max: 900, ports: 3, plan: plan_archive, play: play_archive };

/// An old application has tickets with a weak cipher: like Kerberoasting.
pub(super) const OLD_CIPHER: Activity =
    Activity { name: "old cipher", seconds_max: 60, ports: 6, plan: plan_old_cipher, play: play_old_cipher };

/// A program with an old password tries it some times before somebody mends it: like guessing.
pub(super) const OLD_PASSWORD: Activity = Activity {
    name: "old password",
    seconds_max: 300,
    ports: 12,
    plan: plan_old_password,
    play: play_old_password,
};

/// The site of the licence.
pub(crate) const LICENCE_NAME: &str = "firmware.northcam.example";
/// The site of the brochures.
pub(crate) const BROCHURE_NAME: &str = "media-share.printpartner.example";
/// The account that archives files.
pub(crate) const ARCHIVER: &str = "svc-archive";
/// The account of the old application.
pub(crate) const OLD_APPLICATION: &str = "svc-erp";
const LICENCE_PERIOD: u64 = 10 * MINUTE;
const ARCHIVED_FILES: u64 = 60;

/// Somebody of a department with a computer that is on, always the same one.
pub(crate) fn somebody(company: &Company, department: Department, number: usize) -> Option<DeviceId> {
    let of = |device: &&crate::company::Device| {
        company.person_of(device).is_some_and(|person| person.department == department && person.days.0 == 0)
    };
    company.devices().iter().filter(of).nth(number).map(|device| device.id)
}

fn works(planner: &Planner<'_>, device: DeviceId) -> Option<(u64, u64)> {
    let worker = planner.workers().into_iter().find(|worker| worker.device.id == device)?;
    Some((worker.shift.from, worker.shift.to))
}

fn plan_licence(planner: &mut Planner<'_>) {
    let Some(device) = somebody(planner.company, Department::Engineering, 12) else { return };
    let Some((from, to)) = works(planner, device) else { return };
    let mut random = planner.random(device);
    for (number, second) in (from + MINUTE..to).step_by(LICENCE_PERIOD as usize).enumerate() {
        planner.at(&mut random, device, second, number as u32);
    }
}

fn play_licence(scene: &mut Scene<'_>) {
    let Some(own) = scene.own_place() else { return };
    let company = scene.company;
    let Some(site) = company.sites.named(LICENCE_NAME) else { return };
    visit(scene, 0, &own, site, &OPENSSL, &[Exchange { delay: MILLISECOND, asked: 512, told: 640 }]);
}

fn plan_brochure(planner: &mut Planner<'_>) {
    let Some(device) = somebody(planner.company, Department::Sales, 2) else { return };
    if planner.day.weekday() != Weekday::Friday {
        return;
    }
    let Some((_, to)) = works(planner, device) else { return };
    let mut random = planner.random(device);
    let second = to.saturating_sub(2 * HOUR) + random.below(HOUR);
    planner.at(&mut random, device, second, 0);
}

fn play_brochure(scene: &mut Scene<'_>) {
    let Some(own) = scene.own_place() else { return };
    let company = scene.company;
    let Some(site) = company.sites.named(BROCHURE_NAME) else { return };
    let exchanges: Vec<Exchange> = (0..scene.random.between(4, 9))
        .map(|_| Exchange { delay: 2 * SECOND, asked: scene.random.spread(2 << 20, 2), told: 300 })
        .collect();
    visit(scene, 0, &own, site, &SCHANNEL, &exchanges);
}

fn plan_archive(planner: &mut Planner<'_>) {
    let today = planner.day;
    let since_first = u32::from(today.date.day().unsigned_abs()) - 1;
    let earlier = |days: u32| planner.company.calendar.day(today.number.checked_sub(days)?);
    let is_first = !(1..=since_first).filter_map(earlier).any(Day::is_workday);
    if today.is_workday() && is_first && since_first < 5 {
        let server = planner.company.servers.application;
        let mut random = planner.random(server);
        planner.at(&mut random, server, 19 * HOUR, 0);
    }
}

fn play_archive(scene: &mut Scene<'_>) {
    let [_, second] = scene.company.servers.files;
    let Some(own) = scene.own_place() else { return };
    let service = Service::of(scene, "cifs", second);
    let mut after = tickets::log_in(scene, 0, &own, ARCHIVER);
    after += tickets::get(scene, after, &own, ARCHIVER, &service);
    let share = Department::Logistics.name();
    let login = Login::Ticket(ARCHIVER);
    let Some(mut session) = Session::begin(scene, scene.actor, second, login) else { return };
    session.connect(share, Share::Disk);
    let month = session.scene.day.date.month() as u64;
    for number in 0..ARCHIVED_FILES {
        let file = file(session.scene, share, (month * 301 + number * 5) % 4000);
        session.rename(&file.name, &format!("{}.archived", file.name));
        let pause = session.scene.random.between(40, 300) * MILLISECOND;
        session.pause(pause);
    }
    session.disconnect();
    session.end(after);
}

fn plan_old_cipher(planner: &mut Planner<'_>) {
    if planner.day.is_workday() {
        let server = planner.company.servers.application;
        let mut random = planner.random(server);
        let second = 5 * HOUR + 30 * MINUTE + random.below(MINUTE);
        planner.at(&mut random, server, second, 0);
    }
}

fn play_old_cipher(scene: &mut Scene<'_>) {
    let Some(own) = scene.own_place() else { return };
    let host = scene.company.full_name(scene.company.servers.database);
    let after = tickets::log_in(scene, 0, &own, OLD_APPLICATION);
    let service = ["MSSQLSvc", host.as_str()];
    tickets::get_with(scene, after, &own, OLD_APPLICATION, &service, RC4, CIPHERS);
}

/// About every three weeks, on the computer of somebody in logistics.
fn plan_old_password(planner: &mut Planner<'_>) {
    let Some(device) = somebody(planner.company, Department::Logistics, 4) else { return };
    let Some((from, _)) = works(planner, device) else { return };
    let mut random = planner.random(device);
    if random.chance(70) {
        planner.at(&mut random, device, from + 5 * MINUTE, 0);
    }
}

fn play_old_password(scene: &mut Scene<'_>) {
    let Some(device) = scene.device(scene.actor) else { return };
    let Some(person) = scene.company.person_of(device) else { return };
    let [first, _] = scene.company.servers.files;
    let mut after = 0;
    for _ in 0..scene.random.between(4, 7) {
        let login = Login::WrongPassword(&person.account);
        let Some(session) = Session::begin(scene, scene.actor, first, login) else { return };
        after += session.hang_up(after);
        after += scene.random.between(3, 15) * SECOND;
    }
}
