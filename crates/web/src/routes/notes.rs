//! What people say of breaches.

use crate::Problem;
use crate::extract::Body;
use crate::json::Said;
use crate::limits::{AUTHOR_LETTERS_MAX, NOTE_LETTERS_MAX};
use crate::records::Stored;
use crate::state::State;
use crate::work;
use axum::Json;
use axum::extract::{self, Path};
use axum::http::StatusCode;
use serde::Deserialize;
use thymus_analyst::BreachNote;
use thymus_record::{Row, Value};
use utoipa::ToSchema;

/// What a person says of a breach.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoteRequest {
    /// What it is.
    note: NoteKind,
    /// Who says so.
    author: String,
    /// The reason or the comment.
    text: String,
}

/// What a note is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NoteKind {
    /// The breach was looked at and is settled.
    Acknowledged,
    /// It is not settled after all.
    Reopened,
    /// A comment.
    Comment,
}

impl NoteRequest {
    fn check(&self) -> Result<(), Problem> {
        let (author, text) = (self.author.trim(), self.text.trim());
        if author.is_empty() || author.chars().count() > AUTHOR_LETTERS_MAX {
            return Err(Problem::invalid(format!("`author` has 1 to {AUTHOR_LETTERS_MAX} letters")));
        }
        if text.is_empty() || text.chars().count() > NOTE_LETTERS_MAX {
            return Err(Problem::invalid(format!("`text` has 1 to {NOTE_LETTERS_MAX} letters")));
        }
        Ok(())
    }
}

/// Acknowledges a breach, takes that back, or comments on it.
///
/// Notes are records of the kind `breach_note`; none is ever changed or taken away, and the newest word counts.
#[utoipa::path(post, path = "/api/v1/breaches/{id}/notes", tag = "breaches", operation_id = "add_breach_note",
    params(("id" = String, Path, description = "Its `breach_id`, or the `_id` of its record.")), request_body = NoteRequest,
    responses((status = 201, description = "It is kept.", body = Said),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn add(
    extract::State(state): extract::State<State>,
    Path(id): Path<String>,
    Body(request): Body<NoteRequest>,
) -> Result<(StatusCode, Json<Said>), Problem> {
    request.check()?;
    let now = state.services.clock.now();
    let (places, time) = (state.searches.clone(), state.settings.search_time);
    work::run(&places, time, move |work| {
        let breach = Stored { shared: &state, work }.breach(&id)?;
        let Value::Id(breach_id) = breach.get("breach_id") else {
            return Err(Problem::failed("the breach has no name"));
        };
        let note = Row::of(&BreachNote {
            ts: now,
            breach_id,
            note: match request.note {
                NoteKind::Acknowledged => "acknowledged",
                NoteKind::Reopened => "reopened",
                NoteKind::Comment => "comment",
            },
            author: request.author.trim().to_owned(),
            text: request.text.trim().to_owned(),
        });
        state.services.store.append(std::slice::from_ref(&note))?;
        Ok((StatusCode::CREATED, Json(Said::of(&note))))
    })
    .await
}
