//! From the tree of a file to what it means.

mod active;
mod component;
mod exceptions;
mod fields;
mod head;
mod test_file;
#[cfg(test)]
mod tests;
mod value;
mod when;

pub(crate) use active::{ACTIVE_KEYS, PERIOD_KEYS};
pub(crate) use component::COMPONENT_KEYS;
pub(crate) use exceptions::{EXCEPTION_KEYS, FILE_KEYS, MATCH_KEYS};
pub(crate) use head::MODEL_KEYS;
pub(crate) use test_file::{CASE_KEYS, TEST_KEYS};
pub(crate) use when::WEIGHTED_KEYS;

use crate::yaml::{Reader, parse};
use crate::{Diagnostic, ExceptionFile, Model, TestFile};
use fields::Meaning;
use thymus_record::Registry;

/// What was read from a file: the thing itself unless something is wrong with it, and everything that is to be told.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    /// What the file says; absent if there is an error.
    pub value: Option<T>,
    /// All problems, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl Model {
    /// Reads a model. The registry says which kinds of records and which fields there are; it must be that of the program
    /// that runs the model.
    #[must_use]
    pub fn read(text: &str, registry: &Registry) -> Checked<Self> {
        checked(text, registry, head::model)
    }
}

impl ExceptionFile {
    /// Reads a file of exceptions.
    #[must_use]
    pub fn read(text: &str, registry: &Registry) -> Checked<Self> {
        checked(text, registry, exceptions::file)
    }
}

impl TestFile {
    /// Reads a file of tests.
    #[must_use]
    pub fn read(text: &str, registry: &Registry) -> Checked<Self> {
        checked(text, registry, test_file::file)
    }
}

fn checked<T>(
    text: &str,
    registry: &Registry,
    read: impl FnOnce(&mut Reader<'_>, Meaning<'_>, &crate::yaml::Node) -> Option<T>,
) -> Checked<T> {
    let mut reader = Reader::new(text);
    let value = match parse(&reader.source) {
        Ok(root) => read(&mut reader, Meaning { registry }, &root),
        Err(problem) => {
            reader.push(problem);
            None
        }
    };
    let value = value.filter(|_| !reader.has_errors());
    Checked { value, diagnostics: reader.into_diagnostics() }
}
