//! The model itself: who it is and what it says, and that its parts fit together.

use super::fields::{Meaning, length};
use super::{active, component, when};
use crate::yaml::{Fields, Key, Node, Reader};
use crate::{Code, Entity, Model, Technique, Template, Version, When};
use std::ops::Range;
use std::sync::Arc;
use thymus_record::Interval;

/// The longest window, throttle or span of a model.
pub(super) const LONGEST: Interval = Interval::from_seconds(31 * 86_400);

/// The longest delay.
const LONGEST_DELAY: Interval = Interval::from_seconds(3600);

const HOUR: Interval = Interval::from_seconds(3600);

/// The most techniques, and the most tags, of a model.
const LIST_MAX: usize = 32;

/// The longest description or advice, in bytes.
const PROSE_BYTES_MAX: usize = 8192;

pub(crate) const MODEL_KEYS: &[Key] = &[
    key("name", true, "text", "What analysts see: `Folder / Name`"),
    key("id", true, "id", "The stable name: small letters, digits and `-`"),
    key("description", true, "text", "What happened, and why it may matter"),
    key("advice", false, "text", "What to do: `Action: …`"),
    key(
        "priority",
        true,
        "priority",
        "0 to 5: 5 critical, 4 suspicious, 1 to 3 informational, 0 an indicator",
    ),
    key("mitre", false, "techniques", "ATT&CK techniques and tactics: `[T1053.002]`"),
    key("tags", false, "texts", "Free tags; phases of an attack are `\"AP: …\"`"),
    key("enabled", false, "flag", "Whether the model runs"),
    key("per", false, "entity", "For whom records are counted"),
    key("components", true, "components", "What is counted: a map of name to component"),
    key("when", false, "when", "How components combine"),
    key("within", false, "duration", "The time in which everything must lie"),
    key("share", false, "entity", "What records of all components must have in common besides the entity"),
    key("throttle", false, "duration", "After a breach the same entity raises no other for so long"),
    key("delay", false, "duration", "How long to wait, after the condition has become true, before judging"),
    key("active", false, "active", "When, and about what, the model counts at all"),
    key("shown", false, "texts", "Fields to show first of the records behind a breach"),
    key("message", false, "text", "The summary of a breach, with `{field}` in it"),
];

pub(super) const fn key(name: &'static str, required: bool, shape: &'static str, doc: &'static str) -> Key {
    Key { name, required, shape, doc }
}

/// Reads a model.
pub(super) fn model(reader: &mut Reader<'_>, meaning: Meaning<'_>, root: &Node) -> Option<Model> {
    let fields = reader.map(root, "a model", MODEL_KEYS);
    let per =
        fields.get("per").map_or(Some(Entity::SourceDevice), |node| meaning.entity(reader, node, "per"));
    let share = fields.get("share").and_then(|node| meaning.entity(reader, node, "share"));
    let ends = component::Ends { per: per.clone().unwrap_or(Entity::SourceDevice), share };
    let components = component::all(reader, meaning, fields.get("components"), &ends);
    let when = when::read(reader, fields.get("when"), root, &components);
    let windows = components.iter().map(|found| found.component.window);
    let longest = windows.max().unwrap_or(HOUR);
    let short = Interval::from_millis(1)..=LONGEST;
    let within = optional_length(reader, &fields, "within", short, longest);
    let throttle = optional_length(reader, &fields, "throttle", Interval::ZERO..=LONGEST, HOUR);
    let delay = optional_length(reader, &fields, "delay", Interval::ZERO..=LONGEST_DELAY, Interval::ZERO);
    delay_is_short(reader, &fields, delay, within);
    let active = fields.get("active").map(|node| active::read(reader, meaning, node)).unwrap_or_default();
    let shown = fields.get("shown").map(|node| meaning.field_list(reader, node, "shown")).unwrap_or_default();
    let message = fields.get("message").and_then(|node| template(reader, meaning, node, &components));
    let (version, text) = Version::of(reader.source.text);
    let head = head(reader, &fields);
    let when = when?;
    unused(reader, &when, &components);
    Some(Model {
        id: head.id?,
        name: head.name?,
        description: head.description?,
        advice: head.advice,
        priority: head.priority?,
        mitre: head.mitre,
        tags: head.tags,
        enabled: head.enabled,
        per: per?,
        components: components.into_iter().map(|found| found.component).collect(),
        when,
        within,
        throttle,
        delay,
        active,
        shown: shown.into_iter().map(String::from).collect(),
        message,
        text: text.into(),
        version,
    })
}

/// The part that says who the model is.
struct Head {
    id: Option<Arc<str>>,
    name: Option<Arc<str>>,
    description: Option<String>,
    advice: Option<String>,
    priority: Option<u8>,
    mitre: Vec<Technique>,
    tags: Vec<String>,
    enabled: bool,
}

fn head(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Head {
    let prose = |reader: &mut Reader<'_>, key: &str| {
        let text = reader.text(fields.get(key)?, key, PROSE_BYTES_MAX)?;
        Some(text.trim().to_owned())
    };
    Head {
        id: fields.get("id").and_then(|node| id(reader, node, "the id")),
        name: fields.get("name").and_then(|node| name(reader, node)),
        description: prose(reader, "description"),
        advice: prose(reader, "advice"),
        priority: fields.get("priority").and_then(|node| priority(reader, node)),
        mitre: fields.get("mitre").map(|node| techniques(reader, node)).unwrap_or_default(),
        tags: fields.get("tags").map(|node| tags(reader, node)).unwrap_or_default(),
        enabled: fields.get("enabled").and_then(|node| reader.flag(node, "enabled")).unwrap_or(true),
    }
}

