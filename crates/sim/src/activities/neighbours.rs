//! Names are asked of everybody in the same network: LLMNR (RFC 4795) and multicast DNS (RFC 6762).

use crate::company::{HOUR, Role};
use crate::packet::datagrams::Datagrams;
use crate::packet::dialog::{MILLISECOND, Side};
use crate::packet::frame::{Address, Endpoints, Station};
use crate::play::{Activity, Place, Planner, Scene};
use crate::protocols::dns::{A, PTR, SAME_NAME, encoded, message, record};

/// Printers tell what they offer.
pub(super) const ANNOUNCEMENT: Activity =
    Activity { name: "announcement", seconds_max: 10, ports: 1, plan, play };

const LLMNR: (Address, u16) = ([224, 0, 0, 252], 5355);
const MULTICAST: (Address, u16) = ([224, 0, 0, 251], 5353);

fn plan(planner: &mut Planner<'_>) {
    for device in planner.company.of_role(Role::Printer) {
        planner.every(device.id, 2 * HOUR, 60);
    }
}

fn play(scene: &mut Scene<'_>) {
    let (Some(device), Some(place)) = (scene.device(scene.actor), scene.own_place()) else { return };
    let service = "_ipp._tcp.local";
    let mut told = message(0, 0x8400, 1, 0, service, PTR);
    record(
        &mut told,
        SAME_NAME,
        PTR,
        4500,
        &encoded(&format!("{}._ipp._tcp.local", device.name.to_lowercase())),
    );
    to_all(scene, 0, &place, MULTICAST.1, MULTICAST, vec![told]);
}

/// Nobody knew the name, so the neighbours are asked, twice.
pub(super) fn ask_neighbours(scene: &mut Scene<'_>, delay: u64, place: &Place, name: &str) {
    let id = scene.random.next() as u16;
    let question = message(id, 0, 0, 0, name, A);
    let port = scene.port(place);
    to_all(scene, delay, place, port, LLMNR, vec![question.clone(), question]);
}

fn to_all(
    scene: &mut Scene<'_>,
    delay: u64,
    place: &Place,
    port: u16,
    group: (Address, u16),
    messages: Vec<Vec<u8>>,
) {
    let [_, b, c, d] = group.0;
    // The card of a group of hosts (RFC 1112 section 6.4).
    let card = [0x01, 0x00, 0x5e, b & 0x7f, c, d];
    let own = Scene::endpoints((place, port), (place, port)).client_station;
    let ends = Endpoints {
        client: (place.address, port),
        server: group,
        client_station: Station { hops_left: 1, ..own },
        server_station: Station { card, hops_left: 1 },
    };
    let mut flow = Datagrams::new(ends, false);
    for message in messages {
        flow.say(Side::Client, 410 * MILLISECOND, message);
    }
    scene.datagrams(delay, place, place, flow);
}
