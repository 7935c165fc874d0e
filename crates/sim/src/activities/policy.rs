//! Group policies are read from the controllers, at the start and every hour and a half.

use super::directory;
use super::talk::smb::{Login, Session};
use crate::company::{DNS_DOMAIN, MINUTE};
use crate::play::{Activity, Planner, Scene};
use crate::protocols::smb::Share;

/// The refresh that Windows does by itself.
pub(super) const REFRESH: Activity = Activity { name: "policy", seconds_max: 120, ports: 4, plan, play };

/// Every hour and a half, and up to half an hour later.
const PERIOD: u64 = 105 * MINUTE;
/// The two policies that every domain has (MS-GPOD), by their folders.
const POLICIES: [&str; 2] =
    ["{31B2F340-016D-11D2-945F-00C04FB984F9}", "{6AC1786C-016F-11D2-945F-00C04fB984F9}"];

fn plan(planner: &mut Planner<'_>) {
    for worker in planner.workers() {
        let mut random = planner.random(worker.device.id);
        let mut second = worker.shift.from + PERIOD;
        let mut number = 0;
        while second < worker.shift.to {
            planner.at(&mut random, worker.device.id, second, number);
            second += PERIOD + random.below(20 * MINUTE);
            number += 1;
        }
    }
}

fn play(scene: &mut Scene<'_>) {
    let (Some(device), Some(place)) = (scene.device(scene.actor), scene.own_place()) else { return };
    let account = device.account();
    let after = directory::policies(scene, 0, &place, &account);
    read(scene, after + 3_000_000, &account, false);
}

/// Reads the policies' versions, and all that is in them where `everything` is wanted.
pub(super) fn read(scene: &mut Scene<'_>, delay: u64, account: &str, everything: bool) -> u64 {
    let [controller, _] = scene.company.servers.controllers;
    let Some(mut session) = Session::begin(scene, scene.actor, controller, Login::Ticket(account)) else {
        return 0;
    };
    session.connect("SysVol", Share::Disk);
    for policy in POLICIES {
        let folder = format!("{DNS_DOMAIN}\\Policies\\{policy}");
        let version = b"[General]\r\nVersion=65539\r\ndisplayName=New Group Policy Object\r\n";
        session.read_bytes(&format!("{folder}\\gpt.ini"), version);
        if everything {
            let template = b"[Unicode]\r\nUnicode=yes\r\n[System Access]\r\nMinimumPasswordAge = 1\r\nMaximumPasswordAge = 90\r\nMinimumPasswordLength = 12\r\nPasswordComplexity = 1\r\n[Version]\r\nsignature=\"$CHICAGO$\"\r\nRevision=1\r\n";
            session.read_bytes(
                &format!("{folder}\\MACHINE\\Microsoft\\Windows NT\\SecEdit\\GptTmpl.inf"),
                template,
            );
        }
    }
    session.disconnect();
    session.end(delay)
}
