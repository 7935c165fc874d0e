//! The story that an analyst is shown: an antivirus server schedules its job on one computer every morning, by means that
//! look like an attack.

use crate::activities::talk::names;
use crate::activities::talk::smb::{Login, NOT_FOUND, PORT, Session};
use crate::company::{Calendar, DeviceId, HOUR, MINUTE};
use crate::packet::dialog::{Dialog, Ending, MILLISECOND, SECOND};
use crate::play::{Activity, Planner, Scene};
use crate::protocols::job::{Job, Rhythm};
use crate::protocols::rpc::SASEC;
use crate::protocols::smb::Share;
use crate::protocols::tasks;
use crate::random::number_of;
use std::ops::Range;
use thymus_wire::{Interval, Timestamp};

/// The account that the antivirus server uses.
pub const ACCOUNT: &str = "appadmin";
/// The job of every morning.
pub const JOB: &str = "AV.job";
/// The further jobs on the day of the incident.
pub const FURTHER_JOBS: [&str; 2] = ["SAVUpdate.job", "SAVCleanup.job"];
/// What the jobs run.
pub const PROGRAM: &str = r"C:\Program Files (x86)\Sophos\Sophos Anti-Virus\BackgroundScanClient.exe";

/// Where jobs lie on the disk of a computer.
const FOLDER: &str = r"Windows\Tasks";
/// When it happens, on the company's clocks, and by how many seconds it may come later.
const AT: u64 = 6 * HOUR;
const LATE: u64 = 3 * MINUTE;
/// Fewer days have no morning without the job.
const DAYS_FOR_A_MISS: usize = 12;

/// Who takes part in the story, and when.
#[derive(Clone, Debug)]
pub struct Story {
    /// The antivirus server.
    pub server: DeviceId,
    /// The computer that is scanned.
    pub client: DeviceId,
    /// The day of the incident, with the two further jobs: the last workday.
    pub incident_day: u32,
    /// The workday on which the computer was off.
    pub missed_day: Option<u32>,
    /// The time around the incident that an analyst looks at: a quarter of an hour.
    pub window: Range<Timestamp>,
    /// The workdays with the job, the incident's among them.
    pub days: Vec<u32>,
}

impl Story {
    /// The story of these days; nothing where none is a workday.
    pub(crate) fn new(calendar: &Calendar, server: DeviceId, client: DeviceId) -> Option<Self> {
        let workdays: Vec<_> = calendar.days.iter().filter(|day| day.is_workday()).collect();
        let incident = workdays.last()?;
        let missed = workdays.get(workdays.len() * 2 / 5).filter(|_| workdays.len() >= DAYS_FOR_A_MISS);
        let missed_day = missed.map(|day| day.number);
        let from = incident.at(AT - 5 * MINUTE);
        Some(Self {
            server,
            client,
            incident_day: incident.number,
            missed_day,
            window: from..from + Interval::from_seconds(15 * MINUTE as i64),
            days: workdays.iter().map(|day| day.number).filter(|day| Some(*day) != missed_day).collect(),
        })
    }
}

/// The job of the morning.
pub(crate) const MORNING: Activity = Activity { name: "story", seconds_max: 120, ports: 4, plan, play };

fn plan(planner: &mut Planner<'_>) {
    let Some(story) = planner.company.story() else { return };
    if planner.day.is_workday() {
        let server = story.server;
        let mut random = planner.random(server);
        let second = AT + random.below(LATE);
        planner.at(&mut random, server, second, 0);
    }
}

