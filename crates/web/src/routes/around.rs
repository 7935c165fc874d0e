//! What happened around a record.

use super::records::{self, RecordPage, record_id};
use crate::Problem;
use crate::extract::Parameters;
use crate::json::Length;
use crate::limits::{AROUND_SECONDS_MAX, ROWS_DEFAULT, ROWS_MAX};
use crate::state::{State, Wanted};
use crate::work;
use axum::Json;
use axum::extract::{self, Path};
use serde::{Deserialize, Serialize};
use thymus_analyst::quoted;
use thymus_record::query::Filter;
use thymus_record::{Interval, Row, Value};
use thymus_store::TimeRange;
use utoipa::{IntoParams, ToSchema};

/// How far to both sides is looked if nothing is said.
const WINDOW: Interval = Interval::from_seconds(150);

/// What is looked for around a record.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AroundRequest {
    /// What the records have in common with this one.
    #[serde(default)]
    by: By,
    /// How far before and after it is looked; 150 s if nothing is said, at most a day.
    window: Option<Length>,
    /// How many; 100 if nothing is said, at most 5,000.
    limit: Option<usize>,
}

/// What records have in common with one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum By {
    /// One of its two hosts.
    #[default]
    Hosts,
    /// Both hosts, whoever began.
    Pair,
    /// The connection.
    Connection,
    /// Both hosts, and the kind of record.
    Similar,
}

/// What happened around a record, and how to look for it by hand.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AroundPage {
    /// The query that finds it.
    query: String,
    /// From when on, in seconds since 1970.
    from: f64,
    /// Until when.
    to: f64,
    /// The records, the oldest first. `/api/v1/records` goes on from `next` with `query`, `from`, `to` and `order` `oldest_first`.
    page: RecordPage,
}

/// The query that finds what has this in common with the record.
fn query(row: &Row, by: By) -> Option<String> {
    let ends: Vec<String> = ["id.orig_h", "id.resp_h"]
        .iter()
        .filter_map(|field| match row.get(field) {
            Value::Address(address) => Some(quoted(&address.to_string())),
            _ => None,
        })
        .collect();
    let either = |address: &String| format!("(id.orig_h:{address} OR id.resp_h:{address})");
    let all =
        |joined: &str| (!ends.is_empty()).then(|| ends.iter().map(either).collect::<Vec<_>>().join(joined));
    match by {
        By::Hosts => all(" OR "),
        By::Pair => all(" AND "),
        By::Similar => all(" AND ").map(|pair| format!("kind:{} AND {pair}", row.kind())),
        By::Connection => match row.get("uid") {
            Value::Id(uid) => Some(format!("uid:{}", quoted(&uid.to_string()))),
            _ => None,
        },
    }
}

/// What happened around a record.
#[utoipa::path(get, path = "/api/v1/records/{id}/around", tag = "records", operation_id = "search_around_record",
    params(("id" = String, Path, description = "The record's `_id`."), AroundRequest),
    responses((status = 200, description = "The records around it.", body = AroundPage),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn around(
    extract::State(state): extract::State<State>,
    Path(id): Path<String>,
    Parameters(request): Parameters<AroundRequest>,
) -> Result<Json<AroundPage>, Problem> {
    let id = record_id(&id)?;
    let window = request.window.map_or(WINDOW, |length| length.0);
    if window > Interval::from_seconds(AROUND_SECONDS_MAX) {
        return Err(Problem::invalid(format!("`window` is at most {AROUND_SECONDS_MAX} seconds")));
    }
    let limit = request.limit.unwrap_or(ROWS_DEFAULT);
    if limit == 0 || limit > ROWS_MAX {
        return Err(Problem::invalid(format!("`limit` is between 1 and {ROWS_MAX}")));
    }
    let (places, time, shared) = (state.searches.clone(), state.settings.search_time, state.clone());
    let row = work::run(&places, time, move |_| Ok(shared.services.store.get(id)?)).await?;
    let row = row.ok_or_else(|| Problem::not_found(format!("there is no record {id}")))?;
    let lacking = "the record has nothing of that; ask by something else: hosts, pair, connection or similar";
    let query = query(&row, request.by).ok_or_else(|| Problem::invalid(lacking))?;
    let filter = Filter::parse(&query, &state.services.registry)?;
    // The last nanosecond belongs to it: the span is the same to both sides.
    let range = TimeRange { from: row.ts() - window, to: row.ts() + window + Interval(1) };
    let wanted = Wanted { range, order: thymus_store::Order::OldestFirst, limit, after: None };
    let page = records::page(state, filter, wanted).await?;
    let (from, to) = (crate::json::seconds(range.from), crate::json::seconds(range.to));
    Ok(Json(AroundPage { query, from, to, page }))
}
