//! Packets of a span of time.

use crate::Problem;
use crate::extract::Parameters;
use crate::json::Moment;
use crate::limits::PACKETS_SECONDS_MAX;
use crate::services::PacketQuery;
use crate::state::State;
use crate::stream::{Attachment, attachment};
use axum::extract;
use axum::response::Response;
use serde::Deserialize;
use std::io;
use std::net::IpAddr;
use thymus_record::Interval;
use utoipa::IntoParams;

/// Which packets.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PacketsRequest {
    /// To or from this address; of all hosts if nothing is said.
    #[param(value_type = Option<String>)]
    host: Option<IpAddr>,
    /// With this address at the other end.
    #[param(value_type = Option<String>)]
    peer: Option<IpAddr>,
    /// With this port at either end.
    port: Option<u16>,
    /// From this moment on.
    from: Moment,
    /// Until this moment; at most a day later.
    to: Moment,
}

/// The packets of a span of time, as pcapng.
///
/// Where no packets are kept, or none of that time any more, there are none in it.
#[utoipa::path(get, path = "/api/v1/packets", tag = "evidence", operation_id = "get_packets", params(PacketsRequest),
    responses((status = 200, description = "A capture.", content_type = "application/x-pcapng", body = Vec<u8>),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn packets(
    extract::State(state): extract::State<State>,
    Parameters(request): Parameters<PacketsRequest>,
) -> Result<Response, Problem> {
    let PacketsRequest { host, peer, port, from: Moment(from), to: Moment(to) } = request;
    if from >= to || to - from > Interval::from_seconds(PACKETS_SECONDS_MAX) {
        return Err(Problem::invalid(format!(
            "`to` is later than `from`, and by at most {PACKETS_SECONDS_MAX} seconds"
        )));
    }
    let query = PacketQuery { host, peer, port, from, to };
    let called = Attachment {
        name: match host {
            Some(host) => format!("{host}-{}.pcapng", from.0 / 1_000_000_000),
            None => format!("{}.pcapng", from.0 / 1_000_000_000),
        },
        media_type: "application/x-pcapng",
        bytes: None,
    };
    let places = state.exports.clone();
    attachment(&places, called, move |out| {
        state.services.packets.extract(&query, out).map(|_| ()).map_err(io::Error::other)
    })
    .await
}
