//! The `thymus` binary: command line, configuration, wiring. Nothing here knows a protocol.

mod analyze;
mod breaches;
mod capture;
mod cli;
mod clock;
mod configuration;
mod data;
mod demo;
mod devices;
mod file_store;
mod investigation;
mod models;
mod packets;
mod pcap;
mod pipeline;
mod records;
mod registry;
mod search;
mod serve;
mod simulate;
mod store;
mod units;

use clap::Parser as _;
use std::process::ExitCode;

/// How a command that did not fail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Everything was done.
    Done,
    /// Some input was damaged; the rest was processed.
    Damaged,
}

fn main() -> ExitCode {
    let arguments = cli::Arguments::parse();
    match run(arguments) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Damaged) => ExitCode::from(3),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("thymus: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: cli::Arguments) -> anyhow::Result<Outcome> {
    match arguments.command {
        cli::Command::Analyze(arguments) => analyze::run(&arguments),
        cli::Command::Capture(arguments) => capture::run(&arguments),
        cli::Command::Pcap(arguments) => pcap::run(&arguments),
        cli::Command::Files(arguments) => file_store::run(&arguments),
        cli::Command::Records(arguments) => records::run(&arguments),
        cli::Command::Serve(arguments) => serve::run(&arguments),
        cli::Command::Search(arguments) => search::run(&arguments),
        cli::Command::Breaches(arguments) => breaches::list(&arguments),
        cli::Command::Breach(arguments) => breaches::run(&arguments),
        cli::Command::Devices(arguments) => devices::run(&arguments),
        cli::Command::Store(arguments) => store::run(&arguments),
        cli::Command::Models(arguments) => models::run(&arguments),
        cli::Command::Demo(arguments) => demo::run(&arguments),
        cli::Command::Simulate(arguments) => simulate::run(&arguments),
    }
}

/// A reader such as `head` that closes the pipe has what it wanted.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
