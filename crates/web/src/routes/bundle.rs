//! The evidence bundle of a breach: everything that proves it, in one archive.

use crate::Problem;
use crate::limits::BUNDLE_BYTES_MAX;
use crate::records::Stored;
use crate::services::PacketQuery;
use crate::state::{Shared, State};
use crate::stream::{Attachment, Bounded, attachment};
use crate::work;
use axum::extract::{self, Path};
use axum::http::StatusCode;
use axum::response::Response;
use std::error::Error;
use std::io::{Cursor, Read as _, Write as _};
use std::net::IpAddr;
use thymus_analyst::bundle::{self, Evidence};
use thymus_analyst::{AnalystError, Question};
use thymus_record::Timestamp;

type Failure = Box<dyn Error + Send + Sync>;

/// What is kept, as evidence.
struct Kept<'s>(&'s Shared);

impl Evidence for Kept<'_> {
    fn packets(
        &self,
        host: IpAddr,
        peer: Option<IpAddr>,
        from: Timestamp,
        to: Timestamp,
        out: &mut Vec<u8>,
    ) -> Result<u64, Failure> {
        let query = PacketQuery { host: Some(host), peer, port: None, from, to };
        let mut bounded = Bounded { inner: Cursor::new(Vec::new()), bytes_max: BUNDLE_BYTES_MAX };
        let packets = self.0.services.packets.extract(&query, &mut bounded)?;
        *out = bounded.inner.into_inner();
        Ok(packets)
    }

    fn file(&self, sha256: &str, out: &mut Vec<u8>) -> Result<bool, Failure> {
        let Some(content) = self.0.services.files.open(sha256)? else { return Ok(false) };
        if content.bytes > BUNDLE_BYTES_MAX {
            return Ok(false);
        }
        content.reader.take(BUNDLE_BYTES_MAX).read_to_end(out)?;
        Ok(true)
    }

    fn model_text(&self, model: &str, version: &str) -> Option<String> {
        self.0.services.models.text_then(model, version)
    }

    fn model_text_now(&self, model: &str) -> Option<String> {
        let models = self.0.services.models.models();
        models.iter().find(|held| *held.model.id == *model).map(|held| held.model.text().to_string())
    }
}

/// The evidence bundle of a breach.
///
/// A ZIP archive with a manifest, the answers, the records around the breach, the packets of two and a half minutes around it and the files
/// that moved. `thymus analyze` reads it. A bundle that would have more than 512 MiB is refused; `thymus breach bundle` makes it.
#[utoipa::path(get, path = "/api/v1/breaches/{id}/bundle.zip", tag = "breaches", operation_id = "bundle_breach",
    params(("id" = String, Path, description = "Its `breach_id`, or the `_id` of its record.")),
    responses((status = 200, description = "The archive.", content_type = "application/zip", body = Vec<u8>),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn bundle(
    extract::State(state): extract::State<State>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let (places, time, shared) = (state.exports.clone(), state.settings.export_time, state.clone());
    let name = id.clone();
    let bytes = work::run(&places, time, move |work| make(&Stored { shared: &shared, work }, &id)).await?;
    let called = Attachment {
        name: format!("{name}.zip"),
        media_type: "application/zip",
        bytes: Some(bytes.len() as u64),
    };
    attachment(&places, called, move |out| out.write_all(&bytes)).await
}

fn make(stored: &Stored<'_>, id: &str) -> Result<Vec<u8>, Problem> {
    let shared = stored.shared;
    let question = Question { zone: shared.services.zone.clone() };
    let opened = thymus_analyst::open(stored.breach(id)?, stored, &question)?;
    let mut out = Bounded { inner: Cursor::new(Vec::new()), bytes_max: BUNDLE_BYTES_MAX };
    match bundle::write(&opened, stored, &Kept(shared), &question.zone, &mut out) {
        Ok(_) => Ok(out.inner.into_inner()),
        Err(error) if is_too_large(&error) => Err(Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "bundle_too_large",
            "The bundle is too large",
            format!("it has more than {BUNDLE_BYTES_MAX} bytes; make it with `thymus breach bundle {id}`"),
        )),
        Err(error) => Err(error.into()),
    }
}

/// Whether the bound on the archive, or on what goes into it, was the cause.
fn is_too_large(error: &AnalystError) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        let input = error.downcast_ref::<std::io::Error>();
        if input.is_some_and(|error| error.kind() == std::io::ErrorKind::FileTooLarge) {
            return true;
        }
        cause = error.source();
    }
    false
}
