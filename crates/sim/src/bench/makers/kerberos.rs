//! Kerberos: a login with its refusal for want of pre-authentication, then tickets for services.

use super::super::stage::Stage;
use super::super::world::{self, REALM};
use crate::packet::dialog::{Dialog, Side};
use crate::protocols::kerberos::{self, AES256, CIPHERS, PORT, PREAUTHENTICATION_REQUIRED, framed};
use crate::random::Random;

const SERVICES: &[&str] = &["cifs", "ldap", "host", "http", "MSSQLSvc"];

/// An exchange over TCP, as Windows does it by default.
pub(in super::super) fn over_tcp(stage: &mut Stage<'_>) {
    let client = world::any_client(&mut stage.random);
    let server = *stage.random.pick(world::DOMAIN_CONTROLLERS);
    let mut dialog = Dialog::new(world::near(&mut stage.random));
    let (question, answer) = exchange(stage);
    dialog.client(200_000, framed(&question)).server(framed(&answer));
    stage.tcp(0, client, (server, PORT), dialog);
}

/// An exchange over UDP; only short ones fit.
pub(in super::super) fn over_udp(stage: &mut Stage<'_>) {
    let client = world::any_client(&mut stage.random);
    let server = *stage.random.pick(world::DOMAIN_CONTROLLERS);
    let mut flow = stage.udp(client, (server, PORT));
    let user = world::user(&mut stage.random);
    flow.say(Side::Client, 0, first_request(stage, &user, false));
    flow.say(Side::Server, 800_000, refusal());
    stage.datagrams(flow);
}

fn exchange(stage: &mut Stage<'_>) -> (Vec<u8>, Vec<u8>) {
    let user = world::user(&mut stage.random);
    match stage.random.below(10) {
        0..2 => (first_request(stage, &user, false), refusal()),
        2..4 => {
            let question = first_request(stage, &user, true);
            let ticket = ticket(&mut stage.random, &["krbtgt", REALM]);
            (question, kerberos::first_reply(&mut stage.random, REALM, &user, &ticket))
        }
        _ => {
            let host = format!("{}.corp.example.com", stage.random.word(6));
            let service = [*stage.random.pick(SERVICES), &host];
            let question = service_request(stage, &service);
            let ticket = ticket(&mut stage.random, &service);
            (question, kerberos::service_reply(&mut stage.random, REALM, &user, &ticket))
        }
    }
}

fn first_request(stage: &mut Stage<'_>, user: &str, with_timestamp: bool) -> Vec<u8> {
    stage.truth.add("kerberos", 1);
    stage.truth.note("kerberos", "request_type", "AS");
    kerberos::first_request(&mut stage.random, REALM, user, with_timestamp)
}

fn service_request(stage: &mut Stage<'_>, service: &[&str]) -> Vec<u8> {
    stage.truth.add("kerberos", 1);
    stage.truth.note("kerberos", "request_type", "TGS");
    let ticket = ticket(&mut stage.random, &["krbtgt", REALM]);
    kerberos::service_request(&mut stage.random, REALM, &ticket, service, CIPHERS)
}

fn ticket(random: &mut Random, service: &[&str]) -> Vec<u8> {
    let length = random.between(900, 1200) as usize;
    kerberos::ticket(REALM, service, &kerberos::sealed(random, AES256, length))
}

fn refusal() -> Vec<u8> {
    kerberos::refusal(REALM, "20260302080000Z", PREAUTHENTICATION_REQUIRED)
}
