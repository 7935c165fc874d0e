//! SMTP (RFC 5321): mails with attachments (RFC 2045).

use super::super::stage::Stage;
use super::super::world;
use crate::packet::content::{Content, Pool};
use crate::packet::dialog::{Dialog, Ending, Side};

const PORT: u16 = 25;
const BOUNDARY: &str = "=_b0undary_7f3a";
/// `%PDF-1.7` and the comment after it, as the first line of Base64.
const PDF_START: &str = "JVBERi0xLjcKJeLjz9MKMyAwIG9iago8PC9UeXBlL1BhZ2U+PgplbmRvYmoKMSAwIG9iago8PD4+\r\n";

/// Somebody sends one mail or a few.
pub(in super::super) fn mails(stage: &mut Stage<'_>) {
    let client = world::any_client(&mut stage.random);
    let server = *stage.random.pick(world::MAIL_SERVERS);
    let mut dialog = Dialog::new(world::near(&mut stage.random));
    let host = world::computer(client);
    let user = world::user(&mut stage.random);
    dialog.server("220 mail.example.com ESMTP Postfix\r\n");
    dialog.client(300_000, format!("EHLO {host}.corp.example.com\r\n"));
    dialog.server("250-mail.example.com\r\n250-PIPELINING\r\n250-SIZE 52428800\r\n250 8BITMIME\r\n");
    for _ in 0..stage.random.spread(1, 2) {
        mail(stage, &mut dialog, &user);
    }
    dialog.client(400_000, "QUIT\r\n").server("221 2.0.0 Bye\r\n");
    dialog.ends(Ending::Close(Side::Server));
    stage.tcp(0, client, (server, PORT), dialog);
}

fn mail(stage: &mut Stage<'_>, dialog: &mut Dialog, user: &str) {
    stage.truth.add("smtp", 1);
    let to = world::user(&mut stage.random);
    let delay = world::thought(&mut stage.random);
    dialog.client(delay, format!("MAIL FROM:<{user}@example.com>\r\n")).server("250 2.1.0 Ok\r\n");
    dialog.client(300_000, format!("RCPT TO:<{to}@example.com>\r\n")).server("250 2.1.5 Ok\r\n");
    dialog.client(300_000, "DATA\r\n").server("354 End data with <CR><LF>.<CR><LF>\r\n");
    dialog.client(300_000, message(stage, user, &to));
    dialog.server(format!("250 2.0.0 Ok: queued as {}\r\n", stage.random.word(10)));
}

fn message(stage: &mut Stage<'_>, user: &str, to: &str) -> Content {
    let random = &mut stage.random;
    let mut content = Content::from(format!(
        "From: {user} <{user}@example.com>\r\nTo: {to} <{to}@example.com>\r\nSubject: {} {}\r\n\
         Date: Mon, 2 Mar 2026 08:00:00 +0000\r\nMessage-ID: <{}@example.com>\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=\"{BOUNDARY}\"\r\n\r\n--{BOUNDARY}\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n",
        world::word(random),
        world::word(random),
        random.word(20),
    ));
    let text = random.spread(200, 5);
    stage.truth.note("files", "source", "SMTP");
    stage.truth.sum("files", "seen_bytes", text);
    content.filler(Pool::Text, random, text).own(b"\r\n".to_vec());
    for _ in 0..random.below(3) {
        let name = world::word(random);
        content.own(
            format!(
                "--{BOUNDARY}\r\nContent-Type: application/pdf; name=\"{name}.pdf\"\r\n\
                 Content-Disposition: attachment; filename=\"{name}.pdf\"\r\n\
                 Content-Transfer-Encoding: base64\r\n\r\n{PDF_START}"
            )
            .into_bytes(),
        );
        let lines = random.spread(30, 5);
        stage.truth.note("files", "source", "SMTP");
        stage.truth.sum("files", "seen_bytes", (lines + 1) * 57 + 3);
        content.base64_lines(random, lines).own(b"AAAA\r\n".to_vec());
    }
    content.own(format!("--{BOUNDARY}--\r\n.\r\n").into_bytes());
    content
}
