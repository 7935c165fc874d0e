//! What is stored.

use crate::Problem;
use crate::json::seconds;
use crate::state::State;
use crate::work;
use axum::Json;
use axum::extract;
use serde::Serialize;
use thymus_store::{KindStatistics, Statistics};
use utoipa::ToSchema;

/// What is stored.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StoreView {
    /// Each kind that has records, by name.
    kinds: Vec<KindStored>,
    /// How many records there are.
    records: u64,
    /// How many bytes they take on the disk, those of the log included.
    bytes: u64,
    /// Records that were given again and not kept twice, since the program was started.
    duplicates: u64,
    /// What was put right at the start, in words.
    repairs: Vec<String>,
    /// Files that cannot be read and are passed over.
    damaged: Vec<String>,
}

/// What is stored of one kind.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KindStored {
    /// The kind.
    kind: String,
    /// Whether the program knows it; records of a kind that is gone are kept but not found.
    known: bool,
    /// How many records.
    records: u64,
    /// How many bytes they take on the disk.
    bytes: u64,
    /// The time of the earliest record, in seconds since 1970.
    from: Option<f64>,
    /// The time of the latest.
    to: Option<f64>,
}

impl From<Statistics> for StoreView {
    fn from(statistics: Statistics) -> Self {
        let kinds = &statistics.kinds;
        Self {
            records: kinds.iter().map(|kind| kind.records).sum(),
            bytes: kinds.iter().map(|kind| kind.bytes).sum::<u64>() + statistics.log.bytes,
            kinds: kinds.iter().map(KindStored::of).collect(),
            duplicates: statistics.duplicates,
            repairs: statistics.repairs,
            damaged: statistics.damaged.iter().map(|path| path.display().to_string()).collect(),
        }
    }
}

impl KindStored {
    fn of(kind: &KindStatistics) -> Self {
        Self {
            kind: kind.kind.clone(),
            known: kind.known,
            records: kind.records,
            bytes: kind.bytes,
            from: kind.from.map(seconds),
            to: kind.to.map(seconds),
        }
    }
}

/// What is stored.
#[utoipa::path(get, path = "/api/v1/store", tag = "program", operation_id = "get_store_statistics",
    responses((status = 200, description = "What is stored.", body = StoreView),
        (status = "default", description = "It could not be done.", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn statistics(
    extract::State(state): extract::State<State>,
) -> Result<Json<StoreView>, Problem> {
    let (places, time) = (state.searches.clone(), state.settings.search_time);
    work::run(&places, time, move |_| Ok(Json(state.services.store.statistics()?.into()))).await
}
