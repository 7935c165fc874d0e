//! The models and exceptions that run.

use super::ServiceError;
use std::sync::Arc;
use thymus_model::{Diagnostic, Exception, Model};

/// The models and exceptions that run, and those of one's own that can be changed.
///
/// What is put here has been checked: a text that is refused never comes.
pub trait Models: Send + Sync {
    /// The models, by id. Those that are switched off are among them.
    fn models(&self) -> Vec<HeldModel>;

    /// What is to be said of files of models and exceptions: why they are refused, and warnings.
    fn findings(&self) -> Vec<Finding>;

    /// The exceptions that hold.
    fn exceptions(&self) -> Vec<Arc<Exception>>;

    /// The text of a model in a version that raised a breach.
    fn text_then(&self, model: &str, version: &str) -> Option<String>;

    /// Keeps a model of one's own, in place of one with the same id, and runs it.
    ///
    /// # Errors
    /// Fails where it cannot be written.
    fn put_model(&self, id: &str, text: &str) -> Result<(), ServiceError>;

    /// Takes a model of one's own away. A shipped one of the same id runs again.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] where there is none, [`ServiceError::Refused`] where it came with the program or is kept in
    /// a folder that is not the program's own.
    fn delete_model(&self, id: &str) -> Result<(), ServiceError>;

    /// The text of one's own exceptions; absent if there are none.
    ///
    /// # Errors
    /// Fails where it cannot be read.
    fn exceptions_text(&self) -> Result<Option<String>, ServiceError>;

    /// Keeps one's own exceptions, in place of those before.
    ///
    /// # Errors
    /// Fails where they cannot be written.
    fn put_exceptions(&self, text: &str) -> Result<(), ServiceError>;
}

/// A model and where it is from.
#[derive(Clone, Debug)]
pub struct HeldModel {
    /// The model.
    pub model: Arc<Model>,
    /// Its file: below `models/` of the program for a shipped one.
    pub path: String,
    /// It came with the program.
    pub shipped: bool,
}

/// What is to be said of one file.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The file.
    pub path: String,
    /// What is wrong with it. It is refused if one of these is an error.
    pub diagnostics: Vec<Diagnostic>,
}
