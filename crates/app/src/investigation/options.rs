//! How records are followed.

use crate::data;
use crate::models::Library;
use crate::registry::registry;
use anyhow::Result;
use std::path::{Path, PathBuf};
use thymus_entity::Networks;
use thymus_model::TimeZone;
use thymus_record::Interval;

/// How records are followed.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// The models that come with the program run.
    pub(crate) shipped_models: bool,
    /// Directories of further models.
    pub(crate) models: Vec<PathBuf>,
    /// How long a record may be late and still be put in its place.
    pub(crate) lateness: Interval,
    /// What is inside.
    pub(crate) networks: Networks,
}

/// Records of a capture come in the order of its packets, each when it is complete.
const LATENESS: Interval = Interval::from_seconds(300);

impl Default for Options {
    fn default() -> Self {
        Self { shipped_models: true, models: Vec::new(), lateness: LATENESS, networks: Networks::default() }
    }
}

impl Options {
    /// The models that run. What is wrong with files of them is told on standard error; the others run.
    pub(crate) fn library(&self, data: Option<&Path>) -> Result<Library> {
        let library = self.read_library(data)?;
        for finding in &library.findings {
            eprint!("{}", finding.render());
        }
        if library.has_errors() {
            eprintln!("thymus: the models with errors do not run; all others do");
        }
        Ok(library)
    }

    /// The models that run, and what is wrong with files of them.
    pub(crate) fn read_library(&self, data: Option<&Path>) -> Result<Library> {
        let mut library = if self.shipped_models { Library::shipped(registry()) } else { Library::default() };
        for directory in &self.models {
            library.add_directory(directory, registry())?;
        }
        if let Some(data) = data {
            library.add_directory(&data::models(data), registry())?;
        }
        Ok(library)
    }

    pub(crate) fn detector(&self) -> thymus_detect::Options {
        thymus_detect::Options {
            lateness: self.lateness,
            zone: TimeZone::system(),
            ..thymus_detect::Options::default()
        }
    }
}
