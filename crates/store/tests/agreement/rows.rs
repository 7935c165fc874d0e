//! Rows of chance, of every type there is, from small pools so that questions of chance find some of them.

use std::net::IpAddr;
use std::sync::LazyLock;
use thymus_record::{
    Declared as _, Field, Fields, Id, Interval, Mac, OwnedList, OwnedValue, Port, Record, Registry, Row,
    Timestamp,
};

/// A flow with a field of every type.
#[derive(Record)]
#[record(kind = "flow", protocol = "FLOW")]
struct Flow {
    /// When.
    ts: Timestamp,
    /// Which.
    uid: Id,
    /// From where.
    #[record(name = "id.orig_h")]
    orig_h: IpAddr,
    /// From which port.
    #[record(name = "id.orig_p")]
    orig_p: Port,
    /// What runs over it.
    service: Option<String>,
    /// Bytes.
    bytes: u64,
    /// A difference.
    delta: i64,
    /// How likely.
    score: Option<f64>,
    /// How long.
    duration: Option<Interval>,
    /// Whether.
    local: Option<bool>,
    /// By whom.
    mac: Option<Mac>,
    /// A digest.
    digest: Option<String>,
    /// Other addresses.
    answers: Vec<IpAddr>,
    /// How long they are kept.
    ttls: Vec<Interval>,
    /// What it carried.
    files: Vec<Id>,
    /// Counts.
    counts: Vec<u64>,
}

/// A file. It has some names of the flow with other types.
#[derive(Record)]
#[record(kind = "file", protocol = "SMB")]
struct File {
    /// When.
    ts: Timestamp,
    /// What.
    name: Option<String>,
    /// Other names.
    names: Vec<String>,
    /// As a text.
    bytes: Option<String>,
    /// A moment.
    changed: Option<Timestamp>,
    /// Also a fact of flows.
    device: Option<String>,
}

/// A note without a time.
#[derive(Record)]
#[record(kind = "note", protocol = "NOTE")]
struct Note {
    /// What it says.
    text: Option<String>,
}

/// What is found out later.
#[derive(Fields)]
struct Facts {
    /// Which device.
    device: String,
    /// Labels.
    tags: Vec<String>,
    /// How rare.
    rarity: f64,
    /// Inside.
    internal: bool,
}

static FACTS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let mut fields = Vec::new();
    Facts::describe(&mut fields);
    fields
});

pub fn registry() -> Registry {
    Registry::new([Flow::declaration(), File::declaration(), Note::declaration()], FACTS.iter())
}

pub const TEXTS: &[&str] = &[
    "AV.job",
    "av.JOB",
    "smb",
    "SMB,ntlm",
    "www.softcloud.com",
    "a.evil.com",
    "C:\\Windows\\Tasks\\AT1.job",
    "cmd /c whoami",
    "Grüße an Straße.de",
    "İstanbul",
    "ends with dots...",
    "",
    "*",
    "tab\tand\nfeed",
    "443",
    "10.0.0.1",
    "1.2.3.4.5",
    "file",
    "note flow",
    "user@example.com",
    "CORP\\user0042",
    "x_1-2$",
    "a b c",
];

pub const DIGESTS: &[&str] = &[
    "1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
    "1:abCD9qZlK/smb/3KDmev6m5PMib4=",
    "d41d8cd98f00b204e9800998ecf8427e",
    "SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDi5xH7Yk5wH0Qm1Lo",
];

const ADDRESSES: &[&str] = &[
    "10.0.0.1",
    "10.0.0.2",
    "10.1.2.3",
    "192.168.0.1",
    "93.184.216.34",
    "::1",
    "2001:db8::1",
    "2001:db8::cafe",
    "::ffff:10.0.0.1",
    "255.255.255.255",
];

const MACS: &[Mac] = &[Mac([0, 1, 2, 3, 4, 5]), Mac([0xde, 0xad, 0xbe, 0xef, 0, 1]), Mac([0xff; 6])];
const NUMBERS: &[u64] = &[0, 1, 2, 53, 443, 445, 1000, 65_535, 65_536, 1 << 40, u64::MAX];
const WHOLES: &[i64] = &[i64::MIN, -1_000_000, -1, 0, 1, 7, i64::MAX];
const DOUBLES: &[f64] = &[0.0, -0.0, 0.5, 1.0, -3.25, 1e300, f64::INFINITY, f64::NAN];

