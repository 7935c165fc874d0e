//! Figures over records.
//!
//! Columns are read as numbers. What belongs to which group is told by numbers too, places in dictionaries mostly; what a number
//! stands for is looked up once for each group of a part. Counting by one field needs no more than a counter for each place.

mod accumulator;
mod key;
mod part;
mod sketch;
mod totals;

pub(crate) use part::collect;
pub(crate) use totals::Totals;

use crate::api::{Aggregation, Group, Metric};
use crate::{METRICS_MAX, Result, StoreError};
use thymus_record::Registry;
use thymus_record::query::Place;

/// At most this many groupings.
const GROUPINGS_MAX: usize = 2;

/// An aggregation whose names are those that records have.
pub(crate) fn settle(aggregation: &Aggregation, registry: &Registry) -> Result<Aggregation> {
    let limit = |what, found: usize, most: usize| match found > most {
        true => Err(StoreError::Limit { what, found: found as u64, most: most as u64 }),
        false => Ok(()),
    };
    limit("the number of groupings", aggregation.groups.len(), GROUPINGS_MAX)?;
    limit("the number of metrics", aggregation.metrics.len(), METRICS_MAX)?;
    let mut settled = aggregation.clone();
    let name = |name: &mut String| {
        let known = registry.canonical(name).to_owned();
        if known != KIND && !registry.has_field(&known) {
            return Err(StoreError::UnknownField { name: name.clone() });
        }
        *name = known;
        Ok(())
    };
    for group in &mut settled.groups {
        if let Group::Field(field) = group {
            name(field)?;
        }
    }
    for metric in &mut settled.metrics {
        match metric {
            Metric::Count => {}
            Metric::Distinct(field)
            | Metric::Sum(field)
            | Metric::Mean(field)
            | Metric::Min(field)
            | Metric::Max(field)
            | Metric::Percentile(field, _) => name(field)?,
        }
    }
    Ok(settled)
}

/// The name by which a record's kind is asked for.
pub(crate) const KIND: &str = "kind";

/// Where the records of a kind have a field: in themselves, or as a fact.
pub(crate) fn place_of(kind: usize, name: &str, registry: &Registry) -> Option<Place> {
    let schema = registry.kinds().get(kind)?;
    match schema.index_of(name) {
        Some(field) => Some(Place::Field { kind, field }),
        None => registry.fact_index(name).map(Place::Fact),
    }
}

/// The field that a metric is about.
pub(crate) fn field_of(metric: &Metric) -> Option<&str> {
    match metric {
        Metric::Count => None,
        Metric::Distinct(field)
        | Metric::Sum(field)
        | Metric::Mean(field)
        | Metric::Min(field)
        | Metric::Max(field)
        | Metric::Percentile(field, _) => Some(field),
    }
}
