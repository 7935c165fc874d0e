//! Software is rolled out: patches on the second Tuesday of the month, programs by a service that is made for the while.

use super::talk::bodies::Body;
use super::talk::smb::{Login, Session};
use super::talk::web::{self, request};
use crate::company::{Day, HOUR, MINUTE};
use crate::packet::dialog::{Dialog, Ending, SECOND, Side};
use crate::play::{Activity, Planner, Scene, near};
use crate::protocols::rpc::SVCCTL;
use crate::protocols::services::{self, Service};
use crate::protocols::smb::Share;
use crate::random::number_of;

/// A computer asks for patches, and fetches those that are new.
pub(super) const PATCHES: Activity =
    Activity { name: "patches", seconds_max: 600, ports: 4, plan: plan_patches, play: play_patches };

/// A program is installed on a computer from afar.
pub(super) const ROLL_OUT: Activity =
    Activity { name: "roll-out", seconds_max: 300, ports: 3, plan: plan_roll_out, play: play_roll_out };

/// The account that installs programs.
pub(crate) const INSTALLER: &str = "svc-deploy";
/// The program that it copies, and its service.
pub(crate) const AGENT_FILE: &str = "HaldenDeployAgent.exe";
const AGENT_NAME: &str = "HaldenDeployAgent";
/// Where patches are offered.
const PORT: u16 = 8530;
/// Days after the second Tuesday on which patches are fetched.
const PATCH_DAYS: u32 = 2;
/// On this day of the month, or the next workday, a program is rolled out.
const ROLL_OUT_DAY: i8 = 19;
const SERVICE_HANDLE: &str = "service handle";

fn is_patching(planner: &Planner<'_>) -> bool {
    let day = planner.day.number;
    let back = |days: u32| planner.company.calendar.day(day.checked_sub(days)?);
    (0..=PATCH_DAYS).filter_map(back).any(Day::is_patch_tuesday)
}

fn plan_patches(planner: &mut Planner<'_>) {
    let times = if is_patching(planner) { 3 } else { 1 };
    for worker in planner.workers() {
        let mut random = planner.random(worker.device.id);
        for number in 0..times {
            let second =
                random.between(worker.shift.from + 600, worker.shift.to.max(worker.shift.from + 601));
            planner.at(&mut random, worker.device.id, second, number);
        }
    }
}

fn play_patches(scene: &mut Scene<'_>) {
    let Some(place) = scene.own_place() else { return };
    let server = scene.company.servers.deployment;
    let Some(server_place) = scene.place(server) else { return };
    let host = format!("{}:{PORT}", scene.company.full_name(server));
    let mut dialog = Dialog::new(near(&mut scene.random));
    dialog.pace = 1_000_000;
    let agent = "Windows-Update-Agent/10.0.10011.16384 Client-Protocol/2.0";
    dialog.client(
        300_000,
        request(
            "GET",
            &host,
            "/ClientWebService/client.asmx?singleWsdl",
            agent,
            "Connection: Keep-Alive\r\n",
        ),
    );
    dialog.server(web::answer(scene, "Microsoft-IIS/10.0", Body::Description, 2600));
    // The second and third time on patch days there is something to fetch.
    if scene.number > 0 {
        let month = scene.day.date.month();
        let number = 5_034_000 + i64::from(month) * 137 + i64::from(scene.number);
        let path = format!("/Content/{:02X}/windows10.0-kb{number}-x64.cab", number % 251);
        let mut size = scene.constant(&[number_of(&path)]);
        let length = size.between(900_000, 1_800_000);
        dialog
            .client(SECOND, request("GET", &host, &path, "Microsoft BITS/7.8", "Connection: Keep-Alive\r\n"));
        dialog.server(web::answer(scene, "Microsoft-IIS/10.0", Body::Cabinet, length));
    }
    dialog.ends(Ending::Close(Side::Client));
    scene.tcp(0, &place, &server_place, PORT, dialog);
}

/// On the day of the month, one computer after the other.
fn plan_roll_out(planner: &mut Planner<'_>) {
    if !is_roll_out(planner) {
        return;
    }
    let server = planner.company.servers.deployment;
    let mut random = planner.random(server);
    for (number, worker) in planner.workers().iter().enumerate() {
        let second = 12 * HOUR + 30 * MINUTE + number as u64 * 70 + random.below(30);
        planner.at(&mut random, server, second, u32::from(worker.device.id.0));
    }
}

/// The first workday from that day of the month on.
fn is_roll_out(planner: &Planner<'_>) -> bool {
    let today = planner.day;
    let since = i64::from(today.date.day()) - i64::from(ROLL_OUT_DAY);
    if since < 0 || !today.is_workday() {
        return false;
    }
    let earlier = |days: u32| planner.company.calendar.day(today.number.checked_sub(days)?);
    !(1..=since as u32).filter_map(earlier).any(Day::is_workday)
}

fn play_roll_out(scene: &mut Scene<'_>) {
    let target = crate::company::DeviceId(scene.number as u16);
    let login = Login::Password(INSTALLER);
    let Some(mut session) = Session::begin(scene, scene.actor, target, login) else { return };
    let month = session.scene.day.date.month();
    let program = session.scene.constant(&[number_of(AGENT_FILE), month as u64]).bytes(60_000);
    let program = [&crate::activities::EXECUTABLE_START[..], &program].concat();
    install(
        &mut session,
        AGENT_FILE,
        &program,
        &Service {
            name: AGENT_NAME,
            display_name: "Halden Deployment Agent",
            binary_path: "%SystemRoot%\\HaldenDeployAgent.exe -service",
            account: "LocalSystem",
        },
    );
    session.end(0);
}

/// A program is copied to the administrative share, and run by a service that is made, started and deleted.
pub(super) fn install(session: &mut Session<'_, '_>, file: &str, program: &[u8], service: &Service<'_>) {
    session.connect("ADMIN$", Share::Disk);
    session.write_bytes(file, program, true);
    session.connect("IPC$", Share::Pipe);
    let mut pipe = session.pipe(&SVCCTL);
    let mut handles = session.scene.constant(&[number_of(SERVICE_HANDLE), session.scene.now.0 as u64]);
    let mut handle = || {
        let mut handle = [0; 20];
        handle.iter_mut().skip(4).zip(handles.array::<16>()).for_each(|(place, byte)| *place = byte);
        handle
    };
    let (manager, made) = (handle(), handle());
    let server = format!("\\\\{}", session.server_name());
    session.call(
        &mut pipe,
        services::OPEN_MANAGER,
        &services::open_manager(&server),
        &services::handle_given(&manager),
    );
    session.call(
        &mut pipe,
        services::CREATE,
        &services::create(&manager, service),
        &services::created(&made),
    );
    session.call(&mut pipe, services::START, &services::start(&made), &0_u32.to_le_bytes());
    session.pause(3 * SECOND);
    session.call(
        &mut pipe,
        services::QUERY_STATUS,
        &services::with_handle(&made),
        &services::status_is(false),
    );
    session.call(&mut pipe, services::DELETE, &services::with_handle(&made), &0_u32.to_le_bytes());
    for handle in [made, manager] {
        session.call(
            &mut pipe,
            services::CLOSE,
            &services::with_handle(&handle),
            &services::handle_given(&[0; 20]),
        );
    }
    session.close_pipe(&pipe);
    session.disconnect();
}
