//! A breach is opened over records made by hand, and the answers are those that an analyst would find in them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use jiff::tz::TimeZone;
use std::net::IpAddr;
use thymus_analyst::{AnalystError, Found, Question, Records, open};
use thymus_record::query::Filter;
use thymus_record::{
    Declared as _, Id, Interval, OwnedList, OwnedValue, Record, RecordId, Registry, Row, Schema, Timestamp,
};

/// The fields of a breach on which opening it depends.
#[derive(Record)]
#[record(kind = "breach", protocol = "BREACH")]
struct Breach {
    /// When.
    ts: Timestamp,
    /// Its id.
    breach_id: Option<String>,
    /// The model.
    model: Option<String>,
    /// The model's id.
    model_uuid: Option<String>,
    /// The model's version.
    model_version: Option<String>,
    /// In a sentence.
    summary: Option<String>,
    /// What fired.
    triggered: Vec<String>,
    /// The records.
    evidence: Vec<Id>,
    /// Who.
    #[record(name = "id.orig_h")]
    orig_h: Option<IpAddr>,
    /// To whom.
    #[record(name = "id.resp_h")]
    resp_h: Option<IpAddr>,
}

const AV_SERVER: &str = "10.0.0.9";
const CLIENT: &str = "10.0.1.17";
const DAY: i64 = 86_400;
/// 2026-09-21, a Monday, 06:00 UTC.
const START: i64 = 1_789_970_400;

struct World {
    registry: Registry,
    rows: Vec<Row>,
}

impl Records for World {
    fn find(
        &self,
        query: &str,
        from: Timestamp,
        to: Timestamp,
        newest: bool,
        limit: usize,
    ) -> Result<Found, AnalystError> {
        let filter = Filter::parse(query, &self.registry).unwrap_or_else(|error| panic!("{query}: {error}"));
        let mut rows: Vec<Row> = self
            .rows
            .iter()
            .filter(|row| row.ts() >= from && row.ts() < to && filter.matches(row))
            .cloned()
            .collect();
        rows.sort_by_key(|row| (row.ts(), row.id()));
        let partial = rows.len() > limit;
        if newest {
            rows.drain(..rows.len().saturating_sub(limit));
        } else {
            rows.truncate(limit);
        }
        Ok(Found { rows, partial })
    }

    fn get(&self, id: RecordId) -> Result<Option<Row>, AnalystError> {
        Ok(self.rows.iter().find(|row| row.id() == id).cloned())
    }
}

impl World {
    fn new() -> Self {
        let kinds = thymus_proto::registry::schemas().into_iter().chain([Breach::declaration()]);
        Self { registry: Registry::new(kinds, std::iter::empty()), rows: Vec::new() }
    }

    fn add(
        &mut self,
        kind: &str,
        at: i64,
        uid: u64,
        pair: (&str, &str),
        fields: &[(&str, OwnedValue)],
    ) -> RecordId {
        let schema: &'static Schema = self.registry.kind(kind).unwrap();
        let address = |text: &str| OwnedValue::Address(text.parse().unwrap());
        let head = [
            ("ts", OwnedValue::Time(Timestamp(at * 1_000_000_000))),
            ("uid", OwnedValue::Id(Id::flow(uid))),
            ("id.orig_h", address(pair.0)),
            ("id.resp_h", address(pair.1)),
        ];
        let row = Row::named(schema, head.into_iter().chain(fields.iter().cloned()));
        let id = row.id();
        self.rows.push(row);
        id
    }

    fn breach(&mut self, at: i64, pair: (&str, &str), evidence: &[RecordId]) -> Row {
        let ids = evidence.iter().map(|id| Id::from(*id)).collect();
        let id = self.add(
            "breach",
            at,
            0,
            pair,
            &[
                ("model", OwnedValue::text("Device / AT Service Scheduled Task")),
                ("breach_id", OwnedValue::text("B1")),
                ("evidence", OwnedValue::List(OwnedList::Ids(ids))),
                (
                    "triggered",
                    OwnedValue::List(OwnedList::Texts(vec!["1 record of atsvc over IPC$".to_owned()])),
                ),
            ],
        );
        self.get(id).unwrap().unwrap()
    }

    /// The daily job: login, bind, the job's file read and written.
    fn daily_job(&mut self, day: i64) -> RecordId {
        let (at, uid, pair) = (START + day * DAY, 1000 + day.unsigned_abs(), (AV_SERVER, CLIENT));
        let text = |text: &str| OwnedValue::text(text);
        self.add(
            "ntlm",
            at,
            uid,
            pair,
            &[
                ("username", text("appadmin")),
                ("domainname", text("CORP")),
                ("success", OwnedValue::Bool(true)),
            ],
        );
        let bind = self.add(
            "rpc_bind",
            at + 1,
            uid,
            pair,
            &[
                (
                    "endpoints",
                    OwnedValue::List(OwnedList::Texts(vec!["SASec".to_owned(), "SASec".to_owned()])),
                ),
                ("named_pipe", text("atsvc")),
            ],
        );
        for action in ["SMB::FILE_READ", "SMB::FILE_WRITE"] {
            self.add(
                "smb_files",
                at + 2,
                uid,
                pair,
                &[
                    ("action", text(action)),
                    ("path", text(r"\\PC-17\ADMIN$")),
                    ("name", text(r"Tasks\AV.job")),
                ],
            );
        }
        bind
    }
}

fn question() -> Question {
    Question { zone: TimeZone::UTC }
}

