//! What is served where. Every route is registered together with its description, and in no other way.

mod aggregate;
mod around;
mod backtest;
mod breaches;
mod bundle;
mod exceptions;
mod files;
mod identities;
mod kinds;
mod models;
mod notes;
mod packets;
mod query;
mod records;
mod stats;
mod status;
mod stream;

use crate::MetricsAccess;
use crate::state::State;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Thymus",
        description = "Everything that can be asked of Thymus and changed in it.\n\nEvery request but `/healthz` needs the token of \
                       the installation: `Authorization: Bearer TOKEN`. What cannot be done is told as `application/problem+json` \
                       with a stable `code`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    tags(
        (name = "records", description = "Everything that was seen, by query."),
        (name = "breaches", description = "What was raised, and everything that proves it."),
        (name = "models", description = "What is looked for."),
        (name = "identities", description = "Who is who."),
        (name = "evidence", description = "Packets and the content of files."),
        (name = "program", description = "How the program is.")
    )
)]
struct Description;

/// Routes that need the token.
pub(crate) fn guarded() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(records::search, records::search_by_post))
        .routes(routes!(aggregate::aggregate))
        .routes(routes!(records::get))
        .routes(routes!(around::around))
        .routes(routes!(query::check))
        .routes(routes!(query::complete))
        .routes(routes!(kinds::kinds))
        .routes(routes!(breaches::list))
        .routes(routes!(stream::stream))
        .routes(routes!(breaches::open))
        .routes(routes!(bundle::bundle))
        .routes(routes!(notes::add))
        .routes(routes!(identities::devices))
        .routes(routes!(identities::device))
        .routes(routes!(identities::who_had))
        .routes(routes!(identities::accounts))
        .routes(routes!(identities::account))
        .routes(routes!(models::list))
        .routes(routes!(models::show, models::put, models::delete))
        .routes(routes!(models::check))
        .routes(routes!(backtest::backtest))
        .routes(routes!(exceptions::show, exceptions::put))
        .routes(routes!(exceptions::check))
        .routes(routes!(exceptions::backwards))
        .routes(routes!(packets::packets))
        .routes(routes!(files::list))
        .routes(routes!(files::get))
        .routes(routes!(stats::statistics))
        .routes(routes!(status::openapi))
}

/// Routes that everybody may ask.
pub(crate) fn open(metrics: MetricsAccess) -> OpenApiRouter<State> {
    let router = OpenApiRouter::new().routes(routes!(status::healthz));
    match metrics {
        MetricsAccess::Open => router.routes(routes!(status::metrics)),
        MetricsAccess::Token | MetricsAccess::Off => router,
    }
}

/// Routes that need the token unless they are configured otherwise.
pub(crate) fn behind_token(metrics: MetricsAccess) -> OpenApiRouter<State> {
    match metrics {
        MetricsAccess::Token => OpenApiRouter::new().routes(routes!(status::metrics)),
        MetricsAccess::Open | MetricsAccess::Off => OpenApiRouter::new(),
    }
}

/// The description of everything.
pub(crate) fn document() -> OpenApi {
    let mut document = Description::openapi();
    document.merge(guarded().into_openapi());
    document.merge(behind_token(MetricsAccess::Token).into_openapi());
    document.merge(open(MetricsAccess::Off).into_openapi());
    document.info.version = "1".to_owned();
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    let components = document.components.get_or_insert_default();
    components.security_schemes.insert("token".to_owned(), bearer.into());
    document.security = Some(vec![SecurityRequirement::new("token", std::iter::empty::<String>())]);
    document
}
