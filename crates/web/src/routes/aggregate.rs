//! Figures over records: counts, histograms, most frequent values, sums.

use super::records::{Hint, Partial};
use crate::Problem;
use crate::extract::Body;
use crate::json::{Length, Moment, range, value};
use crate::limits::TABLE_ROWS_MAX;
use crate::state::{State, Wanted};
use crate::work;
use axum::Json;
use axum::extract;
use serde::{Deserialize, Serialize};
use thymus_record::Registry;
use thymus_record::query::Filter;
use thymus_store::{Aggregation, Cell, Group, METRICS_MAX, Metric, Sort, Table};
use utoipa::ToSchema;

/// How many rows a table has if nothing else is asked for.
const ROWS_DEFAULT: usize = 100;

/// Which figures are wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AggregateRequest {
    /// Over which records, in the query language; all if it is empty.
    #[serde(default)]
    query: String,
    /// From this moment on.
    from: Option<Moment>,
    /// Before this moment.
    to: Option<Moment>,
    /// By what they are put together, at most two: a histogram is by time, the most frequent values are by a field.
    #[serde(default)]
    groups: Vec<GroupBy>,
    /// What is worked out for each group; the number of records if nothing is said.
    #[serde(default)]
    metrics: Vec<Figure>,
    /// By which figure rows are sorted, greatest first, counted from 0; by their keys if nothing is said.
    sort: Option<usize>,
    /// How many rows; 100 if nothing is said, at most 10,000.
    limit: Option<usize>,
}

/// By what records are put together: one of the two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum GroupBy {
    /// By the value of a field; `kind` is one.
    Field(String),
    /// By their time, in steps of this length.
    Step(Length),
}

/// What is worked out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Figure {
    /// Which figure.
    figure: FigureKind,
    /// Of which field; of all but `count`.
    field: Option<String>,
    /// Of a percentile: the share of the values that do not exceed it, 0 to 1.
    share: Option<f64>,
}

/// Which figure.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FigureKind {
    /// How many records.
    Count,
    /// How many different values a field has.
    Distinct,
    /// The sum of a field.
    Sum,
    /// The mean of a field.
    Mean,
    /// The least value of a field.
    Min,
    /// The greatest value of a field.
    Max,
    /// The value that a share of the values does not exceed; off by at most 1 %.
    Percentile,
}

/// A table of figures.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TableView {
    /// A row for each group.
    rows: Vec<TableRowView>,
    /// How many groups there are, those beyond the limit included.
    groups: u64,
    /// How many records passed the query.
    records: u64,
    /// How many records were looked at.
    examined: u64,
    /// Why not everything was looked at.
    partial: Option<Partial>,
    /// What is allowed in the query but probably not meant.
    warnings: Vec<Hint>,
}

/// One group.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TableRowView {
    /// Its keys, one for each of `groups`: values as in records; of a step its first moment, in seconds since 1970.
    #[schema(value_type = Vec<serde_json::Value>)]
    keys: Vec<serde_json::Value>,
    /// Its figures, one for each of `metrics`; null where no record has the field. Times and lengths of time are in seconds.
    values: Vec<Option<f64>>,
}

impl AggregateRequest {
    fn aggregation(&self, registry: &Registry) -> Result<Aggregation, Problem> {
        let limit = self.limit.unwrap_or(ROWS_DEFAULT);
        if limit == 0 || limit > TABLE_ROWS_MAX {
            return Err(Problem::invalid(format!("`limit` is between 1 and {TABLE_ROWS_MAX}")));
        }
        if self.groups.len() > 2 || self.metrics.len() > METRICS_MAX {
            return Err(Problem::invalid(format!(
                "there are at most 2 `groups` and {METRICS_MAX} `metrics`"
            )));
        }
        let groups = self.groups.iter().map(|group| match group {
            GroupBy::Field(name) => Ok(Group::Field(registry.canonical(name).to_owned())),
            GroupBy::Step(length) if length.0.0 <= 0 => {
                Err(Problem::invalid("a step is longer than nothing"))
            }
            GroupBy::Step(length) => Ok(Group::Time(length.0)),
        });
        let metrics = self.metrics.iter().map(|figure| figure.metric(registry));
        let mut metrics = metrics.collect::<Result<Vec<_>, _>>()?;
        if metrics.is_empty() {
            metrics.push(Metric::Count);
        }
        let sort = match self.sort {
            None => Sort::Key,
            Some(place) if place < metrics.len() => Sort::Metric(place),
            Some(_) => return Err(Problem::invalid("`sort` is the number of one of the `metrics`, from 0")),
        };
        Ok(Aggregation { groups: groups.collect::<Result<_, _>>()?, metrics, sort, limit })
    }
}

impl Figure {
    fn metric(&self, registry: &Registry) -> Result<Metric, Problem> {
        let field = || match &self.field {
            Some(name) => Ok(registry.canonical(name).to_owned()),
            None => Err(Problem::invalid("every figure but `count` needs a `field`")),
        };
        Ok(match self.figure {
            FigureKind::Count => Metric::Count,
            FigureKind::Distinct => Metric::Distinct(field()?),
            FigureKind::Sum => Metric::Sum(field()?),
            FigureKind::Mean => Metric::Mean(field()?),
            FigureKind::Min => Metric::Min(field()?),
            FigureKind::Max => Metric::Max(field()?),
            FigureKind::Percentile => match self.share {
                Some(share) if (0.0..=1.0).contains(&share) => Metric::Percentile(field()?, share),
                _ => return Err(Problem::invalid("a percentile needs a `share` between 0 and 1")),
            },
        })
    }
}

impl TableView {
    fn of(table: Table, filter: &Filter) -> Self {
        let rows = table.rows.iter().map(|row| TableRowView {
            keys: row.keys.iter().map(value).collect(),
            values: row.cells.iter().map(figure).collect(),
        });
        Self {
            rows: rows.collect(),
            groups: table.groups,
            records: table.records,
            examined: table.examined,
            partial: table.partial.map(Into::into),
            warnings: Hint::all(filter.warnings()),
        }
    }
}

fn figure(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::None => None,
        Cell::Count(count) => Some(*count as f64),
        Cell::Number(number) => Some(*number),
    }
}

/// Figures over records.
///
/// A histogram has one group, `{"step": "1h"}`; the most frequent values one, `{"field": "service"}`, and `sort` 0.
#[utoipa::path(post, path = "/api/v1/records/aggregate", tag = "records", operation_id = "aggregate_records",
    request_body = AggregateRequest,
    responses((status = 200, description = "The figures.", body = TableView),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn aggregate(
    extract::State(state): extract::State<State>,
    Body(request): Body<AggregateRequest>,
) -> Result<Json<TableView>, Problem> {
    let aggregation = request.aggregation(&state.services.registry)?;
    let filter = Filter::parse(&request.query, &state.services.registry)?;
    let range = range(request.from, request.to)?;
    let (places, time) = (state.searches.clone(), state.settings.search_time);
    work::run(&places, time, move |work| {
        let wanted = Wanted { range, order: thymus_store::Order::default(), limit: 1, after: None };
        let table = state.services.store.aggregate(&wanted.search(&filter, work), &aggregation)?;
        Ok(Json(TableView::of(table, &filter)))
    })
    .await
}
