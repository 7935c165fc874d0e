//! Models: those that run, one with its text, and those of one's own.

use crate::Problem;
use crate::extract::Text;
use crate::json::{Checked, Diagnosed, diagnosed};
use crate::services::{Finding, HeldModel};
use crate::state::State;
use crate::work;
use axum::Json;
use axum::extract::{self, Path};
use axum::http::StatusCode;
use serde::Serialize;
use thymus_model::{Diagnostic, Model, Severity, duration_in_words};
use utoipa::ToSchema;

/// The models that there are.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ModelList {
    /// By id. Those that are switched off are among them.
    models: Vec<ModelView>,
    /// Files of models and exceptions that something is to be said of: those that are refused do not run, all others do.
    findings: Vec<FindingView>,
}

/// A model.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ModelView {
    /// Its stable id.
    id: String,
    /// What analysts see.
    name: String,
    /// What happened, and why it may matter.
    description: String,
    /// What to do.
    advice: Option<String>,
    /// 0 to 5.
    priority: u8,
    /// ATT&CK techniques and tactics.
    mitre: Vec<&'static str>,
    /// Free tags.
    tags: Vec<String>,
    /// Whether it runs.
    enabled: bool,
    /// It came with the program.
    shipped: bool,
    /// Its file.
    path: String,
    /// The name of its text: breaches bear the one that they were raised by.
    version: String,
    /// What it counts.
    components: Vec<ComponentView>,
}

/// What a model counts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ComponentView {
    /// Its name.
    name: String,
    /// Which records.
    query: String,
    /// What is asked for, in words.
    asked: String,
    /// Within what time, in words.
    window: String,
}

/// What is to be said of a file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FindingView {
    /// The file.
    path: String,
    /// It is refused.
    refused: bool,
    /// What is wrong with it.
    diagnostics: Vec<Diagnosed>,
}

/// A model with its text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ModelShown {
    /// The model.
    model: ModelView,
    /// The text that it was read from.
    text: String,
}

impl ModelView {
    fn of(held: &HeldModel) -> Self {
        let model = &held.model;
        let components = model.components.iter().map(|component| ComponentView {
            name: component.name.to_string(),
            query: component.query.to_string(),
            asked: component.in_words(),
            window: duration_in_words(component.window),
        });
        Self {
            id: model.id.to_string(),
            name: model.name.to_string(),
            description: model.description.trim().to_owned(),
            advice: model.advice.clone(),
            priority: model.priority,
            mitre: model.mitre.iter().map(|technique| technique.id).collect(),
            tags: model.tags.clone(),
            enabled: model.enabled,
            shipped: held.shipped,
            path: held.path.clone(),
            version: model.version().to_string(),
            components: components.collect(),
        }
    }
}

impl FindingView {
    fn of(finding: &Finding) -> Self {
        Self {
            path: finding.path.clone(),
            refused: finding.diagnostics.iter().any(is_error),
            diagnostics: diagnosed(&finding.diagnostics),
        }
    }
}

pub(crate) fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
}

/// Why a text is not taken.
pub(crate) fn refused(what: &'static str, diagnostics: &[Diagnostic]) -> Problem {
    let first = diagnostics.iter().find(|diagnostic| is_error(diagnostic));
    let detail = first.map_or_else(String::new, |first| {
        format!("line {}, column {}: {} ({})", first.span.line, first.span.column, first.message, first.code)
    });
    let mut problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "text_refused", what, detail);
    problem.diagnostics = diagnosed(diagnostics);
    problem
}

/// The models that there are.
#[utoipa::path(get, path = "/api/v1/models", tag = "models", operation_id = "list_models",
    responses((status = 200, description = "The models, and files that are refused.", body = ModelList),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(extract::State(state): extract::State<State>) -> Json<ModelList> {
    let models = &state.services.models;
    Json(ModelList {
        models: models.models().iter().map(ModelView::of).collect(),
        findings: models.findings().iter().map(FindingView::of).collect(),
    })
}

/// One model with its text.
#[utoipa::path(get, path = "/api/v1/models/{id}", tag = "models", operation_id = "get_model",
    params(("id" = String, Path, description = "Its id.")),
    responses((status = 200, description = "The model.", body = ModelShown),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn show(
    extract::State(state): extract::State<State>,
    Path(id): Path<String>,
) -> Result<Json<ModelShown>, Problem> {
    shown(&state, &id).map(Json)
}

fn shown(state: &State, id: &str) -> Result<ModelShown, Problem> {
    let models = state.services.models.models();
    let held = models.iter().find(|held| *held.model.id == *id);
    let held = held.ok_or_else(|| Problem::not_found(format!("there is no model {id:?}")))?;
    Ok(ModelShown { model: ModelView::of(held), text: held.model.text().to_string() })
}

/// Keeps a model of one's own, and runs it within a second.
///
/// It takes the place of one with the same id, a shipped one too. A text with a mistake is refused with what is wrong with it, and what
/// ran before goes on.
#[utoipa::path(put, path = "/api/v1/models/{id}", tag = "models", operation_id = "put_model",
    params(("id" = String, Path, description = "Its id, as in the text.")),
    request_body(content = String, content_type = "application/yaml", description = "The text of the model."),
    responses((status = 200, description = "It is kept.", body = ModelShown),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn put(
    extract::State(state): extract::State<State>,
    Path(id): Path<String>,
    Text(text): Text,
) -> Result<Json<ModelShown>, Problem> {
    let (places, time) = (state.searches.clone(), state.settings.search_time);
    work::run(&places, time, move |_| {
        let checked = Model::read(&text, &state.services.registry);
        let Some(model) = checked.value else {
            return Err(refused("The model is refused", &checked.diagnostics));
        };
        if *model.id != *id {
            let detail = format!("the text says `id: {}`, the address {id:?}; make them the same", model.id);
            return Err(Problem::invalid(detail));
        }
        state.services.models.put_model(&id, &text)?;
        shown(&state, &id).map(Json)
    })
    .await
}

/// Takes a model of one's own away. A shipped one of the same id runs again.
#[utoipa::path(delete, path = "/api/v1/models/{id}", tag = "models", operation_id = "delete_model",
    params(("id" = String, Path, description = "Its id.")),
    responses((status = 204, description = "It is gone."),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn delete(
    extract::State(state): extract::State<State>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let (places, time) = (state.searches.clone(), state.settings.search_time);
    work::run(&places, time, move |_| {
        state.services.models.delete_model(&id)?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Looks at the text of a model, and keeps nothing.
#[utoipa::path(post, path = "/api/v1/checks/model", tag = "models", operation_id = "check_model",
    request_body(content = String, content_type = "application/yaml", description = "The text of the model."),
    responses((status = 200, description = "What is to be said of it.", body = Checked),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn check(
    extract::State(state): extract::State<State>,
    Text(text): Text,
) -> Result<Json<Checked>, Problem> {
    let (places, time) = (state.searches.clone(), state.settings.search_time);
    work::run(&places, time, move |_| {
        Ok(Json(Checked::of(&Model::read(&text, &state.services.registry).diagnostics)))
    })
    .await
}
