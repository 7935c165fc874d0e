//! People visit sites; programs talk to their makers by themselves.

use super::talk::bodies::Body;
use super::talk::names;
use super::talk::web::{self, Exchange, request, visit};
use crate::packet::dialog::{Dialog, Ending, SECOND, Side};
use crate::play::{Activity, Place, Planner, Scene, far};
use crate::protocols::tls::{BROWSER, SCHANNEL};
use crate::random::{Random, number_of};

/// Somebody visits a page.
pub(super) const VISIT: Activity =
    Activity { name: "visit", seconds_max: 300, ports: 12, plan: plan_visits, play: play_visit };

/// A program sends or fetches something.
pub(super) const PROGRAM: Activity =
    Activity { name: "program", seconds_max: 120, ports: 6, plan: plan_programs, play: play_program };

/// A name is mistyped or left over, and nobody has it.
pub(super) const LOST_NAME: Activity =
    Activity { name: "lost name", seconds_max: 30, ports: 4, plan: plan_lost, play: play_lost };

/// Pages that somebody of usual zeal visits on a day.
const VISITS: u64 = 26;
/// Sites that programs talk to, with how much they send and get at least.
const PROGRAMS: &[(&str, u64, u64)] = &[
    ("settings-win.data.microsoft.com", 600, 2000),
    ("v10.events.data.microsoft.com", 3000, 500),
    ("self.events.data.microsoft.com", 2000, 500),
    ("login.microsoftonline.com", 2500, 6000),
    ("fe3cr.delivery.mp.microsoft.com", 1500, 3000),
    ("sls.update.microsoft.com", 700, 4000),
    ("update.googleapis.com", 900, 1200),
    ("safebrowsing.googleapis.com", 400, 9000),
    ("sophosxl.net", 300, 300),
];
const LOST: &[&str] = &["wpad", "oldserver", "isatap", "intranet2", "fs03", "prn07", "proxy-test"];

fn plan_visits(planner: &mut Planner<'_>) {
    for worker in planner.workers() {
        planner.while_working(&worker, VISITS);
    }
}

fn plan_programs(planner: &mut Planner<'_>) {
    for worker in planner.workers() {
        planner.while_working(&worker, 9);
    }
}

fn plan_lost(planner: &mut Planner<'_>) {
    for worker in planner.workers() {
        planner.while_working(&worker, 3);
    }
}

fn play_visit(scene: &mut Scene<'_>) {
    let Some(place) = scene.own_place() else { return };
    let company = scene.company;
    let taste = scene.constant(&[number_of("taste"), scene.actor.0.into()]).next();
    let mut after = 0;
    // The page itself, then what it takes from elsewhere.
    for number in 0..scene.random.between(1, 3) {
        let Some(site) = company.sites.visited(&mut scene.random, taste) else { return };
        let exchanges = page(&mut scene.random, number == 0);
        let took = visit(scene, after, &place, site, &BROWSER, &exchanges);
        after += if number == 0 { took / 3 } else { 40_000_000 };
    }
}

fn page(random: &mut Random, is_first: bool) -> Vec<Exchange> {
    let count = if is_first { random.between(1, 4) } else { random.between(1, 2) };
    (0..count)
        .map(|number| Exchange {
            delay: if number == 0 { 2_000_000 } else { random.spread(50_000_000, 6) },
            asked: random.spread(300, 2),
            told: random.spread(1000, 4),
        })
        .collect()
}

fn play_program(scene: &mut Scene<'_>) {
    let Some(place) = scene.own_place() else { return };
    let company = scene.company;
    if scene.random.chance(150) {
        return check_revocation(scene, &place);
    }
    let (name, asked, told) = *scene.random.pick(PROGRAMS);
    let Some(site) = company.sites.named(name) else { return };
    let exchange = Exchange {
        delay: 1_000_000,
        asked: scene.random.spread(asked, 2),
        told: scene.random.spread(told, 2),
    };
    visit(scene, 0, &place, site, &SCHANNEL, &[exchange]);
}

/// Lists of revoked certificates are fetched in the clear (RFC 5280).
fn check_revocation(scene: &mut Scene<'_>, place: &Place) {
    let company = scene.company;
    let Some(site) = company.sites.named("crl3.digicert.com") else { return };
    let known = names::look_up(scene, 0, place, &site.name, Some(site.address));
    let mut dialog = Dialog::new(far(&mut scene.random, site));
    let path = format!("/DigiCertGlobalG2TLSRSASHA2562020CA1-{}.crl", scene.random.below(4));
    dialog.client(
        300_000,
        request("GET", &site.name, &path, "Microsoft-CryptoAPI/10.0", "Connection: Keep-Alive\r\n"),
    );
    let length = scene.random.spread(700, 3);
    let body = web::answer(scene, "ECAcc", Body::Revocations, length);
    dialog.server(body);
    dialog.ends(Ending::Close(Side::Client));
    scene.tcp(known + 500_000, place, &Place::of_site(site), 80, dialog);
}

fn play_lost(scene: &mut Scene<'_>) {
    let Some(place) = scene.own_place() else { return };
    let name = *scene.random.pick(LOST);
    let full = format!("{name}.{}", crate::company::DNS_DOMAIN);
    let after = names::look_up(scene, 0, &place, &full, None);
    super::neighbours::ask_neighbours(scene, after + SECOND / 100, &place, name);
}
