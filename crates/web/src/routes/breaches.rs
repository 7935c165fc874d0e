//! Breaches: those there are, and one opened.

use super::records::{Hint, Order, Partial, SearchRequest, cursor};
use crate::Problem;
use crate::extract::Parameters;
use crate::json::{Moment, OpenedBreach, RecordView, Said};
use crate::limits::BREACHES_MAX;
use crate::records::Stored;
use crate::state::State;
use crate::work::{self, Work};
use axum::Json;
use axum::extract::{self, Path};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use thymus_analyst::Question;
use thymus_record::query::Filter;
use thymus_record::{Id, Row, Value};
use utoipa::{IntoParams, ToSchema};

/// So many notes on the breaches of a page are looked at.
const NOTES_MAX: usize = 10_000;

/// Which breaches are looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct BreachesRequest {
    /// What must be true of them, in the query language: `priority:>=4 AND model:*job*`.
    #[serde(default)]
    query: String,
    /// From this moment on.
    from: Option<Moment>,
    /// Before this moment.
    to: Option<Moment>,
    /// Which come first.
    #[serde(default)]
    order: Order,
    /// How many are looked at; 100 if nothing is said, at most 1,000.
    limit: Option<usize>,
    /// Where the page before ended: its `next`.
    cursor: Option<String>,
    /// Only those that are acknowledged, or only those that are not. The page then has fewer than `limit`.
    acknowledged: Option<bool>,
    /// Those, too, that an exception took away.
    #[serde(default)]
    suppressed: bool,
    /// Those of priority 0, too: indicators, which are there for models over breaches.
    #[serde(default)]
    indicators: bool,
}

/// Breaches that were found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BreachPage {
    /// In the order that was asked for.
    breaches: Vec<BreachView>,
    /// The `cursor` with which the next page begins; absent if there is no more.
    next: Option<String>,
    /// Why not everything was looked at.
    partial: Option<Partial>,
    /// How many records were looked at.
    examined: u64,
    /// What is allowed in the query but probably not meant.
    warnings: Vec<Hint>,
}

/// A breach.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BreachView {
    /// Its record.
    breach: RecordView,
    /// The newest acknowledgement, unless it was withdrawn.
    acknowledged: Option<Said>,
    /// How many comments there are.
    comments: usize,
}

impl BreachesRequest {
    /// The query with everything that is asked beside it. It is checked alone first, so that its spans are those of the client.
    fn filter(&self, state: &State) -> Result<(Filter, Filter), Problem> {
        let registry = &state.services.registry;
        let own = Filter::parse(&self.query, registry)?;
        let mut query = "kind:breach".to_owned();
        if !self.suppressed {
            query.push_str(" AND NOT _exists_:suppressed");
        }
        if !self.indicators {
            query.push_str(" AND NOT priority:0");
        }
        if !self.query.trim().is_empty() {
            query.push_str(&format!(" AND ({})", self.query));
        }
        Ok((own, Filter::parse(&query, registry)?))
    }

    fn search(&self) -> SearchRequest {
        SearchRequest {
            query: String::new(),
            from: self.from,
            to: self.to,
            order: self.order,
            limit: self.limit,
            cursor: self.cursor.clone(),
        }
    }
}

/// The breaches that there are.
#[utoipa::path(get, path = "/api/v1/breaches", tag = "breaches", operation_id = "list_breaches", params(BreachesRequest),
    responses((status = 200, description = "A page of breaches.", body = BreachPage),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    extract::State(state): extract::State<State>,
    Parameters(request): Parameters<BreachesRequest>,
) -> Result<Json<BreachPage>, Problem> {
    let wanted = request.search().wanted(BREACHES_MAX)?;
    let (own, filter) = request.filter(&state)?;
    let (places, time) = (state.searches.clone(), state.settings.search_time);
    work::run(&places, time, move |work| {
        let page = state.services.store.search(&wanted.search(&filter, work))?;
        let mut breaches = with_notes(&page.rows, &state, work)?;
        if let Some(acknowledged) = request.acknowledged {
            breaches.retain(|breach| breach.acknowledged.is_some() == acknowledged);
        }
        Ok(Json(BreachPage {
            breaches,
            next: page.next.map(cursor),
            partial: page.partial.map(Into::into),
            examined: page.examined,
            warnings: Hint::all(own.warnings()),
        }))
    })
    .await
}

/// Breaches with what was said of them.
fn with_notes(rows: &[Row], state: &State, work: &Work) -> Result<Vec<BreachView>, Problem> {
    let ids: Vec<Id> = rows.iter().filter_map(breach_id).collect();
    let notes = Stored { shared: state, work }.notes_on(&ids, NOTES_MAX)?;
    let acknowledged = thymus_analyst::acknowledged(&notes);
    let mut comments: BTreeMap<Id, usize> = BTreeMap::new();
    for note in notes.iter().filter(|note| note.get("note") == Value::Text("comment")) {
        if let Some(id) = breach_id(note) {
            *comments.entry(id).or_default() += 1;
        }
    }
    let view = |row: &Row| {
        let id = breach_id(row);
        BreachView {
            breach: RecordView::of(row),
            acknowledged: id.and_then(|id| acknowledged.get(&id.to_string())).map(Said::of),
            comments: id.and_then(|id| comments.get(&id)).copied().unwrap_or(0),
        }
    };
    Ok(rows.iter().map(view).collect())
}

fn breach_id(row: &Row) -> Option<Id> {
    if let Value::Id(id) = row.get("breach_id") { Some(id) } else { None }
}

/// One breach, opened.
///
/// The four answers (what triggered it, on which host, were files moved, is it common), each sentence with the ids of the records that
/// prove it; the recurrence card; the event log; what people said of it.
#[utoipa::path(get, path = "/api/v1/breaches/{id}", tag = "breaches", operation_id = "open_breach",
    params(("id" = String, Path, description = "Its `breach_id`, or the `_id` of its record.")),
    responses((status = 200, description = "The breach with everything that belongs to it.", body = OpenedBreach),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn open(
    extract::State(state): extract::State<State>,
    Path(id): Path<String>,
) -> Result<Json<OpenedBreach>, Problem> {
    let (places, time) = (state.searches.clone(), state.settings.search_time);
    work::run(&places, time, move |work| {
        let stored = Stored { shared: &state, work };
        let breach = stored.breach(&id)?;
        let notes = stored.notes(&breach)?;
        let question = Question { zone: state.services.zone.clone() };
        let opened = thymus_analyst::open(breach, &stored, &question)?;
        Ok(Json(OpenedBreach::of(opened, &notes, &question.zone)))
    })
    .await
}