/// A day, then others: what is asked of time falls on and off their borders.
pub const BASE: i64 = 1_700_006_400_000_000_000;
const DAY: i64 = 86_400_000_000_000;

/// Numbers of chance, the same for the same seed.
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    fn text(&mut self) -> String {
        if self.one_in(4) { format!("name{}.job", self.below(40)) } else { (*self.pick(TEXTS)).to_owned() }
    }

    fn address(&mut self) -> IpAddr {
        self.pick(ADDRESSES).parse().unwrap()
    }

    pub fn time(&mut self) -> Timestamp {
        match self.below(40) {
            0 => Timestamp(i64::MIN),
            1 => Timestamp(-5),
            2 => Timestamp(i64::MAX),
            3 => Timestamp(0),
            _ => {
                let day = [0, 0, 0, 1, 1, 2, 40][self.below(7)] * DAY;
                // Some share a millisecond, some even a nanosecond.
                Timestamp(
                    BASE + day + self.below(50) as i64 * 61_000_000_000 + self.below(3) as i64 * 250_000,
                )
            }
        }
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.one_in(3) { None } else { Some(make(self)) }
    }

    fn some<T>(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| make(self)).collect()
    }

    fn flow(&mut self) -> Row {
        let ts = self.time();
        Row::of(&Flow {
            ts,
            uid: Id::flow((ts.0 / 1_000_000).unsigned_abs() << 22 | self.next() & 0xffff),
            orig_h: self.address(),
            orig_p: Port(*self.pick(NUMBERS) as u16),
            service: self.maybe(Self::text),
            bytes: *self.pick(NUMBERS),
            delta: *self.pick(WHOLES),
            score: self.maybe(|chance| *chance.pick(DOUBLES)),
            duration: self.maybe(|chance| Interval(*chance.pick(WHOLES))),
            local: self.maybe(|chance| chance.one_in(2)),
            mac: self.maybe(|chance| *chance.pick(MACS)),
            digest: self.maybe(|chance| (*chance.pick(DIGESTS)).to_owned()),
            answers: self.some(3, Self::address),
            ttls: self.some(2, |chance| Interval(*chance.pick(WHOLES))),
            files: self.some(2, |chance| Id::file(*chance.pick(NUMBERS))),
            counts: self.some(3, |chance| *chance.pick(NUMBERS)),
        })
    }

    fn file(&mut self) -> Row {
        Row::of(&File {
            ts: self.time(),
            name: self.maybe(Self::text),
            names: self.some(3, Self::text),
            bytes: self.maybe(Self::text),
            changed: self.maybe(Self::time),
            device: self.maybe(Self::text),
        })
    }

    /// A row that no columns can say.
    fn odd(&mut self) -> Row {
        let schema = registry().kind("flow").unwrap();
        let mut fields =
            vec![("ts", OwnedValue::Time(self.time())), ("bytes", OwnedValue::Count(self.next()))];
        fields.push(match self.below(3) {
            0 => ("service", OwnedValue::Count(445)),
            1 => ("answers", OwnedValue::List(OwnedList::Addresses(Vec::new()))),
            _ => ("uid", OwnedValue::Id(Id { prefix: b'X', number: 9 })),
        });
        fields.push(("id.orig_h", OwnedValue::Address(self.address())));
        Row::named(schema, fields)
    }

    pub fn row(&mut self) -> Row {
        let mut row = match self.below(12) {
            0 => Row::of(&Note { text: self.maybe(Self::text) }),
            1 => self.odd(),
            2..6 => self.file(),
            _ => self.flow(),
        };
        let facts: Vec<&'static Field> = FACTS.iter().collect();
        if self.one_in(2) {
            row.set_fact(facts[0], OwnedValue::text(self.text()));
        }
        if self.one_in(3) {
            let tags = self.some(3, Self::text);
            if !tags.is_empty() {
                row.set_fact(facts[1], OwnedValue::List(OwnedList::Texts(tags)));
            }
        }
        if self.one_in(3) {
            row.set_fact(facts[2], OwnedValue::Double(*self.pick(DOUBLES)));
        }
        if self.one_in(3) {
            row.set_fact(facts[3], OwnedValue::Bool(self.one_in(2)));
        }
        row
    }
}
