//! Files of tests.

use super::fields::{Meaning, length};
use super::head::{id, key};
use super::value::value;
use crate::yaml::{Entry, Fields, Key, Kind, Node, Reader};
use crate::{Case, Code, Expected, Input, TestFile, moment};
use thymus_record::{Interval, OwnedValue, Row, Timestamp};

/// The most cases of a file.
const CASES_MAX: usize = 200;

/// The most records of a case, repetitions included.
const RECORDS_MAX: usize = 20_000;

/// When the records of a case begin: 2024-01-01 00:00 UTC, a Monday.
const START: Timestamp = Timestamp(1_704_067_200_000_000_000);

/// How far a record may lie from the start.
const FARTHEST: Interval = Interval::from_seconds(400 * 86_400);

pub(crate) const TEST_KEYS: &[Key] = &[
    key("model", false, "id", "The model's id; left out, the model in the file of the same name"),
    key("with", false, "texts", "Further models that run with it"),
    key("breaches_on", false, "cases", "What it must breach on"),
    key("quiet_on", false, "cases", "What it must not breach on"),
];

pub(crate) const CASE_KEYS: &[Key] = &[
    key("name", true, "text", "What it is"),
    key("capture", false, "text", "A path below `testdata/`"),
    key("corpus", false, "text", "A path below the corpus of network captures"),
    key("records", false, "records", "Records: `kind`, and fields; `at`, `times`, `every`"),
    key("count", false, "number", "Exactly so many breaches"),
    key("entity", false, "text", "A breach about this entity"),
    key("source", false, "text", "A breach with this `id.orig_h`"),
    key("destination", false, "text", "A breach with this `id.resp_h`"),
    key("account", false, "text", "A breach with this account"),
    key("says", false, "text", "A breach whose summary contains this"),
];

/// Reads a file of tests.
pub(super) fn file(reader: &mut Reader<'_>, meaning: Meaning<'_>, root: &Node) -> Option<TestFile> {
    let fields = reader.map(root, "a test file", TEST_KEYS);
    let model = fields.get("model").and_then(|node| id(reader, node, "the id of a model"));
    let with = fields.get("with").map(|node| reader.list(node, "with", CASES_MAX)).unwrap_or_default();
    let with = with.iter().filter_map(|item| id(reader, item, "the id of a model")).collect();
    let breaches_on = cases(reader, meaning, fields.get("breaches_on"), true);
    let quiet_on = cases(reader, meaning, fields.get("quiet_on"), false);
    Some(TestFile { model, with, breaches_on, quiet_on })
}

fn cases(reader: &mut Reader<'_>, meaning: Meaning<'_>, node: Option<&Node>, breaches: bool) -> Vec<Case> {
    let items = node.map(|node| reader.list(node, "a list of cases", CASES_MAX)).unwrap_or_default();
    items.iter().filter_map(|item| case(reader, meaning, item, breaches)).collect()
}

fn case(reader: &mut Reader<'_>, meaning: Meaning<'_>, node: &Node, breaches: bool) -> Option<Case> {
    let fields = reader.map(node, "a case", CASE_KEYS);
    let expectations = ["count", "entity", "source", "destination", "account", "says"];
    if let Some(node) = expectations.iter().find_map(|key| fields.get(key)).filter(|_| !breaches) {
        reader.error(Code::CaseInput, &node.bytes, "nothing can be expected of a case that must be quiet");
    }
    let text =
        |reader: &mut Reader<'_>, key: &str| reader.text(fields.get(key)?, key, 2000).map(str::to_owned);
    let name = text(reader, "name");
    let expected = Expected {
        count: fields.get("count").and_then(|node| number(reader, node, "count")),
        entity: text(reader, "entity"),
        source: text(reader, "source"),
        destination: text(reader, "destination"),
        account: text(reader, "account"),
        says: text(reader, "says"),
    };
    let input = input(reader, meaning, node, &fields)?;
    Some(Case { name: name?, input, expected })
}

fn input(reader: &mut Reader<'_>, meaning: Meaning<'_>, node: &Node, fields: &Fields<'_>) -> Option<Input> {
    let given = ["capture", "corpus", "records"].map(|key| fields.get(key));
    match given {
        [Some(capture), None, None] => path(reader, capture).map(Input::Capture),
        [None, Some(corpus), None] => path(reader, corpus).map(Input::Corpus),
        [None, None, Some(records)] => Some(Input::Records(rows(reader, meaning, records))),
        _ => {
            let at = node.bytes.start..node.bytes.start;
            reader.error(Code::CaseInput, &at, "a case has one of `capture`, `corpus` and `records`");
            None
        }
    }
}

/// A path that stays below where it starts.
fn path(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let text = reader.text(node, "a path", 500)?;
    if text.starts_with('/') || text.split('/').any(|part| part == "..") {
        reader.error(Code::CaseInput, &node.bytes, "the path leads out of the folder of captures");
        return None;
    }
    Some(text.to_owned())
}

