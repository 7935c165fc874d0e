//! Headers that every answer bears: a browser is to take it for nothing but what it is.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

const HEADERS: &[(HeaderName, &str)] = &[
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    // Answers are data: should a browser show one as a page, nothing in it runs or is loaded.
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; sandbox"),
    // What is kept here must not lie about in caches.
    (header::CACHE_CONTROL, "no-store"),
];

/// Adds them.
pub(crate) async fn secure(mut response: Response) -> Response {
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response.headers_mut().insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    response
}
