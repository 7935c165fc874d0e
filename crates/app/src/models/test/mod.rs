//! `thymus models test`: runs the tests beside models.

mod capture;
mod report;
mod suite;

use crate::Outcome;
use crate::cli;
use anyhow::{Result, bail};
use suite::Suite;

pub(super) fn run(arguments: &cli::ModelsTest) -> Result<Outcome> {
    let suite = Suite::read(&arguments.paths)?;
    let report = suite.run(&arguments.captures)?;
    print!("{}", report.in_words());
    if report.has_failed() {
        bail!("the tests do not pass");
    }
    Ok(Outcome::Done)
}
