//! From what was remembered to a breach.

use crate::breach::{Breach, BreachRecord, ID_PREFIX, KIND, Line, technique_ids};
use crate::key;
use crate::options::{IDS_PER_BREACH, LINES_PER_BREACH};
use crate::program::Program;
use crate::score::{self, Score};
use crate::track::{Fired, Part, Track};
use crate::words;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use thymus_model::{Component, Placeholder, When};
use thymus_record::{Id, Record as _, RecordId, Row, Timestamp, Value};

/// How many values `{all field}` names.
const VALUES_NAMED: usize = 5;

/// A component that fired.
#[derive(Clone, Copy)]
struct Told<'t> {
    component: &'t Component,
    part: &'t Part,
    fired: Fired,
}

impl<'t> Told<'t> {
    /// The records that are held of those that counted, with the times they were known.
    fn held(&self) -> impl Iterator<Item = (i64, &'t Row)> + use<'t> {
        let since = self.fired.reading.since;
        self.part.rows.iter().filter(move |(time, _)| *time >= since).map(|(time, row)| (*time, &**row))
    }
}

/// What a breach is made of.
pub(crate) struct Material<'t> {
    pub(crate) program: &'t Program,
    pub(crate) track: &'t Track,
    pub(crate) key: &'t str,
    /// When the breach is raised, and when its condition had become true.
    pub(crate) now: i64,
    pub(crate) since: i64,
    /// How often the entity breached the model before.
    pub(crate) repeats: u32,
}

impl Material<'_> {
    /// Makes the breach.
    pub(crate) fn breach(&self) -> Breach {
        let told = self.told();
        let start = told.iter().map(|told| told.fired.reading.since).min().unwrap_or(self.now);
        let end = told
            .iter()
            .filter_map(|told| told.part.ids.back().map(|(time, _)| *time))
            .max()
            .unwrap_or(self.now);
        let evidence = evidence(&told);
        let first = evidence.first().map_or(start, |id| id.time().0.min(start));
        let model = &self.program.model;
        // A component that sees the entity in another role, such as a connection back, would turn the ends round.
        let role = model.per.key();
        let latest = told.iter().max_by_key(|told| (told.component.per == role, told.fired.at));
        let ends = latest.map(|told| rows(std::slice::from_ref(told))).unwrap_or_default();
        let all = rows(&told);
        let readings: Vec<_> = told.iter().map(|told| (told.component, told.fired.reading)).collect();
        let score = Score::new(model, &readings, self.repeats);
        let record = BreachRecord {
            ts: Timestamp(first),
            breach_id: self.id(start, evidence.last().copied(), &all),
            model: Arc::clone(&model.name),
            model_uuid: Arc::clone(&model.id),
            model_version: model.version().to_string(),
            priority: model.priority,
            score: score.sum(),
            mitre: technique_ids(&model.mitre),
            tags: model.tags.clone(),
            entity: key::in_words(&model.per, &self.track.names),
            entity_kind: model.per.name(),
            orig_h: address(&ends, "id.orig_h"),
            resp_h: address(&ends, "id.resp_h"),
            source_device: text(&ends, &["source.device"]),
            destination_device: text(&ends, &["destination.device"]),
            account: text(&all, &["user.account", "account", "username"]),
            summary: self.summary(&told, &all),
            window_start: Timestamp(start),
            window_end: Timestamp(end),
            triggered: self.triggered(&told),
            evidence: evidence.into_iter().map(Id::from).collect(),
            evidence_count: told.iter().map(|told| told.fired.reading.records).sum(),
            score_parts: score.in_words(),
            raised: Timestamp(self.now),
            repeats: self.repeats,
            suppressed: None,
        };
        Breach { record, lines: lines(&told), model: Arc::clone(model) }
    }

    /// The components that speak for the breach and have fired.
    fn told(&self) -> Vec<Told<'_>> {
        let start = self.since.saturating_sub(self.program.model.within.0);
        let start = if matches!(self.program.model.when, When::Sequence(_)) { i64::MIN } else { start };
        let parts = self.program.parts.iter().zip(&self.program.model.components).zip(&self.track.parts);
        let told = parts.filter(|((part, _), _)| part.sets_off()).filter_map(|((_, component), known)| {
            let part = known.as_deref()?;
            let fired = part.fired.filter(|fired| fired.at > start)?;
            Some(Told { component, part, fired })
        });
        told.collect()
    }

    /// A name that says which model, since when, and which record was the last one: no record leads to two, since it counts
    /// for one entity only. What the entity is called is left out, because the same records say more of who is who when
    /// they are read by somebody who knows more.
    fn id(&self, start: i64, last: Option<RecordId>, rows: &[&Row]) -> Id {
        let mut bytes = self.program.model.id.as_bytes().to_vec();
        bytes.push(0);
        bytes.extend_from_slice(&start.to_le_bytes());
        match last {
            Some(last) => {
                let row = rows.iter().find(|row| row.id() == last);
                // The text of a breach has names in it, so its id as a record is of no use here.
                let breach = row.filter(|row| row.kind() == KIND).map(|row| row.get("breach_id"));
                let number = if let Some(Value::Id(id)) = breach { id.number } else { last.0 };
                bytes.extend_from_slice(&number.to_le_bytes());
            }
            None => bytes.extend_from_slice(self.key.as_bytes()),
        }
        Id { prefix: ID_PREFIX, number: xxhash_rust::xxh3::xxh3_64(&bytes) }
    }

    fn triggered(&self, told: &[Told<'_>]) -> Vec<String> {
        let fired = told.iter().map(|told| {
            let measured = score::in_words(told.component, told.fired.reading);
            let window = thymus_model::duration_in_words(told.component.window);
            format!("{}: {measured} within {window} ({})", told.component.name, told.component.threshold.text)
        });
        fired.collect()
    }

    fn summary(&self, told: &[Told<'_>], rows: &[&Row]) -> String {
        let model = &self.program.model;
        let entity = key::in_words(&model.per, &self.track.names);
        let Some(template) = &model.message else { return format!("{}: {entity}", model.name) };
        template.fill(&mut |place: &Placeholder| {
            if place.name == "entity" {
                return Some(entity.clone());
            }
            if let Some(component) = model.component(&place.name) {
                let component = model.components.get(component)?;
                let told = told.iter().find(|told| told.component.name == component.name)?;
                return Some(score::amount_in_words(component, told.fired.reading));
            }
            if place.all { several(rows, &place.name) } else { latest(rows, &place.name) }
        })
    }
}

/// The records that components hold, the latest first, each once.
fn rows<'t>(told: &[Told<'t>]) -> Vec<&'t Row> {
    let held = told.iter().flat_map(Told::held);
    let by_time: BTreeMap<(i64, RecordId), &Row> = held.map(|(time, row)| ((time, row.id()), row)).collect();
    by_time.into_values().rev().collect()
}

