//! New breaches as they are raised, as server-sent events.

use crate::Problem;
use crate::extract::Parameters;
use crate::feed::{Heard, Listener};
use crate::json::RecordView;
use crate::limits::KEEP_ALIVE_EVERY;
use crate::state::State;
use axum::extract;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, stream};
use serde::Deserialize;
use std::convert::Infallible;
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;
use utoipa::IntoParams;

/// What is heard.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct StreamRequest {
    /// Only breaches of at least this priority, 0 to 5; 1 if nothing is said.
    #[serde(default = "one")]
    priority_min: u64,
}

fn one() -> u64 {
    1
}

/// A client that listens. It counts as one until it is gone.
struct Client {
    listener: Listener,
    state: State,
    priority_min: u64,
    _place: OwnedSemaphorePermit,
}

impl Drop for Client {
    fn drop(&mut self) {
        self.state.measured.listeners.dec();
    }
}

impl Client {
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        loop {
            let event = match self.listener.next().await? {
                Heard::Breach(_, raised) if raised.priority < self.priority_min => continue,
                Heard::Breach(place, raised) => self.named(place).event("breach").data(&raised.json),
                Heard::Missed(place, missed) => {
                    self.state.measured.missed.inc_by(missed.unwrap_or(0));
                    let missed = serde_json::json!({ "missed": missed });
                    self.named(place).event("missed").data(missed.to_string())
                }
            };
            return Some((Ok(event), self));
        }
    }

    fn named(&self, place: u64) -> Event {
        Event::default().id(self.state.services.feed.name(place))
    }
}

/// New breaches as they are raised.
///
/// Server-sent events: `breach` with the breach's record as data; `missed` with `{"missed": N}` if N breaches went by a client
/// that was slow or away for long, or with null if the program was started again meanwhile: then `/api/v1/breaches` tells what there is.
/// A client that comes back with the last id that it saw (`Last-Event-ID`) hears everything since. A comment comes every 15 s if nothing
/// else does. Breaches that an exception took away are not told.
#[utoipa::path(get, path = "/api/v1/breaches/stream", tag = "breaches", operation_id = "stream_breaches",
    params(StreamRequest, ("Last-Event-ID" = Option<String>, Header, description = "The last id that was seen.")),
    responses((status = 200, description = "Events, as long as the client listens; the schema is that of the data of `breach`.",
            body = RecordView, content_type = "text/event-stream"),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn stream(
    extract::State(state): extract::State<State>,
    Parameters(request): Parameters<StreamRequest>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let place = Arc::clone(&state.listeners).try_acquire_owned();
    let most = state.settings.listeners_max;
    let place = place.map_err(|_| Problem::busy(format!("{most} clients listen already")))?;
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    let listener = state.services.feed.listen(last);
    state.measured.listeners.inc();
    let client = Client { listener, state, priority_min: request.priority_min, _place: place };
    let events = stream::unfold(client, Client::next);
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE_EVERY).text("still here")))
}
