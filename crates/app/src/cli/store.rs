//! Commands that look after what is stored.

use super::Span;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct Store {
    #[command(subcommand)]
    pub(crate) command: StoreCommand,
}

#[derive(Subcommand)]
pub(crate) enum StoreCommand {
    /// Read everything and compare it with its checksums and counts.
    Verify(StoreVerify),
    /// Tell what there is and how much room it takes.
    Stats(StoreStats),
    /// Write records out: one file a kind.
    Export(StoreExport),
}

#[derive(Args)]
pub(crate) struct StoreVerify {
    /// The data directory.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(crate) data: PathBuf,
}

#[derive(Args)]
pub(crate) struct StoreStats {
    /// The data directory.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(crate) data: PathBuf,
    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct StoreExport {
    /// Which records; all if it is empty.
    #[arg(default_value = "")]
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) span: Span,
    /// `ndjson`, `zeek-tsv` or `zeek-json`.
    #[arg(long, value_name = "FORMAT", default_value = "ndjson")]
    pub(crate) format: ExportFormat,
    /// Where the files go.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: PathBuf,
}

/// How records are written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ExportFormat {
    /// One JSON object a line, as `thymus analyze --out` writes it.
    Ndjson,
    /// Zeek's logs with tabs.
    ZeekTsv,
    /// Zeek's logs as JSON.
    ZeekJson,
}
