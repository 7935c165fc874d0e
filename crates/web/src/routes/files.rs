//! Files whose content is kept.

use crate::Problem;
use crate::extract::Parameters;
use crate::json::seconds;
use crate::limits::LIST_MAX;
use crate::services::{FileEntry, FileQuery};
use crate::state::State;
use crate::stream::{Attachment, attachment};
use crate::work;
use axum::Json;
use axum::extract::{self, Path};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::io;
use std::net::IpAddr;
use utoipa::{IntoParams, ToSchema};

/// How many files are listed if nothing is said.
const FILES_DEFAULT: usize = 100;

/// Which files.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct FilesRequest {
    /// Of this kind, `*` for any letters: `image/*`.
    mime_type: Option<String>,
    /// With this name, with or without its folders, `*` for any letters: `*.job`.
    name: Option<String>,
    /// Sent to or from this address.
    #[param(value_type = Option<String>)]
    host: Option<IpAddr>,
    /// How many; 100 if nothing is said, at most 5,000.
    limit: Option<usize>,
}

/// Files.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FileList {
    /// The newest first.
    files: Vec<FileView>,
}

/// Content was seen.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FileView {
    /// When, in seconds since 1970.
    ts: f64,
    /// The name of the file, as in records.
    fuid: String,
    /// The connection that carried it.
    uid: String,
    /// Who began that connection.
    #[serde(rename = "id.orig_h")]
    orig_h: String,
    /// With whom.
    #[serde(rename = "id.resp_h")]
    resp_h: String,
    /// The protocol that carried it.
    source: String,
    /// The name that the protocol gave it.
    filename: Option<String>,
    /// What kind of content it is.
    mime_type: Option<String>,
    /// Its SHA-256, by which the content is had.
    sha256: String,
    /// How many bytes are kept.
    bytes: u64,
    /// Whether that is all of it, as far as is known.
    complete: bool,
}

impl From<FileEntry> for FileView {
    fn from(entry: FileEntry) -> Self {
        Self {
            ts: seconds(entry.ts),
            fuid: entry.fuid,
            uid: entry.uid,
            orig_h: entry.orig_h,
            resp_h: entry.resp_h,
            source: entry.source,
            filename: entry.filename,
            mime_type: entry.mime_type,
            sha256: entry.sha256,
            bytes: entry.bytes,
            complete: entry.complete,
        }
    }
}

/// Files whose content is kept.
#[utoipa::path(get, path = "/api/v1/files", tag = "evidence", operation_id = "list_files", params(FilesRequest),
    responses((status = 200, description = "The files.", body = FileList),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    extract::State(state): extract::State<State>,
    Parameters(request): Parameters<FilesRequest>,
) -> Result<Json<FileList>, Problem> {
    let limit = request.limit.unwrap_or(FILES_DEFAULT);
    if limit == 0 || limit > LIST_MAX {
        return Err(Problem::invalid(format!("`limit` is between 1 and {LIST_MAX}")));
    }
    let query = FileQuery { mime_type: request.mime_type, name: request.name, host: request.host, limit };
    let (places, time) = (state.searches.clone(), state.settings.search_time);
    work::run(&places, time, move |_| {
        let files = state.services.files.list(&query)?;
        Ok(Json(FileList { files: files.into_iter().map(Into::into).collect() }))
    })
    .await
}

/// The content of a file.
///
/// It may be dangerous. It is sent to be saved, as bytes without a type, and no browser shows or runs it.
#[utoipa::path(get, path = "/api/v1/files/{sha256}", tag = "evidence", operation_id = "get_file",
    params(("sha256" = String, Path, description = "The SHA-256 of the content, in hexadecimal.")),
    responses((status = 200, description = "The content.", content_type = "application/octet-stream", body = Vec<u8>),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn get(
    extract::State(state): extract::State<State>,
    Path(sha256): Path<String>,
) -> Result<Response, Problem> {
    if sha256.len() != 64 || !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Problem::invalid("a SHA-256 is 64 hexadecimal digits"));
    }
    let (places, time) = (state.exports.clone(), state.settings.search_time);
    let (shared, name) = (state.clone(), sha256.to_ascii_lowercase());
    let content = work::run(&places, time, move |_| Ok(shared.services.files.open(&sha256)?)).await?;
    let content = content
        .ok_or_else(|| Problem::not_found(format!("the content {name} is not, or no longer, kept")))?;
    let called = Attachment { name, media_type: "application/octet-stream", bytes: Some(content.bytes) };
    let mut reader = content.reader;
    attachment(&places, called, move |out| io::copy(&mut reader, out).map(|_| ())).await
}
