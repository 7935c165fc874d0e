//! A computer starts, or comes to another network.

use super::talk::tickets::{self, Service};
use super::talk::{names, web};
use super::{directory, policy};
use crate::company::{DNS_DOMAIN, Device, Stay, Subnet, renewals};
use crate::packet::datagrams::Datagrams;
use crate::packet::dialog::{Dialog, Ending, MILLISECOND, SECOND, Side};
use crate::packet::frame::{Address, Endpoints, Station};
use crate::play::{Activity, Place, Planner, Scene, near};
use crate::protocols::dhcp::{
    ACKNOWLEDGE, Answer, CLIENT_PORT, DISCOVER, OFFER, Question, REQUEST, SERVER_PORT,
};
use crate::protocols::{arp, ntp};

/// A computer gets an address and, if it was started, finds its domain.
pub(super) const START: Activity =
    Activity { name: "start", seconds_max: 300, ports: 40, plan: plan_start, play: play_start };

/// A computer asks to keep its address.
pub(super) const RENEWAL: Activity =
    Activity { name: "renewal", seconds_max: 60, ports: 2, plan: plan_renewals, play: play_renewal };

/// The broadcast address of a network card and of any network.
const EVERYBODY: (Address, [u8; 6]) = ([255; 4], [0xff; 6]);
const WINDOWS: &str = "MSFT 5.0";

fn plan_start(planner: &mut Planner<'_>) {
    let company = planner.company;
    for device in company.devices() {
        for (number, stay) in company.stays(device.id).iter().enumerate() {
            planner.when(device.id, stay.from, number as u32);
        }
    }
}

fn plan_renewals(planner: &mut Planner<'_>) {
    let company = planner.company;
    for device in company.devices() {
        for (number, stay) in company.stays(device.id).iter().enumerate() {
            for time in renewals(stay) {
                planner.when(device.id, time, number as u32);
            }
        }
    }
}

fn play_start(scene: &mut Scene<'_>) {
    let (Some(device), Some(place)) = (scene.device(scene.actor), scene.own_place()) else { return };
    let Some(stay) = scene.company.stay(scene.actor, scene.now).copied() else { return };
    // What ran before the first day does not start on it.
    if stay.from == scene.company.span().start {
        return;
    }
    let mut after = get_address(scene, device, &place, &stay);
    after += announce(scene, after, device, &place);
    after += names::look_up(scene, after, &place, "www.msftconnecttest.com", connection_test(scene));
    probe_the_internet(scene, after, &place);
    if stay.started {
        find_domain(scene, after + 200 * MILLISECOND, device, &place);
    }
}

fn connection_test(scene: &Scene<'_>) -> Option<Address> {
    scene.company.sites.named("www.msftconnecttest.com").map(|site| site.address)
}

/// Question and answer, twice where it has to discover a server. Returns how many nanoseconds that takes.
fn get_address(scene: &mut Scene<'_>, device: &Device, place: &Place, stay: &Stay) -> u64 {
    let transaction = scene.random.next() as u32;
    let Some(server) = scene.place(scene.company.servers.controllers[0]) else { return 0 };
    let mut question = Question {
        kind: DISCOVER,
        transaction,
        card: device.card,
        own: None,
        wanted: (!stay.discovers).then_some(stay.address),
        server: None,
        host_name: &device.name,
        vendor: WINDOWS,
    };
    let mut after = 0;
    if stay.discovers {
        broadcast(scene, after, place, &question);
        after += near(&mut scene.random) + 300 * MILLISECOND;
        reply(scene, after, place, stay, &server, &question, OFFER);
        after += 5 * MILLISECOND;
        question = Question { wanted: Some(stay.address), server: Some(server.address), ..question };
    }
    question.kind = REQUEST;
    broadcast(scene, after, place, &question);
    after += near(&mut scene.random) + 2 * MILLISECOND;
    reply(scene, after, place, stay, &server, &question, ACKNOWLEDGE);
    after + 20 * MILLISECOND
}

/// A client without an address asks everybody.
fn broadcast(scene: &mut Scene<'_>, delay: u64, place: &Place, question: &Question<'_>) {
    let (everybody, every_card) = EVERYBODY;
    let ends = Endpoints {
        client: ([0; 4], CLIENT_PORT),
        server: (everybody, SERVER_PORT),
        client_station: Station { card: question.card, hops_left: 128 },
        server_station: Station { card: every_card, hops_left: 128 },
    };
    let mut flow = Datagrams::new(ends, false);
    flow.say(Side::Client, 0, question.bytes());
    scene.datagrams(delay, place, place, flow);
}

/// The router passes the server's answer on.
fn reply(
    scene: &mut Scene<'_>,
    delay: u64,
    place: &Place,
    stay: &Stay,
    server: &Place,
    question: &Question<'_>,
    kind: u8,
) {
    let (everybody, every_card) = EVERYBODY;
    let router = stay.subnet.router();
    let ends = Endpoints {
        client: (router, SERVER_PORT),
        server: (everybody, CLIENT_PORT),
        client_station: Station { card: crate::play::ROUTER, hops_left: 64 },
        server_station: Station { card: every_card, hops_left: 64 },
    };
    let mut flow = Datagrams::new(ends, false);
    flow.say(Side::Client, 0, answer(scene, stay.address, stay.subnet, server, question, kind).bytes());
    scene.datagrams(delay, place, place, flow);
}

