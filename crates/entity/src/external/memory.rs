//! What clients asked name servers for before they connected.

use super::registrable_domain;
use crate::limits::{Counters, Limits};
use hashbrown::HashMap;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::sync::Arc;

/// Names that clients know addresses by: for each client and address the last answers of a name server, and the name
/// that the client itself gave (TLS server name, HTTP host) where no name server was heard.
///
/// Two generations: when the younger one is full it becomes the older one, and that is forgotten. What is asked for again
/// stays.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    young: Generation,
    old: Generation,
}

type Generation = HashMap<(IpAddr, IpAddr), Entry, foldhash::quality::RandomState>;

/// A name with its registrable domain, and since when the client knows the address by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Named {
    pub(crate) name: Arc<str>,
    /// Where in the name its registrable domain begins.
    domain: Option<u8>,
    since: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    answer: Option<Named>,
    /// The answer before, for connections that began under it and are told of later.
    before: Option<Named>,
    /// The name that the client gave itself.
    said: Option<Named>,
}

/// What a snapshot keeps of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SavedAnswer {
    client: IpAddr,
    address: IpAddr,
    old: bool,
    entry: Entry,
}

impl Named {
    /// A name that a client knows since this time.
    pub(crate) fn new(name: Arc<str>, since: i64) -> Self {
        // A registrable domain is a tail of the name, which has at most 253 bytes.
        let domain = registrable_domain(&name)
            .and_then(|domain| u8::try_from(name.len().checked_sub(domain.len())?).ok());
        Self { name, domain, since }
    }

    /// The registrable domain.
    pub(crate) fn domain(&self) -> Option<&str> {
        self.name.get(usize::from(self.domain?)..)
    }
}

impl Answers {
    /// How many entries there are.
    pub(crate) fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }

    /// A name server told the client that the address is the name's.
    pub(crate) fn answered(
        &mut self,
        client: IpAddr,
        address: IpAddr,
        named: &Named,
        limits: &Limits,
        counters: &mut Counters,
    ) {
        let entry = self.entry(client, address, limits, counters);
        match &mut entry.answer {
            Some(known) if known.name == named.name => known.since = known.since.min(named.since),
            Some(known) if known.since <= named.since => entry.before = entry.answer.replace(named.clone()),
            Some(_) if entry.before.as_ref().is_none_or(|before| before.since <= named.since) => {
                entry.before = Some(named.clone());
            }
            Some(_) => {}
            None => entry.answer = Some(named.clone()),
        }
    }

    /// The client itself called the address so.
    pub(crate) fn said(
        &mut self,
        client: IpAddr,
        address: IpAddr,
        name: &Arc<str>,
        time: i64,
        limits: &Limits,
        counters: &mut Counters,
    ) {
        let entry = self.entry(client, address, limits, counters);
        match &mut entry.said {
            Some(known) if known.name == *name => {}
            Some(known) if known.since > time => {}
            said => *said = Some(Named::new(name.clone(), time)),
        }
    }

    fn entry(
        &mut self,
        client: IpAddr,
        address: IpAddr,
        limits: &Limits,
        counters: &mut Counters,
    ) -> &mut Entry {
        let key = (client, address);
        if !self.young.contains_key(&key) {
            if self.young.len() >= (limits.answers / 2).max(1) {
                let forgotten = std::mem::replace(&mut self.old, std::mem::take(&mut self.young));
                counters.answers_forgotten += forgotten.len() as u64;
            }
            let kept = self.old.remove(&key).unwrap_or_default();
            self.young.insert(key, kept);
        }
        self.young.entry(key).or_default()
    }

    /// By what name the client knew the address at this time: what a name server answered last, else what it said.
    pub(crate) fn name(&self, client: IpAddr, address: IpAddr, time: i64) -> Option<&Named> {
        let key = (client, address);
        let entry = self.young.get(&key).or_else(|| self.old.get(&key))?;
        let answers = [&entry.answer, &entry.before];
        let asked = answers.into_iter().flatten().find(|named| named.since <= time);
        asked.or(entry.said.as_ref())
    }

    /// What a snapshot keeps, in a fixed order.
    pub(crate) fn save(&self) -> Vec<SavedAnswer> {
        let part = |generation: &Generation, old| {
            let mut all: Vec<_> = generation
                .iter()
                .map(|(&(client, address), entry)| SavedAnswer { client, address, old, entry: entry.clone() })
                .collect();
            all.sort_by_key(|saved| (saved.client, saved.address));
            all
        };
        let mut all = part(&self.old, true);
        all.extend(part(&self.young, false));
        all
    }

    /// Takes back what a snapshot kept.
    pub(crate) fn load(saved: Vec<SavedAnswer>) -> Self {
        let mut answers = Self::default();
        for SavedAnswer { client, address, old, entry } in saved {
            let generation = if old { &mut answers.old } else { &mut answers.young };
            generation.insert((client, address), entry);
        }
        answers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn look(answers: &Answers, client: &str, time: i64) -> Option<String> {
        answers.name(at(client), at("93.184.216.34"), time).map(|named| named.name.to_string())
    }

    #[test]
    fn the_last_answer_to_this_client_before_the_connection_counts() {
        let (limits, mut counters) = (Limits::default(), Counters::default());
        let mut answers = Answers::default();
        let mut answer = |client: &str, name: &str, since| {
            let named = Named::new(name.into(), since);
            answers.answered(at(client), at("93.184.216.34"), &named, &limits, &mut counters);
        };
        answer("10.0.0.1", "www.example.com", 10);
        answer("10.0.0.1", "cdn.example.net", 20);
        answer("10.0.0.2", "other.example.org", 5);
        assert_eq!(look(&answers, "10.0.0.1", 25).as_deref(), Some("cdn.example.net"));
        assert_eq!(
            look(&answers, "10.0.0.1", 15).as_deref(),
            Some("www.example.com"),
            "a connection told of later"
        );
        assert_eq!(look(&answers, "10.0.0.1", 5), None);
        assert_eq!(look(&answers, "10.0.0.2", 25).as_deref(), Some("other.example.org"));
        assert_eq!(look(&answers, "10.0.0.3", 25), None);
        answers.said(
            at("10.0.0.3"),
            at("93.184.216.34"),
            &"sni.example.com".into(),
            30,
            &limits,
            &mut counters,
        );
        assert_eq!(look(&answers, "10.0.0.3", 25).as_deref(), Some("sni.example.com"));
        let named = answers.name(at("10.0.0.1"), at("93.184.216.34"), 99).unwrap();
        assert_eq!(named.domain(), Some("example.net"));
    }

    #[test]
    fn memory_is_bounded_and_what_is_used_stays() {
        let (limits, mut counters) = (Limits { answers: 100, ..Limits::default() }, Counters::default());
        let mut answers = Answers::default();
        let kept = Named::new("kept.example.com".into(), 0);
        for number in 0..1_000u32 {
            let named = Named::new(format!("n{number}.example.com").into(), i64::from(number));
            answers.answered(at("10.0.0.1"), IpAddr::V4(number.into()), &named, &limits, &mut counters);
            answers.answered(at("10.0.0.1"), at("93.184.216.34"), &kept, &limits, &mut counters);
            assert!(answers.len() <= 100);
        }
        assert_eq!(look(&answers, "10.0.0.1", 5_000).as_deref(), Some("kept.example.com"));
        assert!(counters.answers_forgotten >= 900);
        let again = Answers::load(answers.save());
        assert_eq!(again.save(), answers.save());
    }
}
