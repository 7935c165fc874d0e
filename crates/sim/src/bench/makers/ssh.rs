//! A session of SSH.

use super::super::stage::Stage;
use super::super::world;
use crate::packet::dialog::Dialog;
use crate::protocols::ssh::{self, PORT, noise};

/// A login and some typing.
pub(in super::super) fn session(stage: &mut Stage<'_>) {
    let client = world::any_client(&mut stage.random);
    let server = *stage.random.pick(world::UNIX_SERVERS);
    let random = &mut stage.random;
    let mut dialog = Dialog::new(world::near(random));
    ssh::log_in(random, &mut dialog, "OpenSSH_9.5", "OpenSSH_9.2p1 Debian-2+deb12u2", None);
    for _ in 0..random.spread(5, 3) {
        let delay = world::thought(random);
        let answer = random.spread(36, 6) & !3;
        dialog.client(delay, noise(random, 36)).server(noise(random, answer));
    }
    stage.truth.add("ssh", 1);
    stage.tcp(0, client, (server, PORT), dialog);
}