/// The ids of the records that counted, in order of time, shared out among the components.
fn evidence(told: &[Told<'_>]) -> Vec<RecordId> {
    let share = IDS_PER_BREACH / told.len().max(1);
    let of_one = |told: &Told<'_>| {
        let since = told.fired.reading.since;
        let ids: Vec<RecordId> =
            told.part.ids.iter().filter(|(time, _)| *time >= since).map(|(_, id)| *id).collect();
        ids.into_iter().rev().take(share.max(1)).collect::<Vec<_>>()
    };
    let mut ids: Vec<RecordId> = told.iter().flat_map(of_one).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn lines(told: &[Told<'_>]) -> Vec<Line> {
    let mut lines = BTreeMap::new();
    for told in told {
        for (time, row) in told.held() {
            let line = || Line {
                id: row.id(),
                ts: row.ts(),
                component: told.component.name.clone(),
                message: row.message(),
            };
            lines.entry((time, row.id())).or_insert_with(line);
        }
    }
    let skipped = lines.len().saturating_sub(LINES_PER_BREACH);
    lines.into_values().skip(skipped).collect()
}

/// The value of the first of these fields that all records agree on that have one.
fn agreed<'r>(rows: &[&'r Row], fields: &[&str]) -> Option<Value<'r>> {
    let of_row = |row: &'r Row| {
        let values = fields.iter().map(|field| row.get(field));
        values.into_iter().find(|value| !matches!(value, Value::Absent))
    };
    let mut values = rows.iter().filter_map(|row| of_row(row));
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

fn address(rows: &[&Row], field: &str) -> Option<IpAddr> {
    match agreed(rows, &[field])? {
        Value::Address(address) => Some(address),
        _ => None,
    }
}

fn text(rows: &[&Row], fields: &[&str]) -> Option<String> {
    match agreed(rows, fields)? {
        Value::Text(text) => Some(text.to_owned()),
        _ => None,
    }
}

/// The field in the latest record that has it.
fn latest(rows: &[&Row], field: &str) -> Option<String> {
    rows.iter().find_map(|row| said(row, field))
}

/// Up to five different values of the field.
fn several(rows: &[&Row], field: &str) -> Option<String> {
    let mut named: Vec<String> = Vec::new();
    for value in rows.iter().filter_map(|row| said(row, field)) {
        if !named.contains(&value) {
            named.push(value);
        }
    }
    named.truncate(VALUES_NAMED);
    (!named.is_empty()).then(|| named.join(", "))
}

fn said(row: &Row, field: &str) -> Option<String> {
    if field == "kind" {
        return Some(row.kind().to_owned());
    }
    let schema = row.schema();
    let unit = schema.index_of(field).and_then(|place| schema.fields.get(place)).and_then(|field| field.unit);
    words::value(row.get(field), unit)
}
