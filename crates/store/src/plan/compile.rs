//! From a filter's condition to what is done to one part.

use super::message::message_node;
use super::node::{Ground, Node};
use super::ports::Ports;
use super::texts::matching_texts;
use super::values::ValueSet;
use crate::column::{Class, Column, Dictionary, Presence, class, double, signed};
use crate::part::Slot;
use std::sync::Arc;
use thymus_record::query::{Condition, FieldTest, Place, Ranges, ValueTest};
use thymus_record::{Type, Value};

/// A share of the rows, one in so many, below which they are listed rather than looked for in the column.
const LISTED_SHARE: u64 = 8;

/// What is done to find the rows of a part that pass.
pub(crate) fn compile<'a>(condition: &Condition, ground: Ground<'a>, ports: &Ports) -> Node<'a> {
    match condition {
        Condition::Always => Node::All,
        Condition::Never => Node::None,
        Condition::Kind(kinds) if kinds.binary_search(&ground.part.kind()).is_ok() => Node::All,
        Condition::Kind(_) => Node::None,
        Condition::Message(test) => message_node(test, ground, ports),
        Condition::Field(test) => field_node(test, ground),
        Condition::And(all) => {
            // What rules a part out is often cheap to find: the rest need not be worked out then.
            let mut nodes = Vec::with_capacity(all.len());
            for condition in all {
                match compile(condition, ground, ports) {
                    Node::None => return Node::None,
                    node => nodes.push(node),
                }
            }
            Node::all_of(nodes)
        }
        Condition::Or(one) => {
            Node::one_of(one.iter().map(|condition| compile(condition, ground, ports)).collect())
        }
        Condition::Not(inner) => Node::not(compile(inner, ground, ports)),
    }
}

fn field_node<'a>(test: &FieldTest, ground: Ground<'a>) -> Node<'a> {
    let kind = ground.part.kind();
    let here = test.places.iter().filter(|(place, _)| match place {
        Place::Field { kind: of, .. } => *of == kind,
        Place::Fact(_) => true,
    });
    Node::one_of(here.map(|(place, test)| place_node(*place, test, ground)).collect())
}

fn place_node<'a>(place: Place, test: &Arc<ValueTest>, ground: Ground<'a>) -> Node<'a> {
    let column = match ground.part.slot(place) {
        Slot::Absent => return Node::None,
        Slot::Column(column) => column,
        Slot::Converted(column) => {
            let declared = match place {
                Place::Field { field, .. } => ground.part.schema().fields.get(field).map(|field| field.kind),
                Place::Fact(fact) => ground.registry.facts().get(fact).map(|field| field.kind),
            };
            return declared.map_or(Node::None, |kind| Node::Converted(column, kind, test.clone()));
        }
    };
    match (&**test, class(column.kind)) {
        (ValueTest::Present, _) => present(column),
        (ValueTest::Text(test), Class::Text) => {
            let field = match place {
                Place::Field { field, .. } => Some(field),
                Place::Fact(_) => None,
            };
            listed(column, ValueSet::new(matching_texts(&column, test, field, ground)), ground)
        }
        (ValueTest::Addresses(_), Class::Address)
            if matches!(column.dictionary, Dictionary::Addresses(_)) =>
        {
            address_node(column, test, ground)
        }
        (_, Class::Text | Class::Address | Class::Mac) => {
            listed(column, passing(&column, |value| test.matches(value)), ground)
        }
        (_, Class::Number) => numbers_node(column, test),
    }
}

fn present(column: Column<'_>) -> Node<'_> {
    if matches!(column.presence, Presence::Full) { Node::All } else { Node::Present(column) }
}

/// The values of a dictionary that pass.
pub(super) fn passing(column: &Column<'_>, passes: impl Fn(Value<'_>) -> bool) -> ValueSet {
    let mut places = Vec::new();
    column.dictionary.each(|place, value| {
        if passes(value) {
            places.push(place);
        }
        true
    });
    ValueSet::new(places)
}

