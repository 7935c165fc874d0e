//! LDAP (RFC 4511): a login, searches with their results, goodbye.

use super::super::bytes::Put as _;
use super::super::der;
use super::super::dialog::{Dialog, Ending, Side};
use super::super::random::Random;
use super::super::stage::Stage;
use super::super::world;

const PORT: u16 = 389;
const BASE: &str = "DC=corp,DC=example,DC=com";

/// A program looks some things up in the directory.
pub(in super::super) fn searches(stage: &mut Stage<'_>) {
    let client = world::any_client(&mut stage.random);
    let server = *stage.random.pick(world::DOMAIN_CONTROLLERS);
    let mut dialog = Dialog::new(world::near(&mut stage.random));
    let user = world::user(&mut stage.random);
    dialog.client(200_000, bind(1, &format!("CN={user},OU=Staff,{BASE}")));
    dialog.server(message(1, &der::application(1, &result())));
    let searches = stage.random.spread(1, 3) as u32;
    for number in 0..searches {
        let id = number + 2;
        let entries = stage.random.spread(1, 4);
        let delay = world::thought(&mut stage.random);
        dialog.client(delay, search(&mut stage.random, id));
        let mut answer = Vec::new();
        for _ in 0..entries {
            answer.extend(entry(&mut stage.random, id));
        }
        answer.extend(message(id, &der::application(5, &result())));
        dialog.server(answer);
    }
    dialog.client(1_000_000, message(searches + 2, &[0x42, 0x00]));
    dialog.ends(Ending::Close(Side::Client));
    stage.truth.add("ldap_search", searches.into());
    // The login and the goodbye.
    stage.truth.add("ldap", 2);
    stage.tcp(0, client, (server, PORT), dialog);
}

fn message(id: u32, operation: &[u8]) -> Vec<u8> {
    der::sequence(&[der::integer(id), operation.to_vec()])
}

/// Success, with no name and no text.
fn result() -> Vec<u8> {
    [der::enumerated(0), der::octets(b""), der::octets(b"")].concat()
}

fn bind(id: u32, name: &str) -> Vec<u8> {
    let parts = [der::integer(3), der::octets(name.as_bytes()), der::tagged(0x80, b"hunter2!")];
    message(id, &der::application(0, &parts.concat()))
}

fn search(random: &mut Random, id: u32) -> Vec<u8> {
    let equals = |name: &str, value: &str| {
        der::tagged(0xa3, &[der::octets(name.as_bytes()), der::octets(value.as_bytes())].concat())
    };
    let user = world::user(random);
    let filter =
        der::tagged(0xa0, &[equals("objectClass", "user"), equals("sAMAccountName", &user)].concat());
    let attributes: Vec<_> = ["distinguishedName", "memberOf", "mail", "objectSid"]
        .iter()
        .map(|name| der::octets(name.as_bytes()))
        .collect();
    let parts = [
        der::octets(BASE.as_bytes()),
        der::enumerated(2),
        der::enumerated(0),
        der::integer(1000),
        der::integer(120),
        der::boolean(false),
        filter,
        der::sequence(&attributes),
    ];
    message(id, &der::application(3, &parts.concat()))
}

fn entry(random: &mut Random, id: u32) -> Vec<u8> {
    let user = world::user(random);
    let groups: Vec<_> = (0..random.between(1, 8))
        .map(|_| {
            der::octets(format!("CN={}-{},OU=Groups,{BASE}", world::word(random), random.word(6)).as_bytes())
        })
        .collect();
    let attribute =
        |name: &str, values: &[Vec<u8>]| der::sequence(&[der::octets(name.as_bytes()), der::set(values)]);
    let attributes = [
        attribute("memberOf", &groups),
        attribute("mail", &[der::octets(format!("{user}@example.com").as_bytes())]),
        attribute("objectSid", &[der::octets(&security_identifier(random))]),
    ];
    let name = der::octets(format!("CN={user},OU=Staff,{BASE}").as_bytes());
    message(id, &der::application(4, &[name, der::sequence(&attributes)].concat()))
}

/// `S-1-5-21-…`: a user of a domain (MS-DTYP 2.4.2.2).
fn security_identifier(random: &mut Random) -> Vec<u8> {
    let mut identifier = vec![1, 5, 0, 0, 0, 0, 0, 5];
    identifier.u32_le(21).u32_le(1_004_336_348).u32_le(1_177_238_915).u32_le(682_003_330);
    identifier.u32_le(random.between(1000, 9999) as u32);
    identifier
}
