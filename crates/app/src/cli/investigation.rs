//! Commands that ask what was recorded and what it means.

use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct Models {
    #[command(subcommand)]
    pub(crate) command: ModelsCommand,
}

#[derive(Subcommand)]
pub(crate) enum ModelsCommand {
    /// Check model files, and tell what is wrong with them and where.
    Check(ModelsCheck),
    /// List the models: those that come with the program and your own.
    List(ModelsList),
    /// Show one model's text.
    Show(ModelsShow),
    /// Run the tests beside the models, and tell which do not pass and why.
    Test(ModelsTest),
}

#[derive(Args)]
pub(crate) struct ModelsCheck {
    /// Files, or directories of them.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
}

#[derive(Args)]
pub(crate) struct ModelsList {
    /// A data directory whose own models are listed too.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// One JSON object a line.
    #[arg(long)]
    pub(crate) json: bool,
    /// As in docs/model-library.md.
    #[arg(long, conflicts_with = "json")]
    pub(crate) markdown: bool,
}

#[derive(Args)]
pub(crate) struct ModelsShow {
    /// The model's id or name.
    pub(crate) model: String,
    /// A data directory whose own models are known too.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct ModelsTest {
    /// Model files or directories of them; the tests lie beside them as NAME.test.yaml.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Where the captures that the tests name are looked for; several may be given. Cases without theirs are skipped.
    #[arg(long, value_name = "DIR")]
    pub(crate) captures: Vec<PathBuf>,
}
