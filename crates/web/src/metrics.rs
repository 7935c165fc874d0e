//! What the API measures of itself.

use crate::state::State;
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// What the API measures of itself.
pub(crate) struct Measured {
    requests: Family<Answered, Counter>,
    /// Clients that hear of new breaches.
    pub(crate) listeners: Gauge,
    /// Breaches that a listener was too slow for.
    pub(crate) missed: Counter,
}

/// How a request was answered. Routes are templates, so there are only so many.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: u16,
}

impl Measured {
    pub(crate) fn register(registry: &mut Registry) -> Self {
        let measured =
            Self { requests: Family::default(), listeners: Gauge::default(), missed: Counter::default() };
        registry.register("thymus_http_requests", "Requests that were answered", measured.requests.clone());
        registry.register(
            "thymus_http_listeners",
            "Clients that hear of new breaches",
            measured.listeners.clone(),
        );
        registry.register(
            "thymus_http_breaches_missed",
            "Breaches that clients were too slow to hear of",
            measured.missed.clone(),
        );
        measured
    }
}

/// Counts every request.
pub(crate) async fn count(
    axum::extract::State(state): axum::extract::State<State>,
    request: Request,
    next: Next,
) -> Response {
    let method = match request.method().as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        _ => "other",
    };
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let response = next.run(request).await;
    let route = route.unwrap_or_else(|| "none".to_owned());
    let answered = Answered { method, route, status: response.status().as_u16() };
    state.measured.requests.get_or_create(&answered).inc();
    response
}
