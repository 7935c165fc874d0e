//! Names are looked up.

use crate::company::DNS_DOMAIN;
use crate::packet::dialog::{MILLISECOND, Side};
use crate::packet::frame::Address;
use crate::play::{Place, Scene, near};
use crate::protocols::dns::{
    self, A, AAAA, CNAME, PORT, PTR, SAME_NAME, SRV, encoded, message, query, record,
};

/// Whom the company's resolvers ask.
const UPSTREAM: Address = [9, 9, 9, 9];
/// Names of the Internet that the resolvers do not know any more, in a thousand.
const FORGOTTEN: u64 = 180;
/// Lookups for both families of addresses, in a thousand.
const BOTH_FAMILIES: u64 = 300;
/// How long names outside and inside are remembered, in seconds.
const LIFETIME_OUTSIDE: u32 = 300;
const LIFETIME_INSIDE: u32 = 1200;

/// A client asks for the address of a name, which nobody has where there is none. Returns how many nanoseconds after
/// `delay` it knows.
pub(crate) fn look_up(
    scene: &mut Scene<'_>,
    delay: u64,
    client: &Place,
    name: &str,
    address: Option<Address>,
) -> u64 {
    let Some(resolver) = resolver(scene, client) else { return 0 };
    let inside = name.ends_with(DNS_DOMAIN);
    let mut wait = near(&mut scene.random);
    if !inside && scene.random.chance(FORGOTTEN) {
        wait += 12 * MILLISECOND + forward(scene, delay + wait, &resolver, name, address);
    }
    let mut flow = scene.udp(client, &resolver, PORT);
    let id = scene.random.next() as u16;
    flow.say(Side::Client, 0, query(id, name, A));
    flow.say(Side::Server, wait, answer(scene, id, name, address, inside));
    if scene.random.chance(BOTH_FAMILIES) {
        let id = scene.random.next() as u16;
        flow.say(Side::Client, 60_000, query(id, name, AAAA));
        let (server, contact) = authority(inside);
        flow.say(Side::Server, 300_000, dns::no_such_record(id, name, AAAA, &server, &contact));
    }
    scene.datagrams(delay, client, &resolver, flow);
    wait + 400_000
}

/// The company's name of a device, inside or out, is looked up.
pub(crate) fn look_up_device(
    scene: &mut Scene<'_>,
    delay: u64,
    client: &Place,
    server: &Place,
    name: &str,
) -> u64 {
    look_up(scene, delay, client, name, Some(server.address))
}

/// A client looks for the domain controllers.
pub(crate) fn find_controllers(scene: &mut Scene<'_>, delay: u64, client: &Place) -> u64 {
    let Some(resolver) = resolver(scene, client) else { return 0 };
    let name = format!("_ldap._tcp.dc._msdcs.{DNS_DOMAIN}");
    let id = scene.random.next() as u16;
    let targets = scene.company.servers.controllers.map(|id| scene.company.full_name(id));
    let mut told = message(id, 0x8580, targets.len() as u16, 0, &name, SRV);
    for target in &targets {
        let data = [&[0, 0, 0, 100, 0x01, 0x85][..], &encoded(target)].concat();
        record(&mut told, SAME_NAME, SRV, 600, &data);
    }
    let mut flow = scene.udp(client, &resolver, PORT);
    flow.say(Side::Client, 0, query(id, &name, SRV));
    let wait = near(&mut scene.random);
    flow.say(Side::Server, wait, told);
    scene.datagrams(delay, client, &resolver, flow);
    wait + 300_000
}

/// A host asks for the name behind an address.
pub(crate) fn look_up_reverse(
    scene: &mut Scene<'_>,
    delay: u64,
    client: &Place,
    address: Address,
    name: &str,
) {
    let Some(resolver) = resolver(scene, client) else { return };
    let [a, b, c, d] = address;
    let question = format!("{d}.{c}.{b}.{a}.in-addr.arpa");
    let id = scene.random.next() as u16;
    let mut told = message(id, 0x8580, 1, 0, &question, PTR);
    record(&mut told, SAME_NAME, PTR, LIFETIME_INSIDE, &encoded(name));
    let mut flow = scene.udp(client, &resolver, PORT);
    flow.say(Side::Client, 0, query(id, &question, PTR));
    let wait = near(&mut scene.random);
    flow.say(Side::Server, wait, told);
    scene.datagrams(delay, client, &resolver, flow);
}

fn resolver(scene: &Scene<'_>, client: &Place) -> Option<Place> {
    let [first, second] = scene.company.servers.controllers;
    let [.., last] = client.address;
    let own = scene.place(first)?;
    if last % 3 == 0 || own.address == client.address { scene.place(second) } else { Some(own) }
}

fn forward(scene: &mut Scene<'_>, delay: u64, resolver: &Place, name: &str, address: Option<Address>) -> u64 {
    let upstream = Place::outside(UPSTREAM, 57);
    let mut flow = scene.udp(resolver, &upstream, PORT);
    let id = scene.random.next() as u16;
    let wait = scene.random.between(5, 30) * MILLISECOND;
    flow.say(Side::Client, 0, query(id, name, A));
    flow.say(Side::Server, wait, answer(scene, id, name, address, false));
    scene.datagrams(delay, resolver, &upstream, flow);
    wait
}

fn authority(inside: bool) -> (String, String) {
    if inside {
        (format!("dc01.{DNS_DOMAIN}"), format!("hostmaster.{DNS_DOMAIN}"))
    } else {
        ("ns1.registry.example".to_owned(), "hostmaster.registry.example".to_owned())
    }
}

fn answer(scene: &mut Scene<'_>, id: u16, name: &str, address: Option<Address>, inside: bool) -> Vec<u8> {
    let (server, contact) = authority(inside);
    let Some(address) = address else { return dns::no_such_name(id, name, A, &server, &contact) };
    let alias = !inside && scene.constant(&[crate::random::number_of(name)]).chance(350);
    let flags = if inside { 0x8580 } else { 0x8180 };
    let mut told = message(id, flags, if alias { 2 } else { 1 }, 0, name, A);
    let mut owner = SAME_NAME;
    if alias {
        let number = crate::random::number_of(name) % 9000;
        owner = 0xc000 | (told.len() as u16 + 12);
        record(
            &mut told,
            SAME_NAME,
            CNAME,
            LIFETIME_OUTSIDE,
            &encoded(&format!("e{number}.edgecache.example")),
        );
    }
    record(&mut told, owner, A, if inside { LIFETIME_INSIDE } else { LIFETIME_OUTSIDE }, &address);
    told
}
