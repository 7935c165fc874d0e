//! `thymus models`, and the models that come with the program.

mod check;
mod library;
mod list;
mod shipped;
mod test;
pub(crate) mod versions;

pub(crate) use library::{Finding, Held, Library, files_below, is_error};

use crate::Outcome;
use crate::cli::{self, ModelsCommand};
use anyhow::Result;

pub(crate) fn run(arguments: &cli::Models) -> Result<Outcome> {
    match &arguments.command {
        ModelsCommand::Check(arguments) => check::run(arguments),
        ModelsCommand::List(arguments) => list::list(arguments),
        ModelsCommand::Show(arguments) => list::show(arguments),
        ModelsCommand::Test(arguments) => test::run(arguments),
    }
}
