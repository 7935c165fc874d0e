//! Printing: a job goes to the print server, and from there to the printer.

use super::talk::smb::{Login, Session};
use crate::company::Role;
use crate::packet::content::{Content, Pool};
use crate::packet::dialog::{Dialog, SECOND, Side};
use crate::play::{Activity, Planner, Scene, near};
use crate::protocols::rpc::SPOOLSS;
use crate::protocols::smb::Share;

/// Somebody prints.
pub(super) const PRINT: Activity = Activity { name: "print", seconds_max: 300, ports: 6, plan, play };

/// Printers listen here to whatever they are to print.
const RAW: u16 = 9100;
/// Jobs of somebody with usual zeal on a day.
const JOBS: u64 = 2;
/// Operations of MS-RPRN: open, start a document and a page, write, end both, close.
const OPERATIONS: [u16; 7] = [69, 17, 18, 19, 20, 23, 29];

fn plan(planner: &mut Planner<'_>) {
    for worker in planner.workers() {
        planner.while_working(&worker, JOBS);
    }
}

fn play(scene: &mut Scene<'_>) {
    let Some(device) = scene.device(scene.actor) else { return };
    let Some(person) = scene.company.person_of(device) else { return };
    let server = scene.company.servers.print;
    let login = Login::Ticket(&person.account);
    let Some(mut session) = Session::begin(scene, scene.actor, server, login) else { return };
    session.connect("IPC$", Share::Pipe);
    let mut pipe = session.sealed_pipe(&SPOOLSS, &person.account);
    for operation in OPERATIONS {
        let asked = if operation == 19 { 3900 } else { 300 };
        session.sealed_call(&mut pipe, operation, asked, 200);
    }
    session.close_pipe(&pipe);
    session.disconnect();
    let spooled = session.end(0);
    send_to_printer(scene, spooled + SECOND);
}

/// The print server sends the job to a printer: the one of the person's corner.
fn send_to_printer(scene: &mut Scene<'_>, delay: u64) {
    let printers: Vec<_> = scene.company.of_role(Role::Printer).map(|printer| printer.id).collect();
    let Some(printer) = printers.get(usize::from(scene.actor.0) % printers.len().max(1)) else { return };
    let (Some(from), Some(to)) = (scene.place(scene.company.servers.print), scene.place(*printer)) else {
        return;
    };
    let mut job =
        Content::from("\x1b%-12345X@PJL JOB\r\n@PJL SET RESOLUTION=600\r\n@PJL ENTER LANGUAGE=PCL\r\n");
    let length = scene.random.spread(12_000, 5);
    job.filler(Pool::Noise, &mut scene.random, length).own(b"\x1b%-12345X@PJL EOJ\r\n\x1b%-12345X".to_vec());
    let mut dialog = Dialog::new(near(&mut scene.random));
    dialog.pace = 3_000_000;
    dialog.client(1_000_000, job);
    dialog.say(Side::Server, SECOND, "@PJL USTATUS JOB\r\nEND\r\n");
    scene.tcp(delay, &from, &to, RAW, dialog);
}
