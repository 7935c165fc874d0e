//! Mail: programs ask the mail server for news, and it exchanges mails with the world.

use super::talk::names;
use super::talk::web::{Exchange, HTTPS, Secure, connection};
use crate::company::names_table::SUBJECTS;
use crate::company::{HOUR, MAIL_DOMAIN, Site, mail_date};
use crate::packet::content::{Content, Pool};
use crate::packet::dialog::{Dialog, Ending, SECOND, Side};
use crate::play::{Activity, Place, Planner, Scene, far};
use crate::protocols::tls::{BROWSER, Hello, OUTLOOK, application_data, close};

/// A mail program looks for news and sends what was written.
pub(super) const NEWS: Activity =
    Activity { name: "mail news", seconds_max: 120, ports: 4, plan: plan_news, play: play_news };

/// A mail comes in from outside.
pub(super) const INCOMING: Activity =
    Activity { name: "incoming mail", seconds_max: 120, ports: 4, plan: plan_incoming, play: play_incoming };

/// A mail goes out.
pub(super) const OUTGOING: Activity =
    Activity { name: "outgoing mail", seconds_max: 120, ports: 4, plan: plan_outgoing, play: play_outgoing };

const SMTP: u16 = 25;
const BOUNDARY: &str = "=_b0undary_7f3a";
/// `%PDF-1.7` and the comment after it, as the first line of Base64.
const PDF_START: &str = "JVBERi0xLjcKJeLjz9MKMyAwIG9iago8PC9UeXBlL1BhZ2U+PgplbmRvYmoKMSAwIG9iago8PD4+\r\n";
/// Mails in a thousand that are sent without TLS.
const IN_THE_CLEAR: u64 = 450;

fn plan_news(planner: &mut Planner<'_>) {
    for worker in planner.workers() {
        planner.while_working(&worker, 18);
    }
}

fn plan_incoming(planner: &mut Planner<'_>) {
    let count = if planner.day.is_workday() { 150 } else { 25 };
    spread_over(planner, count, 5 * HOUR, 22 * HOUR);
}

fn plan_outgoing(planner: &mut Planner<'_>) {
    let count = if planner.day.is_workday() { 90 } else { 4 };
    spread_over(planner, count, 7 * HOUR, 18 * HOUR);
}

fn spread_over(planner: &mut Planner<'_>, count: u32, from: u64, to: u64) {
    let server = planner.company.servers.mail;
    let mut random = planner.random(server);
    for number in 0..count {
        let second = random.between(from, to);
        planner.at(&mut random, server, second, number);
    }
}

fn play_news(scene: &mut Scene<'_>) {
    let Some(place) = scene.own_place() else { return };
    let server = scene.company.servers.mail;
    let Some(server_place) = scene.place(server) else { return };
    let name = scene.company.full_name(server);
    let known = if scene.random.chance(300) {
        names::look_up_device(scene, 0, &place, &server_place, &name)
    } else {
        0
    };
    let secure = Secure::inside(scene, server_place, HTTPS, &name);
    let mut exchanges = vec![Exchange { delay: 1_000_000, asked: 1500, told: scene.random.spread(800, 5) }];
    if scene.random.chance(250) {
        let asked = scene.random.spread(4000, 6);
        exchanges.push(Exchange { delay: 20_000_000, asked, told: 600 });
    }
    connection(scene, known, &place, &secure, &OUTLOOK, &exchanges);
}

fn play_incoming(scene: &mut Scene<'_>) {
    let company = scene.company;
    let (Some(site), Some(server)) = (company.sites.any(&mut scene.random), scene.own_place()) else {
        return;
    };
    let client = Place::of_site(site);
    let domain = site.name.trim_start_matches("www.").trim_start_matches("shop.").to_owned();
    let to = someone(scene);
    let sender =
        format!("{}@{domain}", scene.random.pick(&["info", "sales", "office", "newsletter", "j.smith"]));
    let dialog =
        transfer(scene, site, &domain, "mail.halden.example", &sender, &format!("{to}@{MAIL_DOMAIN}"));
    names::look_up_reverse(scene, 2_000_000, &server, client.address, &format!("mx.{domain}"));
    scene.tcp(SECOND / 100, &client, &server, SMTP, dialog);
}