fn answer<'a>(
    scene: &Scene<'_>,
    given: Address,
    subnet: Subnet,
    server: &Place,
    question: &Question<'_>,
    kind: u8,
) -> Answer<'a> {
    let [first, second] = scene.company.servers.controllers;
    let resolver = |id| scene.place(id).map_or(server.address, |place| place.address);
    Answer {
        kind,
        transaction: question.transaction,
        card: question.card,
        own: question.own,
        given,
        server: server.address,
        relay: question.own.is_none().then(|| subnet.router()),
        router: subnet.router(),
        resolvers: [resolver(first), resolver(second)],
        domain: DNS_DOMAIN,
        lease_seconds: subnet.lease_seconds() as u32,
    }
}

fn play_renewal(scene: &mut Scene<'_>) {
    let (Some(device), Some(place)) = (scene.device(scene.actor), scene.own_place()) else { return };
    let Some(subnet) = place.subnet() else { return };
    let Some(server) = scene.place(scene.company.servers.controllers[0]) else { return };
    let question = Question {
        kind: REQUEST,
        transaction: scene.random.next() as u32,
        card: device.card,
        own: Some(place.address),
        wanted: None,
        server: None,
        host_name: &device.name,
        vendor: WINDOWS,
    };
    let ends = Scene::endpoints((&place, CLIENT_PORT), (&server, SERVER_PORT));
    let mut flow = Datagrams::new(ends, false);
    flow.say(Side::Client, 0, question.bytes());
    let wait = near(&mut scene.random);
    let told = answer(scene, place.address, subnet, &server, &question, ACKNOWLEDGE);
    flow.say(Side::Server, wait, told.bytes());
    scene.datagrams(0, &place, &server, flow);
}

/// It asks whether anybody has its address, says that it has it, and finds the router (RFC 5227).
fn announce(scene: &mut Scene<'_>, delay: u64, device: &Device, place: &Place) -> u64 {
    let (card, own) = (device.card, place.address);
    scene.frame(delay, place, arp::question(card, [0; 4], own));
    scene.frame(delay + 400 * MILLISECOND, place, arp::question(card, own, own));
    let router = place.subnet().map(Subnet::router).unwrap_or(own);
    scene.frame(delay + 410 * MILLISECOND, place, arp::question(card, own, router));
    let answer = arp::answer(crate::play::ROUTER, router, (card, own));
    scene.frame(delay + 411 * MILLISECOND, place, answer);
    450 * MILLISECOND
}

/// Windows asks whether it reaches the Internet.
fn probe_the_internet(scene: &mut Scene<'_>, delay: u64, place: &Place) {
    let company = scene.company;
    let Some(site) = company.sites.named("www.msftconnecttest.com") else { return };
    let mut dialog = Dialog::new(site.round_trip);
    dialog.client(
        300_000,
        web::request("GET", &site.name, "/connecttest.txt", "Microsoft NCSI", "Connection: Close\r\n"),
    );
    dialog.server(
        "HTTP/1.1 200 OK\r\nContent-Length: 22\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nMicrosoft Connect Test",
    );
    dialog.ends(Ending::Close(Side::Server));
    scene.tcp(delay, place, &Place::of_site(site), 80, dialog);
}

/// The computer itself logs in to its domain.
fn find_domain(scene: &mut Scene<'_>, delay: u64, device: &Device, place: &Place) {
    let company = scene.company;
    let [controller, _] = company.servers.controllers;
    let account = device.account();
    let mut after = delay + names::find_controllers(scene, delay, place);
    after += directory::ping(scene, after, device, place);
    set_clock(scene, after, place);
    after += tickets::log_in(scene, after, place, &account);
    for (class, server) in [("cifs", controller), ("ldap", controller), ("host", controller)] {
        let service = Service::of(scene, class, server);
        after += tickets::get(scene, after, place, &account, &service);
    }
    after += directory::secure_channel(scene, after, place, &account);
    after += directory::policies(scene, after, place, &account);
    policy::read(scene, after + SECOND / 4, &account, true);
}

/// The clock is set by a domain controller.
pub(super) fn set_clock(scene: &mut Scene<'_>, delay: u64, place: &Place) {
    let [controller, _] = scene.company.servers.controllers;
    let Some(server) = scene.place(controller) else { return };
    let ends = Scene::endpoints((place, ntp::PORT), (&server, ntp::PORT));
    let mut flow = Datagrams::new(ends, false);
    let question = ntp::question(scene.now.seconds(), scene.random.next() as u32);
    let answer = ntp::answer(&question, scene.now.seconds(), 3, [192, 53, 103, 108]);
    flow.say(Side::Client, 0, question);
    let wait = near(&mut scene.random);
    flow.say(Side::Server, wait, answer);
    scene.datagrams(delay, place, &server, flow);
}
