//! How the program is.

use serde::Serialize;
use utoipa::ToSchema;

/// How the program is.
pub trait Health: Send + Sync {
    /// How it is now.
    fn report(&self) -> HealthReport;
}

/// Whether something is as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Everything works.
    Ok,
    /// Something does not work, or not all of it; the rest goes on.
    Degraded,
    /// The program does not do what it is there for.
    Failed,
}

/// How the program is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HealthReport {
    /// The worst of everything.
    pub status: Condition,
    /// What is wrong, in sentences.
    pub problems: Vec<String>,
    /// The version of the program.
    pub version: String,
    /// When it was started, in seconds since 1970.
    pub started: f64,
    /// What it reads.
    pub sources: Vec<SourceHealth>,
    /// What it saw of each protocol since it was started, the kind of record by name.
    pub protocols: Vec<ProtocolHealth>,
    /// What it looks for.
    pub models: ModelsHealth,
}

/// What was read from one source since the program was started.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SourceHealth {
    /// The interface or directory.
    pub name: String,
    /// `interface` or `directory`.
    pub kind: String,
    /// How it is.
    pub status: Condition,
    /// Why it is not as it should be.
    pub problem: Option<String>,
    /// Packets that were analysed.
    pub packets: u64,
    /// Packets that were lost before that, because the program was too slow.
    pub packets_lost: u64,
    /// Of all packets the share that was lost, 0 to 1.
    pub loss: f64,
    /// The time of the latest packet, in seconds since 1970.
    pub last_seen: Option<f64>,
}

/// What was seen of one kind of record since the program was started.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProtocolHealth {
    /// The protocol: `SMB`.
    pub protocol: String,
    /// The kind of record: `smb_files`.
    pub kind: String,
    /// How many records there were.
    pub records: u64,
    /// The time of the latest, in seconds since 1970.
    pub last_seen: f64,
}

/// What is looked for.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ModelsHealth {
    /// How many models run.
    pub running: u64,
    /// Files of models and exceptions that are refused; `/api/v1/models` tells why.
    pub refused: Vec<String>,
}
