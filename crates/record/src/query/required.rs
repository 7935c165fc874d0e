//! Tokens without which no record can pass: what an index or a filter before the filter can ask first.

use super::plan::Step;
use super::{Place, TextTest, TokenTest, ValueTest, tokens};
use crate::{Registry, Schema, Type};
use std::collections::BTreeSet;

/// Tokens that every record has that passes; `None` if no record passes, so that any token would do.
type Required = Option<BTreeSet<String>>;

/// Tokens that the message line of every record of this kind has for which a step holds.
pub(super) fn of_kind(step: &Step, schema: &'static Schema, registry: &Registry) -> Required {
    let mut required = of_step(step, registry)?;
    required.extend(tokens(schema.kind));
    Some(required)
}

/// Tokens that are in both.
pub(super) fn either(one: Required, other: Required) -> Required {
    match (one, other) {
        (None, required) | (required, None) => required,
        (Some(one), Some(other)) => Some(one.intersection(&other).cloned().collect()),
    }
}

fn of_step(step: &Step, registry: &Registry) -> Required {
    match step {
        Step::Always | Step::Not(_) => Some(BTreeSet::new()),
        Step::Never => None,
        Step::Message(test) => Some(of_text(test)),
        Step::Value(place, test) => Some(of_value(*place, test, registry)),
        Step::All(steps) => steps.iter().try_fold(BTreeSet::new(), |mut all, step| {
            all.extend(of_step(step, registry)?);
            Some(all)
        }),
        Step::Any(steps) => {
            let mut required = None;
            for step in steps {
                required = either(required, of_step(step, registry));
                if required.as_ref().is_some_and(BTreeSet::is_empty) {
                    break;
                }
            }
            required
        }
    }
}

fn of_text(test: &TextTest) -> BTreeSet<String> {
    match test {
        TextTest::Tokens(wanted) => wanted.iter().filter_map(literal).collect(),
        // Beyond ASCII a text in lower case may fall into other tokens than the text did.
        TextTest::Exact(text) if text.is_ascii() => tokens(text).collect(),
        TextTest::Exact(_) | TextTest::Shape(_) | TextTest::Regex(_) => BTreeSet::new(),
    }
}

fn literal(test: &TokenTest) -> Option<String> {
    match test {
        TokenTest::Is(token) => Some(token.to_string()),
        TokenTest::Shape(_) => None,
    }
}

/// What a field says is in the message line if it is text, an address or a port. Facts are not in the line.
fn of_value(place: Place, test: &ValueTest, registry: &Registry) -> BTreeSet<String> {
    let Place::Field { kind, field } = place else { return BTreeSet::new() };
    let Some(field) = registry.kinds().get(kind).and_then(|schema| schema.fields.get(field)) else {
        return BTreeSet::new();
    };
    let single = |low: i128, high: i128| (low == high).then_some(low);
    let printed = match (super::types::element(field.kind), test) {
        (Type::Text, ValueTest::Text(test)) => return of_text(test),
        (Type::Port, ValueTest::Integers(ranges)) => match ranges.as_slice() {
            [(low, high)] => single(*low, *high).map(|port| port.to_string()),
            _ => None,
        },
        (Type::Address, ValueTest::Addresses(ranges)) => match (ranges.v4.as_slice(), ranges.v6.as_slice()) {
            ([(low, high)], []) if low == high => Some(std::net::Ipv4Addr::from_bits(*low).to_string()),
            ([], [(low, high)]) if low == high => Some(std::net::Ipv6Addr::from_bits(*low).to_string()),
            _ => None,
        },
        (Type::Mac, ValueTest::Macs(list)) => match &**list {
            [mac] => Some(mac.to_string()),
            _ => None,
        },
        _ => None,
    };
    printed.iter().flat_map(|text| tokens(text)).collect()
}
