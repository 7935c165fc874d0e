//! How the program is, for those who watch over it; and the description of all this.

use crate::Problem;
use crate::services::{Condition, HealthReport};
use crate::state::State;
use axum::Json;
use axum::extract;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

/// What Prometheus reads.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// How the program is.
///
/// Of each protocol when it was last seen, of each source how much was lost, and which models are refused. The status is 200
/// while the program does what it is there for, if not all of it, and 503 otherwise. Needs no token.
#[utoipa::path(get, path = "/healthz", tag = "program", operation_id = "get_health", security(()),
    responses((status = 200, description = "It works; `status` tells whether all of it does.", body = HealthReport),
        (status = 503, description = "It does not.", body = HealthReport)))]
pub(crate) async fn healthz(
    extract::State(state): extract::State<State>,
) -> (StatusCode, Json<HealthReport>) {
    let report = state.services.health.report();
    let status = match report.status {
        Condition::Ok | Condition::Degraded => StatusCode::OK,
        Condition::Failed => StatusCode::SERVICE_UNAVAILABLE,
    };
    (status, Json(report))
}

/// What is measured, for Prometheus.
///
/// It may be configured to need no token, or not to be there.
#[utoipa::path(get, path = "/metrics", tag = "program", operation_id = "get_metrics",
    responses((status = 200, description = "OpenMetrics text.", body = String,
            content_type = "application/openmetrics-text"),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn metrics(extract::State(state): extract::State<State>) -> Result<Response, Problem> {
    let mut text = String::new();
    prometheus_client::encoding::text::encode(&mut text, state.metrics())
        .map_err(|_| Problem::failed("the metrics cannot be written"))?;
    Ok(([(header::CONTENT_TYPE, OPEN_METRICS)], text).into_response())
}

/// This description.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "program", operation_id = "get_description",
    responses((status = 200, description = "OpenAPI 3.1.", body = serde_json::Value),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(super::document())
}
