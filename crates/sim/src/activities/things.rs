//! Telephones, cameras, sensors and printers.

use super::talk::bodies::Body;
use super::talk::web::request;
use crate::company::{HOUR, MINUTE, Role};
use crate::packet::content::Content;
use crate::packet::datagrams::Datagrams;
use crate::packet::dialog::{Dialog, Ending, SECOND, Side};
use crate::play::{Activity, Place, Planner, Scene, near};
use crate::protocols::mqtt;

/// A telephone tells where it is.
pub(super) const REGISTER: Activity =
    Activity { name: "register", seconds_max: 10, ports: 1, plan: plan_register, play: play_register };

/// A call.
pub(super) const CALL: Activity =
    Activity { name: "call", seconds_max: 1800, ports: 1, plan: plan_calls, play: play_call };

/// A camera sends pictures to the recorder.
pub(super) const PICTURES: Activity =
    Activity { name: "pictures", seconds_max: 60, ports: 2, plan: plan_pictures, play: play_pictures };

/// A sensor tells its measurements for an hour.
pub(super) const MEASUREMENTS: Activity =
    Activity { name: "measurements", seconds_max: 4500, ports: 2, plan: plan_sensors, play: play_sensor };

/// A device sets its clock.
pub(super) const CLOCK: Activity =
    Activity { name: "clock", seconds_max: 10, ports: 1, plan: plan_clocks, play: play_clock };

const SIP: u16 = 5060;

fn of_role(planner: &Planner<'_>, role: Role) -> Vec<crate::company::DeviceId> {
    planner.company.of_role(role).map(|device| device.id).collect()
}

fn plan_register(planner: &mut Planner<'_>) {
    for phone in of_role(planner, Role::Phone) {
        planner.every(phone, 50 * MINUTE, 30);
    }
}

fn plan_calls(planner: &mut Planner<'_>) {
    if !planner.day.is_workday() {
        return;
    }
    for phone in of_role(planner, Role::Phone) {
        let mut random = planner.random(phone);
        for number in 0..random.below(7) {
            let second = random.between(8 * HOUR, 17 * HOUR);
            planner.at(&mut random, phone, second, number as u32);
        }
    }
}

/// A request of SIP (RFC 3261) with what all requests of a dialogue share.
fn sip(line: &str, phone: &str, to: &str, sequence: &str, call: &str, own: &Place, more: &str) -> Vec<u8> {
    let [a, b, c, d] = own.address;
    format!(
        "{line}\r\nVia: SIP/2.0/UDP {a}.{b}.{c}.{d}:{SIP};branch=z9hG4bK{call}\r\nMax-Forwards: 70\r\n\
         From: <sip:{phone}@pbx01.corp.halden.example>;tag={call}\r\nTo: <sip:{to}@pbx01.corp.halden.example>\r\n\
         Call-ID: {call}@{a}.{b}.{c}.{d}\r\nCSeq: {sequence}\r\n{more}Content-Length: 0\r\n\r\n"
    )
    .into_bytes()
}

fn sip_flow(scene: &Scene<'_>) -> Option<(Place, Place, Datagrams)> {
    let own = scene.own_place()?;
    let server = scene.place(scene.company.servers.telephones)?;
    let ends = Scene::endpoints((&own, SIP), (&server, SIP));
    Some((own, server, Datagrams::new(ends, false)))
}

fn play_register(scene: &mut Scene<'_>) {
    let (Some((own, server, mut flow)), Some(device)) = (sip_flow(scene), scene.device(scene.actor)) else {
        return;
    };
    let name = device.name.to_lowercase();
    let call = scene.random.word(12);
    let wait = near(&mut scene.random);
    let uri = "REGISTER sip:pbx01.corp.halden.example SIP/2.0";
    let challenge = "WWW-Authenticate: Digest realm=\"halden\",nonce=\"5f3a1c\",algorithm=MD5\r\n";
    flow.say(Side::Client, 0, sip(uri, &name, &name, "1 REGISTER", &call, &own, ""));
    flow.say(
        Side::Server,
        wait,
        sip("SIP/2.0 401 Unauthorized", &name, &name, "1 REGISTER", &call, &own, challenge),
    );
    let proof = "Authorization: Digest username=\"phone\",realm=\"halden\",nonce=\"5f3a1c\",uri=\"sip:pbx01.corp.halden.example\",response=\"0f0e0d0c0b0a09080706050403020100\"\r\nExpires: 3600\r\n";
    flow.say(Side::Client, 30_000_000, sip(uri, &name, &name, "2 REGISTER", &call, &own, proof));
    flow.say(
        Side::Server,
        wait,
        sip("SIP/2.0 200 OK", &name, &name, "2 REGISTER", &call, &own, "Expires: 3600\r\n"),
    );
    scene.datagrams(0, &own, &server, flow);
}

