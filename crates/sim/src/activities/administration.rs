//! The work of administrators: sessions on the jump host and from there, remote shells, files, the directory.

use super::directory::{self, Lookup};
use super::talk::smb::{Login, Session};
use super::talk::tickets::{self, Service};
use super::talk::{names, web};
use crate::company::{DIRECTORY, DNS_DOMAIN, DeviceId, MINUTE, Role};
use crate::packet::content::{Content, Pool};
use crate::packet::dialog::{Dialog, Ending, SECOND, Side};
use crate::play::{Activity, Place, Planner, Scene, near};
use crate::protocols::ldap::{Search, all_of, equals};
use crate::protocols::smb::Share;
use crate::protocols::tls::{Hello, SCHANNEL, application_data};
use crate::protocols::{gss, rdp, ssh};
use crate::random::number_of;

/// An administrator works on the jump host, and from there on a server.
pub(super) const REMOTE_DESKTOP: Activity =
    Activity { name: "remote desktop", seconds_max: 5400, ports: 8, plan: plan_few, play: play_desktop };

/// A remote shell for a few commands.
pub(super) const REMOTE_SHELL: Activity =
    Activity { name: "remote shell", seconds_max: 900, ports: 8, plan: plan_few, play: play_shell };

/// Files are put on an administrative share, or looked at there.
pub(super) const ADMIN_SHARE: Activity =
    Activity { name: "admin share", seconds_max: 300, ports: 8, plan: plan_few, play: play_share };

/// Accounts are looked at in the directory.
pub(super) const ACCOUNTS: Activity =
    Activity { name: "accounts", seconds_max: 300, ports: 8, plan: plan_few, play: play_accounts };

/// A session on a Linux server.
pub(super) const SECURE_SHELL: Activity =
    Activity { name: "secure shell", seconds_max: 1800, ports: 4, plan: plan_few, play: play_secure_shell };

/// Each kind happens so often a day to each administrator.
const TIMES: u64 = 2;
/// Where WinRM listens.
const WINRM: u16 = 5985;

fn plan_few(planner: &mut Planner<'_>) {
    for worker in planner.workers() {
        if worker.person.administrator.is_some() && worker.shift.to > worker.shift.from + 100 * MINUTE {
            let mut random = planner.random(worker.device.id);
            for number in 0..random.below(TIMES + 1) {
                let second = random.between(worker.shift.from + 10 * MINUTE, worker.shift.to - 90 * MINUTE);
                planner.at(&mut random, worker.device.id, second, number as u32);
            }
        }
    }
}

/// The administrator's account, if the actor is an administrator's computer.
fn administrator(scene: &Scene<'_>) -> Option<String> {
    let device = scene.device(scene.actor)?;
    scene.company.person_of(device)?.administrator.clone()
}

/// Some server with Windows.
fn some_server(scene: &mut Scene<'_>) -> DeviceId {
    let servers = scene.company.servers;
    let [first, second] = servers.files;
    let [controller, _] = servers.controllers;
    *scene.random.pick(&[
        first,
        second,
        servers.print,
        servers.application,
        servers.database,
        servers.deployment,
        controller,
    ])
}

fn play_desktop(scene: &mut Scene<'_>) {
    let Some(account) = administrator(scene) else { return };
    let jump = scene.company.servers.jump;
    let minutes = scene.random.between(10, 50);
    let begun = desktop(scene, 0, scene.actor, jump, &account, minutes);
    let target = some_server(scene);
    let after = begun + scene.random.between(30, 120) * SECOND;
    desktop(scene, after, jump, target, &account, minutes / 2);
}

