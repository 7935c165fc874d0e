//! The company whose traffic is made up: its hosts, the sites its people visit, the files they share.

use crate::packet::content::Pools;
use crate::packet::dialog::MILLISECOND;
use crate::packet::frame::Address;
use crate::protocols::certificate::Authority;
use crate::protocols::ntlm::{Login, Server};
use crate::random::Random;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;
use std::rc::Rc;

const CLIENTS: u64 = 2000;
const SITES: usize = 400;
const AUTHORITIES: &[&str] = &["Northwind Trust", "Clearwater", "Bluegate", "Meridian PKI"];
const COMPRESSED_BODIES: usize = 24;

pub(super) const DOMAIN_CONTROLLERS: &[Address] = &[[10, 0, 0, 10], [10, 0, 0, 11]];
pub(super) const FILE_SERVERS: &[Address] = &[[10, 0, 0, 20], [10, 0, 0, 21], [10, 0, 0, 22], [10, 0, 0, 23]];
pub(super) const MAIL_SERVERS: &[Address] = &[[10, 0, 0, 30], [10, 0, 0, 31]];
pub(super) const WEB_SERVERS: &[Address] = &[[10, 0, 0, 40], [10, 0, 0, 41], [10, 0, 0, 42]];
pub(super) const UNIX_SERVERS: &[Address] = &[[10, 0, 0, 50], [10, 0, 0, 51], [10, 0, 0, 52], [10, 0, 0, 53]];
pub(super) const RESOLVERS: &[Address] = &[[10, 0, 0, 53], [10, 0, 0, 54]];

/// What the company's directory is called.
pub(super) const DOMAIN: &str = "CORP";
pub(super) const REALM: &str = "CORP.EXAMPLE.COM";

const WORDS: &[&str] = &[
    "alder", "basalt", "cobalt", "delta", "ember", "fjord", "garnet", "harbor", "indigo", "juniper", "kelp",
    "lumen", "maple", "nickel", "onyx", "pepper", "quartz", "river", "sable", "timber", "umber", "velvet",
    "willow", "zephyr",
];
const FIRST_NAMES: &[&str] = &[
    "anna", "bram", "carla", "david", "elif", "femke", "george", "hanna", "ivan", "jasmin", "koen", "lena",
    "mo", "nina", "otto", "petra", "rik", "sofia", "tom", "yara",
];

/// A site on the Internet.
pub(super) struct Site {
    pub(super) name: String,
    pub(super) address: Address,
    /// The certificates that it sends, its own first.
    pub(super) chain: [Rc<[u8]>; 2],
}

/// A page, compressed with gzip.
pub(super) struct Compressed {
    pub(super) bytes: Rc<[u8]>,
    /// How long it was before.
    pub(super) uncompressed: u64,
}

/// What all flows draw from.
pub(super) struct World {
    pub(super) pools: Pools,
    pub(super) sites: Vec<Site>,
    pub(super) compressed: Vec<Compressed>,
}

impl World {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = Random::part(seed, u64::MAX);
        let pools = Pools::new(&mut random);
        let authorities: Vec<Authority> = AUTHORITIES
            .iter()
            .enumerate()
            .map(|(number, organisation)| Authority::new(&mut random, organisation, number + 1))
            .collect();
        let sites = (0..SITES).map(|number| site(&mut random, &authorities, number)).collect();
        let compressed = (0..COMPRESSED_BODIES).map(|_| compressed(&mut random)).collect();
        Self { pools, sites, compressed }
    }

    /// A site; the first ones are visited most.
    pub(super) fn site(&self, random: &mut Random) -> &Site {
        let popular = random.below(8) > 2;
        let sites = if popular { self.sites.get(..SITES / 10).unwrap_or(&self.sites) } else { &self.sites };
        random.pick(sites)
    }
}

fn site(random: &mut Random, authorities: &[Authority], number: usize) -> Site {
    let ending = random.pick(&["com", "net", "org", "io", "nl", "de", "co.uk"]);
    let word = format!("{}{}", random.pick(WORDS), random.pick(WORDS));
    let name = match number % 3 {
        0 => format!("{word}{number}.{ending}"),
        1 => format!("cdn{number}.{word}.{ending}"),
        _ => format!("api.{word}-{number}.{ending}"),
    };
    let address = [*random.pick(&[23, 34, 52, 104, 151, 185]), number as u8, random.next() as u8, 80];
    let authority = random.pick(authorities);
    let own = authority.issue(random, &name, "Example Holdings");
    Site { chain: [own, Rc::clone(&authority.certificate)], name, address }
}

/// A page of some kilobytes, compressed.
fn compressed(random: &mut Random) -> Compressed {
    let mut page = b"<!DOCTYPE html>\n<html><head><title>Overview</title></head><body>\n".to_vec();
    for _ in 0..random.spread(20, 5) {
        let line =
            format!("<p class=\"{}\">{} {}</p>\n", random.pick(WORDS), random.word(24), random.pick(WORDS));
        page.extend_from_slice(line.as_bytes());
    }
    page.extend_from_slice(b"</body></html>\n");
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    // Writing to memory cannot fail.
    let bytes = encoder.write_all(&page).and_then(|()| encoder.finish()).unwrap_or_default();
    Compressed { bytes: bytes.into(), uncompressed: page.len() as u64 }
}

/// The client with this number.
pub(super) fn client(number: u64) -> Address {
    let number = number % CLIENTS;
    [10, 1, (number / 250) as u8, (number % 250 + 2) as u8]
}

/// Any client.
pub(super) fn any_client(random: &mut Random) -> Address {
    client(random.below(CLIENTS))
}

/// A user's name and number.
pub(super) fn user(random: &mut Random) -> String {
    format!("{}.{}", random.pick(FIRST_NAMES), random.pick(WORDS))
}

/// The clocks of clients and servers in logins, as Windows counts.
const FILE_TIME: u64 = 133_900_000_000_000_000;

/// What this server says of itself in a login.
pub(super) fn login_server(name: &str) -> Server<'_> {
    Server { domain: DOMAIN, dns_domain: "corp.example.com", name, file_time: FILE_TIME }
}

/// What this user says in a login.
pub(super) fn login<'a>(user: &'a str, host: &'a str) -> Login<'a> {
    Login { domain: DOMAIN, user, host, server: "SERVER", file_time: FILE_TIME, target: "" }
}

/// The name of a client computer.
pub(super) fn computer(address: Address) -> String {
    format!("WS-{:02}{:03}", address[2], address[3])
}

pub(super) fn word(random: &mut Random) -> &'static str {
    random.pick::<&str>(WORDS)
}

/// The time from a packet to its answer inside the company, in nanoseconds.
pub(super) fn near(random: &mut Random) -> u64 {
    random.spread(200_000, 3)
}

/// As [`near`], to the Internet.
pub(super) fn far(random: &mut Random) -> u64 {
    random.spread(6 * MILLISECOND, 4)
}

/// The time that a person or a program takes before its next request, in nanoseconds.
pub(super) fn thought(random: &mut Random) -> u64 {
    random.spread(2 * MILLISECOND, 8)
}