fn answers(opened: &thymus_analyst::Opened) -> Vec<String> {
    opened.answers.iter().map(thymus_analyst::Answer::text).collect()
}

#[test]
fn the_daily_antivirus_job_is_told_as_what_it_is() {
    let mut world = World::new();
    let mut bind = None;
    for day in (0..42).filter(|day| *day != 17) {
        bind = Some(world.daily_job(day));
    }
    world.add(
        "scheduled_job",
        START + 41 * DAY + 2,
        1041,
        (AV_SERVER, CLIENT),
        &[
            ("path", OwnedValue::text(r"Tasks\AV.job")),
            ("program", OwnedValue::text(r"C:\Program Files (x86)\Sophos\BackgroundScanClient.exe")),
        ],
    );
    let breach = world.breach(START + 41 * DAY + 1, (AV_SERVER, CLIENT), &[bind.unwrap()]);
    let opened = open(breach, &world, &question()).unwrap();
    let [triggered, host, files, common] = answers(&opened).try_into().unwrap();
    assert!(
        triggered.contains(r"NTLM login of CORP\appadmin from 10.0.0.9 to 10.0.1.17 succeeded"),
        "{triggered}"
    );
    assert!(triggered.contains("a DCE-RPC bind to SASec over atsvc"), "{triggered}");
    assert!(host.contains("to 10.0.1.17"), "{host}");
    assert!(files.contains(r"Tasks\AV.job was written and read"), "{files}");
    assert!(files.contains("BackgroundScanClient.exe"), "{files}");
    assert!(common.contains("daily at 06:00 on 41 of 42 days"), "{common}");
    assert!(common.contains("No other pair of hosts did the same."), "{common}");
    for sentence in opened.answers.iter().flat_map(|answer| &answer.sentences) {
        assert!(!sentence.proof.is_empty(), "{}", sentence.text);
        assert!(sentence.proof.iter().all(|id| world.get(*id).unwrap().is_some()), "{}", sentence.text);
    }
}

#[test]
fn the_same_pipe_at_night_by_another_host_is_told_as_new() {
    let mut world = World::new();
    for day in 0..42 {
        world.daily_job(day);
    }
    let pair = ("10.0.1.66", CLIENT);
    let at = START + 41 * DAY - 3 * 3600;
    let text = |text: &str| OwnedValue::text(text);
    let exec = world.add(
        "remote_exec",
        at,
        7,
        pair,
        &[
            ("mechanism", text("at-job")),
            ("operation", text("create")),
            ("command", text(r"c:\mimikatz.exe")),
            ("outcome", text("accepted")),
            ("job_id", OwnedValue::Count(2)),
            ("account", text(r"CORP\j.meier")),
        ],
    );
    let breach = world.breach(at, pair, &[exec]);
    let opened = open(breach, &world, &question()).unwrap();
    let [_, host, files, common] = answers(&opened).try_into().unwrap();
    let expected = r"An at-job to run `c:\mimikatz.exe` was created on 10.0.1.17 by CORP\j.meier from 10.0.1.66 at 2026-11-01 03:00:00 UTC; the host accepted it under the number 2.";
    assert!(host.contains(expected), "{host}");
    assert!(files.contains("No file was seen to move"), "{files}");
    assert!(common.contains("this once in 60 days"), "{common}");
}

#[test]
fn an_encrypted_session_is_no_proof_that_nothing_moved() {
    let mut world = World::new();
    let pair = ("10.0.1.66", CLIENT);
    let exec = world.add(
        "remote_exec",
        START,
        7,
        pair,
        &[
            ("mechanism", OwnedValue::text("service")),
            ("operation", OwnedValue::text("create")),
            ("outcome", OwnedValue::text("refused")),
            ("arguments_encrypted", OwnedValue::Bool(true)),
        ],
    );
    world.add("smb_session", START - 1, 7, pair, &[("encrypted", OwnedValue::Bool(true))]);
    world.add("conn", START - 1, 7, pair, &[("midstream", OwnedValue::Bool(true))]);
    let breach = world.breach(START, pair, &[exec]);
    let opened = open(breach, &world, &question()).unwrap();
    let [_, host, files, _] = answers(&opened).try_into().unwrap();
    assert!(host.contains("refused it, so it was attempted and not done"), "{host}");
    assert!(host.contains("encrypted and could not be read"), "{host}");
    assert!(host.contains("The beginning of this connection was not captured"), "{host}");
    assert!(files.contains("cannot be told: the SMB session between these hosts is encrypted"), "{files}");
}

#[test]
fn hostile_names_break_no_query() {
    let mut world = World::new();
    let pair = ("10.0.1.66", CLIENT);
    let name = "a\" OR kind:* \\\" ) AND ( \u{202e}\n\u{0} *?/x/.job";
    let write = world.add(
        "smb_files",
        START,
        7,
        pair,
        &[("action", OwnedValue::text("SMB::FILE_WRITE")), ("name", OwnedValue::text(name))],
    );
    world.add(
        "smb_files",
        START - 5 * DAY,
        8,
        pair,
        &[("action", OwnedValue::text("SMB::FILE_WRITE")), ("name", OwnedValue::text("other.txt"))],
    );
    let breach = world.breach(START, pair, &[write]);
    let opened = open(breach, &world, &question()).unwrap();
    let card = &opened.recurrence[0];
    assert_eq!(card.pattern.records, 1, "{card:?}");
    let found =
        world.find(&opened.around, opened.from, opened.to + Interval::from_seconds(1), true, 10).unwrap();
    assert_eq!(found.rows.len(), 2, "the write and the breach");
}
