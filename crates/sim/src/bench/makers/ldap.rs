//! LDAP: a login, searches with their results, goodbye.

use super::super::stage::Stage;
use super::super::world;
use crate::packet::der;
use crate::packet::dialog::{Dialog, Ending, Side};
use crate::protocols::ldap::{self, PORT, Search, all_of, attribute, equals};
use crate::random::Random;

const BASE: &str = "DC=corp,DC=example,DC=com";

/// A program looks some things up in the directory.
pub(in super::super) fn searches(stage: &mut Stage<'_>) {
    let client = world::any_client(&mut stage.random);
    let server = *stage.random.pick(world::DOMAIN_CONTROLLERS);
    let mut dialog = Dialog::new(world::near(&mut stage.random));
    let user = world::user(&mut stage.random);
    dialog.client(200_000, ldap::bind(1, &format!("CN={user},OU=Staff,{BASE}")));
    dialog.server(ldap::bound(1));
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
        answer.extend(ldap::done(id));
        dialog.server(answer);
    }
    dialog.client(1_000_000, ldap::unbind(searches + 2));
    dialog.ends(Ending::Close(Side::Client));
    stage.truth.add("ldap_search", searches.into());
    // The login and the goodbye.
    stage.truth.add("ldap", 2);
    stage.tcp(0, client, (server, PORT), dialog);
}

fn search(random: &mut Random, id: u32) -> Vec<u8> {
    let user = world::user(random);
    let filter = all_of(&[equals("objectClass", "user"), equals("sAMAccountName", &user)]);
    let attributes = &["distinguishedName", "memberOf", "mail", "objectSid"];
    Search { base: BASE, scope: 2, limit: 1000, filter, attributes }.request(id)
}

fn entry(random: &mut Random, id: u32) -> Vec<u8> {
    let user = world::user(random);
    let groups: Vec<_> = (0..random.between(1, 8))
        .map(|_| {
            der::octets(format!("CN={}-{},OU=Groups,{BASE}", world::word(random), random.word(6)).as_bytes())
        })
        .collect();
    let attributes = [
        attribute("memberOf", &groups),
        attribute("mail", &[der::octets(format!("{user}@example.com").as_bytes())]),
        attribute("objectSid", &[der::octets(&ldap::security_identifier(random.between(1000, 9999) as u32))]),
    ];
    ldap::entry(id, &format!("CN={user},OU=Staff,{BASE}"), &attributes)
}
