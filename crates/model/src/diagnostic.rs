//! What is wrong with a file, where, and what to do about it.

use crate::Code;
use std::fmt::Write as _;

/// A problem of a model, an exception or a test file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of problem; its number is stable: `M0103`.
    pub code: Code,
    /// Whether the file is refused for it.
    pub severity: Severity,
    /// Where it stands.
    pub span: Span,
    /// What is wrong, in words.
    pub message: String,
    /// What to do about it, if that can be told.
    pub hint: Option<String>,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The file is used, but may not do what it seems to say.
    Warning,
    /// The file is refused.
    Error,
}

/// A place in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The line, from 1.
    pub line: usize,
    /// The letter of the line, from 1.
    pub column: usize,
    /// The first byte of the file.
    pub start: usize,
    /// The byte behind the last one.
    pub end: usize,
}

impl Diagnostic {
    /// A problem for which the file is refused.
    #[must_use]
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, span, message: message.into(), hint: None }
    }

    /// A problem to know of.
    #[must_use]
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Warning, span, message: message.into(), hint: None }
    }

    /// The same with advice.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The problem as several lines for a terminal: what, where, the line itself with carets, advice.
    #[must_use]
    pub fn render(&self, file: &str, text: &str) -> String {
        let Self { span, code, message, .. } = self;
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let mut out = format!("{severity}[{code}]: {message}\n --> {file}:{}:{}\n", span.line, span.column);
        let line = text.lines().nth(span.line.saturating_sub(1)).unwrap_or_default();
        let width = span.line.to_string().len();
        let carets = self.carets(text);
        let pad = pad_like(line, span.column.saturating_sub(1));
        let _ = writeln!(out, "{:>width$} | {line}", span.line);
        let _ = write!(out, "{:>width$} | {pad}{}", "", "^".repeat(carets));
        if let Some(hint) = &self.hint {
            let _ = write!(out, " {hint}");
        }
        out.push('\n');
        out
    }

    /// As many as the place has letters on its first line, at least one.
    fn carets(&self, text: &str) -> usize {
        let place = text.get(self.span.start..self.span.end).unwrap_or_default();
        place.lines().next().unwrap_or_default().chars().count().max(1)
    }
}

/// Blanks as wide as the first letters of the line; tabs stay tabs.
fn pad_like(line: &str, letters: usize) -> String {
    line.chars().take(letters).map(|letter| if letter == '\t' { '\t' } else { ' ' }).collect()
}
