//! Commands that run for long, or make a world to run in.

use clap::Args;
use std::path::PathBuf;
use thymus_wire::Timestamp;

/// Stops on SIGINT and SIGTERM, with everything written. SIGHUP reads the models anew.
#[derive(Args)]
pub(crate) struct Serve {
    /// The configuration file; docs/thymus.yaml shows all that can be said.
    #[arg(long, short, value_name = "FILE", default_value = "thymus.yaml")]
    pub(crate) config: PathBuf,
}

/// Sixty days of a company in records, the last in packets too; then the analyst's four questions, answered.
#[derive(Args)]
pub(crate) struct Demo {
    /// Where the data goes; a directory in the temporary one if none is given.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// How many days.
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub(crate) days: u32,
    /// The seed of the company.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
}

/// The same seed gives the same company, packet for packet.
#[derive(Args)]
pub(crate) struct Simulate {
    /// `demo`, `quiet` or `attacks`.
    #[arg(long, value_name = "NAME", default_value = "demo")]
    pub(crate) scenario: String,
    /// The seed.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// How many days.
    #[arg(long, value_name = "N", default_value_t = 60)]
    pub(crate) days: u32,
    /// The first day begins here.
    #[arg(long, value_name = "TIME", default_value = "2026-09-21T00:00:00Z", value_parser = crate::units::timestamp)]
    pub(crate) start: Timestamp,
    /// Write records, one file a kind, and truth.ndjson here.
    #[arg(long, value_name = "DIR", required_unless_present_any = ["data", "packets"])]
    pub(crate) out: Option<PathBuf>,
    /// Fill this data directory.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Write the packets of this span of time, in pcapng, to --output.
    #[arg(long, num_args = 2, value_names = ["FROM", "TO"], value_parser = crate::units::timestamp, requires = "output")]
    pub(crate) packets: Vec<Timestamp>,
    /// Where the packets go.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}
