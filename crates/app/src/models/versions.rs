//! Texts of models as they were when they fired.
//!
//! One file a version, `DATA/state/models/<id>/<version>.yaml`, written when a breach is raised with it: a breach can be
//! shown with its model as it was then, however often the model was edited since.

use crate::data;
use anyhow::{Context as _, Result};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use thymus_model::Model;

/// Keeps the text of every model that fires, once a version.
pub(crate) struct Keeper {
    directory: PathBuf,
    kept: HashSet<(String, String)>,
}

impl Keeper {
    pub(crate) fn new(data: &Path) -> Self {
        Self { directory: directory(data), kept: HashSet::new() }
    }

    /// Keeps the text of this model, if it is not kept already.
    pub(crate) fn keep(&mut self, model: &Model) -> Result<()> {
        let version = model.version().to_string();
        if !self.kept.insert((model.id.to_string(), version.clone())) {
            return Ok(());
        }
        let path = file(&self.directory, &model.id, &version);
        if path.exists() {
            return Ok(());
        }
        let failed = || format!("cannot keep the text of a model in {}", path.display());
        std::fs::create_dir_all(path.parent().unwrap_or(&self.directory)).with_context(failed)?;
        // A text that is half written would be taken for the whole.
        let partial = path.with_extension("partial");
        std::fs::write(&partial, model.text().as_bytes()).with_context(failed)?;
        std::fs::rename(&partial, &path).with_context(failed)
    }
}

/// The text of a model in this version, if it is kept.
pub(crate) fn text(data: &Path, model: &str, version: &str) -> Option<String> {
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !plain(model) || !plain(version) {
        return None;
    }
    std::fs::read_to_string(file(&directory(data), model, version)).ok()
}

fn directory(data: &Path) -> PathBuf {
    data::state(data).join("models")
}

fn file(directory: &Path, model: &str, version: &str) -> PathBuf {
    directory.join(model).join(format!("{version}.yaml"))
}
