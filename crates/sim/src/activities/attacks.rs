//! Attacks as packets.

use super::deployment::install;
use super::directory::CONTROLLER_PORT;
use super::scanning::is_open;
use super::servers::REPLICATION_CALLS;
use super::talk::files::{file, share};
use super::talk::rpc::sealed;
use super::talk::smb::{Login, PORT, Session};
use super::talk::tickets::{self, Service};
use super::talk::web::{Exchange, visit};
use crate::attack::{Attack, BEACON_HOST, RANSOM_EXTENSION, RANSOM_NOTE, Technique, UPLOAD_HOST};
use crate::company::{DNS_DOMAIN, Department, rare};
use crate::packet::dialog::{Dialog, Ending, MILLISECOND, SECOND, Side};
use crate::play::{Activity, Planner, Scene, near};
use crate::protocols::job::{Job, Rhythm};
use crate::protocols::kerberos::RC4;
use crate::protocols::rpc::{ATSVC, DRSUAPI, SASEC};
use crate::protocols::services;
use crate::protocols::smb::Share;
use crate::protocols::tasks;
use crate::protocols::tls::{IMPLANT, OPENSSL};
use crate::random::number_of;
use thymus_wire::{Interval, Timestamp};

/// All attacks of the company.
pub(super) const ATTACK: Activity = Activity { name: "attack", seconds_max: 7200, ports: 2000, plan, play };

/// The number of an activity holds the attack's above these bits, and its step below.
const STEP_BITS: u32 = 16;
/// Where the hosts of attackers stand.
const BEACON_ADDRESS: [u8; 4] = [194, 87, 233, 18];
const UPLOAD_ADDRESS: [u8; 4] = [45, 137, 65, 202];
/// Of a beacon's period, it comes up to so much later, in a thousand.
const JITTER: u64 = 100;

fn plan(planner: &mut Planner<'_>) {
    for (number, attack) in planner.company.attacks().iter().enumerate() {
        let mut random = planner.random(attack.source);
        for (step, seconds) in attack.steps().into_iter().enumerate() {
            let jitter = match attack.technique {
                Technique::Beacon { period_seconds, .. } => {
                    random.below(u64::from(period_seconds) * 1_000_000 * JITTER) as i64
                }
                _ => 0,
            };
            let at = attack.start + Interval::from_seconds(seconds as i64);
            planner.when(attack.source, Timestamp(at.0 + jitter), (number as u32) << STEP_BITS | step as u32);
        }
    }
}

fn play(scene: &mut Scene<'_>) {
    let company = scene.company;
    let Some(attack) = company.attacks().get((scene.number >> STEP_BITS) as usize) else { return };
    match &attack.technique {
        Technique::AtJob { command } => at_job(scene, attack, command),
        Technique::JobFile { job, program, arguments } => job_file(scene, attack, job, program, arguments),
        Technique::Beacon { .. } => beacon(scene),
        Technique::Sweep { hosts } => sweep(scene, *hosts),
        Technique::BruteForce { tries } => brute_force(scene, attack, *tries),
        Technique::DirectorySync => directory_sync(scene, attack),
        Technique::Kerberoast { services } => kerberoast(scene, attack, *services),
        Technique::Upload { megabytes } => upload(scene, *megabytes),
        Technique::Service { service, command } => service_run(scene, attack, service, command),
        Technique::Ransom { files } => ransom(scene, attack, *files),
    }
}

/// The command is to run in two minutes, so the server's clock is asked first.
fn at_job(scene: &mut Scene<'_>, attack: &Attack, command: &str) {
    let [.., hour, minute, _] = scene.company.calendar.local(scene.now);
    let milliseconds = (u32::from(hour) * 60 + u32::from(minute) + 2) % 1440 * 60_000;
    let login = Login::Password(&attack.account);
    let Some(mut session) = Session::begin(scene, attack.source, attack.target, login) else { return };
    session.connect("IPC$", Share::Pipe);
    let mut pipe = session.pipe(&ATSVC);
    let server = format!("\\\\{}", session.server_name());
    session.call(&mut pipe, tasks::JOB_LIST, &tasks::job_list(&server), &tasks::no_jobs());
    session.pause(800 * MILLISECOND);
    let arguments = tasks::job_add(&server, milliseconds, command);
    session.call(&mut pipe, tasks::JOB_ADD, &arguments, &tasks::job_added(1, 0));
    // It tidies up when the job is not on the list any more because it has run.
    session.pause(20 * SECOND);
    let arguments = tasks::job_delete(&server, 1, 1);
    session.call(&mut pipe, tasks::JOB_DELETE, &arguments, &tasks::status(0));
    session.close_pipe(&pipe);
    session.disconnect();
    session.end(0);
}

