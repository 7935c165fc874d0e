//! The models and exceptions that run, read again when their files change.

use crate::data;
use crate::investigation::{Options, Shared};
use crate::models::{Held, Library, files_below, versions};
use anyhow::{Context as _, Result};
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;
use thymus_model::Exception;
use thymus_web::{Finding, HeldModel, Models, ServiceError};

/// The models and exceptions that run.
pub(super) struct Catalogue {
    options: Options,
    data: PathBuf,
    shared: Shared,
    state: Mutex<State>,
}

struct State {
    library: Arc<Library>,
    files: Files,
}

/// Every file of models and exceptions, with its length and the time when it was last changed.
type Files = Vec<(PathBuf, u64, Option<SystemTime>)>;

impl Catalogue {
    /// Reads everything for the first time; the live pass has told what is wrong with files.
    pub(super) fn new(options: Options, data: PathBuf, shared: Shared) -> Result<Self> {
        let files = files(&options, &data);
        let library = Arc::new(options.read_library(Some(&data))?);
        Ok(Self { options, data, shared, state: Mutex::new(State { library, files }) })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What runs now.
    pub(super) fn library(&self) -> Arc<Library> {
        Arc::clone(&self.state().library)
    }

    /// Reads everything again, and runs it. Files with errors are refused, with a word; the others run.
    pub(super) fn reload(&self) -> Result<()> {
        let mut state = self.state();
        let files = files(&self.options, &self.data);
        let library = self.options.library(Some(&self.data))?;
        eprintln!("thymus: {} models run", library.models.iter().filter(|held| held.model.enabled).count());
        self.shared.replace_models(library.clone());
        *state = State { library: Arc::new(library), files };
        Ok(())
    }

    /// Reads everything again if a file was changed.
    pub(super) fn reload_if_changed(&self) -> Result<()> {
        let changed = files(&self.options, &self.data) != self.state().files;
        if changed { self.reload() } else { Ok(()) }
    }

    /// Writes a file of one's own, whole or not at all, and runs what is in it.
    fn write(&self, path: &Path, text: &str) -> Result<()> {
        let failed = || format!("cannot write {}", path.display());
        std::fs::create_dir_all(data::models(&self.data)).with_context(failed)?;
        let partial = path.with_extension("partial");
        let mut file = File::create(&partial).with_context(failed)?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).with_context(failed)?;
        std::fs::rename(&partial, path).with_context(failed)?;
        self.reload()
    }

    fn held(&self, id: &str) -> Option<Held> {
        self.library().models.iter().find(|held| *held.model.id == *id).cloned()
    }

    /// Whether a file is in the folder of models of the data directory, in which alone anything is changed.
    fn is_own(&self, held: &Held) -> bool {
        !held.shipped && Path::new(&held.path).starts_with(data::models(&self.data))
    }

    fn exceptions_path(&self) -> PathBuf {
        data::models(&self.data).join("exceptions.yaml")
    }
}

fn files(options: &Options, data: &Path) -> Files {
    let own = data::models(data);
    let folders = options.models.iter().chain(std::iter::once(&own));
    let found = folders.flat_map(|folder| files_below(folder).unwrap_or_default());
    let described = found.map(|path| {
        let about = std::fs::metadata(&path).ok();
        let length = about.as_ref().map_or(0, std::fs::Metadata::len);
        (path, length, about.and_then(|about| about.modified().ok()))
    });
    described.collect()
}

fn failed(error: anyhow::Error) -> ServiceError {
    ServiceError::Failed(error.into())
}

impl Models for Catalogue {
    fn models(&self) -> Vec<HeldModel> {
        let held = |held: &Held| HeldModel {
            model: Arc::clone(&held.model),
            path: held.path.clone(),
            shipped: held.shipped,
        };
        self.library().models.iter().map(held).collect()
    }

    fn findings(&self) -> Vec<Finding> {
        let library = self.library();
        let finding = |finding: &crate::models::Finding| Finding {
            path: finding.path.clone(),
            diagnostics: finding.diagnostics.clone(),
        };
        library.findings.iter().map(finding).collect()
    }

    fn exceptions(&self) -> Vec<Arc<Exception>> {
        self.library().exceptions.clone()
    }

    fn text_then(&self, model: &str, version: &str) -> Option<String> {
        versions::text(&self.data, model, version)
    }

    fn put_model(&self, id: &str, text: &str) -> Result<(), ServiceError> {
        let known = self.held(id).filter(|held| self.is_own(held));
        let path = match known {
            Some(held) => PathBuf::from(held.path),
            // The checker lets no id pass that has anything but small letters, digits and hyphens.
            None => data::models(&self.data).join(format!("{id}.yaml")),
        };
        self.write(&path, text).map_err(failed)
    }

    fn delete_model(&self, id: &str) -> Result<(), ServiceError> {
        let held = self.held(id);
        let held = held.ok_or_else(|| ServiceError::NotFound(format!("there is no model {id:?}")))?;
        if held.shipped {
            let why = format!(
                "the model {id} came with the program; keep one of the same id with `enabled: false`"
            );
            return Err(ServiceError::Refused(why));
        }
        if !self.is_own(&held) {
            let why = format!("the model {id} is kept in {}; take it away there", held.path);
            return Err(ServiceError::Refused(why));
        }
        std::fs::remove_file(&held.path)?;
        self.reload().map_err(failed)
    }

    fn exceptions_text(&self) -> Result<Option<String>, ServiceError> {
        match std::fs::read_to_string(self.exceptions_path()) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn put_exceptions(&self, text: &str) -> Result<(), ServiceError> {
        self.write(&self.exceptions_path(), text).map_err(failed)
    }
}
