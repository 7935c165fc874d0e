//! What can be said on the command line.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Learns the normal life of an organisation and shows what does not belong.
#[derive(Parser)]
#[command(name = "thymus", version, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Turn captures into records.
    Analyze(Analyze),
}

/// Exit status: 0 done, 1 failed, 2 wrong usage, 3 an input was damaged and the rest was processed.
#[derive(Args)]
pub(crate) struct Analyze {
    /// Captures (pcap, pcapng, also gzip or zstd), directories of them, or `-` for standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Write one file of records per kind here: DIR/<kind>.ndjson, one JSON object a line.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// How many threads analyse; 0 means one per core. The records are the same for any number.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) workers: usize,
    /// Do not take MD5, SHA-1 and SHA-256 of files.
    #[arg(long)]
    pub(crate) no_hash: bool,
}
