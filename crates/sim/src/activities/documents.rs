//! People work with the files of their department.

use super::talk::files::{self, File, folder};
use super::talk::smb::{ACCESS_DENIED, Login, NOT_FOUND, Session};
use super::talk::{names, tickets};
use crate::packet::dialog::SECOND;
use crate::play::{Activity, Planner, Scene};
use crate::protocols::smb::Share;
use crate::random::number_of;

/// Somebody opens some files, changes some of them.
pub(super) const WORK: Activity = Activity { name: "documents", seconds_max: 900, ports: 8, plan, play };

/// Sessions of somebody with usual zeal on a day.
const SESSIONS: u64 = 6;

/// Sessions in a thousand in which somebody tries a share that is not for them.
const NOT_ALLOWED: u64 = 12;

fn plan(planner: &mut Planner<'_>) {
    for worker in planner.workers() {
        planner.while_working(&worker, SESSIONS);
    }
}

fn play(scene: &mut Scene<'_>) {
    let (Some(device), Some(place)) = (scene.device(scene.actor), scene.own_place()) else { return };
    let Some(person) = scene.company.person_of(device) else { return };
    let (server, share) = if scene.random.chance(150) {
        (scene.company.servers.files[0], "Public")
    } else {
        files::share(scene, person.department)
    };
    let taste = scene.constant(&[number_of("taste"), scene.actor.0.into()]).next();
    let mut after = 0;
    if let (true, Some(server_place)) = (scene.random.chance(400), scene.place(server)) {
        let name = scene.company.full_name(server);
        after = names::look_up_device(scene, 0, &place, &server_place, &name);
    }
    if scene.random.chance(200) {
        let service = tickets::Service::of(scene, "cifs", server);
        after += tickets::get(scene, after, &place, &person.account, &service);
    }
    // One login in twelve goes with a password, because somebody typed an address instead of a name.
    let login = if scene.random.chance(80) {
        Login::Password(&person.account)
    } else {
        Login::Ticket(&person.account)
    };
    let Some(mut session) = Session::begin(scene, scene.actor, server, login) else { return };
    session.connect(share, Share::Disk);
    let folder = folder(&mut session.scene.random);
    session.list(&folder);
    let count = session.scene.random.between(1, 3);
    for _ in 0..count {
        let file = files::some_file(session.scene, share, taste);
        let pause = session.scene.random.spread(SECOND, 5);
        session.pause(pause);
        session.read(&file);
        if session.scene.random.chance(300) {
            change(&mut session, &file);
        }
    }
    if session.scene.random.chance(120) {
        session.open_in_vain("desktop.ini", NOT_FOUND);
    }
    session.disconnect();
    if session.scene.random.chance(NOT_ALLOWED) {
        session.connect_in_vain("Management", ACCESS_DENIED);
    }
    session.end(after);
}

/// A program locks a document for others by a file of its own beside it while it is open.
fn change(session: &mut Session<'_, '_>, file: &File) {
    let (folder, name) = file.name.rsplit_once('\\').unwrap_or(("", &file.name));
    let lock = format!("{folder}\\~${}", name.get(2..).unwrap_or(name));
    session.write_bytes(&lock, &[0x20; 165], true);
    let pause = session.scene.random.spread(4 * SECOND, 4);
    session.pause(pause);
    session.write(file, false);
    session.delete(&lock);
}