fn play_outgoing(scene: &mut Scene<'_>) {
    let company = scene.company;
    let (Some(site), Some(server)) = (company.sites.any(&mut scene.random), scene.own_place()) else {
        return;
    };
    let domain = site.name.trim_start_matches("www.").to_owned();
    let known = names::look_up(scene, 0, &server, &format!("mx.{domain}"), Some(site.address));
    let from = format!("{}@{MAIL_DOMAIN}", someone(scene));
    let to = format!("{}@{domain}", scene.random.pick(&["info", "orders", "m.jones", "buchhaltung"]));
    let dialog = transfer(scene, site, "mail.halden.example", &format!("mx.{domain}"), &from, &to);
    scene.tcp(known + SECOND / 50, &server, &Place::of_site(site), SMTP, dialog);
}

fn someone(scene: &mut Scene<'_>) -> String {
    let people = &scene.company.people;
    let number = scene.random.below(people.len() as u64) as usize;
    people.get(number).map_or_else(String::new, |person| person.account.clone())
}

/// One mail by SMTP (RFC 5321), in TLS where the two agree on it (RFC 3207).
fn transfer(scene: &mut Scene<'_>, site: &Site, client: &str, server: &str, from: &str, to: &str) -> Dialog {
    let mut dialog = Dialog::new(far(&mut scene.random, site));
    dialog.pace = 1_500_000;
    dialog.server(format!("220 {server} ESMTP ready\r\n"));
    dialog.client(300_000, format!("EHLO {client}\r\n"));
    dialog.server(format!(
        "250-{server}\r\n250-PIPELINING\r\n250-SIZE 52428800\r\n250-STARTTLS\r\n250 8BITMIME\r\n"
    ));
    dialog.ends(Ending::Close(Side::Client));
    if !scene.random.chance(IN_THE_CLEAR) {
        dialog.client(300_000, "STARTTLS\r\n").server("220 2.0.0 Ready to start TLS\r\n");
        let hello = Hello { name: server, program: &BROWSER, modern: site.modern, chain: &site.chain };
        hello.say(&mut scene.random, &mut dialog);
        let length = scene.random.spread(3000, 7);
        dialog.client(2_000_000, application_data(&mut scene.random, length));
        dialog.server(application_data(&mut scene.random, 60));
        let last = close(&mut scene.random, site.modern);
        dialog.client(2_000_000, last);
        return dialog;
    }
    dialog.client(300_000, format!("MAIL FROM:<{from}>\r\n")).server("250 2.1.0 Ok\r\n");
    dialog.client(300_000, format!("RCPT TO:<{to}>\r\n")).server("250 2.1.5 Ok\r\n");
    dialog.client(300_000, "DATA\r\n").server("354 End data with <CR><LF>.<CR><LF>\r\n");
    dialog.client(300_000, mail(scene, from, to));
    dialog.server(format!("250 2.0.0 Ok: queued as {}\r\n", scene.random.word(10).to_uppercase()));
    dialog.client(300_000, "QUIT\r\n").server("221 2.0.0 Bye\r\n");
    dialog
}

fn mail(scene: &mut Scene<'_>, from: &str, to: &str) -> Content {
    let date = mail_date(scene.now);
    let random = &mut scene.random;
    let subject = *random.pick(SUBJECTS);
    let id = random.word(20);
    let mut content = Content::from(format!(
        "From: <{from}>\r\nTo: <{to}>\r\nSubject: {subject}\r\nDate: {date}\r\nMessage-ID: <{id}@{}>\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"{BOUNDARY}\"\r\n\r\n--{BOUNDARY}\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n",
        from.split('@').next_back().unwrap_or_default(),
    ));
    let length = random.spread(200, 4);
    content.filler(Pool::Text, random, length).own(b"\r\n".to_vec());
    if random.chance(250) {
        let name = format!("{}-{}", random.pick(crate::company::names_table::NOUNS), random.below(1000));
        content.own(
            format!(
                "--{BOUNDARY}\r\nContent-Type: application/pdf; name=\"{name}.pdf\"\r\n\
                 Content-Disposition: attachment; filename=\"{name}.pdf\"\r\n\
                 Content-Transfer-Encoding: base64\r\n\r\n{PDF_START}"
            )
            .into_bytes(),
        );
        let lines = random.spread(100, 5);
        content.base64_lines(random, lines).own(b"AAAA\r\n".to_vec());
    }
    content.own(format!("--{BOUNDARY}--\r\n.\r\n").into_bytes());
    content
}
