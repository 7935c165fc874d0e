//! Components: which records, how much of what, within what time.

use super::fields::{Meaning, length};
use super::head::{LONGEST, key};
use crate::yaml::{Fields, Key, Kind, Node, Reader};
use crate::{Code, Component, Entity, KeyPart, Measure, Threshold};
use std::ops::Range;
use thymus_record::Interval;

/// The most components of a model.
pub(crate) const COMPONENTS_MAX: usize = 26;

/// The longest name of a component, in letters.
const NAME_LENGTH_MAX: usize = 32;

/// How many fields may be counted together.
const DISTINCT_FIELDS_MAX: usize = 8;

/// The largest threshold of a count up to which decisions are exact, so that a larger one is warned of.
const EXACT_COUNT_MAX: u64 = 65_536;

pub(crate) const COMPONENT_KEYS: &[Key] = &[
    key("query", true, "text", "Which records"),
    key("window", false, "duration", "Measured over the last so long"),
    key("threshold", false, "threshold", "What the measure must be: `\"> 10\"` or `over 10`"),
    key("sum", false, "text", "The field to add up instead of counting records"),
    key("mean", false, "text", "The field to average instead of counting records"),
    key("distinct", false, "texts", "The field, or fields, whose different values are counted"),
    key("per", false, "entity", "The entity, if it is another than the model's"),
    key("share", false, "entity", "What to have in common, if it is another than the model's"),
];

/// The entity and the common ground of the model.
pub(super) struct Ends {
    pub(super) per: Entity,
    pub(super) share: Option<Entity>,
}

/// A component and where its name stands.
pub(super) struct Found {
    pub(super) component: Component,
    pub(super) name_bytes: Range<usize>,
}

/// Reads all components. One that has an error is left out.
pub(super) fn all(
    reader: &mut Reader<'_>,
    meaning: Meaning<'_>,
    node: Option<&Node>,
    ends: &Ends,
) -> Vec<Found> {
    let Some(node) = node else { return Vec::new() };
    let Kind::Map(entries) = &node.kind else {
        let message = format!("`components` is a map of names to components, not {}", node.kind.called());
        reader.error(Code::WrongShape, &node.bytes, message);
        return Vec::new();
    };
    if entries.is_empty() || entries.len() > COMPONENTS_MAX {
        let message = format!("a model has 1 to {COMPONENTS_MAX} components, not {}", entries.len());
        reader.error(Code::TooLarge, &node.bytes, message);
    }
    let mut found: Vec<Found> = Vec::new();
    for entry in entries.iter().take(COMPONENTS_MAX) {
        check_name(reader, &entry.key, &entry.key_bytes);
        if found.iter().any(|known| *known.component.name == *entry.key) {
            reader.error(
                Code::SaidTwice,
                &entry.key_bytes,
                format!("there are two components `{}`", entry.key),
            );
        }
        if let Some(component) = one(reader, meaning, &entry.key, &entry.value, ends) {
            found.push(Found { component, name_bytes: entry.key_bytes.clone() });
        }
    }
    found
}

fn check_name(reader: &mut Reader<'_>, name: &str, bytes: &Range<usize>) {
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if !starts || name.len() > NAME_LENGTH_MAX || !name.chars().all(letter) || name == "entity" {
        let message =
            format!("`{name}` cannot be a component's name: a letter, then letters, digits and `_`");
        reader.error(Code::Name, bytes, message);
    }
}

fn one(
    reader: &mut Reader<'_>,
    meaning: Meaning<'_>,
    name: &str,
    node: &Node,
    ends: &Ends,
) -> Option<Component> {
    let what = format!("the component `{name}`");
    let fields = reader.map(node, &what, COMPONENT_KEYS);
    let query = fields.get("query").and_then(|node| meaning.query(reader, node, "a query"));
    let range = Interval::from_millis(1)..=LONGEST;
    let hour = Interval::from_seconds(3600);
    let window = fields.get("window").map_or(Some(hour), |node| length(reader, node, "window", range));
    let threshold = threshold(reader, fields.get("threshold"));
    let (measure, is_duration, unit) = measure(reader, meaning, &fields, node)?;
    let threshold = threshold?;
    check_threshold(reader, &fields, &threshold, &measure, is_duration);
    let (per, share) = ends_of(reader, meaning, &fields, node, ends)?;
    let (query, filter) = query?;
    if fields.get("query").is_some() && matches!(filter.condition(), thymus_record::query::Condition::Always)
    {
        let bytes = fields.get("query").map(|node| node.bytes.clone()).unwrap_or_default();
        reader.warning(Code::QueryMeaning, &bytes, "this is true of every record", "name at least a `kind:`");
    }
    Some(Component {
        name: name.into(),
        query,
        filter,
        window: window?,
        measure,
        threshold,
        per,
        share,
        unit,
        is_duration,
    })
}

