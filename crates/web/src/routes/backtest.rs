//! What a model would have raised.

use super::models::refused;
use super::records::Partial;
use crate::Problem;
use crate::extract::Body;
use crate::json::{Moment, RecordView, range};
use crate::limits::{BACKTEST_BREACHES_MAX, BACKTEST_RECORDS_MAX};
use crate::state::{State, Wanted};
use crate::work::{self, Work};
use axum::Json;
use axum::extract;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use thymus_detect::{Backtest, Breach, KIND};
use thymus_model::Model;
use thymus_record::query::Filter;
use thymus_store::PAGE_ROWS_MAX;
use utoipa::ToSchema;

/// Which model is tried on what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BacktestRequest {
    /// The text of the model.
    text: String,
    /// From this moment on.
    from: Option<Moment>,
    /// Before this moment.
    to: Option<Moment>,
}

/// What a model would have raised, beside what the one of the same id that runs now would have.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Trial {
    /// There is one that runs now; otherwise everything is added.
    compared: bool,
    /// Breaches that only the new one raises.
    added: Raised,
    /// Breaches that only the one that runs now raises.
    removed: Raised,
    /// Breaches that both raise, as the new one tells them.
    kept: Raised,
    /// On how many records it was tried.
    records: u64,
    /// Why it was not tried on all of them.
    partial: Option<Partial>,
}

/// Breaches.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Raised {
    /// How many.
    count: usize,
    /// The first thousand of them.
    breaches: Vec<RecordView>,
}

impl Raised {
    fn of(breaches: &[Breach]) -> Self {
        let first = breaches.iter().take(BACKTEST_BREACHES_MAX);
        Self { count: breaches.len(), breaches: first.map(|breach| RecordView::of(&breach.row())).collect() }
    }
}

/// Tries a model on what is stored, and keeps nothing.
#[utoipa::path(post, path = "/api/v1/backtests", tag = "models", operation_id = "backtest_model", request_body = BacktestRequest,
    responses((status = 200, description = "What it would have raised.", body = Trial),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn backtest(
    extract::State(state): extract::State<State>,
    Body(request): Body<BacktestRequest>,
) -> Result<Json<Trial>, Problem> {
    let (places, time) = (state.exports.clone(), state.settings.export_time);
    work::run(&places, time, move |work| {
        let checked = Model::read(&request.text, &state.services.registry);
        let model = checked.value.map(Arc::new);
        let model = model.ok_or_else(|| refused("The model is refused", &checked.diagnostics))?;
        let range = range(request.from, request.to)?;
        let wanted =
            Wanted { range, order: thymus_store::Order::OldestFirst, limit: PAGE_ROWS_MAX, after: None };
        attempt(&state, work, &model, wanted).map(Json)
    })
    .await
}

fn attempt(state: &State, work: &Work, model: &Arc<Model>, mut wanted: Wanted) -> Result<Trial, Problem> {
    let services = &state.services;
    let held = services.models.models();
    let before = held.iter().map(|held| &held.model).find(|known| known.id == model.id);
    let exceptions = services.models.exceptions();
    let mut trial = Backtest::new(before, model, &exceptions, &services.registry, services.detection.clone());
    // Breaches of the model itself are what is to be found out; others are what a model over breaches asks for.
    let own = format!("NOT (kind:{KIND} AND model_uuid:={})", thymus_analyst::quoted(&model.id));
    let filter = Filter::parse(&own, &services.registry)?;
    let (mut records, mut partial) = (0, None);
    loop {
        let page = services.store.search(&wanted.search(&filter, work))?;
        page.rows.iter().for_each(|row| trial.observe(row));
        records += page.rows.len() as u64;
        partial = page.partial.map(Partial::from).or(partial);
        match page.next {
            None => break,
            Some(_) if work.is_over() => {
                partial = Some(Partial::Time);
                break;
            }
            Some(_) if records >= BACKTEST_RECORDS_MAX => {
                partial = Some(Partial::Records);
                break;
            }
            next => wanted.after = next,
        }
    }
    let comparison = trial.finish();
    Ok(Trial {
        compared: before.is_some(),
        added: Raised::of(&comparison.added),
        removed: Raised::of(&comparison.removed),
        kept: Raised::of(&comparison.kept),
        records,
        partial,
    })
}
