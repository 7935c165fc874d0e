//! All models and exceptions that run: those that come with the program, and one's own.

use super::shipped;
use anyhow::{Context as _, Result};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thymus_model::{Checked, Diagnostic, Exception, ExceptionFile, Model, Severity};
use thymus_record::Registry;

/// The largest file that is looked at as a model.
const FILE_BYTES_MAX: u64 = 1 << 20;

/// So deep are folders of models read.
const DEPTH_MAX: usize = 8;

/// Models and exceptions, and what was wrong with files of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Library {
    /// By id; of two with the same id the later one counts, so that one's own replaces a shipped one.
    pub(crate) models: Vec<Held>,
    pub(crate) exceptions: Vec<Arc<Exception>>,
    /// Files with something to say about.
    pub(crate) findings: Vec<Finding>,
}

/// A model and where it is from.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) model: Arc<Model>,
    pub(crate) path: String,
    pub(crate) shipped: bool,
}

/// What is to be said of one file.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// What a file in a folder of models is, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileRole {
    Model,
    Exceptions,
    Test,
}

impl FileRole {
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?;
        let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"))?;
        Some(match stem {
            "exceptions" => Self::Exceptions,
            _ if stem.ends_with(".exceptions") => Self::Exceptions,
            _ if stem.ends_with(".test") => Self::Test,
            _ => Self::Model,
        })
    }
}

impl Library {
    /// The models that come with the program.
    pub(crate) fn shipped(registry: &Registry) -> Self {
        let mut library = Self::default();
        for (path, text) in shipped::texts() {
            library.add(FileRole::of(Path::new(&path)), path, text, true, registry);
        }
        library
    }

    /// Adds the models and exceptions below a directory; one that is not there has none.
    pub(crate) fn add_directory(&mut self, directory: &Path, registry: &Registry) -> Result<()> {
        for path in files_below(directory)? {
            let text = read(&path)?;
            self.add(FileRole::of(&path), path.display().to_string(), text, false, registry);
        }
        Ok(())
    }

    /// The models, to be run.
    pub(crate) fn running(&self) -> Vec<Arc<Model>> {
        self.models.iter().map(|held| Arc::clone(&held.model)).collect()
    }

    /// The model with this id or name.
    pub(crate) fn find(&self, wanted: &str) -> Option<&Held> {
        let named = |held: &&Held| *held.model.id == *wanted || held.model.name.eq_ignore_ascii_case(wanted);
        self.models.iter().find(named)
    }

    /// Whether any file is refused.
    pub(crate) fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.diagnostics.iter().any(is_error))
    }

    fn add(
        &mut self,
        role: Option<FileRole>,
        path: String,
        text: String,
        shipped: bool,
        registry: &Registry,
    ) {
        match role {
            Some(FileRole::Model) => {
                let Checked { value, diagnostics } = Model::read(&text, registry);
                self.note(&path, text, diagnostics);
                if let Some(model) = value {
                    self.models.retain(|held| held.model.id != model.id);
                    self.models.push(Held { model: Arc::new(model), path, shipped });
                    self.models.sort_by(|a, b| a.model.id.cmp(&b.model.id));
                }
            }
            Some(FileRole::Exceptions) => {
                let Checked { value, diagnostics } = ExceptionFile::read(&text, registry);
                self.note(&path, text, diagnostics);
                let exceptions = value.map(|file| file.exceptions).unwrap_or_default();
                self.exceptions.extend(exceptions.into_iter().map(Arc::new));
            }
            Some(FileRole::Test) | None => {}
        }
    }

    fn note(&mut self, path: &str, text: String, diagnostics: Vec<Diagnostic>) {
        if !diagnostics.is_empty() {
            self.findings.push(Finding { path: path.to_owned(), text, diagnostics });
        }
    }
}

impl Finding {
    /// Everything as text for a terminal.
    pub(crate) fn render(&self) -> String {
        self.diagnostics.iter().map(|diagnostic| diagnostic.render(&self.path, &self.text)).collect()
    }
}

pub(crate) fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
}

/// The YAML files below a path, sorted; the path itself if it is a file.
pub(crate) fn files_below(path: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![(path.to_owned(), 0)];
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    while let Some((folder, depth)) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", folder.display())),
        };
        for entry in entries {
            let path = entry.with_context(|| format!("cannot read {}", folder.display()))?.path();
            if path.is_dir() && depth < DEPTH_MAX {
                folders.push((path, depth + 1));
            } else if FileRole::of(&path).is_some() {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

pub(crate) fn read(path: &Path) -> Result<String> {
    let what = || format!("cannot read {}", path.display());
    let length = std::fs::metadata(path).with_context(what)?.len();
    anyhow::ensure!(length <= FILE_BYTES_MAX, "{} has {length} bytes: no model", path.display());
    std::fs::read_to_string(path).with_context(what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_model_is_right_and_has_a_test_beside_it() {
        let library = Library::shipped(crate::registry::registry());
        let findings: String = library.findings.iter().map(Finding::render).collect();
        assert!(findings.is_empty(), "{findings}");
        assert!(!library.models.is_empty());
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models"));
        for held in &library.models {
            let test = root.join(held.path.replace(".yaml", ".test.yaml"));
            assert!(test.is_file(), "{} is missing", test.display());
        }
    }

    #[test]
    fn shipped_models_lie_in_the_folder_that_they_are_named_after_under_their_id() {
        for held in &Library::shipped(crate::registry::registry()).models {
            let (folder, _) = held.model.name.split_once(" / ").expect("a name has a folder");
            let folder = folder.to_lowercase().replace(' ', "-");
            assert_eq!(held.path, format!("{folder}/{}.yaml", held.model.id));
        }
    }

    #[test]
    fn shipped_models_say_what_to_do_and_why_they_have_their_priority() {
        for held in &Library::shipped(crate::registry::registry()).models {
            let model = &held.model;
            let advice = model.advice.as_deref().unwrap_or_default();
            assert!(advice.starts_with("Action: "), "{}: advice", held.path);
            assert!(model.message.is_some(), "{}: message", held.path);
            let before = model.text().lines().take_while(|line| !line.starts_with("priority:")).last();
            let is_said = before.is_some_and(|line| line.starts_with("# "));
            assert!(is_said, "{}: a comment above the priority tells who does this without harm", held.path);
            assert!(
                model.priority >= 1 || model.tags.iter().any(|tag| tag.starts_with("AP: ")),
                "{}",
                held.path
            );
        }
    }

    #[test]
    fn a_broken_model_is_refused_and_the_others_stay() {
        let directory = std::env::temp_dir().join(format!("thymus-library-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        std::fs::write(directory.join("broken.yaml"), "name: [").unwrap();
        let mut library = Library::shipped(crate::registry::registry());
        let before = library.models.len();
        library.add_directory(&directory, crate::registry::registry()).unwrap();
        assert!(library.has_errors());
        assert_eq!(library.models.len(), before);
        std::fs::remove_dir_all(&directory).unwrap();
    }
}
