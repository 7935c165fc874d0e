//! TLS and HTTP.

use super::bodies::Body;
use super::names;
use crate::company::{Site, mail_date};
use crate::packet::content::Content;
use crate::packet::dialog::{Dialog, Ending, Side};
use crate::play::{Place, Scene, far, near};
use crate::protocols::tls::{Hello, Program, application_data, close};
use std::rc::Rc;

/// The port of HTTPS.
pub(crate) const HTTPS: u16 = 443;

/// A server that speaks TLS.
#[derive(Clone, Copy)]
pub(crate) struct Secure<'a> {
    pub(crate) place: Place,
    pub(crate) port: u16,
    pub(crate) name: &'a str,
    pub(crate) chain: &'a [Rc<[u8]>],
    pub(crate) modern: bool,
    /// The time from a packet to its answer, in nanoseconds.
    pub(crate) round_trip: u64,
}

impl<'a> Secure<'a> {
    /// A site on the Internet.
    pub(crate) fn of_site(scene: &mut Scene<'_>, site: &'a Site) -> Self {
        Self {
            place: Place::of_site(site),
            port: HTTPS,
            name: &site.name,
            chain: &site.chain,
            modern: site.modern,
            round_trip: far(&mut scene.random, site),
        }
    }

    /// A server of the company.
    pub(crate) fn inside(scene: &mut Scene<'_>, place: Place, port: u16, name: &'a str) -> Self {
        Self { place, port, name, chain: &[], modern: true, round_trip: near(&mut scene.random) }
    }
}

/// A question and its answer within a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exchange {
    /// How long before it, in nanoseconds.
    pub(crate) delay: u64,
    pub(crate) asked: u64,
    pub(crate) told: u64,
}

/// A connection with these exchanges. Returns after how many nanoseconds it is over, roughly.
pub(crate) fn connection(
    scene: &mut Scene<'_>,
    delay: u64,
    client: &Place,
    server: &Secure<'_>,
    program: &Program,
    exchanges: &[Exchange],
) -> u64 {
    let mut dialog = Dialog::new(server.round_trip);
    // Bulk comes as fast as a line of some hundred megabits lets it.
    dialog.pace = 1_200_000;
    let random = &mut scene.random;
    let modern = server.modern || server.chain.is_empty();
    Hello { name: server.name, program, modern, chain: server.chain }.say(random, &mut dialog);
    for exchange in exchanges {
        dialog.client(exchange.delay, application_data(random, exchange.asked));
        dialog.server(application_data(random, exchange.told));
    }
    if random.chance(150) {
        dialog.ends(Ending::Reset(Side::Client));
    } else {
        let pause = random.spread(100_000_000, 4);
        dialog.client(pause, close(random, modern));
    }
    let took = dialog.elapsed();
    scene.tcp(delay, client, &server.place, server.port, dialog);
    took
}

/// A site is looked up and visited.
pub(crate) fn visit(
    scene: &mut Scene<'_>,
    delay: u64,
    client: &Place,
    site: &Site,
    program: &Program,
    exchanges: &[Exchange],
) -> u64 {
    let known = names::look_up(scene, delay, client, &site.name, Some(site.address)) + 1_000_000;
    let server = Secure::of_site(scene, site);
    known + connection(scene, delay + known, client, &server, program, exchanges)
}

/// A request of HTTP.
pub(crate) fn request(method: &str, host: &str, path: &str, agent: &str, more: &str) -> String {
    format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {agent}\r\nAccept: */*\r\n{more}\r\n")
}

/// An answer with a body of this kind and so much in it.
pub(crate) fn answer(scene: &mut Scene<'_>, server: &str, body: Body, length: u64) -> Content {
    let content = body.content(&mut scene.random, length);
    let (date, mime, total) = (mail_date(scene.now), body.mime(), content.length());
    let mut answer = Content::from(format!(
        "HTTP/1.1 200 OK\r\nDate: {date}\r\nServer: {server}\r\nContent-Type: {mime}\r\nContent-Length: {total}\r\n\r\n"
    ));
    answer.append(content);
    answer
}
