//! Records outlive the program that wrote them: fields that come, go and change their type, and kinds that go and come back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "a test fails by panicking, and its modules are nobody else's"
)]

use std::path::PathBuf;
use std::sync::LazyLock;
use thymus_record::query::{Filter, parse};
use thymus_record::{
    Declared as _, Field, Fields, Interval, OwnedValue, Record as _, Registry, Row, Timestamp, Value,
};
use thymus_store::{Aggregation, EventStore, Options, Order, Search, Store};

mod then {
    use thymus_record::{Port, Record, Timestamp};

    /// As it was.
    #[derive(Record)]
    #[record(kind = "thing", protocol = "OLD")]
    pub struct Thing {
        /// When.
        pub ts: Timestamp,
        /// Becomes a text.
        pub code: u64,
        /// Becomes an address.
        pub host: String,
        /// Goes away.
        pub gone: Option<String>,
        /// Becomes a list.
        pub name: Option<String>,
        /// Becomes a count.
        pub port: Option<Port>,
        /// Becomes an integer.
        pub size: u64,
    }

    /// A kind that goes away.
    #[derive(Record)]
    #[record(kind = "relic", protocol = "OLD")]
    pub struct Relic {
        /// When.
        pub ts: Timestamp,
        /// What.
        pub name: String,
    }

    /// What was found out.
    #[derive(thymus_record::Fields)]
    pub struct Facts {
        /// Becomes a count.
        pub score: f64,
        /// Goes away.
        pub mood: String,
    }
}

mod now {
    use std::net::IpAddr;
    use thymus_record::{Interval, Record, Timestamp};

    /// As it is.
    #[derive(Record)]
    #[record(kind = "thing", protocol = "NEW")]
    pub struct Thing {
        /// When.
        pub ts: Timestamp,
        /// Is new.
        pub extra: Option<Interval>,
        /// Was a text.
        pub host: Option<IpAddr>,
        /// Was a count.
        pub code: Option<String>,
        /// Was a port.
        pub port: Option<u64>,
        /// Was one text.
        pub name: Vec<String>,
        /// Was a count.
        pub size: Option<i64>,
    }

    /// What is found out.
    #[derive(thymus_record::Fields)]
    pub struct Facts {
        /// Is new.
        pub colour: String,
        /// Was a number with a fraction.
        pub score: u64,
    }
}

fn facts<F: Fields>() -> Vec<Field> {
    let mut fields = Vec::new();
    F::describe(&mut fields);
    fields
}

static FACTS_THEN: LazyLock<Vec<Field>> = LazyLock::new(facts::<then::Facts>);
static FACTS_NOW: LazyLock<Vec<Field>> = LazyLock::new(facts::<now::Facts>);

fn registry_then() -> Registry {
    Registry::new([then::Thing::declaration(), then::Relic::declaration()], FACTS_THEN.iter())
}

fn registry_now() -> Registry {
    Registry::new([now::Thing::declaration()], FACTS_NOW.iter())
}

fn ts(number: u64) -> Timestamp {
    Timestamp::from_parts(1_700_000_000 + number as i64, 0)
}

fn old_row(number: u64) -> Row {
    let mut row = Row::of(&then::Thing {
        ts: ts(number),
        code: number % 5,
        host: if number.is_multiple_of(4) {
            "no address".to_owned()
        } else {
            format!("10.0.0.{}", number % 4)
        },
        gone: Some("secret.word".to_owned()),
        name: (!number.is_multiple_of(3)).then(|| format!("File{}.job", number % 7)),
        port: (number.is_multiple_of(2)).then_some(thymus_record::Port(443)),
        size: if number == 9 { u64::MAX } else { number },
    });
    row.set_fact(&FACTS_THEN[0], OwnedValue::Double(number as f64 / 2.0));
    row.set_fact(&FACTS_THEN[1], OwnedValue::text("gloomy"));
    row
}

/// What an old row says today, by hand.
fn today(number: u64) -> Row {
    let old = old_row(number);
    let name = (!number.is_multiple_of(3)).then(|| format!("File{}.job", number % 7));
    let row = Row::of(&now::Thing {
        ts: ts(number),
        extra: None,
        host: (!number.is_multiple_of(4)).then(|| format!("10.0.0.{}", number % 4).parse().unwrap()),
        code: Some((number % 5).to_string()),
        port: (number.is_multiple_of(2)).then_some(443),
        name: name.into_iter().collect(),
        size: (number != 9).then_some(number as i64),
    });
    let values = (0..row.schema().fields.len()).map(|index| row.value(index).into()).collect();
    let facts = match number % 2 {
        0 => vec![(&FACTS_NOW[1], OwnedValue::Count(number / 2))],
        _ => Vec::new(),
    };
    Row::restored(row.schema(), old.id(), values, facts)
}

fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("thymus-store-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    path
}

fn open(directory: &std::path::Path, registry: Registry) -> Store {
    Store::open(directory, registry, Options { background: false, ..Options::default() }).unwrap()
}

const QUESTIONS: &[&str] = &[
    "*",
    "new",
    "old",
    "3",
    "file3.job",
    "*.job",
    "secret.word",
    "10.0.0.2",
    "443",
    "code:3",
    "code:/^[12]$/",
    "host:10.0.0.0/24",
    "host:10.0.0.1",
    "name:file1.job AND NOT code:2",
    "_exists_:name",
    "port:443",
    "port:>100",
    "size:<5",
    "_exists_:size",
    "_exists_:extra",
    "score:3",
    "score:>2",
    "_exists_:colour",
    "\"file3.job\" OR size:7",
];

fn check(store: &Store, rows: &[Row]) {
    let registry = registry_now();
    for text in QUESTIONS {
        let filter = Filter::bind(&parse(text).unwrap(), &registry).unwrap();
        let search = Search { order: Order::OldestFirst, limit: 1000, ..Search::new(&filter) };
        let found: Vec<String> =
            store.search(&search).unwrap().rows.iter().map(|row| format!("{row:?}")).collect();
        let wanted: Vec<String> =
            rows.iter().filter(|row| filter.matches(row)).map(|row| format!("{row:?}")).collect();
        assert_eq!(found, wanted, "{text}");
        let table = store.aggregate(&Search::new(&filter), &Aggregation::top("code", 10)).unwrap();
        assert_eq!(table.records, wanted.len() as u64, "{text}");
    }
}

#[test]
fn a_later_program_reads_and_searches_what_an_earlier_one_wrote() {
    let directory = folder("evolution");
    let store = open(&directory, registry_then());
    let old: Vec<Row> = (0..30).map(old_row).collect();
    store.append(&old[..20]).unwrap();
    store.seal().unwrap();
    store.append(&old[20..]).unwrap();
    let relic = Row::of(&then::Relic { ts: ts(100), name: "vase".to_owned() });
    store.append(std::slice::from_ref(&relic)).unwrap();
    drop(store);

    // The log and the split are both of then.
    let mut rows: Vec<Row> = (0..30).map(today).collect();
    let store = open(&directory, registry_now());
    check(&store, &rows);
    let new = now::Thing {
        ts: ts(200),
        extra: Some(Interval(5)),
        host: Some("::1".parse().unwrap()),
        code: Some("3 secret.word".to_owned()),
        port: Some(1000),
        name: vec!["a".to_owned(), "File3.job".to_owned()],
        size: Some(-1),
    };
    let mut new = Row::of(&new);
    new.set_fact(&FACTS_NOW[0], OwnedValue::text("red"));
    rows.push(new.clone());
    store.append(&[new]).unwrap();
    check(&store, &rows);
    // Splits of then and of now become one of now.
    store.seal().unwrap();
    check(&store, &rows);
    store.compact().unwrap();
    check(&store, &rows);
    assert_eq!(store.verify().unwrap().findings, []);
}

#[test]
fn a_kind_that_is_gone_is_kept_and_comes_back() {
    let directory = folder("relic");
    let store = open(&directory, registry_then());
    store.append(&[Row::of(&then::Relic { ts: ts(1), name: "vase".to_owned() })]).unwrap();
    store.seal().unwrap();
    drop(store);
    let store = open(&directory, registry_now());
    let statistics = store.statistics().unwrap();
    assert_eq!((statistics.kinds[0].kind.as_str(), statistics.kinds[0].known), ("relic", false));
    assert_eq!(store.verify().unwrap().findings, []);
    store.compact().unwrap();
    drop(store);
    let store = open(&directory, registry_then());
    let filter = Filter::bind(&parse("vase").unwrap(), &registry_then()).unwrap();
    let page = store.search(&Search::new(&filter)).unwrap();
    assert_eq!(page.rows.len(), 1);
    assert_eq!(page.rows[0].get("name"), Value::Text("vase"));
}
