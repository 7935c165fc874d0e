//! How components combine.

use super::component::Found;
use crate::yaml::{Kind, Node, Reader};
use crate::{Code, Condition, When};

/// How deep conditions may nest.
const DEPTH_MAX: usize = 4;

/// The largest weight or target.
const WEIGHT_MAX: i64 = 1_000_000;

const FORMS: [&str; 5] = ["all", "any", "not", "sequence", "weighted"];

/// Reads how components combine. With one component nothing need be said.
pub(super) fn read(
    reader: &mut Reader<'_>,
    node: Option<&Node>,
    root: &Node,
    components: &[Found],
) -> Option<When> {
    let Some(node) = node else {
        if components.len() > 1 {
            let at = root.bytes.start..root.bytes.start;
            let message = "the model does not say how its components combine";
            reader.error_with_hint(Code::When, &at, message, "add `when: {all: […]}` or `when: {any: […]}`");
        }
        return (!components.is_empty()).then_some(When::Condition(Condition::Component(0)));
    };
    let parser = Parser { components };
    match form(reader, node)? {
        ("sequence", steps) => parser.sequence(reader, steps),
        ("weighted", body) => parser.weighted(reader, body),
        _ => parser.condition(reader, node, 0).map(When::Condition),
    }
}

/// The one key of a condition, and what it is about.
fn form<'n>(reader: &mut Reader<'_>, node: &'n Node) -> Option<(&'static str, &'n Node)> {
    let wanted = "a condition is one of `all: […]`, `any: […]`, `not: …`";
    let Kind::Map(entries) = &node.kind else {
        reader.error(Code::When, &node.bytes, format!("{wanted}, not {}", node.kind.called()));
        return None;
    };
    let [entry] = entries.as_slice() else {
        reader.error(Code::When, &node.bytes, format!("{wanted}, and has one key"));
        return None;
    };
    let Some(form) = FORMS.iter().find(|form| **form == entry.key) else {
        let message = format!("there is no condition `{}`", entry.key);
        reader.unknown(Code::When, &entry.key_bytes, message, &entry.key, FORMS);
        return None;
    };
    Some((form, &entry.value))
}

struct Parser<'c> {
    components: &'c [Found],
}

impl Parser<'_> {
    fn condition(&self, reader: &mut Reader<'_>, node: &Node, depth: usize) -> Option<Condition> {
        if depth > DEPTH_MAX {
            reader.error(Code::When, &node.bytes, format!("conditions nest deeper than {DEPTH_MAX}"));
            return None;
        }
        if matches!(node.kind, Kind::Text(_)) {
            return self.component(reader, node).map(Condition::Component);
        }
        match form(reader, node)? {
            ("all", body) => self.conditions(reader, body, depth).map(Condition::All),
            ("any", body) => self.conditions(reader, body, depth).map(Condition::Any),
            ("not", body) => Some(Condition::Not(Box::new(self.condition(reader, body, depth + 1)?))),
            (form, _) => {
                reader.error(Code::When, &node.bytes, format!("`{form}` stands only at the top"));
                None
            }
        }
    }

    fn conditions(&self, reader: &mut Reader<'_>, node: &Node, depth: usize) -> Option<Vec<Condition>> {
        let items = reader.list(node, "a condition", super::component::COMPONENTS_MAX);
        if items.is_empty() {
            reader.error(Code::When, &node.bytes, "this list names no component");
            return None;
        }
        let read: Vec<_> = items.iter().map(|item| self.condition(reader, item, depth + 1)).collect();
        read.into_iter().collect()
    }

    fn component(&self, reader: &mut Reader<'_>, node: &Node) -> Option<usize> {
        let name = reader.text(node, "the name of a component", 64)?;
        self.named(reader, name, &node.bytes)
    }

    fn named(&self, reader: &mut Reader<'_>, name: &str, bytes: &std::ops::Range<usize>) -> Option<usize> {
        let place = self.components.iter().position(|found| *found.component.name == *name);
        // Where components could not be read, their names are not missing.
        if place.is_none() && !reader.has_errors() {
            let message = format!("there is no component `{name}`");
            let known = self.components.iter().map(|found| &*found.component.name);
            reader.unknown(Code::UnknownComponent, bytes, message, name, known);
        }
        place
    }

    fn sequence(&self, reader: &mut Reader<'_>, node: &Node) -> Option<When> {
        let items = reader.list(node, "a sequence", super::component::COMPONENTS_MAX);
        if items.len() < 2 {
            reader.error(Code::When, &node.bytes, "a sequence has at least two steps");
            return None;
        }
        let steps: Vec<_> = items.iter().map(|item| self.component(reader, item)).collect();
        let steps: Vec<usize> = steps.into_iter().collect::<Option<_>>()?;
        for (step, item) in steps.iter().zip(items) {
            if self.components.get(*step).is_some_and(|found| !found.component.threshold.is_lower_bound()) {
                reader.error(
                    Code::When,
                    &item.bytes,
                    "a step of a sequence needs a lower bound, `>` or `>=`",
                );
            }
        }
        Some(When::Sequence(steps))
    }

    fn weighted(&self, reader: &mut Reader<'_>, node: &Node) -> Option<When> {
        let fields = reader.map(node, "`weighted`", WEIGHTED_KEYS);
        let target = fields.get("target").and_then(|node| weight(reader, node));
        let listed = fields.get("weights")?;
        let Kind::Map(entries) = &listed.kind else {
            reader.error(Code::WrongShape, &listed.bytes, "`weights` is a map of components to numbers");
            return None;
        };
        let mut weights: Vec<(usize, i64)> = Vec::new();
        for entry in entries {
            let place = self.named(reader, &entry.key, &entry.key_bytes);
            let weight = weight(reader, &entry.value);
            weights.extend(place.zip(weight));
        }
        let target = target?;
        let reachable: i64 = weights.iter().map(|(_, weight)| (*weight).max(0)).sum();
        if target <= 0 || (reachable < target && weights.len() == entries.len()) {
            let message =
                format!("the weights add up to at most {reachable}; the target {target} must be 1 to that");
            reader.error(Code::When, &listed.bytes, message);
        }
        Some(When::Weighted { weights, target })
    }
}

pub(crate) const WEIGHTED_KEYS: &[crate::yaml::Key] = &[
    super::head::key(
        "weights",
        true,
        "weights",
        "A map of components to weights; negative ones speak against",
    ),
    super::head::key("target", true, "number", "What the weights of those that fired must reach"),
];

fn weight(reader: &mut Reader<'_>, node: &Node) -> Option<i64> {
    let text = reader.text(node, "a weight", 32)?;
    let weight = text.parse::<i64>().ok().filter(|weight| weight.abs() <= WEIGHT_MAX);
    if weight.is_none() {
        let message = format!("`{text}` is not a whole number from -{WEIGHT_MAX} to {WEIGHT_MAX}");
        reader.error(Code::When, &node.bytes, message);
    }
    weight
}
