//! Exceptions: what is not raised although a model says so.

use super::models::refused;
use super::records::Partial;
use crate::Problem;
use crate::extract::{Body, Text};
use crate::json::{Checked, Diagnosed, Moment, RecordView, diagnosed, range, seconds};
use crate::limits::BREACHES_MAX;
use crate::state::{State, Wanted};
use crate::work::{self, Work};
use axum::Json;
use axum::extract;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use thymus_detect::{Backwards, apply_backwards};
use thymus_model::{Exception, ExceptionFile};
use thymus_record::Row;
use thymus_record::query::Filter;
use utoipa::ToSchema;

/// The exceptions that hold.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExceptionList {
    /// All of them, those of other folders among them.
    exceptions: Vec<ExceptionView>,
    /// The text of one's own; absent if there are none.
    text: Option<String>,
    /// What is to be said of them beside the models that there are: unknown models, and that they have expired.
    diagnostics: Vec<Diagnosed>,
}

/// An exception.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExceptionView {
    /// Its name.
    id: String,
    /// The models that it is about; all if none is named.
    models: Vec<String>,
    /// Who answers for it.
    owner: String,
    /// Why.
    reason: String,
    /// Since when it holds, in seconds since 1970.
    created: f64,
    /// Until when; for ever if absent.
    expires: Option<f64>,
    /// It also holds for what was before it was created.
    backwards: bool,
}

impl ExceptionView {
    fn of(exception: &Arc<Exception>) -> Self {
        Self {
            id: exception.id.to_string(),
            models: exception.models.iter().map(ToString::to_string).collect(),
            owner: exception.owner.clone(),
            reason: exception.reason.clone(),
            created: seconds(exception.created),
            expires: exception.expires.map(seconds),
            backwards: exception.backwards,
        }
    }
}

/// The exceptions that hold.
#[utoipa::path(get, path = "/api/v1/exceptions", tag = "models", operation_id = "get_exceptions",
    responses((status = 200, description = "The exceptions.", body = ExceptionList),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
) -> Result<Json<ExceptionList>, Problem> {
    let (places, time) = (state.searches.clone(), state.settings.search_time);
    work::run(&places, time, move |_| list(&state).map(Json)).await
}

fn list(state: &State) -> Result<ExceptionList, Problem> {
    let (models, now) = (&state.services.models, state.services.clock.now());
    let held = models.models();
    let names = held.iter().map(|held| &*held.model.id);
    let exceptions = models.exceptions();
    let problems: Vec<_> =
        exceptions.iter().flat_map(|exception| exception.problems(names.clone(), now)).collect();
    Ok(ExceptionList {
        exceptions: exceptions.iter().map(ExceptionView::of).collect(),
        text: models.exceptions_text()?,
        diagnostics: diagnosed(&problems),
    })
}

/// Keeps one's own exceptions in place of those before; they hold within a second.
///
/// A text with a mistake is refused with what is wrong with it, and what held before goes on.
#[utoipa::path(put, path = "/api/v1/exceptions", tag = "models", operation_id = "put_exceptions",
    request_body(content = String, content_type = "application/yaml", description = "The text of all one's own exceptions."),
    responses((status = 200, description = "They are kept.", body = ExceptionList),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn put(
    extract::State(state): extract::State<State>,
    Text(text): Text,
) -> Result<Json<ExceptionList>, Problem> {
    let (places, time) = (state.searches.clone(), state.settings.search_time);
    work::run(&places, time, move |_| {
        let checked = ExceptionFile::read(&text, &state.services.registry);
        if checked.value.is_none() {
            return Err(refused("The exceptions are refused", &checked.diagnostics));
        }
        state.services.models.put_exceptions(&text)?;
        list(&state).map(Json)
    })
    .await
}

/// Looks at the text of exceptions, and keeps nothing.
#[utoipa::path(post, path = "/api/v1/checks/exceptions", tag = "models", operation_id = "check_exceptions",
    request_body(content = String, content_type = "application/yaml", description = "The text of exceptions."),
    responses((status = 200, description = "What is to be said of it.", body = Checked),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn check(
    extract::State(state): extract::State<State>,
    Text(text): Text,
) -> Result<Json<Checked>, Problem> {
    let (places, time) = (state.searches.clone(), state.settings.search_time);
    work::run(&places, time, move |_| {
        Ok(Json(Checked::of(&ExceptionFile::read(&text, &state.services.registry).diagnostics)))
    })
    .await
}

/// Which exceptions are tried on what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BackwardsRequest {
    /// The text of the exceptions.
    text: String,
    /// From this moment on.
    from: Option<Moment>,
    /// Before this moment.
    to: Option<Moment>,
}

/// What exceptions would have done, had they always held.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BackwardsView {
    /// Breaches that would have been taken away.
    suppressed: Vec<RecordView>,
    /// Breaches of which that cannot be told: not all records that led to them are known any more.
    unknown: Vec<RecordView>,
    /// How many breaches would have been raised all the same.
    kept: usize,
    /// Only the latest thousand breaches were looked at, or the time was over.
    partial: Option<Partial>,
}

/// Tries exceptions on the breaches that were raised, and keeps nothing.
#[utoipa::path(post, path = "/api/v1/exceptions/backwards", tag = "models", operation_id = "apply_exceptions_backwards",
    request_body = BackwardsRequest,
    responses((status = 200, description = "What they would have done.", body = BackwardsView),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn backwards(
    extract::State(state): extract::State<State>,
    Body(request): Body<BackwardsRequest>,
) -> Result<Json<BackwardsView>, Problem> {
    let range = range(request.from, request.to)?;
    let (places, time) = (state.exports.clone(), state.settings.export_time);
    work::run(&places, time, move |work| {
        let checked = ExceptionFile::read(&request.text, &state.services.registry);
        let Some(file) = checked.value else {
            return Err(refused("The exceptions are refused", &checked.diagnostics));
        };
        let order = thymus_store::Order::NewestFirst;
        let wanted = Wanted { range, order, limit: BREACHES_MAX, after: None };
        look_back(&state, work, &file.exceptions, &wanted).map(Json)
    })
    .await
}

fn look_back(
    state: &State,
    work: &Work,
    exceptions: &[Exception],
    wanted: &Wanted,
) -> Result<BackwardsView, Problem> {
    let store = &state.services.store;
    let filter = Filter::parse("kind:breach AND NOT _exists_:suppressed", &state.services.registry)?;
    let page = store.search(&wanted.search(&filter, work))?;
    let mut view = BackwardsView {
        suppressed: Vec::new(),
        unknown: Vec::new(),
        kept: 0,
        partial: page.next.map(|_| Partial::Records),
    };
    for breach in &page.rows {
        if work.is_over() {
            view.partial = Some(Partial::Time);
            break;
        }
        let record = |id| store.get(id).ok().flatten();
        let verdicts = || exceptions.iter().map(|exception| apply_backwards(exception, breach, record));
        view.judge(breach, verdicts().collect());
    }
    Ok(view)
}

impl BackwardsView {
    fn judge(&mut self, breach: &Row, verdicts: Vec<Backwards>) {
        if verdicts.contains(&Backwards::Suppressed) {
            self.suppressed.push(RecordView::of(breach));
        } else if verdicts.contains(&Backwards::Unknown) {
            self.unknown.push(RecordView::of(breach));
        } else {
            self.kept += 1;
        }
    }
}
