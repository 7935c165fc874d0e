//! Kerberos: first tickets and tickets for services. Every account has one ticket a day for each service.

use crate::company::{DNS_DOMAIN, Day, DeviceId, REALM};
use crate::packet::dialog::Dialog;
use crate::play::{Place, Scene, near};
use crate::protocols::kerberos::{self, AES256, CIPHERS, PORT, PREAUTHENTICATION_REQUIRED, framed};
use crate::random::number_of;

/// The password was wrong (RFC 4120 section 7.5.9).
pub(crate) const WRONG_PASSWORD: u32 = 24;
/// There is no such account.
pub(crate) const NO_SUCH_ACCOUNT: u32 = 6;

/// A service by its name: `cifs/FS01.corp.halden.example` in two parts, or in three.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Service {
    class: &'static str,
    host: String,
    domain: Option<&'static str>,
}

/// What controllers log in to each other by, to replicate (MS-DRSR 2.2.3.2).
const REPLICATION_CLASS: &str = "E3514235-4B06-11D1-AB04-00C04FC2DCD2";

impl Service {
    pub(crate) fn new(class: &'static str, host: String) -> Self {
        Self { class, host, domain: None }
    }

    /// The service of this class on a device.
    pub(crate) fn of(scene: &Scene<'_>, class: &'static str, device: DeviceId) -> Self {
        Self::new(class, scene.company.full_name(device))
    }

    /// The replication of a controller: `E3514235-…/its GUID/the domain`.
    pub(crate) fn replication(scene: &Scene<'_>, controller: DeviceId) -> Self {
        let mut random = scene.constant(&[number_of("replica"), controller.0.into()]);
        let [first, second, third, fourth] = [(); 4].map(|()| random.next() as u16);
        let last = random.next() >> 16;
        let other = random.next() as u16;
        let host = format!(
            "{first:04x}{second:04x}-{third:04x}-4{:03x}-{:04x}-{last:012x}",
            fourth >> 4,
            other & 0x3fff | 0x8000
        );
        Self { class: REPLICATION_CLASS, host, domain: Some(DNS_DOMAIN) }
    }

    fn parts(&self) -> Vec<&str> {
        [self.class, &self.host].into_iter().chain(self.domain).collect()
    }
}

/// The ticket that this account has for a service today.
pub(crate) fn ticket(scene: &Scene<'_>, account: &str, service: &Service) -> Vec<u8> {
    ticket_of(scene, account, &service.parts(), AES256)
}

fn ticket_of(scene: &Scene<'_>, account: &str, service: &[&str], cipher: u32) -> Vec<u8> {
    let service_number = service.iter().fold(0, |sum: u64, part| sum.wrapping_mul(31) ^ number_of(part));
    let mut random = scene.of_today(&[number_of("ticket"), number_of(account), service_number]);
    let length = random.between(900, 1200) as usize;
    kerberos::ticket(REALM, service, &kerberos::sealed(&mut random, cipher, length))
}

/// A controller that a client asks, and the connection to it.
fn controller(scene: &mut Scene<'_>, client: &Place) -> Option<(Place, Dialog)> {
    let [first, second] = scene.company.servers.controllers;
    let [.., last] = client.address;
    let place = scene.place(if last % 4 == 0 { second } else { first })?;
    Some((place, Dialog::new(near(&mut scene.random))))
}

fn exchange(scene: &mut Scene<'_>, delay: u64, client: &Place, question: &[u8], answer: &[u8]) -> u64 {
    let Some((place, mut dialog)) = controller(scene, client) else { return 0 };
    dialog.client(200_000, framed(question)).server(framed(answer));
    let took = dialog.elapsed() + 4 * dialog.round_trip;
    scene.tcp(delay, client, &place, PORT, dialog);
    took
}

/// An account logs in: it is asked to prove itself, and does. Returns how many nanoseconds that takes.
pub(crate) fn log_in(scene: &mut Scene<'_>, delay: u64, client: &Place, account: &str) -> u64 {
    let mut took = ask(scene, delay, client, account, PREAUTHENTICATION_REQUIRED);
    let question = kerberos::first_request(&mut scene.random, REALM, account, true);
    let ticket = ticket_of(scene, account, &["krbtgt", REALM], AES256);
    let answer = kerberos::first_reply(&mut scene.random, REALM, account, &ticket);
    took += 2_000_000;
    took + exchange(scene, delay + took, client, &question, &answer)
}

/// An account asks for its first ticket and gets none, for this reason.
pub(crate) fn ask(scene: &mut Scene<'_>, delay: u64, client: &Place, account: &str, code: u32) -> u64 {
    let proves = code == WRONG_PASSWORD;
    let question = kerberos::first_request(&mut scene.random, REALM, account, proves);
    let answer = kerberos::refusal(REALM, &Day::kerberos_time(scene.now), code);
    exchange(scene, delay, client, &question, &answer)
}

/// An account gets its ticket for a service. Returns how many nanoseconds that takes.
pub(crate) fn get(
    scene: &mut Scene<'_>,
    delay: u64,
    client: &Place,
    account: &str,
    service: &Service,
) -> u64 {
    get_with(scene, delay, client, account, &service.parts(), AES256, CIPHERS)
}

/// As [`get`], with these ciphers offered and a ticket of this one.
pub(crate) fn get_with(
    scene: &mut Scene<'_>,
    delay: u64,
    client: &Place,
    account: &str,
    service: &[&str],
    cipher: u32,
    offered: &[u32],
) -> u64 {
    let first = ticket_of(scene, account, &["krbtgt", REALM], AES256);
    let question = kerberos::service_request(&mut scene.random, REALM, &first, service, offered);
    let ticket = ticket_of(scene, account, service, cipher);
    let answer = kerberos::service_reply(&mut scene.random, REALM, account, &ticket);
    exchange(scene, delay, client, &question, &answer)
}
