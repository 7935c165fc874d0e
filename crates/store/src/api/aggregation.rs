//! Figures over records: counts, histograms, most frequent values, sums, percentiles.

use super::Stopped;
use thymus_record::{Interval, OwnedValue};

/// What to work out.
///
/// ```
/// use thymus_store::{Aggregation, Group, Metric};
/// use thymus_record::Interval;
///
/// let count = Aggregation::count();
/// let histogram = Aggregation::histogram(Interval::from_seconds(3600));
/// let top_services = Aggregation::top("service", 10);
/// let bytes_by_pair = Aggregation {
///     groups: vec![Group::Field("id.orig_h".into()), Group::Field("id.resp_h".into())],
///     metrics: vec![Metric::Count, Metric::Sum("resp_bytes".into())],
///     sort: thymus_store::Sort::Metric(1),
///     limit: 20,
/// };
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregation {
    /// By what the records are put together; at most two. Without one there is one row, even if nothing passes.
    pub groups: Vec<Group>,
    /// What is worked out for each group; at most [`crate::METRICS_MAX`].
    pub metrics: Vec<Metric>,
    /// Which rows come first.
    pub sort: Sort,
    /// How many rows are wanted.
    pub limit: usize,
}

/// By what records are put together.
#[derive(Clone, Debug, PartialEq)]
pub enum Group {
    /// By the value of a field; `kind` is one. A record with a list belongs to the group of each of its different values; a
    /// record without the field to none.
    Field(String),
    /// By their time, in steps of this length counted from 1970. The key is the first moment of the step.
    Time(Interval),
}

/// What is worked out. Fields that hold lists count with each of their values.
#[derive(Clone, Debug, PartialEq)]
pub enum Metric {
    /// How many records.
    Count,
    /// How many different values a field has. Exact up to [`crate::DISTINCT_MAX`].
    Distinct(String),
    /// The sum of a field of numbers. Lengths of time are in seconds; other fields have none.
    Sum(String),
    /// The mean of a field of numbers.
    Mean(String),
    /// The least value of a field of numbers or times.
    Min(String),
    /// The greatest value of a field of numbers or times.
    Max(String),
    /// The value that this share of the values does not exceed, between 0 and 1; off by at most 1 % of the value.
    Percentile(String, f64),
}

/// Which rows of a table come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// By the keys, least first.
    Key,
    /// By the metric at this place, greatest first; then by the keys.
    Metric(usize),
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// A row for each group.
    pub rows: Vec<TableRow>,
    /// How many groups there are, those beyond the limit included.
    pub groups: u64,
    /// How many records passed the filter.
    pub records: u64,
    /// Set if not every record was looked at.
    pub partial: Option<Stopped>,
    /// How many records were looked at.
    pub examined: u64,
}

/// One group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableRow {
    /// The group's keys, one for each of [`Aggregation::groups`].
    pub keys: Vec<OwnedValue>,
    /// One for each of [`Aggregation::metrics`].
    pub cells: Vec<Cell>,
}

/// One figure.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Cell {
    /// There is none: no record had the field.
    #[default]
    None,
    /// A number of records or values.
    Count(u64),
    /// A sum, mean, least or greatest value, or percentile; times in seconds since 1970, lengths of time in seconds.
    Number(f64),
}

impl Aggregation {
    /// How many records there are.
    #[must_use]
    pub fn count() -> Self {
        Self { groups: Vec::new(), metrics: vec![Metric::Count], sort: Sort::Key, limit: 1 }
    }

    /// How many records there are in each step of time. Steps without any are left out.
    #[must_use]
    pub fn histogram(step: Interval) -> Self {
        Self {
            groups: vec![Group::Time(step)],
            metrics: vec![Metric::Count],
            sort: Sort::Key,
            limit: crate::GROUPS_MAX,
        }
    }

    /// The most frequent values of a field, most frequent first.
    #[must_use]
    pub fn top(field: &str, limit: usize) -> Self {
        Self {
            groups: vec![Group::Field(field.to_owned())],
            metrics: vec![Metric::Count],
            sort: Sort::Metric(0),
            limit,
        }
    }
}