fn job_file(scene: &mut Scene<'_>, attack: &Attack, job: &str, program: &str, arguments: &str) {
    let [year, month, _, date, hour, minute, _] = scene.company.calendar.local(scene.now);
    let uuid = scene.random.array();
    let bytes = Job {
        uuid,
        program,
        arguments,
        directory: r"C:\Windows\System32",
        author: &attack.account,
        comment: "",
        rhythm: Rhythm::Once,
        begins: [year, month, date, hour, (minute + 3) % 60],
        last_run: None,
    }
    .bytes();
    let login = Login::Password(&attack.account);
    let Some(mut session) = Session::begin(scene, attack.source, attack.target, login) else { return };
    session.connect("C$", Share::Disk);
    session.list(r"Windows\Tasks");
    session.pause(3 * SECOND);
    session.write_bytes(&crate::story::path(job), &bytes, true);
    session.disconnect();
    session.connect("IPC$", Share::Pipe);
    let mut pipe = session.pipe(&SASEC);
    let server = format!("\\\\{}", session.server_name());
    let call = tasks::set_account(&server, job, "NT AUTHORITY\\SYSTEM", "");
    session.call(&mut pipe, tasks::SET_ACCOUNT, &call, &tasks::status(0));
    session.close_pipe(&pipe);
    session.disconnect();
    session.end(0);
}

fn beacon(scene: &mut Scene<'_>) {
    let Some(own) = scene.own_place() else { return };
    let site = rare(scene.company.seed, BEACON_HOST, BEACON_ADDRESS);
    let exchange = Exchange { delay: MILLISECOND, asked: 420 + scene.random.below(40), told: 180 };
    visit(scene, 0, &own, &site, &IMPLANT, &[exchange]);
}

/// Many hosts on the port of SMB; those that have it open are asked for what else they have.
fn sweep(scene: &mut Scene<'_>, hosts: u32) {
    let Some(own) = scene.own_place() else { return };
    let company = scene.company;
    let networks = [[10, 20, 0], [10, 20, 10], [10, 20, 11]];
    for number in 0..hosts {
        let [a, b, c] = networks.get(number as usize / 254).copied().unwrap_or([10, 20, 20]);
        let address = [a, b, c, (number % 254) as u8 + 1];
        let after = u64::from(number) * 200 * MILLISECOND + scene.random.below(60 * MILLISECOND);
        let now = scene.now;
        let device = company.devices().iter().find(|device| company.address(device.id, now) == Some(address));
        let target =
            device.and_then(|device| scene.place(device.id)).unwrap_or_else(|| scene.place_of(address));
        let mut dialog = Dialog::new(near(&mut scene.random));
        match device {
            Some(device) if is_open(device, PORT) => dialog.ends(Ending::Reset(Side::Client)),
            Some(_) => dialog.ends(Ending::Refused),
            None => dialog.ends(Ending::Unanswered(1)),
        };
        scene.tcp(after, &own, &target, PORT, dialog);
        let Some(device) = device.filter(|device| is_open(device, PORT)) else { continue };
        for (place, port) in [22, 80, 135, 443, 3389, 5985].into_iter().enumerate() {
            let mut dialog = Dialog::new(near(&mut scene.random));
            dialog.ends(if is_open(device, port) { Ending::Reset(Side::Client) } else { Ending::Refused });
            scene.tcp(after + SECOND + place as u64 * 90 * MILLISECOND, &own, &target, port, dialog);
        }
    }
}

fn brute_force(scene: &mut Scene<'_>, attack: &Attack, tries: u32) {
    let mut after = 0;
    for _ in 0..tries {
        let login = Login::WrongPassword(&attack.account);
        let Some(session) = Session::begin(scene, attack.source, attack.target, login) else { return };
        after += session.hang_up(after);
        after += scene.random.between(400, 1500) * MILLISECOND;
    }
    let login = Login::Password(&attack.account);
    let Some(mut session) = Session::begin(scene, attack.source, attack.target, login) else { return };
    session.connect("IPC$", Share::Pipe);
    session.disconnect();
    session.end(after);
}

