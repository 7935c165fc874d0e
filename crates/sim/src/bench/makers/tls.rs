//! Connections with TLS to sites on the Internet.

use super::super::stage::Stage;
use super::super::world::{self, Site};
use crate::packet::dialog::{Dialog, Ending, SECOND, Side};
use crate::protocols::tls::{BROWSER, Hello, application_data, close};

/// A connection to a site with some requests in it.
pub(in super::super) fn visit(stage: &mut Stage<'_>) {
    let exchanges = stage.random.spread(1, 2);
    let dialog = connection(stage, exchanges, 150, 6);
    finish(stage, dialog);
}

/// How long a connection is held open, in nanoseconds: longer than new ones keep beginning.
const HELD: u64 = 32 * SECOND;

/// A connection with two short exchanges and a long silence between them.
pub(in super::super) fn held(stage: &mut Stage<'_>) {
    let (site, mut dialog) = connection(stage, 2, 200, 2);
    let after = stage.random.below(SECOND) + HELD;
    let last_question = dialog.turns.len().saturating_sub(3);
    dialog.turns.get_mut(last_question).into_iter().for_each(|turn| turn.delay = after);
    finish(stage, (site, dialog));
}

fn finish(stage: &mut Stage<'_>, (site, mut dialog): (&Site, Dialog)) {
    if stage.random.chance(300) {
        dialog.ends(Ending::Reset(Side::Client));
    }
    let client = world::any_client(&mut stage.random);
    stage.tcp(0, client, (site.address, 443), dialog);
}

/// `smallest` is the least that an answer has, and `octaves` how far answers grow.
fn connection<'a>(stage: &mut Stage<'a>, exchanges: u64, smallest: u64, octaves: u64) -> (&'a Site, Dialog) {
    let site = stage.world.site(&mut stage.random);
    let mut dialog = Dialog::new(world::far(&mut stage.random));
    let modern = stage.random.chance(700);
    stage.truth.add("ssl", 1);
    stage.truth.note("ssl", "version", if modern { "TLSv13" } else { "TLSv12" });
    stage.truth.note("ssl", "established", "true");
    if !modern {
        stage.truth.add("x509", 2);
    }
    let random = &mut stage.random;
    let hello = Hello { name: &site.name, program: &BROWSER, modern, chain: &site.chain };
    hello.say(random, &mut dialog);
    for _ in 0..exchanges {
        let (request, answer) = (random.spread(80, 4), random.spread(smallest, octaves));
        let delay = world::thought(random);
        dialog.client(delay, application_data(random, request));
        dialog.server(application_data(random, answer));
    }
    let delay = world::thought(random);
    dialog.client(delay, close(random, modern));
    (site, dialog)
}
