//! What can be said on the command line.

mod investigation;
mod network;
mod questions;
mod serve;
mod store;
mod world;

pub(crate) use investigation::*;
pub(crate) use network::*;
pub(crate) use questions::*;
pub(crate) use serve::*;
pub(crate) use store::*;
pub(crate) use world::*;

use clap::{Parser, Subcommand};

/// Learns the normal life of an organisation and shows what does not belong.
#[derive(Parser)]
#[command(name = "thymus", version, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Run as a daemon: read interfaces and directories, keep everything, run the models, answer over HTTP.
    Serve(Serve),
    /// Turn captures into records.
    Analyze(Analyze),
    /// Turn the packets of a network interface into records, as they come.
    Capture(Capture),
    /// Take the packets of a host and a span of time out of the packet store.
    Pcap(Pcap),
    /// Tell what files are kept, and take their content out.
    Files(Files),
    /// Tell what kinds of record there are, and what their fields mean.
    Records(Records),
    /// Find records by a query, count them, tell the most frequent values.
    Search(Search),
    /// List what was raised, the newest first.
    Breaches(Breaches),
    /// Open one breach, take out its evidence, settle it.
    Breach(Breach),
    /// Tell who is who: devices, their names, addresses and accounts, and who had an address at a time.
    Devices(Devices),
    /// Verify, measure or export what is stored.
    Store(Store),
    /// Check, list, show, test and back-test detection models.
    Models(Models),
    /// Show what an investigation is like, on sixty days of a made-up company.
    Demo(Demo),
    /// Make up a company with something to find in it, as records or as packets.
    Simulate(Simulate),
}
