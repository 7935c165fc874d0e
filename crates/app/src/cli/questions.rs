//! Commands that ask what was recorded and what it means.

use clap::{Args, Subcommand};
use std::net::IpAddr;
use std::path::PathBuf;
use thymus_wire::{Interval, Timestamp};

/// Which data, and of what time.
#[derive(Args)]
pub(crate) struct Span {
    /// The data directory that `thymus serve`, `capture`, `analyze` or `simulate` filled.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(crate) data: PathBuf,
    /// From this moment on: `2026-11-21T20:15:00Z`, with any zone, or seconds since 1970.
    #[arg(long, value_name = "TIME", value_parser = crate::units::timestamp)]
    pub(crate) from: Option<Timestamp>,
    /// Until this moment.
    #[arg(long, value_name = "TIME", value_parser = crate::units::timestamp)]
    pub(crate) to: Option<Timestamp>,
}

/// The language is described in docs/search.md: words, `*.JOB`, `field:value`, `orig_bytes:>1MiB`, AND OR NOT ( ).
#[derive(Args)]
pub(crate) struct Search {
    /// What to look for; everything if it is empty.
    #[arg(default_value = "")]
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) span: Span,
    /// At most so many records.
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) limit: usize,
    /// The oldest first.
    #[arg(long)]
    pub(crate) oldest_first: bool,
    /// One JSON object a line.
    #[arg(long)]
    pub(crate) json: bool,
    /// The record of this id, as proofs name it.
    #[arg(long, value_name = "ID", conflicts_with_all = ["query", "from", "to", "count", "top", "histogram"])]
    pub(crate) id: Option<String>,
    /// Tell how many there are, and no more.
    #[arg(long, conflicts_with_all = ["top", "histogram"])]
    pub(crate) count: bool,
    /// Tell the most frequent values of this field.
    #[arg(long, value_name = "FIELD", conflicts_with = "histogram")]
    pub(crate) top: Option<String>,
    /// Tell how many there are in each span of this length.
    #[arg(long, value_name = "TIME", value_parser = crate::units::interval)]
    pub(crate) histogram: Option<Interval>,
}

#[derive(Args)]
pub(crate) struct Breaches {
    /// Only those that this query finds: `priority:>=4`, `model:*Task*`.
    #[arg(default_value = "")]
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) span: Span,
    /// At most so many, the newest.
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) limit: usize,
    /// One JSON object a line.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Breach {
    #[command(subcommand)]
    pub(crate) command: BreachCommand,
}

#[derive(Subcommand)]
pub(crate) enum BreachCommand {
    /// Open a breach: the four answers, each with its proof, and the event log.
    Show(BreachShow),
    /// Write everything that proves a breach into one ZIP file, which `thymus analyze` can read again.
    Bundle(BreachBundle),
    /// Take note that a person has seen it, and why it is settled.
    Acknowledge(BreachAcknowledge),
    /// Write a comment to it.
    Comment(BreachComment),
}

#[derive(Args)]
pub(crate) struct BreachShow {
    /// The breach's id, as `thymus breaches` tells it.
    pub(crate) id: String,
    /// The data directory.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(crate) data: PathBuf,
    /// As JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// The time zone of the site, by which days and hours are told: `Europe/Berlin`; that of the machine if none is given.
    #[arg(long, value_name = "ZONE", value_parser = crate::units::zone)]
    pub(crate) zone: Option<jiff::tz::TimeZone>,
}

#[derive(Args)]
pub(crate) struct BreachBundle {
    /// The breach's id.
    pub(crate) id: String,
    /// The data directory.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(crate) data: PathBuf,
    /// Where the ZIP file goes.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// The time zone of the site, by which days and hours are told: `Europe/Berlin`; that of the machine if none is given.
    #[arg(long, value_name = "ZONE", value_parser = crate::units::zone)]
    pub(crate) zone: Option<jiff::tz::TimeZone>,
}

#[derive(Args)]
pub(crate) struct BreachAcknowledge {
    /// The breach's id.
    pub(crate) id: String,
    /// The data directory.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(crate) data: PathBuf,
    /// Why it is settled.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    /// Who says so.
    #[arg(long, value_name = "NAME")]
    pub(crate) by: String,
}

#[derive(Args)]
pub(crate) struct BreachComment {
    /// The breach's id.
    pub(crate) id: String,
    /// What there is to say.
    pub(crate) text: String,
    /// The data directory.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(crate) data: PathBuf,
    /// Who says so.
    #[arg(long, value_name = "NAME")]
    pub(crate) by: String,
}

#[derive(Args)]
pub(crate) struct Devices {
    /// Only devices whose id, name, account, tag or address has this text in it.
    pub(crate) text: Option<String>,
    /// The data directory.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(crate) data: PathBuf,
    /// Who had this address.
    #[arg(long, value_name = "IP")]
    pub(crate) address: Option<IpAddr>,
    /// At this time; now if it is not given.
    #[arg(long, value_name = "TIME", value_parser = crate::units::timestamp, requires = "address")]
    pub(crate) at: Option<Timestamp>,
    /// One JSON object a line.
    #[arg(long)]
    pub(crate) json: bool,
}
