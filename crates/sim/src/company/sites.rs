//! Sites on the Internet: what people visit, what programs talk to.

use super::sites_table::{CLOUD, NEWS_AND_WORK, RANGES, TOP_LEVEL, WORDS};
use crate::packet::frame::Address;
use crate::protocols::certificate::Authority;
use crate::random::{Random, number_of};
use std::rc::Rc;

const AUTHORITIES: &[&str] = &["Northwind Trust", "Clearwater", "Bluegate", "Meridian PKI"];
/// Sites without a name of their own in the table.
const SMALL_SITES: usize = 220;

/// A site.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) name: String,
    pub(crate) address: Address,
    /// The certificates that it sends, its own first.
    pub(crate) chain: Vec<Rc<[u8]>>,
    /// It speaks TLS 1.3.
    pub(crate) modern: bool,
    /// What is left of the time to live of its packets.
    pub(crate) hops_left: u8,
    /// The time from a packet to its answer, in nanoseconds.
    pub(crate) round_trip: u64,
}

/// All sites.
#[derive(Clone, Debug)]
pub(crate) struct Sites {
    all: Vec<Site>,
    popular: usize,
}

impl Sites {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Random::of(seed, &[number_of("sites")]);
        let authorities: Vec<Authority> = AUTHORITIES
            .iter()
            .enumerate()
            .map(|(number, organisation)| Authority::new(&mut random, organisation, number + 1))
            .collect();
        let mut all: Vec<Site> = NEWS_AND_WORK
            .iter()
            .map(|(name, range)| site(&mut random, &authorities, (*name).to_owned(), *range))
            .collect();
        let popular = all.len();
        for (name, range) in CLOUD {
            all.push(site(&mut random, &authorities, (*name).to_owned(), *range));
        }
        for number in 0..SMALL_SITES {
            let name = small_name(&mut random, number);
            let range = random.below(RANGES.len() as u64) as usize;
            all.push(site(&mut random, &authorities, name, range));
        }
        Self { all, popular }
    }

    /// A site that people visit; the popular ones are visited most, and of the small ones everybody has some.
    pub(crate) fn visited(&self, random: &mut Random, taste: u64) -> Option<&Site> {
        if random.chance(700) {
            let popular = self.all.get(..self.popular)?;
            // Squared, so that the first are far more popular than the last.
            let draw = random.below(1000);
            return popular.get((draw * draw * popular.len() as u64 / 1_000_000) as usize);
        }
        let first = self.all.len().saturating_sub(SMALL_SITES);
        let small = self.all.get(first..)?;
        let draw = if random.chance(850) { taste.wrapping_mul(7) + random.below(40) } else { random.next() };
        small.get((draw % small.len() as u64) as usize)
    }

    /// The site of this name.
    pub(crate) fn named(&self, name: &str) -> Option<&Site> {
        self.all.iter().find(|site| site.name == name)
    }

    /// One of all sites, for visitors from outside and mail.
    pub(crate) fn any(&self, random: &mut Random) -> Option<&Site> {
        self.all.get(random.below(self.all.len() as u64) as usize)
    }
}

fn site(random: &mut Random, authorities: &[Authority], name: String, range: usize) -> Site {
    let [a, b] = RANGES.get(range).copied().unwrap_or([104, 16]);
    let address = [a, b, random.next() as u8, random.between(2, 250) as u8];
    let authority = random.pick(authorities);
    let own = authority.issue(random, &name, "Example Holdings");
    Site {
        chain: vec![own, Rc::clone(&authority.certificate)],
        modern: random.chance(700),
        hops_left: random.between(44, 58) as u8,
        round_trip: random.between(6_000_000, 60_000_000),
        name,
        address,
    }
}

fn small_name(random: &mut Random, number: usize) -> String {
    let word = format!("{}{}", random.pick(WORDS), random.pick(WORDS));
    let ending = random.pick(TOP_LEVEL);
    match number % 4 {
        0 => format!("www.{word}{number}.{ending}"),
        1 => format!("{word}-{number}.{ending}"),
        2 => format!("shop.{word}{number}.{ending}"),
        _ => format!("www.{word}.{ending}"),
    }
}

/// A site that nobody else visits: what attackers use.
pub(crate) fn rare(seed: u64, name: &str, address: Address) -> Site {
    let mut random = Random::of(seed, &[number_of("rare"), number_of(name)]);
    let authority = Authority::new(&mut random, "R3 Domain Validation", 1);
    let own = authority.issue(&mut random, name, "");
    Site {
        chain: vec![own, Rc::clone(&authority.certificate)],
        modern: false,
        hops_left: 47,
        round_trip: 41_000_000,
        name: name.to_owned(),
        address,
    }
}
