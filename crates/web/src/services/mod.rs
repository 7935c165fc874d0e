//! What the API is made over. The program gives it; nothing here reads a clock or a disk.

mod files;
mod health;
mod identities;
mod models;
mod packets;

pub use files::{Content, FileEntry, FileQuery, Files};
pub use health::{Condition, Health, HealthReport, ModelsHealth, ProtocolHealth, SourceHealth};
pub use identities::Identities;
pub use models::{Finding, HeldModel, Models};
pub use packets::{PacketQuery, Packets};

use crate::Feed;
use jiff::tz::TimeZone;
use prometheus_client::registry::Registry as Metrics;
use std::sync::Arc;
use thymus_record::{Registry, Timestamp};
use thymus_store::EventStore;

/// Everything that the API is made over.
pub struct Services {
    /// The records.
    pub store: Arc<dyn EventStore>,
    /// The kinds and facts that the store was opened with; the kinds `breach` and `breach_note` must be among them.
    pub registry: Registry,
    /// The models and exceptions.
    pub models: Arc<dyn Models>,
    /// Who is who.
    pub identities: Arc<dyn Identities>,
    /// The packets.
    pub packets: Arc<dyn Packets>,
    /// The content of files.
    pub files: Arc<dyn Files>,
    /// How the program is.
    pub health: Arc<dyn Health>,
    /// The time of the machine.
    pub clock: Arc<dyn Clock>,
    /// New breaches, as they are raised.
    pub feed: Arc<Feed>,
    /// The time zone of the site, in which sentences tell times.
    pub zone: TimeZone,
    /// How the detector runs, for trying models.
    pub detection: thymus_detect::Options,
    /// What is measured; the API adds what it measures of itself.
    pub metrics: Metrics,
}

/// The time of the machine.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Why a service could not do something.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// There is no such thing: what, and where to look.
    #[error("{0}")]
    NotFound(String),
    /// It is not allowed: why, and what to do instead.
    #[error("{0}")]
    Refused(String),
    /// It failed.
    #[error("{0}")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<ServiceError> for crate::Problem {
    fn from(error: ServiceError) -> Self {
        let detail = error.to_string();
        match error {
            ServiceError::NotFound(_) => Self::not_found(detail),
            ServiceError::Refused(_) => {
                Self::new(axum::http::StatusCode::CONFLICT, "refused", "This cannot be done", detail)
            }
            ServiceError::Failed(_) => Self::failed(detail),
        }
    }
}

impl From<std::io::Error> for ServiceError {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(Box::new(error))
    }
}