/// A session of Remote Desktop for so many minutes. Returns when it has begun.
pub(super) fn desktop(
    scene: &mut Scene<'_>,
    delay: u64,
    from: DeviceId,
    to: DeviceId,
    account: &str,
    minutes: u64,
) -> u64 {
    let (Some(client), Some(server)) = (scene.place(from), scene.place(to)) else { return 0 };
    let name = scene.company.full_name(to);
    let mut after = delay + names::look_up_device(scene, delay, &client, &server, &name);
    let service = Service::of(scene, "TERMSRV", to);
    after += tickets::get(scene, after, &client, account, &service);
    let random = &mut scene.random;
    let mut dialog = Dialog::new(near(random));
    dialog.client(200_000, rdp::request(account)).server(rdp::confirm());
    Hello { name: &name, program: &SCHANNEL, modern: true, chain: &[] }.say(random, &mut dialog);
    for length in [1600, 300, 900] {
        dialog.client(2_000_000, application_data(random, length));
        dialog.server(application_data(random, length / 2));
    }
    // Pictures come when something is done, now and then.
    for _ in 0..minutes * 2 {
        let pause = random.between(20, 34) * SECOND;
        let told = random.spread(2000, 5);
        dialog.client(pause, application_data(random, 90));
        dialog.server(application_data(random, told));
    }
    dialog.ends(Ending::Close(Side::Client));
    scene.tcp(after, &client, &server, rdp::PORT, dialog);
    after + 2 * SECOND
}

fn play_shell(scene: &mut Scene<'_>) {
    let Some(account) = administrator(scene) else { return };
    let target = some_server(scene);
    let count = scene.random.between(2, 8);
    shell(scene, 0, scene.actor, target, &account, count);
}

/// So many commands by WinRM, encrypted (MS-WSMV 2.2.9.1).
pub(super) fn shell(
    scene: &mut Scene<'_>,
    delay: u64,
    from: DeviceId,
    to: DeviceId,
    account: &str,
    commands: u64,
) -> u64 {
    let (Some(client), Some(server)) = (scene.place(from), scene.place(to)) else { return 0 };
    let service = Service::of(scene, "HTTP", to);
    let after = delay + tickets::get(scene, delay, &client, account, &service);
    let host = format!("{}:{WINRM}", scene.company.full_name(to));
    let ticket = tickets::ticket(scene, account, &service);
    let mut dialog = Dialog::new(near(&mut scene.random));
    let token = base64(&gss::shown_ticket(&mut scene.random, &ticket));
    let first =
        format!("Authorization: Negotiate {token}\r\nContent-Length: 0\r\nConnection: Keep-Alive\r\n");
    dialog.client(300_000, web::request("POST", &host, "/wsman", "Microsoft WinRM Client", &first));
    let token = base64(&gss::accepted_ticket(&mut scene.random));
    dialog.server(format!(
        "HTTP/1.1 200 \r\nWWW-Authenticate: Negotiate {token}\r\nServer: Microsoft-HTTPAPI/2.0\r\nContent-Length: 0\r\n\r\n"
    ));
    for _ in 0..commands * 2 {
        let pause = scene.random.spread(200_000_000, 5);
        let (asked, told) = (scene.random.spread(1500, 2), scene.random.spread(1200, 3));
        let question = sealed_message(scene, asked);
        let head = format!(
            "Content-Type: multipart/encrypted;protocol=\"application/HTTP-SPNEGO-session-encrypted\";boundary=\"Encrypted Boundary\"\r\nContent-Length: {}\r\nConnection: Keep-Alive\r\n",
            question.length()
        );
        let mut whole = Content::from(web::request("POST", &host, "/wsman", "Microsoft WinRM Client", &head));
        whole.append(question);
        dialog.client(pause, whole);
        let answer = sealed_message(scene, told);
        let mut whole = Content::from(format!(
            "HTTP/1.1 200 \r\nContent-Type: multipart/encrypted;protocol=\"application/HTTP-SPNEGO-session-encrypted\";boundary=\"Encrypted Boundary\"\r\nServer: Microsoft-HTTPAPI/2.0\r\nContent-Length: {}\r\n\r\n",
            answer.length()
        ));
        whole.append(answer);
        dialog.server(whole);
    }
    let took = after + dialog.elapsed();
    scene.tcp(after, &client, &server, WINRM, dialog);
    took
}

/// An encrypted message of WinRM.
fn sealed_message(scene: &mut Scene<'_>, length: u64) -> Content {
    let mut content = Content::from(format!(
        "--Encrypted Boundary\r\nContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n\
         OriginalContent: type=application/soap+xml;charset=UTF-8;Length={length}\r\n--Encrypted Boundary\r\n\
         Content-Type: application/octet-stream\r\n"
    ));
    let mut head = 60_u32.to_le_bytes().to_vec();
    head.extend_from_slice(&[5, 4, 6, 0xff, 0, 0, 0, 28]);
    content.own(head).filler(Pool::Noise, &mut scene.random, length + 52);
    content.own(b"--Encrypted Boundary--\r\n".to_vec());
    content
}

