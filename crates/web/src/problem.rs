//! What a client is told when something cannot be done: `application/problem+json` (RFC 9457).

use crate::json::Diagnosed;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use thymus_analyst::AnalystError;
use thymus_record::query::QueryError;
use thymus_store::StoreError;
use utoipa::ToSchema;

/// Why a request was not done.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// The status of the answer, once more.
    pub status: u16,
    /// Which problem it is, for programs; stable: `query_invalid`, `not_found`, `busy`, …
    pub code: &'static str,
    /// The same for people, in general.
    pub title: &'static str,
    /// What is wrong in this case, and what to do about it.
    pub detail: String,
    /// The part of the query that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Box<Span>>,
    /// What to write instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
    /// What is wrong with the text of a model or of exceptions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<Diagnosed>,
}

/// A part of a query, in bytes of its UTF-8 text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte behind the last one.
    pub end: usize,
}

impl Problem {
    /// A problem of this status and code.
    pub(crate) fn new(
        status: StatusCode,
        code: &'static str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            status: status.as_u16(),
            code,
            title,
            detail: detail.into(),
            span: None,
            suggestion: None,
            diagnostics: Vec::new(),
        }
    }

    /// The request itself is wrong.
    pub(crate) fn invalid(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "request_invalid", "The request is wrong", detail)
    }

    /// There is no such thing.
    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "There is no such thing", detail)
    }

    /// Too much is going on.
    pub(crate) fn busy(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "Too much is going on", detail)
    }

    /// A fault of the server.
    pub(crate) fn failed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "failed", "The server failed", detail)
    }

    /// The token is missing or wrong.
    pub(crate) fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "A token is needed",
            "send `Authorization: Bearer TOKEN`; the token is in state/token of the data directory",
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        let title = "The query cannot be understood";
        let mut problem = Self::new(StatusCode::BAD_REQUEST, "query_invalid", title, error.fault.to_string());
        problem.span = Some(Box::new(Span { start: error.span.start, end: error.span.end }));
        problem.suggestion = error.suggestion.as_ref().map(ToString::to_string);
        problem
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let detail = error.to_string();
        match error {
            StoreError::UnknownField { .. } => {
                Self::new(StatusCode::BAD_REQUEST, "field_unknown", "There is no such field", detail)
            }
            StoreError::Limit { .. } => {
                Self::new(StatusCode::BAD_REQUEST, "limit_exceeded", "Too much was asked for", detail)
            }
            StoreError::DiskFull { .. } => {
                Self::new(StatusCode::INSUFFICIENT_STORAGE, "disk_full", "The disk is full", detail)
            }
            _ => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "store_failed",
                "The records cannot be read or written",
                detail,
            ),
        }
    }
}

impl From<AnalystError> for Problem {
    fn from(error: AnalystError) -> Self {
        Self::failed(error.to_string())
    }
}
