//! Detection models as text: parsed, checked, explained.
//!
//! A [`Model`] is read from one YAML file with [`Model::read`], which tells every problem of the file at once, each with a code, a place and
//! advice ([`Diagnostic`]). What a model means is written in `docs/models.md`; running it is the detector's. Exceptions ([`ExceptionFile`]) and
//! tests ([`TestFile`]) have files of their own and are read the same way.
//!
//! Nothing here reads a clock or a disk: texts come in, models go out.

mod active;
mod civil;
mod codes;
mod diagnostic;
mod entity;
mod exception;
mod model;
mod moment;
mod quantity;
mod read;
mod schema;
mod technique;
mod template;
mod test_file;
mod threshold;
mod when;
mod yaml;

pub use active::{Active, Period};
pub use civil::civil;
pub use codes::Code;
pub use diagnostic::{Diagnostic, Severity, Span};
pub use entity::{Entity, KeyPart};
pub use exception::{Exception, ExceptionFile};
pub use jiff::tz::TimeZone;
pub use model::{Component, Measure, Model, Version};
pub use quantity::{Amount, ONE, amount_in_words, bytes_in_words, duration_in_words};
pub use read::Checked;
pub use schema::{FileKind, json_schema};
pub use technique::Technique;
pub use template::{Placeholder, Template, TemplateError};
pub use test_file::{Case, Expected, Input, TestFile};
pub use threshold::{Comparison, Threshold};
pub use when::{Condition, When};
