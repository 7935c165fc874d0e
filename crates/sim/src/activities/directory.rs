//! What computers ask the directory and its controllers.

use super::talk::rpc::{SealedCall, sealed};
use super::talk::tickets::{self, Service};
use crate::company::{DIRECTORY, DNS_DOMAIN, DOMAIN, Device};
use crate::packet::bytes::Put as _;
use crate::packet::der;
use crate::packet::dialog::{Dialog, Side};
use crate::play::{Place, Scene, near};
use crate::protocols::dns::put_name;
use crate::protocols::gss;
use crate::protocols::ldap::{self, PORT, Search, all_of, attribute, equals};
use crate::protocols::rpc::NETLOGON;
use crate::random::number_of;

/// Where the interfaces of the controllers listen.
pub(super) const CONTROLLER_PORT: u16 = 49_668;

/// A search: base, depth, filter, attributes, and what is found: names with their attributes.
pub(super) struct Lookup<'a> {
    pub(super) search: Search<'a>,
    pub(super) found: Vec<(String, Vec<Vec<u8>>)>,
}

/// Asks a controller over UDP which one it is (MS-ADTS 6.3.3).
pub(super) fn ping(scene: &mut Scene<'_>, delay: u64, device: &Device, place: &Place) -> u64 {
    let [controller, _] = scene.company.servers.controllers;
    let Some(server) = scene.place(controller) else { return 0 };
    let filter = all_of(&[
        equals("DnsDomain", DNS_DOMAIN),
        equals("Host", &device.name),
        equals("NtVer", "\x16\0\0\0"),
    ]);
    let search = Search { base: "", scope: 0, limit: 0, filter, attributes: &["Netlogon"] };
    let told = [attribute("Netlogon", &[der::octets(&controller_facts(scene))])];
    let mut answer = ldap::entry(1, "", &told);
    answer.extend(ldap::done(1));
    let mut flow = scene.udp(place, &server, PORT);
    flow.say(Side::Client, 0, search.request(1));
    let wait = near(&mut scene.random);
    flow.say(Side::Server, wait, answer);
    scene.datagrams(delay, place, &server, flow);
    wait + 500_000
}

/// NETLOGON_SAM_LOGON_RESPONSE_EX (MS-ADTS 6.3.1.9).
fn controller_facts(scene: &Scene<'_>) -> Vec<u8> {
    let guid: [u8; 16] = scene.constant(&[number_of("domain")]).array();
    let mut facts = Vec::with_capacity(200);
    facts.u16_le(23).u16_le(0).u32_le(0x0001_f3fd).put(&guid);
    for name in [DNS_DOMAIN, DNS_DOMAIN] {
        put_name(&mut facts, name);
    }
    put_name(&mut facts, &format!("dc01.{DNS_DOMAIN}"));
    put_name(&mut facts, DOMAIN);
    put_name(&mut facts, "DC01");
    facts.u8(0);
    put_name(&mut facts, "Default-First-Site-Name");
    put_name(&mut facts, "Default-First-Site-Name");
    facts.u32_le(5).u16_le(0xffff).u16_le(0xffff);
    facts
}

/// The secure channel of a member of the domain (MS-NRPC 3.1.4.1).
pub(super) fn secure_channel(scene: &mut Scene<'_>, delay: u64, place: &Place, account: &str) -> u64 {
    let [controller, _] = scene.company.servers.controllers;
    let calls = [
        SealedCall { operation: 29, asked: 240, told: 420 },
        SealedCall { operation: 21, asked: 200, told: 120 },
    ];
    let service = Service::of(scene, "host", controller);
    sealed(scene, delay, place, (controller, &service), account, (&NETLOGON, CONTROLLER_PORT), &calls)
}

/// Searches for the policies that hold for a computer.
pub(super) fn policies(scene: &mut Scene<'_>, delay: u64, place: &Place, account: &str) -> u64 {
    let name = account.trim_end_matches('$').to_owned();
    let whoami = Lookup {
        search: Search {
            base: DIRECTORY,
            scope: 2,
            limit: 0,
            filter: equals("sAMAccountName", account),
            attributes: &["distinguishedName"],
        },
        found: vec![(format!("CN={name},OU=Computers,{DIRECTORY}"), Vec::new())],
    };
    let link = der::octets(
        format!("[LDAP://cn={{31B2F340-016D-11D2-945F-00C04FB984F9}},cn=policies,cn=system,{DIRECTORY};0]")
            .as_bytes(),
    );
    let links = Lookup {
        search: Search {
            base: DIRECTORY,
            scope: 0,
            limit: 0,
            filter: der::tagged(0x87, b"objectClass"),
            attributes: &["gPLink", "gPOptions"],
        },
        found: vec![(DIRECTORY.to_owned(), vec![attribute("gPLink", &[link])])],
    };
    searches(scene, delay, place, account, &[whoami, links])
}

/// Searches by an account that logs in with its ticket. Returns how many nanoseconds they take.
pub(super) fn searches(
    scene: &mut Scene<'_>,
    delay: u64,
    place: &Place,
    account: &str,
    lookups: &[Lookup<'_>],
) -> u64 {
    let [controller, _] = scene.company.servers.controllers;
    let Some(server) = scene.place(controller) else { return 0 };
    let ticket = tickets::ticket(scene, account, &Service::of(scene, "ldap", controller));
    let random = &mut scene.random;
    let mut dialog = Dialog::new(near(random));
    dialog.client(300_000, ldap::token_bind(1, &gss::shown_ticket(random, &ticket)));
    dialog.server(ldap::token_bound(1, &gss::accepted_ticket(random)));
    let mut id = 1;
    for lookup in lookups {
        id += 1;
        let pause = random.spread(400_000, 4);
        let question = lookup.search.request(id);
        dialog.client(pause, ldap::signed(random, false, u64::from(id), &question));
        let mut answer = Vec::new();
        for (name, attributes) in &lookup.found {
            answer.extend(ldap::entry(id, name, attributes));
        }
        answer.extend(ldap::done(id));
        dialog.server(ldap::signed(random, true, u64::from(id), &answer));
    }
    let goodbye = ldap::unbind(id + 1);
    dialog.client(2_000_000, ldap::signed(random, false, u64::from(id + 1), &goodbye));
    let took = dialog.elapsed() + 3 * dialog.round_trip;
    scene.tcp(delay, place, &server, PORT, dialog);
    took
}

/// The entry of an account, as a search for it finds it.
pub(super) fn entry_of(
    account: &str,
    full_name: &str,
    department: &str,
    relative: u32,
) -> (String, Vec<Vec<u8>>) {
    let text = |value: &str| der::octets(value.as_bytes());
    let attributes = vec![
        attribute("sAMAccountName", &[text(account)]),
        attribute("displayName", &[text(full_name)]),
        attribute("memberOf", &[text(&format!("CN={department},OU=Groups,{DIRECTORY}"))]),
        attribute("objectSid", &[der::octets(&ldap::security_identifier(relative))]),
    ];
    (format!("CN={full_name},OU={department},{DIRECTORY}"), attributes)
}
