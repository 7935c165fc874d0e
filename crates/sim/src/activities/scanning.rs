//! The weekly scan for weaknesses: every address, many ports, and a look at what answers.

use super::talk::web::request;
use crate::company::{Device, HOUR, MINUTE, Role, System};
use crate::packet::dialog::{Dialog, Ending, MILLISECOND, SECOND, Side};
use crate::packet::frame::Address;
use crate::play::{Activity, Place, Planner, Scene, near};
use crate::protocols::ssh;
use crate::protocols::tls::{Hello, OPENSSL};
use jiff::civil::Weekday;

/// One address is scanned.
pub(super) const SCAN: Activity = Activity { name: "scan", seconds_max: 300, ports: 48, plan, play };

/// Ports that are tried.
const PORTS: &[u16] = &[
    21, 22, 23, 25, 53, 80, 88, 110, 135, 139, 143, 389, 443, 445, 554, 631, 993, 1433, 1883, 3306, 3389,
    5060, 5432, 5900, 5985, 8080, 8443, 9100,
];
/// Where clients have their addresses: networks and the first and last host that is tried.
const CLIENT_NETWORKS: &[([u8; 3], u8, u8)] =
    &[([10, 20, 10], 50, 119), ([10, 20, 11], 50, 71), ([10, 20, 20], 50, 65)];

fn plan(planner: &mut Planner<'_>) {
    if planner.day.weekday() != Weekday::Wednesday {
        return;
    }
    let scanner = planner.company.servers.scanner;
    let mut random = planner.random(scanner);
    let count = targets(planner.company.devices(), planner.company).len();
    for number in 0..count {
        let second = 20 * HOUR + 30 * MINUTE + number as u64 * 40 + random.below(20);
        planner.at(&mut random, scanner, second, number as u32);
    }
}

/// All addresses, those of servers and things first.
fn targets(devices: &[Device], company: &crate::company::Company) -> Vec<Address> {
    let fixed = devices.iter().filter(|device| !device.role.is_client());
    let mut all: Vec<Address> =
        fixed.filter_map(|device| company.address(device.id, company.span().start)).collect();
    for ([a, b, c], first, last) in CLIENT_NETWORKS {
        all.extend((*first..=*last).map(|host| [*a, *b, *c, host]));
    }
    all
}

fn play(scene: &mut Scene<'_>) {
    let company = scene.company;
    let Some(own) = scene.own_place() else { return };
    let Some(address) = targets(company.devices(), company).get(scene.number as usize).copied() else {
        return;
    };
    if address == own.address {
        return;
    }
    let now = scene.now;
    let device = company.devices().iter().find(|device| company.address(device.id, now) == Some(address));
    let Some(device) = device else { return knock(scene, &own, address) };
    let Some(target) = scene.place(device.id) else { return };
    let mut after = 0;
    for port in PORTS {
        after += scene.random.between(100, 400) * MILLISECOND;
        let mut dialog = Dialog::new(near(&mut scene.random));
        if is_open(device, *port) {
            look(scene, &mut dialog, *port, device);
        } else {
            dialog.ends(Ending::Refused);
        }
        scene.tcp(after, &own, &target, *port, dialog);
    }
}

/// Nobody is there: two ports are tried, then the next address.
fn knock(scene: &mut Scene<'_>, own: &Place, address: Address) {
    let target = scene.place_of(address);
    for (number, port) in [445, 443].into_iter().enumerate() {
        let mut dialog = Dialog::new(MILLISECOND);
        dialog.ends(Ending::Unanswered(2));
        scene.tcp(number as u64 * SECOND, own, &target, port, dialog);
    }
}

/// Whether something listens on a port of a device.
pub(super) fn is_open(device: &Device, port: u16) -> bool {
    let windows = device.system == System::Windows && matches!(port, 135 | 139 | 445);
    let by_role = match device.role {
        Role::DomainController => matches!(port, 53 | 88 | 389 | 5985 | 3389),
        Role::MailServer => matches!(port, 25 | 443 | 993 | 3389),
        Role::WebServer => matches!(port, 22 | 80 | 443),
        Role::ProxyServer => matches!(port, 22 | 8080),
        Role::DatabaseServer => matches!(port, 3389 | 5985),
        Role::ApplicationServer => matches!(port, 443 | 3389 | 5985),
        Role::MonitoringServer => matches!(port, 22 | 443),
        Role::CameraRecorder => matches!(port, 22 | 80),
        Role::TelephoneExchange => matches!(port, 22 | 443 | 5060),
        Role::BuildingController => matches!(port, 22 | 1883),
        Role::Printer => matches!(port, 80 | 443 | 631 | 9100),
        Role::Camera => matches!(port, 80 | 554),
        Role::Phone => matches!(port, 80),
        Role::VulnerabilityScanner => port == 22,
        Role::Desktop | Role::Laptop | Role::Sensor => false,
        _ => matches!(port, 3389 | 5985),
    };
    windows || by_role
}

/// What answers is looked at.
fn look(scene: &mut Scene<'_>, dialog: &mut Dialog, port: u16, device: &Device) {
    let random = &mut scene.random;
    match port {
        22 => {
            let key =
                crate::random::Random::of(scene.company.seed, &[crate::random::number_of(&device.name)])
                    .array();
            ssh::log_in(
                random,
                dialog,
                "OpenSSH_9.2p1 Debian-2",
                "OpenSSH_9.2p1 Debian-2+deb12u2",
                Some(&key),
            );
        }
        80 | 631 | 8080 => {
            dialog.client(
                MILLISECOND,
                request(
                    "GET",
                    &device.name,
                    "/",
                    "Mozilla/5.0 (compatible; scanner)",
                    "Connection: close\r\n",
                ),
            );
            dialog.server("HTTP/1.1 401 Unauthorized\r\nServer: httpd\r\nWWW-Authenticate: Basic realm=\"device\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
        443 | 993 | 8443 => {
            Hello { name: "", program: &OPENSSL, modern: true, chain: &[] }.say(random, dialog);
            dialog.ends(Ending::Reset(Side::Client));
        }
        25 => {
            dialog.server("220 mail.halden.example ESMTP ready\r\n");
            dialog.client(MILLISECOND, "QUIT\r\n").server("221 2.0.0 Bye\r\n");
        }
        _ => {
            // The port is open, which is all that is asked.
            dialog.ends(Ending::Reset(Side::Client));
        }
    }
}
