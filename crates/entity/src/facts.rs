//! What is added to records about their ends.

use std::sync::LazyLock;
use thymus_record::{Field, Fields, OwnedList, OwnedValue, Row};

/// The facts, declared as fields so that searches, models and the reference know them.
#[derive(Fields)]
struct Declared {
    /// The device that the originator's address belonged to: `mac:`, `host:` or `ip:` and what it is told by.
    #[record(name = "source.device")]
    source_device: Option<String>,
    /// The best host name of the originator.
    #[record(name = "source.name")]
    source_name: Option<String>,
    /// The originator is in one's own networks.
    #[record(name = "source.internal")]
    source_internal: bool,
    /// The tags of the originator's device: `dc`, `dns-server`, `printer`, … and those that people gave.
    #[record(name = "source.tag")]
    source_tag: Vec<String>,
    /// The registrable domain of the originator's name, where it is not in one's own networks.
    #[record(name = "source.domain")]
    source_domain: Option<String>,
    /// The number of the autonomous system that announces the originator's address.
    #[record(name = "source.asn")]
    source_asn: Option<u64>,
    /// Its name.
    #[record(name = "source.as_name")]
    source_as_name: Option<String>,
    /// The country in which the originator's address is used, two letters (ISO 3166-1), from an offline table.
    #[record(name = "source.country")]
    source_country: Option<String>,
    /// The device that the responder's address belonged to.
    #[record(name = "destination.device")]
    destination_device: Option<String>,
    /// The responder's name: of one's own devices the best host name, of others the name that this client asked for.
    #[record(name = "destination.name")]
    destination_name: Option<String>,
    /// The responder is in one's own networks.
    #[record(name = "destination.internal")]
    destination_internal: bool,
    /// The tags of the responder's device.
    #[record(name = "destination.tag")]
    destination_tag: Vec<String>,
    /// The registrable domain of the responder's name, where it is not in one's own networks.
    #[record(name = "destination.domain")]
    destination_domain: Option<String>,
    /// The number of the autonomous system that announces the responder's address.
    #[record(name = "destination.asn")]
    destination_asn: Option<u64>,
    /// Its name.
    #[record(name = "destination.as_name")]
    destination_as_name: Option<String>,
    /// The country in which the responder's address is used, two letters (ISO 3166-1), from an offline table.
    #[record(name = "destination.country")]
    destination_country: Option<String>,
    /// Which way it goes: `internal`, `outbound`, `inbound` or `external`.
    direction: Option<String>,
    /// The account that was used, as `DOMAIN\user`, whichever way it was spelt.
    #[record(name = "user.account")]
    user_account: Option<String>,
}

static FACTS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let mut fields = Vec::new();
    Declared::describe(&mut fields);
    fields
});

/// The facts that this crate adds to records.
#[must_use]
pub fn facts() -> &'static [Field] {
    &FACTS
}

/// A fact about one end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fact {
    Device = 0,
    Name,
    Internal,
    Tag,
    Domain,
    Asn,
    AsName,
    Country,
}

/// How many facts there are about one end.
const FACTS_OF_END: usize = 8;

/// Which end a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Source = 0,
    Destination = 1,
}

/// Sets facts of a row, but for those for which the record has a field of its own.
pub(crate) struct Stamper<'r> {
    pub(crate) row: &'r mut Row,
    pub(crate) taken: u32,
}

impl Stamper<'_> {
    fn set(&mut self, index: usize, value: OwnedValue) {
        if self.taken & 1 << index == 0
            && let Some(field) = facts().get(index)
        {
            self.row.set_fact(field, value);
        }
    }

    pub(crate) fn fact(&mut self, end: End, fact: Fact, value: OwnedValue) {
        self.set(end as usize * FACTS_OF_END + fact as usize, value);
    }

    pub(crate) fn text(&mut self, end: End, fact: Fact, text: &str) {
        self.fact(end, fact, OwnedValue::text(text));
    }

    pub(crate) fn tags(&mut self, end: End, tags: &[String]) {
        if !tags.is_empty() {
            self.fact(end, Fact::Tag, OwnedValue::List(OwnedList::Texts(tags.to_vec())));
        }
    }

    pub(crate) fn direction(&mut self, direction: &'static str) {
        self.set(2 * FACTS_OF_END, OwnedValue::text(direction));
    }

    pub(crate) fn account(&mut self, account: String) {
        self.set(2 * FACTS_OF_END + 1, OwnedValue::text(account));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_facts_are_their_places() {
        let names: Vec<&str> = facts().iter().map(|field| field.name).collect();
        let of_end = ["device", "name", "internal", "tag", "domain", "asn", "as_name", "country"];
        for (index, word) in of_end.iter().enumerate() {
            assert_eq!(names[index], format!("source.{word}"));
            assert_eq!(names[FACTS_OF_END + index], format!("destination.{word}"));
        }
        assert_eq!(Fact::Country as usize + 1, FACTS_OF_END);
        assert_eq!(names[2 * FACTS_OF_END..], ["direction", "user.account"]);
        assert!(names.len() <= 32, "the mask of taken facts has 32 bits");
    }
}
