//! `thymus simulate`: a made-up company, as records or as packets, and what is true of it.

mod feed;
mod packets;
mod records;

pub(crate) use feed::feed;

use crate::Outcome;
use crate::cli;
use anyhow::{Context as _, Result};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use thymus_sim::Company;

pub(crate) fn run(arguments: &cli::Simulate) -> Result<Outcome> {
    let company = arguments.scenario.company(arguments.seed, arguments.start, arguments.days)?;
    match (arguments.packets.as_slice(), &arguments.output) {
        ([from, to], Some(output)) => packets::write(&company, *from..*to, output)?,
        _ => records::write(&company, arguments)?,
    }
    Ok(Outcome::Done)
}

/// Writes what is true of the company.
pub(crate) fn write_truth(company: &Company, path: &Path) -> Result<()> {
    let failed = || format!("cannot write {}", path.display());
    let mut output = BufWriter::new(File::create(path).with_context(failed)?);
    company.write_truth(&mut output).and_then(|()| output.flush()).with_context(failed)
}
