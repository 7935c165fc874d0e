//! Detection models as text: parsed, checked, explained.

mod codes;
mod diagnostic;
mod yaml;

pub use codes::Code;
pub use diagnostic::{Diagnostic, Severity, Span};
