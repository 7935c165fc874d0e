//! Tests of models: what they must breach on, and what not.

use std::sync::Arc;
use thymus_record::Row;

/// A file of tests, `NAME.test.yaml` beside `NAME.yaml`.
#[derive(Clone, Debug, Default)]
pub struct TestFile {
    /// The model's id; absent where it is the model in the file of the same name.
    pub model: Option<Arc<str>>,
    /// Further models that run with it.
    pub with: Vec<Arc<str>>,
    /// What it must breach on.
    pub breaches_on: Vec<Case>,
    /// What it must not breach on.
    pub quiet_on: Vec<Case>,
}

/// One input, and what is expected of it.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it is.
    pub name: String,
    /// Where the records come from.
    pub input: Input,
    /// What the breaches must be.
    pub expected: Expected,
}

/// Where the records of a case come from.
#[derive(Clone, Debug)]
pub enum Input {
    /// A capture; the path is below `testdata/`.
    Capture(String),
    /// A capture; the path is below the corpus of network captures, which may not be there.
    Corpus(String),
    /// These records.
    Records(Vec<Row>),
}

/// What the breaches of a case must be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// How many; at least one if absent.
    pub count: Option<u64>,
    /// One is about this entity.
    pub entity: Option<String>,
    /// One has this `id.orig_h`.
    pub source: Option<String>,
    /// One has this `id.resp_h`.
    pub destination: Option<String>,
    /// One has this account.
    pub account: Option<String>,
    /// The summary of one contains this.
    pub says: Option<String>,
}
