//! DNS over UDP.

use super::super::stage::Stage;
use super::super::world;
use crate::packet::dialog::{MILLISECOND, Side};
use crate::packet::frame::Address;
use crate::protocols::dns::{self, A, AAAA, CNAME, HTTPS, PTR, SAME_NAME, encoded, message, query, record};
use crate::random::Random;

/// A lookup of a client: one question, or those for both families of addresses.
pub(in super::super) fn lookup(stage: &mut Stage<'_>) {
    let client = world::any_client(&mut stage.random);
    let resolver = *stage.random.pick(world::RESOLVERS);
    let mut flow = stage.udp(client, (resolver, 53));
    let kind = stage.random.below(100);
    let questions = match kind {
        0..10 => vec![(reverse_name(client), PTR)],
        10..14 => vec![(site_name(stage), HTTPS)],
        14..20 => vec![(format!("{}.corp.example.com", stage.random.word(9)), A)],
        20..36 => vec![(site_name(stage), AAAA)],
        36..48 => {
            let name = site_name(stage);
            vec![(name.clone(), A), (name, AAAA)]
        }
        _ => vec![(site_name(stage), A)],
    };
    let missing = (14..20).contains(&kind);
    for (name, question) in &questions {
        let id = stage.random.next() as u16;
        count(stage, *question, missing);
        flow.say(Side::Client, 50_000, query(id, name, *question));
        let answer =
            if missing { no_such_name(id, name, *question) } else { answer(stage, id, name, *question) };
        let delay = stage.random.spread(300_000, 6);
        flow.say(Side::Server, delay, answer);
    }
    stage.datagrams(flow);
}

/// Questions for names that nobody has, several from one port: a flood.
pub(in super::super) fn flood(stage: &mut Stage<'_>) {
    let client = world::any_client(&mut stage.random);
    let resolver = *stage.random.pick(world::RESOLVERS);
    let mut flow = stage.udp(client, (resolver, 53));
    for _ in 0..stage.random.between(2, 4) {
        let id = stage.random.next() as u16;
        let length = stage.random.between(8, 16) as usize;
        let name = format!("{}.{}.example.net", stage.random.word(length), world::word(&mut stage.random));
        count(stage, A, true);
        flow.say(Side::Client, 80_000, query(id, &name, A));
        flow.say(Side::Server, 4 * MILLISECOND, no_such_name(id, &name, A));
    }
    stage.datagrams(flow);
}

fn count(stage: &mut Stage<'_>, question: u16, missing: bool) {
    let kind = match question {
        A => "A",
        AAAA => "AAAA",
        PTR => "PTR",
        _ => "HTTPS",
    };
    stage.truth.add("dns", 1);
    stage.truth.note("dns", "qtype_name", kind);
    stage.truth.note("dns", "rcode_name", if missing { "NXDOMAIN" } else { "NOERROR" });
}

fn site_name(stage: &mut Stage<'_>) -> String {
    let name = &stage.world.site(&mut stage.random).name;
    if stage.random.chance(500) { format!("www.{name}") } else { name.clone() }
}

fn reverse_name([a, b, c, d]: Address) -> String {
    format!("{d}.{c}.{b}.{a}.in-addr.arpa")
}

fn answer(stage: &mut Stage<'_>, id: u16, name: &str, question: u16) -> Vec<u8> {
    let random = &mut stage.random;
    let addresses = random.between(1, 4) as u16;
    match question {
        PTR => {
            let mut message = message(id, 0x8180, 1, 0, name, question);
            let host = format!("{}.corp.example.com", random.word(8));
            record(&mut message, SAME_NAME, PTR, 1200, &encoded(&host));
            message
        }
        HTTPS => {
            let mut message = message(id, 0x8180, 1, 0, name, question);
            record(&mut message, SAME_NAME, HTTPS, 300, &[0, 1, 0, 0, 1, 0, 3, 2, b'h', b'2']);
            message
        }
        _ => {
            let alias = random.chance(400);
            let mut message = message(id, 0x8180, addresses + u16::from(alias), 0, name, question);
            let mut owner = SAME_NAME;
            if alias {
                let target = format!("edge-{}.cdn.example.org", random.word(6));
                owner = 0xc000 | (message.len() as u16 + 12);
                record(&mut message, SAME_NAME, CNAME, 300, &encoded(&target));
            }
            for _ in 0..addresses {
                let address = address(random, question);
                record(&mut message, owner, question, 60, &address);
            }
            message
        }
    }
}

fn address(random: &mut Random, question: u16) -> Vec<u8> {
    if question == A {
        vec![104, random.next() as u8, random.next() as u8, 10]
    } else {
        let mut address = vec![0x26, 0x06, 0x47, 0x00];
        address.extend_from_slice(&random.array::<12>());
        address
    }
}

fn no_such_name(id: u16, name: &str, question: u16) -> Vec<u8> {
    dns::no_such_name(id, name, question, "ns1.example.net", "hostmaster.example.net")
}
