//! What models mean, said once more and as plainly as can be: everything is kept, and everything is looked at again for every
//! record. The detector is compared with it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use thymus_model::{Amount, Component, Condition, Entity, KeyPart, Measure, Model, ONE, When};
use thymus_record::{Row, Value};

/// What is compared: when, whom, since when, over how many records.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Seen {
    pub raised: i64,
    pub model: String,
    pub entity: String,
    pub start: i64,
    pub count: u64,
}

/// A record that counted for a component, or a moment at which it fired.
#[derive(Clone)]
struct Event {
    component: usize,
    time: i64,
    row: Arc<Row>,
    spent: bool,
}

#[derive(Default)]
struct Track {
    events: Vec<Event>,
    /// Place in `events`, and the events that were in the window then.
    fired: Vec<(usize, Vec<usize>)>,
    pending: Option<i64>,
}

/// The breaches of one model over rows, which are sorted and each once here.
pub(crate) fn breaches(model: &Model, rows: &[Row]) -> Vec<Seen> {
    let by_place: BTreeMap<(i64, u64), &Row> =
        rows.iter().map(|row| ((known(row), row.id().0), row)).collect();
    let mut world = World { model, tracks: BTreeMap::new(), quiet: BTreeMap::new(), seen: Vec::new() };
    for ((time, _), row) in &by_place {
        world.judge_before(*time);
        world.count(*time, row);
    }
    world.judge_before(i64::MAX);
    world.seen
}

fn known(row: &Row) -> i64 {
    match row.get("duration") {
        Value::Interval(length) if length.0 > 0 => row.ts().0 + length.0,
        _ => row.ts().0,
    }
}

struct World<'m> {
    model: &'m Model,
    tracks: BTreeMap<(String, String), Track>,
    quiet: BTreeMap<String, i64>,
    seen: Vec<Seen>,
}

impl World<'_> {
    fn judge_before(&mut self, time: i64) {
        let delay = self.model.delay.0;
        let mut due: Vec<(i64, (String, String))> = Vec::new();
        for (key, track) in &self.tracks {
            due.extend(track.pending.map(|since| (since + delay, key.clone())));
        }
        due.sort();
        for (due, key) in due.into_iter().filter(|(due, _)| *due < time) {
            let track = self.tracks.get_mut(&key).unwrap();
            let since = track.pending.take().unwrap();
            let quiet = self.quiet.get(&key.0).copied().unwrap_or(i64::MIN);
            if quiet <= due && holds(self.model, track, due, since) {
                self.raise(&key, due, since);
            }
        }
    }

    fn count(&mut self, time: i64, row: &Row) {
        let row = Arc::new(row.clone());
        let mut fired: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
        for (component, said) in self.model.components.iter().enumerate() {
            if !said.filter.matches(&row) {
                continue;
            }
            let Some(key) = key(said, &row) else { continue };
            let track = self.tracks.entry(key.clone()).or_default();
            track.events.push(Event { component, time, row: Arc::clone(&row), spent: false });
            let window = in_window(track, component, said, time);
            if said.threshold.is_lower_bound() && said.threshold.passes(measure(said, track, &window)) {
                track.fired.push((track.events.len() - 1, window));
                fired.entry(key).or_default().push(component);
            }
        }
        for (key, components) in fired {
            let sets_off = |component: &usize| self.model.when.speaks_for(*component);
            let track = self.tracks.get_mut(&key).unwrap();
            if !components.iter().any(sets_off) || track.pending.is_some() {
                continue;
            }
            let quiet = self.quiet.get(&key.0).copied().unwrap_or(i64::MIN);
            if quiet > time || !holds(self.model, track, time, time) {
                continue;
            }
            if self.model.delay.0 == 0 {
                self.raise(&key, time, time);
            } else {
                track.pending = Some(time);
            }
        }
    }

    fn raise(&mut self, key: &(String, String), now: i64, since: i64) {
        let model = self.model;
        let track = self.tracks.get_mut(key).unwrap();
        let (mut start, mut count) = (i64::MAX, 0);
        for (component, said) in model.components.iter().enumerate() {
            if !model.when.speaks_for(component) || !said.threshold.is_lower_bound() {
                continue;
            }
            let last = track.fired.iter().rev().find(|(event, _)| {
                let event = &track.events[*event];
                let in_time = matches!(model.when, When::Sequence(_)) || event.time > since - model.within.0;
                event.component == component && !event.spent && in_time
            });
            let Some((_, window)) = last else { continue };
            start = start.min(track.events[window[0]].time);
            count += window.len() as u64;
        }
        for event in &mut track.events {
            let said = &model.components[event.component];
            if model.when.speaks_for(event.component) && said.threshold.is_lower_bound() {
                event.spent = true;
            }
        }
        self.quiet.insert(key.0.clone(), now + model.throttle.0);
        let seen = Seen { raised: now, model: model.id.to_string(), entity: key.0.clone(), start, count };
        self.seen.push(seen);
    }
}

