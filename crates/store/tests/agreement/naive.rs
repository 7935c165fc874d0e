//! What the answers must be, worked out one record after the other.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use thymus_record::query::Filter;
use thymus_record::{OwnedValue, Record as _, Row, Timestamp, Value};
use thymus_store::{Aggregation, Cell, Group, Metric, Order, Sort, TimeRange};

pub fn passing<'r>(rows: &'r [Row], filter: &Filter, range: TimeRange) -> Vec<&'r Row> {
    rows.iter().filter(|row| range.contains(row.ts()) && filter.matches(row)).collect()
}

pub fn said(row: &Row) -> String {
    let mut json = Vec::new();
    row.write_json(&mut json);
    // Facts are in no order of their own.
    let mut facts: Vec<String> =
        row.facts().map(|(field, value)| format!("{}={value:?}", field.name)).collect();
    facts.sort();
    let values: Vec<String> =
        (0..row.schema().fields.len()).map(|index| format!("{:?}", row.value(index))).collect();
    format!("{:?} {} {values:?} {facts:?}", row.id(), row.kind())
}

/// The ids in the order in which a search must give them.
pub fn ids(rows: &[&Row], order: Order) -> Vec<u64> {
    let mut ids: Vec<u64> = rows.iter().map(|row| row.id().0).collect();
    ids.sort_unstable();
    if order == Order::NewestFirst {
        ids.reverse();
    }
    ids
}

/// A value that sorts: its type, then the value.
#[derive(Clone, Debug)]
struct Sortable(OwnedValue);

impl Sortable {
    fn rank(&self) -> (u8, i128, f64, String) {
        match &self.0 {
            OwnedValue::Bool(value) => (0, (*value).into(), 0.0, String::new()),
            OwnedValue::Count(value) => (1, (*value).into(), 0.0, String::new()),
            OwnedValue::Int(value) => (2, (*value).into(), 0.0, String::new()),
            OwnedValue::Double(value) => (3, 0, *value, String::new()),
            OwnedValue::Time(value) => (4, value.0.into(), 0.0, String::new()),
            OwnedValue::Interval(value) => (5, value.0.into(), 0.0, String::new()),
            OwnedValue::Address(std::net::IpAddr::V4(value)) => {
                (6, value.to_bits().into(), 0.0, String::new())
            }
            OwnedValue::Address(std::net::IpAddr::V6(value)) => {
                (7, 0, 0.0, format!("{:032x}", value.to_bits()))
            }
            OwnedValue::Port(value) => (8, (*value).into(), 0.0, String::new()),
            OwnedValue::Text(value) => (9, 0, 0.0, value.to_string()),
            OwnedValue::Mac(value) => (10, 0, 0.0, value.to_string()),
            OwnedValue::Id(value) => (11, i128::from(value.prefix), 0.0, format!("{:020}", value.number)),
            other => panic!("{other:?}"),
        }
    }
}