fn number(reader: &mut Reader<'_>, node: &Node, what: &str) -> Option<u64> {
    let text = reader.text(node, what, 32)?;
    let number = text.parse().ok();
    if number.is_none() {
        reader.error(Code::FieldValue, &node.bytes, format!("`{text}` is not a whole number"));
    }
    number
}

fn rows(reader: &mut Reader<'_>, meaning: Meaning<'_>, node: &Node) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut next = START;
    for item in reader.list(node, "records", RECORDS_MAX) {
        let Kind::Map(entries) = &item.kind else {
            let message = format!("a record is a map of `kind` and fields, not {}", item.kind.called());
            reader.error(Code::WrongShape, &item.bytes, message);
            continue;
        };
        let Some(written) = Written::read(reader, item, entries, next) else { continue };
        for repetition in 0..written.times {
            let step = i64::try_from(repetition).unwrap_or(i64::MAX).saturating_mul(written.every.0);
            let ts = written.at + Interval(step);
            rows.extend(written.row(reader, meaning, ts, repetition + 1));
            next = ts + Interval::from_seconds(1);
            if rows.len() > RECORDS_MAX {
                reader.error(
                    Code::TooLarge,
                    &item.bytes,
                    format!("a case has at most {RECORDS_MAX} records"),
                );
                return rows;
            }
            if reader.has_errors() {
                break;
            }
        }
    }
    rows
}

/// A record as it is written: what says when and how often, and its fields.
struct Written<'n> {
    kind: &'n str,
    kind_node: &'n Node,
    at: Timestamp,
    times: u64,
    every: Interval,
    fields: Vec<&'n Entry>,
}

impl<'n> Written<'n> {
    fn read(reader: &mut Reader<'_>, node: &Node, entries: &'n [Entry], next: Timestamp) -> Option<Self> {
        let find = |name: &str| entries.iter().find(|entry| entry.key == name).map(|entry| &entry.value);
        let Some(kind_node) = find("kind") else {
            let at = node.bytes.start..node.bytes.start;
            reader.error_with_hint(
                Code::MissingKey,
                &at,
                "the record has no `kind`",
                "add `kind: conn` or the like",
            );
            return None;
        };
        let own = ["kind", "at", "times", "every"];
        Some(Self {
            kind: reader.text(kind_node, "a kind", 64)?,
            kind_node,
            at: find("at").map_or(Some(next), |node| at(reader, node))?,
            times: find("times").map_or(Some(1), |node| number(reader, node, "times"))?,
            every: find("every").map_or(Some(Interval::from_seconds(1)), |node| {
                length(reader, node, "every", Interval::ZERO..=FARTHEST)
            })?,
            fields: entries.iter().filter(|entry| !own.contains(&entry.key.as_str())).collect(),
        })
    }

    fn row(
        &self,
        reader: &mut Reader<'_>,
        meaning: Meaning<'_>,
        ts: Timestamp,
        repetition: u64,
    ) -> Option<Row> {
        let Some(schema) = meaning.registry.kind(self.kind) else {
            let known = meaning.registry.kinds().iter().map(|schema| schema.kind);
            let message = format!("there is no kind of record `{}`", self.kind);
            reader.unknown(Code::UnknownKind, &self.kind_node.bytes, message, self.kind, known);
            return None;
        };
        let mut values: Vec<(&str, OwnedValue)> = vec![("ts", OwnedValue::Time(ts))];
        let mut facts = Vec::new();
        for entry in &self.fields {
            let name = meaning.registry.canonical(&entry.key);
            let own = schema.index_of(name).and_then(|place| schema.fields.get(place));
            let fact = meaning.registry.facts().iter().find(|fact| fact.name == name).copied();
            match (own, fact) {
                (Some(field), _) => values
                    .extend(value(reader, &entry.value, field, repetition).map(|value| (field.name, value))),
                (None, Some(fact)) => {
                    facts.extend(value(reader, &entry.value, fact, repetition).map(|value| (fact, value)))
                }
                (None, None) => {
                    let message = format!("records of kind `{}` have no field `{}`", self.kind, entry.key);
                    let known = schema.fields.iter().map(|field| field.name);
                    let known = known.chain(meaning.registry.facts().iter().map(|fact| fact.name));
                    let near =
                        crate::yaml::nearest(&entry.key, known).map(|near| format!("did you mean `{near}`?"));
                    let hint = near.unwrap_or_else(|| format!("`thymus records {}` lists them", self.kind));
                    reader.error_with_hint(Code::UnknownField, &entry.key_bytes, message, hint);
                }
            }
        }
        let mut row = Row::named(schema, values);
        facts.into_iter().for_each(|(fact, value)| row.set_fact(fact, value));
        Some(row)
    }
}

/// Reads how long after the start, or when.
fn at(reader: &mut Reader<'_>, node: &Node) -> Option<Timestamp> {
    let text = reader.text(node, "at", 64)?;
    match moment::read(text) {
        Some(moment) => Some(moment),
        None => length(reader, node, "at", Interval::ZERO..=FARTHEST).map(|length| START + length),
    }
}