/// The rows that have one of these values: a list of them where they are few and known.
pub(super) fn listed<'a>(column: Column<'a>, set: ValueSet, ground: Ground<'a>) -> Node<'a> {
    if set.is_empty() {
        return Node::None;
    }
    let Some(inverted) = column.inverted else { return Node::Values(column, set) };
    let most = u64::from(ground.part.rows()) / LISTED_SHARE;
    let mut count = 0;
    let few = set.iter().all(|place| {
        count += u64::from(inverted.at_most(place));
        count <= most
    });
    if !few {
        return Node::Values(column, set);
    }
    let mut rows = Vec::with_capacity(count as usize);
    set.iter().for_each(|place| inverted.rows(place, &mut rows));
    rows.sort_unstable();
    rows.dedup();
    if rows.is_empty() { Node::None } else { Node::Rows(rows) }
}

/// A sorted dictionary has the addresses of a network side by side.
fn address_node<'a>(column: Column<'a>, test: &ValueTest, ground: Ground<'a>) -> Node<'a> {
    let (ValueTest::Addresses(ranges), Dictionary::Addresses(addresses)) = (test, column.dictionary) else {
        return Node::None;
    };
    let mut nodes = Vec::new();
    let mut run = |from: std::net::IpAddr, to: std::net::IpAddr| {
        let first = addresses.first_from(from);
        let mut end = addresses.first_from(to);
        end += u32::from(addresses.get(end) == Some(to));
        if first < end {
            nodes.push(listed(column, ValueSet::Run(first.into(), end.into()), ground));
        }
    };
    for (from, to) in ranges.v4.as_slice() {
        run(std::net::Ipv4Addr::from_bits(*from).into(), std::net::Ipv4Addr::from_bits(*to).into());
    }
    for (from, to) in ranges.v6.as_slice() {
        run(std::net::Ipv6Addr::from_bits(*from).into(), std::net::Ipv6Addr::from_bits(*to).into());
    }
    Node::one_of(nodes)
}

fn numbers_node<'a>(column: Column<'a>, test: &Arc<ValueTest>) -> Node<'a> {
    let element = column.element();
    let ranges = match (&**test, element) {
        (ValueTest::Bool(wanted), Type::Bool) => vec![(u64::from(*wanted), u64::from(*wanted))],
        (ValueTest::Integers(ranges), Type::Count | Type::Port) => {
            whole(ranges, 0, u64::MAX.into(), |number| number as u64)
        }
        (ValueTest::Integers(ranges), Type::Int | Type::Time | Type::Interval) => {
            whole(ranges, i64::MIN.into(), i64::MAX.into(), |number| signed(number as i64))
        }
        (ValueTest::Doubles(ranges), Type::Double) => {
            ranges.as_slice().iter().map(|range| doubles(*range)).collect()
        }
        (ValueTest::Ids(wanted), Type::Id) => {
            let here = wanted.iter().filter(|id| id.prefix == column.prefix);
            here.map(|id| (id.number, id.number)).collect()
        }
        _ => return Node::Tested(column, test.clone()),
    };
    numbers(column, ranges)
}

/// The rows with a number in one of these ranges, which are sorted.
pub(super) fn numbers(column: Column<'_>, mut ranges: Vec<(u64, u64)>) -> Node<'_> {
    if let Some((least, greatest)) = column.bounds {
        ranges.retain(|(from, to)| *from <= greatest && least <= *to);
        if ranges.iter().any(|(from, to)| *from <= least && greatest <= *to) {
            return present(column);
        }
    }
    if ranges.is_empty() { Node::None } else { Node::Numbers(column, ranges) }
}

fn whole(ranges: &Ranges<i128>, least: i128, greatest: i128, raw: impl Fn(i128) -> u64) -> Vec<(u64, u64)> {
    let inside = ranges.as_slice().iter().filter(|(from, to)| *from <= greatest && least <= *to);
    inside.map(|(from, to)| (raw((*from).max(least)), raw((*to).min(greatest)))).collect()
}

/// Both zeros are equal, but not as columns have them.
fn doubles((from, to): (f64, f64)) -> (u64, u64) {
    let from = if from == 0.0 { -0.0 } else { from };
    let to = if to == 0.0 { 0.0 } else { to };
    (double(from), double(to))
}
