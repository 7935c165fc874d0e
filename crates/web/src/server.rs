//! The router with everything around it, and serving it.

use crate::limits::BODY_BYTES_MAX;
use crate::services::Services;
use crate::state::State;
use crate::{Problem, Settings, auth, headers, metrics, routes};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn_with_state, map_response};
use std::future::Future;
use std::io;
use tokio::net::TcpListener;
use utoipa::openapi::OpenApi;

/// Everything that is served.
pub fn router(services: Services, settings: Settings) -> Router {
    let state = State::new(services, settings);
    let access = state.settings.metrics;
    let (guarded, _) = routes::guarded().split_for_parts();
    let (open, _) = routes::open(access).split_for_parts();
    let (measured, _) = routes::behind_token(access).split_for_parts();
    guarded
        .merge(measured)
        .fallback(unknown)
        .layer(from_fn_with_state(state.clone(), auth::require_token))
        .merge(open)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn_with_state(state.clone(), metrics::count))
        .layer(map_response(headers::secure))
        .with_state(state)
}

/// The description of everything that is served, as OpenAPI 3.1.
#[must_use]
pub fn document() -> OpenApi {
    routes::document()
}

/// Serves until `stop`, then answers what was asked already.
///
/// # Errors
/// Fails where the listener does.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(listener, router).with_graceful_shutdown(stop).await
}

async fn unknown() -> Problem {
    Problem::not_found("there is nothing here; /api/v1/openapi.json tells what there is")
}

async fn wrong_method() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        "This method is not for this address",
        "/api/v1/openapi.json tells which is",
    )
}
