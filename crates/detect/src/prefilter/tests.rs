//! That the prefilter never misses a component, and finds few.

use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;
use thymus_record::query::{Filter, Scratch};
use thymus_record::{Declared, Field, Fields, OwnedList, OwnedValue, Port, Record, Registry, Row, Timestamp};

/// What texts do.
#[derive(Record)]
#[record(kind = "smb_files", protocol = "SMB")]
struct Texts {
    /// When.
    ts: Timestamp,
    /// From.
    #[record(name = "id.orig_h")]
    orig: std::net::IpAddr,
    /// Port.
    #[record(name = "id.resp_p")]
    port: Port,
    /// A text.
    name: Option<String>,
    /// Another.
    path: Option<String>,
    /// Several.
    list: Vec<String>,
    /// A number.
    size: Option<u64>,
    /// Yes or no.
    success: bool,
}

/// Another kind.
#[derive(Record)]
#[record(kind = "other", protocol = "OTHER")]
struct Other {
    /// When.
    ts: Timestamp,
    /// A text.
    name: String,
}

/// A fact.
#[derive(Fields)]
struct Facts {
    /// Tags.
    #[record(name = "source.tag")]
    tags: Vec<String>,
}

static FACTS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let mut fields = Vec::new();
    Facts::describe(&mut fields);
    fields
});

fn registry() -> Registry {
    Registry::new([Texts::declaration(), Other::declaration()], FACTS.iter())
}

const QUERIES: &[&str] = &[
    "atsvc AND IPC$",
    "*.job",
    "*.job AND SMB",
    "smb AND kind:other",
    "kind:smb_files AND name:atsvc",
    "kind:smb_files AND name:*.exe",
    "name:(a OR bc OR atsvc)",
    "name:=\"AV.job\"",
    "name:=\"\u{212a}elvin\"",
    "kelvin",
    "name:kelvin",
    "\"two words\"",
    "name:\"two words\"",
    "list:atsvc",
    "id.resp_p:(445 OR 139)",
    "id.resp_p:[440 TO 450]",
    "size:>1000",
    "size:[1 TO 3]",
    "NOT atsvc",
    "kind:smb_files AND NOT success:true",
    "(kind:other AND name:x) OR (kind:smb_files AND name:y)",
    "kind:other",
    "NOT kind:other",
    "source.tag:scanner",
    "source.tag:scanner OR atsvc",
    "10.0.0.5",
    "feed",
    "/at.vc/",
    "path:/ipc/",
    "_exists_:size",
    "name:at?vc",
    "*",
    "süß",
    "SÜSS OR süß*",
];

fn word() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "atsvc",
        "ATSVC",
        "IPC$",
        r"\\10.0.0.5\IPC$",
        "AV.job",
        "x.JOB",
        "two words",
        "words two",
        "a",
        "bc",
        "Kelvin",
        "\u{212a}elvin",
        "y.exe",
        "SMB",
        "x",
        "y",
        "süß",
        "SÜSS",
        "scanner",
        "10.0.0.5",
        "feed",
        "at\u{1}svc",
        "",
        "ipc",
    ])
    .prop_map(str::to_owned)
}

fn row() -> impl Strategy<Value = Row> {
    let parts =
        (0u8..4, prop::option::of(word()), prop::option::of(word()), prop::collection::vec(word(), 0..3));
    let rest = (
        prop::sample::select(vec![445u16, 139, 80, 441]),
        prop::option::of(0u64..2000),
        any::<bool>(),
        prop::collection::vec(word(), 0..2),
    );
    (parts, rest).prop_map(|((kind, name, path, list), (port, size, success, tags))| {
        let mut row = if kind == 0 {
            Row::of(&Other { ts: Timestamp(0), name: name.unwrap_or_default() })
        } else {
            let orig = if kind == 1 { "10.0.0.5" } else { "2001:db8::feed" }.parse().unwrap();
            Row::of(&Texts { ts: Timestamp(0), orig, port: Port(port), name, path, list, size, success })
        };
        if !tags.is_empty() {
            row.set_fact(registry().facts()[0], OwnedValue::List(OwnedList::Texts(tags)));
        }
        row
    })
}

fn filters() -> Vec<Filter> {
    QUERIES
        .iter()
        .map(|query| Filter::parse(query, &registry()).unwrap_or_else(|error| panic!("{query}: {error}")))
        .collect()
}

proptest! {
    #[test]
    fn whoever_matches_is_found(row in row()) {
        let filters = filters();
        let registry = registry();
        let prefilter = Prefilter::new(filters.iter(), &registry);
        let mut scratch = Scratch::new(&registry);
        let mut candidates = Candidates::default();
        let subject = scratch.subject(&row);
        prefilter.find(&subject, &mut candidates);
        for (place, filter) in filters.iter().enumerate() {
            if filter.matches(&row) {
                prop_assert!(candidates.sorted().contains(&(place as u32)), "{} was missed for {row:?}", QUERIES[place]);
            }
        }
    }
}

#[test]
fn few_are_found_that_do_not_match() {
    let filters = filters();
    let registry = registry();
    let prefilter = Prefilter::new(filters.iter(), &registry);
    let mut scratch = Scratch::new(&registry);
    let row = Row::of(&Other { ts: Timestamp(0), name: "nothing of interest".to_owned() });
    let mut candidates = Candidates::default();
    prefilter.find(&scratch.subject(&row), &mut candidates);
    let found: Vec<&str> = candidates.sorted().iter().map(|place| QUERIES[*place as usize]).collect();
    // What cannot be looked for: negations, regular expressions, what an address could say, two letters, and everything.
    assert_eq!(
        found,
        ["NOT atsvc", "kind:other", "10.0.0.5", "feed", "/at.vc/", "name:at?vc", "*", "süß", "SÜSS OR süß*"]
    );
}