fn play_share(scene: &mut Scene<'_>) {
    let (Some(account), Some(place)) = (administrator(scene), scene.own_place()) else { return };
    let target = some_server(scene);
    let service = Service::of(scene, "cifs", target);
    let after = tickets::get(scene, 0, &place, &account, &service);
    let login = Login::Ticket(&account);
    let Some(mut session) = Session::begin(scene, scene.actor, target, login) else { return };
    session.connect("C$", Share::Disk);
    session.list("Windows\\Logs");
    let day = session.scene.day.number;
    let log = session.scene.of_today(&[number_of("log")]).spread(3000, 4);
    let bytes = vec![b'.'; log as usize];
    session.read_bytes(&format!("Windows\\Logs\\maintenance-{day}.log"), &bytes);
    if session.scene.random.chance(350) {
        session.pause(2 * SECOND);
        session.write_bytes(
            &format!("Temp\\setup-{day}.ps1"),
            b"Get-Service | Where-Object Status -eq Running\r\n",
            true,
        );
    }
    session.disconnect();
    session.end(after);
}

fn play_accounts(scene: &mut Scene<'_>) {
    let (Some(account), Some(place)) = (administrator(scene), scene.own_place()) else { return };
    let controller = scene.company.servers.controllers[0];
    let service = Service::of(scene, "ldap", controller);
    let after = tickets::get(scene, 0, &place, &account, &service);
    let count = scene.company.people.len() as u64;
    let lookups: Vec<Lookup<'_>> = (0..scene.random.between(1, 4))
        .filter_map(|_| {
            let person = scene.company.people.get(scene.random.below(count) as usize)?;
            let filter =
                all_of(&[equals("objectCategory", "person"), equals("sAMAccountName", &person.account)]);
            let attributes = &["sAMAccountName", "displayName", "memberOf", "objectSid"];
            let entry = directory::entry_of(
                &person.account,
                &person.full_name,
                person.department.name(),
                person.relative_identifier,
            );
            Some(Lookup {
                search: Search { base: DIRECTORY, scope: 2, limit: 1000, filter, attributes },
                found: vec![entry],
            })
        })
        .collect();
    directory::searches(scene, after, &place, &account, &lookups);
}

fn play_secure_shell(scene: &mut Scene<'_>) {
    if administrator(scene).is_none() {
        return;
    }
    let Some(place) = scene.own_place() else { return };
    let role = *scene.random.pick(&[Role::WebServer, Role::ProxyServer, Role::MonitoringServer]);
    let Some(target) = scene.company.of_role(role).next().map(|device| device.id) else { return };
    secure_shell(scene, 0, &place, target);
}

/// A session of SSH with some typing.
fn secure_shell(scene: &mut Scene<'_>, delay: u64, client: &Place, target: DeviceId) {
    let Some(server) = scene.place(target) else { return };
    let name = scene.device(target).map_or("", |device| &device.name);
    let full_name = format!("{}.{DNS_DOMAIN}", name.to_lowercase());
    let key = scene.constant(&[number_of("host key"), number_of(name)]).array();
    let known = names::look_up_device(scene, delay, client, &server, &full_name);
    let random = &mut scene.random;
    let mut dialog = Dialog::new(near(random));
    ssh::log_in(random, &mut dialog, "OpenSSH_for_Windows_9.5", "OpenSSH_9.2p1 Debian-2+deb12u2", Some(&key));
    for _ in 0..random.spread(12, 3) {
        let pause = random.spread(250_000_000, 5);
        let answer = random.spread(36, 6) & !3;
        dialog.client(pause, ssh::noise(random, 36)).server(ssh::noise(random, answer));
    }
    scene.tcp(delay + known, client, &server, ssh::PORT, dialog);
}

/// RFC 4648 section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letter = |bits: u32| LETTERS.get((bits & 63) as usize).map_or('A', |letter| char::from(*letter));
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().chain([&0, &0]).take(3).fold(0, |bits, byte| bits << 8 | u32::from(*byte));
        for place in 0..4 {
            text.push(if place <= chunk.len() { letter(bits >> (18 - 6 * place)) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn vectors_of_rfc_4648() {
        let vectors = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
        ];
        for (text, encoded) in vectors {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
    }
}
