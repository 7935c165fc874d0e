//! Records by query, and one by its name.

use crate::Problem;
use crate::extract::{Body, Parameters};
use crate::json::{Moment, RecordView, range};
use crate::limits::{ROWS_DEFAULT, ROWS_MAX};
use crate::problem::Span;
use crate::state::{State, Wanted};
use crate::work;
use axum::Json;
use axum::extract::{self, Path};
use serde::{Deserialize, Serialize};
use thymus_record::RecordId;
use thymus_record::query::{Filter, Warning};
use thymus_store::{Cursor, Stopped};
use utoipa::{IntoParams, ToSchema};

/// Which records are looked for.
#[derive(Clone, Debug, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchRequest {
    /// What must be true of them, in the query language; everything if it is empty.
    #[serde(default)]
    pub(crate) query: String,
    /// From this moment on.
    pub(crate) from: Option<Moment>,
    /// Before this moment.
    pub(crate) to: Option<Moment>,
    /// Which come first.
    #[serde(default)]
    pub(crate) order: Order,
    /// How many; 100 if nothing is said, at most 5,000.
    pub(crate) limit: Option<usize>,
    /// Where the page before ended: its `next`.
    pub(crate) cursor: Option<String>,
}

/// Which records come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Order {
    /// Those of the latest time.
    #[default]
    NewestFirst,
    /// Those of the earliest time.
    OldestFirst,
}

/// Records that were found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecordPage {
    /// In the order that was asked for.
    pub(crate) records: Vec<RecordView>,
    /// The `cursor` with which the next page begins; absent if there is no more.
    pub(crate) next: Option<String>,
    /// Why not everything was looked at.
    pub(crate) partial: Option<Partial>,
    /// How many records were looked at.
    pub(crate) examined: u64,
    /// What is allowed in the query but probably not meant.
    pub(crate) warnings: Vec<Hint>,
}

/// Why an answer is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Partial {
    /// As many records were looked at as one search may.
    Records,
    /// The time for one search was over.
    Time,
    /// There are more different values than are kept apart.
    Groups,
    /// A file of the store is damaged and was passed over.
    Damaged,
}

/// What is allowed in a query but probably not meant.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Hint {
    /// What, in a sentence.
    pub(crate) message: String,
    /// Where.
    pub(crate) span: Span,
}

impl From<Stopped> for Partial {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Records => Self::Records,
            Stopped::Asked => Self::Time,
            Stopped::Groups => Self::Groups,
            Stopped::Damaged => Self::Damaged,
        }
    }
}

impl Hint {
    pub(crate) fn all(warnings: &[Warning]) -> Vec<Self> {
        let hint = |warning: &Warning| Self {
            message: warning.message.clone(),
            span: Span { start: warning.span.start, end: warning.span.end },
        };
        warnings.iter().map(hint).collect()
    }
}

impl SearchRequest {
    /// What is asked of the store beside the filter.
    pub(crate) fn wanted(&self, most: usize) -> Result<Wanted, Problem> {
        let limit = self.limit.unwrap_or(ROWS_DEFAULT.min(most));
        if limit == 0 || limit > most {
            return Err(Problem::invalid(format!("`limit` is between 1 and {most}")));
        }
        let order = match self.order {
            Order::NewestFirst => thymus_store::Order::NewestFirst,
            Order::OldestFirst => thymus_store::Order::OldestFirst,
        };
        let after = self.cursor.as_deref().map(read_cursor).transpose()?;
        Ok(Wanted { range: range(self.from, self.to)?, order, limit, after })
    }
}

/// A cursor as text: the id of the last record, and how many of that id were shown.
pub(crate) fn cursor(cursor: Cursor) -> String {
    format!("{}.{}", cursor.id, cursor.shown)
}

fn read_cursor(text: &str) -> Result<Cursor, Problem> {
    let parsed = text
        .split_once('.')
        .and_then(|(id, shown)| Some(Cursor { id: RecordId::parse(id)?, shown: shown.parse().ok()? }));
    parsed.ok_or_else(|| Problem::invalid("`cursor` is none; send the `next` of the page before as it was"))
}

/// Records by query.
///
/// A page ends where it is full or the search ran out of its time (`partial`); with `next` as `cursor` it goes on from there, so that
/// nothing is left out.
#[utoipa::path(get, path = "/api/v1/records", tag = "records", operation_id = "search_records", params(SearchRequest),
    responses((status = 200, description = "A page of records.", body = RecordPage),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn search(
    extract::State(state): extract::State<State>,
    Parameters(request): Parameters<SearchRequest>,
) -> Result<Json<RecordPage>, Problem> {
    find(state, request).await
}

/// Records by a query that is too long for an address.
#[utoipa::path(post, path = "/api/v1/records", tag = "records", operation_id = "search_records_by_post",
    request_body = SearchRequest,
    responses((status = 200, description = "A page of records.", body = RecordPage),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn search_by_post(
    extract::State(state): extract::State<State>,
    Body(request): Body<SearchRequest>,
) -> Result<Json<RecordPage>, Problem> {
    find(state, request).await
}

async fn find(state: State, request: SearchRequest) -> Result<Json<RecordPage>, Problem> {
    let wanted = request.wanted(ROWS_MAX)?;
    let filter = Filter::parse(&request.query, &state.services.registry)?;
    page(state, filter, wanted).await.map(Json)
}

/// A page of the records that pass a filter.
pub(crate) async fn page(state: State, filter: Filter, wanted: Wanted) -> Result<RecordPage, Problem> {
    let (places, time) = (state.searches.clone(), state.settings.search_time);
    work::run(&places, time, move |work| {
        let page = state.services.store.search(&wanted.search(&filter, work))?;
        Ok(RecordPage {
            records: RecordView::all(&page.rows),
            next: page.next.map(cursor),
            partial: page.partial.map(Into::into),
            examined: page.examined,
            warnings: Hint::all(filter.warnings()),
        })
    })
    .await
}

/// The record of a name.
pub(crate) fn record_id(text: &str) -> Result<RecordId, Problem> {
    RecordId::parse(text).ok_or_else(|| {
        Problem::invalid(format!("{text:?} is no record's id: R and eleven letters or digits"))
    })
}

/// One record.
#[utoipa::path(get, path = "/api/v1/records/{id}", tag = "records", operation_id = "get_record",
    params(("id" = String, Path, description = "The record's `_id`.")),
    responses((status = 200, description = "The record.", body = RecordView),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get(
    extract::State(state): extract::State<State>,
    Path(id): Path<String>,
) -> Result<Json<RecordView>, Problem> {
    let id = record_id(&id)?;
    let (places, time) = (state.searches.clone(), state.settings.search_time);
    work::run(&places, time, move |_| {
        let row = state.services.store.get(id)?;
        let row = row.ok_or_else(|| Problem::not_found(format!("there is no record {id}")))?;
        Ok(Json(RecordView::of(&row)))
    })
    .await
}
