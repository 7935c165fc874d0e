//! What is wrong with the text of a model or of exceptions, as JSON.

use serde::Serialize;
use thymus_model::{Diagnostic, Severity};
use utoipa::ToSchema;

/// A problem of a model, of exceptions or of a test, and where it is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Diagnosed {
    /// Which kind of problem; stable: `M0103`.
    pub code: String,
    /// `error`: the file is refused. `warning`: it is used, but may not do what it seems to say.
    pub severity: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The line, from 1.
    pub line: usize,
    /// The letter of the line, from 1.
    pub column: usize,
    /// The first byte of the text.
    pub start: usize,
    /// The byte behind the last one.
    pub end: usize,
}

/// Whether a text can be used.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Checked {
    /// It has no error.
    pub(crate) valid: bool,
    /// Everything that is to be said of it, in the order of the text.
    pub(crate) diagnostics: Vec<Diagnosed>,
}

impl Diagnosed {
    fn of(diagnostic: &Diagnostic) -> Self {
        let Diagnostic { code, severity, span, message, hint } = diagnostic;
        let severity = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        Self {
            code: code.to_string(),
            severity: severity.to_owned(),
            message: message.clone(),
            hint: hint.clone(),
            line: span.line,
            column: span.column,
            start: span.start,
            end: span.end,
        }
    }
}

/// These problems, as JSON.
pub(crate) fn diagnosed(diagnostics: &[Diagnostic]) -> Vec<Diagnosed> {
    diagnostics.iter().map(Diagnosed::of).collect()
}

impl Checked {
    pub(crate) fn of(diagnostics: &[Diagnostic]) -> Self {
        let valid = diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error);
        Self { valid, diagnostics: diagnosed(diagnostics) }
    }
}