/// Reads the id of a model or an exception.
pub(super) fn id(reader: &mut Reader<'_>, node: &Node, what: &str) -> Option<Arc<str>> {
    let text = reader.text(node, what, 256)?;
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if (3..=64).contains(&text.len()) && text.chars().all(letter) {
        return Some(text.into());
    }
    let message = format!("`{text}` cannot be an id: 3 to 64 small letters, digits and `-`");
    let better: String = text.to_lowercase().chars().map(|c| if letter(c) { c } else { '-' }).collect();
    reader.error_with_hint(
        Code::Name,
        &node.bytes,
        message,
        format!("for example `{}`", better.trim_matches('-')),
    );
    None
}

fn name(reader: &mut Reader<'_>, node: &Node) -> Option<Arc<str>> {
    let text = reader.text(node, "the name", 200)?;
    let parts: Vec<&str> = text.split(" / ").collect();
    if parts.len() < 2 || parts.iter().any(|part| part.trim().is_empty() || part.contains(char::is_control)) {
        let message = format!("`{text}` is not of the form `Folder / Name`");
        reader.error_with_hint(Code::Name, &node.bytes, message, "for example `Device / Network Scan`");
        return None;
    }
    Some(text.into())
}

fn priority(reader: &mut Reader<'_>, node: &Node) -> Option<u8> {
    let text = reader.text(node, "the priority", 16)?;
    let priority = text.parse::<u8>().ok().filter(|priority| *priority <= 5);
    if priority.is_none() {
        reader.error(Code::Priority, &node.bytes, format!("the priority is 0 to 5, not `{text}`"));
    }
    priority
}

fn techniques(reader: &mut Reader<'_>, node: &Node) -> Vec<Technique> {
    let mut found: Vec<Technique> = Vec::new();
    for item in reader.list(node, "mitre", LIST_MAX) {
        let Some(text) = reader.text(item, "a technique", 64) else { continue };
        match Technique::find(text) {
            Some(technique) if !found.contains(&technique) => found.push(technique),
            Some(_) => reader.error(Code::SaidTwice, &item.bytes, format!("`{text}` is said twice")),
            None => {
                let message = format!("ATT&CK has no technique or tactic `{text}`");
                let capital = text.to_uppercase();
                let near = Technique::find(&capital).map(|known| known.id);
                let near = near.or_else(|| crate::yaml::nearest(&capital, Technique::ids()));
                let hint = near.map_or_else(
                    || "write it as `T1053.002`".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                reader.error_with_hint(Code::Technique, &item.bytes, message, hint);
            }
        }
    }
    found
}

fn tags(reader: &mut Reader<'_>, node: &Node) -> Vec<String> {
    let items = reader.list(node, "tags", LIST_MAX);
    items.iter().filter_map(|item| reader.text(item, "a tag", 100)).map(str::to_owned).collect()
}

fn optional_length(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    key: &str,
    range: std::ops::RangeInclusive<Interval>,
    otherwise: Interval,
) -> Interval {
    fields.get(key).and_then(|node| length(reader, node, key, range)).unwrap_or(otherwise)
}

fn delay_is_short(reader: &mut Reader<'_>, fields: &Fields<'_>, delay: Interval, within: Interval) {
    if let Some(node) = fields.get("delay").filter(|_| delay >= within) {
        let message =
            "the delay must be shorter than `within`, or what was counted is forgotten before it is judged";
        reader.error(Code::Delay, &node.bytes, message);
    }
}

fn template(
    reader: &mut Reader<'_>,
    meaning: Meaning<'_>,
    node: &Node,
    components: &[component::Found],
) -> Option<Template> {
    let text = reader.text(node, "the message", 2000)?;
    let inside = |reader: &Reader<'_>, part: Range<usize>| reader.source.inside(&node.bytes, text, part);
    let template = match Template::read(text) {
        Ok(template) => template,
        Err(error) => {
            let place = inside(reader, error.bytes);
            reader.error(Code::Template, &place, error.message);
            return None;
        }
    };
    for place in template.placeholders() {
        let is_component = components.iter().any(|found| *found.component.name == *place.name);
        let is_field = meaning.registry.has_field(meaning.registry.canonical(&place.name));
        if is_component && is_field {
            let bytes = inside(reader, place.bytes.clone());
            let message = format!("`{}` is both a component and a field", place.name);
            reader.error_with_hint(Code::Template, &bytes, message, "give the component another name");
        }
        if !is_component && !is_field && place.name != "entity" && place.name != "kind" {
            let bytes = inside(reader, place.bytes.clone());
            meaning.no_field(reader, &place.name, &bytes);
        }
    }
    Some(template)
}

/// Says which components take no part, and whether anything can set the model off at all.
fn unused(reader: &mut Reader<'_>, when: &When, components: &[component::Found]) {
    for (place, found) in components.iter().enumerate() {
        if !when.names(place) {
            let message = format!("the component `{}` takes no part", found.component.name);
            reader.warning(
                Code::UnusedComponent,
                &found.name_bytes,
                message,
                "name it in `when`, or take it out",
            );
        }
    }
    let sets_off = |place: usize, found: &component::Found| {
        when.speaks_for(place) && found.component.threshold.is_lower_bound()
    };
    if !components.is_empty() && !components.iter().enumerate().any(|(place, found)| sets_off(place, found)) {
        let bytes = components.first().map(|found| found.name_bytes.clone()).unwrap_or_default();
        let message =
            "nothing can set this model off: no component that speaks for a breach has a lower bound";
        reader.error_with_hint(Code::NeverFires, &bytes, message, "use `>` or `>=` in one of them");
    }
}