fn threshold(reader: &mut Reader<'_>, node: Option<&Node>) -> Option<Threshold> {
    let Some(node) = node else { return Some(Threshold::any()) };
    let text = reader.text(node, "a threshold", 64)?;
    let threshold = Threshold::read(text);
    if threshold.is_none() {
        let message = format!("`{text}` is not a comparison");
        let hint = match text.trim().parse::<f64>() {
            Ok(_) => format!("say how it compares: `\"> {}\"` or `over {}`", text.trim(), text.trim()),
            Err(_) => "write it as `\"> 10\"`, `\">= 1GiB\"`, `over 10`, `at least 5m` or `none`".to_owned(),
        };
        reader.error_with_hint(Code::Threshold, &node.bytes, message, hint);
    }
    threshold
}

type Measured = (Measure, bool, Option<&'static str>);

fn measure(
    reader: &mut Reader<'_>,
    meaning: Meaning<'_>,
    fields: &Fields<'_>,
    node: &Node,
) -> Option<Measured> {
    let given: Vec<&str> =
        ["sum", "mean", "distinct"].into_iter().filter(|key| fields.get(key).is_some()).collect();
    if given.len() > 1 {
        let message = format!("a component measures one thing, not {}", given.join(" and "));
        reader.error_with_hint(
            Code::Measures,
            &(node.bytes.start..node.bytes.start),
            message,
            "make two components of it",
        );
        return None;
    }
    if let Some(node) = fields.get("sum") {
        let field = meaning.number(reader, node, "sum")?;
        return Some((Measure::Sum(field.name), field.is_duration, field.unit));
    }
    if let Some(node) = fields.get("mean") {
        let field = meaning.number(reader, node, "mean")?;
        return Some((Measure::Mean(field.name), field.is_duration, field.unit));
    }
    if let Some(node) = fields.get("distinct") {
        let names = meaning.field_list(reader, node, "distinct");
        if names.is_empty() || names.len() > DISTINCT_FIELDS_MAX {
            reader.error(
                Code::Measures,
                &node.bytes,
                format!("`distinct` takes 1 to {DISTINCT_FIELDS_MAX} fields"),
            );
            return None;
        }
        return Some((Measure::Distinct(names), false, None));
    }
    Some((Measure::Count, false, None))
}

fn check_threshold(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    threshold: &Threshold,
    measure: &Measure,
    is_duration: bool,
) {
    let Some(node) = fields.get("threshold") else { return };
    let bytes = &node.bytes;
    if threshold.is_duration && !is_duration {
        let message = format!("`{}` is a length of time, but what is measured is not", threshold.text);
        reader.error(Code::Threshold, bytes, message);
    }
    if threshold.is_always_passed() && !matches!(measure, Measure::Sum(_) | Measure::Mean(_)) {
        reader.error_with_hint(
            Code::ThresholdMeaning,
            bytes,
            "this is always true",
            "`\"> 0\"` is at least one",
        );
    }
    if threshold.is_never_passed() && !matches!(measure, Measure::Sum(_) | Measure::Mean(_)) {
        reader.error_with_hint(Code::ThresholdMeaning, bytes, "this is never true", "`none` is not one");
    }
    if threshold.is_lower_bound() && threshold.least_count() > EXACT_COUNT_MAX && *measure == Measure::Count {
        let message = format!("counts above {EXACT_COUNT_MAX} are estimates");
        reader.warning(Code::ThresholdMeaning, bytes, message, "take a shorter window");
    }
}

/// The keys of the entity and of the common ground.
fn ends_of(
    reader: &mut Reader<'_>,
    meaning: Meaning<'_>,
    fields: &Fields<'_>,
    node: &Node,
    ends: &Ends,
) -> Option<(Vec<KeyPart>, Vec<KeyPart>)> {
    let per = fields.get("per").map_or(Some(ends.per.clone()), |node| meaning.entity(reader, node, "per"))?;
    let own = fields.get("share");
    let share = match own {
        Some(node) => Some(meaning.entity(reader, node, "share")?),
        None => ends.share.clone(),
    };
    let at = node.bytes.start..node.bytes.start;
    if own.is_some() && ends.share.is_none() {
        let message = "a component shares something, but the model has no `share`";
        reader.error(Code::EntitiesDiffer, &at, message);
    }
    let share = match share {
        Some(Entity::Peer) => match per.peer() {
            Some(peer) => peer.key(),
            None => {
                let message =
                    format!("`share: peer` needs one end of a connection, not `per: {}`", per.name());
                reader.error(Code::EntitiesDiffer, &at, message);
                return None;
            }
        },
        Some(entity) => entity.key(),
        None => Vec::new(),
    };
    let wanted = ends.per.key().len();
    let given = per.key();
    if given.len() != wanted {
        let message = format!("this entity has {} parts, that of the model {wanted}", given.len());
        reader.error(Code::EntitiesDiffer, &at, message);
        return None;
    }
    Some((given, share))
}