fn play(scene: &mut Scene<'_>) {
    let company = scene.company;
    let Some(story) = company.story() else { return };
    let Some(own) = scene.own_place() else { return };
    let Some(client) = scene.place(story.client) else { return try_in_vain(scene) };
    let name = company.full_name(story.client);
    let known = names::look_up_device(scene, 0, &own, &client, &name);
    let before = story.days.iter().rev().find(|day| **day < scene.day.number).copied();
    let is_incident = scene.day.number == story.incident_day;
    let login = Login::Password(ACCOUNT);
    let Some(mut session) = Session::begin(scene, story.server, story.client, login) else { return };
    session.connect("C$", Share::Disk);
    match before {
        // What was written then, and the scheduler has noted since that it ran.
        Some(day) => session.read_bytes(&path(JOB), &job(session.scene, JOB, day, before)),
        None => session.open_in_vain(&path(JOB), NOT_FOUND),
    }
    let today = session.scene.day.number;
    let bytes = job(session.scene, JOB, today, before);
    session.pause(120 * MILLISECOND);
    session.write_bytes(&path(JOB), &bytes, before.is_none());
    if is_incident {
        for further in FURTHER_JOBS {
            let bytes = job(session.scene, further, today, None);
            session.pause(SECOND);
            session.write_bytes(&path(further), &bytes, true);
        }
    }
    session.disconnect();
    give_accounts(&mut session, is_incident);
    session.end(known);
}

/// The computer is off: nobody answers.
fn try_in_vain(scene: &mut Scene<'_>) {
    let Some(story) = scene.company.story() else { return };
    let earlier = scene.company.moment(scene.day.number, 0, 0).unwrap_or(scene.now);
    let (Some(own), Some(address)) = (scene.own_place(), scene.company.address(story.client, earlier)) else {
        return;
    };
    let client = scene.place_of(address);
    let mut dialog = Dialog::new(MILLISECOND);
    dialog.ends(Ending::Unanswered(3));
    scene.tcp(0, &own, &client, PORT, dialog);
}

/// The Task Scheduler is told as whom the jobs are to run.
fn give_accounts(session: &mut Session<'_, '_>, is_incident: bool) {
    session.connect("IPC$", Share::Pipe);
    let mut pipe = session.pipe(&SASEC);
    let server = format!("\\\\{}", session.server_name());
    let account = format!("{}\\{ACCOUNT}", crate::company::DOMAIN);
    let further = FURTHER_JOBS.iter().filter(|_| is_incident);
    for name in [JOB].iter().chain(further) {
        let secret = session.scene.constant(&[number_of("password of jobs")]).word(12);
        let arguments = tasks::set_account(&server, name, &account, &secret);
        session.call(&mut pipe, tasks::SET_ACCOUNT, &arguments, &tasks::status(0));
        let asked = tasks::get_account(&server, name, 64);
        session.call(&mut pipe, tasks::GET_ACCOUNT, &asked, &tasks::account_is(&account, 64));
    }
    session.close_pipe(&pipe);
    session.disconnect();
}

/// The path of a job on the disk of a computer.
pub(crate) fn path(job: &str) -> String {
    format!("{FOLDER}\\{job}")
}

/// The job that begins on a day, and that ran last on another, if ever.
fn job(scene: &Scene<'_>, name: &str, begins: u32, ran: Option<u32>) -> Vec<u8> {
    let calendar = &scene.company.calendar;
    let runs_at = |day: u32| calendar.day(day).map(|day| calendar.local(day.at(AT + 10 * MINUTE)));
    let [year, month, _, date, hour, minute, _] = runs_at(begins).unwrap_or_default();
    let (arguments, comment, rhythm) = match name {
        JOB => ("-scan \"Morning scan\" -quiet", "Scheduled scan", Rhythm::Daily(1)),
        "SAVUpdate.job" => ("-update -force", "Update after a policy change", Rhythm::Once),
        _ => ("-cleanup \"Quarantine\" -quiet", "Clean-up after detection", Rhythm::Once),
    };
    let author = format!("{}\\{ACCOUNT}", crate::company::DOMAIN);
    let uuid = scene.constant(&[number_of("uuid of a job"), number_of(name)]).array();
    Job {
        uuid,
        program: PROGRAM,
        arguments,
        directory: r"C:\Program Files (x86)\Sophos\Sophos Anti-Virus",
        author: &author,
        comment,
        rhythm,
        begins: [year, month, date, hour, minute],
        last_run: ran.and_then(runs_at),
    }
    .bytes()
}
