//! `thymus serve`: sources, pipeline, store, models, API.
//!
//! ```text
//! interfaces ─► rings ─► engines ─┐
//!                                 ├─► live pass of the investigation ─► store ─► API
//! directories ─► an engine a file ─► an import beside it, which shares what is known of devices ─┘
//! ```
//!
//! An import has a detector of its own, because captures are of other times than what is live.

mod api;
mod chores;
mod evidence;
mod health;
mod identities;
mod metrics;
mod models;
mod program;
mod recorder;
mod signals;
mod sources;
mod tally;
mod token;

use crate::Outcome;
use crate::cli;
use crate::configuration::Configuration;
use anyhow::Result;
use program::Program;
use signals::Signals;
use sources::Interfaces;
use std::path::Path;
use thymus_capture::live::{User, drop_privileges};

/// Where the configuration is looked for if nothing is said.
const CONFIGURATION: &str = "thymus.yaml";

pub(crate) fn run(arguments: &cli::Serve) -> Result<Outcome> {
    let configuration = configuration(arguments)?;
    let signals = Signals::listen()?;
    let interfaces = Interfaces::open(&configuration.sources)?;
    let listener = api::listen(configuration.api.listen)?;
    if let Some(name) = &configuration.user {
        drop_privileges(User::named(name)?)?;
    }
    let address = listener.local_addr()?;
    let program = Program::start(&configuration, interfaces, listener, &signals)?;
    eprintln!("thymus: the API is at http://{address}; stop with Ctrl-C");
    chores::until_the_end(&program, &signals);
    eprintln!("thymus: ending");
    program.finish()?;
    eprintln!("thymus: everything is written");
    Ok(Outcome::Done)
}

/// The configuration that was named; else `thymus.yaml` here, if there is one; else the defaults.
fn configuration(arguments: &cli::Serve) -> Result<Configuration> {
    match &arguments.configuration {
        Some(path) => Configuration::read(path),
        None if Path::new(CONFIGURATION).exists() => Configuration::read(Path::new(CONFIGURATION)),
        None => Configuration::parse("{}"),
    }
}