impl PartialEq for Sortable {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Sortable {}
impl PartialOrd for Sortable {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Sortable {
    fn cmp(&self, other: &Self) -> Ordering {
        let ((a, b, c, d), (e, f, g, h)) = (self.rank(), other.rank());
        (a, b).cmp(&(e, f)).then_with(|| c.total_cmp(&g)).then_with(|| d.cmp(&h))
    }
}

fn values(row: &Row, field: &str) -> Vec<OwnedValue> {
    match row.get(field) {
        _ if field == "kind" => vec![OwnedValue::text(row.kind())],
        Value::Absent => Vec::new(),
        Value::List(list) => list.iter().map(OwnedValue::from).collect(),
        value => vec![value.into()],
    }
}

fn keys(row: &Row, group: &Group) -> BTreeSet<Sortable> {
    match group {
        Group::Field(field) => values(row, field).into_iter().map(Sortable).collect(),
        Group::Time(step) => {
            let start = row.ts().0.div_euclid(step.0).saturating_mul(step.0);
            BTreeSet::from([Sortable(OwnedValue::Time(Timestamp(start)))])
        }
    }
}

fn number(value: &OwnedValue, times: bool) -> Option<f64> {
    Some(match value {
        OwnedValue::Count(value) => *value as f64,
        OwnedValue::Port(value) => (*value).into(),
        OwnedValue::Int(value) => *value as f64,
        OwnedValue::Double(value) => *value,
        OwnedValue::Interval(value) => value.0 as f64 / 1e9,
        OwnedValue::Time(value) if times => value.0 as f64 / 1e9,
        _ => return None,
    })
}

fn cell(rows: &[&Row], metric: &Metric) -> Cell {
    let numbers = |field: &str, times: bool| -> Vec<f64> {
        rows.iter().flat_map(|row| values(row, field)).filter_map(|value| number(&value, times)).collect()
    };
    let of =
        |numbers: &[f64], number: f64| if numbers.is_empty() { Cell::None } else { Cell::Number(number) };
    match metric {
        Metric::Count => Cell::Count(rows.len() as u64),
        Metric::Distinct(field) => {
            let different: BTreeSet<Sortable> =
                rows.iter().flat_map(|row| values(row, field)).map(Sortable).collect();
            Cell::Count(different.len() as u64)
        }
        Metric::Sum(field) => {
            let numbers = numbers(field, false);
            of(&numbers, total(rows, field))
        }
        Metric::Mean(field) => {
            let numbers = numbers(field, false);
            of(&numbers, total(rows, field) / numbers.len() as f64)
        }
        Metric::Min(field) => {
            let numbers: Vec<f64> =
                numbers(field, true).into_iter().filter(|number| !number.is_nan()).collect();
            of(&numbers, numbers.iter().copied().fold(f64::INFINITY, f64::min))
        }
        Metric::Max(field) => {
            let numbers: Vec<f64> =
                numbers(field, true).into_iter().filter(|number| !number.is_nan()).collect();
            of(&numbers, numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max))
        }
        Metric::Percentile(..) => panic!("a property of its own"),
    }
}

/// A sum without the errors of adding large numbers of both signs.
fn total(rows: &[&Row], field: &str) -> f64 {
    let (mut whole, mut nanoseconds, mut fractions) = (0i128, 0i128, 0.0);
    for value in rows.iter().flat_map(|row| values(row, field)) {
        match value {
            OwnedValue::Count(value) => whole += i128::from(value),
            OwnedValue::Port(value) => whole += i128::from(value),
            OwnedValue::Int(value) => whole += i128::from(value),
            OwnedValue::Interval(value) => nanoseconds += i128::from(value.0),
            OwnedValue::Double(value) => fractions += value,
            _ => {}
        }
    }
    whole as f64 + nanoseconds as f64 / 1e9 + fractions
}

/// Every group with its figures, by the keys.
pub fn groups(rows: &[&Row], aggregation: &Aggregation) -> Vec<(Vec<OwnedValue>, Vec<Cell>)> {
    let mut groups: BTreeMap<Vec<Sortable>, Vec<&Row>> = BTreeMap::new();
    if aggregation.groups.is_empty() {
        groups.insert(Vec::new(), Vec::new());
    }
    for row in rows {
        let mut products: Vec<Vec<Sortable>> = vec![Vec::new()];
        for group in &aggregation.groups {
            let keys = keys(row, group);
            products = products
                .into_iter()
                .flat_map(|product| keys.iter().map(move |key| [product.clone(), vec![key.clone()]].concat()))
                .collect();
        }
        for product in products {
            groups.entry(product).or_default().push(row);
        }
    }
    let cells = |rows: &[&Row]| aggregation.metrics.iter().map(|metric| cell(rows, metric)).collect();
    groups
        .into_iter()
        .map(|(keys, rows)| (keys.into_iter().map(|key| key.0).collect(), cells(&rows)))
        .collect()
}

/// Whether two figures are the same, but for what the order of adding fractions does.
pub fn same(found: Cell, wanted: Cell) -> bool {
    match (found, wanted) {
        (Cell::Number(found), Cell::Number(wanted)) => {
            found == wanted
                || (found.is_nan() && wanted.is_nan())
                || (found - wanted).abs() <= wanted.abs().max(found.abs()) * 1e-9
        }
        (found, wanted) => found == wanted,
    }
}

/// Sorted as a table must be: greatest metric first, then by the keys, which they are sorted by already.
pub fn sorted(
    mut groups: Vec<(Vec<OwnedValue>, Vec<Cell>)>,
    sort: Sort,
) -> Vec<(Vec<OwnedValue>, Vec<Cell>)> {
    if let Sort::Metric(metric) = sort {
        let rank = |cell: Cell| match cell {
            Cell::None => f64::NEG_INFINITY,
            Cell::Count(count) => count as f64,
            Cell::Number(number) => number,
        };
        groups.sort_by(|a, b| rank(b.1[metric]).total_cmp(&rank(a.1[metric])));
    }
    groups
}
