//! The company's own pages, its application and the database behind that, and visitors from outside.

use super::talk::bodies::Body;
use super::talk::names;
use super::talk::web::{self, Exchange, HTTPS, Secure, connection, request};
use crate::company::{HOUR, MINUTE};
use crate::packet::dialog::{Dialog, Ending, SECOND, Side};
use crate::play::{Activity, Place, Planner, Scene, near};
use crate::protocols::tls::{BROWSER, SCHANNEL};

/// Somebody looks at the intranet, in the clear.
pub(super) const PAGES: Activity =
    Activity { name: "intranet", seconds_max: 120, ports: 4, plan: plan_pages, play: play_pages };

/// Somebody works with the application.
pub(super) const APPLICATION: Activity = Activity {
    name: "application",
    seconds_max: 600,
    ports: 4,
    plan: plan_application,
    play: play_application,
};

/// The application asks its database.
pub(super) const DATABASE: Activity =
    Activity { name: "database", seconds_max: 120, ports: 3, plan: plan_database, play: play_database };

/// Somebody outside visits the company's site.
pub(super) const VISITORS: Activity =
    Activity { name: "visitor", seconds_max: 120, ports: 2, plan: plan_visitors, play: play_visitor };

/// Where the database listens, with TLS from the first byte (MS-TDS 8.0).
const DATABASE_PORT: u16 = 14_330;
const AGENT: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36";
const PATHS: &[(&str, Body)] = &[
    ("/", Body::Page),
    ("/news/index.html", Body::Page),
    ("/static/site.js", Body::Script),
    ("/canteen/menu.pdf", Body::Document),
    ("/people/search?q=fischer", Body::Page),
    ("/static/logo.png", Body::Picture),
];

fn plan_pages(planner: &mut Planner<'_>) {
    for worker in planner.workers() {
        planner.while_working(&worker, 4);
    }
}

fn plan_application(planner: &mut Planner<'_>) {
    for worker in planner.workers() {
        planner.while_working(&worker, 5);
    }
}

fn plan_database(planner: &mut Planner<'_>) {
    planner.every(planner.company.servers.application, 10 * MINUTE, 60);
}

fn plan_visitors(planner: &mut Planner<'_>) {
    let server = planner.company.servers.web;
    let mut random = planner.random(server);
    for number in 0..140 {
        let second = random.below(23 * HOUR);
        planner.at(&mut random, server, second, number);
    }
}

fn play_pages(scene: &mut Scene<'_>) {
    let Some(place) = scene.own_place() else { return };
    let web = scene.company.servers.web;
    let Some(server) = scene.place(web) else { return };
    let host = format!("intranet.{}", crate::company::DNS_DOMAIN);
    let known = names::look_up_device(scene, 0, &place, &server, &host);
    let mut dialog = Dialog::new(near(&mut scene.random));
    for _ in 0..scene.random.between(1, 3) {
        let (path, body) = *scene.random.pick(PATHS);
        let pause = scene.random.spread(2_000_000, 6);
        dialog.client(pause, request("GET", &host, path, AGENT, "Connection: keep-alive\r\n"));
        let length = scene.random.spread(600, 5);
        dialog.server(web::answer(scene, "nginx", body, length));
    }
    dialog.ends(Ending::Close(Side::Client));
    scene.tcp(known, &place, &server, 80, dialog);
}

fn play_application(scene: &mut Scene<'_>) {
    let Some(place) = scene.own_place() else { return };
    let server = scene.company.servers.application;
    let Some(server_place) = scene.place(server) else { return };
    let name = scene.company.full_name(server);
    let secure = Secure::inside(scene, server_place, HTTPS, &name);
    let exchanges: Vec<Exchange> = (0..scene.random.between(2, 6))
        .map(|_| Exchange {
            delay: scene.random.spread(SECOND, 4),
            asked: scene.random.spread(300, 3),
            told: scene.random.spread(900, 5),
        })
        .collect();
    connection(scene, 0, &place, &secure, &BROWSER, &exchanges);
}

fn play_database(scene: &mut Scene<'_>) {
    let Some(place) = scene.own_place() else { return };
    let server = scene.company.servers.database;
    let Some(server_place) = scene.place(server) else { return };
    let name = scene.company.full_name(server);
    let secure = Secure::inside(scene, server_place, DATABASE_PORT, &name);
    let exchanges: Vec<Exchange> = (0..scene.random.between(4, 12))
        .map(|_| Exchange {
            delay: scene.random.spread(3_000_000, 6),
            asked: scene.random.spread(200, 3),
            told: scene.random.spread(500, 6),
        })
        .collect();
    connection(scene, 0, &place, &secure, &SCHANNEL, &exchanges);
}

fn play_visitor(scene: &mut Scene<'_>) {
    let Some(server) = scene.own_place() else { return };
    let [a, b, c] = scene.random.array();
    // Anywhere in networks that providers give to homes and firms.
    let first = *scene.random.pick(&[2, 31, 77, 80, 84, 91, 109, 178]);
    let visitor = Place::outside([first, a | 1, b, c.max(1)], 44 + a % 12);
    let secure = Secure {
        place: server,
        port: HTTPS,
        name: "www.halden.example",
        chain: &[],
        modern: true,
        round_trip: scene.random.between(12, 90) * 1_000_000,
    };
    let exchanges = [Exchange {
        delay: 2_000_000,
        asked: scene.random.spread(300, 2),
        told: scene.random.spread(2000, 4),
    }];
    connection(scene, 0, &visitor, &secure, &BROWSER, &exchanges);
}
