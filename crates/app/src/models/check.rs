//! `thymus models check`: what is wrong with model files, and where.

use super::library::{FileRole, files_below, is_error, read};
use crate::Outcome;
use crate::cli;
use crate::registry::registry;
use anyhow::{Result, bail};
use thymus_model::{ExceptionFile, Model, TestFile};

pub(super) fn run(arguments: &cli::ModelsCheck) -> Result<Outcome> {
    let (mut files, mut refused) = (0, 0);
    for path in &arguments.paths {
        anyhow::ensure!(path.exists(), "there is no {}", path.display());
        for file in files_below(path)? {
            let text = read(&file)?;
            let diagnostics = match FileRole::of(&file) {
                Some(FileRole::Model) => Model::read(&text, registry()).diagnostics,
                Some(FileRole::Exceptions) => ExceptionFile::read(&text, registry()).diagnostics,
                Some(FileRole::Test) => TestFile::read(&text, registry()).diagnostics,
                None => continue,
            };
            files += 1;
            refused += u32::from(diagnostics.iter().any(is_error));
            for diagnostic in &diagnostics {
                eprint!("{}", diagnostic.render(&file.display().to_string(), &text));
            }
        }
    }
    if refused > 0 {
        bail!("{refused} of {files} files are refused");
    }
    println!("{files} files are right");
    Ok(Outcome::Done)
}
