//! A small world for tests: three kinds of records, models from text, a detector run over rows.

#![allow(dead_code, reason = "every test takes what it needs")]

use std::sync::{Arc, LazyLock};
use thymus_detect::{Breach, BreachRecord, Detector, Options};
use thymus_model::{Exception, ExceptionFile, Model};
use thymus_record::{Declared, Field, Fields, Interval, OwnedValue, Record, Registry, Row, Timestamp};

/// A connection.
#[derive(Record)]
#[record(kind = "conn", protocol = "CONN")]
pub(crate) struct Conn {
    /// When.
    pub ts: Timestamp,
    /// From.
    #[record(name = "id.orig_h")]
    pub orig: std::net::IpAddr,
    /// To.
    #[record(name = "id.resp_h")]
    pub resp: std::net::IpAddr,
    /// To which port.
    #[record(name = "id.resp_p")]
    pub port: thymus_record::Port,
    /// What.
    pub service: Option<String>,
    /// How much.
    #[record(unit = "bytes")]
    pub orig_bytes: Option<u64>,
    /// How long.
    #[record(unit = "seconds")]
    pub duration: Option<Interval>,
}

/// A login.
#[derive(Record)]
#[record(kind = "login", protocol = "LOGIN")]
pub(crate) struct Login {
    /// When.
    pub ts: Timestamp,
    /// From.
    #[record(name = "id.orig_h")]
    pub orig: std::net::IpAddr,
    /// To.
    #[record(name = "id.resp_h")]
    pub resp: std::net::IpAddr,
    /// Who.
    pub account: Option<String>,
    /// Whether it worked.
    pub success: bool,
    /// Which of many: tells records apart that are alike.
    pub number: u64,
}

/// A file.
#[derive(Record)]
#[record(kind = "file", protocol = "FILE")]
pub(crate) struct File {
    /// When.
    pub ts: Timestamp,
    /// From.
    #[record(name = "id.orig_h")]
    pub orig: std::net::IpAddr,
    /// To.
    #[record(name = "id.resp_h")]
    pub resp: std::net::IpAddr,
    /// Its name.
    pub name: String,
    /// Where.
    pub path: Option<String>,
}

/// Who is who.
#[derive(Fields)]
struct Facts {
    /// The device that acts.
    #[record(name = "source.device")]
    device: String,
    /// Its tags.
    #[record(name = "source.tag")]
    tags: Vec<String>,
}

static FACTS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let mut fields = Vec::new();
    Facts::describe(&mut fields);
    fields
});

pub(crate) fn registry() -> Registry {
    let kinds = [Conn::declaration(), Login::declaration(), File::declaration(), BreachRecord::declaration()];
    Registry::new(kinds, FACTS.iter())
}

/// The start of all tests: 2024-01-01, a Monday.
pub(crate) const START: i64 = 1_704_067_200;

pub(crate) fn at(seconds: f64) -> Timestamp {
    Timestamp(START * 1_000_000_000 + (seconds * 1e9) as i64)
}

pub(crate) fn host(number: u8) -> std::net::IpAddr {
    std::net::IpAddr::from([10, 0, 0, number])
}

pub(crate) fn conn(seconds: f64, from: u8, to: u8, service: &str) -> Row {
    sized(seconds, from, to, service, 100)
}

pub(crate) fn sized(seconds: f64, from: u8, to: u8, service: &str, bytes: u64) -> Row {
    Row::of(&Conn {
        ts: at(seconds),
        orig: host(from),
        resp: host(to),
        port: thymus_record::Port(445),
        service: Some(service.to_owned()),
        orig_bytes: Some(bytes),
        duration: None,
    })
}

pub(crate) fn login(seconds: f64, from: u8, to: u8, account: &str, success: bool, number: u64) -> Row {
    let account = Some(account.to_owned());
    Row::of(&Login { ts: at(seconds), orig: host(from), resp: host(to), account, success, number })
}

pub(crate) fn file(seconds: f64, from: u8, to: u8, name: &str) -> Row {
    let path = Some(r"\\srv\IPC$".to_owned());
    Row::of(&File { ts: at(seconds), orig: host(from), resp: host(to), name: name.to_owned(), path })
}

pub(crate) fn with_fact(mut row: Row, name: &str, value: OwnedValue) -> Row {
    let registry = registry();
    let fact = registry.facts().iter().find(|fact| fact.name == name).expect("a fact");
    row.set_fact(fact, value);
    row
}

/// A model of this id whose remaining keys are given.
pub(crate) fn model(id: &str, rest: &str) -> Arc<Model> {
    let text = format!("name: Test / {id}\nid: {id}\ndescription: a test\npriority: 4\n{rest}\n");
    let read = Model::read(&text, &registry());
    let told: String = read.diagnostics.iter().map(|found| found.render("model", &text)).collect();
    Arc::new(read.value.unwrap_or_else(|| panic!("{told}")))
}

pub(crate) fn exceptions(text: &str) -> Vec<Arc<Exception>> {
    let read = ExceptionFile::read(text, &registry());
    let told: String = read.diagnostics.iter().map(|found| found.render("exceptions", text)).collect();
    read.value.unwrap_or_else(|| panic!("{told}")).exceptions.into_iter().map(Arc::new).collect()
}

pub(crate) fn detector(models: &[Arc<Model>]) -> Detector {
    Detector::new(models, &[], &registry(), Options::default())
}

/// The breaches of these rows.
pub(crate) fn run(models: &[Arc<Model>], rows: &[Row]) -> Vec<Breach> {
    run_with(&mut detector(models), rows)
}

pub(crate) fn run_with(detector: &mut Detector, rows: &[Row]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for row in rows {
        detector.observe(row, &mut breaches);
    }
    detector.finish(&mut breaches);
    breaches
}

/// Everything a breach says, to be compared.
pub(crate) fn said(breaches: &[Breach]) -> Vec<String> {
    breaches.iter().map(|breach| format!("{:?} {:?}", breach.row(), breach.lines)).collect()
}

/// When a breach was raised, in seconds from the start.
pub(crate) fn raised(breach: &Breach) -> f64 {
    (breach.record.raised.0 - START * 1_000_000_000) as f64 / 1e9
}
