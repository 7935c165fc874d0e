//! The command that runs as a daemon.

use clap::Args;
use std::path::PathBuf;

/// Stops on SIGINT and SIGTERM, with everything written; reads models and exceptions again on SIGHUP and when their files change.
#[derive(Args)]
pub(crate) struct Serve {
    /// The configuration; `thymus.yaml` in this directory if it is there and nothing is said. docs/thymus.yaml has every key.
    #[arg(long = "config", short = 'c', value_name = "FILE")]
    pub(crate) configuration: Option<PathBuf>,
}
