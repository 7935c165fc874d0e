//! Commands that make a world to look at.

use clap::Args;
use std::path::PathBuf;
use thymus_sim::Scenario;
use thymus_wire::Timestamp;

/// Records by the real engine over the company's packets, or those packets themselves; what is true of the company lies
/// beside. The same seed gives the same company, packet for packet. Without --out, --data and --packets the records are counted.
#[derive(Args)]
pub(crate) struct Simulate {
    /// What happens: `demo` (a job that is none of an attacker, and two that are), `quiet` (nothing bad) or `attacks`.
    #[arg(long, value_name = "NAME", default_value = "demo", value_parser = scenario)]
    pub(crate) scenario: Scenario,
    /// Which of all companies.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// How many days.
    #[arg(long, value_name = "N", default_value_t = Scenario::DAYS)]
    pub(crate) days: u32,
    /// A moment of the first day: `2026-11-21T20:15:00Z`, with any zone, or seconds since 1970. The company lives by the
    /// clocks of Berlin.
    #[arg(long, value_name = "TIME", default_value = "2026-02-22T23:00:00Z", value_parser = crate::units::timestamp)]
    pub(crate) start: Timestamp,
    /// Write DIR/<kind>.ndjson, one JSON object a line, and DIR/truth.ndjson.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Keep records and breaches here, for `thymus search` and `thymus breaches`.
    #[arg(long, value_name = "DIR", conflicts_with = "no_detect")]
    pub(crate) data: Option<PathBuf>,
    /// How many threads analyse; 0 means one per core. The records are the same for any number.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) workers: usize,
    /// Do not take MD5, SHA-1 and SHA-256 of files.
    #[arg(long)]
    pub(crate) no_hash: bool,
    /// Make records only: run no models.
    #[arg(long)]
    pub(crate) no_detect: bool,
    /// Write the packets of this span of time to --output, and make no records.
    #[arg(
        long,
        num_args = 2,
        value_names = ["FROM", "TO"],
        value_parser = crate::units::timestamp,
        requires = "output",
        conflicts_with_all = ["out", "data", "workers", "no_hash", "no_detect"],
    )]
    pub(crate) packets: Vec<Timestamp>,
    /// Where the packets go, in pcapng, with FILE.truth.ndjson beside; `-` is standard output.
    #[arg(long, short, value_name = "FILE", requires = "packets")]
    pub(crate) output: Option<PathBuf>,
}

/// The company's packets go through the real engine; then an analyst's questions are asked, command by command.
#[derive(Args)]
pub(crate) struct Demo {
    /// Where the data goes; it is there afterwards, to be asked further.
    #[arg(long, value_name = "DIR", default_value = "demo-data")]
    pub(crate) data: PathBuf,
    /// How many days.
    #[arg(long, value_name = "N", default_value_t = Scenario::DAYS)]
    pub(crate) days: u32,
    /// Which of all companies.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
}

fn scenario(name: &str) -> Result<Scenario, String> {
    Scenario::named(name).map_err(|error| error.to_string())
}
