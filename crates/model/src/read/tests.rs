//! What models say, and what is told of mistakes.

use crate::*;
use std::sync::LazyLock;
use thymus_record::{Declared, Field, Fields, Interval, Record, Registry, Timestamp};

/// A connection.
#[derive(Record)]
#[record(kind = "conn", protocol = "CONN")]
struct Conn {
    /// When.
    ts: Timestamp,
    /// From.
    #[record(name = "id.orig_h")]
    orig: Option<std::net::IpAddr>,
    /// To.
    #[record(name = "id.resp_h")]
    resp: Option<std::net::IpAddr>,
    /// What.
    service: Option<String>,
    /// How much.
    #[record(unit = "bytes")]
    orig_bytes: Option<u64>,
    /// How long.
    #[record(unit = "seconds")]
    duration: Option<Interval>,
    /// Where its answers point.
    answers: Vec<std::net::IpAddr>,
    /// Whether it worked.
    success: Option<bool>,
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

fn registry() -> Registry {
    Registry::new([Conn::declaration()], FACTS.iter())
}

const GOOD: &str = r#"
name: Device / Test
id: a-test
description: Something happened.
advice: "Action: look."
priority: 4
mitre: [T1053.002, TA0008]
tags: ["AP: Lateral Movement"]
per: pair
components:
  A:
    query: kind:conn AND service:smb
    window: 10m
    threshold: "> 5"
  B:
    query: 'kind:conn AND orig_bytes:>10'
    sum: orig_bytes
    threshold: at least 1GiB
  C: {query: success:true, distinct: [id.resp_h, service], window: 2h, threshold: over 3}
when: {all: [A, {any: [B, {not: C}]}]}
within: 3h
share: service
throttle: 1d
delay: 30s
active:
  zone: Europe/Berlin
  times: [{days: weekdays, hours: "22:00-06:00"}, {days: weekend}]
  except: source.tag:scanner
shown: [service, orig_bytes]
message: "{entity}: {A} of {id.resp_h}[ by {service}]"
"#;

fn good() -> Model {
    let read = Model::read(GOOD, &registry());
    assert_eq!(read.diagnostics, []);
    read.value.unwrap()
}

#[test]
fn a_model_says_what_it_says() {
    let model = good();
    assert_eq!((&*model.id, &*model.name, model.priority), ("a-test", "Device / Test", 4));
    assert_eq!(model.mitre[0].name, "At");
    assert_eq!(model.per, Entity::Pair);
    let [a, b, c] = model.components.as_slice() else { panic!("three components") };
    assert_eq!(a.window, Interval::from_seconds(600));
    assert_eq!((a.threshold.least_count(), &a.measure), (6, &Measure::Count));
    assert_eq!((b.threshold.least_count(), b.window), (1 << 30, Interval::from_seconds(3600)));
    assert_eq!(c.measure, Measure::Distinct(vec!["id.resp_h".into(), "service".into()]));
    assert_eq!(a.share, [KeyPart { fields: vec!["service".into()] }]);
    assert_eq!(a.in_words(), "> 5 records within 10m");
    assert_eq!(model.within, Interval::from_seconds(3 * 3600));
    assert_eq!(model.throttle, Interval::from_seconds(86_400));
    assert_eq!(model.active.times.len(), 2);
    assert!(model.when.speaks_for(0) && !model.when.speaks_for(2));
    assert_eq!(model.memory(), Interval::from_seconds(3 * 3600 + 30));
}

#[test]
fn what_is_left_out_has_a_meaning() {
    let text = "name: A / B\nid: abc\ndescription: x\npriority: 0\ncomponents: {A: {query: kind:conn}}\n";
    let model = Model::read(text, &registry()).value.unwrap();
    assert_eq!(model.per, Entity::SourceDevice);
    assert_eq!(model.components[0].threshold.text, "> 0");
    assert_eq!(
        (model.within, model.throttle, model.delay),
        (Interval::from_seconds(3600), Interval::from_seconds(3600), Interval::ZERO)
    );
    assert_eq!(model.when, When::Condition(Condition::Component(0)));
    assert!(model.enabled);
}

#[test]
fn the_version_is_that_of_the_text() {
    let model = good();
    let with_other_line_ends = GOOD.replace('\n', "  \r\n");
    assert_eq!(Model::read(&with_other_line_ends, &registry()).value.unwrap().version(), model.version());
    let changed = GOOD.replace("> 5", "> 6");
    assert_ne!(Model::read(&changed, &registry()).value.unwrap().version(), model.version());
    assert_eq!(Model::read(model.text(), &registry()).value.unwrap().version(), model.version());
}

/// The codes, the places and the marked texts of everything that is wrong.
fn problems(text: &str) -> Vec<(String, usize, String)> {
    let read = Model::read(text, &registry());
    read.diagnostics
        .iter()
        .map(|found| {
            let marked = text.get(found.span.start..found.span.end).unwrap_or_default();
            (found.code.to_string(), found.span.line, marked.to_owned())
        })
        .collect()
}

#[test]
fn all_mistakes_of_a_file_are_told_at_once() {
    let text = r#"name: Test
id: A Test
descripton: x
priority: 9
mitre: [T9999, t1053.002]
per: sauce device
components:
  A: {query: kind:conn AND servize:smb, window: 10}
  B: {query: 'kind:con', threshold: 10}
  C: {query: kind:conn, sum: service}
  1: {query: kind:conn}
  D: {query: kind:conn, threshold: ">= 0"}
when: {all: [A, E]}
delay: 2h
message: "{who} {"
"#;
    let read = Model::read(text, &registry());
    assert!(read.value.is_none());
    let found = problems(text);
    for (code, line, marked) in [
        ("M0004", 1, ""),
        ("M0201", 1, "Test"),
        ("M0201", 2, "A Test"),
        ("M0003", 3, "descripton"),
        ("M0202", 4, "9"),
        ("M0203", 5, "T9999"),
        ("M0203", 5, "t1053.002"),
        ("M0208", 6, "sauce device"),
        ("M0103", 8, "servize"),
        ("M0204", 8, "10"),
        ("M0702", 9, "kind:con"),
        ("M0206", 9, "10"),
        ("M0104", 10, "service"),
        ("M0201", 11, "1"),
        ("M0207", 12, "\">= 0\""),
        ("M0205", 14, "2h"),
        ("M0501", 15, "{"),
    ] {
        let wanted = (code.to_owned(), line, marked.to_owned());
        assert!(found.contains(&wanted), "{wanted:?} is not in {found:#?}");
    }
}

fn hint(text: &str, code: Code) -> String {
    let read = Model::read(text, &registry());
    let found = read.diagnostics.iter().find(|found| found.code == code);
    found
        .unwrap_or_else(|| panic!("{code} is not in {:?}", read.diagnostics))
        .hint
        .clone()
        .unwrap_or_default()
}

#[test]
fn mistakes_come_with_advice() {
    let with = |from: &str, to: &str| GOOD.replace(from, to);
    assert_eq!(
        hint(&with("threshold: \"> 5\"", "treshold: over 5"), Code::UnknownKey),
        "did you mean `threshold`?"
    );
    assert_eq!(
        hint(&with("threshold: \"> 5\"", "threshold: 5"), Code::Threshold),
        "say how it compares: `\"> 5\"` or `over 5`"
    );
    assert_eq!(hint(&with("T1053.002", "T1053.02"), Code::Technique), "did you mean `T1053.002`?");
    assert_eq!(hint(&with("per: pair", "per: pairs"), Code::Entity), "did you mean `pair`?");
    assert_eq!(hint(&with("[B, {not: C}]", "[B, {nott: C}]"), Code::When), "did you mean `not`?");
    assert_eq!(hint(&with("Europe/Berlin", "Europe/Berln"), Code::Zone), "did you mean `Europe/Berlin`?");
    assert_eq!(hint(&with("days: weekend", "days: weekends"), Code::Hours), "did you mean `weekend`?");
    assert_eq!(hint(&with("[A, {any", "[AA, {any"), Code::UnknownComponent), "did you mean `A`?");
    assert_eq!(
        hint(&with("sum: orig_bytes", "sum: orig_byte"), Code::UnknownField),
        "did you mean `orig_bytes`?"
    );
    assert_eq!(hint(&with("id: a-test", "id: A Test"), Code::Name), "for example `a-test`");
}

#[test]
fn what_can_never_work_is_refused() {
    let code = |from: &str, to: &str| {
        let read = Model::read(&GOOD.replace(from, to), &registry());
        assert!(read.value.is_none(), "{to}");
        read.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>()
    };
    assert!(code("when: {all: [A, {any: [B, {not: C}]}]}", "when: {not: A}").contains(&Code::NeverFires));
    assert!(code("when: {all: [A, {any: [B, {not: C}]}]}", "").contains(&Code::When));
    assert!(code("{all: [A, {any: [B, {not: C}]}]}", "{sequence: [A]}").contains(&Code::When));
    let weighted = "{weighted: {weights: {A: 1, B: 1, C: -5}, target: 3}}";
    assert!(code("{all: [A, {any: [B, {not: C}]}]}", weighted).contains(&Code::When));
    let deep = "{all: [{all: [{all: [{all: [{all: [{all: [A]}]}]}]}]}]}";
    assert!(code("{all: [A, {any: [B, {not: C}]}]}", deep).contains(&Code::When));
    assert!(
        code("share: service", "share: peer").contains(&Code::EntitiesDiffer),
        "of a pair there is no other end"
    );
    assert!(code("delay: 30s", "delay: 1h\nthrottle: 1h").contains(&Code::SaidTwice));
    assert!(
        code("    sum: orig_bytes\n", "    sum: orig_bytes\n    mean: orig_bytes\n")
            .contains(&Code::Measures)
    );
    assert!(code("threshold: at least 1GiB", "threshold: over 5m").contains(&Code::Threshold));
    assert!(code("[ by {service}]", "[ by {service}").contains(&Code::Template));
}

#[test]
fn the_other_end_depends_on_the_component() {
    let text = "name: A / B\nid: abc\ndescription: x\npriority: 1\nper: destination device\nshare: peer\ncomponents:\n  \
                A: {query: kind:conn}\n  B: {query: kind:conn, per: source device}\nwhen: {sequence: [A, B]}\n";
    let model = Model::read(text, &registry()).value.unwrap();
    let fields = |parts: &[KeyPart]| parts.iter().map(|part| part.fields.join("|")).collect::<Vec<_>>();
    assert_eq!(fields(&model.components[0].per), ["destination.device|id.resp_h"]);
    assert_eq!(fields(&model.components[0].share), ["source.device|id.orig_h"]);
    assert_eq!(fields(&model.components[1].per), ["source.device|id.orig_h"]);
    assert_eq!(fields(&model.components[1].share), ["destination.device|id.resp_h"]);
}

#[test]
fn problems_are_shown_with_the_line() {
    let text = "name: A / B\nid: abc\ndescription: x\npriority: 1\ncomponents:\n  A: {query: kind:conn AND servize:smb}\n";
    let read = Model::read(text, &registry());
    let shown: String = read.diagnostics.iter().map(|found| found.render("x.yaml", text)).collect();
    assert_eq!(
        shown,
        "error[M0103]: there is no field `servize`\n --> x.yaml:6:28\n6 |   A: {query: kind:conn AND servize:smb}\n  |                            ^^^^^^^ did you mean `service`?\n"
    );
}

#[test]
fn exceptions_are_read() {
    let text = r#"
exceptions:
  - id: daily-job
    models: [a-test]
    match: {breach: source.device:av, any_record: service:smb}
    owner: me
    reason: because
    created: 2026-11-01
    expires: never
  - id: other
    models: all
    match: {every_record: service:smb}
    owner: me
    reason: because
    created: 2026-11-01T08:00:00Z
    expires: 2026-12-01
    backwards: true
"#;
    let read = ExceptionFile::read(text, &registry());
    assert_eq!(read.diagnostics, []);
    let file = read.value.unwrap();
    let [one, other] = file.exceptions.as_slice() else { panic!() };
    let day = |day: i64| Timestamp::from_parts(1_793_491_200 + day * 86_400, 0);
    assert!(one.is_about("a-test") && !one.is_about("b-test") && other.is_about("b-test"));
    assert!(!one.holds_at(day(-1)) && one.holds_at(day(0)) && one.holds_at(day(5000)));
    assert!(other.holds_at(day(-1)) && other.holds_at(day(29)) && !other.holds_at(day(30)));
    assert_eq!(one.problems(["a-test"], day(5000)), []);
    let told = |found: Vec<Diagnostic>| {
        found
            .into_iter()
            .map(|found| (found.code, found.span.line, found.hint.unwrap_or_default()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        told(one.problems(["a-tesd"], day(0))),
        [(Code::UnknownModel, 3, "did you mean `a-tesd`?".to_owned())]
    );
    let renew = "ask me whether it is still needed; renew it or take it out".to_owned();
    assert_eq!(told(other.problems(["a-test"], day(30))), [(Code::Expired, 10, renew)]);
}

#[test]
fn exceptions_that_would_take_everything_away_are_refused() {
    let text = "exceptions: [{id: abc, models: all, match: {}, owner: me, reason: x, created: 2026-11-01, expires: soon}]\n";
    let codes: Vec<_> =
        ExceptionFile::read(text, &registry()).diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::MissingKey, Code::Date]);
}

#[test]
fn test_files_make_records() {
    let text = r#"
with: [another-model]
breaches_on:
  - name: three connections
    records:
      - {kind: conn, times: 3, every: 1m, source_ip: 10.0.0.5, id.resp_h: "10.0.1.{n}", orig_bytes: 7, duration: 1m30s, source.tag: [x, "y{n}"], answers: [10.0.0.1]}
      - {kind: conn, service: smb}
      - {kind: conn, at: 2024-01-01T01:00:00Z}
    count: 2
    says: hello
quiet_on:
  - {name: a capture, capture: lab.pcap}
"#;
    let read = TestFile::read(text, &registry());
    assert_eq!(read.diagnostics, []);
    let file = read.value.unwrap();
    let Input::Records(rows) = &file.breaches_on[0].input else { panic!() };
    let seconds: Vec<i64> = rows.iter().map(|row| row.ts().seconds() - 1_704_067_200).collect();
    assert_eq!(seconds, [0, 60, 120, 121, 3600]);
    let json = format!("{:?}", rows[2]);
    assert!(json.ends_with(
        r#"conn {"ts":1704067320.000000,"id.orig_h":"10.0.0.5","id.resp_h":"10.0.1.3","orig_bytes":7,"duration":90.0,"answers":["10.0.0.1"],"source.tag":["x","y3"]}"#
    ) || json.contains(r#""source.tag":["x","y3"]"#), "{json}");
    assert_eq!(file.breaches_on[0].expected.count, Some(2));
    assert!(matches!(&file.quiet_on[0].input, Input::Capture(path) if path == "lab.pcap"));
}

#[test]
fn test_files_are_checked() {
    let text = r#"
breaches_on:
  - name: x
    records: [{kind: con}, {kind: conn, servise: smb}, {kind: conn, id.orig_h: here}, {service: smb}]
  - {name: y, capture: ../../etc/passwd}
  - {name: z}
quiet_on:
  - {name: x, capture: a.pcap, count: 1}
"#;
    let read = TestFile::read(text, &registry());
    let codes: Vec<_> = read.diagnostics.iter().map(|found| (found.code, found.span.line)).collect();
    for wanted in [
        (Code::UnknownKind, 4),
        (Code::UnknownField, 4),
        (Code::FieldValue, 4),
        (Code::MissingKey, 4),
        (Code::CaseInput, 5),
        (Code::CaseInput, 6),
        (Code::CaseInput, 8),
    ] {
        assert!(codes.contains(&wanted), "{wanted:?} is not in {codes:?}");
    }
}

#[test]
fn every_code_is_in_the_reference() {
    let reference = include_str!("../../../../docs/models.md");
    for (code, meaning) in Code::ALL {
        let line = format!("| `{code}` |{} |", meaning);
        assert!(reference.contains(&line), "docs/models.md lacks: {line}");
    }
}

#[test]
fn the_schemas_in_the_documentation_are_current() {
    for (kind, committed) in [
        (FileKind::Model, include_str!("../../../../docs/schema/model.json")),
        (FileKind::Exceptions, include_str!("../../../../docs/schema/exceptions.json")),
        (FileKind::Tests, include_str!("../../../../docs/schema/tests.json")),
    ] {
        assert!(json_schema(kind) == committed, "cargo run -p thymus-model --example schema -- docs/schema");
    }
}
