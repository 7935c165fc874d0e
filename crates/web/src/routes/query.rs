//! Queries while they are written: what is wrong with one, what can come next.

use super::records::Hint;
use crate::Problem;
use crate::extract::Body;
use crate::problem::Span;
use crate::state::State;
use axum::Json;
use axum::extract;
use serde::{Deserialize, Serialize};
use thymus_record::query::{self, CompletionKind, Filter};
use utoipa::ToSchema;

/// A query to be looked at.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QueryText {
    /// The query.
    query: String,
}

/// Whether a query can be understood.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QueryChecked {
    /// It can.
    valid: bool,
    /// What is wrong with it.
    error: Option<QueryFault>,
    /// What is allowed but probably not meant.
    warnings: Vec<Hint>,
    /// The kinds of record that can pass at all; absent if any can.
    kinds: Option<Vec<&'static str>>,
}

/// What is wrong with a query.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QueryFault {
    /// What, in a sentence.
    message: String,
    /// Where.
    span: Span,
    /// What to write instead.
    suggestion: Option<String>,
    /// All of it for a terminal, with carets below the place.
    rendered: String,
}

/// Looks at a query.
///
/// A query that cannot be understood is no problem here: the answer says what is wrong with it.
#[utoipa::path(post, path = "/api/v1/query/check", tag = "records", operation_id = "check_query", request_body = QueryText,
    responses((status = 200, description = "What is to be said of it.", body = QueryChecked),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn check(
    extract::State(state): extract::State<State>,
    Body(request): Body<QueryText>,
) -> Json<QueryChecked> {
    let registry = &state.services.registry;
    Json(match Filter::parse(&request.query, registry) {
        Ok(filter) => QueryChecked {
            valid: true,
            error: None,
            warnings: Hint::all(filter.warnings()),
            kinds: filter.kinds().map(|kinds| {
                kinds
                    .iter()
                    .filter_map(|kind| registry.kinds().get(*kind))
                    .map(|schema| schema.kind)
                    .collect()
            }),
        },
        Err(error) => QueryChecked {
            valid: false,
            warnings: Vec::new(),
            kinds: None,
            error: Some(QueryFault {
                message: error.fault.to_string(),
                span: Span { start: error.span.start, end: error.span.end },
                suggestion: error.suggestion.as_ref().map(ToString::to_string),
                rendered: error.render(),
            }),
        },
    })
}

/// A query that is being written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuerySoFar {
    /// What is written so far.
    query: String,
    /// Where the cursor stands: a byte of the UTF-8 text; at its end if nothing is said.
    cursor: Option<usize>,
}

/// What can be written at the cursor.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Completions {
    /// The likeliest first.
    completions: Vec<Completion>,
}

/// Something that could be written.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Completion {
    /// What to write.
    text: String,
    /// `field`, `kind`, `operator` or `value`.
    kind: &'static str,
    /// What it means.
    doc: String,
    /// Which part of the query it takes the place of.
    replaces: Span,
}

/// Tells what can be written at the cursor.
#[utoipa::path(post, path = "/api/v1/query/complete", tag = "records", operation_id = "complete_query", request_body = QuerySoFar,
    responses((status = 200, description = "What can be written.", body = Completions),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn complete(
    extract::State(state): extract::State<State>,
    Body(request): Body<QuerySoFar>,
) -> Result<Json<Completions>, Problem> {
    if request.query.len() > query::MAX_BYTES {
        return Err(Problem::invalid(format!("a query has at most {} bytes", query::MAX_BYTES)));
    }
    let cursor = request.cursor.unwrap_or(request.query.len());
    let found = query::complete(&request.query, cursor, &state.services.registry);
    let completions = found.into_iter().map(|found| Completion {
        text: found.text,
        kind: match found.kind {
            CompletionKind::Field => "field",
            CompletionKind::Kind => "kind",
            CompletionKind::Operator => "operator",
            CompletionKind::ValueHint => "value",
        },
        doc: found.doc,
        replaces: Span { start: found.replaces.start, end: found.replaces.end },
    });
    Ok(Json(Completions { completions: completions.collect() }))
}