/// Only who calls whom: what they say goes from telephone to telephone and is not seen here.
fn play_call(scene: &mut Scene<'_>) {
    let (Some((own, server, mut flow)), Some(device)) = (sip_flow(scene), scene.device(scene.actor)) else {
        return;
    };
    let name = device.name.to_lowercase();
    let other = format!("phone{:02}", scene.random.between(1, 14));
    let call = scene.random.word(12);
    let wait = near(&mut scene.random);
    let (rings, talks) = (scene.random.between(3, 15) * SECOND, scene.random.spread(30 * SECOND, 4));
    let uri = format!("sip:{other}@pbx01.corp.halden.example SIP/2.0");
    let say = |flow: &mut Datagrams, from, delay, line: &str, sequence: &str| {
        flow.say(from, delay, sip(line, &name, &other, sequence, &call, &own, ""));
    };
    say(&mut flow, Side::Client, 0, &format!("INVITE {uri}"), "1 INVITE");
    say(&mut flow, Side::Server, wait, "SIP/2.0 100 Trying", "1 INVITE");
    say(&mut flow, Side::Server, SECOND, "SIP/2.0 180 Ringing", "1 INVITE");
    say(&mut flow, Side::Server, rings, "SIP/2.0 200 OK", "1 INVITE");
    say(&mut flow, Side::Client, 20_000_000, &format!("ACK {uri}"), "1 ACK");
    say(&mut flow, Side::Client, talks, &format!("BYE {uri}"), "2 BYE");
    say(&mut flow, Side::Server, wait, "SIP/2.0 200 OK", "2 BYE");
    scene.datagrams(0, &own, &server, flow);
}

fn plan_pictures(planner: &mut Planner<'_>) {
    for camera in of_role(planner, Role::Camera) {
        planner.every(camera, 12 * MINUTE, 60);
    }
}

fn play_pictures(scene: &mut Scene<'_>) {
    let (Some(own), Some(device)) = (scene.own_place(), scene.device(scene.actor)) else { return };
    let Some(server) = scene.place(scene.company.servers.recorder) else { return };
    let mut dialog = Dialog::new(near(&mut scene.random));
    dialog.pace = 2_000_000;
    let length = scene.random.spread(6000, 2);
    let photo = Body::Photo.content(&mut scene.random, length);
    let head =
        format!("Content-Type: image/jpeg\r\nContent-Length: {}\r\nConnection: close\r\n", photo.length());
    let path = format!("/ingest/{}", device.name.to_lowercase());
    let mut picture = Content::from(request("POST", "nvr01", &path, "NorthCam/4.2", &head));
    picture.append(photo);
    dialog.client(1_000_000, picture);
    dialog.server("HTTP/1.1 204 No Content\r\nServer: recorder\r\nConnection: close\r\n\r\n");
    dialog.ends(Ending::Close(Side::Server));
    scene.tcp(0, &own, &server, 80, dialog);
}

fn plan_sensors(planner: &mut Planner<'_>) {
    for sensor in of_role(planner, Role::Sensor) {
        planner.every(sensor, HOUR, 20);
    }
}

fn play_sensor(scene: &mut Scene<'_>) {
    let (Some(own), Some(device)) = (scene.own_place(), scene.device(scene.actor)) else { return };
    let Some(server) = scene.place(scene.company.servers.building) else { return };
    let name = device.name.to_lowercase();
    let mut dialog = Dialog::new(near(&mut scene.random));
    dialog.client(1_000_000, mqtt::connect(&name)).server(mqtt::connected());
    for _ in 0..14 {
        let degrees = scene.random.between(190, 235);
        let text = format!("{{\"t\":{}.{}}}", degrees / 10, degrees % 10);
        dialog.client(240 * SECOND, mqtt::publish(&format!("building/{name}/temperature"), &text));
    }
    dialog.client(SECOND, mqtt::disconnect());
    scene.tcp(0, &own, &server, mqtt::PORT, dialog);
}

fn plan_clocks(planner: &mut Planner<'_>) {
    for role in [Role::Phone, Role::Camera, Role::Printer, Role::Sensor] {
        for device in of_role(planner, role) {
            planner.every(device, 4 * HOUR, 600);
        }
    }
}

fn play_clock(scene: &mut Scene<'_>) {
    let Some(own) = scene.own_place() else { return };
    super::start::set_clock(scene, 0, &own);
}
