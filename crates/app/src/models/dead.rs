//! Holds the queries of shipped models to this: every part of them can be true of a record of some kind.

use super::Library;
use super::library::Held;
use crate::registry::registry;
use std::collections::BTreeSet;
use thymus_record::query::{Condition, Place};

type Kinds = BTreeSet<usize>;

fn all() -> Kinds {
    (0..registry().kinds().len()).collect()
}

/// The kinds that have what a condition asks for.
fn kinds_of(condition: &Condition) -> Kinds {
    match condition {
        Condition::Never => Kinds::new(),
        Condition::Always | Condition::Message(_) | Condition::Not(_) => all(),
        Condition::Kind(kinds) => kinds.iter().copied().collect(),
        Condition::Field(test) => {
            let places = test.places.iter().map(|(place, _)| match place {
                Place::Field { kind, .. } => Kinds::from([*kind]),
                Place::Fact(_) => all(),
            });
            places.flatten().collect()
        }
        Condition::And(parts) => parts.iter().map(kinds_of).fold(all(), |a, b| &a & &b),
        Condition::Or(parts) => parts.iter().flat_map(kinds_of).collect(),
    }
}

/// Adds every part that no record can have of the kinds that the parts beside it allow.
fn dead_parts(condition: &Condition, allowed: &Kinds, found: &mut Vec<String>) {
    let own = &kinds_of(condition) & allowed;
    if own.is_empty() {
        found.push(format!("{condition:?}").chars().take(300).collect());
        return;
    }
    match condition {
        Condition::And(parts) => parts.iter().for_each(|part| dead_parts(part, &own, found)),
        Condition::Or(parts) => parts.iter().for_each(|part| dead_parts(part, allowed, found)),
        Condition::Not(part) => dead_parts(part, allowed, found),
        _ => {}
    }
}

fn dead_in(held: &Held) -> Vec<String> {
    let active = [&held.model.active.only, &held.model.active.except];
    let queries = held.model.components.iter().map(|component| &component.filter);
    let mut found = Vec::new();
    for filter in queries.chain(active.into_iter().flatten()) {
        dead_parts(filter.condition(), &all(), &mut found);
    }
    found
}

#[test]
fn no_part_of_a_query_is_dead() {
    for held in &Library::shipped(registry()).models {
        assert_eq!(dead_in(held), Vec::<String>::new(), "{}", held.path);
    }
}

#[test]
fn a_field_that_the_kind_does_not_have_is_found() {
    let text = "name: A / B\nid: a-b\ndescription: C.\npriority: 1\ncomponents: {a: {query: 'kind:dns AND (query:x OR user_agent:y) AND NOT uri:z'}}";
    let model = thymus_model::Model::read(text, registry()).value.expect("it is a model");
    let mut found = Vec::new();
    dead_parts(model.components[0].filter.condition(), &all(), &mut found);
    assert_eq!(found.len(), 2, "{found:?}");
}