/// The events of a component that are in its window and not spent.
fn in_window(track: &Track, component: usize, said: &Component, now: i64) -> Vec<usize> {
    let events = track.events.iter().enumerate();
    let counted = events.filter(|(_, event)| {
        event.component == component && !event.spent && event.time > now - said.window.0
    });
    counted.map(|(place, _)| place).collect()
}

fn measure(said: &Component, track: &Track, window: &[usize]) -> Amount {
    let rows = window.iter().map(|place| &track.events[*place].row);
    let numbers = |field: &str| -> Vec<Amount> {
        let values = rows.clone().map(|row| row.get(field));
        let number = |value: Value<'_>| match value {
            Value::Count(count) => Some(Amount::from(count) * ONE),
            Value::Interval(length) => Some(Amount::from(length.0)),
            _ => None,
        };
        values.filter_map(number).collect()
    };
    match &said.measure {
        Measure::Count => window.len() as Amount * ONE,
        Measure::Sum(field) => numbers(field).iter().sum(),
        Measure::Mean(field) => {
            let numbers = numbers(field);
            numbers.iter().sum::<Amount>().checked_div(numbers.len() as Amount).unwrap_or(0)
        }
        Measure::Distinct(fields) => {
            let texts = rows.filter_map(|row| {
                let parts: Option<Vec<String>> =
                    fields.iter().map(|field| said_value(row.get(field))).collect();
                parts
            });
            texts.collect::<BTreeSet<_>>().len() as Amount * ONE
        }
    }
}

fn said_value(value: Value<'_>) -> Option<String> {
    match value {
        Value::Absent => None,
        Value::Text(text) => Some(text.to_lowercase()),
        Value::Address(address) => Some(address.to_string()),
        other => Some(format!("{other:?}")),
    }
}

fn key(said: &Component, row: &Row) -> Option<(String, String)> {
    let part = |part: &KeyPart| part.fields.iter().find_map(|field| said_value(row.get(field)));
    let all =
        |parts: &[KeyPart]| parts.iter().map(part).collect::<Option<Vec<_>>>().map(|parts| parts.join(" → "));
    Some((all(&said.per)?, all(&said.share)?))
}

fn holds(model: &Model, track: &Track, now: i64, anchor: i64) -> bool {
    let start = anchor - model.within.0;
    let fired = |component: usize| {
        let said = &model.components[component];
        if said.threshold.is_lower_bound() {
            return track.fired.iter().any(|(event, _)| {
                let event = &track.events[*event];
                event.component == component && !event.spent && event.time > start
            });
        }
        said.threshold.passes(measure(said, track, &in_window(track, component, said, now)))
    };
    match &model.when {
        When::Condition(condition) => condition_holds(condition, &fired),
        When::Weighted { weights, target } => {
            weights.iter().filter(|(component, _)| fired(*component)).map(|(_, weight)| weight).sum::<i64>()
                >= *target
        }
        When::Sequence(steps) => follows(track, steps, 0, None, start),
    }
}

fn condition_holds(condition: &Condition, fired: &dyn Fn(usize) -> bool) -> bool {
    match condition {
        Condition::Component(component) => fired(*component),
        Condition::All(parts) => parts.iter().all(|part| condition_holds(part, fired)),
        Condition::Any(parts) => parts.iter().any(|part| condition_holds(part, fired)),
        Condition::Not(part) => !condition_holds(part, fired),
    }
}

/// Whether the steps from this one on follow each other, each by a later record, the first after `start`.
fn follows(track: &Track, steps: &[usize], step: usize, after: Option<&Arc<Row>>, start: i64) -> bool {
    let Some(component) = steps.get(step) else { return true };
    let place = |row: &Arc<Row>| (known(row), row.id().0);
    track.fired.iter().any(|(event, _)| {
        let event = &track.events[*event];
        let is_later = after.is_none_or(|row| place(&event.row) > place(row));
        event.component == *component
            && !event.spent
            && is_later
            && (step > 0 || event.time > start)
            && follows(track, steps, step + 1, Some(&event.row), start)
    })
}

/// The entity as the naive evaluation names it.
pub(crate) fn entity_name(model: &Model, entity: &str) -> String {
    if model.per == Entity::Organisation { String::new() } else { entity.to_lowercase() }
}
