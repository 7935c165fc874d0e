//! FTP (RFC 959): a login, and a file over a connection of its own.

use super::super::stage::Stage;
use super::super::world;
use crate::packet::content::{Content, Pool};
use crate::packet::dialog::{Dialog, Ending, MILLISECOND, Side};

const PORT: u16 = 21;

/// One file is fetched passively (RFC 959 section 4.1.2, PASV).
pub(in super::super) fn retrieval(stage: &mut Stage<'_>) {
    let client = world::any_client(&mut stage.random);
    let server = *stage.random.pick(world::UNIX_SERVERS);
    let [a, b, c, d] = server;
    let port = stage.random.between(50_000, 60_000) as u16;
    let length = stage.random.spread(2048, 6);
    let user = world::user(&mut stage.random);
    let file = format!("{}-{}.bin", world::word(&mut stage.random), stage.random.word(6));
    let mut dialog = Dialog::new(world::near(&mut stage.random));
    dialog.server("220 (vsFTPd 3.0.5)\r\n");
    let (ports_high, ports_low) = (port >> 8, port & 0xff);
    let commands = [
        (format!("USER {user}\r\n"), "331 Please specify the password.\r\n".to_owned()),
        ("PASS secret-word\r\n".to_owned(), "230 Login successful.\r\n".to_owned()),
        ("TYPE I\r\n".to_owned(), "200 Switching to Binary mode.\r\n".to_owned()),
        (
            "PASV\r\n".to_owned(),
            format!("227 Entering Passive Mode ({a},{b},{c},{d},{ports_high},{ports_low}).\r\n"),
        ),
        (
            format!("RETR {file}\r\n"),
            format!("150 Opening BINARY mode data connection for {file} ({length} bytes).\r\n"),
        ),
    ];
    for (command, answer) in commands {
        dialog.client(2 * MILLISECOND, command).server(answer);
    }
    let begins = dialog.elapsed();
    dialog.say(Side::Server, 200 * MILLISECOND, "226 Transfer complete.\r\n");
    dialog.client(2 * MILLISECOND, "QUIT\r\n").server("221 Goodbye.\r\n");
    dialog.ends(Ending::Close(Side::Server));
    // What is told of FTP are the login and the commands about files: PASS, PASV and RETR.
    stage.truth.add("ftp", 3);
    stage.truth.note("files", "source", "FTP_DATA");
    stage.truth.sum("files", "seen_bytes", length);
    let round_trip = dialog.round_trip;
    stage.tcp(0, client, (server, PORT), dialog);
    let mut data = Dialog::new(round_trip);
    let mut content = Content::default();
    content.filler(Pool::Noise, &mut stage.random, length);
    data.say(Side::Server, 2 * MILLISECOND, content).ends(Ending::Close(Side::Server));
    stage.tcp(begins + round_trip, client, (server, port), data);
}
