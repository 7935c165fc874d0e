//! Kinds of record for tests: the shapes that real ones have.

use crate::query::*;
use crate::{
    Declared as _, Field, Fields, Id, Interval, Mac, OwnedValue, Port, Record, Registry, Row, Timestamp,
};
use std::net::IpAddr;
use std::sync::LazyLock;

/// A connection.
#[derive(Record)]
#[record(kind = "conn", protocol = "CONN")]
pub(super) struct Conn {
    /// When.
    pub(super) ts: Timestamp,
    /// The flow.
    pub(super) uid: Option<Id>,
    /// Who asked.
    #[record(name = "id.orig_h")]
    pub(super) orig_h: Option<IpAddr>,
    /// Who answered.
    #[record(name = "id.resp_h")]
    pub(super) resp_h: Option<IpAddr>,
    /// Where.
    #[record(name = "id.resp_p")]
    pub(super) resp_p: Option<Port>,
    /// Protocols.
    pub(super) service: Option<String>,
    /// How long.
    #[record(unit = "seconds")]
    pub(super) duration: Option<Interval>,
    /// How much.
    #[record(unit = "bytes")]
    pub(super) orig_bytes: Option<u64>,
    /// The beginning was not seen.
    pub(super) midstream: Option<bool>,
    /// Of the network card.
    pub(super) orig_l2_addr: Option<Mac>,
    /// What carried it.
    pub(super) tunnel_parents: Vec<Id>,
}

/// A file on a share.
#[derive(Record)]
#[record(kind = "smb_files", protocol = "SMB")]
pub(super) struct SmbFiles {
    /// When.
    pub(super) ts: Timestamp,
    /// Who asked.
    #[record(name = "id.orig_h")]
    pub(super) orig_h: Option<IpAddr>,
    /// Who answered.
    #[record(name = "id.resp_h")]
    pub(super) resp_h: Option<IpAddr>,
    /// What was done.
    pub(super) action: Option<String>,
    /// The share.
    pub(super) path: Option<String>,
    /// The file.
    pub(super) name: Option<String>,
    /// How large.
    #[record(unit = "bytes")]
    pub(super) size: Option<u64>,
}

/// Something with the names of others and other types.
#[derive(Record)]
#[record(kind = "odd", protocol = "ODD")]
pub(super) struct Odd {
    /// When.
    pub(super) ts: Timestamp,
    /// Addresses, where a file has a text.
    pub(super) path: Vec<IpAddr>,
    /// Texts.
    pub(super) names: Vec<String>,
    /// Numbers.
    pub(super) counts: Vec<u64>,
    /// A number with a sign.
    pub(super) offset: Option<i64>,
    /// A number with a fraction.
    pub(super) score: Option<f64>,
    /// A number here, a text there.
    pub(super) version: Option<u64>,
    /// How long an address is lent.
    #[record(unit = "seconds")]
    pub(super) lease_time: Option<u64>,
    /// Lengths of time.
    pub(super) rtts: Vec<Interval>,
}

/// A page.
#[derive(Record)]
#[record(kind = "http", protocol = "HTTP")]
pub(super) struct Http {
    /// When.
    pub(super) ts: Timestamp,
    /// Who answered.
    #[record(name = "id.resp_h")]
    pub(super) resp_h: Option<IpAddr>,
    /// Where on the server.
    pub(super) uri: Option<String>,
    /// A text here, a number there.
    pub(super) version: Option<String>,
    /// What was answered.
    pub(super) status: Option<u64>,
}

/// What later stages add.
#[derive(Fields)]
pub(super) struct Facts {
    /// The device.
    #[record(name = "source.device")]
    pub(super) device: String,
    /// Its tags.
    #[record(name = "source.tag")]
    pub(super) tag: Vec<String>,
    /// Whether it is one's own.
    #[record(name = "source.internal")]
    pub(super) internal: bool,
    /// Where it was before.
    #[record(name = "source.before")]
    pub(super) before: IpAddr,
}

static FACTS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let mut fields = Vec::new();
    Facts::describe(&mut fields);
    fields
});

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    let kinds = [Conn::declaration(), SmbFiles::declaration(), Odd::declaration(), Http::declaration()];
    Registry::new(kinds, FACTS.iter())
});

pub(in crate::query) fn registry() -> Registry {
    REGISTRY.clone()
}

/// 2026-11-21T20:15:00Z.
pub(super) const NOW: Timestamp = Timestamp(1_795_292_100_000_000_000);

pub(super) fn address(text: &str) -> Option<IpAddr> {
    Some(text.parse().unwrap())
}

pub(super) fn conn() -> Conn {
    Conn {
        ts: NOW,
        uid: Some(Id::flow(7)),
        orig_h: address("10.1.2.3"),
        resp_h: address("192.168.0.9"),
        resp_p: Some(Port(445)),
        service: Some("gssapi,smb".to_owned()),
        duration: Some(Interval::from_seconds(301)),
        orig_bytes: Some(2 << 30),
        midstream: Some(false),
        orig_l2_addr: Some(Mac([0, 0x1b, 0x21, 0xa, 0xb, 0xc])),
        tunnel_parents: Vec::new(),
    }
}

pub(super) fn file(name: &str) -> Row {
    Row::of(&SmbFiles {
        ts: NOW,
        orig_h: address("10.1.2.3"),
        resp_h: address("fe80::1"),
        action: Some("SMB::FILE_WRITE".to_owned()),
        path: Some(r"\\SRV\ADMIN$".to_owned()),
        name: Some(name.to_owned()),
        size: Some(1024),
    })
}

pub(super) fn odd() -> Odd {
    Odd {
        ts: NOW,
        path: Vec::new(),
        names: Vec::new(),
        counts: Vec::new(),
        offset: None,
        score: None,
        version: None,
        lease_time: None,
        rtts: Vec::new(),
    }
}

pub(super) fn page(uri: &str) -> Row {
    let page = Http {
        ts: NOW,
        resp_h: address("203.0.113.7"),
        uri: Some(uri.to_owned()),
        version: Some("1.1".to_owned()),
        status: Some(200),
    };
    Row::of(&page)
}

/// A row with a fact.
pub(super) fn with_fact(mut row: Row, name: &str, value: OwnedValue) -> Row {
    let registry = registry();
    let fact = registry.facts()[registry.fact_index(name).unwrap()];
    row.set_fact(fact, value);
    row
}

/// The condition of a query.
pub(super) fn condition(query: &str) -> Condition {
    Filter::parse(query, &registry()).unwrap().condition().clone()
}