fn directory_sync(scene: &mut Scene<'_>, attack: &Attack) {
    let Some(own) = scene.own_place() else { return };
    let mut after = tickets::log_in(scene, 0, &own, &attack.account);
    let service = Service::of(scene, "host", attack.target);
    after += tickets::get(scene, after, &own, &attack.account, &service);
    let mut calls = REPLICATION_CALLS.to_vec();
    if let Some(changes) = calls.get_mut(1) {
        changes.told = 60_000;
    }
    let server = (attack.target, &service);
    sealed(scene, after, &own, server, &attack.account, (&DRSUAPI, CONTROLLER_PORT), &calls);
}

fn kerberoast(scene: &mut Scene<'_>, attack: &Attack, services: u32) {
    const CLASSES: [&str; 5] = ["MSSQLSvc", "HTTP", "TERMSRV", "exchangeMDB", "postgres"];
    let Some(own) = scene.own_place() else { return };
    let mut after = 0;
    for number in 0..services {
        let class = CLASSES.get(number as usize % CLASSES.len()).copied().unwrap_or_default();
        let host = format!("svc{:02}.{DNS_DOMAIN}", number + 1);
        after += tickets::get_with(scene, after, &own, &attack.account, &[class, &host], RC4, &[RC4]);
        after += scene.random.between(80, 700) * MILLISECOND;
    }
}

fn upload(scene: &mut Scene<'_>, megabytes: u32) {
    let Some(own) = scene.own_place() else { return };
    let site = rare(scene.company.seed, UPLOAD_HOST, UPLOAD_ADDRESS);
    let exchanges: Vec<Exchange> = (0..u64::from(megabytes).div_ceil(4))
        .map(|number| Exchange {
            delay: if number == 0 { MILLISECOND } else { SECOND / 2 },
            asked: (u64::from(megabytes) - number * 4).min(4) << 20,
            told: 120,
        })
        .collect();
    visit(scene, 0, &own, &site, &OPENSSL, &exchanges);
}

/// As psexec does it: a program, a service, and the pipes that the program listens to.
fn service_run(scene: &mut Scene<'_>, attack: &Attack, name: &str, command: &str) {
    let login = Login::Password(&attack.account);
    let Some(mut session) = Session::begin(scene, attack.source, attack.target, login) else { return };
    let mut program = crate::activities::EXECUTABLE_START.to_vec();
    program.extend(session.scene.constant(&[number_of(name)]).bytes(56_000));
    let file = format!("{name}.exe");
    let service =
        services::Service { name, display_name: name, binary_path: command, account: "LocalSystem" };
    install(&mut session, &file, &program, &service);
    session.connect("IPC$", Share::Pipe);
    session.private_pipe(name, 3);
    session.disconnect();
    session.end(0);
}

/// Files are read, written back encrypted, and renamed; a note is left.
fn ransom(scene: &mut Scene<'_>, attack: &Attack, files: u32) {
    let (_, name) = share(scene, Department::Engineering);
    let login = Login::Ticket(&attack.account);
    let Some(mut session) = Session::begin(scene, attack.source, attack.target, login) else { return };
    session.connect(name, Share::Disk);
    let taste = session.scene.constant(&[number_of("ransom")]).below(1000);
    for number in 0..u64::from(files) {
        let mut file = file(session.scene, name, (taste + number * 3) % 4000);
        // Only the beginning is encrypted, as fast ones do it.
        file.size = file.size.min(64 << 10);
        session.read(&file);
        session.write(&file, false);
        session.rename(&file.name, &format!("{}{RANSOM_EXTENSION}", file.name));
        if number.is_multiple_of(40) {
            session.write_bytes(
                RANSOM_NOTE,
                b"All your files are encrypted. To restore them pay 2 BTC.\r\n",
                number == 0,
            );
        }
        let pause = session.scene.random.between(20, 150) * MILLISECOND;
        session.pause(pause);
    }
    session.disconnect();
    session.end(0);
}
