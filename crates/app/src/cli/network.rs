//! Commands that work on packets and what comes of them.

use clap::{Args, Subcommand};
use std::net::IpAddr;
use std::path::PathBuf;
use thymus_wire::{Interval, Timestamp};

/// Exit status: 0 done, 1 failed, 2 wrong usage, 3 an input was damaged and the rest was processed.
#[derive(Args)]
pub(crate) struct Analyze {
    /// Captures (pcap, pcapng, also gzip or zstd), directories of them, evidence bundles, or `-` for standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Write one file of records per kind here: DIR/<kind>.ndjson, one JSON object a line.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Keep everything here: records and breaches for `thymus search` and `thymus breaches`, packets and the content of files
    /// for `thymus pcap` and `thymus files`. What is there already is kept once.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// The most the content of files may take on the disk; what was seen longest ago goes first. 0 keeps none.
    #[arg(long, value_name = "SIZE", default_value = "10GiB", value_parser = crate::units::bytes)]
    pub(crate) files_bytes: u64,
    /// How many threads analyse; 0 means one per core. The records are the same for any number.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) workers: usize,
    /// Do not take MD5, SHA-1 and SHA-256 of files.
    #[arg(long)]
    pub(crate) no_hash: bool,
    /// Make records only: run no models.
    #[arg(long)]
    pub(crate) no_detect: bool,
}

/// Stops on SIGINT and SIGTERM, with everything written. Needs CAP_NET_RAW; gives it up once the interface is open when --user is given.
#[derive(Args)]
pub(crate) struct Capture {
    /// The interface, or `any` for all.
    #[arg(long, short, value_name = "NAME")]
    pub(crate) interface: String,
    /// Write one file of records per kind here, as they come.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Keep the packets and the content of files here, to be taken out again with `thymus pcap` and `thymus files`.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// The most the kept packets may take on the disk; the oldest go first.
    #[arg(long, value_name = "SIZE", default_value = "10GiB", value_parser = crate::units::bytes)]
    pub(crate) store_bytes: u64,
    /// The most the content of files may take on the disk; what was seen longest ago goes first. 0 keeps none.
    #[arg(long, value_name = "SIZE", default_value = "10GiB", value_parser = crate::units::bytes)]
    pub(crate) files_bytes: u64,
    /// How long packets are kept at most.
    #[arg(long, value_name = "TIME", value_parser = crate::units::interval)]
    pub(crate) store_age: Option<Interval>,
    /// How many rings the kernel shares the packets out to, by the hash of their flow; each has a thread of its own.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) rings: usize,
    /// The memory of each ring.
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = crate::units::bytes)]
    pub(crate) ring_bytes: u64,
    /// Become this user, without any privilege, once the interface is open.
    #[arg(long, value_name = "NAME")]
    pub(crate) user: Option<String>,
    /// Stop after so long.
    #[arg(long, value_name = "TIME", value_parser = crate::units::interval)]
    pub(crate) stop_after: Option<Interval>,
    /// Do not take MD5, SHA-1 and SHA-256 of files.
    #[arg(long)]
    pub(crate) no_hash: bool,
}

/// The result can be read by Wireshark, and by `thymus analyze`.
#[derive(Args)]
pub(crate) struct Pcap {
    /// The data directory that `thymus capture` or `thymus analyze` filled.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Packets to or from this address.
    #[arg(long, value_name = "IP")]
    pub(crate) host: IpAddr,
    /// With this address at the other end.
    #[arg(long, value_name = "IP")]
    pub(crate) peer: Option<IpAddr>,
    /// With this port at either end.
    #[arg(long, value_name = "PORT")]
    pub(crate) port: Option<u16>,
    /// The middle of the span: `2026-11-21T20:15:00Z`, with any zone, or seconds since 1970.
    #[arg(long, value_name = "TIME", value_parser = crate::units::timestamp)]
    pub(crate) around: Timestamp,
    /// The length of the span: `30s`, `5m`, `2h`.
    #[arg(long, value_name = "TIME", default_value = "5m", value_parser = crate::units::interval)]
    pub(crate) window: Interval,
    /// Where the packets go, in pcapng; `-` is standard output.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
}

#[derive(Args)]
pub(crate) struct Records {
    /// One kind, with all its fields.
    pub(crate) kind: Option<String>,
    /// Everything, as in docs/records.md.
    #[arg(long)]
    pub(crate) markdown: bool,
}

#[derive(Args)]
pub(crate) struct Files {
    #[command(subcommand)]
    pub(crate) command: FilesCommand,
}

#[derive(Subcommand)]
pub(crate) enum FilesCommand {
    /// List the files whose content is kept, the newest last.
    List(FilesList),
    /// Write the content of one.
    Get(FilesGet),
}

/// Patterns are matched as a whole, in letters of either case; `*` stands for any characters.
#[derive(Args)]
pub(crate) struct FilesList {
    /// The data directory that `thymus capture` or `thymus analyze` filled.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Of this kind: `application/x-dosexec`, `image/*`.
    #[arg(long, value_name = "PATTERN")]
    pub(crate) mime: Option<String>,
    /// With this name, with or without its folders: `*.job`.
    #[arg(long, value_name = "PATTERN")]
    pub(crate) name: Option<String>,
    /// Sent to or from this address.
    #[arg(long, value_name = "IP")]
    pub(crate) host: Option<IpAddr>,
    /// At most so many, the newest.
    #[arg(long, value_name = "N", default_value_t = usize::MAX, hide_default_value = true)]
    pub(crate) limit: usize,
    /// One JSON object a line.
    #[arg(long)]
    pub(crate) json: bool,
}

/// The content may be dangerous. It is checked against its SHA-256 as it is written.
#[derive(Args)]
pub(crate) struct FilesGet {
    /// The SHA-256 of the content, or the fuid of a file that had it.
    pub(crate) id: String,
    /// The data directory that `thymus capture` or `thymus analyze` filled.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Where the content goes; `-` is standard output.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
}
